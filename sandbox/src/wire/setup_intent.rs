//! `POST /setup-intents`: a card to keep, and what the shopper is asked to consent to.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::intent::extras;
use super::parts::{Amount, CaptureMode, Config, Customer, OrderDetails, PaymentMethod, ShippingDetails};
use super::problem::Problem;
use super::{Address, Check, json};
use crate::domain::intent::{API, Mandate, Money, Purpose, Terms};

/// A setup intent to create.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "typed so that they are checked; shown again from the JSON they came in"
)]
pub(crate) struct CreateSetupIntent {
    #[schema(min_length = 1, max_length = 60)]
    reference: String,
    merchant_initiated_transaction_type: TransactionType,
    /// What the shopper is asked to consent to.
    #[schema(min_length = 1, max_length = 10240)]
    terms: String,
    intended_amount: Option<IntendedAmount>,
    /// Taken, because a published client sends it; it means nothing: see `intendedAmount`.
    amount: Option<IntendedAmount>,
    #[serde(default)]
    capture_mode: CaptureMode,
    customer: Option<Customer>,
    #[schema(max_length = 4096)]
    description: Option<String>,
    billing_address: Option<Address>,
    shipping_details: Option<ShippingDetails>,
    config: Option<Config>,
    payment_methods: Option<Vec<PaymentMethod>>,
    metadata: Option<BTreeMap<String, String>>,
    order_details: Option<OrderDetails>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expire_at: Option<OffsetDateTime>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) enum TransactionType {
    NoShow,
    Unscheduled,
}

/// An amount whose value may be written as a text, which is what the published examples do here and nowhere else.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct IntendedAmount {
    /// Minor units, such as pence; a text of digits is taken too.
    #[serde(deserialize_with = "number_or_text")]
    #[schema(minimum = 0)]
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
const TERMS: [&str; 7] = [
    "reference",
    "merchantInitiatedTransactionType",
    "terms",
    "intendedAmount",
    "amount",
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
            }
            .into(),
            terms: request.terms,
            intended_amount: intended_amount.map(Money::from),
        }),
        reference: request.reference,
        manual_capture: request.capture_mode == CaptureMode::Manual,
        customer: request.customer.map(Into::into),
        payment_source: API.into(),
        setup_intent_id: None,
        extras,
    })
}
