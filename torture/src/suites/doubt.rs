//! A payment whose outcome this process could not find out, and what the next attempts say of it.

use anyhow::Result;
use checkout_core::Checkout;
use checkout_core::result::{Charge, PaymentResult};
use checkout_core::snapshot::CheckoutState;

use super::{Booth, Market};
use crate::campaign::{Case, Settings};
use crate::customer::{self, Pace, Visit};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict, shown};
use crate::proxy::{Behaviour, Deed, End, Exchange, Fault, Piece};
use crate::shop::{Order, Road, Shop};
use crate::wire::Route;

pub(crate) const NAME: &str = "doubt";

const FLOWS: [Flow; 5] = [
    Flow::NewCard,
    Flow::SavedCard,
    Flow::VirtualTerminal,
    Flow::ApplePay,
    Flow::GooglePayCryptogram,
];

/// What became of the first payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum First {
    /// It went down on its way.
    NeverCame,
    /// It comes when the next attempts are over.
    ComesLate,
    /// It was made, and neither its answer nor the intent could be read then.
    MadeAndHidden,
}

/// What the customer does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    IsDeclined,
    Leaves,
    Pays,
}

/// All cases: each flow, each fate of the first payment, and what the customer does in two attempts after it.
pub(crate) fn cases(settings: &Settings) -> Vec<Case> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    for flow in FLOWS {
        for first in [First::NeverCame, First::ComesLate, First::MadeAndHidden] {
            for then in [
                [Next::IsDeclined, Next::Leaves],
                [Next::Leaves, Next::IsDeclined],
                [Next::Leaves, Next::Pays],
                [Next::IsDeclined, Next::Pays],
            ] {
                let name = format!("{} {first:?}, then {:?} and {:?}", flow.name(), then[0], then[1]);
                if settings.wants(&name) {
                    let booth = market.booth();
                    cases.push(Case::new(name, move || in_doubt(booth.clone(), flow, first, then)));
                }
            }
        }
    }
    cases
}

async fn in_doubt(booth: Booth, flow: Flow, first: First, then: [Next; 2]) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let broken = broken_road(shop, first)?;
    let visit = customer::visit(&Checkout::new(broken.config())?, &order, &Pace::default()).await;
    let mut verdict = judged(shop, &order, &visit, &broken.gateway.exchanges())?;

    let road = shop.road(Behaviour::default(), Behaviour::default())?;
    let checkout = Checkout::new(road.config())?;
    let mut nexts = Vec::new();
    for next in then {
        let visit = attempt(&checkout, &order, next).await;
        verdict.add(judged(shop, &order, &visit, &road.gateway.exchanges())?);
        nexts.extend(visit.result);
    }
    if first == First::ComesLate {
        tokio::time::sleep(End::LATE).await;
    }
    if let Some(result) = &visit.result {
        verdict.judge_doubt(result, &nexts);
    }
    let ledger = shop.ledger(&order.intent)?;
    verdict.charges = ledger.charges;
    verdict.doubles += ledger.charges.saturating_sub(1);
    // A payment that was made is not made again by those who come after it.
    if first == First::MadeAndHidden {
        verdict.doubles += road
            .gateway
            .exchanges()
            .iter()
            .filter(|sent| sent.route.moves_money())
            .count();
    }
    Ok(verdict)
}

fn broken_road(shop: &Shop, first: First) -> Result<Road> {
    let deed = match first {
        First::NeverCame => Deed::Swallow { end: End::Fin },
        First::ComesLate => Deed::Swallow { end: End::Late },
        First::MadeAndHidden => Deed::Answer {
            bytes: 0,
            end: End::Fin,
        },
    };
    let gateway = Behaviour {
        faults: vec![Fault::once(Route::Pay, 0, deed)],
        ..Behaviour::default()
    };
    let mut api = Behaviour::default();
    if first == First::MadeAndHidden {
        let busy = b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n".to_vec();
        let with = vec![Piece {
            bytes: busy,
            pause: std::time::Duration::ZERO,
        }];
        let mut reads = Fault::always(Route::Intent, Deed::Replace { executed: false, with });
        // The first of them loads the intent.
        reads.target.nth = 1;
        reads.times = usize::MAX - 1;
        api.faults.push(reads);
    }
    shop.road(api, gateway)
}

async fn attempt(checkout: &Checkout, order: &Order, next: Next) -> Visit {
    let session = customer::start(checkout, order);
    let flow = match next {
        Next::IsDeclined => Flow::Declined,
        Next::Pays => order.flow,
        Next::Leaves => {
            // At the choice, or wherever it ends before that.
            let mut snapshot = session.state();
            while !matches!(
                snapshot.state,
                CheckoutState::ChoosingMethod(_) | CheckoutState::Finished(_)
            ) {
                snapshot = session.next_state(snapshot.revision).await;
            }
            session.cancel();
            order.flow
        }
    };
    customer::play(&session, flow, &Pace::default(), customer::PATIENCE).await
}

fn judged(shop: &Shop, order: &Order, visit: &Visit, sent: &[Exchange]) -> Result<Verdict> {
    let ledger = shop.ledger(&order.intent)?;
    let evidence = Evidence {
        flow: order.flow,
        intent: &order.intent,
        ledger: &ledger,
        sent,
        others: true,
    };
    Ok(Verdict {
        doubles: 0,
        ..Verdict::of(visit, &evidence, &Expected::Truth)
    })
}

impl Verdict {
    /// As long as nobody has settled it, no attempt of this process says that nothing was charged.
    fn judge_doubt(&mut self, first: &PaymentResult, nexts: &[PaymentResult]) {
        let mut in_doubt = first.charge == Charge::Unknown;
        for next in nexts {
            if in_doubt && next.charge == Charge::NotCharged {
                self.wrong(
                    "a doubt that was forgotten",
                    format!("{}, then {}", shown(first), shown(next)),
                );
            }
            in_doubt &= next.charge != Charge::Charged;
        }
    }
}
