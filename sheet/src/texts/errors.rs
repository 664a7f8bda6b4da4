//! What a customer is told about a field that is not right, and about what could not be done.

use checkout_core::card::{CardholderNameProblem, CvvProblem, ExpiryProblem, PanProblem};
use checkout_core::error::{ActionError, CallError};
use checkout_core::input::{CardField, CardProblem, DetailProblem};
use checkout_core::wallet::WalletError;

use super::{TextId, Texts};

/// What to tell the customer about a field: what to do, rather than what is wrong inside.
///
/// It takes a [`CardProblem`], as a `FieldError` has it, and the problems of one field that an editor gives.
///
/// ```
/// use checkout_core::card::PanProblem;
/// use checkout_sheet::texts::{Locale, Texts, field_error_text};
///
/// let texts = Texts::new(Locale::from_tag("en-GB"));
/// assert_eq!(
///     field_error_text(PanProblem::WrongCheckDigit, &texts),
///     "Check the card number: it seems to be mistyped."
/// );
/// ```
pub fn field_error_text(problem: impl Into<CardProblem>, texts: &Texts) -> String {
    texts.get(of_problem(problem.into())).to_owned()
}

/// What to tell the customer when the session refused an action, or could not do it.
pub fn action_error_text(error: &ActionError, texts: &Texts) -> String {
    texts.get(of_action(error)).to_owned()
}

/// What to tell the customer when a wallet's data cannot be used. Nothing was sent then.
pub fn wallet_error_text(error: &WalletError, texts: &Texts) -> String {
    texts.get(of_wallet(error)).to_owned()
}

/// What to tell the customer when a saved card could not be deleted.
pub fn deletion_error_text(error: &CallError, texts: &Texts) -> String {
    texts.get(of_deletion(error)).to_owned()
}

fn of_problem(problem: CardProblem) -> TextId {
    match problem {
        CardProblem::Number(problem) => match problem {
            PanProblem::Missing => TextId::NumberMissing,
            PanProblem::NotDigits => TextId::NumberNotDigits,
            PanProblem::WrongLength => TextId::NumberWrongLength,
            PanProblem::WrongCheckDigit => TextId::NumberMistyped,
            PanProblem::SchemeNotAccepted => TextId::NumberNotAccepted,
        },
        CardProblem::Expiry(problem) => match problem {
            ExpiryProblem::Missing => TextId::ExpiryMissing,
            ExpiryProblem::Unreadable => TextId::ExpiryUnreadable,
            ExpiryProblem::NoSuchMonth => TextId::ExpiryNoSuchMonth,
            ExpiryProblem::Expired => TextId::ExpiryPast,
            ExpiryProblem::TooFarAhead => TextId::ExpiryTooFarAhead,
        },
        CardProblem::Cvv(problem) => of_cvv(problem),
        CardProblem::CardholderName(problem) => match problem {
            CardholderNameProblem::Missing => TextId::NameMissing,
            CardholderNameProblem::TooLong => TextId::FieldTooLong,
            CardholderNameProblem::ControlCharacters => TextId::FieldControlCharacters,
        },
        CardProblem::Detail(CardField::Metadata, _) => TextId::AppDataInvalid,
        CardProblem::Detail(field, problem) => match problem {
            DetailProblem::Missing => missing(field),
            DetailProblem::Malformed => malformed(field),
            DetailProblem::UnknownCountry => TextId::CountryMissing,
            DetailProblem::TooLong => TextId::FieldTooLong,
            DetailProblem::ControlCharacters => TextId::FieldControlCharacters,
            DetailProblem::BrokenText => TextId::FieldMalformed,
            DetailProblem::ReservedName => TextId::AppDataInvalid,
        },
    }
}

fn of_cvv(problem: CvvProblem) -> TextId {
    match problem {
        CvvProblem::Missing => TextId::CvvMissing,
        CvvProblem::NotDigits => TextId::CvvNotDigits,
        CvvProblem::WrongLength => TextId::CvvWrongLength,
    }
}

fn missing(field: CardField) -> TextId {
    match field {
        CardField::Number => TextId::NumberMissing,
        CardField::Expiry => TextId::ExpiryMissing,
        CardField::Cvv => TextId::CvvMissing,
        CardField::CardholderName => TextId::NameMissing,
        CardField::Email => TextId::EmailMissing,
        CardField::Phone => TextId::PhoneMissing,
        CardField::BillingAddress | CardField::ShippingAddress => TextId::AddressMissing,
        CardField::BillingCountry | CardField::ShippingCountry => TextId::CountryMissing,
        CardField::BillingPostcode | CardField::ShippingPostcode => TextId::PostcodeMissing,
        CardField::ShippingName => TextId::RecipientMissing,
        CardField::DeliveryNotes => TextId::FieldMissing,
        CardField::Metadata => TextId::AppDataInvalid,
        CardField::Consent => TextId::ConsentMissing,
    }
}

fn malformed(field: CardField) -> TextId {
    match field {
        CardField::Number => TextId::NumberMistyped,
        CardField::Expiry => TextId::ExpiryUnreadable,
        CardField::Cvv => TextId::CvvWrongLength,
        CardField::Email => TextId::EmailMalformed,
        CardField::Phone => TextId::PhoneMalformed,
        CardField::BillingCountry | CardField::ShippingCountry => TextId::CountryMissing,
        CardField::Metadata => TextId::AppDataInvalid,
        CardField::Consent => TextId::ConsentMissing,
        CardField::CardholderName
        | CardField::BillingAddress
        | CardField::BillingPostcode
        | CardField::ShippingName
        | CardField::ShippingAddress
        | CardField::ShippingPostcode
        | CardField::DeliveryNotes => TextId::FieldMalformed,
    }
}

fn of_action(error: &ActionError) -> TextId {
    match error {
        ActionError::WrongState => TextId::NotPossibleNow,
        ActionError::MethodNotOffered => TextId::MethodNotOffered,
        ActionError::UnknownSavedCard => TextId::CardNotInList,
        ActionError::SavedCardNotPayable => TextId::CardNotPayable,
        ActionError::SavedCardExpired => TextId::CardExpired,
        ActionError::SavedCardBeingDeleted => TextId::CardBeingDeleted,
        // One that is wrong alone is told; several are told at their fields.
        ActionError::InvalidCard(errors) => match errors.fields() {
            [error] => of_problem(error.problem),
            _ => TextId::CheckFields,
        },
        ActionError::UnusableWalletData(error) => of_wallet(error),
        ActionError::InvalidCvv(problem) => of_cvv(*problem),
        ActionError::TotalChanged => TextId::TotalIsAnother,
        ActionError::DeletionFailed(error) => of_deletion(error),
    }
}

fn of_wallet(error: &WalletError) -> TextId {
    match error {
        WalletError::NotJson | WalletError::BadField { .. } | WalletError::BadSetting { .. } => TextId::WalletUnusable,
        WalletError::RsaToken => TextId::WalletCardUnusable,
        WalletError::NoAmount | WalletError::NotOffered | WalletError::NoCommonScheme => TextId::WalletNotOffered,
    }
}

fn of_deletion(error: &CallError) -> TextId {
    match error {
        CallError::Network => TextId::DeletionFailedNetwork,
        CallError::NotFound => TextId::DeletionFailedNotFound,
        CallError::AccessDenied => TextId::DeletionFailedAccessDenied,
        CallError::Server { .. } => TextId::DeletionFailedServer,
        CallError::InvalidArgument(_) | CallError::MalformedResponse { .. } => TextId::DeletionFailed,
    }
}
