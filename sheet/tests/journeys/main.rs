//! A customer at the sheet, against a sandbox over real HTTP: what is pressed and typed, and what is on the screen then.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod doubts;
mod leaving;
mod managing;
mod paying;
mod retrying;
mod shop;
