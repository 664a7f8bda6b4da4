//! What a runner reports. Names are those of the core's types; a missing value is `null` or left out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::scenario::stated;

/// What a runner has seen.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Observed {
    /// The result of the (last) checkout.
    pub result: Option<ResultSeen>,
    /// A sheet's last attempt that took nothing, where the customer left after it.
    pub last_attempt: Option<ResultSeen>,
    /// The names of the states as they were seen, `Paying` with its stage: `Paying.Authorizing`.
    pub states: Vec<String>,
    /// What came of each step that was done, in order.
    pub outcomes: Vec<Outcome>,
    /// Diagnostics of the (last) checkout: `SavedCardsUnavailable:AccessDenied`, `CertificatePinsExpired:api.dojo.tech`.
    pub diagnostics: Vec<String>,
    /// The configuration was refused with this error.
    pub config_error: Option<String>,
}

/// What came of a step. All is empty for plain success.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Outcome {
    /// The name of the error, such as `WrongState`; `NotReached` if the state that the step waits for never came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What is wrong with the card form, by field (`Number`, `Expiry`, `Email`, …).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// What is behind a `DeletionFailed`, the field of a `MalformedResponse`, what is wrong with a wallet's data.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The result that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<ResultSeen>,
    /// The cards that were given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cards: Option<Vec<CardSeen>>,
    /// The summary that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<SummarySeen>,
    /// Why the customer is asked again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The value that was given, `null` among them.
    #[serde(deserialize_with = "stated", skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
}

/// A result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResultSeen {
    /// The numeric code.
    pub code: i64,
    /// Its name, such as `Successful`.
    pub status: String,
    /// `Charged`, `NotCharged` or `Unknown`.
    pub charge: String,
    /// The reason's name.
    pub reason: Option<String>,
    /// The reason as a sentence for a log.
    pub message: Option<String>,
    /// The gateway's number.
    pub gateway_code: Option<i64>,
    /// The intent id.
    pub payment_intent_id: String,
}

/// A saved card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardSeen {
    /// Its id.
    pub id: String,
    /// The wire name of its scheme (`VISA`), if the SDK knows it.
    pub scheme: Option<String>,
    /// The scheme as the server wrote it.
    pub scheme_name: String,
    /// The masked number.
    pub masked_pan: String,
    /// The expiry, `MM/YY`.
    pub expiry: Option<String>,
    /// Whether its last month is over.
    pub is_expired: bool,
    /// Whether it can be paid with.
    pub payable: bool,
}

/// What the customer is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummarySeen {
    /// The intent's id.
    pub payment_intent_id: String,
    /// The total for display: `12.50 GBP`. Empty if there is none.
    pub total: String,
    /// The merchant's name.
    pub merchant_name: Option<String>,
    /// The merchant's reference.
    pub reference: Option<String>,
    /// The lines of the order.
    pub item_lines: Vec<LineSeen>,
    /// The wire names of the schemes that the intent takes.
    pub supported_schemes: Vec<String>,
    /// The wallets that the intent takes: `GooglePay`, `ApplePay`.
    pub wallets: Vec<String>,
    /// What the merchant wants to be asked of the customer.
    pub collect: CollectSeen,
    /// The customer that the intent is linked to.
    pub customer_id: Option<String>,
    /// The customer's e-mail address.
    pub customer_email: Option<String>,
    /// Whether a new card can be saved.
    pub can_save_card: bool,
    /// The saved cards.
    pub saved_cards: Vec<CardSeen>,
}

/// What the merchant wants to be asked of the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectSeen {
    /// The e-mail address.
    pub email: bool,
    /// The billing address.
    pub billing_address: bool,
    /// The shipping details.
    pub shipping_details: bool,
}

/// A line of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LineSeen {
    /// What was ordered.
    pub caption: String,
    /// Its price for display.
    pub amount: String,
}
