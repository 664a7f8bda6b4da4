//! The world before a scenario begins.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The world before a scenario begins.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    /// What kind of intent there is.
    pub kind: IntentKind,
    /// The intent's amount in minor units. If absent 1250, and none for a setup intent.
    pub amount: Option<i64>,
    /// The intent's currency.
    pub currency: String,
    /// The intent's capture mode.
    pub capture_mode: CaptureMode,
    /// What the intent wants to be asked of the customer.
    pub collect: Vec<Collect>,
    /// Further properties of the request that creates the intent.
    pub intent_properties: Map<String, Value>,
    /// The card schemes that the merchant takes, by their wire names; the sandbox's usual ones if absent.
    pub schemes: Option<Vec<String>>,
    /// Whether the intent is linked to a customer.
    pub customer: bool,
    /// What the app passes as customer secret.
    pub customer_secret: CustomerSecret,
    /// Test cards on the customer's file, by name.
    pub saved_cards: Vec<String>,
    /// The status that the intent is put into.
    pub status: Option<String>,
    /// The merchant has canceled the intent, which hides it.
    pub canceled: bool,
    /// The servers' clock is ahead of the device's by so many seconds.
    pub clock_ahead_s: u64,
    /// What the app passes instead of the intent's id.
    pub payment_intent_id: Option<String>,
    /// What the app passes instead of the customer's id to headless calls.
    pub customer_id: Option<String>,
    /// Fault rules of the sandbox, as its control routes take them.
    pub faults: Vec<Value>,
}

impl Default for Given {
    fn default() -> Self {
        Given {
            kind: IntentKind::Payment,
            amount: None,
            currency: "GBP".to_owned(),
            capture_mode: CaptureMode::Auto,
            collect: Vec::new(),
            intent_properties: Map::new(),
            schemes: None,
            customer: false,
            customer_secret: CustomerSecret::None,
            saved_cards: Vec::new(),
            status: None,
            canceled: false,
            clock_ahead_s: 0,
            payment_intent_id: None,
            customer_id: None,
            faults: Vec::new(),
        }
    }
}

/// What an intent is for.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntentKind {
    /// A payment by the customer.
    Payment,
    /// A setup intent: `merchantInitiatedTransactionType` is `NoShow`.
    Setup,
    /// A payment that the merchant keys in: `cardHolderNotPresent`.
    VirtualTerminal,
}

/// What an intent can want to be asked of the customer.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Collect {
    /// The e-mail address.
    Email,
    /// The billing address.
    BillingAddress,
    /// The shipping details.
    ShippingDetails,
}

/// When a paid intent is captured.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaptureMode {
    /// At once: `Captured`.
    Auto,
    /// Later: `Authorized`.
    Manual,
}

/// What the app passes as customer secret.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerSecret {
    /// None.
    None,
    /// The customer's, fresh.
    Valid,
    /// The customer's, 16 minutes old.
    Expired,
    /// One that belongs to another customer.
    OfAnotherCustomer,
    /// This text.
    Text(String),
}
