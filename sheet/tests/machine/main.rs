//! Every sequence of what a customer, a platform, core and the network can do to a sheet, and the rules that hold at each
//! step. Machines that are broken on purpose show that the rules can fail.
//!
//! What is searched is the sheet's machine together with core's own flow machine, and between them the thin thing that
//! the driver is: effects that are performed late or in another order, and news that come late, twice or out of date.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod alphabet;
mod broken;
mod cast;
mod closing;
mod explore;
mod mutants;
mod mutants_of_screens;
mod rules;
mod session;
mod shared;
mod shown;
mod truth;
mod world;
