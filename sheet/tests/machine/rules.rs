//! The rules that every step and every screen is held to.
//!
//! They are a second reading of what the sheet promises, written on purpose without the machine's own tables: what core
//! gave and what was sent is in [`Truth`](crate::truth::Truth), and what can be pressed is read off the screen.

use checkout_core::result::{Charge, ReasonKind};
use checkout_core::status::Status;
use checkout_sheet::model::{Action, Asked, Effect, FieldId, Kind, News, Remark, Stage, State};
use checkout_sheet::screen::Tone;

use crate::closing::check_finish;
use crate::shown::{Shown, every_action, has_card_text, has_cvv, is_possible_over_a_question};
use crate::truth::{allows_another_attempt, is_payment, is_success, total};
use crate::world::{Machine, World};

/// A broken rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Violation {
    /// From every screen there is a way out, by closing and answering alone, as long as core and the network answer.
    NoWayOut,
    /// What is waited for comes by itself, as long as core and the network answer.
    WaitsForEver,
    /// What is not on the screen, or is shown as disabled, is refused and changes nothing.
    RefusedChanges,
    /// A button that is shown as enabled does something.
    ShownButRefused,
    /// Below a question nothing can be reached, and closing or going back means no.
    ReachedBelowQuestion,
    /// There is one result, and nothing after it.
    SecondFinish,
    /// What core gave is what is delivered, or that the customer left, with the attempt before beside it.
    WrongResult,
    /// An attempt that took nothing is beside the result of a customer who left after it.
    LastAttemptLost,
    /// The sheet never closes before core has its result.
    ClosedBeforeResult,
    /// No success that core did not give.
    SuccessNotGiven,
    /// A payment is sent because the customer tapped on pay, or because their wallet paid.
    PaymentWithoutTap,
    /// A payment is sent once.
    SecondPayment,
    /// A payment is sent when the session is known to take one.
    PaymentBeforeChoice,
    /// The total that is paid is the one on the screen.
    TotalNotShown,
    /// A total that changed is said, and goes on being said until the customer does something.
    TotalChangeNotSaid,
    /// After an unknown outcome nothing is sent, nothing started and nothing offered until a read has settled it.
    PaymentInDoubt,
    /// An unknown outcome is remembered for the next sheet.
    DoubtNotRemembered,
    /// It is forgotten when a read has settled it, and not before.
    DoubtForgotten,
    /// Sheets for a status or for saved cards send nothing.
    WrongKindPays,
    /// A session is started at the beginning or because the customer wants another attempt, and not beside another one.
    SessionBesideAnother,
    /// Another attempt is offered after these results and no others.
    WrongAttemptsOffered,
    /// To check again is offered after an unknown outcome, and only then.
    WrongCheckOffered,
    /// From the moment that a payment is handed over until there is a result the screen holds, and only then.
    DoesNotHold,
    /// Who has left a payment sees it end, and is not asked anything more.
    LeavingForgotten,
    /// A CVV is gone when it was handed over, and outside of the screens where it is typed.
    CvvKept,
    /// A card's text is gone after the end, a success or an unknown outcome.
    CardKept,
    /// What was typed stays as long as another attempt is possible.
    TypedTextLost,
    /// What an earlier attempt tells, or any after the end, is not heard.
    EarlierAttemptHeard,
    /// A card that was deleted is not shown any more.
    DeletedCardShown,
    /// A deletion that failed is said where the cards are.
    FailedDeletionNotSaid,
    /// A new request for the focus or for a wallet has a new number.
    RequestNumberReused,
}

impl Violation {
    /// Whether it is seen by looking at a screen, and trying everything there.
    pub(crate) fn is_of_screens(self) -> bool {
        matches!(
            self,
            Violation::NoWayOut
                | Violation::DoesNotHold
                | Violation::TotalChangeNotSaid
                | Violation::WrongAttemptsOffered
                | Violation::WrongCheckOffered
                | Violation::RefusedChanges
                | Violation::ShownButRefused
        )
    }
}

pub(crate) fn hold(condition: bool, otherwise: Violation) -> Result<(), Violation> {
    if condition { Ok(()) } else { Err(otherwise) }
}

/// What holds for one step of the sheet, in the world before it.
pub(crate) fn check_step(world: &World, action: &Action, after: &State, effects: &[Effect]) -> Result<(), Violation> {
    let before = &*world.sheet;
    hold(
        !world.truth.is_over || (after == before && effects.is_empty()),
        Violation::SecondFinish,
    )?;
    check_question(before, action, after, effects)?;
    for effect in effects {
        match effect {
            effect if is_payment(effect) => check_payment(world, action, after)?,
            Effect::StartSession { .. } => check_start(world, action)?,
            Effect::ForgetDoubt => hold(!world.truth.is_in_doubt, Violation::DoubtForgotten)?,
            Effect::Finish(result) => check_finish(world, result)?,
            _ => {}
        }
    }
    let count = |counted: fn(&Effect) -> bool| effects.iter().filter(|effect| counted(effect)).count();
    hold(count(is_payment) <= 1, Violation::SecondPayment)?;
    let is_start: fn(&Effect) -> bool = |effect| matches!(effect, Effect::StartSession { .. });
    hold(count(is_start) <= 1, Violation::SessionBesideAnother)?;
    hold(
        count(|effect| matches!(effect, Effect::Finish(_))) == usize::from(is_closed(after) && !is_closed(before)),
        Violation::SecondFinish,
    )?;
    check_leaving(world, action, after)?;
    check_texts(before, after)?;
    check_news(before, action, after, effects)?;
    check_requests(before, after)
}

fn check_question(before: &State, action: &Action, after: &State, effects: &[Effect]) -> Result<(), Violation> {
    if before.asked.is_none() {
        return Ok(());
    }
    let is_nothing = after == before && effects.is_empty();
    hold(
        is_possible_over_a_question(action) || is_nothing,
        Violation::ReachedBelowQuestion,
    )?;
    let means_no = matches!(action, Action::Close | Action::Back | Action::Dismiss);
    let is_no = after.asked.is_none() && after.stage == before.stage && effects.is_empty();
    hold(!means_no || is_no, Violation::ReachedBelowQuestion)
}

fn check_payment(world: &World, action: &Action, after: &State) -> Result<(), Violation> {
    let (truth, sheet) = (&world.truth, &*world.sheet);
    hold(pays(sheet.kind), Violation::WrongKindPays)?;
    hold(!truth.is_in_doubt, Violation::PaymentInDoubt)?;
    hold(
        matches!(action, Action::Pay | Action::WalletPaid(_)),
        Violation::PaymentWithoutTap,
    )?;
    hold(!truth.is_handed_over, Violation::SecondPayment)?;
    hold(truth.may_choose, Violation::PaymentBeforeChoice)?;
    let is_wallet = matches!(action, Action::WalletPaid(_));
    hold(
        !is_wallet || truth.wallet_total == Some(total(sheet)),
        Violation::TotalNotShown,
    )?;
    if let Some(session) = &world.session
        && let checkout_core::flow::Phase::Choosing(choice) = session.core.phase()
    {
        hold(choice.summary.total == total(sheet), Violation::TotalNotShown)?;
    }
    hold(!has_cvv(after), Violation::CvvKept)
}

fn check_start(world: &World, action: &Action) -> Result<(), Violation> {
    hold(pays(world.sheet.kind), Violation::WrongKindPays)?;
    hold(!world.truth.is_in_doubt, Violation::PaymentInDoubt)?;
    let is_ended = world.session.as_ref().is_some_and(|session| session.result().is_some());
    hold(*action == Action::TryAgain && is_ended, Violation::SessionBesideAnother)
}

fn check_leaving(world: &World, action: &Action, after: &State) -> Result<(), Violation> {
    let says_yes = *action == Action::Confirm && world.sheet.asked == Some(Asked::LeavePayment);
    let is_leaving = matches!(after.stage, Stage::Working(_) | Stage::Leaving | Stage::Closed(_));
    hold(
        !(world.truth.has_left || says_yes) || (is_leaving && after.asked.is_none()),
        Violation::LeavingForgotten,
    )
}

fn check_texts(before: &State, after: &State) -> Result<(), Violation> {
    let is_at_choice = matches!(after.stage, Stage::Choosing(_) | Stage::Wallet(..) | Stage::Leaving);
    hold(is_at_choice || !has_cvv(after), Violation::CvvKept)?;
    let is_for_good = match &after.stage {
        Stage::Closed(_) => true,
        Stage::Ended(result) | Stage::Checking(result) => is_success(result) || result.charge == Charge::Unknown,
        _ => false,
    };
    hold(!is_for_good || !has_card_text(after), Violation::CardKept)?;
    let is_ended = match &after.stage {
        Stage::Ended(result) => !allows_another_attempt(result),
        stage => is_for_good || matches!(stage, Stage::Checking(_)),
    };
    let was_typed = !before.entry.text(FieldId::CardNumber).is_empty();
    let is_lost = was_typed && after.entry.text(FieldId::CardNumber).is_empty();
    hold(!is_lost || is_ended, Violation::TypedTextLost)
}

fn check_news(before: &State, action: &Action, after: &State, effects: &[Effect]) -> Result<(), Violation> {
    let is_new_doubt = match (&before.stage, &after.stage) {
        (Stage::Ended(_) | Stage::Checking(_) | Stage::Closed(_), _) => false,
        (_, Stage::Ended(result)) => result.charge == Charge::Unknown,
        (_, Stage::Closed(result)) => result
            .payment
            .as_ref()
            .is_some_and(|payment| payment.charge == Charge::Unknown),
        _ => false,
    };
    let remembers = effects.iter().any(|effect| matches!(effect, Effect::RememberDoubt(_)));
    hold(!is_new_doubt || remembers, Violation::DoubtNotRemembered)?;
    let Action::Heard(news) = action else {
        return Ok(());
    };
    let says_total = after.remark == Some(Remark::TotalChanged);
    let is_at_choice = matches!(after.stage, Stage::Choosing(_));
    let is_other = before.summary.is_some() && total(before) != total(after);
    let said_before = before.remark == Some(Remark::TotalChanged);
    hold(
        !(is_at_choice && (is_other || said_before)) || says_total,
        Violation::TotalChangeNotSaid,
    )?;
    let fails = matches!(news, News::Deleted { failure: Some(_), .. });
    let is_said = matches!(after.remark, Some(Remark::DeletionFailed(_) | Remark::TotalChanged));
    hold(!(fails && is_at_choice) || is_said, Violation::FailedDeletionNotSaid)
}

fn check_requests(before: &State, after: &State) -> Result<(), Violation> {
    let focus = |state: &State| state.focus.map(|(number, _)| number);
    let wallet = |state: &State| match state.stage {
        Stage::Wallet(_, number) => Some(number),
        _ => None,
    };
    let is_new = |now: Option<u64>, then: Option<u64>| now == then || now > Some(before.requests) || now.is_none();
    let same_focus = after.focus == before.focus || focus(after) > Some(before.requests);
    hold(
        same_focus && is_new(wallet(after), wallet(before)),
        Violation::RequestNumberReused,
    )
}

/// What a screen says, and what can be done on it, whatever has happened before. Checked once for each state of a sheet.
pub(crate) fn check_screen(state: &State, shown: &Shown, machine: &Machine) -> Result<(), Violation> {
    hold(shown.is_closed == is_closed(state), Violation::NoWayOut)?;
    hold(shown.holds == shown.is_working, Violation::DoesNotHold)?;
    hold(
        state.remark.is_none() || shown.has_notice,
        Violation::TotalChangeNotSaid,
    )?;
    let result = match &state.stage {
        Stage::Ended(result) if pays(state.kind) => Some(result),
        _ => None,
    };
    let cards_unreadable = matches!(state.stage, Stage::CardsUnreadable(_));
    hold(
        shown.enables(&Action::TryAgain) == (cards_unreadable || result.is_some_and(allows_another_attempt)),
        Violation::WrongAttemptsOffered,
    )?;
    let is_unknown = matches!(&state.stage, Stage::Ended(result) if result.charge == Charge::Unknown);
    hold(
        shown.enables(&Action::CheckAgain) == is_unknown,
        Violation::WrongCheckOffered,
    )?;
    for action in every_action().iter().filter(|action| !shown.enables(action)) {
        let refused = (machine.update)(state.clone(), action.clone());
        hold(refused.0 == *state && refused.1.is_empty(), Violation::RefusedChanges)?;
    }
    for action in &shown.pressable {
        let (after, effects) = (machine.update)(state.clone(), action.clone());
        let is_told_already = *action == Action::Pay && shown.has_error;
        let does_something = after != *state || !effects.is_empty();
        hold(does_something || is_told_already, Violation::ShownButRefused)?;
    }
    Ok(())
}

/// What a screen says, after all that has happened.
pub(crate) fn check_world(world: &World, shown: &Shown) -> Result<(), Violation> {
    let truth = &world.truth;
    let claims_success = shown.tone == Some(Tone::Success) || shown.code == Some(0);
    hold(!claims_success || truth.is_success, Violation::SuccessNotGiven)?;
    let is_running = world.session.as_ref().is_some_and(|session| session.result().is_none());
    let is_out = world.session.as_ref().is_some_and(|session| session.has_payment_out());
    let is_handed_over = truth.is_handed_over && is_running;
    hold(!(is_out || is_handed_over) || shown.holds, Violation::DoesNotHold)?;
    let offers_payment = [Action::TryAgain, Action::Pay]
        .iter()
        .any(|action| shown.enables(action));
    hold(!(truth.is_in_doubt && offers_payment), Violation::PaymentInDoubt)?;
    let is_listed = |id: &String| world.sheet.saved_cards().iter().any(|card| card.id == *id);
    hold(!truth.deleted.iter().any(is_listed), Violation::DeletedCardShown)
}

pub(crate) fn pays(kind: Kind) -> bool {
    matches!(kind, Kind::Payment | Kind::Setup | Kind::VirtualTerminal)
}

fn is_closed(state: &State) -> bool {
    matches!(state.stage, Stage::Closed(_))
}

/// What a sheet says when the customer leaves it after an attempt that took nothing.
pub(crate) fn says_that_the_customer_left(result: &checkout_core::result::PaymentResult) -> bool {
    result.status == Status::UserClosedWithoutPaying
        && result.charge == Charge::NotCharged
        && result.reason.as_ref().map(|reason| reason.kind) == Some(ReasonKind::UserLeft)
}
