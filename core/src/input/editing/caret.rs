//! Where a caret is among digits. Carets are counted in UTF-16 code units, as the text fields of Android, iOS and the web
//! count them.

use crate::text;

/// Whether a caret stands at the end of a text, or beyond it.
pub(super) fn is_at_end(text: &str, caret: usize) -> bool {
    caret >= text.encode_utf16().count()
}

/// How many digits, of any script, there are before the caret.
pub(super) fn digits_before(typed: &str, caret: usize) -> usize {
    before(typed, caret)
        .filter_map(text::code_character)
        .filter(char::is_ascii_digit)
        .count()
}

/// The characters before the caret.
pub(super) fn before(typed: &str, caret: usize) -> impl Iterator<Item = char> {
    let mut position = 0;
    typed.chars().take_while(move |character| {
        position += character.len_utf16();
        position <= caret
    })
}

/// The position behind the `count`-th digit of an ASCII text, or behind the last one.
pub(super) fn behind_digit(text: &str, count: usize) -> usize {
    let digits = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit());
    digits.take(count).last().map_or(0, |(position, _)| position + 1)
}
