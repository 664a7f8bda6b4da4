//! Machines that are broken on purpose. Each must be caught by the rule that it breaks, or the search proves nothing.

use checkout_core::result::Charge;
use checkout_core::snapshot::CheckoutState;
use checkout_sheet::model::{Action, Effect, News, Place, Remark, Stage, Waiting, update};

use crate::broken::{
    closed, declined, has_ended_as, hearing, instead, is_working, leading, left, losing, payment, repeating,
};
use crate::cast::{Setting, paid, settings};
use crate::explore::{explore, in_parallel};
use crate::mutants_of_screens::{news, screens, ways_out};
use crate::rules::Violation as Rule;
use crate::truth::{allows_another_attempt, is_payment};
use crate::world::Machine;

/// What is broken, in which search that shows, by which rule, and the machine.
pub(crate) type Mutant = (&'static str, &'static str, Rule, Machine);

pub(crate) const GUEST: &str = "a guest";
pub(crate) const WALLETS: &str = "wallets";
pub(crate) const CARDS: &str = "cards";
pub(crate) const DELETED: &str = "cards that are deleted";
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
            "a doubt that another checkout left meanwhile is not heard",
            GUEST,
            Rule::PaymentInDoubt,
            instead(|before, action| match action {
                Action::Heard(News::InDoubt(_)) => (before, Vec::new()),
                action => update(before, action),
            }),
        ),
        (
            "a doubt that another checkout left meanwhile is told and then forgotten",
            GUEST,
            Rule::WrongResult,
            leading(|before, action, after, effects| {
                let is_in_doubt = matches!(&before.stage, Stage::Ended(result) if result.charge == Charge::Unknown);
                if is_in_doubt && *action == Action::Close {
                    (*after, *effects) = closed(before.clone(), left());
                }
            }),
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

/// What is said of the money, if the session is told to have ended.
pub(crate) fn ending(action: &Action) -> Option<Charge> {
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
