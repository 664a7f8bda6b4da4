//! What is wrong with what was typed.

use checkout_core::card as core_card;
use checkout_core::input as core;

use crate::mirror::mirror;

/// A field of the card form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct FieldError {
    /// The field to mark.
    pub field: CardField,
    /// What is wrong.
    pub problem: CardProblem,
    /// The same as a sentence in English. It never contains what was typed.
    pub text: String,
}

mirror! {
    /// A field of the card form.
    CardField = core::CardField {
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
        /// Setup: the customer's consent to payments that the merchant starts later.
        Consent,
    }
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CardProblem {
    /// Nothing was entered.
    Missing,
    /// There is something in it besides digits.
    NotDigits,
    /// Too short or too long.
    WrongLength,
    /// Number: a digit is wrong, or two are swapped.
    WrongCheckDigit,
    /// Number: the payment does not take cards of this scheme.
    SchemeNotAccepted,
    /// Expiry: not a month and a year.
    Unreadable,
    /// Expiry: the month is not 1 to 12.
    NoSuchMonth,
    /// Expiry: the card has expired.
    Expired,
    /// Expiry: too far in the future.
    TooFarAhead,
    /// Too many characters, lines or entries.
    TooLong,
    /// A line break or the like.
    ControlCharacters,
    /// E-mail or phone: not well formed.
    Malformed,
    /// Country: no ISO 3166-1 alpha-2 code.
    UnknownCountry,
    /// Metadata: half a character in it, where a text was cut in the middle of one.
    BrokenText,
    /// Metadata: a name that the SDK uses itself.
    ReservedName,
}

impl From<core::CardProblem> for CardProblem {
    fn from(problem: core::CardProblem) -> Self {
        use core::CardProblem as Of;
        use core::DetailProblem as Detail;
        use core_card::{CardholderNameProblem as Name, CvvProblem as Cvv, ExpiryProblem as Expiry, PanProblem as Pan};
        match problem {
            Of::Number(Pan::Missing)
            | Of::Expiry(Expiry::Missing)
            | Of::Cvv(Cvv::Missing)
            | Of::CardholderName(Name::Missing)
            | Of::Detail(_, Detail::Missing) => CardProblem::Missing,
            Of::Number(Pan::NotDigits) | Of::Cvv(Cvv::NotDigits) => CardProblem::NotDigits,
            Of::Number(Pan::WrongLength) | Of::Cvv(Cvv::WrongLength) => CardProblem::WrongLength,
            Of::Number(Pan::WrongCheckDigit) => CardProblem::WrongCheckDigit,
            Of::Number(Pan::SchemeNotAccepted) => CardProblem::SchemeNotAccepted,
            Of::Expiry(Expiry::Unreadable) => CardProblem::Unreadable,
            Of::Expiry(Expiry::NoSuchMonth) => CardProblem::NoSuchMonth,
            Of::Expiry(Expiry::Expired) => CardProblem::Expired,
            Of::Expiry(Expiry::TooFarAhead) => CardProblem::TooFarAhead,
            Of::CardholderName(Name::TooLong) | Of::Detail(_, Detail::TooLong) => CardProblem::TooLong,
            Of::CardholderName(Name::ControlCharacters) | Of::Detail(_, Detail::ControlCharacters) => {
                CardProblem::ControlCharacters
            }
            Of::Detail(_, Detail::Malformed) => CardProblem::Malformed,
            Of::Detail(_, Detail::UnknownCountry) => CardProblem::UnknownCountry,
            Of::Detail(_, Detail::BrokenText) => CardProblem::BrokenText,
            Of::Detail(_, Detail::ReservedName) => CardProblem::ReservedName,
        }
    }
}

impl From<core::FieldError> for FieldError {
    fn from(error: core::FieldError) -> Self {
        FieldError {
            field: error.field.into(),
            problem: error.problem.into(),
            text: error.to_string(),
        }
    }
}

impl From<FieldError> for core::CardProblem {
    /// What no check says about the field reads as not well formed.
    fn from(error: FieldError) -> Self {
        use core::DetailProblem as Detail;
        use core_card::{CardholderNameProblem as Name, CvvProblem as Cvv, ExpiryProblem as Expiry, PanProblem as Pan};
        match (error.field, error.problem) {
            (CardField::Number, CardProblem::Missing) => Pan::Missing.into(),
            (CardField::Number, CardProblem::NotDigits) => Pan::NotDigits.into(),
            (CardField::Number, CardProblem::WrongLength) => Pan::WrongLength.into(),
            (CardField::Number, CardProblem::SchemeNotAccepted) => Pan::SchemeNotAccepted.into(),
            (CardField::Number, _) => Pan::WrongCheckDigit.into(),
            (CardField::Expiry, CardProblem::Missing) => Expiry::Missing.into(),
            (CardField::Expiry, CardProblem::NoSuchMonth) => Expiry::NoSuchMonth.into(),
            (CardField::Expiry, CardProblem::Expired) => Expiry::Expired.into(),
            (CardField::Expiry, CardProblem::TooFarAhead) => Expiry::TooFarAhead.into(),
            (CardField::Expiry, _) => Expiry::Unreadable.into(),
            (CardField::Cvv, CardProblem::Missing) => Cvv::Missing.into(),
            (CardField::Cvv, CardProblem::NotDigits) => Cvv::NotDigits.into(),
            (CardField::Cvv, _) => Cvv::WrongLength.into(),
            (CardField::CardholderName, CardProblem::Missing) => Name::Missing.into(),
            (CardField::CardholderName, CardProblem::TooLong) => Name::TooLong.into(),
            (CardField::CardholderName, _) => Name::ControlCharacters.into(),
            (field, problem) => {
                let problem = match problem {
                    CardProblem::Missing => Detail::Missing,
                    CardProblem::UnknownCountry => Detail::UnknownCountry,
                    CardProblem::TooLong => Detail::TooLong,
                    CardProblem::ControlCharacters => Detail::ControlCharacters,
                    CardProblem::BrokenText => Detail::BrokenText,
                    CardProblem::ReservedName => Detail::ReservedName,
                    _ => Detail::Malformed,
                };
                core::CardProblem::Detail(field.into(), problem)
            }
        }
    }
}
