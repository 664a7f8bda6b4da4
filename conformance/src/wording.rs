//! The customer's words: scenarios name a text, and the judge looks it up where every language has it from.

use checkout_sheet::texts::{Locale, Placeholder, TextId, Texts};
use serde_json::Value;

use crate::scenario::SheetGiven;
use crate::template::each_text;

/// The words of one customer.
pub(crate) struct Wording(Texts);

impl Wording {
    /// The words of a language, as they stand.
    pub(crate) fn of(language: &str) -> Self {
        Wording(Texts::new(Locale::from_tag(language)))
    }

    /// The words of a sheet's first screen. What the app replaces, a scenario spells out.
    pub(crate) fn of_sheet(sheet: &SheetGiven) -> Self {
        let locale = Locale::from_tag(&sheet.language);
        let right_to_left = sheet.right_to_left.unwrap_or(locale.is_right_to_left());
        Wording(Texts::new(locale.with_right_to_left(right_to_left)))
    }

    /// Puts words in the place of their names: `@pay_amount|amount=£12.50`. Of several with ` + ` between them each is a
    /// sentence.
    pub(crate) fn worded(&self, expected: Value) -> Value {
        each_text(expected, &|text| match text.starts_with('@') {
            true => text
                .split(" + ")
                .map(|name| self.word(name))
                .collect::<Vec<_>>()
                .join(" "),
            false => text.to_owned(),
        })
    }

    fn word(&self, name: &str) -> String {
        let text = name.strip_prefix('@').and_then(|name| self.text(name));
        text.unwrap_or_else(|| format!("(no text {name})"))
    }

    fn text(&self, named: &str) -> Option<String> {
        let mut parts = named.split('|');
        let id = TextId::from_name(parts.next()?)?;
        let values = parts.map(|part| {
            let (name, value) = part.split_once('=')?;
            let placeholder = Placeholder::ALL.iter().find(|placeholder| placeholder.name() == name)?;
            Some((*placeholder, value))
        });
        let values: Vec<(Placeholder, &str)> = values.collect::<Option<_>>()?;
        Some(self.0.fill(id, &values))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_texts_become_texts() {
        let german = Wording::of("de-DE");
        let worded = german.worded(json!({ "a": "@done", "b": ["@total_amount|amount=1,00 €", "plain"] }));
        assert_eq!(worded["a"], "Fertig");
        assert!(
            worded["b"][0].as_str().is_some_and(|text| text.ends_with("1,00 €")),
            "{worded}"
        );
        assert_eq!(worded["b"][1], "plain");
        assert_eq!(german.worded(json!("@no_such_text")), "(no text @no_such_text)");
        assert_eq!(german.worded(json!("@done + @back")), "Fertig Zurück");
    }
}
