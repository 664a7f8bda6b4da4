//! The Rust tests, counted from what cargo's test runner says of each test binary.

use anyhow::Result;

use super::{Suite, failures, number_before};
use crate::debian;
use crate::tool::{Logged, Tool};

const NAME: &str = "rust";

/// Runs the workspace's tests, documentation examples among them.
pub(crate) fn run() -> Suite {
    match cargo_test() {
        Ok(ended) => count(NAME, &ended),
        Err(error) => Suite::broken(NAME, &error),
    }
}

fn cargo_test() -> Result<Logged> {
    // What `checkout sandbox` tells people to type is typed.
    debian::need("curl", &["curl"])?;
    Tool::cargo()
        .args(["test", "--workspace", "--locked", "--no-fail-fast"])
        .logged(NAME)
}

/// Adds up what each test binary says.
pub(super) fn count(name: &'static str, ended: &Logged) -> Suite {
    let mut suite = Suite::new(name);
    for line in ended.output.lines().filter(|line| line.starts_with("test result: ")) {
        suite.passed += number_before(line, " passed");
        suite.failed += number_before(line, " failed");
        suite.skipped(number_before(line, " ignored"));
    }
    suite.name_failures(failures::of_cargo(&ended.output));
    match failures::programs_without_a_result(&ended.output) {
        0 => {}
        programs => suite.fail(format!("{programs} test programs ended without a result")),
    }
    // A build that failed prints none either.
    if !ended.succeeded && suite.failed == 0 {
        suite.fail("cargo test itself failed");
    }
    suite.fail_if_empty();
    suite
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_of(succeeded: bool, output: &str) -> Suite {
        count(
            NAME,
            &Logged {
                succeeded,
                output: output.to_owned(),
            },
        )
    }

    const PASSED: &str =
        "test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.1s\n";
    const FAILED: &str = "test result: FAILED. 7 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; in 0.1s\n";

    #[test]
    fn results_of_all_binaries_add_up() {
        let suite = count_of(false, &format!("{PASSED}noise\n{FAILED}{PASSED}"));
        assert_eq!((suite.passed, suite.failed), (31, 2));
    }

    #[test]
    fn a_build_that_fails_counts_as_a_failure() {
        assert_eq!(count_of(false, "error: could not compile").failed, 1);
        assert_eq!(count_of(false, PASSED).failed, 1);
    }

    #[test]
    fn a_program_that_was_killed_counts_beside_one_that_failed() {
        let ended = "error: test failed, to rerun pass `--lib`\n";
        let suite = count_of(false, &format!("{FAILED}{ended}{ended}{PASSED}"));
        assert_eq!((suite.passed, suite.failed), (19, 3));
        assert!(suite.line(None).contains("1 test programs ended without a result"));
    }

    #[test]
    fn a_failed_test_is_named() {
        let listed = format!("failures:\n    a::waits\n\n{FAILED}");
        assert!(count_of(false, &listed).line(None).ends_with("FAILED\n    a::waits"));
    }

    #[test]
    fn a_run_without_a_test_is_a_failure() {
        assert_eq!(count_of(true, "").failed, 1);
    }

    #[test]
    fn an_ignored_test_is_a_failure() {
        let suite = count_of(
            true,
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
        );
        assert_eq!((suite.passed, suite.failed), (3, 1));
    }
}
