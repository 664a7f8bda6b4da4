//! The Swift tests, counted from what its two test libraries say at the end.

use anyhow::Result;

use super::{Suite, failures, number_before};
use crate::paths;
use crate::swift;
use crate::tool::Logged;

const NAME: &str = "swift";

/// No suite where there is no Swift package.
pub(crate) fn run() -> Option<Suite> {
    if !paths::root().join("ios/Package.swift").exists() {
        return None;
    }
    Some(match swift_test() {
        Ok(ended) => count(&ended),
        Err(error) => Suite::broken(NAME, &error),
    })
}

fn swift_test() -> Result<Logged> {
    super::prepare_other_languages()?;
    swift::tool(&paths::root().join("ios"), "test", &[""; 0])?.logged(NAME)
}

fn count(ended: &Logged) -> Suite {
    let mut suite = Suite::new(NAME);
    let mut lines = ended.output.lines();
    // XCTest sums up each class, each bundle and then all: only the last is wanted.
    if lines.any(|line| {
        line.starts_with("Test Suite 'All tests' passed") || line.starts_with("Test Suite 'All tests' failed")
    }) {
        let sum = lines.next().unwrap_or_default();
        let failed = number_before(sum, " failure");
        let skipped = number_before(sum, " test skipped").max(number_before(sum, " tests skipped"));
        let all = number_before(sum, " test");
        suite.passed += all.saturating_sub(failed + skipped);
        suite.failed += failed;
        suite.skipped(skipped);
    }
    // Swift Testing's sum counts issues, of which one test can have many: its failures are counted by their own lines.
    let marked = |mark: &str, end: &str| {
        ended
            .output
            .lines()
            .filter(|line| line.contains(mark) && line.contains(end))
            .count() as u64
    };
    let failed = marked(" Test ", " failed after ") - marked(" Test run ", " failed after ");
    if let Some(sum) = ended.output.lines().find(|line| line.contains(" Test run with ")) {
        suite.passed += number_before(sum, " test").saturating_sub(failed);
        suite.failed += failed;
        suite.skipped(marked(" Test ", " skipped"));
    }
    if !ended.succeeded && suite.failed == 0 {
        suite.fail("swift test itself failed");
    }
    suite.name_failures(failures::of_swift(&ended.output));
    suite.fail_if_empty();
    suite
}

#[cfg(test)]
mod tests {
    use super::*;

    const XCTEST: &str = "Test Suite 'FlowTests' passed at 2026-11-23 12:37:35.358\n\
        \t Executed 3 tests, with 0 failures (0 unexpected) in 0.025 (0.025) seconds\n\
        Test Suite 'All tests' passed at 2026-11-23 12:37:35.358\n\
        \t Executed 5 tests, with 0 failures (0 unexpected) in 0.025 (0.025) seconds\n";
    const XCTEST_FAILED: &str = "Test Suite 'All tests' failed at 2026-11-23 12:37:35.358\n\
        \t Executed 5 tests, with 1 test skipped and 2 failures (0 unexpected) in 0.025 (0.025) seconds\n";
    const TESTING: &str = "✔ Test typedError() passed after 0.025 seconds.\n\
        ✔ Suite KitTests passed after 0.026 seconds.\n\
        ✔ Test run with 2 tests passed after 0.027 seconds.\n";
    const TESTING_FAILED: &str = "✘ Test pays() recorded an issue at KitTests.swift:3:1: Expectation failed\n\
        ✘ Test pays() recorded an issue at KitTests.swift:4:1: Expectation failed\n\
        ✘ Test pays() failed after 0.027 seconds with 2 issues.\n\
        ✘ Suite KitTests failed after 0.027 seconds with 2 issues.\n\
        ✘ Test run with 4 tests failed after 0.027 seconds with 2 issues.\n";

    fn counted(succeeded: bool, output: &str) -> (u64, u64) {
        let suite = count(&Logged {
            succeeded,
            output: output.to_owned(),
        });
        (suite.passed, suite.failed)
    }

    #[test]
    fn both_libraries_count() {
        assert_eq!(counted(true, &format!("{XCTEST}{TESTING}")), (7, 0));
    }

    #[test]
    fn failures_and_skipped_tests_are_no_passes() {
        assert_eq!(counted(false, XCTEST_FAILED), (2, 3));
        assert_eq!(counted(false, &format!("{XCTEST}{TESTING_FAILED}")), (8, 1));
    }

    #[test]
    fn what_failed_is_named() {
        let suite = count(&Logged {
            succeeded: false,
            output: format!("{XCTEST}{TESTING_FAILED}"),
        });
        assert!(
            suite
                .line(None)
                .contains("\n    ✘ Test pays() recorded an issue at KitTests.swift:3:1")
        );
    }

    #[test]
    fn a_build_that_fails_or_runs_nothing_is_a_failure() {
        assert_eq!(counted(false, "error: fatalError"), (0, 1));
        assert_eq!(counted(true, ""), (0, 1));
        assert_eq!(counted(false, TESTING), (2, 1));
    }
}
