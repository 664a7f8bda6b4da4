//! What the gateway's answers mean, once a payment is out.

use std::time::Duration;

use crate::flow::effect::Effect;
use crate::flow::event::GatewayAnswer;
use crate::flow::flows::Route;
use crate::flow::outcome::nothing_sent;
use crate::flow::read_back;
use crate::flow::state::{About, Attempt, Completion, Phase, Unsettled};
use crate::flow::step::{Next, finish, finish_left, finish_overdue, nothing_sent_finish};
use crate::result::{Charge, PaymentResult, ReasonKind};
use crate::status::Status;
use crate::threeds::{Challenge, ChallengeOutcome};

/// How often a request that never left the device is tried again.
const RECONNECTS: u8 = 2;
/// The longest pause before the first of these tries; it doubles.
const RECONNECT_PAUSE: Duration = Duration::from_millis(500);

/// The payment was answered, or was not.
pub(super) fn answered(about: &About, attempt: Attempt, answer: GatewayAnswer) -> Next {
    match answer {
        GatewayAnswer::Status { code, challenge } => match Status::from_gateway(code) {
            Some(Status::Authorizing) => challenged(about, &attempt, challenge),
            Some(Status::IssueWithAccessToken) => secret_rejected(about, attempt),
            status => decided(about, status, code),
        },
        GatewayAnswer::Http { status: 401 } => secret_rejected(about, attempt),
        GatewayAnswer::Http { status } => match refused(status) {
            Some((status, reason)) => finish(not_executed(about, status, reason)),
            None => read_back::begin(unknown()),
        },
        GatewayAnswer::NotConnected { time_left } => not_connected(about, attempt, time_left),
        GatewayAnswer::Lost => read_back::begin(unknown()),
    }
}

/// A `statusCode` that ends the attempt, or leaves it in doubt.
fn decided(about: &About, status: Option<Status>, code: i64) -> Next {
    let reason = match status {
        Some(Status::Successful) => return finish(charged(about)),
        Some(status @ Status::Referred) => return finish(turned_down(about, status, ReasonKind::Referred)),
        Some(status @ Status::Declined) => return finish(turned_down(about, status, ReasonKind::Declined)),
        Some(status @ Status::Failed) => return finish(turned_down(about, status, ReasonKind::PaymentFailed)),
        Some(Status::DuplicateTransaction) => ReasonKind::DuplicateTransaction,
        Some(Status::InvalidRequest) => ReasonKind::RequestRejected,
        Some(Status::IssueWithAccessToken) => ReasonKind::SessionSecretRejected,
        Some(Status::NoAccessTokenSupplied) => ReasonKind::SessionSecretMissing,
        Some(status @ (Status::WaitingPreExecute | Status::InternalServerError)) => {
            return read_back::begin(Unsettled { status, ..unknown() });
        }
        _ => {
            return read_back::begin(Unsettled {
                gateway_code: Some(code),
                ..unknown()
            });
        }
    };
    finish(not_executed(about, status.unwrap_or(Status::Failed), reason))
}

/// An HTTP status by which the gateway says that it executed nothing.
fn refused(http_status: u16) -> Option<(Status, ReasonKind)> {
    Some(match http_status {
        403 => (Status::IssueWithAccessToken, ReasonKind::AccessDenied),
        404 => (Status::NoAccessTokenSupplied, ReasonKind::SessionSecretMissing),
        429 => (Status::SdkInternalError, ReasonKind::RateLimited),
        400 | 405 | 413 | 415 | 422 => (Status::InvalidRequest, ReasonKind::RequestRejected),
        _ => return None,
    })
}

/// 401 means that nothing was executed: once, the payment is made again under a new secret.
fn secret_rejected(about: &About, attempt: Attempt) -> Next {
    if attempt.secret_rejected {
        return finish(not_executed(
            about,
            Status::IssueWithAccessToken,
            ReasonKind::SessionSecretRejected,
        ));
    }
    if let Some(end) = given_up(about) {
        return end;
    }
    (
        Phase::RefreshingSecret(Attempt {
            secret_rejected: true,
            ..attempt
        }),
        vec![Effect::RefreshSecret],
    )
}

fn not_connected(about: &About, attempt: Attempt, time_left: bool) -> Next {
    if let Some(end) = given_up(about) {
        return end;
    }
    if attempt.unreached >= RECONNECTS || !time_left {
        return nothing_sent_finish(about, Status::SdkInternalError, ReasonKind::Network);
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

/// The customer left, or the deadline passed, while a payment was out of which we now know that it did not happen.
/// Then it is not sent again.
fn given_up(about: &About) -> Option<Next> {
    match about {
        About { left: true, .. } => Some(finish_left(about)),
        About { overdue: true, .. } => Some(finish_overdue(about)),
        _ => None,
    }
}

fn challenged(about: &About, attempt: &Attempt, challenge: Option<Challenge>) -> Next {
    if about.params.flow.route(attempt) != Route::ThreeDs {
        return read_back::begin(Unsettled {
            status: Status::Failed,
            reason: ReasonKind::ThreeDsNotSupported,
            ..unknown()
        });
    }
    match challenge {
        Some(challenge) if about.left => cancel_challenge(challenge),
        Some(challenge) => (Phase::Challenging(challenge), vec![]),
        None => read_back::begin(unknown()),
    }
}

/// Leaving during the challenge: the gateway is told, and its answer is the result.
pub(super) fn cancel_challenge(challenge: Challenge) -> Next {
    complete(challenge, ChallengeOutcome::cancelled())
}

/// The challenge has ended: the gateway is told, whatever the outcome.
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

/// three-ds-complete was answered, or was not. A payment is out, so only a readable code settles it here.
pub(super) fn completed(about: &About, completion: Completion, answer: GatewayAnswer) -> Next {
    match answer {
        GatewayAnswer::Status { code, .. } => match Status::from_gateway(code) {
            Some(Status::Authorizing) => read_back::begin(unknown()),
            status => decided(about, status, code),
        },
        GatewayAnswer::NotConnected { time_left: true } if completion.unreached < RECONNECTS => {
            let pause = pause(completion.unreached);
            let completion = Completion {
                unreached: completion.unreached + 1,
                ..completion
            };
            (Phase::PausingBeforeComplete(completion), vec![pause])
        }
        GatewayAnswer::Http { .. } | GatewayAnswer::NotConnected { .. } | GatewayAnswer::Lost => {
            read_back::begin(unknown())
        }
    }
}

fn pause(unreached: u8) -> Effect {
    Effect::Wait {
        at_most: RECONNECT_PAUSE * 2u32.pow(unreached.into()),
        jitter: true,
    }
}

fn unknown() -> Unsettled {
    Unsettled {
        status: Status::SdkInternalError,
        reason: ReasonKind::OutcomeUnknown,
        gateway_code: None,
    }
}

fn charged(about: &About) -> PaymentResult {
    PaymentResult::new(
        &about.params.payment_intent_id,
        Status::Successful,
        about.params.flow.charge_of_success(),
        None,
    )
}

/// The gateway has looked at the payment of this intent and turned it down.
fn turned_down(about: &About, status: Status, reason: ReasonKind) -> PaymentResult {
    PaymentResult::new(&about.params.payment_intent_id, status, Charge::NotCharged, reason)
}

/// The gateway refused the request. That tells nothing of an earlier attempt.
fn not_executed(about: &About, status: Status, reason: ReasonKind) -> PaymentResult {
    nothing_sent(about, status, reason)
}
