//! Digits as people type and paste them.

use zeroize::Zeroizing;

/// Whether a character is what people put between the digits of a card number: a space or a dash of any kind.
pub(super) fn is_separator(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The ASCII digits of a text without its separators; `None` if there is anything else in it.
///
/// The buffer never grows, so no unwiped copy is left behind by a reallocation.
pub(super) fn strip_separators(typed: &str) -> Option<Zeroizing<String>> {
    let mut digits = Zeroizing::new(String::with_capacity(typed.len()));
    for character in typed.chars().filter(|character| !is_separator(*character)) {
        if !character.is_ascii_digit() {
            return None;
        }
        digits.push(character);
    }
    Some(digits)
}

/// Whether the digits satisfy the Luhn check of ISO/IEC 7812-1: every second digit from the right doubled, the digits
/// of all results summed, and the sum a multiple of ten.
pub(super) fn passes_luhn(digits: &str) -> bool {
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
