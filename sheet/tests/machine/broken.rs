//! Ways to break the machine.

use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::status::Status;
use checkout_sheet::model::{Action, Effect, Entry, Stage, State, WalletPayment, update};
use checkout_sheet::params::SheetResult;
use checkout_sheet::screen::{Content, DoneScreen, Screen, screen};

use crate::cast::result;
use crate::world::Machine;

/// The machine, but this comes of an action instead.
pub(crate) fn instead(update: impl Fn(State, Action) -> (State, Vec<Effect>) + Send + Sync + 'static) -> Machine {
    Machine {
        update: Box::new(update),
        ..Machine::real()
    }
}

/// The machine, but it takes an action for another one.
pub(crate) fn hearing(change: impl Fn(&State, Action) -> Action + Send + Sync + 'static) -> Machine {
    instead(move |state, action| {
        let action = change(&state, action);
        update(state, action)
    })
}

/// The machine, but what comes of an action is changed: given are the state before, the action, and what came of it.
pub(crate) fn leading(
    change: impl Fn(&State, &Action, &mut State, &mut Vec<Effect>) + Send + Sync + 'static,
) -> Machine {
    instead(move |state, action| {
        let (mut after, mut effects) = update(state.clone(), action.clone());
        change(&state, &action, &mut after, &mut effects);
        (after, effects)
    })
}

/// The machine, but such effects are lost.
pub(crate) fn losing(is_lost: impl Fn(&State, &Action, &Effect) -> bool + Send + Sync + 'static) -> Machine {
    leading(move |before, action, _, effects| effects.retain(|effect| !is_lost(before, action, effect)))
}

/// The machine, but such effects come twice.
pub(crate) fn repeating(is_repeated: impl Fn(&Effect) -> bool + Send + Sync + 'static) -> Machine {
    leading(move |_, _, _, effects| {
        let again: Vec<Effect> = effects.iter().filter(|effect| is_repeated(effect)).cloned().collect();
        effects.extend(again);
    })
}

/// The machine, but its screen is another one.
pub(crate) fn drawing(change: impl Fn(&State, &mut Screen) + Send + Sync + 'static) -> Machine {
    Machine {
        screen: Box::new(move |state, texts| {
            let mut drawn = screen(state, texts, 1);
            change(state, &mut drawn);
            drawn
        }),
        ..Machine::real()
    }
}

/// The same, where there is a result.
pub(crate) fn drawing_results(change: impl Fn(&State, &mut DoneScreen) + Send + Sync + 'static) -> Machine {
    drawing(move |state, screen| {
        if let Content::Done(done) = &mut screen.content {
            change(state, done);
        }
    })
}

/// A sheet that closes at once.
pub(crate) fn closed(mut state: State, payment: PaymentResult) -> (State, Vec<Effect>) {
    let result = SheetResult {
        payment: Some(payment),
        last_attempt: None,
    };
    state.entry = Entry::default();
    state.asked = None;
    state.stage = Stage::Closed(result.clone());
    (state, vec![Effect::Finish(result)])
}

pub(crate) fn left() -> PaymentResult {
    result(
        Status::UserClosedWithoutPaying,
        Charge::NotCharged,
        ReasonKind::UserLeft,
    )
}

pub(crate) fn declined() -> PaymentResult {
    result(Status::Declined, Charge::NotCharged, ReasonKind::Declined)
}

pub(crate) fn payment() -> Effect {
    Effect::PayWithWallet(WalletPayment::GooglePay("{}".into()))
}

pub(crate) fn is_working(state: &State) -> bool {
    matches!(state.stage, Stage::Working(_))
}

pub(crate) fn has_ended_as(state: &State, holds: impl Fn(&PaymentResult) -> bool) -> bool {
    matches!(&state.stage, Stage::Ended(result) if holds(result))
}
