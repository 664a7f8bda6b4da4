//! Sessions against a sandbox over real HTTP: what a host sees and does, and what becomes of sessions nobody holds.
//!
//! The single decisions are tested by the scenarios of `conformance/`; here is what a scenario cannot say.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod concurrency;
mod flows;
mod leaving;
mod observing;
mod retrying;
mod shop;
