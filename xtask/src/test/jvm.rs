//! The Kotlin and Java tests, counted from the reports that Maven's test runner leaves.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Suite;
use crate::maven;
use crate::tool::Logged;

const KOTLIN: &str = "kotlin";
const JAVA: &str = "java";

/// One suite a language, or none where there is no Maven project.
pub(crate) fn run() -> Vec<Suite> {
    let Some(project) = maven::project() else {
        return Vec::new();
    };
    match maven_test(&project).and_then(|ended| count(&project, &ended)) {
        Ok(suites) => suites,
        Err(error) => vec![Suite::broken(KOTLIN, &error)],
    }
}

fn maven_test(project: &Path) -> Result<Logged> {
    for report in reports(project)? {
        fs::remove_file(report)?;
    }
    super::prepare_other_languages()?;
    maven::tool(project, "test")?.logged("jvm")
}

fn count(project: &Path, ended: &Logged) -> Result<Vec<Suite>> {
    let mut kotlin = Suite::new(KOTLIN);
    let mut java = Suite::new(JAVA);
    for path in reports(project)? {
        let report = Report::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let suite = if is_java(&path, &report.class) {
            &mut java
        } else {
            &mut kotlin
        };
        report.add_to(suite);
    }
    let failed = kotlin.failed + java.failed > 0;
    if !ended.succeeded && !failed {
        kotlin.fail("mvn itself failed");
    }
    for suite in [&mut kotlin, &mut java] {
        suite.fail_if_empty();
    }
    Ok(vec![kotlin, java])
}

/// The figures of one test class.
pub(super) struct Report {
    class: String,
    tests: u64,
    failed: u64,
    skipped: u64,
    /// The tests that failed.
    names: Vec<String>,
}

impl Report {
    pub(super) fn read(path: &Path) -> Result<Self> {
        Self::parse(&fs::read_to_string(path)?)
    }

    fn parse(xml: &str) -> Result<Self> {
        let document = roxmltree::Document::parse(xml)?;
        let suite = document.root_element();
        let number = |name| -> Result<u64> {
            let value = suite.attribute(name).with_context(|| format!("no attribute {name}"))?;
            Ok(value.parse()?)
        };
        Ok(Self {
            class: suite.attribute("name").context("no attribute name")?.to_owned(),
            tests: number("tests")?,
            failed: number("failures")? + number("errors")?,
            skipped: number("skipped")?,
            names: failed_tests(&suite),
        })
    }

    pub(super) fn add_to(&self, suite: &mut Suite) {
        suite.passed += self.tests.saturating_sub(self.failed + self.skipped);
        suite.failed += self.failed;
        suite.skipped(self.skipped);
        let names = self.names.iter().map(|name| format!("{}.{name}", self.class));
        suite.name_failures(names.collect());
    }
}

fn failed_tests(suite: &roxmltree::Node) -> Vec<String> {
    let has_failed = |test: &roxmltree::Node| {
        test.children()
            .any(|told| told.has_tag_name("failure") || told.has_tag_name("error"))
    };
    let tests = suite.children().filter(|test| test.has_tag_name("testcase"));
    let names = tests.filter(has_failed).filter_map(|test| test.attribute("name"));
    names.map(str::to_owned).collect()
}

/// A class's language is that of its source folder.
fn is_java(report: &Path, class: &str) -> bool {
    let module = report.ancestors().nth(3).unwrap_or(report);
    let outer = class.split('$').next().unwrap_or(class);
    module
        .join("src/test/java")
        .join(outer.replace('.', "/"))
        .with_extension("java")
        .exists()
}

/// In the project itself and in its modules.
pub(super) fn reports(project: &Path) -> Result<Vec<PathBuf>> {
    let mut modules = vec![project.to_path_buf()];
    for entry in fs::read_dir(project)? {
        modules.push(entry?.path());
    }
    let mut reports = Vec::new();
    for dir in modules
        .iter()
        .map(|module| module.join("target/surefire-reports"))
        .filter(|dir| dir.is_dir())
    {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.starts_with("TEST-") && name.ends_with(".xml") {
                reports.push(path);
            }
        }
    }
    reports.sort();
    Ok(reports)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XML: &str = r#"<?xml version="1.0"?><testsuite name="checkout.sdk.FlowTest" time="0.3"
        tests="9" errors="1" skipped="1" failures="2"><testcase name="a"/>
        <testcase name="b"><failure message="late"/></testcase><testcase name="c"><error/></testcase></testsuite>"#;

    #[test]
    fn failures_errors_and_skipped_tests_are_no_passes() {
        let mut suite = Suite::new(KOTLIN);
        Report::parse(XML).unwrap().add_to(&mut suite);
        assert_eq!((suite.passed, suite.failed), (5, 4));
        let line = suite.line(None);
        assert!(
            line.ends_with("\n    checkout.sdk.FlowTest.b\n    checkout.sdk.FlowTest.c"),
            "{line}"
        );
    }

    #[test]
    fn a_class_counts_for_the_language_of_its_source() {
        let dir = tempfile::tempdir().unwrap();
        let sources = dir.path().join("src/test/java/checkout/sdk");
        fs::create_dir_all(&sources).unwrap();
        fs::write(sources.join("AppTest.java"), "").unwrap();
        let report = dir.path().join("target/surefire-reports/TEST-x.xml");
        assert!(is_java(&report, "checkout.sdk.AppTest"));
        assert!(is_java(&report, "checkout.sdk.AppTest$Inner"));
        assert!(!is_java(&report, "checkout.sdk.FlowTest"));
    }

    #[test]
    fn a_report_that_is_not_one_is_an_error() {
        assert!(Report::parse("<testsuite name='a'/>").is_err());
        assert!(Report::parse("").is_err());
    }

    #[test]
    fn a_language_without_a_test_has_failed() {
        let dir = tempfile::tempdir().unwrap();
        let suites = count(
            dir.path(),
            &Logged {
                succeeded: true,
                output: String::new(),
            },
        )
        .unwrap();
        assert!(suites.iter().all(|suite| suite.failed == 1));
    }
}
