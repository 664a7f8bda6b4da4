//! `POST /payment-intents`: what a merchant may ask for, and what is wrong with what it asked.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::json;
use super::parts::{
    ActionLink, Amount, AutoExpireAction, CaptureMode, Config, Customer, ItemLine, OrderDetails, PaymentMethod,
    RequestSecurity, ShippingDetails, TaxLine, check_lines, flag_or_text,
};
use super::problem::Problem;
use super::{Address, Check};
use crate::domain::intent::{API, Price, Purpose, Terms, VIRTUAL_TERMINAL};

/// A payment intent to create: the union of the properties of API version 2022-04-07 and the later ones.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(
    dead_code,
    reason = "typed so that they are checked; shown again from the JSON they came in"
)]
pub(crate) struct CreatePaymentIntent {
    amount: Amount,
    #[schema(min_length = 1, max_length = 60)]
    reference: String,
    #[serde(default)]
    capture_mode: CaptureMode,
    customer: Option<Customer>,
    /// `true`, or the text `"true"`.
    #[serde(default, deserialize_with = "flag_or_text")]
    card_holder_not_present: Option<bool>,
    transaction_source: Option<TransactionSource>,
    #[serde(default, deserialize_with = "flag_or_text")]
    generate_remote_token: Option<bool>,
    #[schema(max_length = 4096)]
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
    #[schema(value_type = Option<String>, format = DateTime)]
    expire_at: Option<OffsetDateTime>,
    auto_expire_in: Option<String>,
    /// Taken, because a published client sends it; no document has it.
    auto_expire_at: Option<String>,
    auto_expire_action: Option<AutoExpireAction>,
    metadata: Option<BTreeMap<String, String>>,
    setup_intent_id: Option<String>,
    action_link: Option<ActionLink>,
    order_details: Option<OrderDetails>,
    request_security: Option<RequestSecurity>,
    is_not_online_checkout: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
pub(crate) enum TransactionSource {
    #[serde(rename = "MOTO")]
    Moto,
}

/// What the merchant wants, once it is known to make sense.
pub(crate) struct Order {
    pub(crate) terms: Terms,
    /// `generateRemoteToken`: return the session secret from the create call, whatever the API version.
    pub(crate) wants_secret: bool,
}

/// Fields that mean something to the sandbox; the rest is kept and shown again as it came.
const TERMS: [&str; 12] = [
    "amount",
    "tipsAmount",
    "cashbackAmount",
    "serviceChargeAmount",
    "reference",
    "captureMode",
    "customer",
    "setupIntentId",
    "cardHolderNotPresent",
    "transactionSource",
    "generateRemoteToken",
    "autoExpireAt",
];

/// Reads and checks the body of a create request.
pub(crate) fn order(body: Value) -> Result<Order, Problem> {
    let extras = extras(&body, &TERMS)?;
    let request: CreatePaymentIntent = json::from_value(body)?;
    request.check()?;
    let not_present = request.card_holder_not_present == Some(true) || request.transaction_source.is_some();
    let value = |amount: Option<Amount>| amount.map(|amount| amount.value);
    Ok(Order {
        wants_secret: request.generate_remote_token == Some(true),
        terms: Terms {
            purpose: Purpose::Payment(Price {
                amount: request.amount.into(),
                tips: value(request.tips_amount),
                cashback: value(request.cashback_amount),
                service_charge: value(request.service_charge_amount),
            }),
            reference: request.reference,
            manual_capture: request.capture_mode == CaptureMode::Manual,
            customer: request.customer.map(Into::into),
            payment_source: if not_present { VIRTUAL_TERMINAL } else { API }.into(),
            setup_intent_id: request.setup_intent_id.filter(|id| !id.is_empty()),
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
        .filter(|(name, _)| !terms.contains(&name.as_str()))
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
        if let Some(link) = &self.action_link {
            link.check(&mut check);
        }
        if let Some(security) = &self.request_security {
            security.check(&mut check);
        }
        check_lines(self.item_lines.as_deref(), self.tax_lines.as_deref(), &mut check);
        let on_top = [
            ("tipsAmount", &self.tips_amount),
            ("cashbackAmount", &self.cashback_amount),
            ("serviceChargeAmount", &self.service_charge_amount),
        ];
        for (name, amount) in on_top {
            let Some(amount) = amount else { continue };
            amount.check(name, &mut check);
            if amount.currency_code != self.amount.currency_code {
                check.fails(format!("{name}.currencyCode"), "must be the currency of amount");
            }
        }
        check.finish()
    }
}
