//! What tests say beyond pass and fail: how many states a search visited, how many scenarios ran.
//!
//! A test writes `target/reports/NAME.json`, an object or an array of objects
//! `{ "line": "what a person reads", "language": "rust", "scenarios": 64 }`. Only `line` is required. `scenarios` is
//! added to its language's count; without `language` that is the NAME of the file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::paths;

/// One line of a report file.
#[derive(Debug, PartialEq)]
pub(crate) struct Report {
    pub(crate) line: String,
    language: String,
    scenarios: Option<u64>,
}

/// All reports of this run, by file name.
pub(crate) fn read() -> Result<Vec<Report>> {
    let mut files: Vec<_> = fs::read_dir(paths::reports())?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut reports = Vec::new();
    for path in files
        .iter()
        .map(fs::DirEntry::path)
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        reports.extend(read_file(&path).with_context(|| format!("{} is no test report", path.display()))?);
    }
    Ok(reports)
}

/// How many scenarios a language ran, if it said so.
pub(crate) fn scenarios(reports: &[Report], language: &str) -> Option<u64> {
    reports
        .iter()
        .filter(|report| report.language == language)
        .filter_map(|report| report.scenarios)
        .reduce(|a, b| a + b)
}

fn read_file(path: &Path) -> Result<Vec<Report>> {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    parse(&name, &fs::read_to_string(path)?)
}

/// What the file `name` says.
pub(crate) fn parse(name: &str, json: &str) -> Result<Vec<Report>> {
    match serde_json::from_str(json)? {
        Value::Array(entries) => entries.iter().map(|entry| report(entry, name)).collect(),
        entry => Ok(vec![report(&entry, name)?]),
    }
}

fn report(entry: &Value, name: &str) -> Result<Report> {
    let Some(line) = entry["line"].as_str() else {
        bail!("an entry has no \"line\"")
    };
    let language = entry["language"].as_str().unwrap_or(name).to_owned();
    Ok(Report {
        line: line.to_owned(),
        language,
        scenarios: entry["scenarios"].as_u64(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Result<Vec<Report>> {
        super::parse("java", json)
    }

    #[test]
    fn an_object_and_an_array_are_both_reports() {
        assert_eq!(parse(r#"{"line": "states: 5"}"#).unwrap()[0].line, "states: 5");
        assert_eq!(parse(r#"[{"line": "a"}, {"line": "b"}]"#).unwrap().len(), 2);
    }

    #[test]
    fn scenarios_add_up_by_language() {
        let reports = parse(
            r#"[{"line": "a", "language": "rust", "scenarios": 60}, {"line": "b", "language": "rust", "scenarios": 4},
                {"line": "c", "language": "swift", "scenarios": 9}, {"line": "d"}]"#,
        )
        .unwrap();
        assert_eq!(scenarios(&reports, "rust"), Some(64));
        assert_eq!(scenarios(&reports, "java"), None);
    }

    #[test]
    fn a_report_belongs_to_the_language_that_its_file_is_named_after() {
        let reports = parse(r#"{"line": "a", "scenarios": 60}"#).unwrap();
        assert_eq!(scenarios(&reports, "java"), Some(60));
    }

    #[test]
    fn a_report_without_a_line_is_refused() {
        assert!(parse(r#"{"scenarios": 3}"#).is_err());
        assert!(parse("not json").is_err());
    }
}
