//! The sheet's views on a desktop JVM: an app of their own, which has the SDK's classes as the AAR has them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::Suite;
use super::jvm::{self, Report};
use crate::android;
use crate::maven;
use crate::paths;
use crate::tool::Logged;

const NAME: &str = "android";

/// After the Kotlin tests, which compile the classes. No suite where there is no such project.
pub(crate) fn run() -> Option<Suite> {
    let sdk = maven::project()?;
    let project = sdk.join("ui-tests");
    if !project.join("pom.xml").exists() {
        return None;
    }
    let counted = maven_test(&sdk, &project).and_then(|ended| count(&project, &ended));
    Some(counted.unwrap_or_else(|error| Suite::broken(NAME, &error)))
}

fn maven_test(sdk: &Path, project: &Path) -> Result<Logged> {
    for report in jvm::reports(project)? {
        fs::remove_file(report)?;
    }
    android::classes_jar(sdk, &paths::artifacts().join("android/ui-tests/classes.jar"))?;
    maven::tool(project, "test")?.logged(NAME)
}

fn count(project: &Path, ended: &Logged) -> Result<Suite> {
    let mut suite = Suite::new(NAME);
    for path in jvm::reports(project)? {
        let report = Report::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        report.add_to(&mut suite);
    }
    if !ended.succeeded && suite.failed == 0 {
        suite.fail("mvn itself failed");
    }
    suite.fail_if_empty();
    Ok(suite)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str =
        r#"<testsuite name="checkout.sdk.android.ui.PayTest" tests="7" errors="0" skipped="0" failures="1"/>"#;

    fn counted(succeeded: bool, report: Option<&str>) -> (u64, u64) {
        let dir = tempfile::tempdir().unwrap();
        let reports = dir.path().join("target/surefire-reports");
        fs::create_dir_all(&reports).unwrap();
        if let Some(xml) = report {
            fs::write(reports.join("TEST-checkout.sdk.android.ui.PayTest.xml"), xml).unwrap();
        }
        let ended = Logged {
            succeeded,
            output: String::new(),
        };
        let suite = count(dir.path(), &ended).unwrap();
        (suite.passed, suite.failed)
    }

    #[test]
    fn what_the_runner_reports_is_counted() {
        assert_eq!(counted(false, Some(XML)), (6, 1));
    }

    #[test]
    fn a_build_that_fails_or_tests_nothing_is_a_failure() {
        assert_eq!(counted(false, None), (0, 1));
        assert_eq!(counted(true, None), (0, 1));
        assert_eq!(
            counted(false, Some(&XML.replace("failures=\"1\"", "failures=\"0\""))),
            (7, 1)
        );
    }
}
