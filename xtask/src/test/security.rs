//! Short forms of what runs for hours by hand: bytes against every reader, and searches of memory.

use anyhow::Result;

use super::{Suite, rust};
use crate::fuzz;
use crate::memory;

const FUZZ: &str = "fuzz";
const MEMORY: &str = "memory of the JVM";

/// Both suites. Rust's own memory is searched among the Rust tests.
pub(crate) fn run() -> Vec<Suite> {
    let suite = |name, ran: Result<Suite>| ran.unwrap_or_else(|error| Suite::broken(name, &error));
    vec![suite(FUZZ, fuzzed()), suite(MEMORY, searched())]
}

fn fuzzed() -> Result<Suite> {
    let mut suite = Suite::new(FUZZ);
    let mut executions = 0;
    for fuzzed in fuzz::fuzz(&fuzz::Options::short())? {
        executions += fuzzed.executions;
        match fuzzed.broken_by {
            None => suite.passed += 1,
            Some(input) => suite.fail(format!("{} is broken by {input}", fuzzed.target)),
        }
    }
    suite.notes.push(format!("{executions} executions"));
    suite.fail_if_empty();
    Ok(suite)
}

fn searched() -> Result<Suite> {
    Ok(rust::count(MEMORY, &memory::jvm()?))
}
