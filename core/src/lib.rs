//! A checkout for Dojo payments: everything that thinks, for every platform.
//!
//! A [`Checkout`] turns an intent id and a customer secret into a [`CheckoutSession`]: something to observe and act on,
//! that ends with exactly one [`PaymentResult`](result::PaymentResult). What decides about money is the pure state
//! machine in [`flow`]; the rest of the crate performs what it asks for. `docs/architecture.md` has the picture.

pub mod card;
pub mod config;
pub mod details;
pub mod error;
pub mod flow;
pub mod form;
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

pub use checkout::{Checkout, PaymentParams, SetupParams, VirtualTerminalParams};
pub use config::CheckoutConfig;
pub use driver::live_sessions;
pub use session::CheckoutSession;
