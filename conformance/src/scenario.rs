//! The format of a scenario. Unknown fields are mistakes, so they are refused.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// One case: what is given, what the host does, and what must come of it.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Unique, in kebab case.
    pub name: String,
    /// The rows of `docs/decisions.md` that it shows.
    pub covers: Vec<String>,
    /// One sentence.
    pub summary: String,
    /// The world before it begins.
    #[serde(default)]
    pub given: Given,
    /// The SDK's configuration, where it is not the usual one.
    #[serde(default)]
    pub config: Config,
    /// Whether a checkout is started first, or only headless calls are made.
    #[serde(default)]
    pub flow: Flow,
    /// What the host does, in order.
    #[serde(default)]
    pub host: Vec<Step>,
    /// What must come of it.
    pub expect: Expect,
}

/// What the runner begins with.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// A checkout of the intent, whose result is observed.
    #[default]
    Payment,
    /// Nothing: the steps are headless calls.
    Headless,
}

/// The world before a scenario begins.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Given {
    /// The intent's amount in minor units.
    pub amount: i64,
    /// The intent's currency.
    pub currency: String,
    /// The intent's capture mode.
    pub capture_mode: CaptureMode,
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
            amount: 1250,
            currency: "GBP".to_owned(),
            capture_mode: CaptureMode::Auto,
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

/// The SDK's configuration. URLs may hold `{api}`, `{gateway}` and `{nobody}`, where nobody listens.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The API host.
    pub api_url: String,
    /// The gateway; `null` to go by the region manifests.
    pub gateway_url: Option<String>,
    /// Plain HTTP to this machine, without which nothing would work here.
    pub allow_insecure_loopback: bool,
    /// How long a connection may take.
    pub connect_timeout_ms: u64,
    /// How long a request may take with all its tries.
    pub request_timeout_ms: u64,
    /// How long an intent is read back.
    pub read_back_ms: u64,
    /// How much time the customer has from the start, if there is a deadline.
    pub must_complete_in_ms: Option<u64>,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            api_url: "{api}".to_owned(),
            gateway_url: Some("{gateway}".to_owned()),
            allow_insecure_loopback: true,
            connect_timeout_ms: 5_000,
            request_timeout_ms: 10_000,
            read_back_ms: 200,
            must_complete_in_ms: None,
        }
    }
}

/// One thing that the host does, once the checkout has reached a state.
#[derive(Clone, Deserialize)]
pub struct Step {
    /// The state to wait for (`Paying` stands for all its stages); at once if absent.
    pub on: Option<String>,
    /// What to do.
    #[serde(flatten)]
    pub action: Action,
    /// What must come of it; success without more if absent.
    pub expect: Option<ExpectedOutcome>,
}

/// What the host can do.
#[derive(Clone, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", deny_unknown_fields)]
pub enum Action {
    /// Pays with a new card.
    PayWithCard {
        /// The card, by its test card's name or field by field.
        card: CardInput,
    },
    /// Pays with a saved card.
    PayWithSavedCard {
        /// Which.
        card: CardRef,
        /// What the customer types; the test card's CVV if absent.
        cvv: Option<String>,
    },
    /// Deletes a saved card in the checkout, and waits for the outcome.
    DeleteSavedCard {
        /// Which.
        card: CardRef,
    },
    /// Says whether the 3-D Secure session has started.
    ThreeDsReady {
        /// Whether it has.
        #[serde(default = "yes")]
        started: bool,
    },
    /// Says how the challenge ended.
    CompleteChallenge {
        /// `authenticated`, `failed`, `cancelled`, `timed_out` or `error`.
        outcome: ChallengeEnd,
    },
    /// The customer leaves.
    Cancel,
    /// Looks at what the customer is shown: a summary.
    Look,
    /// Waits.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Finds the running checkout again by its intent id, and goes on with that handle.
    FindSession,
    /// Starts another checkout of the same intent with the same client and waits for its result.
    StartSecondCheckout,
    /// Waits for the result, then starts the checkout of the same intent again and goes on with that.
    Restart,
    /// Asks for the payment status.
    CallPaymentStatus,
    /// Reads the intent: a summary.
    CallPaymentIntent,
    /// Lists the customer's saved cards.
    CallSavedCards,
    /// Deletes a saved card without a checkout.
    CallDeleteSavedCard {
        /// Which.
        card: CardRef,
    },
    /// Changes the world. The judge does it; the runner only says when.
    World(WorldChange),
}

/// A change of the world in the middle of a scenario.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorldChange {
    /// Puts the intent into this status.
    pub status: Option<String>,
    /// Moves the servers' clock on.
    pub advance_s: u64,
    /// Whether the gateway can be reached.
    pub gateway: Option<Reach>,
}

/// Whether the gateway can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Its connections are closed and new ones refused.
    Down,
    /// As `down`, and it is up again after 300 ms.
    Blip,
}

/// A card as the customer types it.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum CardInput {
    /// A test card as it is.
    Named(String),
    /// A test card with some fields typed differently.
    Typed(TypedCard),
}

/// A test card with some fields typed differently. Expiries may be `{month+N}`: `MM/YY`, N months from now.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedCard {
    /// The test card's name.
    pub test_card: String,
    /// The number.
    pub number: Option<String>,
    /// The expiry.
    pub expiry: Option<String>,
    /// The CVV.
    pub cvv: Option<String>,
    /// The cardholder name, if the form asks for one.
    pub cardholder_name: Option<String>,
    /// The customer's answer to "save this card?", if asked.
    pub save: Option<bool>,
}

/// A saved card: its place in `given.saved_cards`, or an id that is not there.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum CardRef {
    /// Its place, from 0.
    Place(usize),
    /// An id.
    Id(String),
}

/// How a challenge ends.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeEnd {
    /// The customer was authenticated; the signed answer is `signed`.
    Authenticated,
    /// The customer failed.
    Failed,
    /// The customer cancelled.
    Cancelled,
    /// Out of time.
    TimedOut,
    /// The challenge could not be shown: error 1011, `not shown`.
    Error,
}

fn yes() -> bool {
    true
}

/// What must come of a step.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ExpectedOutcome {
    /// The name of the error.
    pub error: Option<String>,
    /// What is wrong with the card form, by field: for `InvalidCard` and `InvalidCvv`.
    pub fields: BTreeMap<String, String>,
    /// What is behind a `DeletionFailed`, or the field of a `MalformedResponse`.
    pub cause: Option<String>,
    /// The result that a call gives.
    pub result: Option<ExpectedResult>,
    /// The cards that a call gives. Fields that are not named may have any value.
    pub cards: Option<Vec<Value>>,
    /// The summary that a call gives. Fields that are not named may have any value.
    pub summary: Option<Map<String, Value>>,
}

/// What must come of a scenario.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Expect {
    /// The result of the checkout. Absent for headless scenarios and configuration errors only.
    pub result: Option<ExpectedResult>,
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
