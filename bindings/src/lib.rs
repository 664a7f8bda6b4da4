//! The checkout core for Kotlin, Java and Swift.
//!
//! Only conversion: what is decided, is decided in `checkout-core`. The docs here become the docs of the generated
//! code. Card data and secrets cross as arguments, never in a record, because a record's `toString` prints its fields.

#![allow(
    unreachable_pub,
    reason = "what is exported is reached through UniFFI, not through Rust paths"
)]

mod checkout;
mod details;
mod error;
mod form;
mod jvm;
mod mirror;
mod result;
mod runtime;
mod session;
mod summary;
mod threeds;
mod wallet;
mod watch;
mod web_challenge;

uniffi::setup_scaffolding!();
