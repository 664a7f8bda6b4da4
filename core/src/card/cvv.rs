//! The card verification value.

use super::digits::is_digits;
use super::scheme::CardScheme;
use crate::secret::Secret;
use crate::text;

/// A CVV of the right length for its card: four digits for American Express, three for the others.
///
/// It may be kept until the payment is authorised and no longer; the core holds it in memory only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cvv(Secret);

impl Cvv {
    /// Reads a CVV as typed. Where the scheme is not known, three digits and four are both accepted.
    pub fn parse(typed: &str, scheme: Option<CardScheme>) -> Result<Self, CvvProblem> {
        let digits = text::code(typed);
        if digits.is_empty() {
            return Err(CvvProblem::Missing);
        }
        if !is_digits(&digits) {
            return Err(CvvProblem::NotDigits);
        }
        let right_length = match scheme {
            Some(scheme) => digits.len() == scheme.cvv_length(),
            None => matches!(digits.len(), 3 | 4),
        };
        if !right_length {
            return Err(CvvProblem::WrongLength);
        }
        Ok(Cvv(Secret::from(digits.as_str())))
    }

    /// The digits, for the request. See [`Secret::expose`].
    pub fn digits(&self) -> &Secret {
        &self.0
    }
}

/// What is wrong with a CVV.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CvvProblem {
    /// Nothing was entered.
    #[error("the security code is missing")]
    Missing,
    /// There is something in it besides digits.
    #[error("the security code has characters that are not digits")]
    NotDigits,
    /// Not three digits, or, for American Express, not four.
    #[error("the security code has the wrong length")]
    WrongLength,
}
