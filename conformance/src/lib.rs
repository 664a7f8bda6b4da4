//! Conformance: one behaviour in every language, and one judge.
//!
//! A [`Scenario`] says what the world is like, what the host does, and what must come of it: which requests in which
//! order, and which result. [`ScenarioRun`] sets the world up in a sandbox of its own and hands out a [`Plan`], which
//! holds everything that a runner needs and nothing of what is expected. The runner drives the public API of its
//! language, notes what it sees ([`Observed`]), and gets a [`Verdict`]. Runners in other languages than Rust do the
//! same over HTTP: see [`server`]. `docs/conformance.md` describes the format.

mod arrange;
mod cards;
mod decisions;
mod door;
mod input;
mod judge;
mod load;
mod observed;
mod plan;
mod planning;
mod run;
mod scenario;
mod screen;
mod secrecy;
pub mod server;
mod template;
mod wallets;
mod wire;
mod wording;

pub use decisions::{Row, decisions};
pub use input::{
    Address, ApplePayContact, ChallengeAddress, Details, FieldCheck, FormField, GooglePayMerchant, Moment,
    NavigationCause, Shipping,
};
pub use judge::Verdict;
pub use load::{scenarios, scenarios_in};
pub use observed::{CardSeen, CollectSeen, LineSeen, Observed, Outcome, ResultSeen, SummarySeen};
pub use plan::{CardTyped, Command, FieldText, Plan, PlannedConfig, PlannedSheet, PlannedStep};
pub use run::ScenarioRun;
pub use scenario::{ChallengeEnd, Flow, Opens, Scenario, Step};
