//! Until the customer has chosen: the intent, the saved cards, and what is refused.

use std::sync::Arc;

use crate::card::SavedCard;
use crate::flow::effect::{Effect, Refusal};
use crate::flow::ending::{Next, finish};
use crate::flow::event::{LoadFailure, Method};
use crate::flow::flows::Flow;
use crate::flow::intent::IntentFacts;
use crate::flow::outcome::{Judged, judge};
use crate::flow::preparing;
use crate::flow::state::{About, Attempt, Choice, Phase, Preparation};
use crate::result::ReasonKind;
use crate::summary::Wallet;
use crate::time::ServerTime;

pub(super) fn intent_loaded(about: &About, loaded: Result<IntentFacts, LoadFailure>) -> Next {
    let intent = match judge(about, loaded, ReasonKind::AlreadyCompleted) {
        Judged::Open(intent) => intent,
        Judged::Settled(result) | Judged::Unusable(result) => return finish(result),
    };
    // D2-15
    let customer_id = intent
        .summary
        .customer_id
        .clone()
        .filter(|_| about.params.has_customer_secret);
    let choice = Choice {
        summary: Arc::new(intent.summary),
        deleting: Default::default(),
        notice: None,
        secret: intent.secret,
        check_first: false,
    };
    match customer_id {
        Some(customer_id) => (
            Phase::LoadingSavedCards(choice),
            vec![Effect::OpenGatewayConnection, Effect::FetchSavedCards { customer_id }],
        ),
        None => (Phase::Choosing(choice), vec![Effect::OpenGatewayConnection]),
    }
}

pub(super) fn saved_cards_loaded(mut choice: Choice, cards: Vec<SavedCard>) -> Next {
    Arc::make_mut(&mut choice.summary).list_saved_cards(cards); // D2-15, D7-07
    (Phase::Choosing(choice), vec![])
}

/// D2-16
pub(super) fn delete_saved_card(mut choice: Choice, id: String) -> Next {
    let refuse = |choice, refusal| (Phase::Choosing(choice), vec![Effect::Refuse(refusal)]);
    let is_listed = choice.summary.saved_cards.iter().any(|card| card.id == id);
    let Some(customer_id) = choice.summary.customer_id.clone().filter(|_| is_listed) else {
        return refuse(choice, Refusal::UnknownSavedCard);
    };
    if choice.deleting.contains(&id) {
        return refuse(choice, Refusal::SavedCardBeingDeleted);
    }
    choice.deleting.insert(id.clone());
    (
        Phase::Choosing(choice),
        vec![Effect::DeleteSavedCard { customer_id, id }],
    )
}

/// D2-16: it leaves the list when it is deleted, also while a payment is being prepared.
pub(super) fn saved_card_deleted(choice: &mut Choice, id: &str, deleted: bool) {
    choice.deleting.remove(id);
    if deleted {
        Arc::make_mut(&mut choice.summary)
            .saved_cards
            .retain(|card| card.id != id);
    }
}

pub(super) fn pay(about: &About, choice: Choice, method: Method, now: ServerTime) -> Next {
    if let Some(refusal) = refusal(about.params.flow, &choice, &method) {
        return (Phase::Choosing(choice), vec![Effect::Refuse(refusal)]);
    }
    let is_usable = choice.secret.is_usable(now);
    let attempt = Attempt {
        method,
        shown_total: choice.summary.total,
        wallet_auth: None,
        secret_proven: false,
        unreached: 0,
    };
    let preparation = Preparation {
        attempt,
        choice: Choice { notice: None, ..choice },
        secret_refused: false,
    };
    // D3-01
    match is_usable {
        true => preparing::prepare(about, preparation),
        false => (Phase::RefreshingSecret(preparation), vec![Effect::RefreshSecret]),
    }
}

/// D2-02, D7-13
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
        return Some(Refusal::SavedCardExpired); // D2-17
    }
    (!card.payable).then_some(Refusal::SavedCardNotPayable)
}
