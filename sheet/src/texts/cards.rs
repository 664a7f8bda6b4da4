//! Saved cards in words: as they are shown, and as they are spoken.

use checkout_core::card::SavedCard;

use super::{Placeholder, TextId, Texts};

/// A saved card as it is shown: `Visa •••• 1234`.
pub fn card_text(card: &SavedCard, texts: &Texts) -> String {
    named(TextId::CardMasked, card, &last_digits(card), texts)
}

/// A saved card for a screen reader: `Visa ending in 1 2 3 4`. The digits are apart, so that they are not read as a number.
pub fn spoken_card_text(card: &SavedCard, texts: &Texts) -> String {
    named(TextId::CardEndingIn, card, &spoken_digits(&last_digits(card)), texts)
}

/// A row of digits as a screen reader is to read it: one by one.
///
/// ```
/// assert_eq!(checkout_sheet::texts::spoken_digits("1234"), "1 2 3 4");
/// ```
pub fn spoken_digits(digits: &str) -> String {
    let digits: Vec<String> = digits.chars().map(String::from).collect();
    digits.join(" ")
}

fn named(id: TextId, card: &SavedCard, digits: &str, texts: &Texts) -> String {
    let scheme = match card.scheme {
        Some(scheme) => scheme.to_string(),
        None if card.scheme_name.trim().is_empty() => texts.get(TextId::UnknownScheme).to_owned(),
        None => card.scheme_name.clone(),
    };
    if digits.is_empty() {
        return scheme; // A masked number that ends in no digit.
    }
    texts.fill(id, &[(Placeholder::Scheme, &scheme), (Placeholder::Last4, digits)])
}

/// The last four digits, as far as the masked number shows them.
fn last_digits(card: &SavedCard) -> String {
    let mut digits: Vec<char> = card
        .masked_pan
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .take(4)
        .collect();
    digits.reverse();
    digits.into_iter().collect()
}
