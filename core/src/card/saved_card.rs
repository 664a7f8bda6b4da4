//! A card that the customer saved at an earlier checkout.

use super::cvv::{Cvv, CvvProblem};
use super::expiry::Expiry;
use super::scheme::CardScheme;
use super::today::Today;

/// A saved card as the customer sees it. It holds no full card number; the server keeps that.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SavedCard {
    /// The payment method's id (`pm_…`), by which it is paid with and deleted.
    pub id: String,
    /// The scheme, if the core knows it.
    pub scheme: Option<CardScheme>,
    /// The scheme's name as the server wrote it, for a scheme that the core does not know.
    pub scheme_name: String,
    /// The masked number as the server wrote it, such as `52000000****1005`.
    pub masked_pan: String,
    /// The expiry, if the server's text could be read.
    pub expiry: Option<Expiry>,
    /// Whether its last month is over everywhere on earth. Such a card is listed, so that it can be deleted.
    pub is_expired: bool,
    /// Whether it can be paid with. A card that has expired, or of a scheme that the core does not know, or that the
    /// payment does not take, is listed so that it can be deleted, and cannot be chosen.
    pub payable: bool,
}

impl SavedCard {
    /// Puts a saved card together from what the server sent. It is payable if its scheme is known and among the
    /// `supported_schemes` of the intent, and as long as [`seen_today`](Self::seen_today) does not find it expired.
    pub fn new(
        id: impl Into<String>,
        scheme_name: impl Into<String>,
        masked_pan: impl Into<String>,
        expiry_date: &str,
        supported_schemes: &[impl AsRef<str>],
    ) -> Self {
        let scheme_name = scheme_name.into();
        let scheme = CardScheme::from_wire_name(&scheme_name);
        SavedCard {
            id: id.into(),
            scheme,
            scheme_name,
            masked_pan: masked_pan.into(),
            expiry: Expiry::from_wire(expiry_date),
            is_expired: false,
            payable: scheme.is_some_and(|scheme| scheme.is_among(supported_schemes)),
        }
    }

    /// The card as it is today: if its month is over, it has expired and cannot be paid with. One without a readable
    /// expiry has not.
    pub fn seen_today(self, today: impl Into<Today>) -> Self {
        let is_expired = self.expiry.is_some_and(|expiry| expiry.is_over(today)); // D2-17
        SavedCard {
            is_expired,
            payable: self.payable && !is_expired,
            ..self
        }
    }

    /// The number as a row of a list shows it: the last eight characters of the masked number, such as `****1005`.
    pub fn short_masked_pan(&self) -> &str {
        let start = self
            .masked_pan
            .char_indices()
            .rev()
            .nth(7)
            .map_or(0, |(start, _)| start);
        self.masked_pan.get(start..).unwrap_or_default()
    }
}

/// The CVV that a saved card is paid with, checked against the scheme of that card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCardCvv {
    payment_method_id: String,
    cvv: Cvv,
}

impl SavedCardCvv {
    /// Reads the CVV as typed for the saved card: four digits for American Express, three for the others.
    pub fn parse(typed: &str, card: &SavedCard) -> Result<Self, CvvProblem> {
        Ok(SavedCardCvv {
            payment_method_id: card.id.clone(),
            cvv: Cvv::parse(typed, card.scheme)?,
        })
    }

    /// The id of the card that it was checked against.
    pub fn payment_method_id(&self) -> &str {
        &self.payment_method_id
    }

    /// The CVV.
    pub fn cvv(&self) -> &Cvv {
        &self.cvv
    }
}
