//! What this process remembers of intents beyond one checkout.
//!
//! It is shared by every [`Checkout`](crate::Checkout) of the process, because two of them can be handed the same
//! intent: at most one payment is in flight per intent and process.

use std::collections::hash_map::{Entry, RandomState};
use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::BuildHasher;

use crate::result::Charge;
use crate::secret::Secret;
use crate::sync::{Mutex, MutexGuard, PoisonError, process_wide};

/// How many used secrets are remembered. They live for half an hour, and a retry comes within minutes.
const REMEMBERED_SECRETS: usize = 64;

process_wide!(LEDGER: Mutex<Ledger>);

#[derive(Default)]
struct Ledger {
    /// Intents that a checkout runs on, and whether it has sent a payment whose outcome is not noted yet.
    running: HashMap<String, bool>,
    unresolved: HashSet<String>,
    used_secrets: VecDeque<u64>,
    /// Tells used secrets by a keyed hash, so that no copy of one outlives its checkout. Two that had the same hash would
    /// cost a refresh.
    keyed: RandomState,
}

impl Ledger {
    fn fingerprint(&self, secret: &Secret) -> u64 {
        self.keyed.hash_one(secret.expose())
    }
}

fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The right to run a checkout of one intent. Given back when it is dropped.
#[derive(Debug)]
pub(crate) struct IntentClaim {
    payment_intent_id: String,
}

impl IntentClaim {
    /// Claims the intent. `None`: a checkout of it is running.
    pub(crate) fn new(payment_intent_id: &str) -> Option<IntentClaim> {
        let payment_intent_id = payment_intent_id.to_owned();
        match ledger().running.entry(payment_intent_id.clone()) {
            Entry::Occupied(_) => None,
            Entry::Vacant(vacant) => {
                vacant.insert(false);
                Some(IntentClaim { payment_intent_id })
            }
        }
    }

    /// Notes that a payment is sent with this client session secret, which can be used once.
    pub(crate) fn note_payment_sent(&self, secret: &Secret) {
        let mut ledger = ledger();
        ledger.running.insert(self.payment_intent_id.clone(), true);
        if ledger.used_secrets.len() == REMEMBERED_SECRETS {
            ledger.used_secrets.pop_front();
        }
        let fingerprint = ledger.fingerprint(secret);
        ledger.used_secrets.push_back(fingerprint);
    }

    /// Notes what is known of the money when the checkout ends.
    pub(crate) fn note_outcome(&self, charge: Charge) {
        let mut ledger = ledger();
        // D7-05: under a doubt only a settled intent gives another result than an unknown one.
        match charge {
            Charge::Unknown => ledger.unresolved.insert(self.payment_intent_id.clone()),
            Charge::Charged | Charge::NotCharged => ledger.unresolved.remove(&self.payment_intent_id),
        };
        ledger.running.insert(self.payment_intent_id.clone(), false);
    }
}

impl Drop for IntentClaim {
    /// A checkout that is gone without a result (its runtime was shut down) may have paid.
    fn drop(&mut self) {
        let mut ledger = ledger();
        if ledger.running.remove(&self.payment_intent_id) == Some(true) {
            ledger.unresolved.insert(std::mem::take(&mut self.payment_intent_id));
        }
    }
}

/// Notes that the intent was read and is paid, or ended: whatever was in doubt has come to that.
pub(crate) fn settled(payment_intent_id: &str) {
    ledger().unresolved.remove(payment_intent_id);
}

/// Whether another attempt on this intent may have paid: one that ended without a known outcome, or one that runs.
pub(crate) fn may_have_been_paid(payment_intent_id: &str) -> bool {
    let ledger = ledger();
    ledger.unresolved.contains(payment_intent_id) || ledger.running.get(payment_intent_id).copied().unwrap_or(false)
}

/// Whether a payment was sent with this client session secret.
pub(crate) fn was_used(secret: &Secret) -> bool {
    let ledger = ledger();
    ledger.used_secrets.contains(&ledger.fingerprint(secret))
}
