//! Every problem and every error that a customer can meet, in every language.

use std::collections::BTreeSet;

use checkout_core::card::{CardholderNameProblem, CvvProblem, ExpiryProblem, PanProblem};
use checkout_core::error::{ActionError, CallError};
use checkout_core::input::{CardErrors, CardField, CardProblem, DetailProblem};
use checkout_core::wallet::WalletError;

use super::*;

const FIELDS: [CardField; 16] = [
    CardField::Number,
    CardField::Expiry,
    CardField::Cvv,
    CardField::CardholderName,
    CardField::Email,
    CardField::Phone,
    CardField::BillingAddress,
    CardField::BillingCountry,
    CardField::BillingPostcode,
    CardField::ShippingName,
    CardField::ShippingAddress,
    CardField::ShippingCountry,
    CardField::ShippingPostcode,
    CardField::DeliveryNotes,
    CardField::Metadata,
    CardField::Consent,
];

fn every_problem() -> Vec<CardProblem> {
    let numbers = [
        PanProblem::Missing,
        PanProblem::NotDigits,
        PanProblem::WrongLength,
        PanProblem::WrongCheckDigit,
        PanProblem::SchemeNotAccepted,
    ];
    let dates = [
        ExpiryProblem::Missing,
        ExpiryProblem::Unreadable,
        ExpiryProblem::NoSuchMonth,
        ExpiryProblem::Expired,
        ExpiryProblem::TooFarAhead,
    ];
    let codes = [CvvProblem::Missing, CvvProblem::NotDigits, CvvProblem::WrongLength];
    let names = [
        CardholderNameProblem::Missing,
        CardholderNameProblem::TooLong,
        CardholderNameProblem::ControlCharacters,
    ];
    let details = [
        DetailProblem::Missing,
        DetailProblem::Malformed,
        DetailProblem::UnknownCountry,
        DetailProblem::TooLong,
        DetailProblem::ControlCharacters,
        DetailProblem::BrokenText,
        DetailProblem::ReservedName,
    ];
    let details = FIELDS
        .iter()
        .flat_map(|field| details.map(|problem| CardProblem::Detail(*field, problem)));
    let problems = numbers
        .map(CardProblem::from)
        .into_iter()
        .chain(dates.map(CardProblem::from));
    let problems = problems
        .chain(codes.map(CardProblem::from))
        .chain(names.map(CardProblem::from));
    problems.chain(details).collect()
}

fn every_action_error() -> Vec<ActionError> {
    let deletions = every_call_error().into_iter().map(ActionError::DeletionFailed);
    let wallets = every_wallet_error().into_iter().map(ActionError::UnusableWalletData);
    [
        ActionError::WrongState,
        ActionError::MethodNotOffered,
        ActionError::UnknownSavedCard,
        ActionError::SavedCardNotPayable,
        ActionError::SavedCardExpired,
        ActionError::SavedCardBeingDeleted,
        ActionError::InvalidCard(CardErrors::default()),
        ActionError::InvalidCvv(CvvProblem::Missing),
        ActionError::TotalChanged,
    ]
    .into_iter()
    .chain(deletions)
    .chain(wallets)
    .collect()
}

fn every_call_error() -> Vec<CallError> {
    vec![
        CallError::InvalidArgument("the id"),
        CallError::Network,
        CallError::NotFound,
        CallError::AccessDenied,
        CallError::Server { status: 503 },
        CallError::MalformedResponse {
            what: "`id` is missing".to_owned(),
        },
    ]
}

fn every_wallet_error() -> Vec<WalletError> {
    vec![
        WalletError::NotJson,
        WalletError::BadField {
            field: "paymentMethodData",
        },
        WalletError::RsaToken,
        WalletError::BadSetting {
            setting: "gatewayMerchantId",
        },
        WalletError::NoAmount,
        WalletError::NotOffered,
        WalletError::NoCommonScheme,
    ]
}

#[test]
fn every_error_is_told_in_the_customers_words() {
    // What a log may say, and a customer would not understand.
    let for_logs = [
        "check digit",
        "Luhn",
        "ISO",
        "control char",
        "JSON",
        "HTTP",
        "503",
        "token",
        "intent",
        "gateway",
        "RSA",
        "secret",
        "`",
    ];
    for texts in Language::ALL.map(|language| Texts::new(Locale::new(language))) {
        let problems = every_problem()
            .into_iter()
            .map(|problem| field_error_text(problem, &texts));
        let actions = every_action_error()
            .into_iter()
            .map(|error| action_error_text(&error, &texts));
        let deletions = every_call_error()
            .into_iter()
            .map(|error| deletion_error_text(&error, &texts));
        let wallets = every_wallet_error()
            .into_iter()
            .map(|error| wallet_error_text(&error, &texts));
        for text in problems.chain(actions).chain(deletions).chain(wallets) {
            assert!(text.ends_with('.') && !text.contains(['{', '}']), "{text}");
            assert!(!for_logs.iter().any(|word| text.contains(word)), "{text}");
        }
    }
}

#[test]
fn each_field_says_what_is_missing_in_it() {
    for texts in Language::ALL.map(|language| Texts::new(Locale::new(language))) {
        let missing = FIELDS.map(|field| field_error_text(CardProblem::Detail(field, DetailProblem::Missing), &texts));
        // Billing and shipping share three: they stand under a title of their own.
        assert_eq!(missing.iter().collect::<BTreeSet<_>>().len(), FIELDS.len() - 3);
        let of_number = [
            PanProblem::Missing,
            PanProblem::NotDigits,
            PanProblem::WrongLength,
            PanProblem::WrongCheckDigit,
        ];
        assert_eq!(
            of_number
                .map(|problem| field_error_text(problem, &texts))
                .into_iter()
                .collect::<BTreeSet<_>>()
                .len(),
            4
        );
    }
}

#[test]
fn one_wrong_field_is_told_and_several_are_pointed_at() {
    let texts = Texts::new(Locale::from_tag("de"));
    let one = ActionError::InvalidCard(CardErrors::from(ExpiryProblem::Expired));
    assert_eq!(
        action_error_text(&one, &texts),
        field_error_text(ExpiryProblem::Expired, &texts)
    );
    let none = ActionError::InvalidCard(CardErrors::default());
    assert_eq!(action_error_text(&none, &texts), texts.get(TextId::CheckFields));
}

#[test]
fn a_card_is_spoken_digit_by_digit() {
    let card =
        |scheme: &str, pan: &str| checkout_core::card::SavedCard::new("pm_1", scheme, pan, "2030-04-30", &["VISA"]);
    let texts = Texts::new(Locale::from_tag("en-GB"));
    let visa = card("VISA", "41110000****1234");
    assert_eq!(card_text(&visa, &texts), "Visa •••• 1234");
    assert_eq!(spoken_card_text(&visa, &texts), "Visa ending in 1 2 3 4");
    assert_eq!(
        spoken_card_text(&visa, &Texts::new(Locale::from_tag("de"))),
        "Visa mit den Endziffern 1 2 3 4"
    );
    let hebrew = Texts::new(Locale::from_tag("he"));
    assert_eq!(
        spoken_card_text(&visa, &hebrew),
        "\u{2068}Visa\u{2069} ending in \u{2066}1 2 3 4\u{2069}"
    );
    assert_eq!(card_text(&card("GIROCARD", "****12"), &texts), "GIROCARD •••• 12");
    assert_eq!(card_text(&card(" ", "****"), &texts), "Card");
    assert_eq!(card_text(&card("", "12٣٤"), &texts), "Card");
}
