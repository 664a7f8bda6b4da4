//! Reading an intent: strict about what decides over money, tolerant of everything else.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{LoadedIntent, malformed};
use crate::flow::{IntentFacts, IntentKind, IntentStatus, LoadFailure, SecretFreshness, ServerTime};
use crate::http::{Json, Object, is_path_segment};
use crate::money::{Currency, Money};
use crate::secret::Secret;
use crate::summary::{CollectionRequirements, ItemLine, PaymentSummary, Wallet};

/// Reads the intent that was asked for by `id`.
pub(super) fn read(id: &str, intent: &Object) -> Result<LoadedIntent, LoadFailure> {
    let status = read_status(id, intent)?;
    let secret = session_secret(intent)?;
    let kind = kind(intent);
    let facts = IntentFacts {
        status,
        kind,
        secret: SecretFreshness {
            unused: true,
            expires_at: expiry(intent),
        },
        summary: summary(id, intent, kind, total(intent, kind)?),
    };
    Ok(LoadedIntent { facts, secret })
}

/// Reads the status alone.
pub(super) fn read_status(id: &str, intent: &Object) -> Result<IntentStatus, LoadFailure> {
    if intent.text(&["id"]) != Some(id) {
        return Err(malformed("id"));
    }
    intent
        .text(&["status"])
        .and_then(IntentStatus::from_wire)
        .ok_or_else(|| malformed("status"))
}

fn session_secret(intent: &Object) -> Result<Secret, LoadFailure> {
    let secret = intent
        .text(&["clientSessionSecret"])
        .filter(|secret| is_path_segment(secret));
    secret.map(Secret::from).ok_or_else(|| malformed("clientSessionSecret"))
}

/// `None` for a date that cannot be read and for the zero date, with which the API says that there is none.
fn expiry(intent: &Object) -> Option<ServerTime> {
    let text = intent.text(&["clientSessionSecretExpirationDate"])?;
    let date = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(date.unix_timestamp()).filter(|seconds| *seconds > 0)
}

fn kind(intent: &Object) -> IntentKind {
    let text = |key| intent.text(&[key]).map_or("", str::trim);
    if !text("merchantInitiatedTransactionType").is_empty() {
        IntentKind::Setup
    } else if text("paymentSource").eq_ignore_ascii_case("virtual-terminal") {
        IntentKind::VirtualTerminal
    } else {
        IntentKind::CardPayment
    }
}

fn total(intent: &Object, kind: IntentKind) -> Result<Option<Money>, LoadFailure> {
    let named = |key| intent.get(key).map(|amount| (key, amount));
    match named("totalAmount").or_else(|| named("amount")) {
        Some((key, amount)) => positive_or_zero(key, amount).map(Some),
        // A setup intent charges nothing; it may say what will be charged later.
        None if kind == IntentKind::Setup => match named("intendedAmount") {
            Some((key, amount)) => positive_or_zero(key, amount).map(Some),
            None => Ok(None),
        },
        None => Err(malformed("totalAmount")),
    }
}

fn positive_or_zero(key: &str, amount: &Json) -> Result<Money, LoadFailure> {
    let problem = |field: &str| malformed(&format!("{key}.{field}"));
    let amount = amount.as_object().ok_or_else(|| malformed(key))?;
    let value = amount
        .get("value")
        .and_then(Json::as_integer)
        .filter(|value| *value >= 0);
    let currency = amount.text(&["currencyCode"]).and_then(Currency::from_code);
    Ok(Money::new(
        value.ok_or_else(|| problem("value"))?,
        currency.ok_or_else(|| problem("currencyCode"))?,
    ))
}

fn summary(id: &str, intent: &Object, kind: IntentKind, total: Option<Money>) -> PaymentSummary {
    let text = |path: &[&str]| intent.text(path).map(str::to_owned);
    let list = |path: &[&str]| intent.at(path).and_then(Json::as_list).unwrap_or_default();
    PaymentSummary {
        payment_intent_id: id.to_owned(),
        total,
        merchant_name: text(&["config", "title"]).or_else(|| text(&["config", "tradingName"])),
        reference: text(&["reference"]),
        item_lines: list(&["itemLines"]).iter().filter_map(item_line).collect(),
        supported_schemes: list(&["merchantConfig", "supportedPaymentMethods", "cardSchemes"])
            .iter()
            .filter_map(|scheme| scheme.as_text().map(str::to_owned))
            .collect(),
        // The others take no wallet, whatever the intent lists: an app draws its buttons by this.
        wallets: match kind {
            IntentKind::CardPayment => list(&["merchantConfig", "supportedPaymentMethods", "wallets"])
                .iter()
                .filter_map(|wallet| wallet.as_text().and_then(Wallet::from_wire_name))
                .collect(),
            IntentKind::Setup | IntentKind::VirtualTerminal => Vec::new(),
        },
        collect: CollectionRequirements {
            email: is_collected(intent, "customerEmail"),
            billing_address: is_collected(intent, "billingAddress"),
            shipping_details: is_collected(intent, "shippingDetails"),
        },
        customer_id: text(&["customer", "id"]),
        customer_email: text(&["customer", "emailAddress"]),
        saved_cards: Vec::new(),
    }
}

fn is_collected(intent: &Object, what: &str) -> bool {
    let required = intent.at(&["config", what, "collectionRequired"]);
    required.and_then(Json::as_bool).unwrap_or(false)
}

/// A line that cannot be read is left out: the total is what will be charged.
fn item_line(line: &Json) -> Option<ItemLine> {
    let line = line.as_object()?;
    let amount = line.get("amountTotal")?.as_object()?;
    Some(ItemLine {
        // `caption` up to the API version of 2024, `name` after it.
        caption: line.text(&["caption"]).or_else(|| line.text(&["name"]))?.to_owned(),
        amount: Money::new(
            amount.get("value")?.as_integer()?, // may be negative: a discount
            Currency::from_code(amount.text(&["currencyCode"])?)?,
        ),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const ID: &str = "pi_sandbox_demo0001";

    fn minimal() -> Value {
        json!({
            "id": ID,
            "status": "Created",
            "clientSessionSecret": "c2VjcmV0LWRlbW8_MDAwMQ==",
            "totalAmount": { "value": 1250, "currencyCode": "GBP" },
        })
    }

    fn with(key: &str, value: Value) -> Value {
        let mut intent = minimal();
        intent[key] = value;
        intent
    }

    fn read_value(intent: &Value) -> Result<LoadedIntent, LoadFailure> {
        read(ID, &Object::parse(intent.to_string().as_bytes()).unwrap())
    }

    fn facts(intent: &Value) -> IntentFacts {
        read_value(intent).unwrap().facts
    }

    fn problem(intent: &Value) -> String {
        match read_value(intent) {
            Err(LoadFailure::Malformed { what }) => what,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_least_that_is_an_intent() {
        let LoadedIntent { facts, secret } = read_value(&minimal()).unwrap();
        assert_eq!(secret.expose(), "c2VjcmV0LWRlbW8_MDAwMQ==");
        assert_eq!(facts.status, IntentStatus::Created);
        assert_eq!(facts.kind, IntentKind::CardPayment);
        assert_eq!(
            facts.secret,
            SecretFreshness {
                unused: true,
                expires_at: None
            }
        );
        assert_eq!(facts.summary.total, Some(Money::new(1250, Currency::GBP)));
        assert_eq!(facts.summary.payment_intent_id, ID);
        assert_eq!(facts.summary.merchant_name, None);
        assert_eq!(facts.summary.customer_id, None);
        assert!(facts.summary.item_lines.is_empty() && facts.summary.supported_schemes.is_empty());
    }

    #[test]
    fn a_whole_intent() {
        let facts = facts(&json!({
            "id": ID, "status": "Captured", "clientSessionSecret": "s",
            "clientSessionSecretExpirationDate": "2026-03-01T10:00:00.1234567+01:00", "captureMode": "Auto",
            "paymentSource": "api", "amount": { "value": 1000, "currencyCode": "GBP" },
            "totalAmount": { "value": 150, "currencyCode": "JPY" }, "reference": "demo-order-1",
            "paymentMethods": ["Card", "Wallet"], "metadata": { "location-id": "loc-1" },
            "itemLines": [
                { "id": "1", "quantity": 1, "caption": "Tea", "amountTotal": { "value": 200, "currencyCode": "JPY" } },
                { "name": "Voucher", "amountTotal": { "value": -50, "currencyCode": "JPY" } }
            ],
            "customer": { "id": "cust_sandbox_demo", "emailAddress": "sam@example.test" },
            "merchantConfig": { "supportedPaymentMethods": {
                "cardSchemes": ["VISA", "amex", "NEW_SCHEME"], "wallets": ["GOOGLE_PAY", "UNHEARD_OF"] } },
            "config": { "title": "Demo Café", "tradingName": "Demo Ltd", "customerEmail": { "collectionRequired": false },
                "billingAddress": { "collectionRequired": true }, "shippingDetails": { "collectionRequired": "true" } }
        }));
        assert_eq!(facts.status, IntentStatus::Captured);
        assert_eq!(facts.secret.expires_at, Some(1_772_355_600));
        let summary = facts.summary;
        assert_eq!(summary.total.unwrap().to_string(), "150 JPY");
        assert_eq!(summary.wallets, [Wallet::GooglePay]);
        let collected = summary.collect;
        assert_eq!(
            (collected.email, collected.billing_address, collected.shipping_details),
            (false, true, false)
        );
        assert_eq!(summary.merchant_name.as_deref(), Some("Demo Café"));
        assert_eq!(summary.reference.as_deref(), Some("demo-order-1"));
        assert_eq!(summary.supported_schemes, ["VISA", "amex", "NEW_SCHEME"]);
        assert_eq!(summary.customer_id.as_deref(), Some("cust_sandbox_demo"));
        assert_eq!(summary.customer_email.as_deref(), Some("sam@example.test"));
        let lines: Vec<_> = summary
            .item_lines
            .iter()
            .map(|line| (&*line.caption, line.amount.minor_units))
            .collect();
        assert_eq!(lines, [("Tea", 200), ("Voucher", -50)]);
    }

    /// D2-06, D2-13, D7-09.
    #[test]
    fn what_is_missing_or_wrong_is_named_and_not_shown() {
        let nothing_right = [
            Value::Null,
            json!(""),
            json!(7),
            json!(true),
            json!([]),
            json!(["x"]),
            json!({}),
        ];
        for (key, named) in [
            ("id", "id"),
            ("status", "status"),
            ("clientSessionSecret", "clientSessionSecret"),
        ] {
            let mut intent = minimal();
            intent.as_object_mut().unwrap().remove(key);
            assert_eq!(problem(&intent), named);
            for wrong in &nothing_right {
                assert_eq!(problem(&with(key, wrong.clone())), named, "{key} = {wrong}");
            }
        }
        for (key, wrong, named) in [
            ("id", json!("pi_sandbox_demo0002"), "id"),
            ("id", json!(" pi_sandbox_demo0001"), "id"),
            ("status", json!("created"), "status"),
            ("status", json!("Paid"), "status"),
            ("clientSessionSecret", json!(".."), "clientSessionSecret"),
            ("clientSessionSecret", json!("a\nb"), "clientSessionSecret"),
            ("totalAmount", Value::Null, "totalAmount"),
            ("totalAmount", json!(1250), "totalAmount"),
            ("totalAmount", json!([1250, "GBP"]), "totalAmount"),
            ("totalAmount", json!({ "currencyCode": "GBP" }), "totalAmount.value"),
            (
                "totalAmount",
                json!({ "value": null, "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            (
                "totalAmount",
                json!({ "value": -1, "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            (
                "totalAmount",
                json!({ "value": 12.5, "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            (
                "totalAmount",
                json!({ "value": 12.0, "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            (
                "totalAmount",
                json!({ "value": "1250", "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            (
                "totalAmount",
                json!({ "value": u64::MAX, "currencyCode": "GBP" }),
                "totalAmount.value",
            ),
            ("totalAmount", json!({ "value": 1250 }), "totalAmount.currencyCode"),
            (
                "totalAmount",
                json!({ "value": 1250, "currencyCode": 826 }),
                "totalAmount.currencyCode",
            ),
            (
                "totalAmount",
                json!({ "value": 1250, "currencyCode": "XXX" }),
                "totalAmount.currencyCode",
            ),
            (
                "totalAmount",
                json!({ "value": 1250, "currencyCode": "ABC" }),
                "totalAmount.currencyCode",
            ),
        ] {
            assert_eq!(problem(&with(key, wrong.clone())), named, "{key} = {wrong}");
        }
    }

    #[test]
    fn the_amount_is_read_where_there_is_no_total() {
        let mut intent = with("amount", json!({ "value": 5, "currencyCode": "KWD" }));
        intent["totalAmount"] = Value::Null;
        assert_eq!(facts(&intent).summary.total.unwrap().to_string(), "0.005 KWD");
        // A total that is there and wrong is not passed over.
        intent["totalAmount"] = json!({});
        assert_eq!(problem(&intent), "totalAmount.value");
        intent["totalAmount"] = Value::Null;
        intent["amount"] = json!({ "value": 5 });
        assert_eq!(problem(&intent), "amount.currencyCode");
    }

    /// D2-07.
    #[test]
    fn setup_intents_are_recognised_with_and_without_an_amount() {
        let mut intent = with("merchantInitiatedTransactionType", json!("Unscheduled"));
        intent["paymentSource"] = json!("virtual-terminal");
        assert_eq!(facts(&intent).kind, IntentKind::Setup);
        intent.as_object_mut().unwrap().remove("totalAmount");
        assert_eq!(facts(&intent).summary.total, None);
        intent["intendedAmount"] = json!({ "value": 900, "currencyCode": "EUR" });
        assert_eq!(facts(&intent).summary.total, Some(Money::new(900, Currency::EUR)));
        intent["intendedAmount"] = json!({ "value": 900 });
        assert_eq!(problem(&intent), "intendedAmount.currencyCode");
        intent["intendedAmount"] = json!({ "value": 900, "currencyCode": "EUR" });
        intent["status"] = json!("Completed");
        assert_eq!(facts(&intent).status, IntentStatus::Completed);
        for blank in [json!(""), json!("  "), Value::Null, json!(1)] {
            assert_ne!(
                facts(&with("merchantInitiatedTransactionType", blank)).kind,
                IntentKind::Setup
            );
        }
    }

    #[test]
    fn virtual_terminal_intents_are_recognised_in_any_case() {
        for source in ["virtual-terminal", "Virtual-Terminal", "VIRTUAL-TERMINAL"] {
            assert_eq!(
                facts(&with("paymentSource", json!(source))).kind,
                IntentKind::VirtualTerminal
            );
        }
        for source in [json!("api"), json!(""), Value::Null, json!({ "virtual-terminal": 1 })] {
            assert_eq!(facts(&with("paymentSource", source)).kind, IntentKind::CardPayment);
        }
    }

    #[test]
    fn an_expiry_that_says_nothing_is_none() {
        let expires_at = |date: Value| {
            facts(&with("clientSessionSecretExpirationDate", date))
                .secret
                .expires_at
        };
        assert_eq!(expires_at(json!("2026-03-01T10:00:00Z")), Some(1_772_359_200));
        for nothing in ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00", "2026-03-01", "soon", ""] {
            assert_eq!(expires_at(json!(nothing)), None, "{nothing:?}");
        }
        assert_eq!(expires_at(Value::Null), None);
        assert_eq!(expires_at(json!(1_772_359_200)), None);
    }

    #[test]
    fn the_merchant_is_named_by_title_or_trading_name() {
        let name = |config: Value| facts(&with("config", config)).summary.merchant_name;
        assert_eq!(
            name(json!({ "title": "", "tradingName": "Demo Ltd" })).as_deref(),
            Some("Demo Ltd")
        );
        assert_eq!(
            name(json!({ "title": null, "tradingName": "Demo Ltd" })).as_deref(),
            Some("Demo Ltd")
        );
        assert_eq!(name(json!({ "title": 5, "tradingName": "" })), None);
        assert_eq!(name(json!("Demo")), None);
    }

    #[test]
    fn what_decides_nothing_may_be_anything() {
        let mut intent = minimal();
        for key in [
            "config",
            "customer",
            "merchantConfig",
            "itemLines",
            "reference",
            "wallets",
            "billingAddress",
            "x",
        ] {
            for odd in [
                Value::Null,
                json!(1e300),
                json!(u64::MAX),
                json!([[]]),
                json!({ "id": 1 }),
                json!("odd"),
            ] {
                intent[key] = odd;
                assert_eq!(facts(&intent).summary.total.unwrap().minor_units, 1250);
            }
        }
    }

    #[test]
    fn item_lines_that_cannot_be_read_are_left_out() {
        let good = json!({ "caption": "Tea", "amountTotal": { "value": 1, "currencyCode": "GBP" } });
        let lines = json!([
            null, "Tea", {}, { "caption": "Tea" }, { "caption": 1, "amountTotal": { "value": 1, "currencyCode": "GBP" } },
            { "caption": "Tea", "amountTotal": { "value": "1", "currencyCode": "GBP" } },
            { "caption": "Tea", "amountTotal": { "value": 1, "currencyCode": "???" } }, good
        ]);
        assert_eq!(facts(&with("itemLines", lines)).summary.item_lines.len(), 1);
    }

    #[test]
    fn the_status_alone_needs_nothing_but_the_right_id() {
        let status = |json: &str| read_status(ID, &Object::parse(json.as_bytes()).unwrap()).ok();
        assert_eq!(
            status(r#"{"id":"pi_sandbox_demo0001","status":"Captured"}"#),
            Some(IntentStatus::Captured)
        );
        assert_eq!(status(r#"{"id":"pi_sandbox_demo0002","status":"Captured"}"#), None);
        assert_eq!(status(r#"{"status":"Captured"}"#), None);
        assert_eq!(status(r#"{"id":"pi_sandbox_demo0001","status":0}"#), None);
        assert_eq!(status(r#"{"id":"pi_sandbox_demo0001"}"#), None);
    }
}
