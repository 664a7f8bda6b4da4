//! The fields of a form, and what can be wrong with each. Nothing here holds what was typed.

use std::fmt;

use crate::card::{CardholderNameProblem, CvvProblem, ExpiryProblem, PanProblem};

/// A field of the card form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardField {
    /// The card number.
    Number,
    /// The expiry date.
    Expiry,
    /// The CVV.
    Cvv,
    /// The cardholder name.
    CardholderName,
    /// The e-mail address.
    Email,
    /// The phone number.
    Phone,
    /// The billing address: its lines, city and state.
    BillingAddress,
    /// The country of the billing address.
    BillingCountry,
    /// The postcode of the billing address.
    BillingPostcode,
    /// The name of whom the order is sent to.
    ShippingName,
    /// The shipping address: its lines, city and state.
    ShippingAddress,
    /// The country of the shipping address.
    ShippingCountry,
    /// The postcode of the shipping address.
    ShippingPostcode,
    /// The notes for the delivery.
    DeliveryNotes,
    /// The app's own data for the payment: not a field that a customer sees.
    Metadata,
    /// Setup flow: the customer's consent to payments that the merchant starts later.
    Consent,
}

impl fmt::Display for CardField {
    /// The field as a sentence names it, in English.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            CardField::Number => "the card number",
            CardField::Expiry => "the expiry date",
            CardField::Cvv => "the security code",
            CardField::CardholderName => "the cardholder name",
            CardField::Email => "the e-mail address",
            CardField::Phone => "the phone number",
            CardField::BillingAddress => "the billing address",
            CardField::BillingCountry => "the country of the billing address",
            CardField::BillingPostcode => "the postcode of the billing address",
            CardField::ShippingName => "the name for the shipping",
            CardField::ShippingAddress => "the shipping address",
            CardField::ShippingCountry => "the country of the shipping address",
            CardField::ShippingPostcode => "the postcode of the shipping address",
            CardField::DeliveryNotes => "the text of the delivery notes",
            CardField::Metadata => "the metadata",
            CardField::Consent => "the customer's consent",
        })
    }
}

/// What is wrong with a field. The messages never contain what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum CardProblem {
    /// With the card number.
    #[error(transparent)]
    Number(#[from] PanProblem),
    /// With the expiry date.
    #[error(transparent)]
    Expiry(#[from] ExpiryProblem),
    /// With the CVV.
    #[error(transparent)]
    Cvv(#[from] CvvProblem),
    /// With the cardholder name.
    #[error(transparent)]
    CardholderName(#[from] CardholderNameProblem),
    /// With one of the customer's details.
    #[error("{0} {1}")]
    Detail(CardField, DetailProblem),
}

impl CardProblem {
    /// The field that it is about.
    pub fn field(self) -> CardField {
        match self {
            CardProblem::Number(_) => CardField::Number,
            CardProblem::Expiry(_) => CardField::Expiry,
            CardProblem::Cvv(_) => CardField::Cvv,
            CardProblem::CardholderName(_) => CardField::CardholderName,
            CardProblem::Detail(field, _) => field,
        }
    }
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{problem}")]
pub struct FieldError {
    /// The field to mark.
    pub field: CardField,
    /// What is wrong.
    pub problem: CardProblem,
}

impl<P: Into<CardProblem>> From<P> for FieldError {
    fn from(problem: P) -> Self {
        let problem = problem.into();
        FieldError {
            field: problem.field(),
            problem,
        }
    }
}

/// What is wrong with one of the customer's details. The messages continue the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DetailProblem {
    /// Nothing was entered where something is needed.
    #[error("is missing")]
    Missing,
    /// It is not an e-mail address, not a phone number.
    #[error("is not well formed")]
    Malformed,
    /// The country is no ISO 3166-1 alpha-2 code.
    #[error("is not an ISO 3166-1 alpha-2 code")]
    UnknownCountry,
    /// It has too many characters, lines or entries.
    #[error("is too long")]
    TooLong,
    /// There is a line break or the like in it.
    #[error("has control characters")]
    ControlCharacters,
    /// Metadata: half a character in it, where a text was cut in the middle of one.
    #[error("has half a character in it")]
    BrokenText,
    /// Metadata: a name that the SDK uses itself.
    #[error("has a name that is taken by the SDK")]
    ReservedName,
}

/// Everything that is wrong with a card form: at most one error a field, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CardErrors(Vec<FieldError>);

impl CardErrors {
    /// The errors, in the order of the form.
    pub fn fields(&self) -> &[FieldError] {
        &self.0
    }

    /// What is wrong with a field, if anything is.
    pub fn of(&self, field: CardField) -> Option<CardProblem> {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.problem)
    }

    pub(super) fn note<T, P: Into<CardProblem>>(&mut self, result: Result<T, P>) -> Option<T> {
        result.map_err(|problem| self.push(problem.into())).ok()
    }

    /// The first problem of a field is the one that is reported.
    pub(crate) fn push(&mut self, problem: CardProblem) {
        if self.of(problem.field()).is_none() {
            self.0.push(FieldError::from(problem));
        }
    }
}

impl<P: Into<CardProblem>> From<P> for CardErrors {
    /// A single error, such as that of a saved card's CVV.
    fn from(problem: P) -> Self {
        CardErrors(vec![FieldError::from(problem)])
    }
}

impl fmt::Display for CardErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, error) in self.0.iter().enumerate() {
            let separator = if position == 0 { "" } else { "; " };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for CardErrors {}
