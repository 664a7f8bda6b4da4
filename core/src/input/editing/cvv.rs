//! The field of a CVV.

use super::caret::{behind_digit, digits_before};
use crate::card::{CardScheme, Cvv, SavedCard, SchemeGuess, all_digits};
use crate::secret::Secret;

/// The most digits that any card's CVV has.
const MOST_DIGITS: usize = 4;

/// What a CVV field shows after an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CvvEdit {
    /// The digits.
    pub text: Secret,
    /// Where the caret goes in it.
    pub caret: usize,
    /// Whether it has a length that the card's CVV can have.
    pub is_complete: bool,
    /// Whether the card's CVV has no more digits: the form may go on to the next field.
    pub is_full: bool,
}

/// Keeps the digits of a new card's CVV while it is typed. `number` is what stands in the number's field: its scheme says
/// how long the CVV is. After an edit of the number, edit the CVV again, since it may be complete no more.
///
/// A digit too many for the scheme stays to be seen, because the number may be what is wrong; five of them no card has.
///
/// ```
/// use checkout_core::input::edit_cvv;
///
/// let edit = edit_cvv("0201", 4, "3782 822463 10005");
/// assert!(edit.is_complete && edit.is_full);
/// assert!(!edit_cvv("0201", 4, "5200").is_complete);
/// ```
pub fn edit_cvv(typed: &str, caret: usize, number: &str) -> CvvEdit {
    edit(typed, caret, SchemeGuess::while_typing(number).definite())
}

/// Keeps the digits of a saved card's CVV while it is typed.
pub fn edit_saved_card_cvv(typed: &str, caret: usize, card: &SavedCard) -> CvvEdit {
    edit(typed, caret, card.scheme)
}

fn edit(typed: &str, caret: usize, scheme: Option<CardScheme>) -> CvvEdit {
    let digits = all_digits(typed);
    let text = digits.get(..MOST_DIGITS).unwrap_or(&digits);
    CvvEdit {
        caret: behind_digit(text, digits_before(typed, caret)),
        is_complete: Cvv::parse(text, scheme).is_ok(),
        is_full: text.len() >= scheme.map_or(MOST_DIGITS, CardScheme::cvv_length),
        text: Secret::from(text),
    }
}
