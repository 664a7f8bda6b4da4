//! From what a scenario says that the host does to what its runner is told.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde::de::DeserializeOwned;
use time::OffsetDateTime;

use crate::cards::{test_card, typed};
use crate::input::{FieldCheck, FormField};
use crate::plan::{CardTyped, Command, FieldText, PlannedStep};
use crate::scenario::{Action, CardInput, CardRef, Given, Step};
use crate::template::{self, Names, fill};
use crate::wallets::{apple_pay_token, google_pay_data};

pub(crate) fn planned(
    place: usize,
    step: &Step,
    given: &Given,
    names: &Names,
    now: OffsetDateTime,
) -> Result<PlannedStep> {
    let id = |card: &CardRef| match card {
        CardRef::Id(id) => Ok(id.clone()),
        CardRef::Place(place) if *place < given.saved_cards.len() => Ok(names.fill(&format!("{{card{place}}}"))),
        CardRef::Place(place) => bail!("there is no saved card {place}"),
    };
    let command = match &step.action {
        Action::PayWithCard { card } => {
            let card = typed(card, now)?;
            Command::PayWithCard {
                card: CardTyped {
                    details: filled(&card.details, names, now)?,
                    ..card
                },
            }
        }
        Action::PayWithSavedCard { card, cvv } => Command::PayWithSavedCard {
            id: id(card)?,
            cvv: cvv.clone().map_or_else(|| saved_cvv(card, given), Ok)?,
        },
        Action::PayWithGooglePay { sheet } => Command::PayWithGooglePay {
            payment_data: google_pay_data(sheet),
        },
        Action::PayWithApplePay {
            sheet,
            billing_contact,
            shipping_contact,
        } => Command::PayWithApplePay {
            token: apple_pay_token(sheet),
            billing_contact: billing_contact.clone(),
            shipping_contact: shipping_contact.clone(),
        },
        Action::DeleteSavedCard { card } => Command::DeleteSavedCard { id: id(card)? },
        Action::ThreeDsReady { started } => Command::ThreeDsReady { started: *started },
        Action::CompleteChallenge { outcome } => Command::CompleteChallenge { outcome: *outcome },
        Action::Cancel => Command::Cancel,
        Action::Look => Command::Look,
        Action::Wait { ms } => Command::Wait { ms: *ms },
        Action::FindSession => Command::FindSession,
        Action::StartSecondCheckout => Command::StartSecondCheckout,
        Action::Restart => Command::Restart,
        Action::CallPaymentStatus => Command::CallPaymentStatus,
        Action::CallPaymentIntent => Command::CallPaymentIntent,
        Action::CallSetupStatus => Command::CallSetupStatus,
        Action::CallSetupIntent => Command::CallSetupIntent,
        Action::CallSavedCards => Command::CallSavedCards,
        Action::CallDeleteSavedCard { card } => Command::CallDeleteSavedCard { id: id(card)? },
        Action::GooglePayRequest { merchant } => Command::GooglePayRequest {
            merchant: merchant.clone(),
        },
        Action::GooglePayReadiness => Command::GooglePayReadiness,
        Action::ApplePayRequest { country_code } => Command::ApplePayRequest {
            country_code: country_code.clone(),
        },
        Action::EditCardNumber { typed, caret } => Command::EditCardNumber {
            typed: typed.clone(),
            caret: *caret,
        },
        Action::EditExpiry { typed, caret } => Command::EditExpiry {
            typed: typed.clone(),
            caret: *caret,
        },
        Action::EditCvv {
            typed,
            caret,
            number,
            scheme,
        } => Command::EditCvv {
            typed: typed.clone(),
            caret: *caret,
            number: number.clone(),
            scheme: scheme.clone(),
        },
        Action::CheckField(check) => Command::CheckField(field_check(check, names, now)?),
        Action::AmountParts {
            minor_units,
            currency_code,
        } => Command::AmountParts {
            minor_units: *minor_units,
            currency_code: currency_code.clone(),
        },
        Action::Country { country_code } => Command::Country {
            country_code: country_code.clone(),
        },
        Action::NavigateChallenge(address) => Command::NavigateChallenge(address.clone()),
        Action::Type { field, text, caret } => Command::Type {
            field: field.clone(),
            text: template::expiry(text, now),
            caret: *caret,
        },
        Action::Fill { card, texts } => Command::Fill {
            texts: field_texts(card.as_deref(), texts, now)?,
        },
        Action::Press { action } => Command::Press {
            action: names.fill(action),
        },
        Action::Act { action } => Command::Act {
            action: names.fill(action),
        },
        Action::FindSheet => Command::FindSheet,
        Action::OpenAgain => Command::OpenAgain,
        Action::Restore => Command::Restore,
        Action::SetLanguage { language } => Command::SetLanguage {
            language: language.clone(),
        },
        Action::MakeTexts { language, texts } => Command::MakeTexts {
            language: language.clone(),
            texts: texts.clone(),
        },
        Action::ResultText { language } => Command::ResultText {
            language: language.clone(),
        },
        Action::FieldErrorText {
            field,
            problem,
            language,
        } => Command::FieldErrorText {
            field: field.clone(),
            problem: problem.clone(),
            language: language.clone(),
        },
        Action::AmountText {
            minor_units,
            currency_code,
            language,
        } => Command::AmountText {
            minor_units: *minor_units,
            currency_code: currency_code.clone(),
            language: language.clone(),
        },
        Action::World(_) => Command::World { step: place },
    };
    Ok(PlannedStep {
        on: step.on.clone(),
        command,
    })
}

/// The card first, as somebody types it; then the rest.
fn field_texts(card: Option<&str>, texts: &BTreeMap<String, String>, now: OffsetDateTime) -> Result<Vec<FieldText>> {
    let mut all = Vec::new();
    let mut add = |field: &str, text: String| {
        all.push(FieldText {
            field: field.to_owned(),
            text: template::expiry(&text, now),
        });
    };
    if let Some(name) = card {
        let CardTyped {
            number, expiry, cvv, ..
        } = typed(&CardInput::Named(name.to_owned()), now)?;
        for (field, text) in [("CardNumber", number), ("Expiry", expiry), ("Cvv", cvv)] {
            if !texts.contains_key(field) {
                add(field, text);
            }
        }
    }
    for (field, text) in texts {
        add(field, text.clone());
    }
    Ok(all)
}

fn saved_cvv(card: &CardRef, given: &Given) -> Result<String> {
    match card {
        CardRef::Place(place) => Ok(test_card(given.saved_cards.get(*place).context("no such saved card")?)?.cvv),
        CardRef::Id(_) => Ok("020".to_owned()),
    }
}

fn field_check(check: &FieldCheck, names: &Names, now: OffsetDateTime) -> Result<FieldCheck> {
    let mut check = filled(check, names, now)?;
    if check.field == FormField::Expiry {
        check.typed = template::expiry(&check.typed, now);
    }
    Ok(check)
}

/// The same with values in the place of names.
fn filled<T: Serialize + DeserializeOwned>(input: &T, names: &Names, now: OffsetDateTime) -> Result<T> {
    Ok(serde_json::from_value(fill(serde_json::to_value(input)?, names, now))?)
}
