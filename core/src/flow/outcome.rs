//! What an intent, a failure to load it, or the end of the wait says about the result.

use crate::flow::event::LoadFailure;
use crate::flow::intent::IntentStatus;
use crate::flow::state::About;
use crate::result::{Charge, PaymentResult, Reason, ReasonKind};
use crate::status::Status;

/// The result of a checkout that has sent no payment.
pub(super) fn nothing_sent(about: &About, status: Status, reason: impl Into<Reason>) -> PaymentResult {
    let charge = match about.params.earlier_outcome_unknown {
        true => Charge::Unknown, // this attempt sent nothing, but an earlier one may have
        false => Charge::NotCharged,
    };
    PaymentResult::new(&about.params.payment_intent_id, status, charge, reason.into())
}

/// The result for an intent that is not waiting for a payment. `None`: it is.
pub(super) fn settled(about: &About, status: IntentStatus, paid: ReasonKind) -> Option<PaymentResult> {
    settle(&about.params.payment_intent_id, status, paid)
}

fn settle(payment_intent_id: &str, status: IntentStatus, paid: ReasonKind) -> Option<PaymentResult> {
    let (status, charge, reason) = match status {
        IntentStatus::Created => return None,
        IntentStatus::Authorized | IntentStatus::Captured => (Status::Successful, Charge::Charged, paid),
        IntentStatus::Canceled | IntentStatus::Closed => {
            (Status::Failed, Charge::NotCharged, ReasonKind::IntentCanceled)
        }
        IntentStatus::Expired | IntentStatus::CardExpired => {
            (Status::Expired, Charge::NotCharged, ReasonKind::IntentExpired)
        }
        IntentStatus::Reversed => (Status::Failed, Charge::NotCharged, ReasonKind::IntentReversed),
        IntentStatus::Refunded => (Status::Failed, Charge::NotCharged, ReasonKind::IntentRefunded),
        // The end of a setup intent. On a payment it says nothing that we know.
        IntentStatus::Completed => return None,
    };
    Some(PaymentResult::new(payment_intent_id, status, charge, reason))
}

/// Whether a payment may be made on an intent of this status.
pub(super) fn is_open(status: IntentStatus) -> bool {
    status == IntentStatus::Created
}

pub(super) fn load_failed(about: &About, failure: LoadFailure) -> PaymentResult {
    let (status, reason) = explain(failure);
    nothing_sent(about, status, reason)
}

fn explain(failure: LoadFailure) -> (Status, Reason) {
    match failure {
        LoadFailure::Network => (Status::SdkInternalError, ReasonKind::Network.into()),
        LoadFailure::NotFound => (Status::SdkInternalError, ReasonKind::PaymentIntentNotFound.into()),
        LoadFailure::AccessDenied => (Status::IssueWithAccessToken, ReasonKind::AccessDenied.into()),
        LoadFailure::Server { status } => (
            Status::SdkInternalError,
            Reason::with_detail(ReasonKind::ServerError, format!("HTTP {status}")),
        ),
        LoadFailure::Malformed { what } => (
            Status::SdkInternalError,
            Reason::with_detail(ReasonKind::MalformedResponse, what),
        ),
    }
}

/// The answer of the public `payment_status` call: what an intent read once says about its payment.
pub fn read_status(payment_intent_id: &str, status: IntentStatus) -> PaymentResult {
    settle(payment_intent_id, status, ReasonKind::ConfirmedByIntent).unwrap_or_else(|| match status {
        IntentStatus::Created => PaymentResult::new(
            payment_intent_id,
            Status::WaitingPreExecute,
            Charge::Unknown,
            ReasonKind::NotCompleted,
        ),
        _ => status_unreadable(
            payment_intent_id,
            LoadFailure::Malformed {
                what: "status".to_owned(),
            },
        ),
    })
}

/// The answer of the public `payment_status` call when the intent could not be read. Nothing is known of the money.
pub fn status_unreadable(payment_intent_id: &str, failure: LoadFailure) -> PaymentResult {
    let (status, reason) = explain(failure);
    PaymentResult::new(payment_intent_id, status, Charge::Unknown, reason)
}
