//! The money state machine: pure, synchronous, without a clock or a network.
//!
//! [`step`] takes a [`State`] and an [`Event`] and gives the next state and the [`Effect`]s to perform. The driver
//! performs them and feeds the outcomes back. All that decides about money is here, so that it can be
//! checked by visiting every sequence of events (`core/tests/machine/`). The rules are those of
//! `docs/decisions.md`.

mod choosing;
mod effect;
mod ending;
mod event;
mod flows;
mod intent;
mod outcome;
mod paying;
mod preparing;
mod read_back;
mod state;
mod step;

pub use effect::{Effect, Refusal};
pub use event::{Event, GatewayAnswer, LoadFailure, Method, Prepared, WalletAuth};
pub use flows::Flow;
pub use intent::{IntentFacts, IntentKind, IntentStatus, SecretFreshness};
pub use outcome::{read_status, status_unreadable};
pub use state::{Attempt, Choice, Completion, FlowParams, Inquiry, Notice, Phase, Preparation, State};
pub use step::step;

pub use crate::time::ServerTime;
