//! The code that carries out a row of section 8 of `docs/decisions.md` names it, so that a reader finds the law beside the arm.

#![allow(clippy::panic, reason = "a failed test is one")]

use std::fs;
use std::path::Path;

/// All source files below a folder, as one text.
fn source(folder: &Path) -> String {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let text = |path: &Path| match path.is_dir() {
        true => source(path),
        false => fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())),
    };
    paths.iter().map(|path| text(path)).collect()
}

#[test]
fn every_row_of_the_sheet_is_named_where_it_is_carried_out() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let decisions = root.join("../docs/decisions.md");
    let decisions = fs::read_to_string(&decisions).unwrap_or_else(|error| panic!("{}: {error}", decisions.display()));
    let rows: Vec<&str> = decisions
        .lines()
        .filter(|line| line.starts_with("| D8-"))
        .filter_map(|line| line.split('|').nth(1))
        .map(str::trim)
        .collect();
    assert!(rows.len() >= 15, "{rows:?}");
    let source = source(&root.join("src"));
    let unnamed: Vec<&str> = rows.into_iter().filter(|row| !source.contains(row)).collect();
    assert!(unnamed.is_empty(), "no code names {unnamed:?}");
}
