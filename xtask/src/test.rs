//! `cargo xtask test`: every language's tests, and what can only be checked after them.

mod android;
mod browser;
mod failures;
mod jvm;
mod repository;
mod rust;
mod sandbox;
mod security;
mod swift;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::api;
use crate::generate;
use crate::paths;
use crate::reports::{self, Report};
use crate::secrets;
use crate::tool::Tool;
use crate::torture;

/// What became of one language's tests, or of one check.
pub(crate) struct Suite {
    name: &'static str,
    passed: u64,
    failed: u64,
    /// What a person should know beyond the counts.
    notes: Vec<String>,
}

/// Runs everything, whatever fails, and prints a summary that ends in `N passed, N failed`.
pub(crate) fn run() -> Result<()> {
    empty(&paths::reports())?;
    empty(&paths::test_logs())?;

    let mut suites = vec![rust::run()];
    suites.extend(jvm::run());
    suites.extend(swift::run());
    let languages = suites.len();
    suites.extend(android::run());
    suites.extend(sandbox::run());
    suites.extend(browser::run());
    suites.push(fault_campaign());
    suites.extend(security::run());
    suites.push(public_api());
    suites.push(repository::run());
    // Last, because it reads what all others printed.
    suites.push(secrets());
    let reports = reports::read().unwrap_or_else(|error| {
        suites.push(Suite::broken("reports", &error));
        Vec::new()
    });
    suites.extend(one_behaviour(&suites[..languages], &reports));
    let (passed, failed) = summarise(&suites, &reports);
    println!("{passed} passed, {failed} failed");
    if failed > 0 {
        bail!("{failed} failed");
    }
    Ok(())
}

fn summarise(suites: &[Suite], reports: &[Report]) -> (u64, u64) {
    println!();
    for report in reports {
        println!("{}", report.line);
    }
    for suite in suites {
        println!("{}", suite.line(reports::scenarios(reports, suite.name)));
    }
    suites.iter().fold((0, 0), |(passed, failed), suite| {
        (passed + suite.passed, failed + suite.failed)
    })
}

/// What the tests of Kotlin, Java and Swift load and start: the library, its generated code, and the servers.
fn prepare_other_languages() -> Result<()> {
    generate::once()?;
    Tool::cargo()
        .args([
            "build",
            "--quiet",
            "--locked",
            "-p",
            "checkout-cli",
            "-p",
            "checkout-conformance",
            "--bins",
        ])
        .run()
}

/// All languages run the same scenarios: one that ran fewer than another has not shown that it behaves alike.
fn one_behaviour(languages: &[Suite], reports: &[Report]) -> Option<Suite> {
    let counts: Vec<u64> = languages
        .iter()
        .map(|suite| reports::scenarios(reports, suite.name).unwrap_or(0))
        .collect();
    let mut suite = Suite::new("same scenarios everywhere");
    match counts.as_slice() {
        [] | [_] => return None,
        [first, rest @ ..] if *first > 0 && rest.iter().all(|count| count == first) => suite.passed = 1,
        _ => suite.fail(format!("scenario counts differ: {counts:?}")),
    }
    Some(suite)
}

fn fault_campaign() -> Suite {
    let counted = torture::short().and_then(|ended| sandbox::count(torture::NAME, &ended));
    counted.unwrap_or_else(|error| Suite::broken(torture::NAME, &error))
}

fn public_api() -> Suite {
    let mut suite = Suite::new("public API");
    let listings = match api::compare() {
        Ok(listings) => listings,
        Err(error) => return Suite::broken(suite.name, &error),
    };
    for listing in listings {
        if listing.report() {
            suite.passed += 1;
        } else {
            suite.fail(format!(
                "{} changed; if that is meant: cargo xtask api --bless",
                listing.language
            ));
        }
    }
    suite
}

fn secrets() -> Suite {
    let mut suite = Suite::new("secrets in output");
    match secrets::search(&paths::test_logs(), &paths::reports()) {
        Ok(found) if found.hits.is_empty() => {
            suite.passed = 1;
            suite.notes.push(found.searched);
        }
        Ok(found) => found.hits.into_iter().for_each(|hit| suite.fail(hit)),
        Err(error) => return Suite::broken(suite.name, &error),
    }
    suite
}

impl Suite {
    fn new(name: &'static str) -> Self {
        Self {
            name,
            passed: 0,
            failed: 0,
            notes: Vec::new(),
        }
    }

    /// A suite that could not run has failed, even if no test said so.
    fn broken(name: &'static str, error: &anyhow::Error) -> Self {
        let mut suite = Self::new(name);
        suite.fail(format!("{error:#}"));
        suite
    }

    fn fail(&mut self, why: impl Into<String>) {
        self.failed += 1;
        self.notes.push(why.into());
    }

    /// Which tests those were that are counted as failed.
    fn name_failures(&mut self, failures: Vec<String>) {
        if self.failed > 0 {
            self.notes.extend(failures);
        }
    }

    fn fail_if_empty(&mut self) {
        if self.passed + self.failed == 0 {
            self.fail("no test ran");
        }
    }

    /// A test that is not run protects nothing.
    fn skipped(&mut self, count: u64) {
        if count > 0 {
            self.failed += count;
            self.notes.push(format!("{count} skipped, which counts as failed"));
        }
    }

    fn line(&self, scenarios: Option<u64>) -> String {
        let tests = self.passed + self.failed;
        let unit = if tests == 1 { "test" } else { "tests" };
        let scenarios = scenarios
            .map(|count| format!(", {count} scenarios"))
            .unwrap_or_default();
        let outcome = match self.failed {
            0 => String::from("all passed"),
            failed => format!("{failed} FAILED"),
        };
        let notes: String = self.notes.iter().map(|note| format!("\n    {note}")).collect();
        format!("{}: {tests} {unit}{scenarios}, {outcome}{notes}", self.name)
    }
}

/// The number that stands right before `word`, or 0.
fn number_before(line: &str, word: &str) -> u64 {
    let before = line.split_once(word).map_or("", |(before, _)| before);
    let number = before.rsplit(' ').next().unwrap_or_default();
    number.parse().unwrap_or(0)
}

/// What an earlier run left must not count for this one.
fn empty(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suite(passed: u64, failed: u64) -> Suite {
        Suite {
            name: "rust",
            passed,
            failed,
            notes: Vec::new(),
        }
    }

    #[test]
    fn a_line_says_how_many_ran() {
        assert_eq!(
            suite(312, 0).line(Some(64)),
            "rust: 312 tests, 64 scenarios, all passed"
        );
        assert_eq!(suite(1, 0).line(None), "rust: 1 test, all passed");
    }

    #[test]
    fn a_line_says_how_many_failed() {
        assert_eq!(suite(310, 2).line(None), "rust: 312 tests, 2 FAILED");
    }

    #[test]
    fn what_failed_is_named_below_the_line() {
        let mut failed = suite(310, 1);
        failed.name_failures(vec![String::from("a::waits\n        too late")]);
        assert_eq!(
            failed.line(None),
            "rust: 311 tests, 1 FAILED\n    a::waits\n        too late"
        );
        let mut passed = suite(311, 0);
        passed.name_failures(vec![String::from("': error: ' in the output of a test that passed")]);
        assert_eq!(passed.line(None), "rust: 311 tests, all passed");
    }

    #[test]
    fn languages_must_run_equally_many_scenarios() {
        let failed = |json: &str| {
            let reports = reports::parse("report", json).unwrap();
            let languages = [Suite::new("rust"), Suite::new("swift")];
            one_behaviour(&languages, &reports).unwrap().failed
        };
        let both =
            r#"[{"line": "", "language": "rust", "scenarios": 9}, {"line": "", "language": "swift", "scenarios": 9}]"#;
        assert_eq!(failed(both), 0);
        assert_eq!(failed(&both.replacen('9', "8", 1)), 1);
        assert_eq!(failed(r#"[{"line": "", "language": "rust", "scenarios": 9}]"#), 1);
        assert_eq!(failed("[]"), 1);
    }

    #[test]
    fn a_suite_that_could_not_run_is_a_failure() {
        let broken = Suite::broken("rust", &anyhow::anyhow!("no compiler"));
        assert_eq!((broken.passed, broken.failed), (0, 1));
        assert!(broken.line(None).contains("no compiler"));
    }
}
