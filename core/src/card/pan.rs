//! The card number.

use super::digits::{passes_luhn, strip_separators};
use super::guess::are_taken;
use super::ranges::issuers;
use super::scheme::CardScheme;
use crate::secret::Secret;

/// A card number (primary account number) that is well formed: digits only, a length of its scheme, a valid check digit
/// where its scheme has one.
///
/// Whether the account exists only the issuer knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pan {
    digits: Secret,
    schemes: &'static [CardScheme],
}

impl Pan {
    /// Reads a card number as typed or pasted: spaces, dashes and what cannot be seen are stripped, digits of any
    /// script are read, anything else is refused.
    ///
    /// A number of no known scheme is accepted here, with 12 to 19 digits; whether a payment takes it is another
    /// question.
    ///
    /// ```
    /// use checkout_core::card::{CardScheme, Pan};
    ///
    /// let pan = Pan::parse("5200 0000 0000 1005")?;
    /// assert_eq!(pan.scheme(), Some(CardScheme::Mastercard));
    /// assert_eq!(pan.masked(), "****1005");
    /// # Ok::<(), checkout_core::card::PanProblem>(())
    /// ```
    pub fn parse(typed: &str) -> Result<Self, PanProblem> {
        let digits = strip_separators(typed).ok_or(PanProblem::NotDigits)?;
        if digits.is_empty() {
            return Err(PanProblem::Missing);
        }
        // Twelve digits and more: only one issuer is left.
        let schemes = issuers(&digits).first().map_or(NONE, |issuer| issuer.schemes());
        if !allow_length(schemes, digits.len()) {
            return Err(PanProblem::WrongLength);
        }
        if !passes_luhn(&digits) && !may_lack_check_digit(schemes, digits.len()) {
            return Err(PanProblem::WrongCheckDigit);
        }
        Ok(Pan {
            digits: Secret::from(digits.as_str()),
            schemes,
        })
    }

    /// The digits, for the request. See [`Secret::expose`].
    pub fn digits(&self) -> &Secret {
        &self.digits
    }

    /// The scheme whose name it goes by, if the number is in one of the ranges that the core knows.
    pub fn scheme(&self) -> Option<CardScheme> {
        self.schemes.first().copied()
    }

    /// Every scheme that the number is of: two for a card that two schemes issue together.
    pub fn schemes(&self) -> &'static [CardScheme] {
        self.schemes
    }

    /// Whether an intent that lists these schemes, in any case, takes the card as far as the core can tell. It does not
    /// refuse a card of no scheme that it knows: the gateway knows more of them.
    pub fn is_taken(&self, supported_schemes: &[impl AsRef<str>]) -> bool {
        are_taken(self.schemes, supported_schemes)
    }

    /// The last four digits.
    pub fn last_four(&self) -> &str {
        let start = self.digits.len().saturating_sub(4);
        self.digits.expose().get(start..).unwrap_or_default()
    }

    /// The number as it may be shown: `****` and the last four digits, the way that saved cards are shown.
    pub fn masked(&self) -> String {
        format!("****{}", self.last_four())
    }
}

const NONE: &[CardScheme] = &[];

fn allow_length(schemes: &[CardScheme], digits: usize) -> bool {
    match schemes {
        [] => (12..=19).contains(&digits),
        schemes => schemes.iter().any(|scheme| scheme.allows_length(digits)),
    }
}

/// D6-02: UnionPay has issued numbers without one. Shorter numbers than today's it has not, so they are mistyped.
fn may_lack_check_digit(schemes: &[CardScheme], digits: usize) -> bool {
    schemes.contains(&CardScheme::UnionPay) && digits >= 16
}

/// What is wrong with a card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PanProblem {
    /// Nothing was entered.
    #[error("the card number is missing")]
    Missing,
    /// There is something in it besides digits, spaces and dashes.
    #[error("the card number has characters that are not digits")]
    NotDigits,
    /// The scheme has no numbers of this length.
    #[error("the card number has the wrong length")]
    WrongLength,
    /// A digit is wrong, or two are swapped: the Luhn check fails.
    #[error("the card number is mistyped: its check digit does not match")]
    WrongCheckDigit,
    /// The number is well formed, but the payment does not take its scheme.
    #[error("cards of this scheme are not accepted")]
    SchemeNotAccepted,
}
