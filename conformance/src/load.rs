//! Reading the scenarios.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::scenario::Scenario;

/// Every scenario of this repository, by file and then as written.
///
/// # Errors
/// A file cannot be read, or is not a list of scenarios; a name is there twice.
pub fn scenarios() -> Result<Vec<Scenario>> {
    scenarios_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios"))
}

/// Every scenario of a folder.
///
/// # Errors
/// As [`scenarios`].
pub fn scenarios_in(folder: &Path) -> Result<Vec<Scenario>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let scenarios: Vec<Scenario> = serde_json::from_str(&text).with_context(|| file.display().to_string())?;
        all.extend(scenarios);
    }
    let mut names = BTreeSet::new();
    for scenario in &all {
        check_name(&scenario.name)?;
        ensure!(
            names.insert(&scenario.name),
            "two scenarios are called {:?}",
            scenario.name
        );
        ensure!(
            !scenario.covers.is_empty(),
            "{}: covers no row of docs/decisions.md",
            scenario.name
        );
        ensure!(!scenario.summary.is_empty(), "{}: has no summary", scenario.name);
    }
    ensure!(!all.is_empty(), "there are no scenarios in {}", folder.display());
    Ok(all)
}

/// The name becomes a path segment and a test name.
fn check_name(name: &str) -> Result<()> {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    ensure!(
        !name.is_empty() && name.chars().all(fine),
        "{name:?} is not a name in kebab case"
    );
    Ok(())
}
