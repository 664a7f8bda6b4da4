//! The command line as a person or a script uses it: the real binary against a sandbox, over real HTTP.
//!
//! Every run is verbose. Its output is searched for secrets and card data here, and kept in `target/test-logs` for the
//! search over all logs that `cargo xtask test` does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may")]

mod demo;
mod demo_sheet;
mod faults;
mod flows;
mod pay;
mod readme;
mod sandbox;
mod saved_cards;
#[cfg(unix)]
mod sheet;
mod shop;
#[cfg(unix)]
mod terminal;
mod tls;
mod usage;
mod wallets;
