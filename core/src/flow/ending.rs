//! How a checkout ends. Nothing here decides whether it does.

use crate::flow::effect::Effect;
use crate::flow::state::{About, Phase};
use crate::result::{Charge, PaymentResult, Reason, ReasonKind};
use crate::status::Status;

/// The next phase and what to do to get on.
pub(super) type Next = (Phase, Vec<Effect>);

pub(super) fn finish(result: PaymentResult) -> Next {
    (Phase::Finished(result.clone()), vec![Effect::Deliver(result)])
}

/// The result of an attempt that took nothing. Another one of this process may have (D7-05), and neither this result nor
/// an intent that is still open clears that doubt.
pub(super) fn took_nothing(about: &About, status: Status, reason: impl Into<Reason>) -> PaymentResult {
    let charge = match about.params.earlier_outcome_unknown {
        true => Charge::Unknown,
        false => Charge::NotCharged,
    };
    PaymentResult::new(&about.params.payment_intent_id, status, charge, reason.into())
}

pub(super) fn finish_with_nothing_taken(about: &About, status: Status, reason: impl Into<Reason>) -> Next {
    finish(took_nothing(about, status, reason))
}

/// D3-13
pub(super) const LEFT: (Status, ReasonKind) = (Status::UserClosedWithoutPaying, ReasonKind::UserLeft);
/// D3-15
pub(super) const OVERDUE: (Status, ReasonKind) = (Status::Expired, ReasonKind::DeadlinePassed);

/// D7-03: the customer left, or the deadline passed, while a payment was out. If it turns out to have taken nothing, none
/// is sent any more, and this is the result.
pub(super) fn reason_to_give_up(about: &About) -> Option<(Status, ReasonKind)> {
    match about {
        About { left: true, .. } => Some(LEFT),
        About { overdue: true, .. } => Some(OVERDUE),
        _ => None,
    }
}

/// D7-03, once it is known that nothing was taken.
pub(super) fn given_up(about: &About) -> Option<Next> {
    reason_to_give_up(about).map(|(status, reason)| finish_with_nothing_taken(about, status, reason))
}
