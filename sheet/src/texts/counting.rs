//! Texts with a number in them, by the plural rules of CLDR.

use super::{Language, TextId};

/// Something that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Counted {
    /// The lines of an order.
    Items,
    /// The customer's saved cards.
    SavedCards,
}

impl Counted {
    /// Every one.
    pub const ALL: [Counted; 2] = [Counted::Items, Counted::SavedCards];

    /// The text for a number in a language.
    pub fn text_id(self, language: Language, count: u64) -> TextId {
        match (self, Plural::of(language, count)) {
            (Counted::Items, Plural::One) => TextId::ItemsOne,
            (Counted::Items, Plural::Many) => TextId::ItemsMany,
            (Counted::Items, Plural::Other) => TextId::ItemsOther,
            (Counted::SavedCards, Plural::One) => TextId::SavedCardsOne,
            (Counted::SavedCards, Plural::Many) => TextId::SavedCardsMany,
            (Counted::SavedCards, Plural::Other) => TextId::SavedCardsOther,
        }
    }
}

/// The plural categories that whole numbers have in our languages. The tests hold them against ICU4X's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plural {
    One,
    /// Whole millions: `1 000 000 de artículos`.
    Many,
    Other,
}

impl Plural {
    pub(super) fn of(language: Language, count: u64) -> Plural {
        let whole_millions = count != 0 && count.is_multiple_of(1_000_000);
        match (language, count) {
            (Language::French, 0) | (_, 1) => Plural::One,
            (Language::Spanish | Language::Italian | Language::French, _) if whole_millions => Plural::Many,
            _ => Plural::Other,
        }
    }
}
