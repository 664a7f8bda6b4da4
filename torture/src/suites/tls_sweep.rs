//! The same breaks where a proxy cannot see what breaks: at bytes of a TLS connection, in the handshake and after it.

use anyhow::{Context, Result};
use checkout_core::{Checkout, CheckoutConfig};

use super::Booth;
use super::Market;
use crate::campaign::{Case, Settings};
use crate::customer::{Pace, visit};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict};
use crate::proxy::{Behaviour, Direction, End, RawFault};
use crate::shop::config;

pub(crate) const NAME: &str = "tls-sweep";

const FLOWS: [Flow; 3] = [Flow::NewCard, Flow::ThreeDs, Flow::ApplePay];
const PARTS: usize = 16;
/// A handshake and the first requests from the client; a sixteenth is less than its first message.
const FROM_CLIENT: usize = 2400;
/// A handshake, the certificate in it, and the first answers.
const FROM_SERVER: usize = 4800;
/// The short form takes one in so many.
const SAMPLE: usize = 9;

/// All cases: the first connection to each host, at each sixteenth of either direction, in each way.
pub(crate) fn cases(settings: &Settings) -> Vec<Case> {
    let mut market = Market::with_tls();
    let mut cases = Vec::new();
    let mut place = 0;
    for flow in FLOWS {
        for at_gateway in [false, true] {
            for (direction, bytes) in [
                (Direction::FromClient, FROM_CLIENT),
                (Direction::FromServer, FROM_SERVER),
            ] {
                for part in 0..PARTS {
                    for end in [End::Fin, End::Rst, End::Silent, End::Stall] {
                        let fault = RawFault {
                            connection: 0,
                            direction,
                            bytes: bytes * part / PARTS,
                            end,
                        };
                        let host = if at_gateway { "gateway" } else { "api" };
                        let name = format!("{} {host} {direction} {part}/{PARTS} {end}", flow.name());
                        place += 1;
                        if settings.wants(&name) && settings.takes(place, SAMPLE) {
                            let booth = market.booth();
                            cases.push(Case::new(name, move || broken(booth.clone(), flow, at_gateway, fault)));
                        }
                    }
                }
            }
        }
    }
    cases
}

async fn broken(booth: Booth, flow: Flow, at_gateway: bool, fault: RawFault) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let raw = |fault| Behaviour {
        raw: Some(fault),
        ..Behaviour::default()
    };
    let road = match at_gateway {
        false => shop.road(raw(fault), raw(RawFault::NONE))?,
        true => shop.road(raw(RawFault::NONE), raw(fault))?,
    };
    let url = |port| format!("https://localhost:{port}");
    let authority = shop.sandbox.ca_certificate_pem().context("a certificate")?;
    let config = CheckoutConfig {
        extra_root_certificates: vec![authority.to_owned()],
        ..config(&url(road.api.port()), &url(road.gateway.port()))
    };
    let visit = visit(&Checkout::new(config)?, &order, &Pace::default()).await;
    let ledger = shop.ledger(&order.intent)?;
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &[],
        others: false,
    };
    let expected = match fault.end {
        End::Stall => Expected::Codes(vec![flow.usual_code()]),
        _ => Expected::ChargeIsFound,
    };
    Ok(Verdict::of(&visit, &evidence, &expected))
}
