//! The network changes: every connection that stands falls silent, and new ones work.

use std::time::Duration;

use anyhow::Result;
use checkout_core::{Checkout, CheckoutConfig};
use tokio::sync::watch;

use super::{Booth, Market, gate};
use crate::campaign::{Case, Settings};
use crate::customer::{self, Pace, Stage, Visit};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict, shown};
use crate::proxy::Behaviour;
use crate::shop::{Order, Road, Shop};

pub(crate) const NAME: &str = "network-change";

/// What a change during the choice may cost between Pay and the result.
const MAY_COST: Duration = Duration::from_millis(2500);
/// A read-back with the default limits, and all that comes before it.
const PATIENCE: Duration = Duration::from_secs(75);
/// In that time a connection that is opened ahead is open.
const SETTLING: Duration = Duration::from_millis(500);
/// The short form takes one in so many.
const SAMPLE: usize = 4;

/// All cases: changes while the customer takes time, and at every moment of every flow.
pub(crate) async fn cases(settings: &Settings) -> Result<Vec<Case>> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    let mut place = 0;
    for flow in Flow::ALL {
        for (stage, what) in [
            (Stage::Choosing, "choice"),
            (Stage::StartingThreeDs, "3-D Secure start"),
            (Stage::Challenged, "challenge"),
        ] {
            if !meets(flow, stage) {
                continue;
            }
            for seconds in [0, 3, 6, 11] {
                let name = format!("{} during the {what}, which takes {seconds} s", flow.name());
                place += 1;
                // Those of eleven seconds are what people do all day.
                if settings.wants(&name) && (seconds == 11 || settings.takes(place, SAMPLE)) {
                    let booth = market.booth();
                    let pause = Duration::from_secs(seconds);
                    cases.push(Case::new(name, move || during(booth.clone(), flow, stage, pause)));
                }
            }
        }
    }
    let shop = Shop::open().await?;
    for flow in Flow::ALL {
        for (number, (route, moment)) in gate::moments(&shop, flow).await?.into_iter().enumerate() {
            let name = format!("{} at {} {moment:?} ({number})", flow.name(), route.name());
            place += 1;
            if settings.wants(&name) && (route.moves_money() || settings.takes(place, SAMPLE)) {
                let booth = market.booth();
                cases.push(Case::new(name, move || at(booth.clone(), flow, number)));
            }
        }
    }
    Ok(cases)
}

fn meets(flow: Flow, stage: Stage) -> bool {
    match stage {
        Stage::Challenged => flow == Flow::ThreeDs,
        Stage::StartingThreeDs => matches!(flow, Flow::NewCard | Flow::SavedCard | Flow::ThreeDs),
        _ => true,
    }
}

/// The customer takes time; at its beginning the network changes. Beside it somebody does the same on a network that
/// stays as it is.
async fn during(booth: Booth, flow: Flow, stage: Stage, pause: Duration) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let (changed, undisturbed) = (shop.order(flow)?, shop.order(flow)?);
    let (first, second) = tokio::join!(
        taking_time(shop, &changed, stage, pause, true),
        taking_time(shop, &undisturbed, stage, pause, false)
    );
    let ((visit, road), (usual, _)) = (first?, second?);
    let ledger = shop.ledger(&changed.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &changed.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    // Whoever has waited long enough for a connection to be doubted loses nothing.
    let expected = match pause > Duration::from_secs(10) {
        true => Expected::Codes(vec![flow.usual_code()]),
        false => Expected::Truth,
    };
    let mut verdict = Verdict::of(&visit, &evidence, &expected);
    if stage == Stage::Choosing && pause > Duration::from_secs(10) {
        let cost = visit.took.saturating_sub(usual.took);
        verdict.dearer = Some(cost);
        if cost > MAY_COST {
            let result = visit.result.as_ref().map(shown).unwrap_or_default();
            verdict.costs(
                "a change of network that cost time",
                format!("{:.1} s more, {result}", cost.as_secs_f64()),
            );
        }
    }
    Ok(verdict)
}

async fn taking_time(
    shop: &Shop,
    order: &Order,
    stage: Stage,
    pause: Duration,
    changes: bool,
) -> Result<(Visit, Road)> {
    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let checkout = Checkout::new(with_default_limits(&road))?;
    let (reached, mut watching) = watch::channel(Stage::Before);
    let wait = |this| if this == stage { pause } else { Duration::ZERO };
    let pace = Pace {
        choosing: wait(Stage::Choosing),
        starting: wait(Stage::StartingThreeDs),
        challenge: wait(Stage::Challenged),
        stage: Some(reached),
        ..Pace::default()
    };
    let session = customer::start(&checkout, order);
    let change = async {
        if changes && watching.wait_for(|now| *now >= stage).await.is_ok() {
            // What was opened ahead of time stands by then.
            tokio::time::sleep(SETTLING.min(pause / 2)).await;
            road.silence();
        }
    };
    let (visit, ()) = tokio::join!(customer::play(&session, order.flow, &pace, PATIENCE), change);
    Ok((visit, road))
}

fn with_default_limits(road: &Road) -> CheckoutConfig {
    let CheckoutConfig {
        connect_timeout,
        request_timeout,
        read_back_limit,
        ..
    } = CheckoutConfig::default();
    CheckoutConfig {
        connect_timeout,
        request_timeout,
        read_back_limit,
        ..road.config()
    }
}

/// The network changes while a request is on its way.
async fn at(booth: Booth, flow: Flow, number: usize) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let (road, mut stops) = gate::gated(shop)?;
    let config = CheckoutConfig {
        request_timeout: Duration::from_secs(6),
        read_back_limit: Duration::from_secs(9),
        ..road.config()
    };
    let checkout = Checkout::new(config)?;
    let session = customer::start(&checkout, &order);
    let change = async {
        if let Some(stop) = gate::stop_at(&mut stops, number).await {
            road.silence();
            let _ = stop.go.send(true);
        }
        // Nobody asks about the rest.
        drop(stops);
    };
    let pace = Pace::steady();
    let (visit, ()) = tokio::join!(customer::play(&session, flow, &pace, PATIENCE), change);
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
