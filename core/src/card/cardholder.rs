//! The name on the card.

use crate::secret::Secret;
use crate::text;

/// The longest name that is accepted, in characters.
const MAX_CHARACTERS: usize = 120;

/// A cardholder name. It counts as cardholder data, so it is kept and printed like a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardholderName(Secret);

impl CardholderName {
    /// Reads a name as typed, without the white space around it and without marks that only steer how it is drawn: with
    /// something to see in it, at most 120 characters, no control characters.
    pub fn parse(typed: &str) -> Result<Self, CardholderNameProblem> {
        let name = text::prose(typed);
        if name.is_empty() {
            return Err(CardholderNameProblem::Missing);
        }
        if name.chars().any(char::is_control) {
            return Err(CardholderNameProblem::ControlCharacters);
        }
        if name.chars().count() > MAX_CHARACTERS {
            return Err(CardholderNameProblem::TooLong);
        }
        Ok(CardholderName(Secret::from(name.as_str())))
    }

    /// The name, for the request. See [`Secret::expose`].
    pub fn text(&self) -> &Secret {
        &self.0
    }
}

/// What is wrong with a cardholder name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CardholderNameProblem {
    /// Nothing was entered, or nothing that can be seen.
    #[error("the cardholder name is missing")]
    Missing,
    /// More than 120 characters.
    #[error("the cardholder name is longer than 120 characters")]
    TooLong,
    /// A line break or the like.
    #[error("the cardholder name has control characters")]
    ControlCharacters,
}
