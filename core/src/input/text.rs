//! What the customer's details are read from: each field by its own rule, on top of the one cleaning of text.
//!
//! A reader gives the text as it is sent, `None` for one that is blank, or what is wrong with it.

use std::ops::RangeInclusive;

use email_address::{EmailAddress, Options};

use super::countries::needs_postcode;
use super::problems::DetailProblem;
use crate::secret::Secret;
use crate::text;

/// The longest text of an address, a name or an e-mail address, in characters.
const MAX_TEXT: usize = 255;
/// The longest postcode, in characters.
const MAX_POSTCODE: usize = 50;
/// The longest notes for a delivery, in characters.
const MAX_NOTES: usize = 120;
/// How many digits a phone number has: E.164 allows 15.
const PHONE_DIGITS: RangeInclusive<usize> = 5..=15;

/// A name, or a line of an address.
pub(super) fn line(typed: &str) -> Result<Option<Secret>, DetailProblem> {
    let line = text::prose(typed);
    is_plain(&line, MAX_TEXT)?;
    Ok(given(&line))
}

/// Notes, which may have line breaks.
pub(super) fn notes(typed: &str) -> Result<Option<Secret>, DetailProblem> {
    let notes = text::prose(typed);
    is_not_longer(&notes, MAX_NOTES)?;
    let is_control = |character: char| !matches!(character, '\n' | '\r' | '\t') && character.is_control();
    match notes.chars().any(is_control) {
        true => Err(DetailProblem::ControlCharacters),
        false => Ok(given(&notes)),
    }
}

/// A postcode, of any country.
pub(super) fn postcode(typed: &str) -> Result<Option<Secret>, DetailProblem> {
    let postcode = text::code(typed);
    is_plain(&postcode, MAX_POSTCODE)?;
    Ok(given(&postcode).filter(|postcode| !text::is_blank(postcode.expose())))
}

/// A postcode that an address in this country needs, or may do without.
pub(super) fn postcode_in(typed: &str, country_code: &str) -> Result<Option<Secret>, DetailProblem> {
    match postcode(typed)? {
        None if needs_postcode(country_code) => Err(DetailProblem::Missing),
        postcode => Ok(postcode),
    }
}

/// A phone number as people write it.
pub(crate) fn phone(typed: &str) -> Result<Option<Secret>, DetailProblem> {
    let phone = text::code(typed);
    is_plain(&phone, MAX_TEXT)?;
    match phone.is_empty() || is_phone_number(&phone) {
        true => Ok(given(&phone)),
        false => Err(DetailProblem::Malformed),
    }
}

fn is_phone_number(phone: &str) -> bool {
    let national = phone.strip_prefix('+').unwrap_or(phone);
    let digits = national.bytes().filter(u8::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    PHONE_DIGITS.contains(&digits) && national.chars().all(plain)
}

/// An e-mail address by the grammar of RFC 5322, with a domain of two parts or more: `alex@example` is mistyped. Whether
/// anybody reads it only an e-mail can tell.
pub(super) fn email(typed: &str) -> Result<Secret, DetailProblem> {
    let email = text::email(typed);
    if text::is_blank(&email) && !text::has_lost_half(&email) {
        return Err(DetailProblem::Missing);
    }
    is_plain(&email, MAX_TEXT)?;
    let options = Options::default()
        .without_display_text()
        .without_domain_literal()
        .with_required_tld();
    match EmailAddress::parse_with_options(&email, options) {
        Ok(_) if !text::has_lost_half(&email) => Ok(Secret::from(email.as_str())),
        _ => Err(DetailProblem::Malformed),
    }
}

fn given(text: &str) -> Option<Secret> {
    (!text.is_empty()).then(|| Secret::from(text))
}

/// Without control characters, and not longer.
pub(super) fn is_plain(text: &str, longest: usize) -> Result<(), DetailProblem> {
    match text.chars().any(char::is_control) {
        true => Err(DetailProblem::ControlCharacters),
        false => is_not_longer(text, longest),
    }
}

pub(super) fn is_not_longer(text: &str, longest: usize) -> Result<(), DetailProblem> {
    match text.chars().count() > longest {
        true => Err(DetailProblem::TooLong),
        false => Ok(()),
    }
}
