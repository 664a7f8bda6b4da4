//! A checkout for Dojo payments: everything that thinks, for every platform.
//!
//! Money is moved by a **machine**, a **driver** and a **session**:
//!
//! - The machine decides. It is one function, [`flow::step`]: it takes a state and what has happened (an *event*), and
//!   gives the next state and what is to be done now (*effects*). It has no clock, no network and no secret, so that a
//!   test can visit every sequence of events.
//! - The driver does. It performs each effect and tells the machine what came of it, as the next event. It decides
//!   nothing, and nobody else sends anything.
//! - The session is what the app holds: it shows where the machine is, and hands it what the customer does. It always
//!   ends with exactly one result.
//!
//! Here all three are played by hand, on a network that loses the answer to the payment. The machine does not send it
//! again, and does not guess either: it asks the intent what became of the money.
//!
//! ```
//! use std::collections::VecDeque;
//! use std::time::Duration;
//!
//! use checkout_core::flow::{
//!     Effect, Event, Flow, FlowParams, GatewayAnswer, IntentFacts, IntentKind, IntentStatus, Method, Phase, Prepared,
//!     SecretFreshness, State, step,
//! };
//! use checkout_core::result::{Charge, ReasonKind};
//! use checkout_core::summary::PaymentSummary;
//!
//! // The driver, and the world that it finds: an effect goes in, what came of it comes out.
//! let perform = |effect: &Effect| match effect {
//!     Effect::FetchIntent => Some(Event::IntentLoaded(Ok(IntentFacts {
//!         status: IntentStatus::Created,
//!         kind: IntentKind::CardPayment,
//!         secret: SecretFreshness { unused: true, expires_at: Some(1_800) },
//!         summary: PaymentSummary::new("pi_1", None),
//!     }))),
//!     Effect::CollectDeviceData => Some(Event::DeviceDataCollected(Prepared::Done("token".to_owned()))),
//!     Effect::SubmitPayment => Some(Event::PaymentAnswered(GatewayAnswer::Lost)),
//!     Effect::Wait { .. } => Some(Event::Waited),
//!     Effect::ReadBack { .. } => Some(Event::ReadBack {
//!         status: Some(IntentStatus::Captured),
//!         out_of_time: false,
//!     }),
//!     _ => None,
//! };
//!
//! // The session, and the customer before it: sees where the checkout is, and acts.
//! let act = |phase: &Phase| match phase {
//!     Phase::New => Event::Start,
//!     Phase::Choosing(_) => Event::Pay { method: Method::NewCard, now: 0 },
//!     Phase::StartingThreeDs { .. } => Event::ThreeDsReady { started: true },
//!     other => unreachable!("nobody is asked for anything: {other:?}"),
//! };
//!
//! // The machine, one step after the other.
//! let mut state = State::new(FlowParams {
//!     flow: Flow::Payment,
//!     payment_intent_id: "pi_1".to_owned(),
//!     has_customer_secret: false,
//!     earlier_outcome_unknown: false,
//!     read_back_limit: Duration::from_secs(15),
//! });
//! let mut events = VecDeque::new();
//! let mut payments_sent = 0;
//! let result = loop {
//!     let event = events.pop_front().unwrap_or_else(|| act(state.phase()));
//!     let (next, effects) = step(state, event);
//!     state = next;
//!     payments_sent += effects.iter().filter(|effect| **effect == Effect::SubmitPayment).count();
//!     events.extend(effects.iter().filter_map(perform));
//!     if let Phase::Finished(result) = state.phase() {
//!         break result.clone();
//!     }
//! };
//!
//! assert_eq!((result.code(), result.charge), (0, Charge::Charged));
//! assert_eq!(result.reason.unwrap().kind, ReasonKind::ConfirmedByIntent);
//! assert_eq!(payments_sent, 1);
//! ```
//!
//! An app does none of this itself: a [`Checkout`] starts a [`CheckoutSession`] from an intent id, and the driver
//! behind it talks to the two hosts until there is a [`PaymentResult`](result::PaymentResult). What a session shows is in
//! [`snapshot`], what it takes in [`input`] and [`wallet`]. `docs/architecture.md` has the picture, `docs/decisions.md`
//! the rules.

pub mod card;
pub mod config;
pub mod error;
pub mod flow;
pub mod input;
pub mod money;
pub mod result;
pub mod secret;
pub mod snapshot;
pub mod status;
pub mod summary;
pub mod threeds;
pub mod wallet;
pub mod web_challenge;

mod checkout;
mod dojo;
mod driver;
#[cfg(fuzzing)]
pub mod fuzzing;
mod gateway;
mod http;
mod ledger;
mod session;
mod sessions;
mod sync;
mod text;
mod time;

pub use checkout::{Checkout, PaymentParams, SetupParams, VirtualTerminalParams};
pub use config::CheckoutConfig;
pub use driver::live_sessions;
pub use session::CheckoutSession;
