//! What strangers read first, and what their runners run.

use super::Suite;
use crate::repository;

/// One test for each check, so that the summary names the one that failed.
pub(crate) fn run() -> Suite {
    let mut suite = Suite::new("repository");
    for (name, check) in repository::CHECKS {
        match repository::logged(check) {
            Ok(ended) if ended.succeeded => suite.passed += 1,
            Ok(_) => suite.fail(format!("{name}: see above")),
            Err(error) => suite.fail(format!("{name}: {error:#}")),
        }
    }
    suite
}
