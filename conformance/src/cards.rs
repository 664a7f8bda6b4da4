//! Test cards by name. Their numbers are the sandbox's; what they do is in `docs/sandbox.md`.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use time::OffsetDateTime;

use crate::plan::CardTyped;
use crate::scenario::CardInput;
use crate::template;

const TEST_CARDS: &str = include_str!("../test-cards.json");
/// What the customer types unless the scenario says otherwise: three years from now.
const EXPIRY: &str = "{month+36}";

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TestCard {
    pub(crate) number: String,
    pub(crate) cvv: String,
}

pub(crate) fn test_card(name: &str) -> Result<TestCard> {
    let cards: BTreeMap<String, TestCard> = serde_json::from_str(TEST_CARDS).context("test-cards.json")?;
    cards
        .get(name)
        .cloned()
        .with_context(|| format!("there is no test card {name:?} in test-cards.json"))
}

pub(crate) fn saved_expiry(now: OffsetDateTime) -> String {
    template::expiry(EXPIRY, now)
}

/// What the customer types.
pub(crate) fn typed(input: &CardInput, now: OffsetDateTime) -> Result<CardTyped> {
    let plain = |name: &str| {
        let card = test_card(name)?;
        let expiry = template::expiry(EXPIRY, now);
        anyhow::Ok(CardTyped {
            number: card.number,
            expiry,
            cvv: card.cvv,
            cardholder_name: None,
            save: None,
            mit_consent: None,
            details: None,
        })
    };
    match input {
        CardInput::Named(name) => plain(name),
        CardInput::Typed(input) => {
            let card = plain(&input.test_card)?;
            Ok(CardTyped {
                number: input.number.clone().unwrap_or(card.number),
                expiry: input
                    .expiry
                    .as_ref()
                    .map_or(card.expiry, |expiry| template::expiry(expiry, now)),
                cvv: input.cvv.clone().unwrap_or(card.cvv),
                cardholder_name: input.cardholder_name.clone(),
                save: input.save,
                mit_consent: input.mit_consent,
                details: input.details.clone(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_card_is_one_of_the_sandbox() {
        let cards: BTreeMap<String, TestCard> = serde_json::from_str(TEST_CARDS).unwrap();
        for (name, card) in cards {
            let known = checkout_sandbox::test_cards()
                .iter()
                .find(|known| known.number == card.number);
            assert_eq!(known.map(|known| known.cvv), Some(&*card.cvv), "{name}");
        }
    }
}
