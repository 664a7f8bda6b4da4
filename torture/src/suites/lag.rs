//! A payment was made, its answer says something else or nothing, and for a while the intent does not show it.
//!
//! The API host and the gateway are two systems: what one has done, the other knows a little later. The law of the
//! read-back counts with seven and a half seconds of it.

use std::time::Duration;

use anyhow::Result;
use checkout_core::{Checkout, CheckoutConfig};

use super::{Booth, Market};
use crate::campaign::{Case, Settings};
use crate::customer::{self, PATIENCE, Pace};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict};
use crate::proxy::{Behaviour, Deed, End, Fault, Paid, Piece};
use crate::wire::Route;

pub(crate) const NAME: &str = "lag";

const FLOWS: [Flow; 6] = [
    Flow::NewCard,
    Flow::ApplePay,
    Flow::VirtualTerminal,
    Flow::GooglePayCryptogram,
    Flow::ThreeDs,
    Flow::Setup,
];
/// How much later the intent knows, in milliseconds.
const LAGS: [u64; 3] = [400, 2_200, 7_000];
/// The short form takes one in so many.
const SAMPLE: usize = 3;

/// All cases.
pub(crate) fn cases(settings: &Settings) -> Vec<Case> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    let mut place = 0;
    for flow in FLOWS {
        for (what, deed) in deeds() {
            for lag in LAGS {
                for leaves in [false, true] {
                    let left = if leaves { ", and the customer leaves" } else { "" };
                    let name = format!("{} {what}, known after {lag} ms{left}", flow.name());
                    place += 1;
                    if settings.wants(&name) && settings.takes(place, SAMPLE) {
                        let (booth, deed, lag) = (market.booth(), deed.clone(), Duration::from_millis(lag));
                        cases.push(Case::new(name, move || {
                            lagging(booth.clone(), flow, deed.clone(), lag, leaves)
                        }));
                    }
                }
            }
        }
    }
    cases
}

/// What becomes of the answer to a payment that was made.
fn deeds() -> Vec<(String, Deed)> {
    let mut deeds = vec![
        (
            "answer lost".to_owned(),
            Deed::Answer {
                bytes: 0,
                end: End::Fin,
            },
        ),
        (
            "silence".to_owned(),
            Deed::Answer {
                bytes: 0,
                end: End::Silent,
            },
        ),
        (
            "delivered twice".to_owned(),
            Deed::Twice {
                at_once: false,
                show_second: true,
            },
        ),
    ];
    for (what, status, body) in [
        ("code 20", 200, "{\"statusCode\":20}"),
        ("code 400", 200, "{\"statusCode\":400}"),
        ("code 401", 200, "{\"statusCode\":401}"),
        ("code 404", 200, "{\"statusCode\":404}"),
        ("code 500", 200, "{\"statusCode\":500}"),
        ("an empty object", 200, "{}"),
        ("HTTP 400", 400, "{}"),
        ("HTTP 401", 401, "{}"),
        ("HTTP 404", 404, "{}"),
        ("HTTP 429 with its own number", 429, "{\"statusCode\":429}"),
        ("HTTP 503", 503, ""),
    ] {
        let head = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n\r\n", body.len());
        let with = vec![Piece {
            bytes: [head.as_str(), body].concat().into_bytes(),
            pause: Duration::ZERO,
        }];
        deeds.push((format!("answered by {what}"), Deed::Replace { executed: true, with }));
    }
    deeds
}

async fn lagging(booth: Booth, flow: Flow, deed: Deed, by: Duration, leaves: bool) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let paid = Paid::default();
    let route = if flow == Flow::ThreeDs {
        Route::Complete
    } else {
        Route::Pay
    };
    let lag = || Deed::Lag {
        by,
        paid: Paid::clone(&paid),
    };
    let api = Behaviour {
        faults: vec![
            Fault::always(Route::Intent, lag()),
            Fault::always(Route::Refresh, lag()),
        ],
        ..Behaviour::default()
    };
    let gateway = Behaviour {
        faults: vec![Fault::once(route, 0, deed)],
        paid: Paid::clone(&paid),
        ..Behaviour::default()
    };
    let road = shop.road(api, gateway)?;
    let config = CheckoutConfig {
        read_back_limit: Duration::from_secs(16),
        ..road.config()
    };
    let checkout = Checkout::new(config)?;
    let pace = Pace {
        leaves,
        ..Pace::default()
    };
    let visit = customer::play(&customer::start(&checkout, &order), flow, &pace, PATIENCE).await;
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    Ok(Verdict::of(&visit, &evidence, &Expected::ChargeIsFound))
}
