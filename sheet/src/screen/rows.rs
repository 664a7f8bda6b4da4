//! A saved card as a row: to be chosen, or to be deleted.

use checkout_core::card::SavedCard;

use super::form::field;
use super::parts::{Button, ButtonRole, CardRow};
use super::words::Words;
use crate::model::{Action, FieldId, Offer, Place, Stage, offered};
use crate::texts::{Placeholder, TextId, spoken_card_text};

pub(super) fn card_row(words: &Words<'_>, card: &SavedCard) -> CardRow {
    let state = words.state;
    let is_managed = state.stage == Stage::Choosing(Place::Manage);
    let select = Action::SelectCard { id: card.id.clone() };
    let selected = !is_managed && state.selected.as_deref() == Some(&card.id);
    let scheme_name = scheme_name(words, card);
    let last_four = last_four(card);
    CardRow {
        id: card.id.clone(),
        scheme: card.scheme,
        number: format!("•••• {last_four}"),
        expiry: card
            .expiry
            .map(|expiry| format!("{:02}/{:02}", expiry.month(), expiry.year() % 100)),
        mark: mark(words, card),
        selected,
        enabled: !is_managed && offered(state, &select) == Offer::Enabled,
        select: (!is_managed).then_some(select),
        cvv: (selected && state.fields().contains(&FieldId::SavedCardCvv))
            .then(|| field(words, FieldId::SavedCardCvv, None)),
        delete: is_managed.then(|| delete(words, card)),
        accessibility_label: spoken(words, card),
        scheme_name,
        last_four,
    }
}

fn delete(words: &Words<'_>, card: &SavedCard) -> Button {
    let is_deleting = words.state.deleting.contains(&card.id);
    let label = match is_deleting {
        true => TextId::Deleting,
        false => TextId::DeleteCard,
    };
    let action = Action::DeleteCard { id: card.id.clone() };
    let spoken = words.fill(
        TextId::DeleteCardSpoken,
        &[(Placeholder::Card, &spoken_card_text(card, words.texts))],
    );
    words.button(label, ButtonRole::Destructive, action).spoken(spoken)
}

fn mark(words: &Words<'_>, card: &SavedCard) -> Option<String> {
    match (card.is_expired, card.payable) {
        (true, _) => Some(words.get(TextId::Expired)),
        // Where cards are managed there is no payment that could take one or not.
        (false, false) => Some(words.get(TextId::NotPayable)),
        (false, true) => None,
    }
}

/// The row in one phrase.
fn spoken(words: &Words<'_>, card: &SavedCard) -> String {
    let expiry = card.expiry.map(|expiry| {
        let expiry = format!("{:02}/{:02}", expiry.month(), expiry.year() % 100);
        words.fill(TextId::Expires, &[(Placeholder::Expiry, &expiry)])
    });
    let parts = [Some(spoken_card_text(card, words.texts)), expiry, mark(words, card)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn scheme_name(words: &Words<'_>, card: &SavedCard) -> String {
    match card.scheme {
        Some(scheme) => scheme.to_string(),
        None if card.scheme_name.trim().is_empty() => words.get(TextId::UnknownScheme),
        None => card.scheme_name.clone(),
    }
}

fn last_four(card: &SavedCard) -> String {
    let digits: Vec<char> = card.short_masked_pan().chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(4)).collect()
}
