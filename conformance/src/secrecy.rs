//! What must not be seen in a message: card data, secrets, wallets' tokens and what the customer told of themselves.

use serde::Serialize;
use serde_json::Value;

use crate::plan::{CardTyped, Command, Plan};

/// Shorter texts, such as a country's code, stand in messages by chance.
const TELLING: usize = 6;

/// Whether a text holds something of the plan that must not be seen.
pub(crate) fn gives_away(text: &str, plan: &Plan) -> bool {
    let step = |command: &Command| match command {
        Command::PayWithCard { card } => has_card(text, card) || has_part_of(text, &card.details),
        Command::PayWithSavedCard { cvv, .. } => has_word(text, cvv),
        Command::PayWithGooglePay { payment_data } => has_part_of_json(text, payment_data),
        Command::PayWithApplePay {
            token,
            billing_contact,
            shipping_contact,
        } => has_part_of_json(text, token) || has_part_of(text, billing_contact) || has_part_of(text, shipping_contact),
        Command::Type { text: typed, .. } => has_typed(text, typed),
        Command::Fill { texts } => texts.iter().any(|typed| has_typed(text, &typed.text)),
        _ => false,
    };
    plan.steps.iter().any(|planned| step(&planned.command))
        || plan
            .customer_secret
            .as_ref()
            .is_some_and(|secret| secret.len() > 3 && text.contains(secret))
}

/// A number in whatever groups, a CVV, or a word of some length.
fn has_typed(text: &str, typed: &str) -> bool {
    has_number(text, typed) || has_word(text, typed) || (typed.chars().count() >= TELLING && text.contains(typed))
}

fn has_card(text: &str, card: &CardTyped) -> bool {
    has_number(text, &card.number) || has_word(text, &card.cvv)
}

fn has_number(text: &str, number: &str) -> bool {
    let digits_of = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = digits_of(number);
    number.len() >= 12 && digits_of(text).contains(&number)
}

fn has_word(text: &str, word: &str) -> bool {
    word.len() >= 3
        && text
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| part == word)
}

fn has_part_of(text: &str, input: &impl Serialize) -> bool {
    serde_json::to_value(input).is_ok_and(|input| has_text_of(text, &input))
}

/// What is no JSON is looked for as it is.
fn has_part_of_json(text: &str, json: &str) -> bool {
    let input = serde_json::from_str(json).unwrap_or_else(|_| Value::from(json));
    has_text_of(text, &input)
}

fn has_text_of(text: &str, input: &Value) -> bool {
    match input {
        Value::String(part) => part.chars().count() >= TELLING && text.contains(part.as_str()),
        Value::Array(items) => items.iter().any(|item| has_text_of(text, item)),
        Value::Object(fields) => fields.values().any(|field| has_text_of(text, field)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_customer_told_is_found_and_short_texts_are_not() {
        let data = r#"{ "a": [{ "token": "secret-token" }, "GB", 7], "secret-key": null }"#;
        assert!(has_part_of_json("the secret-token!", data));
        assert!(!has_part_of_json("GB, 7, secret-key", data));
        assert!(has_part_of_json("it was: no JSON", "no JSON"));
        assert!(!has_part_of_json("nothing", "no JSON"));
    }
}
