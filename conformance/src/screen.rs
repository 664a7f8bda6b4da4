//! What holds for every screen of a sheet, whatever the scenario says.

use serde_json::Value;

/// What is wrong with a screen.
pub(crate) fn wrong_in(screen: &Value) -> impl Iterator<Item = String> + use<> {
    let left_open = texts_of(screen)
        .into_iter()
        .find(|text| text.contains(['{', '}']))
        .map(|text| format!("a text is not filled in: {text}"));
    // The rule that nobody may weaken.
    let pays_in_doubt = is_in_doubt(screen) && texts_of(screen).iter().any(|text| is_payment(text));
    let pays_in_doubt = pays_in_doubt.then(|| "another payment is offered while the outcome is not known".to_owned());
    left_open.into_iter().chain(pays_in_doubt)
}

fn is_in_doubt(screen: &Value) -> bool {
    screen["kind"] == "Done" && screen["tone"] == "Uncertain"
}

/// The name of an action that leads to a payment.
fn is_payment(text: &str) -> bool {
    matches!(text, "Pay" | "TryAgain" | "UseAnotherCard") || text.starts_with("PayWith:")
}

fn texts_of(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(texts_of).collect(),
        Value::Object(fields) => fields.values().flat_map(texts_of).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn open_places_and_payments_in_doubt_are_found() {
        let done =
            |tone: &str, action: &str| json!({ "kind": "Done", "tone": tone, "buttons": [{ "action": action }] });
        assert_eq!(wrong_in(&done("Uncertain", "CheckAgain")).count(), 0);
        assert_eq!(wrong_in(&done("Problem", "TryAgain")).count(), 0);
        assert_eq!(wrong_in(&done("Uncertain", "TryAgain")).count(), 1);
        assert_eq!(wrong_in(&json!({ "frame": { "title": "Pay {amount}" } })).count(), 1);
    }
}
