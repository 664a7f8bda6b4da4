//! When the outcome of a payment is not known: read the intent until it says, or the time is up.

use std::time::Duration;

use crate::flow::effect::Effect;
use crate::flow::intent::IntentStatus;
use crate::flow::outcome::settled;
use crate::flow::state::{About, Doubt, Phase, Unsettled};
use crate::flow::step::{Next, finish};
use crate::result::{Charge, PaymentResult, ReasonKind};

/// The pause after the first read; it doubles.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
/// What is kept of the time for the last read, so that the last pause is not waited for nothing.
const LAST_READ: Duration = Duration::from_secs(2);

/// Reads the intent at once: mostly the payment was made and only its answer was lost.
pub(super) fn begin(otherwise: Unsettled) -> Next {
    let doubt = Doubt {
        otherwise,
        next_pause: FIRST_PAUSE,
        paused: Duration::ZERO,
    };
    (Phase::ReadingBack(doubt), vec![Effect::ReadBack])
}

pub(super) fn answered(about: &About, doubt: Doubt, status: Option<IntentStatus>, out_of_time: bool) -> Next {
    if let Some(result) = status.and_then(|status| settled(about, status, ReasonKind::ConfirmedByIntent)) {
        return finish(result);
    }
    let left = time_for_pauses(about.params.read_back_limit).saturating_sub(doubt.paused);
    if out_of_time || left.is_zero() {
        return finish(unsettled(about, doubt.otherwise));
    }
    let pause = doubt.next_pause.min(left);
    let doubt = Doubt {
        next_pause: doubt.next_pause * 2,
        paused: doubt.paused + pause,
        ..doubt
    };
    (
        Phase::PausingBeforeReadBack(doubt),
        vec![Effect::Wait {
            at_most: pause,
            jitter: false,
        }],
    )
}

fn time_for_pauses(limit: Duration) -> Duration {
    limit.saturating_sub(LAST_READ.min(limit / 4))
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
