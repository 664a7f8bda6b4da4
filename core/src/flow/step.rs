//! The step function: which event means what in which phase.

use crate::flow::effect::{Effect, Refusal};
use crate::flow::ending::{LEFT, Next, OVERDUE, finish, finish_with_nothing_taken};
use crate::flow::event::Event;
use crate::flow::state::{About, Phase, State};
use crate::flow::{choosing, paying, preparing, read_back};
use crate::result::{Charge, PaymentResult, Reason, ReasonKind};
use crate::status::Status;

/// One step: what happened, where that leads, and what is to be done now.
///
/// An event that does not fit the state changes nothing. A host action that does not fit is answered by
/// [`Effect::Refuse`].
pub fn step(state: State, event: Event) -> (State, Vec<Effect>) {
    let State { mut about, phase } = state;
    let (phase, effects) = next(&mut about, phase, event);
    (State { about, phase }, effects)
}

fn next(about: &mut About, phase: Phase, event: Event) -> Next {
    match (phase, event) {
        (phase @ Phase::Finished(_), event) => ignore(phase, event), // D1-04
        (phase, Event::Leave) => leave(about, phase),
        (phase, Event::DeadlinePassed) => deadline_passed(about, phase),
        (phase, Event::SavedCardDeleted { id, deleted }) => saved_card_deleted(phase, &id, deleted),

        (Phase::New, Event::Start) => (Phase::LoadingIntent, vec![Effect::FetchIntent]),
        (Phase::New, Event::Reject(reason)) => reject(about, reason),
        (Phase::LoadingIntent, Event::IntentLoaded(loaded)) => choosing::intent_loaded(about, loaded),
        (Phase::LoadingSavedCards(choice), Event::SavedCardsLoaded(cards)) => {
            choosing::saved_cards_loaded(choice, cards)
        }
        (Phase::Choosing(choice), Event::DeleteSavedCard { id }) => choosing::delete_saved_card(choice, id),
        (Phase::Choosing(choice), Event::Pay { method, now }) => choosing::pay(about, choice, method, now),

        (Phase::RefreshingSecret(preparation), Event::SecretRefreshed(refreshed)) => {
            preparing::secret_refreshed(about, preparation, refreshed)
        }
        (Phase::DecryptingWallet(preparation), Event::WalletDecrypted(decrypted)) => {
            preparing::wallet_decrypted(about, preparation, decrypted)
        }
        (Phase::CollectingDeviceData(preparation), Event::DeviceDataCollected(collected)) => {
            preparing::device_data_collected(about, preparation, collected)
        }
        (Phase::StartingThreeDs { preparation, .. }, Event::ThreeDsReady { started }) => {
            preparing::three_ds_ready(about, preparation, started)
        }
        (Phase::CheckingIntent(preparation), Event::IntentChecked(checked)) => {
            preparing::intent_checked(about, preparation, checked)
        }

        (Phase::Submitting(attempt), Event::PaymentAnswered(answer)) => paying::answered(about, attempt, answer),
        (Phase::PausingBeforeSubmit(attempt), Event::Waited) => {
            (Phase::Submitting(attempt), vec![Effect::SubmitPayment]) // D3-07
        }
        (Phase::RefreshingAfterPayment(attempt), Event::SecretRefreshed(refreshed)) => {
            paying::refreshed(about, attempt, refreshed)
        }
        (Phase::Challenging(challenge), Event::ChallengeEnded(outcome)) => paying::complete(challenge, outcome),
        (Phase::CompletingThreeDs(completion), Event::ThreeDsCompleted(answer)) => {
            paying::completed(about, completion, answer)
        }
        (Phase::PausingBeforeComplete(completion), Event::Waited) => paying::send_completion(completion),

        (Phase::ReadingBack(inquiry), Event::ReadBack { status, out_of_time }) => {
            read_back::answered(about, inquiry, status, out_of_time)
        }
        (Phase::PausingBeforeReadBack(inquiry), Event::Waited) => read_back::go_on(inquiry),

        (phase, event) => ignore(phase, event),
    }
}

/// Nothing changes; a host's action is refused, so that the host learns of it.
fn ignore(phase: Phase, event: Event) -> Next {
    let is_action = matches!(
        event,
        Event::Pay { .. } | Event::DeleteSavedCard { .. } | Event::ThreeDsReady { .. } | Event::ChallengeEnded(_)
    );
    match is_action {
        true => (phase, vec![Effect::Refuse(Refusal::WrongState)]),
        false => (phase, vec![]),
    }
}

/// D1-02, D2-01
fn reject(about: &About, reason: Reason) -> Next {
    if reason.kind != ReasonKind::AlreadyInProgress {
        return finish_with_nothing_taken(about, Status::InvalidRequest, reason);
    }
    // D7-05: the other one may be paying right now.
    finish(PaymentResult::new(
        &about.params.payment_intent_id,
        Status::InvalidRequest,
        Charge::Unknown,
        reason,
    ))
}

/// Before a payment is out, leaving ends the checkout. After, the attempt runs on to its real result (D3-14).
fn leave(about: &mut About, phase: Phase) -> Next {
    let (status, reason) = LEFT;
    match phase {
        Phase::Challenging(challenge) => paying::cancel_challenge(challenge),
        phase if may_have_paid(&phase) => {
            about.left = true;
            (phase, vec![])
        }
        _ => finish_with_nothing_taken(about, status, reason),
    }
}

/// Before a payment is out, the deadline ends the checkout. After, it does not matter any more (D3-15).
fn deadline_passed(about: &mut About, phase: Phase) -> Next {
    let (status, reason) = OVERDUE;
    match may_have_paid(&phase) {
        true => {
            about.overdue = true;
            (phase, vec![])
        }
        false => finish_with_nothing_taken(about, status, reason),
    }
}

/// Whether a payment request may have reached the gateway. Every phase is named, so that a new one is thought about.
fn may_have_paid(phase: &Phase) -> bool {
    match phase {
        Phase::New
        | Phase::LoadingIntent
        | Phase::LoadingSavedCards(_)
        | Phase::Choosing(_)
        | Phase::RefreshingSecret(_)
        | Phase::DecryptingWallet(_)
        | Phase::CollectingDeviceData(_)
        | Phase::StartingThreeDs { .. }
        | Phase::CheckingIntent(_)
        | Phase::PausingBeforeSubmit(_) => false,
        Phase::Submitting(_)
        | Phase::RefreshingAfterPayment(_)
        | Phase::Challenging(_)
        | Phase::CompletingThreeDs(_)
        | Phase::PausingBeforeComplete(_)
        | Phase::ReadingBack(_)
        | Phase::PausingBeforeReadBack(_)
        | Phase::Finished(_) => true,
    }
}

/// A deletion may be answered when the customer has gone on to pay, and may be back at the choice later.
fn saved_card_deleted(mut phase: Phase, id: &str, deleted: bool) -> Next {
    let choice = match &mut phase {
        Phase::Choosing(choice) => Some(choice),
        Phase::RefreshingSecret(preparation)
        | Phase::DecryptingWallet(preparation)
        | Phase::CollectingDeviceData(preparation)
        | Phase::StartingThreeDs { preparation, .. }
        | Phase::CheckingIntent(preparation) => Some(&mut preparation.choice),
        _ => None, // nobody chooses any more
    };
    if let Some(choice) = choice {
        choosing::saved_card_deleted(choice, id, deleted);
    }
    (phase, vec![])
}
