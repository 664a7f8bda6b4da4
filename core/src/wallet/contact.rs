//! What a wallet knows of the customer: cleaned as if it were typed.

use super::WalletError;
use crate::input;
use crate::secret::Secret;
use crate::text;

/// A name, or a line of an address; none if there is nothing to see in it.
pub(super) fn line(given: Option<&str>) -> Option<Secret> {
    filled(&text::prose(given?))
}

pub(super) fn postcode(given: Option<&str>) -> Option<Secret> {
    filled(&text::code(given?))
}

pub(super) fn email(given: Option<&str>) -> Option<Secret> {
    filled(&text::email(given?))
}

/// A phone number; none if it is not one, since nobody can type it again.
pub(super) fn phone(given: Option<&str>) -> Option<Secret> {
    input::phone(given?).ok().flatten()
}

/// A country in capitals. One that does not exist is an error where the address `is_asked` for, and left out elsewhere.
pub(super) fn country(given: Option<&str>, is_asked: bool, field: &'static str) -> Result<Option<Secret>, WalletError> {
    let Some(given) = given.filter(|given| !text::is_blank(given)) else {
        return Ok(None);
    };
    match input::country(given) {
        None if is_asked => Err(WalletError::BadField { field }),
        known => Ok(known.map(Secret::from)),
    }
}

fn filled(text: &str) -> Option<Secret> {
    (!text::is_blank(text)).then(|| Secret::from(text))
}
