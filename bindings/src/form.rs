//! What a card form needs while somebody types. Carets are counted in UTF-16 code units.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use checkout_core::card as core_card;
use checkout_core::input as core;
use checkout_core::money as core_money;

use crate::mirror::mirror;
use crate::problem::FieldError;
use crate::summary::CardScheme;

/// What a card number field shows after an edit. An object, because a record would print the number.
#[derive(uniffi::Object)]
pub struct CardNumberEdit(core::CardNumberEdit);

#[uniffi::export]
impl CardNumberEdit {
    /// The number in groups.
    pub fn text(&self) -> String {
        self.0.text.expose().to_owned()
    }

    /// Where the caret goes in it.
    pub fn caret(&self) -> i32 {
        position(self.0.caret)
    }

    /// The scheme, once it is certain.
    pub fn scheme(&self) -> Option<CardScheme> {
        self.0.scheme.definite().map(CardScheme::from)
    }

    /// Whether it is a whole card number with a right check digit.
    pub fn is_complete(&self) -> bool {
        self.0.is_complete
    }

    /// Whether no more digits fit: the form may go on to the next field.
    pub fn is_full(&self) -> bool {
        self.0.is_full
    }
}

/// Groups a card number while it is typed: `typed` is the text of the field after the edit and `caret` where the caret is.
#[uniffi::export]
pub fn edit_card_number(typed: String, caret: i32) -> Arc<CardNumberEdit> {
    Arc::new(CardNumberEdit(core::edit_card_number(&typed, index(caret))))
}

/// What an expiry field shows after an edit.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct ExpiryEdit {
    /// `MM/YY`, or the beginning of it; while a year of four digits is typed, as much of that as there is.
    pub text: String,
    /// Where the caret goes in it.
    pub caret: i32,
    /// Whether there are a month and a year. `12/20` is the beginning of `12/2029`.
    pub is_complete: bool,
}

// As in details.rs: who prints a record prints this, and an expiry is card data.
impl fmt::Debug for ExpiryEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ExpiryEdit(***)")
    }
}

/// Formats an expiry as `MM/YY` while it is typed.
#[uniffi::export]
pub fn edit_expiry(typed: String, caret: i32) -> ExpiryEdit {
    let edit = core::edit_expiry(&typed, index(caret));
    ExpiryEdit {
        text: edit.text,
        caret: position(edit.caret),
        is_complete: edit.is_complete,
    }
}

/// What a CVV field shows after an edit. An object, because a record would print the CVV.
#[derive(uniffi::Object)]
pub struct EditedCvv(core::CvvEdit);

#[uniffi::export]
impl EditedCvv {
    /// The digits.
    pub fn text(&self) -> String {
        self.0.text.expose().to_owned()
    }

    /// Where the caret goes in it.
    pub fn caret(&self) -> i32 {
        position(self.0.caret)
    }

    /// Whether it has a length that the card's CVV can have.
    pub fn is_complete(&self) -> bool {
        self.0.is_complete
    }

    /// Whether the card's CVV has no more digits: the form may go on to the next field.
    pub fn is_full(&self) -> bool {
        self.0.is_full
    }
}

/// Keeps the digits of a new card's CVV while it is typed; `number` is what stands in the number's field.
#[uniffi::export]
pub fn edit_cvv(typed: String, caret: i32, number: String) -> Arc<EditedCvv> {
    Arc::new(EditedCvv(core::edit_cvv(&typed, index(caret), &number)))
}

/// Keeps the digits of a saved card's CVV while it is typed, by the scheme of that card.
#[uniffi::export]
pub fn edit_saved_card_cvv(typed: String, caret: i32, scheme_name: String) -> Arc<EditedCvv> {
    Arc::new(EditedCvv(core::edit_saved_card_cvv(
        &typed,
        index(caret),
        &saved_card(scheme_name),
    )))
}

mirror! {
    /// When a field is looked at.
    Moment = core::Moment {
        /// More may be typed: only what no more typing can mend is wrong.
        Typing,
        /// The customer goes on to another field: what is not right is wrong.
        Leaving,
    }
}

/// What to say about a field.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Feedback {
    /// Nothing yet: more has to be typed.
    Unfinished,
    /// It is right.
    Valid,
    /// It is wrong.
    Wrong {
        /// How.
        error: FieldError,
    },
}

impl From<core::Feedback> for Feedback {
    fn from(feedback: core::Feedback) -> Self {
        match feedback {
            core::Feedback::Unfinished => Feedback::Unfinished,
            core::Feedback::Valid => Feedback::Valid,
            core::Feedback::Wrong(problem) => Feedback::Wrong {
                error: core::FieldError::from(problem).into(),
            },
        }
    }
}

/// A card number, for an intent that takes `supported_schemes`.
#[uniffi::export]
pub fn check_number(typed: String, supported_schemes: Vec<String>, moment: Moment) -> Feedback {
    core::check_number(&typed, &supported_schemes, moment.into()).into()
}

/// An expiry, by the device's clock alone. A session knows the API host's, too: a card has expired when both say so.
#[uniffi::export]
pub fn check_expiry(typed: String, moment: Moment) -> Feedback {
    core::check_expiry(&typed, core_card::Today::by(SystemTime::now()), moment.into()).into()
}

/// The CVV of a new card; `number` is what stands in the number's field.
#[uniffi::export]
pub fn check_cvv(typed: String, number: String, moment: Moment) -> Feedback {
    core::check_cvv(&typed, &number, moment.into()).into()
}

/// The CVV of a saved card, by the scheme of that card.
#[uniffi::export]
pub fn check_saved_card_cvv(typed: String, scheme_name: String, moment: Moment) -> Feedback {
    core::check_saved_card_cvv(&typed, &saved_card(scheme_name), moment.into()).into()
}

/// No more of a saved card than decides about its CVV.
fn saved_card(scheme_name: String) -> core_card::SavedCard {
    core_card::SavedCard::new("", scheme_name, "", "", &[] as &[&str])
}

/// A cardholder name.
#[uniffi::export]
pub fn check_cardholder_name(typed: String, moment: Moment) -> Feedback {
    core::check_cardholder_name(&typed, moment.into()).into()
}

/// An e-mail address that the intent collects.
#[uniffi::export]
pub fn check_email(typed: String, moment: Moment) -> Feedback {
    core::check_email(&typed, moment.into()).into()
}

/// The postcode of a billing address that the intent collects, in a country (ISO 3166-1 alpha-2).
#[uniffi::export]
pub fn check_postcode(typed: String, country_code: String, moment: Moment) -> Feedback {
    core::check_postcode(&typed, &country_code, moment.into()).into()
}

/// Whether an address in this country has to have a postcode.
#[uniffi::export]
pub fn needs_postcode(country_code: String) -> bool {
    core::needs_postcode(&country_code)
}

/// The countries of an address form, as ISO 3166-1 alpha-2 codes.
#[uniffi::export]
pub fn countries() -> Vec<String> {
    core::countries().into_iter().map(str::to_owned).collect()
}

/// An amount in the major unit, taken apart for a user interface.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct AmountParts {
    /// Whether the amount is below zero.
    pub negative: bool,
    /// The whole units, without a sign and without separators.
    pub integer: String,
    /// The decimals, exactly as many digits as the currency has places; empty for a currency without any.
    pub fraction: String,
}

/// The parts of an amount; none if the currency is not one to pay in.
#[uniffi::export]
pub fn amount_parts(minor_units: i64, currency_code: String) -> Option<AmountParts> {
    let currency = core_money::Currency::from_code(&currency_code)?;
    let parts = core_money::Money::new(minor_units, currency).parts();
    Some(AmountParts {
        negative: parts.negative,
        integer: parts.integer.to_string(),
        fraction: parts.fraction,
    })
}

/// A caret before the text is at its beginning.
pub(crate) fn index(caret: i32) -> usize {
    usize::try_from(caret).unwrap_or(0)
}

pub(crate) fn position(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}
