//! The code that carries out a row of `docs/decisions.md` names it, so that a reader finds the law beside the arm.

#![allow(clippy::panic, reason = "helpers of tests fail by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Rows of sections 1 to 4 and 7 that other parts of the crate or the app carry out, with the place.
const ELSEWHERE: &[(&str, &str)] = &[
    ("D1-06", "status.rs"),
    ("D1-07", "result.rs"),
    ("D1-08", "result.rs"),
    ("D1-10", "result.rs"),
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rows(text: &str) -> Vec<(String, String)> {
    let cells = |line: &str| -> Vec<String> { line.split('|').map(|cell| cell.trim().to_owned()).collect() };
    text.lines()
        .filter(|line| line.starts_with("| D"))
        .map(|line| {
            let cells = cells(line);
            (cells[1].clone(), cells[3].clone())
        })
        .collect()
}

/// What the flow decides: all of the result, of paying and of reading back, and what is judged before the payment. What
/// is decided on the device, per wallet or for a form is decided before an event reaches the flow.
fn is_decided_by_the_flow(id: &str, scope: &str) -> bool {
    let of_the_money = ["D1-", "D2-", "D3-", "D4-"]
        .iter()
        .any(|section| id.starts_with(section));
    let of_the_device = ["D2-01", "D2-02", "D2-07"].contains(&id);
    let corners = [
        "D7-01", "D7-02", "D7-03", "D7-04", "D7-05", "D7-06", "D7-07", "D7-12", "D7-13",
    ];
    (of_the_money && !of_the_device && scope != "region") || corners.contains(&id)
}

fn flow() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/flow");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("core/src/flow: {error}"))
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap_or_default())
        .collect()
}

#[test]
fn every_row_that_the_flow_decides_is_named_in_it() {
    let (rows, flow) = (rows(&read("../docs/decisions.md")), flow());
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().map(|(id, _)| *id).collect();
    let decided: Vec<&str> = rows
        .iter()
        .filter(|(id, scope)| is_decided_by_the_flow(id, scope) && !elsewhere.contains(id.as_str()))
        .map(|(id, _)| id.as_str())
        .collect();
    assert!(decided.len() > 40, "the table was not read: {decided:?}");
    let unnamed: Vec<_> = decided.into_iter().filter(|id| !flow.contains(id)).collect();
    assert!(
        unnamed.is_empty(),
        "rows that no arm of core/src/flow names: {unnamed:?}"
    );
}

#[test]
fn every_row_that_is_named_in_the_code_stands_in_the_table() {
    let known: BTreeSet<String> = rows(&read("../docs/decisions.md"))
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let flow = flow();
    let named = flow
        .match_indices('D')
        .filter_map(|(start, _)| flow.get(start..start + 5))
        .filter(|text| {
            let bytes = text.as_bytes();
            bytes[1].is_ascii_digit() && bytes[2] == b'-' && bytes[3].is_ascii_digit() && bytes[4].is_ascii_digit()
        });
    let unknown: BTreeSet<&str> = named.filter(|id| !known.contains(*id)).collect();
    assert!(
        unknown.is_empty(),
        "rows that docs/decisions.md does not have: {unknown:?}"
    );
}
