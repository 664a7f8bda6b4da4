//! What of a world outlives a restart, as documents: one for each customer, secret, saved card, intent and subscription.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Document, Documents, Key};
use crate::domain::World;
use crate::recorder::without_card_numbers;

const CLOCK: &str = "clock";
const CUSTOMER: &str = "customer";
const CUSTOMER_SECRET: &str = "customerSecret";
const SAVED_CARD: &str = "savedCard";
const INTENT: &str = "intent";
const SUBSCRIPTION: &str = "subscription";

/// Where people write what they like. What looks like a card number there is masked before it is written.
const FREE_TEXT: [&str; 6] = ["profile", "reference", "extras", "cardholder", "reason", "notes"];

/// Everything there is to write.
pub(crate) fn documents(world: &World, clock_ahead: Duration) -> serde_json::Result<Documents> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, id: &str, content: Value| {
        all.insert(Key::new(kind, id), masked(content).to_string());
    };
    add(CLOCK, "ahead", value(&clock_ahead)?);
    for customer in world.customers.values() {
        add(CUSTOMER, &customer.id, value(customer)?);
    }
    for (secret, record) in world.customer_secrets() {
        add(CUSTOMER_SECRET, secret, value(record)?);
    }
    for card in &world.saved_cards {
        if card.pan.script().is_some() {
            add(SAVED_CARD, &card.id, value(card)?);
        }
    }
    for intent in world.intents.values() {
        add(INTENT, &intent.id, value(intent)?);
    }
    for subscription in &world.subscriptions {
        add(SUBSCRIPTION, &subscription.id, value(subscription)?);
    }
    Ok(all)
}

/// Puts a document back where it came from. The error says what is wrong with it, and nothing of what is in it.
pub(crate) fn restore(world: &mut World, clock_ahead: &mut Duration, document: &Document) -> Result<(), String> {
    match document.key.kind.as_str() {
        CLOCK => *clock_ahead = read(document)?,
        CUSTOMER => {
            world.customers.insert(document.key.id.clone(), read(document)?);
        }
        CUSTOMER_SECRET => world.restore_customer_secret(document.key.id.clone(), read(document)?),
        SAVED_CARD => {
            world.saved_cards.push(read(document)?);
            world.saved_cards.sort_by_key(|card| card.saved_at);
        }
        INTENT => world.restore_intent(read(document)?),
        SUBSCRIPTION => {
            world.subscriptions.push(read(document)?);
            world.subscriptions.sort_by_key(|subscription| subscription.created_at);
        }
        _ => return Err("a document of an unknown kind".to_owned()),
    }
    Ok(())
}

fn value(thing: &impl Serialize) -> serde_json::Result<Value> {
    serde_json::to_value(thing)
}

fn read<T: DeserializeOwned>(document: &Document) -> Result<T, String> {
    serde_json::from_str(&document.content)
        .map_err(|error| format!("the {} at column {} cannot be read", document.key.kind, error.column()))
}

fn masked(content: Value) -> Value {
    match content {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, field)| {
                let field = if FREE_TEXT.contains(&name.as_str()) {
                    without_card_numbers(field)
                } else {
                    masked(field)
                };
                (name, field)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(masked).collect(),
        other => other,
    }
}
