//! Broken machines that keep the money, and not the customer: ways out, news, and what a screen shows.

use checkout_core::result::Charge;
use checkout_core::status::Status;
use checkout_sheet::model::{Action, Asked, Effect, Entry, News, Offer, Remark, Stage, offered, update};
use checkout_sheet::screen::{Button, ButtonRole, Content, Tone};

use crate::broken::{
    closed, drawing, drawing_results, has_ended_as, hearing, instead, is_working, leading, left, losing,
};
use crate::mutants::{CARDS, DELETED, GUEST, Mutant, WALLETS, ending};
use crate::rules::Violation as Rule;
use crate::truth::{allows_another_attempt, is_payment};
use crate::world::Machine;

pub(crate) fn ways_out() -> Vec<Mutant> {
    vec![
        (
            "closing ends the sheet while a payment is out",
            GUEST,
            Rule::ClosedBeforeResult,
            instead(|state, action| match action {
                Action::Close if is_working(&state) => closed(state, left()),
                action => update(state, action),
            }),
        ),
        (
            "a yes ends the sheet while a payment is out",
            GUEST,
            Rule::ClosedBeforeResult,
            instead(|state, action| match action {
                Action::Confirm if state.asked == Some(Asked::LeavePayment) => closed(state, left()),
                action => update(state, action),
            }),
        ),
        (
            "closing before a payment ends the sheet before core has its result",
            GUEST,
            Rule::ClosedBeforeResult,
            instead(|state, action| match (&state.stage, &action) {
                (Stage::Choosing(_), Action::Close) => closed(state, left()),
                _ => update(state, action),
            }),
        ),
        (
            "closing leaves the challenge without a question",
            GUEST,
            Rule::DoesNotHold,
            instead(|mut state, action| match (&state.stage, &action) {
                (Stage::Challenge(_), Action::Close) => {
                    state.stage = Stage::Leaving;
                    (state, vec![Effect::Leave])
                }
                _ => update(state, action),
            }),
        ),
        (
            "who has left sees the result as if they had not",
            GUEST,
            Rule::LeavingForgotten,
            leading(|_, _, after, _| after.is_leaving = false),
        ),
        (
            "back means yes",
            GUEST,
            Rule::ReachedBelowQuestion,
            hearing(|state, action| match (&state.asked, &action) {
                (Some(_), Action::Back) => Action::Confirm,
                _ => action,
            }),
        ),
        (
            "core does not hear that the customer has left",
            GUEST,
            Rule::NoWayOut,
            losing(|_, _, effect| *effect == Effect::Leave),
        ),
        (
            "a session that starts after the customer has left does not hear of it",
            GUEST,
            Rule::NoWayOut,
            losing(|_, action, effect| *effect == Effect::Leave && matches!(action, Action::Heard(_))),
        ),
        (
            "who leaves while the intent is read does not hear the result",
            GUEST,
            Rule::NoWayOut,
            hearing(|state, action| match ending(&action) {
                Some(_) if state.stage == Stage::Leaving => Action::Dismiss,
                _ => action,
            }),
        ),
    ]
}

pub(crate) fn news() -> Vec<Mutant> {
    vec![
        (
            "what is told too late is heard",
            GUEST,
            Rule::DoesNotHold,
            instead(|mut state, action| {
                if let Action::Heard(_) = action {
                    state.heard_from = 0;
                }
                update(state, action)
            }),
        ),
        (
            "that the customer may choose is heard while a payment is handed over",
            DELETED,
            Rule::DoesNotHold,
            leading(|_, _, after, _| after.is_handing_over = false),
        ),
        (
            "what an earlier attempt tells is heard",
            GUEST,
            Rule::EarlierAttemptHeard,
            hearing(|state, action| match action {
                Action::Heard(News::Session { snapshot, today, .. }) => Action::Heard(News::Session {
                    attempt: state.attempt,
                    snapshot,
                    today,
                }),
                action => action,
            }),
        ),
        (
            "that the session has taken a payment is not heard",
            GUEST,
            Rule::WaitsForEver,
            hearing(|_, action| match action {
                Action::Heard(News::Taken { .. }) => Action::Dismiss,
                action => action,
            }),
        ),
        (
            "that the session has refused a payment is not heard",
            GUEST,
            Rule::WaitsForEver,
            hearing(|_, action| match action {
                Action::Heard(News::Refused { .. }) => Action::Dismiss,
                action => action,
            }),
        ),
        (
            "the 3-D Secure session is not started",
            GUEST,
            Rule::WaitsForEver,
            losing(|_, _, effect| *effect == Effect::StartThreeDs),
        ),
        (
            "the end of the challenge is not told",
            GUEST,
            Rule::WaitsForEver,
            losing(|_, _, effect| matches!(effect, Effect::CompleteChallenge(_))),
        ),
        (
            "a card that was deleted comes back with the next attempt",
            DELETED,
            Rule::DeletedCardShown,
            leading(|_, _, after, _| after.deleted.clear()),
        ),
        (
            "a deletion that failed is not said",
            DELETED,
            Rule::FailedDeletionNotSaid,
            leading(|_, _, after, _| {
                after.remark = after
                    .remark
                    .take()
                    .filter(|said| !matches!(said, Remark::DeletionFailed(_)));
            }),
        ),
    ]
}

pub(crate) fn screens() -> Vec<Mutant> {
    vec![
        (
            "an unknown outcome looks like a success",
            GUEST,
            Rule::SuccessNotGiven,
            drawing_results(|_, done| {
                if done.tone == Tone::Uncertain {
                    done.tone = Tone::Success;
                }
            }),
        ),
        (
            "another attempt is shown after an unknown outcome",
            GUEST,
            Rule::WrongAttemptsOffered,
            drawing_results(|_, done| {
                if done.tone == Tone::Uncertain {
                    done.buttons.push(button(Action::TryAgain));
                }
            }),
        ),
        (
            "no other attempt is shown after a decline",
            GUEST,
            Rule::WrongAttemptsOffered,
            drawing_results(|_, done| done.buttons.retain(|button| button.action != Action::TryAgain)),
        ),
        (
            "to check again is shown after a decline",
            GUEST,
            Rule::WrongCheckOffered,
            drawing_results(|state, done| {
                if has_ended_as(state, |result| result.status == Status::Declined) {
                    done.buttons.push(button(Action::CheckAgain));
                }
            }),
        ),
        (
            "the challenge can be swiped away",
            GUEST,
            Rule::DoesNotHold,
            drawing(|_, screen| screen.frame.holds &= !matches!(screen.content, Content::Challenge(_))),
        ),
        (
            "the form can be used below a question",
            DELETED,
            Rule::ReachedBelowQuestion,
            Machine {
                update: Box::new(|mut state, action| {
                    if matches!(action, Action::DeleteCard { .. }) {
                        state.asked = None;
                    }
                    update(state, action)
                }),
                ..drawing(|_, screen| {
                    if let Content::Manage(manage) = &mut screen.content {
                        let rows = manage.saved_cards.iter_mut();
                        rows.filter_map(|row| row.delete.as_mut())
                            .for_each(|button| button.enabled = true);
                    }
                })
            },
        ),
        (
            "pay works where it is shown as disabled",
            CARDS,
            Rule::RefusedChanges,
            leading(|before, action, after, _| {
                if offered(before, action) == Offer::Disabled {
                    after.remark = Some(Remark::TotalChanged);
                }
            }),
        ),
        (
            "a button does nothing",
            GUEST,
            Rule::ShownButRefused,
            instead(|state, action| match action {
                Action::TryAgain => (state, Vec::new()),
                action => update(state, action),
            }),
        ),
        (
            "a CVV is kept when it was handed over",
            GUEST,
            Rule::CvvKept,
            leading(|before, _, after, effects| {
                if effects.iter().any(is_payment) {
                    after.entry = before.entry.clone();
                }
            }),
        ),
        (
            "a card is kept after a success",
            GUEST,
            Rule::CardKept,
            leading(|before, _, after, _| {
                if has_ended_as(after, |result| result.charge == Charge::Charged) {
                    after.entry = before.entry.clone();
                }
            }),
        ),
        (
            "what was typed is lost with a decline",
            GUEST,
            Rule::TypedTextLost,
            leading(|_, _, after, _| {
                if has_ended_as(after, allows_another_attempt) {
                    after.entry = Entry::default();
                }
            }),
        ),
        (
            "the wallet is asked for once more under the same number",
            WALLETS,
            Rule::RequestNumberReused,
            leading(|before, _, after, _| {
                if let Stage::Wallet(_, number) = &mut after.stage {
                    *number = before.requests;
                }
            }),
        ),
        (
            "the focus is asked for once more under the same number",
            GUEST,
            Rule::RequestNumberReused,
            leading(|before, _, after, _| {
                if let Some((number, _)) = &mut after.focus {
                    *number = before.requests;
                }
            }),
        ),
    ]
}

fn button(action: Action) -> Button {
    Button {
        label: "A button".to_owned(),
        enabled: true,
        role: ButtonRole::Secondary,
        action,
        accessibility_label: "A button".to_owned(),
    }
}
