//! What an intent, or a failure to load it, says about the result.

use crate::flow::ending::took_nothing;
use crate::flow::event::LoadFailure;
use crate::flow::flows::Flow;
use crate::flow::intent::{IntentFacts, IntentStatus};
use crate::flow::state::{About, FlowParams};
use crate::result::{Charge, PaymentResult, Reason, ReasonKind};
use crate::status::Status;

/// What a loaded or refreshed intent means for a checkout.
pub(super) enum Judged {
    /// D2-08: a payment can be made on it.
    Open(IntentFacts),
    /// It says what the result is.
    Settled(PaymentResult),
    /// It could not be had, or makes no sense here. The result is that of an attempt that took nothing.
    Unusable(PaymentResult),
}

/// Judges an intent, the first one and a refreshed one alike (D7-01). `completed` says what a paid one means here.
pub(super) fn judge(about: &About, loaded: Result<IntentFacts, LoadFailure>, completed: ReasonKind) -> Judged {
    let intent = match loaded {
        Ok(intent) => intent,
        Err(failure) => return Judged::Unusable(load_failed(about, failure)),
    };
    if !about.params.flow.takes(intent.kind) {
        // D2-14
        let (status, reason) = (Status::SdkInternalError, ReasonKind::WrongIntentType);
        return Judged::Unusable(took_nothing(about, status, reason));
    }
    match settled(about, intent.status, completed) {
        Some(result) => Judged::Settled(result),
        None if intent.status == IntentStatus::Created => Judged::Open(intent),
        None => Judged::Unusable(load_failed(about, unknown_status())),
    }
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

/// The intent's word is the last one, whatever was in doubt before.
fn settle(flow: Flow, payment_intent_id: &str, status: IntentStatus, completed: ReasonKind) -> Option<PaymentResult> {
    let ended = |status, reason| PaymentResult::new(payment_intent_id, status, Charge::NotCharged, reason);
    Some(match status {
        // D2-09, D4-01
        status if flow.is_completed(status) => PaymentResult::new(
            payment_intent_id,
            Status::Successful,
            flow.charge_of_success(),
            completed,
        ),
        // D2-10, D4-02
        IntentStatus::Canceled | IntentStatus::Closed => ended(Status::Failed, ReasonKind::IntentCanceled),
        // D2-11, D4-02
        IntentStatus::Expired | IntentStatus::CardExpired => ended(Status::Expired, ReasonKind::IntentExpired),
        // D2-12, D4-02
        IntentStatus::Reversed => ended(Status::Failed, ReasonKind::IntentReversed),
        IntentStatus::Refunded => ended(Status::Failed, ReasonKind::IntentRefunded),
        // D2-08, D2-13
        IntentStatus::Created | IntentStatus::Authorized | IntentStatus::Captured | IntentStatus::Completed => {
            return None;
        }
    })
}

pub(super) fn load_failed(about: &About, failure: LoadFailure) -> PaymentResult {
    let (status, reason) = explain(failure);
    took_nothing(about, status, reason)
}

/// D2-13
pub(super) fn unknown_status() -> LoadFailure {
    LoadFailure::Malformed {
        what: "status".to_owned(),
    }
}

fn explain(failure: LoadFailure) -> (Status, Reason) {
    match failure {
        LoadFailure::Network => (Status::SdkInternalError, ReasonKind::Network.into()), // D2-05
        LoadFailure::NotFound => (Status::SdkInternalError, ReasonKind::PaymentIntentNotFound.into()), // D2-03
        LoadFailure::AccessDenied => (Status::IssueWithAccessToken, ReasonKind::AccessDenied.into()), // D2-04
        // D2-05
        LoadFailure::Server { status } => (
            Status::SdkInternalError,
            Reason::with_detail(ReasonKind::ServerError, format!("HTTP {status}")),
        ),
        // D2-06
        LoadFailure::Malformed { what } => (
            Status::SdkInternalError,
            Reason::with_detail(ReasonKind::MalformedResponse, what),
        ),
    }
}

/// The answer of the public status calls: what an intent read once says about its payment (D4-05).
pub fn read_status(flow: Flow, payment_intent_id: &str, status: IntentStatus) -> PaymentResult {
    settle(flow, payment_intent_id, status, ReasonKind::ConfirmedByIntent).unwrap_or_else(|| match status {
        IntentStatus::Created => PaymentResult::new(
            payment_intent_id,
            Status::WaitingPreExecute,
            Charge::Unknown,
            ReasonKind::NotCompleted,
        ),
        _ => status_unreadable(payment_intent_id, unknown_status()),
    })
}

/// The answer of the public status calls when the intent could not be read. Nothing is known of the money (D7-06).
pub fn status_unreadable(payment_intent_id: &str, failure: LoadFailure) -> PaymentResult {
    let (status, reason) = explain(failure);
    PaymentResult::new(payment_intent_id, status, Charge::Unknown, reason)
}
