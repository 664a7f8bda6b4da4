//! Machines that are broken on purpose. Each must be caught, or the search proves nothing.

use std::sync::Mutex;

use checkout_core::flow::{Effect, Event, GatewayAnswer, IntentKind, IntentStatus, Phase, Prepared, WalletAuth, step};
use checkout_core::result::{Charge, ReasonKind};
use checkout_core::threeds::ChallengeOutcome;

use crate::alphabet::EXPIRED_BY;
use crate::broken::{
    DECLINED, NOT_CONNECTED, PAUSE, answered_with, asking, back_to_choosing, completed_with, hearing, impatient, is_of,
    leaving_ends_it, network_failed, of_code, paid, refreshing_again, refused_payment,
};
use crate::explore::{explore, report, starts};
use crate::rules::Violation;
use crate::world::Step;

type Mutant = (&'static str, Violation, Box<Step>);

#[test]
fn every_mutant_is_caught() {
    let mutants = mutants();
    let (queue, missed) = (Mutex::new(mutants.iter()), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                let next = || queue.lock().expect("the queue").next();
                while let Some(mutant) = next() {
                    if !is_caught(mutant) {
                        missed.lock().expect("the list").push(mutant.0);
                    }
                }
            });
        }
    });
    let missed = missed.into_inner().expect("the list");
    assert!(missed.is_empty(), "the search did not notice: {missed:#?}");
    let names: Vec<&str> = mutants.iter().map(|(name, ..)| *name).collect();
    let line = format!("mutants: {0} of {0} caught ({1})", names.len(), names.join("; "));
    report("mutants", &line);
}

fn is_caught((_, expected, mutant): &Mutant) -> bool {
    starts()
        .into_iter()
        .any(|start| explore(start, mutant.as_ref(), Some(*expected)).is_err())
}

fn mutants() -> Vec<Mutant> {
    vec![
        (
            "a missing statusCode is 0",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Http { status: 200, .. }) => paid(),
                event => event,
            }),
        ),
        (
            "an unknown statusCode is 0",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 7, .. }) => paid(),
                event => event,
            }),
        ),
        (
            "a challenge is a success",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status {
                    code: 3,
                    challenge: Some(_),
                }) => paid(),
                event => event,
            }),
        ),
        (
            "a canceled intent is a success",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::IntentLoaded(Ok(mut intent)) if intent.status == IntentStatus::Canceled => {
                    intent.status = IntentStatus::Captured;
                    Event::IntentLoaded(Ok(intent))
                }
                event => event,
            }),
        ),
        (
            "the gateway's 0 is not heard",
            Violation::VerdictDelayed,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 0, .. }) => {
                    Event::PaymentAnswered(GatewayAnswer::Lost)
                }
                event => event,
            }),
        ),
        (
            "a payment is sent twice",
            Violation::TwoPaymentsInFlight,
            asking(|effects| {
                if effects.contains(&Effect::SubmitPayment) {
                    effects.push(Effect::SubmitPayment);
                }
            }),
        ),
        (
            "a lost report of a challenge is tried again",
            Violation::CompletionRepeatedBlindly,
            hearing(|event| match event {
                Event::ThreeDsCompleted(GatewayAnswer::Lost) => {
                    Event::ThreeDsCompleted(GatewayAnswer::NotConnected { time_left: true })
                }
                event => event,
            }),
        ),
        (
            "an unknown outcome is called a failure",
            Violation::NotChargedWithoutGrounds,
            asking(|effects| {
                for effect in effects {
                    if let Effect::Deliver(result) = effect
                        && result.charge == Charge::Unknown
                    {
                        result.charge = Charge::NotCharged;
                    }
                }
            }),
        ),
        (
            "leaving is not heard",
            Violation::PaymentAfterLeaving,
            Box::new(|state, event| match event {
                Event::Leave => (state, vec![]),
                event => step(state, event),
            }),
        ),
        (
            "the deadline is not heard",
            Violation::PaymentAfterLeaving,
            Box::new(|state, event| match event {
                Event::DeadlinePassed => (state, vec![]),
                event => step(state, event),
            }),
        ),
        (
            "a setup intent with a payment's status is a success",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::IntentLoaded(Ok(mut intent))
                    if intent.kind == IntentKind::Setup && intent.status == IntentStatus::Captured =>
                {
                    intent.status = IntentStatus::Completed;
                    Event::IntentLoaded(Ok(intent))
                }
                event => event,
            }),
        ),
        (
            "saving a card counts as a charge",
            Violation::ChargedWithoutSuccess,
            asking(|effects| {
                for effect in effects {
                    if let Effect::Deliver(result) = effect
                        && result.code() == 0
                    {
                        result.charge = Charge::Charged;
                    }
                }
            }),
        ),
        (
            "a result comes twice",
            Violation::SecondResult,
            asking(|effects| {
                if let Some(deliver) = effects
                    .iter()
                    .find(|effect| matches!(effect, Effect::Deliver(_)))
                    .cloned()
                {
                    effects.push(deliver);
                }
            }),
        ),
        (
            "a result does not come",
            Violation::FinishedWithoutResult,
            asking(|effects| {
                effects.retain(|effect| !matches!(effect, Effect::Deliver(_)));
            }),
        ),
        (
            "a pause never ends",
            Violation::Stuck,
            asking(|effects| {
                effects.retain(|effect| !matches!(effect, Effect::Wait { .. }));
            }),
        ),
        (
            "a challenge is left alone",
            Violation::Stuck,
            Box::new(|state, event| match state.phase() {
                Phase::Challenging(_) => {
                    let event = match event {
                        Event::Leave => Event::ChallengeEnded(ChallengeOutcome::cancelled()),
                        event => event,
                    };
                    let (state, mut effects) = step(state, event);
                    effects.clear();
                    (state, effects)
                }
                _ => step(state, event),
            }),
        ),
        (
            "the intent's word that it is paid is not heard",
            Violation::EvidenceOfPaymentNotReported,
            hearing(|event| match event {
                Event::ReadBack {
                    status: Some(IntentStatus::Captured),
                    out_of_time,
                } => Event::ReadBack {
                    status: None,
                    out_of_time,
                },
                event => event,
            }),
        ),
        (
            "a lost answer (cut, late or too large) is tried again",
            Violation::PaidTwice,
            answered_with(|answer| match answer {
                GatewayAnswer::Lost => NOT_CONNECTED,
                answer => answer,
            }),
        ),
        (
            "a gateway error is tried again",
            Violation::PaidTwice,
            answered_with(|answer| match answer {
                GatewayAnswer::Http { status: 503, .. } => NOT_CONNECTED,
                answer => answer,
            }),
        ),
        (
            "an answer of 500 is tried again",
            Violation::PaidTwice,
            answered_with(of_code(500, NOT_CONNECTED)),
        ),
        (
            "a refused secret is tried again as it is",
            Violation::PaidTwice,
            answered_with(of_code(401, NOT_CONNECTED)),
        ),
        (
            "99 is called a failure",
            Violation::NotChargedWithoutGrounds,
            answered_with(of_code(99, DECLINED)),
        ),
        (
            "20 is trusted",
            Violation::NotChargedWithoutGrounds,
            answered_with(of_code(20, DECLINED)),
        ),
        (
            "400 is trusted",
            Violation::NotChargedWithoutGrounds,
            answered_with(of_code(400, DECLINED)),
        ),
        (
            "404 is trusted",
            Violation::NotChargedWithoutGrounds,
            answered_with(of_code(404, DECLINED)),
        ),
        (
            "an HTTP refusal is trusted",
            Violation::NotChargedWithoutGrounds,
            answered_with(|answer| match answer {
                GatewayAnswer::Http { status: 429, .. } => DECLINED,
                answer => answer,
            }),
        ),
        (
            "a completion's 401 is trusted",
            Violation::NotChargedWithoutGrounds,
            completed_with(of_code(401, DECLINED)),
        ),
        (
            "a completion's 20 is trusted",
            Violation::NotChargedWithoutGrounds,
            completed_with(of_code(20, DECLINED)),
        ),
        (
            "a completion's HTTP error is trusted",
            Violation::NotChargedWithoutGrounds,
            completed_with(|answer| match answer {
                GatewayAnswer::Http { status: 400, .. } => DECLINED,
                answer => answer,
            }),
        ),
        (
            "a completion's 30 is believed without a read",
            Violation::VerdictNotChecked,
            completed_with(of_code(30, DECLINED)),
        ),
        (
            "a decline is doubted for no reason",
            Violation::VerdictDelayed,
            answered_with(of_code(5, GatewayAnswer::Lost)),
        ),
        (
            "one read is enough to say that nothing was taken",
            Violation::NotChargedWithoutGrounds,
            impatient(),
        ),
        ("one read is enough to pay again", Violation::PaidTwice, impatient()),
        (
            "the reads come too quickly",
            Violation::NotChargedWithoutGrounds,
            asking(|effects| {
                for effect in effects {
                    if let Effect::Wait { at_most, jitter: false } = effect {
                        *at_most /= 2;
                    }
                }
            }),
        ),
        (
            "an intent that cannot be read in the end counts as open",
            Violation::NotChargedWithoutGrounds,
            hearing(|event| match event {
                Event::ReadBack {
                    status: None,
                    out_of_time,
                } => Event::ReadBack {
                    status: Some(IntentStatus::Created),
                    out_of_time,
                },
                event => event,
            }),
        ),
        (
            "reading back is given up after the first read",
            Violation::GivenUpEarly,
            hearing(|event| match event {
                Event::ReadBack { status, .. } => Event::ReadBack {
                    status,
                    out_of_time: true,
                },
                event => event,
            }),
        ),
        (
            "a proven secret that was refused is paid with again",
            Violation::ProvenSecretPaidWithAgain,
            refused_payment(|attempt| {
                let refresh = vec![Effect::RefreshSecret];
                (Phase::RefreshingAfterPayment(attempt), refresh)
            }),
        ),
        (
            "a failed refresh says that the payment before it took nothing",
            Violation::NotChargedWithoutGrounds,
            Box::new(|state, event| match (state.phase(), &event) {
                (Phase::RefreshingAfterPayment(_), Event::SecretRefreshed(Err(_))) => network_failed(state),
                _ => step(state, event),
            }),
        ),
        (
            "a total that changed after a payment leads back to the choice",
            Violation::BackToChoosing,
            back_to_choosing(),
        ),
        (
            "a changed total is paid",
            Violation::TotalNotAgreed,
            hearing(|event| match event {
                Event::SecretRefreshed(Ok(mut intent)) => {
                    intent.summary.total = Some(crate::alphabet::SHOWN);
                    Event::SecretRefreshed(Ok(intent))
                }
                event => event,
            }),
        ),
        (
            "the typed card is kept when the total has changed",
            Violation::InstrumentKept,
            asking(|effects| effects.retain(|effect| *effect != Effect::ForgetInstrument)),
        ),
        (
            "the card is kept while the challenge is shown",
            Violation::SecretsKeptInChallenge,
            asking(|effects| effects.retain(|effect| *effect != Effect::KeepSessionSecretOnly)),
        ),
        (
            "the intent is not read after a refusal",
            Violation::PaymentAfterRefusalUnchecked,
            Box::new(|state, event| {
                let (state, effects) = step(state, event);
                match state.phase() {
                    Phase::CheckingIntent(preparation) => {
                        let attempt = preparation.attempt.clone();
                        (
                            state.with_phase(Phase::Submitting(attempt)),
                            vec![Effect::SubmitPayment],
                        )
                    }
                    _ => (state, effects),
                }
            }),
        ),
        (
            "a refused secret had run out, whenever it was",
            Violation::PaymentAfterRefusalUnchecked,
            hearing(|event| match event {
                Event::DeviceDataCollected(Prepared::SecretRefused { .. }) => {
                    Event::DeviceDataCollected(Prepared::SecretRefused { now: EXPIRED_BY })
                }
                event => event,
            }),
        ),
        (
            "a secret is refreshed as often as it is refused",
            Violation::SecretRefreshedTooOften,
            refreshing_again(),
        ),
        (
            "a decline clears a doubt",
            Violation::NotChargedWithoutGrounds,
            asking(|effects| {
                for effect in effects {
                    if let Effect::Deliver(result) = effect
                        && result.code() == 5
                    {
                        result.charge = Charge::NotCharged;
                    }
                }
            }),
        ),
        (
            "a checkout that is refused because another one runs took nothing",
            Violation::NotChargedWithoutGrounds,
            asking(|effects| {
                for effect in effects {
                    if let Effect::Deliver(result) = effect
                        && result
                            .reason
                            .as_ref()
                            .is_some_and(|reason| reason.kind == ReasonKind::AlreadyInProgress)
                    {
                        result.charge = Charge::NotCharged;
                    }
                }
            }),
        ),
        (
            "one reconnect more",
            Violation::TooManyConnections,
            Box::new(|state, event| {
                let before = state.clone();
                let (after, effects) = step(state, event.clone());
                match (before.phase(), &event, after.phase()) {
                    (
                        Phase::Submitting(attempt),
                        Event::PaymentAnswered(GatewayAnswer::NotConnected { time_left: true }),
                        Phase::Finished(result),
                    ) if is_of(result, ReasonKind::Network) => {
                        let attempt = attempt.clone();
                        (before.with_phase(Phase::PausingBeforeSubmit(attempt)), vec![PAUSE])
                    }
                    _ => (after, effects),
                }
            }),
        ),
        (
            "it does not matter whether there is time to connect again",
            Violation::TooManyConnections,
            answered_with(|answer| match answer {
                GatewayAnswer::NotConnected { .. } => NOT_CONNECTED,
                answer => answer,
            }),
        ),
        (
            "the report of a challenge is tried again without time",
            Violation::TooManyConnections,
            completed_with(|answer| match answer {
                GatewayAnswer::NotConnected { .. } => NOT_CONNECTED,
                answer => answer,
            }),
        ),
        (
            "leaving drops a payment that is out",
            Violation::NotChargedWithoutGrounds,
            leaving_ends_it(|phase| matches!(phase, Phase::Submitting(_))),
        ),
        (
            "leaving drops a refused payment while a new secret is fetched",
            Violation::NotChargedWithoutGrounds,
            leaving_ends_it(|phase| matches!(phase, Phase::RefreshingAfterPayment(_))),
        ),
        (
            "leaving ends reading back",
            Violation::NotChargedWithoutGrounds,
            leaving_ends_it(|phase| matches!(phase, Phase::PausingBeforeReadBack(_))),
        ),
        (
            "a typed card in a wallet is not authenticated",
            Violation::PaymentWithoutDeviceData,
            hearing(|event| match event {
                Event::WalletDecrypted(Prepared::Done(WalletAuth::PanOnly)) => {
                    Event::WalletDecrypted(Prepared::Done(WalletAuth::Cryptogram3ds))
                }
                event => event,
            }),
        ),
        (
            "a wallet token that cannot be opened is paid with",
            Violation::PaymentWithUnopenedWallet,
            hearing(|event| match event {
                Event::WalletDecrypted(Prepared::Failed) => {
                    Event::WalletDecrypted(Prepared::Done(WalletAuth::Cryptogram3ds))
                }
                event => event,
            }),
        ),
    ]
}
