//! What must come of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What must come of a step.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExpectedOutcome {
    /// The name of the error.
    pub error: Option<String>,
    /// What is wrong with the card form, by field: for `InvalidCard` and `InvalidCvv`.
    pub fields: BTreeMap<String, String>,
    /// What is behind a `DeletionFailed`, the field of a `MalformedResponse`, what is wrong with a wallet's data.
    pub cause: Option<String>,
    /// The result that a call gives.
    pub result: Option<ExpectedResult>,
    /// The cards that a call gives. Fields that are not named may have any value.
    pub cards: Option<Vec<Value>>,
    /// The summary that a call gives. Fields that are not named may have any value.
    pub summary: Option<Map<String, Value>>,
    /// Why the customer is asked again, as `look` sees it.
    pub notice: Option<String>,
    /// The value that a call gives, `null` among them. Fields that are not named may have any value.
    #[serde(deserialize_with = "stated")]
    pub value: Option<Value>,
}

/// Tells a value of `null` from none at all.
pub(crate) fn stated<'de, D: Deserializer<'de>>(value: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(value).map(Some)
}

/// What must come of a scenario.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// The result of the checkout. Absent for headless scenarios and configuration errors only.
    pub result: Option<ExpectedResult>,
    /// Of a sheet: the last attempt that took nothing, where the customer left after it.
    pub last_attempt: Option<ExpectedResult>,
    /// States that must be seen in this order, others between them.
    pub states: Vec<String>,
    /// All requests, in order.
    pub requests: Vec<ExpectedRequest>,
    /// The diagnostics, in order: `SavedCardsUnavailable` and its cause, with a colon between.
    pub diagnostics: Vec<String>,
    /// The SDK refuses the configuration with this error.
    pub config_error: Option<String>,
    /// What the servers know in the end.
    pub world: World,
}

/// A result. The status is not repeated here: each code has one name.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectedResult {
    /// The code.
    pub code: i64,
    /// What is known of the money.
    pub charge: String,
    /// The reason; none if absent.
    pub reason: Option<String>,
    /// The gateway's number; none if absent.
    pub gateway_code: Option<i64>,
}

/// What the servers know in the end. What is not named is not looked at.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct World {
    /// The intent's status.
    pub intent_status: Option<String>,
    /// How many cards the customer has on file.
    pub saved_cards: Option<usize>,
}

/// A request, as `METHOD /path`, alone or with more to be checked.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum ExpectedRequest {
    /// Method and path shape, with `{intent}`, `{customer}`, `{card0}`, … and `{secret}` for what is not fixed.
    Line(String),
    /// With more to be checked.
    Checked(CheckedRequest),
}

/// A request and what is to be checked of it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckedRequest {
    /// Method and path shape.
    pub is: String,
    /// Headers by lower-case name; `*` stands for any value.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Headers that must not be there.
    #[serde(default)]
    pub no_headers: Vec<String>,
    /// Body fields and their values, by dotted path; `"*"` stands for any value.
    #[serde(default)]
    pub body: BTreeMap<String, Value>,
    /// Body fields that must not be there.
    #[serde(default)]
    pub absent: Vec<String>,
    /// How often it comes in a row, at the least. 1 if absent.
    pub at_least: Option<usize>,
    /// How often it comes in a row, at the most. As often as `at_least` if absent.
    pub at_most: Option<usize>,
    /// It does not come earlier than so many milliseconds after the request before it.
    pub after_ms: Option<u64>,
}
