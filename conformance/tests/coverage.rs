//! Every decision is shown by a scenario, and the documentation says by which.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed unwrap is a failed test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;

use checkout_conformance::{Step, decisions, scenarios};
use serde_json::Value;

const BEGIN: &str = "<!-- rows: begin (written by BLESS=1 cargo test -p checkout-conformance) -->\n";
const END: &str = "<!-- rows: end -->";

/// The scenarios of each row, in the order of their files.
fn by_row() -> BTreeMap<String, Vec<String>> {
    let mut by_row = BTreeMap::<String, Vec<String>>::new();
    for scenario in scenarios().unwrap() {
        for row in scenario.covers {
            by_row.entry(row).or_default().push(scenario.name.clone());
        }
    }
    by_row
}

#[test]
fn every_row_has_a_scenario() {
    let by_row = by_row();
    let rows = decisions().unwrap().into_iter();
    let without: Vec<String> = rows
        .filter(|row| !by_row.contains_key(&row.id))
        .map(|row| format!("{} ({})", row.id, row.slug))
        .collect();
    assert!(without.is_empty(), "no scenario shows {}", without.join(", "));
}

#[test]
fn no_scenario_names_a_row_that_is_not_there() {
    let rows: BTreeSet<String> = decisions().unwrap().into_iter().map(|row| row.id).collect();
    for row in by_row().keys() {
        assert!(rows.contains(row), "{row} is not a row of docs/decisions.md");
    }
}

/// The corpus of texts that keyboards, clipboards, scanners and phones give.
#[test]
fn the_corpus_says_where_each_text_comes_from() {
    let scenarios = scenarios().unwrap();
    let corpus = scenarios.iter().filter(|scenario| scenario.name.starts_with("corpus-"));
    let texts: Vec<_> = corpus.flat_map(|scenario| &scenario.host).collect();
    assert!(texts.len() >= 300, "{} texts", texts.len());
    let explained = |step: &&Step| step.from.as_ref().is_some_and(|from| !from.trim().is_empty());
    assert!(texts.iter().all(|step| explained(step) && step.expect.is_some()));
}

/// All that can be on a screen of the sheet, and all that can be done to it.
#[test]
fn every_screen_action_and_language_of_the_sheet_is_shown() {
    let sheets = sheets();
    assert!(sheets.len() >= 80, "{} scenarios of sheets", sheets.len());
    let shown: BTreeSet<String> = sheets.iter().flat_map(words).collect();
    let kinds = [
        "Loading",
        "Choose",
        "Manage",
        "Form",
        "Challenge",
        "Working",
        "Done",
        "Closed",
    ];
    let actions = [
        "Leave",
        "Tick",
        "SelectCard",
        "UseAnotherCard",
        "ManageCards",
        "DeleteCard",
        "Confirm",
        "Dismiss",
        "Pay",
        "PayWith",
        "WalletEnded",
        "TryAgain",
        "CheckAgain",
        "Back",
        "Close",
    ];
    let opened = ["saved_cards", "restored"];
    let languages = ["en", "es", "it", "de", "fr"];
    for word in kinds.iter().chain(&actions).chain(&opened).chain(&languages) {
        assert!(shown.contains(*word), "no scenario of a sheet shows {word}");
    }
}

/// The scenarios that open a sheet, as they are written.
fn sheets() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let scenarios = files.flat_map(|file| {
        let scenarios: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        scenarios
    });
    scenarios.filter(|scenario| scenario.get("sheet").is_some()).collect()
}

/// The texts of a value, without what follows a colon or a dot.
fn words(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text.split([':', '.']).take(1).map(str::to_owned).collect(),
        Value::Array(items) => items.iter().flat_map(words).collect(),
        Value::Object(fields) => fields.values().flat_map(words).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn the_table_in_the_documentation_is_up_to_date() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/conformance.md");
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the table has a beginning");
    let (_, after) = rest.split_once(END).expect("the table has an end");
    let current = format!("{before}{BEGIN}{}{END}{after}", table());
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, &current).unwrap();
    } else {
        assert!(
            text == current,
            "docs/conformance.md is out of date: BLESS=1 cargo test -p checkout-conformance"
        );
    }
}

fn table() -> String {
    let by_row = by_row();
    let mut table = format!(
        "\n{} scenarios.\n\n| Row | Decision | Scenarios |\n|---|---|---|\n",
        scenarios().unwrap().len()
    );
    for row in decisions().unwrap() {
        let names = by_row.get(&row.id).into_iter().flatten();
        let shown_by: Vec<String> = names.map(|name| format!("`{name}`")).collect();
        writeln!(table, "| {} | {} | {} |", row.id, row.slug, shown_by.join(", ")).unwrap();
    }
    table.push('\n');
    table
}
