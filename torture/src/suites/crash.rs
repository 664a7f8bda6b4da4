//! An app is killed at every moment of an attempt. Another process then asks what has come of it, and starts again.

use std::time::Duration;

use anyhow::{Context, Result};
use checkout_core::result::Charge;

use super::gate::Stops;
use super::{Booth, Market, gate};
use crate::campaign::{Case, Settings};
use crate::child;
use crate::customer::Visit;
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict, payments, shown};
use crate::proxy::{Behaviour, Exchange, Moment, Stopped};
use crate::shop::{Order, Road, Shop};
use crate::wire::Route;

pub(crate) const NAME: &str = "crash";

const FLOWS: [Flow; 8] = [
    Flow::NewCard,
    Flow::SavedCard,
    Flow::ThreeDs,
    Flow::Setup,
    Flow::VirtualTerminal,
    Flow::GooglePayCryptogram,
    Flow::GooglePayPanOnly,
    Flow::ApplePay,
];
/// The short form takes one in so many.
const SAMPLE: usize = 4;

/// What becomes of the request that was under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It goes on: a killed app takes nothing back.
    GoesOn,
    /// It goes down with the app.
    GoesDown,
    /// It reaches the gateway when the app that was started again has got as far as this route.
    ComesLate(Route),
}

/// All cases: each moment of each flow, with each fate.
pub(crate) async fn cases(settings: &Settings) -> Result<Vec<Case>> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    let shop = Shop::open().await?;
    let mut place = 0;
    for flow in FLOWS {
        for (number, (route, moment)) in gate::moments(&shop, flow).await?.into_iter().enumerate() {
            for fate in fates(flow, route, moment) {
                let name = format!(
                    "{} killed at {} {moment:?} ({number}), {fate:?}",
                    flow.name(),
                    route.name()
                );
                place += 1;
                if settings.wants(&name) && (route.moves_money() || settings.takes(place, SAMPLE)) {
                    let booth = market.booth();
                    cases.push(Case::new(name, move || killed(booth.clone(), flow, number, fate)));
                }
            }
        }
    }
    Ok(cases)
}

fn fates(flow: Flow, route: Route, moment: Moment) -> Vec<Fate> {
    if moment != Moment::Arrived {
        return vec![Fate::GoesOn];
    }
    let mut fates = vec![Fate::GoesOn, Fate::GoesDown];
    let has_device_data = !matches!(flow, Flow::VirtualTerminal | Flow::ApplePay | Flow::GooglePayCryptogram);
    if route.moves_money() {
        fates.push(Fate::ComesLate(Route::Pay));
        fates.extend(has_device_data.then_some(Fate::ComesLate(Route::DeviceData)));
    }
    fates
}

async fn killed(booth: Booth, flow: Flow, number: usize, fate: Fate) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let (road, mut stops) = gate::gated(shop)?;
    let mut app = child::start("pay", &road, &order)?;
    let last = gate::stop_at(&mut stops, number)
        .await
        .context("the app has ended before")?;
    app.kill().await?;
    let held = match fate {
        Fate::GoesOn => {
            let moment = last.moment;
            let _ = last.go.send(true);
            if moment == Moment::Arrived {
                carried_out(&road).await;
            }
            None
        }
        Fate::GoesDown => {
            let _ = last.go.send(false);
            None
        }
        Fate::ComesLate(route) => Some((last, route)),
    };
    drop(stops);

    let mut verdict = ask(shop, &order).await?;
    let before = shop.ledger(&order.intent)?;
    let (again, sent) = start_again(shop, &order, &road, held).await?;
    let after = shop.ledger(&order.intent)?;
    let was_done = matches!(before.status.as_str(), "Captured" | "Completed");
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &after,
        sent: &sent,
        others: true,
    };
    let expected = match fate {
        Fate::ComesLate(_) => Expected::ChargeIsFound,
        _ => Expected::Codes(vec![0]),
    };
    verdict.add(Verdict::of(&again, &evidence, &expected));
    if was_done {
        verdict.doubles += payments(&sent);
    }
    Ok(verdict)
}

/// `payment_status` in a process of its own tells the truth.
async fn ask(shop: &Shop, order: &Order) -> Result<Verdict> {
    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let asked = child::heard(child::start("status", &road, order)?).await?;
    let ledger = shop.ledger(&order.intent)?;
    let mut verdict = Verdict {
        charges: ledger.charges,
        ..Verdict::default()
    };
    let Some(result) = asked.result else {
        verdict.lost = 1;
        return Ok(verdict);
    };
    let is_done = matches!(ledger.status.as_str(), "Captured" | "Completed");
    let is_true = match is_done {
        true => result.code() == 0,
        false => result.code() == 99 && result.charge == Charge::Unknown, // D4-05
    };
    if !is_true {
        verdict.wrong(
            "a status that is not true",
            format!("{}, the intent is {}", shown(&result), ledger.status),
        );
    }
    Ok(verdict)
}

/// The app is started again; a request of the old one that was held up comes when the new one has got so far.
async fn start_again(
    shop: &Shop,
    order: &Order,
    old: &Road,
    held: Option<(Stopped, Route)>,
) -> Result<(Visit, Vec<Exchange>)> {
    let (road, mut stops) = gate::gated(shop)?;
    let paying = tokio::spawn(child::heard(child::start("pay", &road, order)?));
    let mut held = held;
    while let Some(stop) = next(&mut stops, || paying.is_finished()).await {
        if let Some((late, _)) = held.take_if(|(_, route)| *route == stop.route && stop.moment == Moment::Arrived) {
            let _ = late.go.send(true);
            carried_out(old).await;
        }
        let _ = stop.go.send(true);
    }
    Ok((paying.await??, road.gateway.exchanges()))
}

/// The next stop, or nothing when there will be none.
async fn next(stops: &mut Stops, is_over: impl Fn() -> bool) -> Option<Stopped> {
    loop {
        match tokio::time::timeout(Duration::from_millis(50), stops.recv()).await {
            Ok(stop) => return stop,
            Err(_) if is_over() => return None,
            Err(_) => {}
        }
    }
}

/// Waits until the server has answered what was last sent, for those who will never hear it.
async fn carried_out(road: &Road) {
    let is_answered = |exchanges: Vec<Exchange>| exchanges.iter().all(|exchange| !exchange.codes.is_empty());
    for _ in 0..200 {
        if is_answered(road.gateway.exchanges()) && is_answered(road.api.exchanges()) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
