//! The format of a scenario. Unknown fields are mistakes, so they are refused.

mod action;
mod expect;
mod given;
mod sheet;

use serde::Deserialize;

use expect::Expect;

pub use action::ChallengeEnd;
pub(crate) use action::{Action, CardInput, CardRef, OpenConnections, Reach, SheetAnswer, WorldChange};
pub(crate) use expect::{CheckedRequest, ExpectedOutcome, ExpectedRequest, ExpectedResult, stated};
pub(crate) use given::{CaptureMode, Collect, CustomerSecret, Given, IntentKind};
pub use sheet::Opens;
pub(crate) use sheet::SheetGiven;

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
    /// Which checkout is started first, or that only headless calls are made.
    #[serde(default)]
    pub flow: Flow,
    /// The checkout is a sheet, which the host drives by what is on its screen.
    #[serde(default)]
    pub sheet: Option<SheetGiven>,
    /// What the host does, in order.
    #[serde(default)]
    pub host: Vec<Step>,
    /// What must come of it.
    pub expect: Expect,
}

/// What the runner begins with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// A checkout of the intent, whose result is observed.
    #[default]
    Payment,
    /// The setup of a card, whose result is observed.
    Setup,
    /// A payment that the merchant keys in, whose result is observed.
    VirtualTerminal,
    /// Nothing: the steps are headless calls.
    Headless,
}

/// The SDK's configuration. URLs may hold `{api}`, `{gateway}` and `{nobody}`, where nobody listens.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The API host.
    pub api_url: String,
    /// The gateway; `null` to go by the region manifests.
    pub gateway_url: Option<String>,
    /// The hosts that a region manifest may name; empty means any.
    pub allowed_gateway_hosts: Vec<String>,
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
            allowed_gateway_hosts: Vec::new(),
            allow_insecure_loopback: true,
            connect_timeout_ms: 5_000,
            request_timeout_ms: 10_000,
            read_back_ms: 400,
            must_complete_in_ms: None,
        }
    }
}

/// One thing that the host does, once the checkout has reached a state.
#[derive(Clone, Deserialize)]
pub struct Step {
    /// The state to wait for (`Paying` stands for all its stages); at once if absent.
    pub on: Option<String>,
    /// Where the text in it comes from, in the corpus of texts.
    pub from: Option<String>,
    /// What to do.
    #[serde(flatten)]
    pub action: Action,
    /// What must come of it; success without more if absent.
    pub expect: Option<ExpectedOutcome>,
}
