//! `POST /payment-intents`: what a merchant may ask for, and what is wrong with what it asked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::json;
use super::problem::Problem;
use super::{Address, Check};
use crate::domain::intent::{API, IntentCustomer, Money, Purpose, Terms, VIRTUAL_TERMINAL};

/// The union of the properties of API version 2022-04-07 and the later ones.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "typed so that they are checked; shown again from the JSON they came in"
)]
struct CreatePaymentIntent {
    amount: Amount,
    reference: String,
    #[serde(default)]
    capture_mode: CaptureMode,
    customer: Option<Customer>,
    card_holder_not_present: Option<bool>,
    transaction_source: Option<TransactionSource>,
    generate_remote_token: Option<bool>,
    description: Option<String>,
    billing_address: Option<Address>,
    shipping_details: Option<ShippingDetails>,
    config: Option<Config>,
    item_lines: Option<Vec<ItemLine>>,
    tax_lines: Option<Vec<TaxLine>>,
    payment_methods: Option<Vec<PaymentMethod>>,
    tips_amount: Option<Amount>,
    cashback_amount: Option<Amount>,
    service_charge_amount: Option<Amount>,
    #[serde(default, with = "time::serde::rfc3339::option")]
    expire_at: Option<OffsetDateTime>,
    auto_expire_in: Option<String>,
    auto_expire_action: Option<AutoExpireAction>,
    metadata: Option<BTreeMap<String, String>>,
    setup_intent_id: Option<String>,
    action_link: Option<Map<String, Value>>,
    order_details: Option<Map<String, Value>>,
    request_security: Option<Map<String, Value>>,
    is_not_online_checkout: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Amount {
    pub(super) value: i64,
    pub(super) currency_code: String,
}

#[derive(Deserialize, Default, PartialEq, Eq)]
pub(super) enum CaptureMode {
    #[default]
    Auto,
    Manual,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "accepted, and of no consequence")]
pub(super) struct Customer {
    id: Option<String>,
    email_address: Option<String>,
    phone_number: Option<String>,
    secret: Option<String>,
    saved_card_id: Option<String>,
}

#[derive(Deserialize)]
enum TransactionSource {
    #[serde(rename = "MOTO")]
    Moto,
}

#[derive(Deserialize)]
pub(super) enum PaymentMethod {
    Card,
    Wallet,
    SavedCard,
}

#[derive(Deserialize)]
enum AutoExpireAction {
    Release,
    Capture,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ShippingDetails {
    name: Option<String>,
    delivery_notes: Option<String>,
    address: Option<Address>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that they are checked")]
pub(super) struct Config {
    title: Option<String>,
    redirect_url: Option<String>,
    cancel_url: Option<String>,
    customer_email: Option<Collection>,
    billing_address: Option<Collection>,
    shipping_details: Option<Collection>,
    details: Option<Details>,
    payment: Option<PaymentOptions>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that it is checked")]
struct Collection {
    collection_required: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that they are checked")]
struct Details {
    show_total: Option<bool>,
    show_reference: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that they are checked")]
struct PaymentOptions {
    custom_amount_allowed: Option<bool>,
    tips_allowed: Option<bool>,
}

/// `caption` in 2022-04-07, `name` from 2026-02-27 on; either is taken.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that they are checked")]
struct ItemLine {
    id: Option<String>,
    quantity: Option<f64>,
    caption: Option<String>,
    name: Option<String>,
    amount_total: Amount,
    category: Option<Value>,
    modifiers: Option<Value>,
    plu: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "typed so that they are checked")]
struct TaxLine {
    id: Option<String>,
    caption: Option<String>,
    sub_caption: Option<String>,
    amount_total: Amount,
}

/// What the merchant wants, once it is known to make sense.
pub(crate) struct Order {
    pub(crate) terms: Terms,
    /// `generateRemoteToken`: return the session secret from the create call, whatever the API version.
    pub(crate) wants_secret: bool,
}

/// Fields that mean something to the sandbox; the rest is kept and shown again as it came.
const TERMS: [&str; 7] = [
    "amount",
    "reference",
    "captureMode",
    "customer",
    "cardHolderNotPresent",
    "transactionSource",
    "generateRemoteToken",
];

/// Reads and checks the body of a create request.
pub(crate) fn order(body: Value) -> Result<Order, Problem> {
    let extras = extras(&body, &TERMS)?;
    let request: CreatePaymentIntent = json::from_value(body)?;
    request.check()?;
    let not_present = request.card_holder_not_present == Some(true) || request.transaction_source.is_some();
    Ok(Order {
        wants_secret: request.generate_remote_token == Some(true),
        terms: Terms {
            purpose: Purpose::Payment(request.amount.into()),
            reference: request.reference,
            manual_capture: request.capture_mode == CaptureMode::Manual,
            customer: request.customer.map(Into::into),
            payment_source: if not_present { VIRTUAL_TERMINAL } else { API },
            extras,
        },
    })
}

/// What is kept of a create request because it is only shown again: everything but `terms`.
pub(super) fn extras(body: &Value, terms: &[&str]) -> Result<Map<String, Value>, Problem> {
    if body.pointer("/customer/customerId").is_some() {
        // The save-card guide's own example has this mistake, so it deserves more than "unknown property".
        return Err(Problem::field(
            "customer.customerId",
            "is not a known property: an intent is linked to a customer with customer.id",
        ));
    }
    let Value::Object(fields) = body else {
        return Ok(Map::new());
    };
    Ok(fields
        .iter()
        .filter(|(name, value)| !terms.contains(&name.as_str()) && !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect())
}

impl CreatePaymentIntent {
    fn check(&self) -> Result<(), Problem> {
        let mut check = Check::default();
        self.amount.check("amount", &mut check);
        check.length("reference", Some(&self.reference), 1..=60);
        check.length("description", self.description.as_deref(), 0..=4096);
        if let Some(customer) = &self.customer {
            customer.check(&mut check);
        }
        if let Some(address) = &self.billing_address {
            address.check("billingAddress", &mut check);
        }
        if let Some(shipping) = &self.shipping_details {
            shipping.check(&mut check);
        }
        if let Some(config) = &self.config {
            config.check(&mut check);
        }
        for (index, line) in self.item_lines.iter().flatten().enumerate() {
            line.amount_total
                .check(&format!("itemLines[{index}].amountTotal"), &mut check);
        }
        for (index, line) in self.tax_lines.iter().flatten().enumerate() {
            line.amount_total
                .check(&format!("taxLines[{index}].amountTotal"), &mut check);
        }
        let others = [
            ("tipsAmount", &self.tips_amount),
            ("cashbackAmount", &self.cashback_amount),
            ("serviceChargeAmount", &self.service_charge_amount),
        ];
        for (name, amount) in others {
            if let Some(amount) = amount {
                amount.check(name, &mut check);
            }
        }
        check.finish()
    }
}

impl Customer {
    pub(super) fn check(&self, check: &mut Check) {
        check.length("customer.emailAddress", self.email_address.as_deref(), 0..=254);
        check.length("customer.phoneNumber", self.phone_number.as_deref(), 0..=50);
    }
}

impl From<Customer> for IntentCustomer {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id,
            email_address: customer.email_address,
            phone_number: customer.phone_number,
        }
    }
}

impl ShippingDetails {
    pub(super) fn check(&self, check: &mut Check) {
        check.length("shippingDetails.name", self.name.as_deref(), 0..=100);
        check.length(
            "shippingDetails.deliveryNotes",
            self.delivery_notes.as_deref(),
            0..=1024,
        );
        if let Some(address) = &self.address {
            address.check("shippingDetails.address", check);
        }
    }
}

impl Config {
    pub(super) fn check(&self, check: &mut Check) {
        check.length("config.title", self.title.as_deref(), 0..=100);
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        Self {
            value: amount.value,
            currency_code: amount.currency_code,
        }
    }
}

impl Amount {
    pub(super) fn check(&self, at: &str, check: &mut Check) {
        if self.value < 0 {
            check.fails(
                format!("{at}.value"),
                "must not be negative: it counts minor units of the currency",
            );
        }
        if iso_currency::Currency::from_code(&self.currency_code).is_none() {
            check.fails(
                format!("{at}.currencyCode"),
                "must be an ISO 4217 currency code such as GBP",
            );
        }
    }
}
