//! The customer's texts, as an app without the sheet asks for them.

use checkout_conformance::{Command, Flow, Outcome, Plan};
use checkout_core::Checkout;
use checkout_core::card::{CardholderNameProblem, CvvProblem, ExpiryProblem, PanProblem};
use checkout_core::input::{CardField, CardProblem, DetailProblem};
use checkout_core::money::{Currency, Money};
use checkout_sheet::texts::{self, Locale, TextError, Texts};
use serde_json::{Value, json};

use crate::names;

/// `None` if it is no question about texts.
pub(crate) async fn answer(command: &Command, plan: &Plan, checkout: &Checkout) -> Option<Outcome> {
    Some(match command {
        Command::MakeTexts { language, texts } => {
            let made = texts
                .iter()
                .try_fold(of(language), |made, (name, text)| made.with_named(name, text));
            match made {
                Ok(made) => names::with_value(json!(made.locale().language().tag())),
                Err(TextError::UnknownText { .. }) => names::error("UnknownText"),
                Err(_) => names::error("UnusableText"),
            }
        }
        Command::ResultText { language } => {
            let id = &plan.payment_intent_id;
            let (flow, result) = match plan.flow {
                Flow::Setup => (checkout_core::flow::Flow::SetupIntent, checkout.setup_status(id).await),
                _ => (checkout_core::flow::Flow::Payment, checkout.payment_status(id).await),
            };
            let text = texts::result_text_of(flow, &result, &of(language));
            names::with_value(json!({ "title": text.title, "message": text.message }))
        }
        Command::FieldErrorText {
            field,
            problem,
            language,
        } => match problem_of(field, problem) {
            Some(problem) => names::with_value(texts::field_error_text(problem, &of(language)).into()),
            None => names::error("NoSuchProblem"),
        },
        Command::AmountText {
            minor_units,
            currency_code,
            language,
        } => names::with_value(Currency::from_code(currency_code).map_or(Value::Null, |currency| {
            let money = Money::new(*minor_units, currency);
            texts::amount_text(money, of(language).locale(), false).into()
        })),
        _ => return None,
    })
}

fn of(language: &str) -> Texts {
    Texts::new(Locale::from_tag(language))
}

fn problem_of(field: &str, problem: &str) -> Option<CardProblem> {
    let detail = |field| match problem {
        "Missing" => Some(CardProblem::Detail(field, DetailProblem::Missing)),
        "Malformed" => Some(CardProblem::Detail(field, DetailProblem::Malformed)),
        "TooLong" => Some(CardProblem::Detail(field, DetailProblem::TooLong)),
        "UnknownCountry" => Some(CardProblem::Detail(field, DetailProblem::UnknownCountry)),
        _ => None,
    };
    Some(match (field, problem) {
        ("Number", "Missing") => PanProblem::Missing.into(),
        ("Number", "NotDigits") => PanProblem::NotDigits.into(),
        ("Number", "WrongLength") => PanProblem::WrongLength.into(),
        ("Number", "WrongCheckDigit") => PanProblem::WrongCheckDigit.into(),
        ("Number", "SchemeNotAccepted") => PanProblem::SchemeNotAccepted.into(),
        ("Expiry", "Missing") => ExpiryProblem::Missing.into(),
        ("Expiry", "Unreadable") => ExpiryProblem::Unreadable.into(),
        ("Expiry", "NoSuchMonth") => ExpiryProblem::NoSuchMonth.into(),
        ("Expiry", "Expired") => ExpiryProblem::Expired.into(),
        ("Expiry", "TooFarAhead") => ExpiryProblem::TooFarAhead.into(),
        ("Cvv", "Missing") => CvvProblem::Missing.into(),
        ("Cvv", "NotDigits") => CvvProblem::NotDigits.into(),
        ("Cvv", "WrongLength") => CvvProblem::WrongLength.into(),
        ("CardholderName", "Missing") => CardholderNameProblem::Missing.into(),
        ("CardholderName", "TooLong") => CardholderNameProblem::TooLong.into(),
        ("Email", _) => detail(CardField::Email)?,
        ("Phone", _) => detail(CardField::Phone)?,
        ("BillingPostcode", _) => detail(CardField::BillingPostcode)?,
        ("BillingCountry", _) => detail(CardField::BillingCountry)?,
        ("DeliveryNotes", _) => detail(CardField::DeliveryNotes)?,
        ("Consent", _) => detail(CardField::Consent)?,
        _ => return None,
    })
}
