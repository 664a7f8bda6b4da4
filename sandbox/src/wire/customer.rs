//! Customers and their saved cards on the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::problem::Problem;
use super::{Address, Check, timestamp};
use crate::domain::World;
use crate::domain::cards::CardScheme;
use crate::domain::customer::{Customer, CustomerSecret, SavedCard};

/// `POST /customers`. Every field is optional.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CreateCustomer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vat_number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_address: Option<Address>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<Address>,
}

impl CreateCustomer {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        let mut check = Check::default();
        check.length("name", self.name.as_deref(), 0..=100);
        check.length("emailAddress", self.email_address.as_deref(), 0..=254);
        check.length("phoneNumber", self.phone_number.as_deref(), 5..=50);
        check.length("vatNumber", self.vat_number.as_deref(), 0..=50);
        if let Some(address) = &self.shipping_address {
            address.check("shippingAddress", &mut check);
        }
        if let Some(address) = &self.billing_address {
            address.check("billingAddress", &mut check);
        }
        check.finish()
    }

    pub(crate) fn into_profile(self) -> Map<String, Value> {
        match serde_json::to_value(self) {
            Ok(Value::Object(profile)) => profile,
            _ => Map::new(),
        }
    }
}

pub(crate) fn customer(customer: &Customer) -> Value {
    let mut body = customer.profile.clone();
    body.insert("id".to_owned(), json!(customer.id));
    body.insert("createdAt".to_owned(), json!(timestamp(customer.created_at)));
    body.insert("updatedAt".to_owned(), json!(timestamp(customer.updated_at)));
    body.insert("documentVersion".to_owned(), json!(customer.document_version));
    Value::Object(body)
}

pub(crate) fn customer_secret(secret: &str, record: &CustomerSecret) -> Value {
    json!({
        "secret": secret,
        "createdAt": timestamp(record.created_at),
        "expireAt": timestamp(record.expires_at),
    })
}

pub(crate) fn saved_cards(world: &World, customer_id: &str) -> Value {
    json!({
        "customerId": customer_id,
        "merchantId": "900001",
        "savedPaymentMethods": world.cards_of(customer_id).map(saved_card).collect::<Vec<_>>(),
        "supportedPaymentMethods": supported_payment_methods(world.card_schemes(), &WALLETS),
    })
}

pub(crate) fn saved_card(card: &SavedCard) -> Value {
    json!({
        "id": card.id,
        "cardDetails": { "pan": card.pan.masked(), "expiryDate": card.expiry.iso(), "scheme": card.scheme },
    })
}

/// The wallets that the merchant takes.
pub(crate) const WALLETS: [&str; 2] = ["APPLE_PAY", "GOOGLE_PAY"];

pub(crate) fn supported_payment_methods(schemes: &[CardScheme], wallets: &[&str]) -> Value {
    json!({ "cardSchemes": schemes, "wallets": wallets })
}
