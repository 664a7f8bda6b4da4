//! `cargo xtask mutants`: the code that decides about money, and the transport below it, changed in one place at a time.
//! What no test notices is listed.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths;
use crate::tool::Tool;

const VERSION: &str = "27.1.0";

/// What is changed, unless a file is named.
const FILES: [&str; 2] = ["core/src/flow/**/*.rs", "core/src/http/**/*.rs"];

/// What is not shipped, but stands there.
const EXCEPT: [&str; 3] = ["core/src/**/tests/**", "core/src/**/tests.rs", "core/src/**/fuzzing.rs"];

/// The tests that look at them, and all that is compiled for it. Those that start processes would only make each of
/// hundreds of runs longer.
const TESTS: [&str; 5] = ["--lib", "--test", "machine", "--test", "session"];

/// Seconds a change instead of a minute, for `core/src/flow`. What it does not notice the others may.
const QUICK_TESTS: [&str; 2] = ["--test", "machine"];

/// What tries the search itself by breaking the code needs the whole of it, and says nothing about a change.
const SKIPPED: &str = "every_mutant_is_caught";

/// A change that makes a test wait for ever was noticed. The time is for a slow machine.
const TEST_TIMEOUT_SECONDS: &str = "300";

/// Which changes to try.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The k-th of n parts, counted from 0: each may run on a machine of its own
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,

    /// Only these files, instead of core/src/flow and core/src/http; may be given several times
    #[arg(long, value_name = "GLOB")]
    file: Vec<String>,

    /// Only the search of the state machine looks at them: quick, for core/src/flow
    #[arg(long)]
    machine: bool,

    /// Only list the changes
    #[arg(long)]
    list: bool,
}

/// Tries the changes, and fails if one was not noticed. What is accepted says why in `.cargo/mutants.toml`.
pub(crate) fn run(options: &Options) -> Result<()> {
    let output = paths::artifacts().join("mutants");
    let mut tool = Tool::new(installed()?).args(["mutants", "--package", "checkout-core"]);
    for file in files(options) {
        tool = tool.args(["--file", file]);
    }
    for file in EXCEPT {
        tool = tool.args(["--exclude", file]);
    }
    if let Some(shard) = &options.shard {
        tool = tool.args(["--shard", shard]);
    }
    if options.list {
        return tool.arg("--list").run();
    }
    fs::create_dir_all(&output)?;
    // A warning about what a change has left unused is no reason not to try it.
    tool.args(["--cap-lints", "true", "--colors", "never", "--no-shuffle"])
        .args(["--timeout", TEST_TIMEOUT_SECONDS, "--output"])
        .arg(&output)
        .args(tests(options).iter().map(|argument| format!("--cargo-arg={argument}")))
        .args(["--", "--", "--skip", SKIPPED])
        // The search of the state machine in its short form.
        .env("CHECKOUT_SEARCH", "short")
        .logged("mutants")?;
    report(&output.join("mutants.out"))
}

fn files(options: &Options) -> Vec<&str> {
    match options.file.is_empty() {
        true => FILES.to_vec(),
        false => options.file.iter().map(String::as_str).collect(),
    }
}

fn tests(options: &Options) -> &'static [&'static str] {
    match options.machine {
        true => &QUICK_TESTS,
        false => &TESTS,
    }
}

fn report(results: &Path) -> Result<()> {
    let outcomes = fs::read_to_string(results.join("outcomes.json")).context("cargo-mutants left no outcomes")?;
    let figures = Figures::parse(&outcomes)?;
    println!("mutants: {figures}");
    if figures.missed > 0 {
        let missed = fs::read_to_string(results.join("missed.txt"))?;
        bail!("no test noticed:\n{missed}");
    }
    Ok(())
}

/// What became of the changes.
#[derive(Debug, PartialEq, Eq)]
struct Figures {
    caught: u64,
    missed: u64,
    timed_out: u64,
    /// Did not compile.
    unviable: u64,
}

impl Figures {
    fn parse(outcomes: &str) -> Result<Self> {
        let outcomes: Value = serde_json::from_str(outcomes).context("the outcomes are no JSON")?;
        let number = |name: &str| {
            outcomes[name]
                .as_u64()
                .with_context(|| format!("the outcomes do not say: {name}"))
        };
        let figures = Self {
            caught: number("caught")?,
            missed: number("missed")?,
            timed_out: number("timeout")?,
            unviable: number("unviable")?,
        };
        match figures.tried() {
            0 => bail!("not one change was tried: do the tests pass without one?"),
            _ => Ok(figures),
        }
    }

    fn tried(&self) -> u64 {
        self.caught + self.missed + self.timed_out + self.unviable
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            caught,
            missed,
            timed_out,
            unviable,
        } = self;
        let tried = self.tried();
        write!(
            f,
            "{tried} tried: {caught} noticed, {timed_out} noticed by hanging, {missed} not noticed, {unviable} that do not compile"
        )
    }
}

fn installed() -> Result<PathBuf> {
    let dir = paths::cache()?.join(format!("cargo-mutants-{VERSION}"));
    let program = dir.join("bin/cargo-mutants");
    if !program.exists() {
        let version = format!("={VERSION}");
        Tool::cargo()
            .args(["install", "--locked", "cargo-mutants", "--version", &version, "--root"])
            .arg(&dir)
            .run()?;
    }
    Ok(program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_and_a_run_that_tried_nothing_is_none() {
        let outcomes = r#"{"outcomes": [], "total_mutants": 9, "missed": 1, "caught": 5, "timeout": 1, "unviable": 2}"#;
        let figures = Figures::parse(outcomes).unwrap();
        assert_eq!(
            figures.to_string(),
            "9 tried: 5 noticed, 1 noticed by hanging, 1 not noticed, 2 that do not compile"
        );
        assert!(Figures::parse(r#"{"missed": 0, "caught": 0, "timeout": 0, "unviable": 0}"#).is_err());
        assert!(Figures::parse(r#"{"missed": 0}"#).is_err());
    }

    #[test]
    fn what_is_not_noticed_fails_the_command() {
        let dir = tempfile::tempdir().unwrap();
        let write = |missed: u8| {
            let outcomes = format!(r#"{{"missed": {missed}, "caught": 3, "timeout": 0, "unviable": 0}}"#);
            fs::write(dir.path().join("outcomes.json"), outcomes).unwrap();
        };
        fs::write(
            dir.path().join("missed.txt"),
            "core/src/flow/step.rs:1:1: replace step\n",
        )
        .unwrap();
        write(0);
        report(dir.path()).unwrap();
        write(1);
        assert!(report(dir.path()).unwrap_err().to_string().contains("replace step"));
    }
}
