//! Machines that are broken on purpose. Each must be caught, or the search proves nothing.

use checkout_core::flow::{
    Effect, Event, Flow, FlowParams, GatewayAnswer, IntentKind, IntentStatus, Phase, State, WalletAuth, step,
};
use checkout_core::result::Charge;
use checkout_core::threeds::ChallengeOutcome;

use crate::explore::{explore, report};
use crate::rules::Violation;
use crate::world::Step;

type Mutant = (&'static str, Violation, Box<Step>);

#[test]
fn every_mutant_is_caught() {
    let mutants = mutants();
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for share in mutants.chunks(mutants.len().div_ceil(workers)) {
            scope.spawn(move || share.iter().for_each(must_be_caught));
        }
    });
    let names: Vec<&str> = mutants.iter().map(|(name, ..)| *name).collect();
    let line = format!("mutants: {0} of {0} caught ({1})", names.len(), names.join("; "));
    report("mutants", &line);
}

fn must_be_caught((name, expected, mutant): &Mutant) {
    match explore(mutant.as_ref(), Some(*expected)) {
        Ok(_) => panic!("the search did not notice the mutant: {name}"),
        Err(broken) => {
            let is_caught = broken.iter().any(|broken| broken.violation == *expected);
            assert!(is_caught, "{name}: {expected:?} in {broken:#?}");
        }
    }
}

fn mutants() -> Vec<Mutant> {
    vec![
        (
            "a missing statusCode is 0",
            Violation::SuccessWithoutEvidence,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Http { status: 200 }) => paid(),
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
            Violation::EvidenceOfPaymentNotReported,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 0, .. }) => {
                    Event::PaymentAnswered(GatewayAnswer::Lost)
                }
                event => event,
            }),
        ),
        (
            "the intent's word that it is paid is not heard",
            Violation::UnknownWithoutGrounds,
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
            "a payment is sent twice",
            Violation::TwoPaymentsInFlight,
            asking(|effects| {
                if effects.contains(&Effect::SubmitPayment) {
                    effects.push(Effect::SubmitPayment);
                }
            }),
        ),
        (
            "a lost answer is tried again",
            Violation::PaymentRepeatedBlindly,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Lost) => not_connected(),
                event => event,
            }),
        ),
        (
            "a gateway error is tried again",
            Violation::PaymentRepeatedBlindly,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Http { status: 503 }) => not_connected(),
                event => event,
            }),
        ),
        (
            "an answer of 500 is tried again",
            Violation::PaymentRepeatedBlindly,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 500, .. }) => not_connected(),
                event => event,
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
            "a refused secret is tried again as it is",
            Violation::PaymentWithoutDeviceData,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 401, .. }) => not_connected(),
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
            "99 is called a failure",
            Violation::NotChargedWithoutGrounds,
            hearing(|event| match event {
                Event::PaymentAnswered(GatewayAnswer::Status { code: 99, challenge }) => {
                    Event::PaymentAnswered(GatewayAnswer::Status { code: 30, challenge })
                }
                event => event,
            }),
        ),
        (
            "leaving drops a payment that is out",
            Violation::NotChargedWithoutGrounds,
            leaving_ends_it(),
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
            "a typed card in a wallet is not authenticated",
            Violation::PaymentWithoutDeviceData,
            hearing(|event| match event {
                Event::WalletDecrypted(Some(WalletAuth::PanOnly)) => {
                    Event::WalletDecrypted(Some(WalletAuth::Cryptogram3ds))
                }
                event => event,
            }),
        ),
        (
            "a wallet token that cannot be opened is paid with",
            Violation::PaymentWithUnopenedWallet,
            hearing(|event| match event {
                Event::WalletDecrypted(None) => Event::WalletDecrypted(Some(WalletAuth::Cryptogram3ds)),
                event => event,
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
    ]
}

/// The machine, but it hears `event` as something else.
fn hearing(mishear: impl Fn(Event) -> Event + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| step(state, mishear(event)))
}

/// The machine, but it asks for something else.
fn asking(change: impl Fn(&mut Vec<Effect>) + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| {
        let (state, mut effects) = step(state, event);
        change(&mut effects);
        (state, effects)
    })
}

fn leaving_ends_it() -> Box<Step> {
    Box::new(|state, event| match (state.phase(), &event) {
        (Phase::Submitting(_), Event::Leave) => {
            let params = FlowParams {
                flow: Flow::Payment,
                payment_intent_id: "pi_1".to_owned(),
                has_customer_secret: true,
                earlier_outcome_unknown: false,
                read_back_limit: std::time::Duration::from_secs(30),
            };
            step(State::new(params), Event::Leave)
        }
        _ => step(state, event),
    })
}

fn paid() -> Event {
    Event::PaymentAnswered(GatewayAnswer::Status {
        code: 0,
        challenge: None,
    })
}

fn not_connected() -> Event {
    Event::PaymentAnswered(GatewayAnswer::NotConnected { time_left: true })
}
