//! A checkout that is stopped at each of its moments: before a request reaches the server, before its answer comes back,
//! and after it has.

use std::time::Duration;

use anyhow::Result;
use checkout_core::Checkout;
use tokio::sync::{mpsc, oneshot};

use crate::child::patient;
use crate::customer::{self, Pace, Visit};
use crate::flow::Flow;
use crate::proxy::{Behaviour, Moment, Stopped};
use crate::shop::{Road, Shop};
use crate::wire::Route;

/// Those who wait at a gate, in the order in which they came.
pub(super) type Stops = mpsc::UnboundedReceiver<Stopped>;

/// After so long without another moment, a checkout is over.
const IT_IS_OVER: Duration = Duration::from_secs(5);

/// Both hosts behind one gate.
pub(super) fn gated(shop: &Shop) -> Result<(Road, Stops)> {
    let (gate, stops) = mpsc::unbounded_channel();
    let behaviour = || Behaviour {
        gate: Some(gate.clone()),
        ..Behaviour::default()
    };
    Ok((shop.road(behaviour(), behaviour())?, stops))
}

/// Lets so many moments pass and stops at the next. `None`: it was over before.
pub(super) async fn stop_at(stops: &mut Stops, number: usize) -> Option<Stopped> {
    for _ in 0..number {
        let _ = next(stops).await?.go.send(true);
    }
    next(stops).await
}

async fn next(stops: &mut Stops) -> Option<Stopped> {
    tokio::time::timeout(IT_IS_OVER, stops.recv()).await.ok()?
}

/// Lets everything pass until the visit is over, and shows it to somebody first.
pub(super) async fn pass<V>(stops: &mut Stops, visit: impl Future<Output = V>, mut see: impl FnMut(&Stopped)) -> V {
    let (done, mut over) = oneshot::channel();
    let visit = async {
        let visit = visit.await;
        let _ = done.send(());
        visit
    };
    let passing = async {
        loop {
            tokio::select! {
                biased;
                Some(stop) = stops.recv() => {
                    see(&stop);
                    let _ = stop.go.send(true);
                }
                _ = &mut over => return,
            }
        }
    };
    tokio::join!(visit, passing).0
}

/// The moments of a flow that nothing disturbs, in their order.
pub(super) async fn moments(shop: &Shop, flow: Flow) -> Result<Vec<(Route, Moment)>> {
    let order = shop.order(flow)?;
    let (road, mut stops) = gated(shop)?;
    let checkout = Checkout::new(patient(&road.api.url(), &road.gateway.url()))?;
    let mut moments = Vec::new();
    let pace = Pace::steady();
    let visit = customer::visit(&checkout, &order, &pace);
    let _: Visit = pass(&mut stops, visit, |stop| moments.push((stop.route, stop.moment))).await;
    Ok(moments)
}
