//! What an intent, a failure to load it, or the end of the wait says about the result.

use crate::flow::event::LoadFailure;
use crate::flow::flows::Flow;
use crate::flow::intent::IntentStatus;
use crate::flow::state::{About, FlowParams};
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

/// The result for an intent that is not waiting for a payment. `None`: it is, or its status means nothing in this flow.
pub(super) fn settled(about: &About, status: IntentStatus, completed: ReasonKind) -> Option<PaymentResult> {
    let FlowParams {
        flow,
        payment_intent_id,
        ..
    } = &about.params;
    settle(*flow, payment_intent_id, status, completed)
}

fn settle(flow: Flow, payment_intent_id: &str, status: IntentStatus, completed: ReasonKind) -> Option<PaymentResult> {
    if flow.is_completed(status) {
        let charge = flow.charge_of_success();
        return Some(PaymentResult::new(
            payment_intent_id,
            Status::Successful,
            charge,
            completed,
        ));
    }
    let (status, reason) = match status {
        IntentStatus::Canceled | IntentStatus::Closed => (Status::Failed, ReasonKind::IntentCanceled),
        IntentStatus::Expired | IntentStatus::CardExpired => (Status::Expired, ReasonKind::IntentExpired),
        IntentStatus::Reversed => (Status::Failed, ReasonKind::IntentReversed),
        IntentStatus::Refunded => (Status::Failed, ReasonKind::IntentRefunded),
        IntentStatus::Created | IntentStatus::Authorized | IntentStatus::Captured | IntentStatus::Completed => {
            return None;
        }
    };
    Some(PaymentResult::new(
        payment_intent_id,
        status,
        Charge::NotCharged,
        reason,
    ))
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

/// The answer of the public status calls: what an intent read once says about its payment.
pub fn read_status(flow: Flow, payment_intent_id: &str, status: IntentStatus) -> PaymentResult {
    settle(flow, payment_intent_id, status, ReasonKind::ConfirmedByIntent).unwrap_or_else(|| match status {
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

/// The answer of the public status calls when the intent could not be read. Nothing is known of the money.
pub fn status_unreadable(payment_intent_id: &str, failure: LoadFailure) -> PaymentResult {
    let (status, reason) = explain(failure);
    PaymentResult::new(payment_intent_id, status, Charge::Unknown, reason)
}
