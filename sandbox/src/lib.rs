//! A local Dojo for development and tests.
//!
//! One process plays both hosts of the payment protocol: the API host (customers, payment intents, saved cards) and
//! the payment gateway (device data, payments, 3-D Secure completion), together with the region manifests that tell a
//! client where the gateway is. It keeps everything in memory (and in a file, if it is given one), binds an ephemeral
//! port by default and can be told to misbehave: see [`FaultRule`].
//!
//! ```no_run
//! # async fn run() -> Result<(), checkout_sandbox::SandboxError> {
//! use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};
//!
//! let sandbox = Sandbox::start(SandboxConfig::default()).await?;
//! let merchant = sandbox.merchant();
//! let customer = merchant.create_customer("Sam Demo");
//! let intent = merchant.create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(&customer))?;
//! println!("pay {intent} at {}", sandbox.url());
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! The crate speaks the protocol from its own reading of it: it has its own wire types and never depends on the core,
//! so that one mistake cannot hide on both sides. `docs/sandbox.md` lists routes, test cards and faults.

mod app;
mod clock;
mod config;
mod dashboard;
mod domain;
mod exchange;
mod faults;
mod guard;
mod lines;
mod merchant;
mod pages;
mod recorder;
mod routes;
mod sandbox;
mod server;
mod state;
mod store;
mod tls;
mod watched;
mod webhooks;
mod wire;

pub use clock::SandboxClock;
pub use config::{SandboxConfig, SandboxError};
pub use domain::cards::{CardScheme, CardScript, TestCard, test_cards};
pub use domain::wallets::{TestWalletToken, Wallet, WalletAuth, test_wallet_tokens};
pub use faults::{
    Action, Cut, Delay, DeliverTwice, FaultRule, FaultState, FaultTarget, Matching, Respond, Rewrite, Shown, Silent,
};
pub use merchant::{Merchant, NewPaymentIntent};
pub use recorder::{Answered, Listener, RecordedRequest};
pub use sandbox::Sandbox;
pub use store::DataFileError;
pub use webhooks::{Delivery, DeliveryAttempt, DeliveryState, sign as sign_webhook};
