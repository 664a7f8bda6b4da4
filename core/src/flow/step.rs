//! The step function: from the start to the moment when a payment is sent.

use crate::card::{CardScheme, SavedCard};
use crate::flow::effect::{Effect, Refusal};
use crate::flow::event::{Event, LoadFailure, Method, ServerTime};
use crate::flow::flows::{Flow, Route};
use crate::flow::intent::IntentFacts;
use crate::flow::outcome::{is_open, load_failed, nothing_sent, settled};
use crate::flow::state::{About, Attempt, Choice, Phase, State};
use crate::flow::{paying, read_back};
use crate::result::{PaymentResult, Reason, ReasonKind};
use crate::status::Status;
use crate::summary::Wallet;

/// The next phase and what to do to get on.
pub(super) type Next = (Phase, Vec<Effect>);

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
        (phase @ Phase::Finished(_), event) => ignore(phase, event),
        (phase, Event::Leave) => leave(about, phase),
        (phase, Event::DeadlinePassed) => deadline_passed(about, phase),

        (Phase::New, Event::Start) => (Phase::LoadingIntent, vec![Effect::FetchIntent]),
        (Phase::New, Event::Reject(reason)) => nothing_sent_finish(about, Status::InvalidRequest, reason),
        (Phase::LoadingIntent, Event::IntentLoaded(loaded)) => intent_loaded(about, loaded),
        (Phase::LoadingSavedCards(choice), Event::SavedCardsLoaded(cards)) => saved_cards_loaded(choice, cards),
        (Phase::Choosing(choice), Event::DeleteSavedCard { id }) => delete_saved_card(choice, id),
        (Phase::Choosing(choice), Event::SavedCardDeleted { id, deleted }) => saved_card_deleted(choice, &id, deleted),
        (Phase::Choosing(choice), Event::Pay { method, now }) => pay(about, choice, method, now),

        (Phase::RefreshingSecret(attempt), Event::SecretRefreshed(refreshed)) => {
            secret_refreshed(about, attempt, refreshed)
        }
        (Phase::DecryptingWallet(attempt), Event::WalletDecrypted(auth)) => match auth {
            Some(_) => prepare(
                about,
                Attempt {
                    wallet_auth: auth,
                    ..attempt
                },
            ),
            None => nothing_sent_finish(about, Status::SdkInternalError, ReasonKind::WalletFailed),
        },
        (Phase::CollectingDeviceData(attempt), Event::DeviceDataCollected(token)) => match token {
            Some(token) => (Phase::StartingThreeDs { attempt, token }, vec![]),
            None => nothing_sent_finish(about, Status::SdkInternalError, ReasonKind::DeviceDataFailed),
        },
        (Phase::StartingThreeDs { attempt, .. }, Event::ThreeDsReady { started }) => match started {
            true => (Phase::Submitting(attempt), vec![Effect::SubmitPayment]),
            false => nothing_sent_finish(about, Status::SdkInternalError, ReasonKind::ThreeDsFailed),
        },

        (Phase::Submitting(attempt), Event::PaymentAnswered(answer)) => paying::answered(about, attempt, answer),
        (Phase::PausingBeforeSubmit(attempt), Event::Waited) => {
            (Phase::Submitting(attempt), vec![Effect::SubmitPayment])
        }
        (Phase::Challenging(challenge), Event::ChallengeEnded(outcome)) => paying::complete(challenge, outcome),
        (Phase::CompletingThreeDs(completion), Event::ThreeDsCompleted(answer)) => {
            paying::completed(about, completion, answer)
        }
        (Phase::PausingBeforeComplete(completion), Event::Waited) => paying::send_completion(completion),

        (Phase::ReadingBack(doubt), Event::ReadBack { status, out_of_time }) => {
            read_back::answered(about, doubt, status, out_of_time)
        }
        (Phase::PausingBeforeReadBack(doubt), Event::Waited) => (Phase::ReadingBack(doubt), vec![Effect::ReadBack]),

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

pub(super) fn finish(result: PaymentResult) -> Next {
    (Phase::Finished(result.clone()), vec![Effect::Deliver(result)])
}

pub(super) fn nothing_sent_finish(about: &About, status: Status, reason: impl Into<Reason>) -> Next {
    finish(nothing_sent(about, status, reason))
}

pub(super) fn finish_left(about: &About) -> Next {
    nothing_sent_finish(about, Status::UserClosedWithoutPaying, ReasonKind::UserLeft)
}

pub(super) fn finish_overdue(about: &About) -> Next {
    nothing_sent_finish(about, Status::Expired, ReasonKind::DeadlinePassed)
}

/// Before a payment is out, leaving ends the checkout. After, the attempt runs on to its real result.
fn leave(about: &mut About, phase: Phase) -> Next {
    match phase {
        Phase::Challenging(challenge) => paying::cancel_challenge(challenge),
        phase if may_have_paid(&phase) => {
            about.left = true;
            (phase, vec![])
        }
        _ => finish_left(about),
    }
}

/// Before a payment is out, the deadline ends the checkout. After, it does not matter any more.
fn deadline_passed(about: &mut About, phase: Phase) -> Next {
    match may_have_paid(&phase) {
        true => {
            about.overdue = true;
            (phase, vec![])
        }
        false => finish_overdue(about),
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
        | Phase::PausingBeforeSubmit(_) => false,
        Phase::Submitting(_)
        | Phase::Challenging(_)
        | Phase::CompletingThreeDs(_)
        | Phase::PausingBeforeComplete(_)
        | Phase::ReadingBack(_)
        | Phase::PausingBeforeReadBack(_)
        | Phase::Finished(_) => true,
    }
}

fn intent_loaded(about: &About, loaded: Result<IntentFacts, LoadFailure>) -> Next {
    let intent = match checked(about, loaded) {
        Ok(intent) => intent,
        Err(result) => return finish(result),
    };
    let customer_id = intent
        .summary
        .customer_id
        .clone()
        .filter(|_| about.params.has_customer_secret);
    let choice = Choice {
        summary: intent.summary,
        deleting: Default::default(),
        secret: intent.secret,
    };
    match customer_id {
        Some(customer_id) => (
            Phase::LoadingSavedCards(choice),
            vec![Effect::OpenGatewayConnection, Effect::FetchSavedCards { customer_id }],
        ),
        None => (Phase::Choosing(choice), vec![Effect::OpenGatewayConnection]),
    }
}

/// An intent that a payment can be made on, or the result that it comes to instead.
fn checked(about: &About, loaded: Result<IntentFacts, LoadFailure>) -> Result<IntentFacts, PaymentResult> {
    let intent = loaded.map_err(|failure| load_failed(about, failure))?;
    if !about.params.flow.takes(intent.kind) {
        return Err(nothing_sent(
            about,
            Status::SdkInternalError,
            ReasonKind::WrongIntentType,
        ));
    }
    match settled(about, intent.status, ReasonKind::AlreadyCompleted) {
        Some(result) => Err(result),
        None if is_open(intent.status) => Ok(intent),
        None => Err(load_failed(
            about,
            LoadFailure::Malformed {
                what: "status".to_owned(),
            },
        )),
    }
}

/// A card that cannot be paid with here stays in the list, so that it can be deleted.
fn saved_cards_loaded(mut choice: Choice, mut cards: Vec<SavedCard>) -> Next {
    for card in &mut cards {
        let is_taken = |scheme: CardScheme| scheme.is_among(&choice.summary.supported_schemes);
        card.payable = !card.is_expired && card.scheme.is_some_and(is_taken);
    }
    choice.summary.saved_cards = cards;
    (Phase::Choosing(choice), vec![])
}

fn delete_saved_card(mut choice: Choice, id: String) -> Next {
    let refuse = |choice, refusal| (Phase::Choosing(choice), vec![Effect::Refuse(refusal)]);
    let Some(customer_id) = choice.summary.customer_id.clone() else {
        return refuse(choice, Refusal::UnknownSavedCard);
    };
    if !choice.summary.saved_cards.iter().any(|card| card.id == id) {
        return refuse(choice, Refusal::UnknownSavedCard);
    }
    if !choice.deleting.insert(id.clone()) {
        return refuse(choice, Refusal::SavedCardBeingDeleted);
    }
    (
        Phase::Choosing(choice),
        vec![Effect::DeleteSavedCard { customer_id, id }],
    )
}

fn saved_card_deleted(mut choice: Choice, id: &str, deleted: bool) -> Next {
    choice.deleting.remove(id);
    if deleted {
        choice.summary.saved_cards.retain(|card| card.id != id);
    }
    (Phase::Choosing(choice), vec![])
}

fn pay(about: &About, choice: Choice, method: Method, now: ServerTime) -> Next {
    if let Some(refusal) = refusal(about.params.flow, &choice, &method) {
        return (Phase::Choosing(choice), vec![Effect::Refuse(refusal)]);
    }
    let attempt = Attempt {
        method,
        wallet_auth: None,
        unreached: 0,
        secret_rejected: false,
    };
    match choice.secret.is_usable(now) {
        true => prepare(about, attempt),
        false => (Phase::RefreshingSecret(attempt), vec![Effect::RefreshSecret]),
    }
}

fn refusal(flow: Flow, choice: &Choice, method: &Method) -> Option<Refusal> {
    if !flow.offers(method) {
        return Some(Refusal::MethodNotOffered);
    }
    let offers = |wallet| choice.summary.wallets.contains(&wallet);
    match method {
        Method::NewCard => None,
        Method::GooglePay => (!offers(Wallet::GooglePay)).then_some(Refusal::MethodNotOffered),
        Method::ApplePay => (!offers(Wallet::ApplePay)).then_some(Refusal::MethodNotOffered),
        Method::SavedCard { id } => saved_card_refusal(choice, id),
    }
}

fn saved_card_refusal(choice: &Choice, id: &str) -> Option<Refusal> {
    let Some(card) = choice.summary.saved_cards.iter().find(|card| card.id == id) else {
        return Some(Refusal::UnknownSavedCard);
    };
    if choice.deleting.contains(id) {
        return Some(Refusal::SavedCardBeingDeleted);
    }
    if card.is_expired {
        return Some(Refusal::SavedCardExpired);
    }
    (!card.payable).then_some(Refusal::SavedCardNotPayable)
}

/// The intent came with the new secret: what it says now is checked as at the start.
fn secret_refreshed(about: &About, attempt: Attempt, refreshed: Result<IntentFacts, LoadFailure>) -> Next {
    match checked(about, refreshed) {
        Ok(_) => prepare(about, attempt),
        Err(result) => finish(result),
    }
}

/// With a usable secret: what comes before the payment, or the payment itself.
fn prepare(about: &About, attempt: Attempt) -> Next {
    match about.params.flow.route(&attempt) {
        Route::OpenWallet => (Phase::DecryptingWallet(attempt), vec![Effect::DecryptWallet]),
        Route::ThreeDs => (Phase::CollectingDeviceData(attempt), vec![Effect::CollectDeviceData]),
        Route::Direct => (Phase::Submitting(attempt), vec![Effect::SubmitPayment]),
    }
}
