//! Servers whose clocks are wrong, clocks that jump while the customer chooses, and deadlines that pass.
//!
//! The device's own clock is the machine's and stays as it is: what depends on it is tested in the core, with days that
//! are handed in.

use std::time::{Duration, SystemTime};

use anyhow::Result;
use checkout_core::{Checkout, PaymentParams};
use tokio::sync::watch;

use super::{Booth, Market};
use crate::campaign::{Case, Settings};
use crate::customer::{self, Pace, Stage};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict};
use crate::proxy::{Behaviour, Deed, Fault};
use crate::shop::Shop;
use crate::wire::Route;

pub(crate) const NAME: &str = "clock";

/// All routes whose answers have a date.
const ROUTES: [Route; 9] = [
    Route::Intent,
    Route::Refresh,
    Route::SavedCards,
    Route::Delete,
    Route::Knock,
    Route::DeviceData,
    Route::Decrypt,
    Route::Pay,
    Route::Complete,
];

/// Which host's clock is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Host {
    Api,
    Gateway,
    Both,
}

/// Where the checkout is when the deadline passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Late {
    Choice,
    SecureStart,
    Challenge,
    Afterwards,
}

/// All cases.
pub(crate) fn cases(settings: &Settings) -> Vec<Case> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    for flow in Flow::ALL {
        for (what, date) in dates() {
            for host in [Host::Api, Host::Gateway, Host::Both] {
                let name = format!("{} Date {what} at {host:?}", flow.name());
                if settings.wants(&name) && settings.takes(cases.len(), 1) {
                    let (booth, date) = (market.booth(), date.clone());
                    cases.push(Case::new(name, move || {
                        wrong_date(booth.clone(), flow, date.clone(), host)
                    }));
                }
            }
        }
        for (what, seconds) in [("31 minutes", 31 * 60), ("6 hours", 6 * 3600), ("40 days", 40 * 86_400)] {
            for stage in [Stage::Choosing, Stage::Challenged] {
                let name = format!("{} the servers' clocks jump {what} while {stage:?}", flow.name());
                if settings.wants(&name) && (stage == Stage::Choosing || flow == Flow::ThreeDs) {
                    let jump = Duration::from_secs(seconds);
                    cases.push(Case::new(name, move || jumping(flow, jump, stage)));
                }
            }
        }
    }
    for late in [Late::Choice, Late::SecureStart, Late::Challenge, Late::Afterwards] {
        for flow in [Flow::NewCard, Flow::ThreeDs] {
            let name = format!("{} a deadline passes, {late:?}", flow.name());
            let has_it = late != Late::Challenge || flow == Flow::ThreeDs;
            if settings.wants(&name) && has_it {
                let booth = market.booth();
                cases.push(Case::new(name, move || too_late(booth.clone(), flow, late)));
            }
        }
    }
    cases
}

fn dates() -> Vec<(&'static str, Option<String>)> {
    let fixed = |text: &str| Some(text.to_owned());
    let (now, hours) = (SystemTime::now(), Duration::from_secs(6 * 3600));
    let date = |time| Some(httpdate::fmt_http_date(time));
    vec![
        ("6 hours behind", date(now - hours)),
        ("6 hours ahead", date(now + hours)),
        ("1970", fixed("Thu, 01 Jan 1970 00:00:00 GMT")),
        ("2038", fixed("Tue, 19 Jan 2038 03:14:08 GMT")),
        ("9999", fixed("Fri, 31 Dec 9999 23:59:59 GMT")),
        ("2020", fixed("Wed, 01 Jan 2020 00:00:00 GMT")),
        ("that is none", fixed("yesterday")),
        ("that is empty", fixed("")),
        ("absent", None),
    ]
}

/// A date is a hint: whatever it says, a good card pays.
async fn wrong_date(booth: Booth, flow: Flow, date: Option<String>, host: Host) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let behaviour = |wrong| {
        let deed = Deed::Date(date.clone());
        let faults = if wrong {
            ROUTES.map(|route| Fault::always(route, deed.clone())).to_vec()
        } else {
            vec![]
        };
        Behaviour {
            faults,
            ..Behaviour::default()
        }
    };
    let road = shop.road(behaviour(host != Host::Gateway), behaviour(host != Host::Api))?;
    let visit = customer::visit(&Checkout::new(road.config())?, &order, &Pace::default()).await;
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    Ok(Verdict::of(
        &visit,
        &evidence,
        &Expected::Codes(vec![flow.usual_code()]),
    ))
}

/// The servers' clocks jump: secrets are over that were good, and nobody has said so.
async fn jumping(flow: Flow, jump: Duration, stage: Stage) -> Result<Verdict> {
    // A clock is all of a sandbox's, so each of these has one of its own.
    let shop = Shop::open().await?;
    let order = shop.order(flow)?;
    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let checkout = Checkout::new(road.config())?;
    let (reached, mut watching) = watch::channel(Stage::Before);
    let wait = |this| {
        if this == stage {
            Duration::from_millis(60)
        } else {
            Duration::ZERO
        }
    };
    let pace = Pace {
        choosing: wait(Stage::Choosing),
        challenge: wait(Stage::Challenged),
        stage: Some(reached),
        ..Pace::default()
    };
    let change = async {
        if watching.wait_for(|now| *now >= stage).await.is_ok() {
            shop.sandbox.clock().advance(jump);
        }
    };
    let (visit, ()) = tokio::join!(customer::visit(&checkout, &order, &pace), change);
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    let expected = match stage {
        // A refused secret is refreshed.
        Stage::Choosing => Expected::Codes(vec![flow.usual_code()]),
        _ => Expected::Truth,
    };
    Ok(Verdict::of(&visit, &evidence, &expected))
}

/// Before the payment was sent the deadline ends it with 40; after that it no longer matters (D3-15).
async fn too_late(booth: Booth, flow: Flow, late: Late) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let checkout = Checkout::new(road.config())?;
    let (deadline, slow) = (Duration::from_millis(1500), Duration::from_millis(2200));
    let wait = |this| if this == late { slow } else { Duration::ZERO };
    let pace = Pace {
        choosing: wait(Late::Choice),
        starting: wait(Late::SecureStart),
        challenge: wait(Late::Challenge),
        ..Pace::default()
    };
    let params = PaymentParams::new(&order.intent).must_complete_by(SystemTime::now() + deadline);
    let visit = customer::play(&checkout.start_payment(params), flow, &pace, customer::PATIENCE).await;
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    let code = match late {
        Late::Choice | Late::SecureStart => 40,
        Late::Challenge | Late::Afterwards => 0,
    };
    Ok(Verdict::of(&visit, &evidence, &Expected::Codes(vec![code])))
}
