//! What people, keyboards and clipboards give, made plain: one cleaning for whoever reads or edits a text.
//!
//! Below everything else, because cards read typed text as well. What cannot be seen must not decide about a payment:
//! not against it (a number pasted with a mark for its direction is still the number), nor for it (a name of nothing
//! but invisible characters is no name).
//!
//! U+FFFD counts as half a character: that is what every language makes of an unpaired surrogate on its way here.

mod tables;

use zeroize::Zeroizing;

use tables::{DECIMAL_ZEROS, FORMS, INVISIBLE};

/// What stands where half a character was lost.
const LOST_HALF: char = '\u{fffd}';

/// A number, an expiry, a CVV, a phone number, a postcode: without what cannot be seen, with one kind of space and one
/// kind of dash, with the digits of every script and the full-width and other forms of a character as ASCII, and
/// without space around it.
///
/// The buffer never grows, so no unwiped copy is left behind by a reallocation.
pub(crate) fn code(typed: &str) -> Zeroizing<String> {
    let plain = kept(
        typed,
        |character| is_invisible(character) || character == LOST_HALF,
        fold,
    );
    trimmed(plain)
}

/// A name, a line of an address, notes: as it was typed, without marks that only steer how it is drawn and without space
/// around it. Joiners and variation selectors stay, since scripts and emoji need them. Empty if nothing can be seen.
pub(crate) fn prose(typed: &str) -> Zeroizing<String> {
    if is_blank(typed) {
        return Zeroizing::default();
    }
    let dropped = |character| {
        is_bidi_control(character) || matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | LOST_HALF)
    };
    trimmed(kept(typed, dropped, |character| character))
}

/// An e-mail address: without what cannot be seen and without space around it. A lost half stays, and spoils it: without
/// the half it would be the address of somebody else.
pub(crate) fn email(typed: &str) -> Zeroizing<String> {
    trimmed(kept(typed, is_invisible, |character| character))
}

/// Whether nothing in a text can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars()
        .all(|character| is_space(character) || is_invisible(character) || matches!(character, '\u{2800}' | LOST_HALF))
}

/// Whether half a character was lost on a text's way here.
pub(crate) fn has_lost_half(text: &str) -> bool {
    text.contains(LOST_HALF)
}

/// A character as [`code`] has it; `None` if it drops it. For editors, which have to know what becomes of each one.
pub(crate) fn code_character(character: char) -> Option<char> {
    (!is_invisible(character) && character != LOST_HALF).then(|| fold(character))
}

fn kept(typed: &str, dropped: impl Fn(char) -> bool, folded: impl Fn(char) -> char) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(typed.len()));
    plain.extend(typed.chars().filter(|character| !dropped(*character)).map(folded));
    plain
}

fn trimmed(text: Zeroizing<String>) -> Zeroizing<String> {
    let inner = text.trim();
    match inner.len() == text.len() {
        true => text,
        false => Zeroizing::new(inner.to_owned()),
    }
}

fn fold(character: char) -> char {
    match character {
        _ if character.is_ascii() => character,
        _ if is_space(character) && !character.is_control() => ' ',
        _ if is_dash(character) => '-',
        _ => decimal(character).or_else(|| form(character)).unwrap_or(character),
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace()
}

/// Dashes and what keyboards have in their place: the minus sign, and the long-vowel mark of Japanese ones.
fn is_dash(character: char) -> bool {
    matches!(
        character,
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{30fc}' | '\u{ff70}'
    )
}

fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_invisible(character: char) -> bool {
    !character.is_ascii()
        && INVISIBLE
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&character))
}

/// The ASCII digit of a decimal digit in any script.
fn decimal(character: char) -> Option<char> {
    let at_most = DECIMAL_ZEROS.partition_point(|zero| *zero <= character);
    let zero = DECIMAL_ZEROS.get(at_most.checked_sub(1)?)?;
    char::from_digit(u32::from(character) - u32::from(*zero), 10)
}

/// The ASCII character that a character is a form of: full-width, raised, in a circle and so on.
fn form(character: char) -> Option<char> {
    let at_most = FORMS.partition_point(|(first, ..)| *first <= character);
    let (first, last, plain) = FORMS.get(at_most.checked_sub(1)?)?;
    let offset = u8::try_from(u32::from(character) - u32::from(*first)).ok()?;
    (character <= *last).then(|| char::from(plain + offset))
}

#[cfg(test)]
mod tests;
