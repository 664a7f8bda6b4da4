//! The sheet as a pure machine: [`update`] takes a state and an [`Action`], and gives the next state and what is to be
//! done now (*effects*). It has no clock, no network and no language, so that a test can visit every sequence of actions.
//!
//! What may be paid is core's to decide. The machine decides what the customer is offered, and one rule stands above all:
//! after a payment whose outcome is not known nothing offers another one.

mod action;
mod effect;
mod entry;
mod fields;
mod leaving;
mod news;
mod offers;
mod paying;
mod state;
mod update;

pub use action::{Action, News, WalletEnd, WalletPayment};
pub use effect::Effect;
pub use entry::{Entry, Typed};
pub use fields::{FieldGroup, FieldId, ToggleId};
pub use offers::{Offer, offered, offers_another_attempt};
pub use state::{Asked, CallErrorKind, Kind, Opening, Place, RefusalKind, Remark, Stage, State, Waiting};
pub use update::update;
