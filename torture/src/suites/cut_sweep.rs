//! Every request of every flow, broken at every sixteenth of its bytes and of its answer's, in every way a connection
//! can break; and every POST delivered twice.

use std::time::Duration;

use anyhow::{Context, Result};
use checkout_core::Checkout;

use super::{Booth, Market};
use crate::campaign::{Case, Settings};
use crate::customer::{Pace, Stage, visit};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict};
use crate::proxy::{Behaviour, Deed, Door, End, Exchange, Fault};
use crate::shop::Shop;
use crate::wire::Route;

pub(crate) const NAME: &str = "cut-sweep";

/// Into so many parts each message is divided.
const PARTS: usize = 16;
/// The short form takes one in so many.
const SAMPLE: usize = 16;

/// One request of a flow that nothing disturbs.
#[derive(Clone, Debug)]
struct Step {
    flow: Flow,
    exchange: Exchange,
    /// The answer to the payment is lost, so that the intent is read back.
    read_back: bool,
}

/// All cases, by flow, request, place and fault.
pub(crate) async fn cases(settings: &Settings) -> Result<Vec<Case>> {
    let mut faults = Vec::new();
    for step in rehearse().await? {
        faults.extend(
            deeds(&step)
                .into_iter()
                .map(|(name, deed, expected)| (step.clone(), name, deed, expected)),
        );
    }
    let mut market = Market::default();
    let mut cases = Vec::new();
    for (place, (step, name, deed, expected)) in faults.into_iter().enumerate() {
        let name = format!("{} {}", step_name(&step), name);
        // The places where money hangs on one byte are always tried.
        let always = step.exchange.route.moves_money() && is_turning_point(&deed);
        if !(always || settings.takes(place, SAMPLE)) {
            continue;
        }
        for leaves in [false, true] {
            let left = if leaves { ", and the customer leaves" } else { "" };
            let name = format!("{name}{left}");
            // One who leaves while the payment is out changes nothing but what may be sent after it.
            if settings.wants(&name) && (always || !leaves) {
                let (booth, step, deed, expected) = (market.booth(), step.clone(), deed.clone(), expected.clone());
                let expected = if leaves { Expected::ChargeIsFound } else { expected };
                cases.push(Case::new(name, move || {
                    broken(booth.clone(), step.clone(), deed.clone(), expected.clone(), leaves)
                }));
            }
        }
    }
    cases.extend(doors(settings, &mut market));
    Ok(cases)
}

fn step_name(step: &Step) -> String {
    let read_back = if step.read_back { "/read-back" } else { "" };
    let Exchange { route, nth, .. } = step.exchange;
    format!("{}{read_back} {}#{nth}", step.flow.name(), route.name())
}

/// Runs each flow once without a fault, and once with a payment whose answer is lost, to see what there is to break.
async fn rehearse() -> Result<Vec<Step>> {
    let shop = Shop::open().await?;
    let mut steps = Vec::new();
    for flow in Flow::ALL {
        for exchange in rehearse_flow(&shop, flow, None).await? {
            steps.push(Step {
                flow,
                exchange,
                read_back: false,
            });
        }
    }
    for flow in [Flow::NewCard, Flow::ApplePay, Flow::ThreeDs, Flow::Setup] {
        let exchanges = rehearse_flow(&shop, flow, Some(lost_answer(flow))).await?;
        let reads = exchanges.into_iter().filter(|exchange| exchange.route == Route::Intent);
        // The first of them is the intent's loading.
        steps.extend(reads.skip(1).map(|exchange| Step {
            flow,
            exchange,
            read_back: true,
        }));
    }
    Ok(steps)
}

/// The answer to what moves the money is lost.
fn lost_answer(flow: Flow) -> Fault {
    let route = if flow == Flow::ThreeDs {
        Route::Complete
    } else {
        Route::Pay
    };
    Fault::once(
        route,
        0,
        Deed::Answer {
            bytes: 0,
            end: End::Fin,
        },
    )
}

async fn rehearse_flow(shop: &Shop, flow: Flow, fault: Option<Fault>) -> Result<Vec<Exchange>> {
    let order = shop.order(flow)?;
    let behaviour = Behaviour {
        faults: fault.into_iter().collect(),
        ..Behaviour::default()
    };
    let road = shop.road(Behaviour::default(), behaviour)?;
    let pace = Pace::steady();
    let visit = visit(&Checkout::new(road.config())?, &order, &pace).await;
    let result = visit.result.context("a rehearsal without a result")?;
    anyhow::ensure!(
        result.code() == flow.usual_code(),
        "the rehearsal of {} ended in {result:?}",
        flow.name()
    );
    Ok([road.api.exchanges(), road.gateway.exchanges()].concat())
}

/// What can be done to a request, with the name of it and what must come of it.
fn deeds(step: &Step) -> Vec<(String, Deed, Expected)> {
    let mut deeds = Vec::new();
    let Exchange {
        route,
        request_length,
        answer_length,
        ..
    } = step.exchange;
    for part in 0..PARTS {
        for end in [End::Fin, End::Rst, End::Silent, End::Stall] {
            let bytes = request_length * part / PARTS;
            deeds.push((format!("request {part}/{PARTS} {end}"), Deed::Request { bytes, end }));
        }
    }
    for end in [End::Fin, End::Rst, End::Silent] {
        deeds.push((format!("request {PARTS}/{PARTS} not-done {end}"), Deed::Swallow { end }));
    }
    if route.moves_money() {
        deeds.push(("request delivered late".to_owned(), Deed::Swallow { end: End::Late }));
    }
    for part in 0..PARTS {
        for end in [End::Fin, End::Rst, End::Silent, End::Stall] {
            let bytes = answer_length * part / PARTS;
            deeds.push((format!("answer {part}/{PARTS} {end}"), Deed::Answer { bytes, end }));
        }
    }
    if !matches!(route, Route::Intent | Route::SavedCards | Route::Knock) {
        for (at_once, how) in [(false, "in turn"), (true, "at once")] {
            for (show_second, which) in [(false, "first"), (true, "second")] {
                deeds.push((
                    format!("twice {how}, {which} shown"),
                    Deed::Twice { at_once, show_second },
                ));
            }
        }
    }
    let expect = |(name, deed): (String, Deed)| {
        let expected = expected(step, &deed);
        (name, deed, expected)
    };
    deeds.into_iter().map(expect).collect()
}

/// Where what was done and what is known come apart.
fn is_turning_point(deed: &Deed) -> bool {
    match deed {
        Deed::Swallow { .. } | Deed::Twice { .. } => true,
        Deed::Answer { bytes, end } => *bytes == 0 && *end != End::Stall,
        _ => false,
    }
}

/// What one fault may cost: never the truth, and where the request may be repeated not even the payment.
fn expected(step: &Step, deed: &Deed) -> Expected {
    let usual = Expected::Codes(vec![step.flow.usual_code()]);
    let route = step.exchange.route;
    let end = match deed {
        Deed::Request { end, .. } | Deed::Swallow { end } | Deed::Answer { end, .. } => *end,
        Deed::Twice { .. } if step.flow.charges() && route == Route::Complete => return usual,
        Deed::Twice { .. } if step.flow.charges() && step.flow != Flow::ThreeDs && route == Route::Pay => return usual,
        _ => return Expected::Truth,
    };
    match (route, end) {
        (Route::Knock, _) | (_, End::Stall) => usual,
        (Route::Pay | Route::Complete, _) => Expected::ChargeIsFound,
        (_, End::Fin | End::Rst) => usual,
        _ => Expected::Truth,
    }
}

async fn broken(booth: Booth, step: Step, deed: Deed, expected: Expected, leaves: bool) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let Step {
        flow,
        exchange,
        read_back,
    } = step;
    let order = shop.order(flow)?;
    let is_late = matches!(deed, Deed::Swallow { end: End::Late });
    let fault = Fault::once(exchange.route, exchange.nth, deed);
    let mut gateway = Behaviour::default();
    let mut api = Behaviour::default();
    if read_back {
        gateway.faults.push(lost_answer(flow));
    }
    match exchange.route.is_at_gateway() {
        false => api.faults.push(fault),
        true => gateway.faults.push(fault),
    }
    let road = shop.road(api, gateway)?;
    let pace = Pace {
        leaves,
        ..Pace::default()
    };
    let visit = visit(&Checkout::new(road.config())?, &order, &pace).await;
    if is_late {
        tokio::time::sleep(End::LATE).await;
    }
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    // What comes after everybody has stopped looking cannot be found, only not be denied.
    let expected = if is_late { Expected::Truth } else { expected };
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    Ok(Verdict::of(&visit, &evidence, &expected))
}

/// Faults before a connection stands, on either host.
fn doors(settings: &Settings, market: &mut Market) -> Vec<Case> {
    let doors = [
        ("refused", Door::Refusing),
        ("unanswered", Door::Unanswering),
        ("closed at once", Door::Slamming(1, End::Fin)),
        ("reset at once", Door::Slamming(1, End::Rst)),
        ("silent from the start", Door::Slamming(1, End::Silent)),
    ];
    let mut cases = Vec::new();
    let mut place = 0;
    for flow in Flow::ALL {
        for at_gateway in [false, true] {
            for (how, door) in doors {
                let host = if at_gateway { "gateway" } else { "api" };
                let name = format!("{} connection to {host} {how}", flow.name());
                place += 1;
                if settings.wants(&name) && settings.takes(place, 3) {
                    let booth = market.booth();
                    cases.push(Case::new(name, move || shut(booth.clone(), flow, door, at_gateway)));
                }
            }
        }
    }
    cases
}

/// The door opens a moment after the customer has tapped (at the gateway) or after the start (at the API host).
async fn shut(booth: Booth, flow: Flow, door: Door, at_gateway: bool) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let behaviour = Behaviour {
        door,
        ..Behaviour::default()
    };
    let mut road = match at_gateway {
        false => shop.road(behaviour, Behaviour::default())?,
        true => shop.road(Behaviour::default(), behaviour)?,
    };
    let checkout = Checkout::new(road.config())?;
    let (stage, mut reached) = tokio::sync::watch::channel(Stage::Before);
    let pace = Pace {
        stage: Some(stage),
        ..Pace::default()
    };
    let opening = async {
        let wanted = if at_gateway { Stage::Tapped } else { Stage::Before };
        let _ = reached.wait_for(|stage| *stage >= wanted).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
        match at_gateway {
            false => road.api.open(),
            true => road.gateway.open(),
        }
    };
    let (visit, ()) = tokio::join!(visit(&checkout, &order, &pace), opening);
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    // Nothing was sent on a connection that never stood, so everything may be tried again; but not for ever.
    let expected = match door {
        Door::Slamming(_, End::Fin | End::Rst) => Expected::Codes(vec![flow.usual_code()]),
        _ => Expected::ChargeIsFound,
    };
    Ok(Verdict::of(&visit, &evidence, &expected))
}
