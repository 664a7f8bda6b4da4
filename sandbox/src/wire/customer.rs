//! Customers and their saved cards on the wire.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::problem::Problem;
use super::{Address, Check, timestamp};
use crate::domain::World;
use crate::domain::cards::CardScheme;
use crate::domain::customer::{Customer, CustomerSecret, SavedCard};

/// What is known about a customer. In a request every field is optional; in a change, `null` takes one away.
#[skip_serializing_none]
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomerProfile {
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(max_length = 254)]
    email_address: Option<String>,
    #[schema(min_length = 5, max_length = 50)]
    phone_number: Option<String>,
    #[schema(max_length = 50)]
    vat_number: Option<String>,
    shipping_address: Option<Address>,
    billing_address: Option<Address>,
}

impl CustomerProfile {
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

/// A customer.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CustomerBody {
    id: String,
    // Not the request's type: what was stored is shown as it is.
    #[serde(flatten)]
    #[schema(inline, value_type = ShownProfile)]
    profile: Map<String, Value>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    /// Counts changes.
    document_version: u32,
}

/// The profile as it is shown.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the map that a profile is kept in")]
struct ShownProfile {
    name: Option<String>,
    email_address: Option<String>,
    phone_number: Option<String>,
    vat_number: Option<String>,
    shipping_address: Option<Address>,
    billing_address: Option<Address>,
}

impl From<&Customer> for CustomerBody {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id.clone(),
            profile: customer.profile.clone(),
            created_at: timestamp(customer.created_at),
            updated_at: timestamp(customer.updated_at),
            document_version: customer.document_version,
        }
    }
}

/// Lets an app list and delete one customer's saved cards, for 15 minutes.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomerSecretBody {
    secret: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    expire_at: String,
}

impl CustomerSecretBody {
    pub(crate) fn new(secret: String, record: &CustomerSecret) -> Self {
        Self {
            secret,
            created_at: timestamp(record.created_at),
            expire_at: timestamp(record.expires_at),
        }
    }
}

/// A customer's saved cards, and what the merchant takes.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SavedCardsBody {
    customer_id: String,
    merchant_id: &'static str,
    saved_payment_methods: Vec<SavedCardBody>,
    supported_payment_methods: SupportedPaymentMethods,
}

impl SavedCardsBody {
    pub(crate) fn of(world: &World, customer_id: &str) -> Self {
        Self {
            customer_id: customer_id.to_owned(),
            merchant_id: "900001",
            saved_payment_methods: world.cards_of(customer_id).map(SavedCardBody::from).collect(),
            supported_payment_methods: SupportedPaymentMethods::new(world.card_schemes(), &WALLETS),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SavedCardBody {
    id: String,
    card_details: CardDetails,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CardDetails {
    /// Masked: first 8 and last 4 digits.
    pan: String,
    /// The last day of the month.
    #[schema(format = Date)]
    expiry_date: String,
    #[schema(value_type = String)]
    scheme: CardScheme,
}

impl From<&SavedCard> for SavedCardBody {
    fn from(card: &SavedCard) -> Self {
        Self {
            id: card.id.clone(),
            card_details: CardDetails {
                pan: card.pan.masked(),
                expiry_date: card.expiry.iso(),
                scheme: card.scheme,
            },
        }
    }
}

/// The wallets that the merchant takes.
pub(crate) const WALLETS: [&str; 2] = ["APPLE_PAY", "GOOGLE_PAY"];

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SupportedPaymentMethods {
    #[schema(value_type = Vec<String>)]
    card_schemes: Vec<CardScheme>,
    /// `APPLE_PAY`, `GOOGLE_PAY`.
    wallets: Vec<&'static str>,
}

impl SupportedPaymentMethods {
    pub(crate) fn new(schemes: &[CardScheme], wallets: &[&'static str]) -> Self {
        Self {
            card_schemes: schemes.to_vec(),
            wallets: wallets.to_vec(),
        }
    }
}
