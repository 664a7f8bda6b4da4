//! The checkout core for Kotlin, Java and Swift.
//!
//! Only conversion: what is decided, is decided in `checkout-core`. The docs here become the docs of the generated
//! code. Card data and secrets cross as arguments, never in a record, because a record's `toString` prints its fields.

#![allow(
    unreachable_pub,
    reason = "what is exported is reached through UniFFI, not through Rust paths"
)]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

mod checkout;
mod details;
mod error;
mod form;
mod jvm;
mod mirror;
mod problem;
mod result;
mod runtime;
mod session;
mod sheet;
mod snapshot;
mod summary;
mod threeds;
mod wallet;
mod watch;
mod web_challenge;

/// Wipes what is freed: URLs with a secret in their path, buffers of HTTP and TLS, strings from the host on their way to
/// the core. It is here and not in the core, because a program has one allocator, and a Rust app chooses its own.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

uniffi::setup_scaffolding!();
