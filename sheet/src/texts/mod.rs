//! The customer's words: every text of the sheet in five languages, results and errors among them, and amounts as the
//! customer's region writes them.
//!
//! A text for a log and a text for a customer are two things: the former is the `Display` of core's types, the latter is
//! here. An app that draws screens of its own can use them as well.
//!
//! ```
//! use checkout_core::money::{Currency, Money};
//! use checkout_sheet::texts::{Locale, Placeholder, TextId, Texts};
//!
//! let texts = Texts::new(Locale::from_tag("de-DE")).with(TextId::Done, "Zurück zum Laden")?;
//! assert_eq!(texts.get(TextId::Done), "Zurück zum Laden");
//! assert_eq!(
//!     texts.fill(TextId::DeleteCardSpoken, &[(Placeholder::Card, "Visa")]),
//!     "Visa löschen"
//! );
//! # Ok::<(), checkout_sheet::texts::TextError>(())
//! ```

mod amounts;
mod cards;
mod counting;
mod country;
mod english;
#[cfg(test)]
mod error_tests;
mod errors;
mod french;
mod german;
mod id;
mod isolation;
mod italian;
mod language;
mod packed;
mod result;
#[cfg(test)]
mod result_tests;
mod spanish;
mod template;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use checkout_core::money::Money;
use packed::packed;

pub use amounts::amount_text;
pub use cards::{card_text, spoken_card_text, spoken_digits};
pub use counting::Counted;
pub use country::english_country_name;
pub use errors::{action_error_text, deletion_error_text, field_error_text, wallet_error_text};
pub use id::TextId;
pub use language::{Language, Locale};
pub use result::{ResultText, result_text, result_text_of};
pub use template::{Placeholder, TextError};

impl TextId {
    /// The text of a name.
    pub fn from_name(name: &str) -> Option<TextId> {
        TextId::ALL.iter().copied().find(|id| id.name() == name)
    }

    /// The text in a language, with its placeholders.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::English => packed!(english::text, self),
            Language::Spanish => packed!(spanish::text, self),
            Language::Italian => packed!(italian::text, self),
            Language::German => packed!(german::text, self),
            Language::French => packed!(french::text, self),
        }
    }

    /// What the text leaves open. It is the same in every language.
    pub fn placeholders(self) -> Vec<Placeholder> {
        template::placeholders(self.text(Language::English))
    }
}

/// The texts of one customer: a locale, and what the app has replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    locale: Locale,
    replaced: BTreeMap<TextId, String>,
}

impl Texts {
    /// The texts of a locale, as they stand.
    pub fn new(locale: Locale) -> Self {
        Texts {
            locale,
            replaced: BTreeMap::new(),
        }
    }

    /// The same texts with another one in the place of `id`. It may use the placeholders of [`TextId::placeholders`], all
    /// or some of them.
    pub fn with(mut self, id: TextId, text: impl Into<String>) -> Result<Self, TextError> {
        let text = text.into();
        template::check(id, &id.placeholders(), &text)?;
        self.replaced.insert(id, text);
        Ok(self)
    }

    /// The same by the name of the text, such as `pay_amount`.
    pub fn with_named(self, name: &str, text: impl Into<String>) -> Result<Self, TextError> {
        let unknown = || TextError::UnknownText { name: name.to_owned() };
        self.with(TextId::from_name(name).ok_or_else(unknown)?, text)
    }

    /// The customer's locale.
    pub fn locale(&self) -> &Locale {
        &self.locale
    }

    /// A text as it stands (D8-16), with its placeholders if it has any: [`fill`](Texts::fill) is for those.
    pub fn get(&self, id: TextId) -> &str {
        match self.replaced.get(&id) {
            Some(text) => text,
            None => id.text(self.locale.language()),
        }
    }

    /// A text with its placeholders filled in. What is put there is isolated where directions mix.
    pub fn fill(&self, id: TextId, values: &[(Placeholder, &str)]) -> String {
        let value = |placeholder| {
            let given = values.iter().find(|(given, _)| *given == placeholder);
            given.map(|(_, value)| *value)
        };
        template::fill(self.get(id), value, self.locale.is_right_to_left())
    }

    /// How many there are, in words: `3 saved cards`.
    pub fn count(&self, counted: Counted, count: u64) -> String {
        let id = counted.text_id(self.locale.language(), count);
        self.fill(id, &[(Placeholder::Count, &count.to_string())])
    }
    /// An amount as the locale writes it, isolated where the layout runs from right to left.
    pub fn amount(&self, money: Money) -> String {
        amount_text(money, &self.locale, self.locale.is_right_to_left())
    }
}
