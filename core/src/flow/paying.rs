//! What the gateway's answers mean, once a payment is out.
//!
//! D1-05: what became of a request is no evidence of what became of the money. A proxy may have delivered it twice, and the
//! answer that is seen be that of the second copy. Only a verdict on the payment counts by itself; everything else
//! sends us to the intent.

use std::time::Duration;

use crate::flow::effect::Effect;
use crate::flow::ending::{Next, finish, finish_with_nothing_taken, given_up, reason_to_give_up};
use crate::flow::event::{GatewayAnswer, LoadFailure};
use crate::flow::flows::Route;
use crate::flow::intent::IntentFacts;
use crate::flow::outcome::{Judged, judge};
use crate::flow::read_back;
use crate::flow::state::{About, Attempt, Completion, IfOpen, Phase, Unsettled};
use crate::result::{PaymentResult, ReasonKind};
use crate::status::Status;
use crate::threeds::{Challenge, ChallengeOutcome};

/// How often a request that never left the device is tried again.
const RECONNECTS: u8 = 2;
/// The longest pause before the first of these tries; it doubles.
const RECONNECT_PAUSE: Duration = Duration::from_millis(500);

/// What a readable `statusCode` is.
enum Code {
    /// D3-04: 0.
    Paid,
    /// D3-08: 3.
    Challenged,
    /// D3-04: 4, 5 and 30. The gateway has looked at the payment and turned it down.
    TurnedDown(Status, ReasonKind),
    /// D3-04: 400 and 404. The request was refused; a first copy of it may have been executed.
    Refused(Status, ReasonKind),
    /// D3-01: 401. The secret was refused, or was used up by a first copy.
    SecretRefused,
    /// D3-04, D3-05: everything else leaves the outcome open, and this is the result if the intent leaves it open too.
    Open(Unsettled),
}

impl Code {
    fn of(code: i64) -> Code {
        let Some(status) = Status::from_gateway(code) else {
            // D1-09, D3-05, D7-02
            return Code::Open(Unsettled {
                gateway_code: Some(code),
                ..OUTCOME_UNKNOWN
            });
        };
        match status {
            Status::Successful => Code::Paid,
            Status::Authorizing => Code::Challenged,
            Status::Referred => Code::TurnedDown(status, ReasonKind::Referred),
            Status::Declined => Code::TurnedDown(status, ReasonKind::Declined),
            Status::Failed => Code::TurnedDown(status, ReasonKind::PaymentFailed),
            Status::InvalidRequest => Code::Refused(status, ReasonKind::RequestRejected),
            Status::NoAccessTokenSupplied => Code::Refused(status, ReasonKind::SessionSecretMissing),
            Status::IssueWithAccessToken => Code::SecretRefused,
            Status::DuplicateTransaction => Code::Open(in_doubt(status, ReasonKind::DuplicateTransaction)),
            Status::WaitingPreExecute
            | Status::InternalServerError
            | Status::Expired
            | Status::SdkInternalError
            | Status::UserClosedWithoutPaying => Code::Open(in_doubt(status, ReasonKind::OutcomeUnknown)),
        }
    }
}

/// The payment was answered, or was not.
pub(super) fn answered(about: &About, attempt: Attempt, answer: GatewayAnswer) -> Next {
    match answer {
        GatewayAnswer::Status { code, challenge } => match Code::of(code) {
            Code::Paid => finish(paid(about)),
            Code::Challenged => challenged(about, &attempt, challenge),
            Code::TurnedDown(status, reason) => turned_down(about, status, reason),
            Code::Refused(status, reason) => refused(about, status, reason),
            Code::SecretRefused => secret_refused(about, attempt),
            Code::Open(otherwise) => read_back::fully(about, otherwise),
        },
        // D3-06
        GatewayAnswer::Http {
            claims_a_code: true, ..
        } => read_back::fully(about, OUTCOME_UNKNOWN),
        GatewayAnswer::Http { status: 401, .. } => secret_refused(about, attempt),
        GatewayAnswer::Http { status, .. } => match refusal(status) {
            Some((status, reason)) => refused(about, status, reason),
            None => read_back::fully(about, OUTCOME_UNKNOWN),
        },
        GatewayAnswer::NotConnected { time_left } => not_connected(about, attempt, time_left),
        GatewayAnswer::Lost => read_back::fully(about, OUTCOME_UNKNOWN), // D1-03
    }
}

/// D3-06: an HTTP status by which the gateway says that it refused the request.
fn refusal(http_status: u16) -> Option<(Status, ReasonKind)> {
    Some(match http_status {
        403 => (Status::IssueWithAccessToken, ReasonKind::AccessDenied),
        404 => (Status::NoAccessTokenSupplied, ReasonKind::SessionSecretMissing),
        429 => (Status::SdkInternalError, ReasonKind::RateLimited),
        400 | 405 | 413 | 415 | 422 => (Status::InvalidRequest, ReasonKind::RequestRejected),
        _ => return None,
    })
}

/// D3-04, D7-05: a verdict counts at once, unless another payment is in doubt that the intent may settle.
fn turned_down(about: &About, status: Status, reason: ReasonKind) -> Next {
    match about.params.earlier_outcome_unknown {
        true => read_back::once_under_doubt(in_doubt(status, reason)),
        false => finish_with_nothing_taken(about, status, reason),
    }
}

/// D3-04, D3-06: that this request was refused is believed when the intent stays open.
fn refused(about: &About, status: Status, reason: ReasonKind) -> Next {
    let if_open = IfOpen::NothingTaken { status, reason };
    read_back::shortly(about, if_open, in_doubt(status, reason))
}

/// D3-01: a secret that was good before this payment was used up by it, or by somebody else's. One that was never tried
/// may have been used up long ago: then a new one is fetched, and the payment made again if the intent stays open.
fn secret_refused(about: &About, attempt: Attempt) -> Next {
    if attempt.secret_proven {
        return read_back::fully(about, SECRET_REFUSED);
    }
    if let Some((status, reason)) = reason_to_give_up(about) {
        return read_back::shortly(about, IfOpen::NothingTaken { status, reason }, SECRET_REFUSED); // D7-03
    }
    (Phase::RefreshingAfterPayment(attempt), vec![Effect::RefreshSecret])
}

/// D3-01, D3-02: the refresh after a refused payment. A failure says nothing about that payment.
pub(super) fn refreshed(about: &About, attempt: Attempt, refreshed: Result<IntentFacts, LoadFailure>) -> Next {
    let facts = match judge(about, refreshed, ReasonKind::ConfirmedByIntent) {
        Judged::Open(facts) => facts,
        Judged::Settled(result) => return finish(result), // D4-01, D4-02
        Judged::Unusable(_) => return read_back::fully(about, SECRET_REFUSED),
    };
    let total_changed = facts.summary.total != attempt.shown_total;
    let attempt = Attempt {
        secret_proven: true,
        ..attempt
    };
    let if_open = IfOpen::PayAgain { attempt, total_changed };
    read_back::shortly(about, if_open, SECRET_REFUSED)
}

/// D3-07
fn not_connected(about: &About, attempt: Attempt, time_left: bool) -> Next {
    if let Some(end) = given_up(about) {
        return end;
    }
    if attempt.unreached >= RECONNECTS || !time_left {
        return finish_with_nothing_taken(about, Status::SdkInternalError, ReasonKind::Network);
    }
    let pause = pause(attempt.unreached);
    (
        Phase::PausingBeforeSubmit(Attempt {
            unreached: attempt.unreached + 1,
            ..attempt
        }),
        vec![pause],
    )
}

/// D3-08, D3-12. From here on the gateway knows what is paid with.
fn challenged(about: &About, attempt: &Attempt, challenge: Option<Challenge>) -> Next {
    if about.params.flow.route(&attempt.method, attempt.wallet_auth) != Route::ThreeDs {
        return read_back::fully(about, in_doubt(Status::Failed, ReasonKind::ThreeDsNotSupported));
    }
    let Some(challenge) = challenge else {
        return read_back::fully(about, OUTCOME_UNKNOWN);
    };
    let (phase, mut effects) = match about.left {
        true => cancel_challenge(challenge), // D3-14
        false => (Phase::Challenging(challenge), vec![]),
    };
    effects.insert(0, Effect::KeepSessionSecretOnly);
    (phase, effects)
}

/// D3-14: leaving during the challenge. The gateway is told, and its answer is the result.
pub(super) fn cancel_challenge(challenge: Challenge) -> Next {
    complete(challenge, ChallengeOutcome::cancelled())
}

/// D3-10: the challenge has ended. The gateway is told, whatever the outcome.
pub(super) fn complete(challenge: Challenge, outcome: ChallengeOutcome) -> Next {
    send_completion(Completion {
        transaction_id: challenge.transaction_id,
        outcome,
        unreached: 0,
    })
}

pub(super) fn send_completion(completion: Completion) -> Next {
    let effect = Effect::CompleteThreeDs {
        transaction_id: completion.transaction_id.clone(),
        outcome: completion.outcome.clone(),
    };
    (Phase::CompletingThreeDs(completion), vec![effect])
}

/// three-ds-complete was answered, or was not. A payment is out, so only a verdict settles it here (D3-11).
pub(super) fn completed(about: &About, completion: Completion, answer: GatewayAnswer) -> Next {
    match answer {
        GatewayAnswer::Status { code, .. } => match Code::of(code) {
            Code::Paid => finish(paid(about)),
            Code::TurnedDown(status @ Status::Failed, reason) => failed_after_challenge(about, status, reason),
            Code::TurnedDown(status, reason) => turned_down(about, status, reason),
            Code::Refused(status, reason) => read_back::fully(about, in_doubt(status, reason)),
            Code::SecretRefused => read_back::fully(about, SECRET_REFUSED),
            Code::Challenged => read_back::fully(about, OUTCOME_UNKNOWN),
            Code::Open(otherwise) => read_back::fully(about, otherwise),
        },
        // Nothing has left, so it may be told once more.
        GatewayAnswer::NotConnected { time_left: true } if completion.unreached < RECONNECTS => {
            let pause = pause(completion.unreached);
            let completion = Completion {
                unreached: completion.unreached + 1,
                ..completion
            };
            (Phase::PausingBeforeComplete(completion), vec![pause])
        }
        // D7-04
        GatewayAnswer::Http { .. } | GatewayAnswer::NotConnected { .. } | GatewayAnswer::Lost => {
            read_back::fully(about, OUTCOME_UNKNOWN)
        }
    }
}

/// D3-11: a gateway that has completed the challenge already may call a repetition a failure.
fn failed_after_challenge(about: &About, status: Status, reason: ReasonKind) -> Next {
    match about.params.earlier_outcome_unknown {
        true => turned_down(about, status, reason),
        false => read_back::once(IfOpen::NothingTaken { status, reason }, in_doubt(status, reason)),
    }
}

fn pause(unreached: u8) -> Effect {
    Effect::Wait {
        at_most: RECONNECT_PAUSE * 2u32.pow(unreached.into()),
        jitter: true,
    }
}

/// D4-03
const OUTCOME_UNKNOWN: Unsettled = in_doubt(Status::SdkInternalError, ReasonKind::OutcomeUnknown);
/// D3-01
const SECRET_REFUSED: Unsettled = in_doubt(Status::IssueWithAccessToken, ReasonKind::SessionSecretRejected);

const fn in_doubt(status: Status, reason: ReasonKind) -> Unsettled {
    Unsettled {
        status,
        reason,
        gateway_code: None,
    }
}

/// D1-01: the gateway said so.
fn paid(about: &About) -> PaymentResult {
    PaymentResult::new(
        &about.params.payment_intent_id,
        Status::Successful,
        about.params.flow.charge_of_success(),
        None,
    )
}
