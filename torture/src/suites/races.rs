//! Two devices, two clients, two sessions and two taps on one intent: one charge at most, and every loser told the truth.

use std::time::Duration;

use anyhow::Result;
use checkout_core::result::ReasonKind;
use checkout_core::snapshot::CheckoutState;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::{Checkout, CheckoutSession};
use tokio::sync::mpsc;

use super::gate::Stops;
use super::{Booth, Market, gate};
use crate::campaign::{Case, Settings};
use crate::child;
use crate::customer::{self, Pace, Visit, new_card};
use crate::flow::{Flow, card};
use crate::judge::{Evidence, Expected, Verdict, payments, shown};
use crate::proxy::{Behaviour, Deed, Exchange, Fault, Moment, Paid};
use crate::shop::{Order, Road, Shop};
use crate::wire::Route;

pub(crate) const NAME: &str = "races";

/// The flow of this device, which is held up, and of the other, which overtakes it.
const PAIRS: [(Flow, Flow); 8] = [
    (Flow::NewCard, Flow::NewCard),
    (Flow::NewCard, Flow::ApplePay),
    (Flow::ApplePay, Flow::NewCard),
    (Flow::ApplePay, Flow::ApplePay),
    (Flow::ThreeDs, Flow::NewCard),
    (Flow::NewCard, Flow::ThreeDs),
    (Flow::GooglePayCryptogram, Flow::NewCard),
    (Flow::GooglePayPanOnly, Flow::ThreeDs),
];
/// The short form takes one in so many of the moments.
const SAMPLE: usize = 2;
/// How much later the API host knows: less than the two seconds after which a refused secret may be paid under again.
const LAG: Duration = Duration::from_millis(1500);
/// How often three processes start at once.
const HERDS: usize = 24;

/// All cases.
pub(crate) async fn cases(settings: &Settings) -> Result<Vec<Case>> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    let shop = Shop::open().await?;
    let mut place = 0;
    for (ours, theirs) in PAIRS {
        let moments = gate::moments(&shop, ours).await?;
        let at_gateway = moments.iter().filter(|(route, _)| route.is_at_gateway()).count();
        for (lags, moments) in [(false, moments.len()), (true, at_gateway)] {
            for number in 0..moments {
                let lagging = if lags { ", and the intent lags" } else { "" };
                let (ours_name, theirs_name) = (ours.name(), theirs.name());
                let name = format!("{ours_name} overtaken at moment {number} by a device with {theirs_name}{lagging}");
                place += 1;
                if settings.wants(&name) && settings.takes(place, SAMPLE) {
                    let booth = market.booth();
                    let case = move || overtaken(booth.clone(), ours, theirs, number, lags);
                    cases.push(Case::new(name, case));
                }
            }
        }
    }
    for number in 0..HERDS {
        let name = format!("three devices at once ({number})");
        if settings.wants(&name) && settings.takes(number, SAMPLE) {
            let booth = market.booth();
            cases.push(Case::new(name, move || herd(booth.clone(), number)));
        }
    }
    for flow in Flow::ALL {
        for (name, clients) in [("two sessions of one client", 1), ("two clients of one process", 2)] {
            let name = format!("{} {name}", flow.name());
            if settings.wants(&name) {
                let booth = market.booth();
                cases.push(Case::new(name, move || twins(booth.clone(), flow, clients)));
            }
        }
    }
    for number in 0..20 {
        let name = format!("ten taps at once ({number})");
        if settings.wants(&name) {
            let booth = market.booth();
            cases.push(Case::new(name, move || tapping(booth.clone())));
        }
    }
    Ok(cases)
}

/// This device is held up at a moment; another one goes through its whole checkout meanwhile. What it has done the API
/// host may know a little later.
async fn overtaken(booth: Booth, ours: Flow, theirs: Flow, number: usize, lags: bool) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(ours)?;
    let paid = Paid::default();
    let (road, mut stops) = if lags {
        lagging(shop, &paid)?
    } else {
        gate::gated(shop)?
    };
    let checkout = Checkout::new(child::patient(&road.api.url(), &road.gateway.url()))?;
    let theirs = Order {
        flow: theirs,
        ..order.clone()
    };
    let overtaking = async {
        let held = gate::stop_at(&mut stops, number).await;
        let overtaken = on_another_device(shop, &theirs, &paid).await;
        // Held up no longer, now or later.
        drop((held, stops));
        overtaken
    };
    let pace = Pace::steady();
    let (mine, other) = tokio::join!(customer::visit(&checkout, &order, &pace), overtaking);
    let (other, sent_by_other) = other?;
    let mut verdict = judged(shop, &order, &mine, &road.gateway.exchanges())?;
    verdict.add(judged(shop, &theirs, &other, &sent_by_other)?);
    Ok(verdict)
}

/// Only the gateway is behind a gate; the API host learns of a payment later.
fn lagging(shop: &Shop, paid: &Paid) -> Result<(Road, Stops)> {
    let (gate, stops) = mpsc::unbounded_channel();
    let lag = |route| {
        let paid = Paid::clone(paid);
        Fault::always(route, Deed::Lag { by: LAG, paid })
    };
    let api = Behaviour {
        faults: vec![lag(Route::Intent), lag(Route::Refresh)],
        ..Behaviour::default()
    };
    let gateway = Behaviour {
        gate: Some(gate),
        ..Behaviour::default()
    };
    Ok((shop.road(api, gateway)?, stops))
}

async fn on_another_device(shop: &Shop, order: &Order, paid: &Paid) -> Result<(Visit, Vec<Exchange>)> {
    let gateway = Behaviour {
        paid: Paid::clone(paid),
        ..Behaviour::default()
    };
    let road = shop.road(Behaviour::default(), gateway)?;
    let visit = child::heard(child::start("pay", &road, order)?).await?;
    Ok((visit, road.gateway.exchanges()))
}

/// One of several attempts on an intent. If anybody has paid, everybody who reads the intent hears of it.
fn judged(shop: &Shop, order: &Order, visit: &Visit, sent: &[Exchange]) -> Result<Verdict> {
    let ledger = shop.ledger(&order.intent)?;
    let evidence = Evidence {
        flow: order.flow,
        intent: &order.intent,
        ledger: &ledger,
        sent,
        others: true,
    };
    Ok(Verdict::of(visit, &evidence, &Expected::ChargeIsFound))
}

/// Three processes start at once, and nobody holds anybody up.
async fn herd(booth: Booth, number: usize) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let flow = [Flow::NewCard, Flow::ThreeDs, Flow::ApplePay, Flow::GooglePayCryptogram][number % 4];
    let order = shop.order(flow)?;
    let paid = Paid::default();
    let device = || on_another_device(shop, &order, &paid);
    let (a, b, c) = tokio::join!(device(), device(), device());
    let mut verdict = Verdict::default();
    for attempt in [a, b, c] {
        let (visit, sent) = attempt?;
        let ledger = shop.ledger(&order.intent)?;
        let evidence = Evidence {
            flow,
            intent: &order.intent,
            ledger: &ledger,
            sent: &sent,
            others: true,
        };
        verdict.add(Verdict::of(&visit, &evidence, &Expected::Truth));
        // One who loses in an orderly way has read that somebody else has paid; the gateway was well all the time.
        let reason = visit
            .result
            .as_ref()
            .and_then(|result| result.reason.as_ref())
            .map(|reason| reason.kind);
        if matches!(reason, Some(ReasonKind::DeviceDataFailed | ReasonKind::WalletFailed)) {
            let seen = visit.result.as_ref().map(shown).unwrap_or_default();
            verdict.costs(
                "a loser who was told of a failure",
                format!("{seen}, the intent is {}", ledger.status),
            );
        }
    }
    Ok(verdict)
}

/// A second checkout of an intent in the same process is refused, whatever the first is doing, and knows nothing.
async fn twins(booth: Booth, flow: Flow, clients: usize) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let (road, mut stops) = gate::gated(shop)?;
    let first = Checkout::new(child::patient(&road.api.url(), &road.gateway.url()))?;
    let second = if clients == 1 {
        first.clone()
    } else {
        Checkout::new(road.config())?
    };
    let session = customer::start(&first, &order);
    let mut verdict = Verdict::default();
    let refusing = async {
        while let Some(stop) = stops.recv().await {
            let twin = customer::start(&second, &order);
            // One that was let in would wait for its customer.
            twin.cancel();
            let twin = twin.result().await;
            let reason = twin.reason.as_ref().map(|reason| reason.kind);
            let is_refused = twin.code() == 400 && reason == Some(ReasonKind::AlreadyInProgress);
            // The last delivery comes when the first may be over already.
            if !is_refused && stop.moment != Moment::Delivered {
                verdict.wrong("a second checkout that was let in", shown(&twin));
            }
            if is_refused && twin.charge != checkout_core::result::Charge::Unknown {
                verdict.wrong("AlreadyInProgress that claims to know", shown(&twin));
            }
            let _ = stop.go.send(true);
            if stop.route.moves_money() && stop.moment == Moment::Answered {
                break;
            }
        }
        drop(stops);
    };
    let pace = Pace::default();
    let (visit, ()) = tokio::join!(customer::play(&session, flow, &pace, customer::PATIENCE), refusing);
    let sent = road.gateway.exchanges();
    let ledger = shop.ledger(&order.intent)?;
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    verdict.add(Verdict::of(
        &visit,
        &evidence,
        &Expected::Codes(vec![flow.usual_code()]),
    ));
    Ok(verdict)
}

/// Ten threads tap at once, at each point where there is something to tap.
async fn tapping(booth: Booth) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(Flow::ThreeDs)?;
    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let session = customer::start(&Checkout::new(road.config())?, &order);
    let mut verdict = Verdict::default();
    let mut snapshot = session.state();
    let result = loop {
        let taken = match snapshot.state {
            CheckoutState::Finished(result) => break result,
            CheckoutState::ChoosingMethod(_) => Some(
                tap(&session, |session| {
                    session.pay_with_card(new_card(card::CHALLENGED)).is_ok()
                })
                .await?,
            ),
            CheckoutState::StartingThreeDs { .. } => {
                Some(tap(&session, |session| session.three_ds_ready(true).is_ok()).await?)
            }
            CheckoutState::Challenge(_) => {
                let outcome = || ChallengeOutcome::authenticated("signed");
                Some(tap(&session, move |session| session.complete_challenge(outcome()).is_ok()).await?)
            }
            _ => None,
        };
        if let Some(taken) = taken.filter(|taken| *taken != 1) {
            verdict.wrong("taps", format!("{taken} of ten were taken"));
        }
        snapshot = session.next_state(snapshot.revision).await;
    };
    let sent = road.gateway.exchanges();
    if payments(&sent) != 1 {
        verdict.doubles += payments(&sent).saturating_sub(1);
        verdict.wrong("taps", format!("{} payments were sent", payments(&sent)));
    }
    let ledger = shop.ledger(&order.intent)?;
    let evidence = Evidence {
        flow: Flow::ThreeDs,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    let visit = Visit {
        result: Some(result),
        took: Duration::ZERO,
        oddities: Vec::new(),
    };
    verdict.add(Verdict::of(&visit, &evidence, &Expected::Codes(vec![0])));
    Ok(verdict)
}

/// How many of ten taps were taken.
async fn tap(
    session: &CheckoutSession,
    action: impl Fn(&CheckoutSession) -> bool + Clone + Send + 'static,
) -> Result<usize> {
    let taps = (0..10).map(|_| {
        let (session, action) = (session.clone(), action.clone());
        tokio::task::spawn_blocking(move || action(&session))
    });
    let mut taken = 0;
    for tap in taps.collect::<Vec<_>>() {
        taken += usize::from(tap.await?);
    }
    Ok(taken)
}
