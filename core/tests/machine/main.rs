//! The five rules of `docs/decisions.md`, section 1, checked on every sequence of events that the state machine can
//! see, and on random longer ones. Mutants show that the checks can fail.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod alphabet;
mod broken;
mod choice;
mod explore;
mod mutants;

mod random;
mod rules;
mod server;
mod world;
