//! What the wallets' sheets give back, around a token that the sandbox knows.

use serde_json::{Value, json};

use crate::scenario::SheetAnswer;

/// Google's `PaymentData`, as JSON. It has every contact, whether the intent collects it or not.
pub(crate) fn google_pay_data(answer: &SheetAnswer) -> String {
    text(answer, google_pay_template)
}

/// PassKit's token, as JSON.
pub(crate) fn apple_pay_token(answer: &SheetAnswer) -> String {
    text(answer, apple_pay_template)
}

fn text(answer: &SheetAnswer, template: fn(&str) -> Value) -> String {
    match answer {
        SheetAnswer::Token(token) => template(token).to_string(),
        SheetAnswer::Changed(changed) => {
            let mut data = template(&changed.token);
            merge(&mut data, &Value::Object(changed.merge.clone()));
            for path in &changed.remove {
                remove(&mut data, path);
            }
            data.to_string()
        }
        SheetAnswer::Raw(raw) => raw.raw.clone(),
    }
}

/// Billing and shipping differ in every field, so that one cannot pass for the other.
fn google_pay_template(token: &str) -> Value {
    json!({
        "apiVersion": 2,
        "apiVersionMinor": 0,
        "email": "alex@example.test",
        "paymentMethodData": {
            "type": "CARD",
            "description": "Visa •••• 1005",
            "info": {
                "cardNetwork": "VISA",
                "cardDetails": "1005",
                "billingAddress": {
                    "name": "Alex Example", "address1": "1 High Street", "address2": "Flat 2", "address3": "",
                    "locality": "Hull", "administrativeArea": "East Riding", "postalCode": "HU1 1AA", "countryCode": "GB",
                    "sortingCode": "", "phoneNumber": "+441482000001",
                },
            },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": token },
        },
        "shippingAddress": {
            "name": "Robin Example", "address1": "7 Quay", "address2": "", "address3": "Dock 4",
            "locality": "Cork", "administrativeArea": "Munster", "postalCode": "T12 AB34", "countryCode": "IE",
            "sortingCode": "S7", "phoneNumber": "+353210000002",
        },
    })
}

fn apple_pay_template(data: &str) -> Value {
    json!({
        "paymentData": {
            "data": data,
            "signature": "c2lnbmF0dXJl",
            "version": "EC_v1",
            "header": {
                "publicKeyHash": "aGFzaA==", "ephemeralPublicKey": "a2V5", "transactionId": "7472616e73616374696f6e",
            },
        },
        "paymentMethod": { "displayName": "Visa 1005", "network": "Visa", "type": "debit" },
        "transactionIdentifier": "5452414E53414354494F4E",
    })
}

fn merge(data: &mut Value, changes: &Value) {
    match (data, changes) {
        (Value::Object(data), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(data.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
        (data, change) => *data = change.clone(),
    }
}

fn remove(data: &mut Value, path: &str) {
    let Some(fields) = data.as_object_mut() else { return };
    match path.split_once('.') {
        None => {
            fields.remove(path);
        }
        Some((name, rest)) => {
            if let Some(inner) = fields.get_mut(name) {
                remove(inner, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(json: Value) -> Value {
        serde_json::from_str(&apple_pay_token(&serde_json::from_value(json).unwrap())).unwrap()
    }

    #[test]
    fn a_sheets_answer_can_be_changed() {
        let mut expected = token(json!("t"));
        assert_eq!(expected["paymentData"]["data"], "t");
        expected["paymentMethod"]["type"] = json!("debt");
        expected["paymentData"]["header"]
            .as_object_mut()
            .unwrap()
            .remove("transactionId");
        let changed = json!({
            "token": "t", "merge": { "paymentMethod": { "type": "debt" } },
            "remove": ["paymentData.header.transactionId", "no.such"],
        });
        assert_eq!(token(changed), expected);
        assert_eq!(token(json!({ "raw": "[1]" })), json!([1]));
    }

    #[test]
    fn it_is_either_a_token_or_raw() {
        for wrong in [
            json!({}),
            json!({ "token": "t", "raw": "x" }),
            json!({ "raw": "x", "remove": ["y"] }),
            json!({ "token": "t", "removed": ["y"] }),
        ] {
            assert!(serde_json::from_value::<SheetAnswer>(wrong.clone()).is_err(), "{wrong}");
        }
    }
}
