//! Ways to break the machine.

use std::time::Duration;

use checkout_core::flow::{
    Attempt, Effect, Event, GatewayAnswer, IntentStatus, LoadFailure, Phase, Prepared, State, step,
};
use checkout_core::result::{PaymentResult, ReasonKind};

use crate::world::Step;

/// The machine, but it hears `event` as something else.
pub(crate) fn hearing(mishear: impl Fn(Event) -> Event + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| step(state, mishear(event)))
}

/// The machine, but it asks for something else.
pub(crate) fn asking(change: impl Fn(&mut Vec<Effect>) + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| {
        let (state, mut effects) = step(state, event);
        change(&mut effects);
        (state, effects)
    })
}

/// The machine, but it takes the answer to a payment for another one.
pub(crate) fn answered_with(mistake: impl Fn(GatewayAnswer) -> GatewayAnswer + Send + Sync + 'static) -> Box<Step> {
    hearing(move |event| match event {
        Event::PaymentAnswered(answer) => Event::PaymentAnswered(mistake(answer)),
        event => event,
    })
}

/// The machine, but it takes the answer to the report of a challenge for another one.
pub(crate) fn completed_with(mistake: impl Fn(GatewayAnswer) -> GatewayAnswer + Send + Sync + 'static) -> Box<Step> {
    hearing(move |event| match event {
        Event::ThreeDsCompleted(answer) => Event::ThreeDsCompleted(mistake(answer)),
        event => event,
    })
}

pub(crate) fn of_code(mistaken: i64, for_this: GatewayAnswer) -> impl Fn(GatewayAnswer) -> GatewayAnswer + Send + Sync {
    move |answer| match answer {
        GatewayAnswer::Status { code, .. } if code == mistaken => for_this.clone(),
        answer => answer,
    }
}

/// The machine, but what the first readable read says is taken for what the last one says.
pub(crate) fn impatient() -> Box<Step> {
    Box::new(|state, event| {
        let is_open = matches!(
            event,
            Event::ReadBack {
                status: Some(IntentStatus::Created),
                ..
            }
        );
        let (mut state, mut effects) = step(state, event.clone());
        while is_open && matches!(state.phase(), Phase::PausingBeforeReadBack(_)) {
            (state, _) = step(state, Event::Waited);
            (state, effects) = step(state, event.clone());
        }
        (state, effects)
    })
}

/// The machine, but something else follows when the secret of a payment is refused.
pub(crate) fn refused_payment(then: impl Fn(Attempt) -> (Phase, Vec<Effect>) + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| match (state.phase(), &event) {
        (Phase::Submitting(attempt), Event::PaymentAnswered(GatewayAnswer::Status { code: 401, .. })) => {
            let (phase, effects) = then(attempt.clone());
            (state.with_phase(phase), effects)
        }
        _ => step(state, event),
    })
}

/// The machine, but it cannot tell a payment that is refused from a preparation that is: it goes back to the choice.
pub(crate) fn back_to_choosing() -> Box<Step> {
    Box::new(|state, event| match (state.phase(), &event) {
        (Phase::RefreshingAfterPayment(_), Event::SecretRefreshed(Ok(intent)))
            if intent.summary.total != Some(crate::alphabet::SHOWN) =>
        {
            let loaded = Event::IntentLoaded(Ok(intent.clone()));
            step(state.with_phase(Phase::LoadingIntent), loaded)
        }
        _ => step(state, event),
    })
}

/// The machine, but a second refusal before the payment is like the first.
pub(crate) fn refreshing_again() -> Box<Step> {
    Box::new(|state, event| match (state.phase(), &event) {
        (Phase::CollectingDeviceData(preparation), Event::DeviceDataCollected(Prepared::SecretRefused { .. })) => {
            let preparation = preparation.clone();
            let refresh = vec![Effect::RefreshSecret];
            (state.with_phase(Phase::RefreshingSecret(preparation)), refresh)
        }
        _ => step(state, event),
    })
}

/// The machine, but leaving in such a phase ends the checkout as it does before a payment.
pub(crate) fn leaving_ends_it(in_phase: impl Fn(&Phase) -> bool + Send + Sync + 'static) -> Box<Step> {
    Box::new(move |state, event| match &event {
        Event::Leave if in_phase(state.phase()) => step(state.with_phase(Phase::LoadingIntent), event),
        _ => step(state, event),
    })
}

/// A checkout that ends as if it had never got to its intent.
pub(crate) fn network_failed(state: State) -> (State, Vec<Effect>) {
    let loaded = Event::IntentLoaded(Err(LoadFailure::Network));
    step(state.with_phase(Phase::LoadingIntent), loaded)
}

pub(crate) fn is_of(result: &PaymentResult, kind: ReasonKind) -> bool {
    result.reason.as_ref().is_some_and(|reason| reason.kind == kind)
}

pub(crate) fn paid() -> Event {
    Event::PaymentAnswered(GatewayAnswer::Status {
        code: 0,
        challenge: None,
    })
}

pub(crate) const NOT_CONNECTED: GatewayAnswer = GatewayAnswer::NotConnected { time_left: true };
pub(crate) const DECLINED: GatewayAnswer = GatewayAnswer::Status {
    code: 5,
    challenge: None,
};
pub(crate) const PAUSE: Effect = Effect::Wait {
    at_most: Duration::from_millis(500),
    jitter: true,
};
