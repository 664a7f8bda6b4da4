//! Taking secrets and card data out of what is recorded.
//!
//! It errs on the side of hiding: a path segment of the gateway is shown only if it is a word of the protocol, and any
//! run of digits that could be a card number is masked wherever it stands.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, header};
use serde_json::Value;

use crate::domain::cards::Pan;
use crate::domain::wallets::TestWalletToken;

/// The words that may be seen in a gateway path. Everything else there is taken for a session secret.
const GATEWAY_WORDS: [&str; 12] = [
    "",
    "api",
    "cors",
    "mobile",
    "device-data",
    "payments",
    "recurring",
    "three-ds-complete",
    "google-pay",
    "decrypt-token",
    "apple-pay",
    "three-ds",
];

pub(super) fn path(path: &str) -> String {
    let on_gateway = ["/api/", "/cors/", "/mobile/"]
        .iter()
        .any(|start| path.starts_with(start));
    let segments = path.split('/').map(|segment| {
        let secret = if on_gateway {
            !GATEWAY_WORDS.contains(&segment)
        } else {
            looks_secret(segment)
        };
        if secret { "{secret}".to_owned() } else { text(segment) }
    });
    segments.collect::<Vec<_>>().join("/")
}

/// API keys, customer secrets, and anything as long as a session secret; ids are far shorter.
fn looks_secret(segment: &str) -> bool {
    segment.starts_with("cs_") || segment.starts_with("sk_") || segment.len() > 100
}

pub(super) fn headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut shown = BTreeMap::<String, String>::new();
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value.as_bytes());
        let value = match *name {
            header::AUTHORIZATION | header::PROXY_AUTHORIZATION => credential(&value),
            header::COOKIE => "***".to_owned(),
            _ => text(&value),
        };
        shown
            .entry(name.as_str().to_owned())
            .and_modify(|all| *all = format!("{all}, {value}"))
            .or_insert(value);
    }
    shown
}

/// Keeps the scheme and the kind of credential: `Basic cs_***`.
fn credential(value: &str) -> String {
    let (scheme, secret) = value.split_once(' ').unwrap_or(("", value));
    let scheme = if matches!(scheme, "Basic" | "Bearer") {
        scheme
    } else {
        "***"
    };
    let kind = ["cs_", "sk_"]
        .into_iter()
        .find(|kind| secret.starts_with(kind))
        .unwrap_or("");
    if secret.is_empty() {
        scheme.to_owned()
    } else {
        format!("{scheme} {kind}***")
    }
}

pub(super) fn body(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    match serde_json::from_slice(bytes) {
        Ok(body) => value(body),
        // Broken JSON may hold a CVV anywhere, so none of it is kept.
        Err(_) => Value::String(format!("<{} bytes that are not JSON>", bytes.len())),
    }
}

fn value(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields.into_iter().map(|(name, value)| field(name, value)).collect(),
        Value::Array(items) => items.into_iter().map(self::value).collect(),
        Value::String(string) => Value::String(text(&string)),
        Value::Number(number) => {
            let digits = number.to_string();
            let masked = text(&digits);
            if masked == digits {
                Value::Number(number)
            } else {
                Value::String(masked)
            }
        }
        other => other,
    }
}

fn field(name: String, value: Value) -> (String, Value) {
    let hidden = match name.to_ascii_lowercase().as_str() {
        "cv2"
        | "cvv"
        | "cvc"
        | "cvv2"
        | "cvc2"
        | "securitycode"
        | "secret"
        | "clientsessionsecret"
        | "customersecret" => Value::from("***"),
        // A wallet's token is as good as the card, unless it is one that the sandbox made up.
        "token" | "data" | "signature" => match value {
            Value::String(token) if TestWalletToken::is_known(&token) => Value::String(token),
            Value::Object(_) => self::value(value),
            _ => Value::from("***"),
        },
        "cardnumber" | "pan" => match value {
            Value::String(number) => Value::String(card_number(&number)),
            Value::Number(number) => Value::String(card_number(&number.to_string())),
            _ => Value::from("***"),
        },
        _ => self::value(value),
    };
    // A name is text of the caller's choosing, too.
    (text(&name), hidden)
}

/// What stands where a card number belongs is masked whether it is one or not.
fn card_number(number: &str) -> String {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.len() < 12 {
        "***".to_owned()
    } else {
        mask(&digits)
    }
}

/// First six, last four.
fn mask(digits: &str) -> String {
    format!("{}******{}", &digits[..6], &digits[digits.len() - 4..])
}

/// The same JSON with every card number in a text masked; for what the sandbox shows, which holds no secrets.
pub(super) fn texts(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (text(&name), texts(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(texts).collect(),
        Value::String(string) => Value::String(text(&string)),
        other => other,
    }
}

/// Masks whatever could be a card number in a text: 12 to 19 digits of a known scheme with a valid check digit, grouped by
/// spaces or dashes or not, also when other digits stand next to them.
pub(super) fn text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, run) = rest.split_at(start);
        let end = run
            .find(|c: char| !c.is_ascii_digit() && c != ' ' && c != '-')
            .unwrap_or(run.len());
        let (run, after) = run.split_at(end);
        shown.push_str(before);
        shown.push_str(&digit_run(run));
        rest = after;
    }
    shown.push_str(rest);
    shown
}

/// A stretch of digits, spaces and dashes: every card number in it masked, the longest reading first.
fn digit_run(run: &str) -> String {
    let (places, digits): (Vec<usize>, String) = run.char_indices().filter(|(_, c)| c.is_ascii_digit()).unzip();
    let mut shown = String::with_capacity(run.len());
    let (mut from, mut shown_up_to) = (0, 0);
    while from + 12 <= digits.len() {
        let longest = 19.min(digits.len() - from);
        let number = (12..=longest)
            .rev()
            .map(|length| &digits[from..from + length])
            .find(|number| is_card_number(number));
        match number {
            Some(number) => {
                shown.push_str(&run[shown_up_to..places[from]]);
                shown.push_str(&mask(number));
                from += number.len();
                shown_up_to = places[from - 1] + 1;
            }
            None => from += 1,
        }
    }
    shown.push_str(&run[shown_up_to..]);
    shown
}

fn is_card_number(digits: &str) -> bool {
    Pan::parse(digits).is_some_and(|pan| pan.scheme().is_some())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_session_secret_never_shows_in_a_path() {
        let secret = "ab-c_d==";
        for (shape, shown) in [
            ("/api/device-data/S", "/api/device-data/{secret}"),
            ("/api/payments/S", "/api/payments/{secret}"),
            ("/api/payments/recurring/S", "/api/payments/recurring/{secret}"),
            (
                "/mobile/payments/S/three-ds-complete",
                "/mobile/payments/{secret}/three-ds-complete",
            ),
            (
                "/cors/api/payments/S/apple-pay",
                "/cors/api/payments/{secret}/apple-pay",
            ),
            (
                "/api/payments/S/google-pay/decrypt-token",
                "/api/payments/{secret}/google-pay/decrypt-token",
            ),
            ("/api/payments/", "/api/payments/"),
        ] {
            assert_eq!(path(&shape.replace('S', secret)), shown);
        }
        assert_eq!(path("/payment-intents/public/pi_1"), "/payment-intents/public/pi_1");
        assert_eq!(
            path("/customers/cs_abc/create-secret"),
            "/customers/{secret}/create-secret"
        );
        assert_eq!(
            path(&format!("/payment-intents/{}", "x".repeat(160))),
            "/payment-intents/{secret}"
        );
    }

    #[test]
    fn of_a_credential_only_the_kind_is_kept() {
        for (sent, shown) in [
            ("Basic cs_abc", "Basic cs_***"),
            ("Basic sk_abc", "Basic sk_***"),
            ("Bearer abc", "Bearer ***"),
            ("sk_abc", "*** sk_***"),
            ("Basic ", "Basic"),
        ] {
            let mut all = HeaderMap::new();
            all.insert(header::AUTHORIZATION, HeaderValue::from_static(sent));
            assert_eq!(headers(&all)["authorization"], shown);
        }
    }

    #[test]
    fn card_data_is_masked_wherever_it_stands() {
        let shown = body(
            json!({
                "cV2": "020", "cardNumber": "5200000000001005", "pan": 5_200_000_000_001_005_u64, "CVV": 341,
                "reference": "order 5200 0000 0000 1005!", "list": [{ "x": 4_456_530_000_001_013_u64 }], "amount": 1250,
            })
            .to_string()
            .as_bytes(),
        );
        assert_eq!(
            shown,
            json!({
                "cV2": "***", "cardNumber": "520000******1005", "pan": "520000******1005", "CVV": "***",
                "reference": "order 520000******1005!", "list": [{ "x": "445653******1013" }], "amount": 1250,
            })
        );
        assert_eq!(body(b"{\"cV2\":\"020\","), json!("<13 bytes that are not JSON>"));
        assert_eq!(text("5200000000001005 12/29 020"), "520000******1005 12/29 020");
        assert_eq!(
            text("at 1763900000000, no. 99-5200-0000-0000-1005"),
            "at 1763900000000, no. 99-520000******1005"
        );
        assert_eq!(body(b""), Value::Null);
        assert_eq!(body(br#"{"cardNumber":"123"}"#), json!({ "cardNumber": "***" }));
    }
}
