//! The customer's texts: those of the sheet, and those of results, errors and amounts for apps that draw their own.

use std::collections::HashMap;
use std::sync::Arc;

use checkout_core::flow::Flow;
use checkout_core::money::{Currency, Money};
use checkout_sheet::texts as core;

use crate::mirror::mirror;
use crate::problem::FieldError;
use crate::result::PaymentResult;

/// The core's side of a customer's texts. Apps use the SDK's `CheckoutTexts`.
#[derive(Debug, uniffi::Object)]
pub struct NativeTexts {
    texts: core::Texts,
}

#[uniffi::export]
impl NativeTexts {
    /// The texts of a language, by a tag as platforms write it (`de-AT`, `de_AT`), with those of `replacements` in place
    /// of the SDK's, by name. `right_to_left`: how the host's layout runs, if not as the tag says.
    #[uniffi::constructor]
    pub fn new(
        language: String,
        right_to_left: Option<bool>,
        replacements: HashMap<String, String>,
    ) -> Result<Arc<Self>, TextError> {
        let locale = core::Locale::from_tag(&language);
        let locale = right_to_left.map_or(locale, |right_to_left| locale.with_right_to_left(right_to_left));
        let mut replaced = replacements.into_iter();
        let texts = replaced.try_fold(core::Texts::new(locale), |texts, (name, text)| {
            texts.with_named(&name, text)
        })?;
        Ok(Arc::new(NativeTexts { texts }))
    }

    /// The texts of a language, as they stand.
    #[uniffi::constructor]
    pub fn of(language: String) -> Arc<Self> {
        let texts = core::Texts::new(core::Locale::from_tag(&language));
        Arc::new(NativeTexts { texts })
    }

    /// The language that the texts are in: `en`, `es`, `it`, `de` or `fr`.
    pub fn language(&self) -> String {
        self.texts.locale().language().tag().to_owned()
    }

    /// The text of a name as it stands, with its placeholders; nothing if there is none of that name.
    pub fn text(&self, name: String) -> Option<String> {
        let id = core::TextId::from_name(&name)?;
        Some(self.texts.get(id).to_owned())
    }

    /// How a checkout ended, in the customer's words.
    pub fn result(&self, result: PaymentResult, flow: CheckoutFlow) -> ResultText {
        core::result_text_of(flow.into(), &result.into(), &self.texts).into()
    }

    /// What is wrong with a field, in the customer's words.
    pub fn field_error(&self, error: FieldError) -> String {
        core::field_error_text(checkout_core::input::CardProblem::from(error), &self.texts)
    }

    /// An amount as the customer's region writes it; nothing if the currency is not one to pay in.
    pub fn amount(&self, minor_units: i64, currency_code: String) -> Option<String> {
        let money = Money::new(minor_units, Currency::from_code(&currency_code)?);
        Some(core::amount_text(money, self.texts.locale(), false))
    }
}

impl NativeTexts {
    pub(crate) fn texts(&self) -> core::Texts {
        self.texts.clone()
    }
}

/// The names of all texts: those that can be replaced.
#[uniffi::export]
pub fn text_names() -> Vec<String> {
    core::TextId::ALL.iter().map(|id| id.name().to_owned()).collect()
}

mirror! {
    /// What a checkout is for.
    CheckoutFlow = Flow {
        /// The customer pays.
        Payment,
        /// A card is saved for payments that the merchant starts later.
        SetupIntent,
        /// The merchant keys in the customer's card.
        VirtualTerminal,
    }
}

/// How a checkout ended, in the customer's words.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ResultText {
    /// What happened, in a few words.
    pub title: String,
    /// What it means for the customer and their money.
    pub message: String,
}

impl From<core::ResultText> for ResultText {
    fn from(core::ResultText { title, message }: core::ResultText) -> Self {
        ResultText { title, message }
    }
}

/// A text cannot be replaced so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum TextError {
    /// There is no text of this name.
    #[error("{reason}")]
    UnknownText {
        /// Which name, and what to do.
        reason: String,
    },
    /// The new text cannot be shown in the place of the other.
    #[error("{reason}")]
    UnusableText {
        /// Which one, and what is wrong with it.
        reason: String,
    },
}

impl From<core::TextError> for TextError {
    fn from(error: core::TextError) -> Self {
        let reason = error.to_string();
        match error {
            core::TextError::UnknownText { .. } => TextError::UnknownText { reason },
            _ => TextError::UnusableText { reason },
        }
    }
}
