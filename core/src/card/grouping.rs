//! Card numbers in groups, the way they are embossed.

use super::scheme::{CardScheme, SchemeGuess};

/// The most digits that any card number has.
const MAX_DIGITS: usize = 19;

/// A card number, or the beginning of one, as a form shows it: 4-6-5 for American Express, 4-6-4 for Diners Club up to
/// 14 digits, groups of four otherwise, with single spaces between them.
///
/// What is not a digit is dropped, and so are digits beyond the longest number that the scheme has. There is never a
/// space at the end, so that deleting a character always deletes a digit.
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
    let prefix: String = typed.chars().filter(char::is_ascii_digit).take(4).collect();
    let scheme = SchemeGuess::while_typing(&prefix).definite();
    let max_digits = scheme.map_or(MAX_DIGITS, CardScheme::max_length);
    let digit_count = typed.chars().filter(char::is_ascii_digit).count().min(max_digits);
    let ends = group_ends(scheme, digit_count);

    let mut grouped = String::with_capacity(digit_count + ends.len());
    for (position, digit) in typed.chars().filter(char::is_ascii_digit).take(digit_count).enumerate() {
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
