//! The sessions of a client that can be found again by their intent.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::session::CheckoutSession;

/// How many finished checkouts can be found again.
const REMEMBERED_RESULTS: usize = 16;

/// The running sessions and the last finished ones.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// By their intents: each has one at the most.
    running: HashMap<String, CheckoutSession>,
    /// Newest last.
    finished: VecDeque<CheckoutSession>,
}

impl Sessions {
    /// The newest session of an intent.
    pub(crate) fn find(&self, payment_intent_id: &str) -> Option<CheckoutSession> {
        let known = self.lock();
        let finished = || {
            let mut newest_first = known.finished.iter().rev();
            newest_first.find(|session| session.payment_intent_id() == payment_intent_id)
        };
        known.running.get(payment_intent_id).or_else(finished).cloned()
    }

    /// Remembers a session that has not begun.
    pub(crate) fn remember(&self, session: CheckoutSession) {
        let payment_intent_id = session.payment_intent_id().to_owned();
        let replaced = self.lock().running.insert(payment_intent_id, session);
        drop(replaced);
    }

    /// A session has its result: it is remembered in place of the oldest, and of an earlier one of its intent.
    pub(crate) fn finished(&self, payment_intent_id: &str) {
        let forgotten: Vec<CheckoutSession> = {
            let mut known = self.lock();
            let Some(session) = known.running.remove(payment_intent_id) else {
                return;
            };
            let (mut forgotten, kept): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut known.finished)
                .into_iter()
                .partition(|known| known.payment_intent_id() == payment_intent_id);
            known.finished = kept;
            known.finished.push_back(session);
            if known.finished.len() > REMEMBERED_RESULTS {
                forgotten.extend(known.finished.pop_front());
            }
            forgotten.into()
        };
        // Not before the lock is free: the last handle of a session tells its checkout that the customer has left.
        drop(forgotten);
    }

    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
