//! When an answer does not settle what became of the money: the intent is read, until it says or the time is up.

use std::time::Duration;

use crate::flow::effect::Effect;
use crate::flow::ending::{Next, finish, finish_with_nothing_taken, given_up};
use crate::flow::intent::IntentStatus;
use crate::flow::outcome::settled;
use crate::flow::state::{About, Attempt, IfOpen, Inquiry, Phase, Unsettled};
use crate::result::{Charge, PaymentResult, ReasonKind};
use crate::status::Status;

/// The pause after the first read; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// What is kept of the time for the last read, so that the last pause is not waited for nothing.
const LAST_READ: Duration = Duration::from_secs(2);
/// D4-06: a charge shows in a read that is begun this long after the answer, at the latest. So this is how long an
/// intent has to stay open before "nothing was taken" is believed.
const CHARGE_SHOWS_WITHIN: Duration = Duration::from_millis(7_500);
/// However short the app wants a read-back to be, nothing is believed before this.
const SHORTEST: Duration = Duration::from_secs(2);

/// Full reads: an intent that stays open to the end of them leaves the outcome unknown (D4-03).
pub(super) fn fully(about: &About, otherwise: Unsettled) -> Next {
    begin(full_pauses(about), None, otherwise)
}

/// Short reads: an intent that is still open in the last of them has taken nothing from this payment.
pub(super) fn shortly(about: &About, if_open: IfOpen, otherwise: Unsettled) -> Next {
    begin(short_pauses(about), Some(if_open), otherwise)
}

/// One read, for a verdict that an open intent confirms (D3-11).
pub(super) fn once(if_open: IfOpen, otherwise: Unsettled) -> Next {
    begin(Duration::ZERO, Some(if_open), otherwise)
}

/// One read, for a verdict on this payment while another one is in doubt: it may settle both (D7-05).
pub(super) fn once_under_doubt(otherwise: Unsettled) -> Next {
    begin(Duration::ZERO, None, otherwise)
}

/// Reads the intent at once: mostly the payment was made and only its answer was lost.
fn begin(pauses: Duration, if_open: Option<IfOpen>, otherwise: Unsettled) -> Next {
    let inquiry = Inquiry {
        if_open: if_open.map(Box::new),
        otherwise,
        pauses,
        paused: Duration::ZERO,
        next_pause: FIRST_PAUSE,
    };
    read(inquiry, true)
}

/// The pause before the next read is over.
pub(super) fn go_on(inquiry: Inquiry) -> Next {
    read(inquiry, false)
}

fn read(inquiry: Inquiry, begins: bool) -> Next {
    let settles = inquiry.if_open.is_some();
    (Phase::ReadingBack(inquiry), vec![Effect::ReadBack { begins, settles }])
}

pub(super) fn answered(about: &About, inquiry: Inquiry, status: Option<IntentStatus>, out_of_time: bool) -> Next {
    // D4-01, D4-02
    if let Some(result) = status.and_then(|status| settled(about, status, ReasonKind::ConfirmedByIntent)) {
        return finish(result);
    }
    let is_open = status == Some(IntentStatus::Created);
    match inquiry.if_open {
        Some(_) if !inquiry.is_last_read() => pause(inquiry), // D4-06: what is said before the last read proves nothing
        Some(if_open) if is_open => still_open(about, *if_open),
        // Not readable: they go on as full ones.
        Some(_) if !out_of_time => pause_or_end(
            about,
            Inquiry {
                if_open: None,
                pauses: full_pauses(about),
                ..inquiry
            },
        ),
        None if !out_of_time => pause_or_end(about, inquiry),
        _ => finish(unsettled(about, inquiry.otherwise)), // D4-03
    }
}

/// The intent was open all the time in which a charge would have shown.
fn still_open(about: &About, if_open: IfOpen) -> Next {
    match if_open {
        // D3-04, D3-06, D3-11
        IfOpen::NothingTaken { status, reason } => finish_with_nothing_taken(about, status, reason),
        IfOpen::PayAgain { attempt, total_changed } => pay_again(about, attempt, total_changed),
    }
}

/// D3-01: the refused payment took nothing, and a new secret is at hand.
fn pay_again(about: &About, attempt: Attempt, total_changed: bool) -> Next {
    if let Some(end) = given_up(about) {
        return end;
    }
    if total_changed {
        return finish_with_nothing_taken(about, Status::InvalidRequest, ReasonKind::TotalChanged); // D3-16
    }
    (Phase::Submitting(attempt), vec![Effect::SubmitPayment])
}

fn pause_or_end(about: &About, inquiry: Inquiry) -> Next {
    match inquiry.is_last_read() {
        true => finish(unsettled(about, inquiry.otherwise)), // D4-03
        false => pause(inquiry),
    }
}

/// D4-04
fn pause(inquiry: Inquiry) -> Next {
    let pause = inquiry.next_pause.min(inquiry.pauses.saturating_sub(inquiry.paused));
    let inquiry = Inquiry {
        next_pause: inquiry.next_pause * 2,
        paused: inquiry.paused + pause,
        ..inquiry
    };
    (
        Phase::PausingBeforeReadBack(inquiry),
        vec![Effect::Wait {
            at_most: pause,
            jitter: false,
        }],
    )
}

impl Inquiry {
    fn is_last_read(&self) -> bool {
        self.paused >= self.pauses
    }
}

fn full_pauses(about: &About) -> Duration {
    let limit = about.params.read_back_limit;
    limit.saturating_sub(LAST_READ.min(limit / 4))
}

fn short_pauses(about: &About) -> Duration {
    CHARGE_SHOWS_WITHIN.min(about.params.read_back_limit).max(SHORTEST)
}

fn unsettled(about: &About, otherwise: Unsettled) -> PaymentResult {
    PaymentResult {
        gateway_code: otherwise.gateway_code,
        ..PaymentResult::new(
            &about.params.payment_intent_id,
            otherwise.status,
            Charge::Unknown,
            otherwise.reason,
        )
    }
}
