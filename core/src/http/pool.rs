//! The connections that are kept between requests, each in its lane.
//!
//! Each is used by one request at a time and comes back only with a complete answer. So it is known of every kept
//! connection when the other side last gave a sign of life, and a request can say how old that may be at most.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};
use url::Origin;

use super::lane::Lane;

/// Longer than most customers take to choose, shorter than most servers keep an idle connection.
const IDLE_AT_MOST: Duration = Duration::from_secs(90);
/// Far more than one checkout needs: a host that runs hundreds at once has no more connections than this lie idle.
const KEPT_AT_MOST: usize = 64;

/// Idle connections to every server.
#[derive(Debug, Default)]
pub(super) struct Pool {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    /// The one that was answered last comes last.
    lanes: Vec<Lane>,
    sweeper: Option<JoinHandle<()>>,
}

impl Pool {
    /// The connection to this server that was answered last, if that was no longer ago than `at_most`.
    pub(super) fn take(&self, origin: &Origin, at_most: Duration) -> Option<Lane> {
        let mut kept = self.lock();
        kept.sweep();
        let fits = |lane: &Lane| lane.leads_to(origin) && lane.idle() <= at_most;
        let position = kept.lanes.iter().rposition(fits)?;
        Some(kept.lanes.remove(position))
    }

    /// Keeps a connection whose answer was read to its end.
    pub(super) fn keep(self: &Arc<Self>, mut lane: Lane) {
        lane.note_answer();
        let mut kept = self.lock();
        kept.lanes.push(lane);
        if kept.lanes.len() > KEPT_AT_MOST {
            kept.lanes.remove(0);
        }
        // The sweeper of a runtime that is gone has finished, too.
        if kept.sweeper.as_ref().is_none_or(JoinHandle::is_finished) {
            kept.sweeper = Some(tokio::spawn(sweep(Arc::downgrade(self))));
        }
    }

    /// Closes what has not been answered since then: a request that began at that time met with silence, so the network
    /// may have changed under all of them.
    pub(super) fn drop_older_than(&self, time: Instant) {
        let mut kept = self.lock();
        kept.lanes.retain(|lane| lane.was_alive_since(time));
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn age(&self, by: Duration) {
        self.lock().lanes.iter_mut().for_each(|lane| lane.age(by));
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.lock().lanes.len()
    }
}

impl Kept {
    fn sweep(&mut self) {
        self.lanes.retain(|lane| lane.idle() < IDLE_AT_MOST);
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(sweeper) = self.lock().sweeper.take() {
            sweeper.abort();
        }
    }
}

/// Closes connections when they have been idle for too long, also when nobody sends anything any more.
async fn sweep(pool: Weak<Pool>) {
    let mut pause = IDLE_AT_MOST;
    loop {
        sleep(pause).await;
        let Some(pool) = pool.upgrade() else { return };
        let mut kept = pool.lock();
        kept.sweep();
        let Some(oldest) = kept.lanes.iter().map(Lane::idle).max() else {
            kept.sweeper = None; // the next connection that is kept starts another
            return;
        };
        pause = IDLE_AT_MOST.saturating_sub(oldest);
    }
}
