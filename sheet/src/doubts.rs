//! What this process remembers of payments whose outcome is not known: whoever opens a sheet again sees the same.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use checkout_core::Checkout;
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::status::Status;

/// By the intent's id. It is shared by every client of the process, as core's memory is.
static DOUBTS: Mutex<Option<HashMap<String, PaymentResult>>> = Mutex::new(None);

fn doubts() -> MutexGuard<'static, Option<HashMap<String, PaymentResult>>> {
    DOUBTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The result of the sheet or of the session that left the intent in doubt.
pub(crate) fn of(checkout: &Checkout, id: &str) -> Option<PaymentResult> {
    let remembered = doubts().as_ref().and_then(|doubts| doubts.get(id).cloned());
    remembered.or_else(|| checkout.may_have_been_paid(id).then(|| unknown(id)))
}

pub(crate) fn remember(id: &str, result: PaymentResult) {
    doubts().get_or_insert_default().insert(id.to_owned(), result);
}

pub(crate) fn forget(id: &str) {
    if let Some(doubts) = doubts().as_mut() {
        doubts.remove(id);
    }
}

/// What is known of a payment that no sheet has made.
fn unknown(id: &str) -> PaymentResult {
    PaymentResult {
        status: Status::WaitingPreExecute,
        charge: Charge::Unknown,
        reason: Some(Reason {
            kind: ReasonKind::OutcomeUnknown,
            detail: None,
        }),
        gateway_code: None,
        payment_intent_id: id.to_owned(),
    }
}
