//! `POST /setup-intents`: a card to keep, and what the shopper is asked to consent to.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::intent::{Amount, CaptureMode, Config, Customer, PaymentMethod, ShippingDetails, extras};
use super::problem::Problem;
use super::{Address, Check, json};
use crate::domain::intent::{API, Mandate, Money, Purpose, Terms};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "typed so that they are checked; shown again from the JSON they came in"
)]
struct CreateSetupIntent {
    reference: String,
    merchant_initiated_transaction_type: TransactionType,
    terms: String,
    intended_amount: Option<IntendedAmount>,
    #[serde(default)]
    capture_mode: CaptureMode,
    customer: Option<Customer>,
    description: Option<String>,
    billing_address: Option<Address>,
    shipping_details: Option<ShippingDetails>,
    config: Option<Config>,
    payment_methods: Option<Vec<PaymentMethod>>,
    metadata: Option<BTreeMap<String, String>>,
    order_details: Option<Map<String, Value>>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    expire_at: Option<OffsetDateTime>,
}

#[derive(Deserialize)]
enum TransactionType {
    NoShow,
    Unscheduled,
}

/// An amount whose value may be written as a text, which is what the published examples do here and nowhere else.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct IntendedAmount {
    #[serde(deserialize_with = "number_or_text")]
    value: i64,
    currency_code: String,
}

fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a whole number of minor units")]
    enum Either {
        Number(i64),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Number(value) => Ok(value),
        Either::Text(text) => text.parse().map_err(|_| {
            serde::de::Error::invalid_value(serde::de::Unexpected::Other("text"), &"a whole number of minor units")
        }),
    }
}

/// Fields that mean something to the sandbox; the rest is kept and shown again as it came.
const TERMS: [&str; 6] = [
    "reference",
    "merchantInitiatedTransactionType",
    "terms",
    "intendedAmount",
    "captureMode",
    "customer",
];

/// Reads and checks the body of a create request.
pub(crate) fn terms(body: Value) -> Result<Terms, Problem> {
    let extras = extras(&body, &TERMS)?;
    let request: CreateSetupIntent = json::from_value(body)?;
    let intended_amount = request.intended_amount.map(|amount| Amount {
        value: amount.value,
        currency_code: amount.currency_code,
    });
    let mut check = Check::default();
    check.length("reference", Some(&request.reference), 1..=60);
    check.length("terms", Some(&request.terms), 1..=10240);
    check.length("description", request.description.as_deref(), 0..=4096);
    if let Some(amount) = &intended_amount {
        amount.check("intendedAmount", &mut check);
    }
    if let Some(customer) = &request.customer {
        customer.check(&mut check);
    }
    if let Some(address) = &request.billing_address {
        address.check("billingAddress", &mut check);
    }
    if let Some(shipping) = &request.shipping_details {
        shipping.check(&mut check);
    }
    if let Some(config) = &request.config {
        config.check(&mut check);
    }
    check.finish()?;
    Ok(Terms {
        purpose: Purpose::Setup(Mandate {
            transaction_type: match request.merchant_initiated_transaction_type {
                TransactionType::NoShow => "NoShow",
                TransactionType::Unscheduled => "Unscheduled",
            },
            terms: request.terms,
            intended_amount: intended_amount.map(Money::from),
        }),
        reference: request.reference,
        manual_capture: request.capture_mode == CaptureMode::Manual,
        customer: request.customer.map(Into::into),
        payment_source: API,
        extras,
    })
}
