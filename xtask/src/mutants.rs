//! `cargo xtask mutants`: cargo-mutants over what decides about money and what carries it.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use std::fs;

use crate::paths;
use crate::tool::Tool;

const VERSION: &str = "27.1.0";

/// The flow, and the transport below it.
const FILES: [&str; 2] = ["core/src/flow/**/*.rs", "core/src/http/**/*.rs"];

/// What is written for tests and fuzzers only.
const NOT_SHIPPED: [&str; 2] = ["core/src/**/tests/**", "core/src/**/fuzzing.rs"];

/// A test that hangs has noticed the mutant; a slow machine is no reason to say so.
const LONGEST_TESTS_IN_SECONDS: u32 = 180;

/// Which mutants to try.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The k-th of n parts, such as 0/8: each can run on a machine of its own
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,

    /// Only these files instead of the whole of core/src/flow and core/src/http
    #[arg(long, value_name = "GLOB")]
    file: Vec<String>,

    /// Only count the mutants
    #[arg(long)]
    list: bool,
}

/// Changes one thing at a time, runs the core's tests, and lists what no test noticed.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut tool = Tool::new(installed()?.join("bin/cargo-mutants"))
        .args(["mutants", "--package", "checkout-core"])
        // The search of the machine in its short form: minutes for each of hundreds of mutants would be days.
        .env("CHECKOUT_SEARCH", "short");
    let files: Vec<&str> = match options.file.is_empty() {
        true => FILES.to_vec(),
        false => options.file.iter().map(String::as_str).collect(),
    };
    for file in files {
        tool = tool.args(["--file", file]);
    }
    for file in NOT_SHIPPED {
        tool = tool.args(["--exclude", file]);
    }
    if options.list {
        return tool.arg("--list").run();
    }
    let output = paths::artifacts().join("mutants");
    fs::create_dir_all(&output)?;
    if let Some(shard) = &options.shard {
        tool = tool.args(["--shard", shard]);
    }
    tool.args(["--timeout", &LONGEST_TESTS_IN_SECONDS.to_string(), "--minimum-test-timeout", "60"])
        .args(["--no-shuffle", "--colors", "never", "--profile", "mutants", "--output"])
        .arg(&output)
        .run()?;
    Ok(())
}
