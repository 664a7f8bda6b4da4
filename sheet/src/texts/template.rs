//! A text with placeholders, and what is put in their place.

use super::TextId;
use super::isolation::Direction;

macro_rules! placeholders {
    ($($id:ident $name:literal $direction:ident $doc:literal,)+) => {
        /// What a text leaves open. In a text it is its name in braces: `{amount}`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Placeholder { $(#[doc = $doc] $id,)+ }

        impl Placeholder {
            /// Every placeholder.
            pub const ALL: &'static [Placeholder] = &[$(Placeholder::$id,)+];

            /// The name between the braces.
            pub const fn name(self) -> &'static str {
                match self { $(Placeholder::$id => $name,)+ }
            }

            /// How what is put there runs, whatever is around it.
            pub(super) const fn direction(self) -> Direction {
                match self { $(Placeholder::$id => Direction::$direction,)+ }
            }
        }
    };
}

placeholders! {
    Amount "amount" LeftToRight "An amount, as [`amount_text`](super::amount_text) writes it.",
    Merchant "merchant" OfItsOwn "The merchant's name.",
    Reference "reference" OfItsOwn "The merchant's reference for the order.",
    Caption "caption" OfItsOwn "What was ordered.",
    Count "count" LeftToRight "How many there are.",
    Wallet "wallet" LeftToRight "The name of a wallet.",
    Scheme "scheme" OfItsOwn "The name of a card scheme.",
    Last4 "last4" LeftToRight "The last four digits of a card.",
    Expiry "expiry" LeftToRight "An expiry date, always `MM/YY`.",
    Card "card" OfItsOwn "A saved card, as a text of its own.",
    Label "label" OfItsOwn "The label of a field.",
    Host "host" LeftToRight "The host's name of a page.",
}

impl Placeholder {
    fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|placeholder| placeholder.name() == name)
    }
}

/// A text cannot be replaced so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There is no text of this name.
    #[error("there is no text named `{name}`")]
    UnknownText {
        /// The name that was given.
        name: String,
    },
    /// The new text has a placeholder that is not filled in there.
    #[error("the text `{}` has no placeholder `{{{placeholder}}}`", text.name())]
    UnknownPlaceholder {
        /// Which text.
        text: TextId,
        /// What stands between the braces.
        placeholder: String,
    },
    /// The new text has a brace without its counterpart.
    #[error("the text `{}` has a brace that is not closed or not opened", text.name())]
    UnbalancedBrace {
        /// Which text.
        text: TextId,
    },
    /// The new text has nothing to see in it.
    #[error("the text `{}` is blank", text.name())]
    Blank {
        /// Which text.
        text: TextId,
    },
}

/// A part of a text: as it stands, or left open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Plain(&'a str),
    Open(&'a str),
    Unbalanced,
}

/// The parts of a text, in their order.
pub(super) fn parts(text: &str) -> impl Iterator<Item = Part<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let Some(at) = rest.find(['{', '}']) else {
            let plain = std::mem::take(&mut rest);
            return (!plain.is_empty()).then_some(Part::Plain(plain));
        };
        let (plain, braced) = rest.split_at(at);
        if !plain.is_empty() {
            rest = braced;
            return Some(Part::Plain(plain));
        }
        let open = braced.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        let part = match open {
            Some((name, _)) if name.contains('{') => None,
            other => other,
        };
        rest = part.map_or("", |(_, after)| after);
        Some(part.map_or(Part::Unbalanced, |(name, _)| Part::Open(name)))
    })
}

/// The placeholders of a text.
pub(super) fn placeholders(text: &str) -> Vec<Placeholder> {
    let mut found: Vec<Placeholder> = parts(text)
        .filter_map(|part| match part {
            Part::Open(name) => Placeholder::named(name),
            Part::Plain(_) | Part::Unbalanced => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Whether `text` can stand in the place of a text that has the `known` placeholders. It need not use all of them.
pub(super) fn check(id: TextId, known: &[Placeholder], text: &str) -> Result<(), TextError> {
    if text.trim().is_empty() {
        return Err(TextError::Blank { text: id });
    }
    for part in parts(text) {
        match part {
            Part::Plain(_) => {}
            Part::Open(name) if Placeholder::named(name).is_some_and(|placeholder| known.contains(&placeholder)) => {}
            Part::Open(name) => {
                return Err(TextError::UnknownPlaceholder {
                    text: id,
                    placeholder: name.to_owned(),
                });
            }
            Part::Unbalanced => return Err(TextError::UnbalancedBrace { text: id }),
        }
    }
    Ok(())
}

/// The text with what `value` gives for each placeholder; one without a value leaves nothing behind.
pub(super) fn fill<'v>(text: &str, value: impl Fn(Placeholder) -> Option<&'v str>, right_to_left: bool) -> String {
    let mut filled = String::with_capacity(text.len());
    for part in parts(text) {
        match part {
            Part::Plain(plain) => filled.push_str(plain),
            Part::Open(name) => {
                let placeholder = Placeholder::named(name);
                if let Some((placeholder, value)) = placeholder.and_then(|id| Some((id, value(id)?))) {
                    placeholder.direction().isolate(value, right_to_left, &mut filled);
                }
            }
            Part::Unbalanced => {}
        }
    }
    filled
}
