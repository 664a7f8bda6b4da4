//! Card numbers in groups, the way they are embossed.

use super::digits::all_digits;
use super::guess::SchemeGuess;
use super::scheme::CardScheme;

/// The most digits that any card number has.
const MAX_DIGITS: usize = 19;

/// A card number, or the beginning of one, as a form shows it: 4-6-5 for American Express, 4-6-4 for Diners Club up to
/// 14 digits, groups of four otherwise, with single spaces between them.
///
/// Digits of any script are read. What is not a digit is dropped, and so are digits beyond the longest number that the
/// scheme has. There is never a space at the end, so that deleting a character always deletes a digit.
///
/// The result holds card data in the clear: it is for the screen, and the caller's to clear.
///
/// ```
/// use checkout_core::card::group;
///
/// assert_eq!(group("520000000000"), "5200 0000 0000");
/// assert_eq!(group("378282246310005"), "3782 822463 10005");
/// ```
pub fn group(typed: &str) -> String {
    let digits = all_digits(typed);
    let longest = SchemeGuess::while_typing(&digits)
        .definite()
        .map_or(MAX_DIGITS, CardScheme::max_length);
    group_digits(digits.get(..longest).unwrap_or(&digits))
}

/// As [`group`], for ASCII digits, and without a limit.
pub(crate) fn group_digits(digits: &str) -> String {
    let ends = group_ends(SchemeGuess::while_typing(digits).definite(), digits.len());
    let mut grouped = String::with_capacity(digits.len() + ends.len());
    for (position, digit) in digits.chars().enumerate() {
        if ends.contains(&position) {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// How many digits come before each space.
fn group_ends(scheme: Option<CardScheme>, digits: usize) -> &'static [usize] {
    match scheme {
        Some(CardScheme::Amex) => &[4, 10],
        Some(CardScheme::Diners) if digits <= 14 => &[4, 10],
        _ => &[4, 8, 12, 16],
    }
}
