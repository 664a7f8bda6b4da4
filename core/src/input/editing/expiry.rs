//! The field of an expiry.

use super::caret::{behind_digit, digits_before, is_at_end};
use crate::card::{Expiry, all_digits, is_expiry_mark};
use crate::text;

/// What an expiry field shows after an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiryEdit {
    /// `MM/YY`, or the beginning of it; while a year of four digits is typed, as much of that as there is.
    pub text: String,
    /// Where the caret goes in it.
    pub caret: usize,
    /// Whether there are a month and a year. `12/20` is the beginning of `12/2029` and not yet one.
    /// [`check_expiry`](crate::input::check_expiry) says whether they will do.
    pub is_complete: bool,
}

/// Formats an expiry as `MM/YY` while it is typed; see [`edit_card_number`](crate::input::edit_card_number) for the caret.
///
/// What can be read as a whole is taken as a whole, in every way of writing it that [`Expiry::parse`] knows, if its year
/// has four digits or the caret is at one of the ends of the field: there autofill, scanners, restored state and a paste
/// leave it. With the caret inside, somebody is correcting, and no digit is added.
///
/// At the end of the field it is helpful: `5` becomes `05` and `1/` becomes `01`. There is never a slash at the end, so
/// that deleting a character always deletes a digit.
///
/// ```
/// use checkout_core::input::edit_expiry;
///
/// assert_eq!(edit_expiry("2029-12", 7).text, "12/29");
/// assert_eq!(edit_expiry("1/29", 0).text, "01/29");
/// assert_eq!(edit_expiry("12/202", 6).text, "12/202");
/// ```
pub fn edit_expiry(typed: &str, caret: usize) -> ExpiryEdit {
    let at_end = is_at_end(typed, caret);
    let digits = all_digits(typed);
    let has_long_year = digits.len() > 4;
    let whole = whole(typed).filter(|_| at_end || caret == 0 || has_long_year);
    if let Some(text) = whole {
        return edit(text.len(), text);
    }
    let text = match at_end {
        true => so_far(&helped(typed, &digits)),
        false => so_far(&digits),
    };
    let caret = match at_end {
        true => text.len(),
        false => behind_digit(&text, digits_before(typed, caret)),
    };
    edit(caret, text)
}

fn edit(caret: usize, text: String) -> ExpiryEdit {
    ExpiryEdit {
        is_complete: Expiry::parse(&text).is_ok() && !text.ends_with("/20"),
        caret,
        text,
    }
}

/// An expiry and nothing else but words around it. A year of another century is shown in full: cut to two digits it would
/// be a different one.
fn whole(typed: &str) -> Option<String> {
    let plain = text::code(typed);
    let expiry = Expiry::parse(plain.trim_matches(|character: char| !character.is_ascii_digit())).ok()?;
    Some(match expiry.year() {
        2000..2100 => expiry.to_string(),
        year => format!("{:02}/{year}", expiry.month()),
    })
}

/// The digits, with the zero that a month of one digit lacks.
fn helped(typed: &str, digits: &str) -> String {
    let plain: String = typed.chars().filter_map(text::code_character).collect();
    let mut month = plain.chars().skip_while(|character| !character.is_ascii_digit());
    let (first, second) = (month.next(), month.next());
    let is_whole_month = match first {
        Some('1'..='9') if second.is_some_and(|next| is_expiry_mark(next) || next.is_whitespace()) => true,
        Some('2'..='9') => digits.len() == 1,
        _ => false,
    };
    match is_whole_month {
        true => format!("0{digits}"),
        // After `2`, `0`, `2`, `9` were typed: the two was no month, but the beginning of a year.
        false if digits.len() == 5 => digits
            .strip_prefix('0')
            .filter(|year| year.starts_with("20"))
            .unwrap_or(digits)
            .to_owned(),
        false => digits.to_owned(),
    }
}

/// As much of an expiry as these digits are.
fn so_far(digits: &str) -> String {
    let Some((month, year)) = digits.split_at_checked(2).filter(|(_, year)| !year.is_empty()) else {
        return digits.to_owned();
    };
    if month == "20" {
        let (rest_of_year, month) = year.split_at_checked(2).unwrap_or((year, ""));
        return match month.get(..2).unwrap_or(month) {
            "" => format!("20{rest_of_year}"),
            month => format!("20{rest_of_year}-{month}"),
        };
    }
    let longest = if year.starts_with("20") { 4 } else { 2 };
    format!("{month}/{}", year.get(..longest).unwrap_or(year))
}
