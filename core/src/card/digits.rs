//! Digits as people type and paste them.

use zeroize::Zeroizing;

use crate::text;

/// The ASCII digits of a text without the spaces and dashes that people put between them; `None` if there is anything
/// else in it.
///
/// The buffer never grows, so no unwiped copy is left behind by a reallocation.
pub(super) fn strip_separators(typed: &str) -> Option<Zeroizing<String>> {
    let mut digits = text::code(typed);
    digits.retain(|character| character != '-' && !character.is_whitespace());
    is_digits(&digits).then_some(digits)
}

/// The digits in a text, whatever else is in it, as ASCII.
pub(crate) fn all_digits(typed: &str) -> Zeroizing<String> {
    let mut digits = text::code(typed);
    digits.retain(|character| character.is_ascii_digit());
    digits
}

/// Whether there is nothing but ASCII digits in a text.
pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the digits satisfy the Luhn check of ISO/IEC 7812-1: every second digit from the right doubled, the digits
/// of all results summed, and the sum a multiple of ten.
pub(crate) fn passes_luhn(digits: &str) -> bool {
    let mut sum = 0u32;
    for (position, character) in digits.chars().rev().enumerate() {
        let Some(digit) = character.to_digit(10) else {
            return false;
        };
        sum = sum.wrapping_add(match (position % 2, digit) {
            (0, digit) => digit,
            (_, 0..=4) => digit * 2,
            (_, _) => digit * 2 - 9,
        });
    }
    !digits.is_empty() && sum.is_multiple_of(10)
}
