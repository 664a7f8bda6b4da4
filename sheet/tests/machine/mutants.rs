//! Machines that are broken on purpose. Each must be caught by the rule that it breaks, or the search proves nothing.

use checkout_core::result::Charge;
use checkout_core::snapshot::CheckoutState;
use checkout_core::status::Status;
use checkout_sheet::model::{
    Action, Asked, Effect, Entry, News, Offer, Place, Remark, Stage, Waiting, offered, update,
};
use checkout_sheet::screen::{Button, ButtonRole, Content, Tone};

use crate::broken::{
    closed, declined, drawing, drawing_results, has_ended_as, hearing, instead, is_working, leading, left, losing,
    payment, repeating,
};
use crate::cast::{Setting, paid, settings};
use crate::explore::{explore, in_parallel};
use crate::rules::Violation as Rule;
use crate::truth::{allows_another_attempt, is_payment};
use crate::world::Machine;

/// What is broken, in which search that shows, by which rule, and the machine.
type Mutant = (&'static str, &'static str, Rule, Machine);

const GUEST: &str = "a guest";
const WALLETS: &str = "wallets";
const CARDS: &str = "cards";
const DELETED: &str = "cards that are deleted";
const STATUS: &str = "a status";
const DOUBT: &str = "a payment in doubt";

/// How many there are. One that is not caught by the rule that it breaks fails the test.
pub(crate) fn catch_every_mutant() -> usize {
    let mutants: Vec<Mutant> = [payments(), doubts(), results(), ways_out(), news(), screens()]
        .into_iter()
        .flatten()
        .collect();
    let count = mutants.len();
    let missed: Vec<&str> = in_parallel(mutants, |mutant| (!is_caught(&mutant)).then_some(mutant.0))
        .into_iter()
        .flatten()
        .collect();
    assert!(missed.is_empty(), "the search did not notice: {missed:#?}");
    count
}

fn is_caught((_, name, rule, machine): &Mutant) -> bool {
    let of_name = |setting: &Setting| setting.name == *name;
    let setting = settings(false)
        .into_iter()
        .find(of_name)
        .expect("a setting of this name");
    explore(setting, machine, Some(*rule)).is_err()
}

fn payments() -> Vec<Mutant> {
    vec![
        (
            "a payment is sent twice",
            GUEST,
            Rule::SecondPayment,
            repeating(is_payment),
        ),
        (
            "a second tap pays again",
            GUEST,
            Rule::RefusedChanges,
            leading(|before, action, _, effects| {
                if is_working(before) && *action == Action::Pay {
                    effects.push(payment());
                }
            }),
        ),
        (
            "the wallet pays as soon as the customer may choose",
            WALLETS,
            Rule::PaymentWithoutTap,
            leading(|before, _, after, effects| {
                if before.stage == Stage::Loading(Waiting::Intent) && matches!(after.stage, Stage::Choosing(_)) {
                    effects.push(payment());
                }
            }),
        ),
        (
            "a total that has changed is paid without another tap",
            GUEST,
            Rule::PaymentWithoutTap,
            leading(|before, _, after, effects| {
                if after.remark == Some(Remark::TotalChanged) && is_working(before) {
                    effects.push(payment());
                }
            }),
        ),
        (
            "the total that was shown first goes on being shown",
            GUEST,
            Rule::TotalNotShown,
            leading(|before, _, after, _| {
                if before.summary.is_some() {
                    after.summary.clone_from(&before.summary);
                }
            }),
        ),
        (
            "that the total has changed is not said",
            GUEST,
            Rule::TotalChangeNotSaid,
            leading(|_, _, after, _| after.remark = after.remark.take().filter(|said| *said != Remark::TotalChanged)),
        ),
        (
            "that the total has changed is said no longer than until a deletion fails",
            DELETED,
            Rule::TotalChangeNotSaid,
            leading(|_, action, after, _| {
                if let Action::Heard(News::Deleted {
                    failure: Some(error), ..
                }) = action
                    && after.remark == Some(Remark::TotalChanged)
                {
                    after.remark = Some(Remark::DeletionFailed(error.into()));
                }
            }),
        ),
        (
            "another attempt is paid before the intent is read",
            GUEST,
            Rule::PaymentBeforeChoice,
            leading(|_, action, after, _| {
                if *action == Action::TryAgain && after.summary.is_some() {
                    after.stage = Stage::Choosing(Place::Form);
                }
            }),
        ),
        (
            "a session is started with every tap on pay",
            GUEST,
            Rule::SessionBesideAnother,
            leading(|before, action, _, effects| {
                if *action == Action::Pay {
                    effects.push(Effect::StartSession {
                        attempt: before.attempt + 1,
                    });
                }
            }),
        ),
        (
            "another attempt starts two sessions",
            GUEST,
            Rule::SessionBesideAnother,
            repeating(|effect| matches!(effect, Effect::StartSession { .. })),
        ),
        (
            "a status sheet pays",
            STATUS,
            Rule::WrongKindPays,
            leading(|_, action, _, effects| {
                if *action == Action::CheckAgain {
                    effects.push(payment());
                }
            }),
        ),
        (
            "a status sheet starts a session",
            STATUS,
            Rule::WrongKindPays,
            leading(|_, action, _, effects| {
                if *action == Action::CheckAgain {
                    effects.push(Effect::StartSession { attempt: 1 });
                }
            }),
        ),
    ]
}

fn doubts() -> Vec<Mutant> {
    vec![
        (
            "to check again is to try again",
            GUEST,
            Rule::PaymentInDoubt,
            leading(|_, action, after, effects| {
                if *action == Action::CheckAgain && after.stage != Stage::Leaving {
                    after.attempt += 1;
                    *effects = vec![Effect::StartSession { attempt: after.attempt }];
                }
            }),
        ),
        (
            "a doubt that an earlier sheet left is not minded",
            DOUBT,
            Rule::PaymentInDoubt,
            leading(|_, action, after, effects| {
                if *action == Action::CheckAgain && after.attempt == 0 {
                    after.attempt = 1;
                    *effects = vec![Effect::StartSession { attempt: 1 }];
                }
            }),
        ),
        (
            "an unknown outcome is heard as a decline",
            GUEST,
            Rule::PaymentInDoubt,
            hearing(|_, action| match ending(&action) {
                Some(Charge::Unknown) => ended_with(action, declined()),
                _ => action,
            }),
        ),
        (
            "a doubt is not remembered",
            GUEST,
            Rule::DoubtNotRemembered,
            losing(|_, _, effect| matches!(effect, Effect::RememberDoubt(_))),
        ),
        (
            "a doubt is not remembered when the customer has left",
            GUEST,
            Rule::DoubtNotRemembered,
            losing(|before, _, effect| before.is_leaving && matches!(effect, Effect::RememberDoubt(_))),
        ),
        (
            "a doubt is forgotten when the intent cannot be read",
            DOUBT,
            Rule::DoubtForgotten,
            leading(|_, action, _, effects| {
                if let Action::Heard(News::Status(_)) = action {
                    *effects = vec![Effect::ForgetDoubt];
                }
            }),
        ),
        (
            "an intent that is still open is taken for a payment that took nothing",
            DOUBT,
            Rule::DoubtForgotten,
            hearing(|_, action| match action {
                Action::Heard(News::Status(mut status)) => {
                    status.charge = match status.charge {
                        Charge::Unknown => Charge::NotCharged,
                        charge => charge,
                    };
                    Action::Heard(News::Status(status))
                }
                action => action,
            }),
        ),
    ]
}

fn results() -> Vec<Mutant> {
    vec![
        (
            "a decline is heard as a payment",
            GUEST,
            Rule::SuccessNotGiven,
            hearing(|_, action| match ending(&action) {
                Some(Charge::NotCharged) => ended_with(action, paid()),
                _ => action,
            }),
        ),
        (
            "an unknown outcome is delivered as a payment",
            GUEST,
            Rule::SuccessNotGiven,
            leading(|_, _, _, effects| {
                for effect in effects {
                    if let Effect::Finish(result) = effect {
                        result.payment = Some(paid());
                    }
                }
            }),
        ),
        (
            "leaving after a decline delivers the decline",
            GUEST,
            Rule::WrongResult,
            instead(|state, action| match (&state.stage, &action) {
                (Stage::Ended(result), Action::Close) if allows_another_attempt(result) => {
                    let result = result.clone();
                    closed(state, result)
                }
                _ => update(state, action),
            }),
        ),
        (
            "leaving after a decline says nothing of it",
            GUEST,
            Rule::LastAttemptLost,
            leading(|_, _, _, effects| {
                for effect in effects {
                    if let Effect::Finish(result) = effect {
                        result.last_attempt = None;
                    }
                }
            }),
        ),
        (
            "an outcome that is not known is delivered as one that took nothing",
            GUEST,
            Rule::WrongResult,
            leading(|before, _, _, effects| {
                for effect in effects {
                    if let Effect::Finish(result) = effect
                        && has_ended_as(before, |ended| ended.charge == Charge::Unknown)
                    {
                        result.payment = Some(left());
                    }
                }
            }),
        ),
        (
            "the result is delivered twice",
            GUEST,
            Rule::SecondFinish,
            repeating(|effect| matches!(effect, Effect::Finish(_))),
        ),
        (
            "a result that comes after the end is heard",
            GUEST,
            Rule::SecondFinish,
            instead(|mut state, action| match action {
                Action::Heard(News::Session { .. }) if matches!(state.stage, Stage::Closed(_)) => {
                    state.stage = Stage::Ended(paid());
                    (state, Vec::new())
                }
                action => update(state, action),
            }),
        ),
    ]
}

fn ways_out() -> Vec<Mutant> {
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

fn news() -> Vec<Mutant> {
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

fn screens() -> Vec<Mutant> {
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

/// What is said of the money, if the session is told to have ended.
fn ending(action: &Action) -> Option<Charge> {
    match action {
        Action::Heard(News::Session { snapshot, .. }) => match &snapshot.state {
            CheckoutState::Finished(result) => Some(result.charge),
            _ => None,
        },
        _ => None,
    }
}

fn ended_with(mut action: Action, result: checkout_core::result::PaymentResult) -> Action {
    if let Action::Heard(News::Session { snapshot, .. }) = &mut action {
        snapshot.state = CheckoutState::Finished(result);
    }
    action
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
