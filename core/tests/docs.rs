//! The documents that people look codes and decisions up in say what the code does.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use std::collections::HashSet;
use std::path::Path;

use checkout_core::result::ReasonKind;
use checkout_core::status::Status;

/// A file of the repository.
fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The cells of every table row in a document whose first cell satisfies `is_row`.
fn rows(document: &str, is_row: impl Fn(&str) -> bool) -> Vec<Vec<String>> {
    read(&format!("docs/{document}"))
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"))
        .map(|line| line.split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .filter(|cells| cells.first().is_some_and(|first| is_row(first)))
        .collect()
}

fn in_backticks(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_status_has_a_row_with_its_number_and_name() {
    let documented: Vec<(i32, String)> = rows("status-codes.md", |first| first.parse::<i32>().is_ok())
        .into_iter()
        .map(|cells| (cells[0].parse().unwrap(), cells[1].clone()))
        .collect();
    let published: Vec<_> = Status::ALL
        .iter()
        .map(|status| (status.code(), format!("`{status:?}`")))
        .collect();
    assert_eq!(documented, published);
}

#[test]
fn whatever_lists_the_codes_lists_them_all() {
    let codes: Vec<i32> = Status::ALL.iter().map(|status| status.code()).collect();
    let numbers = |text: &str| -> Vec<i32> {
        text.split(|c: char| !c.is_ascii_digit())
            .filter_map(|number| number.parse().ok())
            .collect()
    };
    let between = |path: &str, from: &str, to: &str| {
        let text = read(path);
        let rest = text.split_once(from).unwrap_or_else(|| panic!("{path}: {from}")).1;
        rest.split_once(to)
            .unwrap_or_else(|| panic!("{path}: {to}"))
            .0
            .to_owned()
    };
    let law = between("docs/decisions.md", "A result has a `code`, one of", "; the `status`");
    assert_eq!(numbers(&law), codes);

    let sent = Status::ALL
        .into_iter()
        .map(Status::code)
        .filter(|code| Status::from_gateway(i64::from(*code)).is_some());
    let protocol = between(
        "docs/protocol.md",
        "The gateway's `statusCode`",
        "are made on the device",
    );
    let protocol = protocol
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse::<i32>().ok());
    assert!(protocol.eq(sent), "the table of docs/protocol.md");

    // Named as the Rust variant is, with a small letter.
    let swift = between("ios/Sources/CheckoutSDK/SDKResponseCode.swift", "CaseIterable", "\n}");
    let swift: Vec<&str> = swift
        .lines()
        .filter_map(|line| line.trim().strip_prefix("case "))
        .collect();
    let expected: Vec<String> = Status::ALL
        .iter()
        .map(|status| {
            let name = format!("{status:?}");
            format!("{}{} = {}", name[..1].to_lowercase(), &name[1..], status.code())
        })
        .collect();
    assert_eq!(swift, expected);
}

#[test]
fn every_reason_has_a_row() {
    let documented: HashSet<String> = rows("status-codes.md", |first| first.starts_with('`'))
        .into_iter()
        .filter(|cells| cells.len() == 4)
        .map(|cells| cells[0].trim_matches('`').to_owned())
        .collect();
    let reasons: HashSet<String> = ReasonKind::ALL.iter().map(|reason| reason.name().to_owned()).collect();
    assert_eq!(documented, reasons);
}

#[test]
fn codes_and_reasons_name_each_other() {
    let by_code: HashSet<(String, String)> = rows("status-codes.md", |first| first.parse::<i32>().is_ok())
        .into_iter()
        .flat_map(|cells| {
            let code = cells[0].clone();
            in_backticks(&cells[4])
                .into_iter()
                .map(|reason| (code.clone(), reason.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect();
    let by_reason: HashSet<(String, String)> = rows("status-codes.md", |first| first.starts_with('`'))
        .into_iter()
        .filter(|cells| cells.len() == 4)
        .flat_map(|cells| {
            let reason = cells[0].trim_matches('`').to_owned();
            cells[1]
                .split(", ")
                .map(|code| (code.to_owned(), reason.clone()))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(by_code, by_reason);
}

#[test]
fn every_decision_has_an_id_a_slug_and_a_scope() {
    const SCOPES: [&str; 7] = [
        "payment",
        "device",
        "setup",
        "virtual-terminal",
        "wallet",
        "region",
        "sheet",
    ];
    let rows = rows("decisions.md", |first| first.starts_with('D'));
    let mut ids = HashSet::new();
    let mut slugs = HashSet::new();
    for cells in &rows {
        let [id, slug, scope, situation, outcome] = cells.as_slice() else {
            panic!("five cells: {cells:?}")
        };
        let (section, number) = id
            .trim_start_matches('D')
            .split_once('-')
            .unwrap_or_else(|| panic!("{id}"));
        assert!(
            section.parse::<u8>().is_ok() && number.len() == 2 && number.parse::<u8>().is_ok(),
            "{id}"
        );
        assert!(
            !slug.is_empty() && slug.chars().all(|c| c == '-' || c.is_ascii_lowercase()),
            "{id}: {slug}"
        );
        assert!(SCOPES.contains(&scope.as_str()), "{id}: {scope}");
        assert!(!situation.is_empty() && !outcome.is_empty(), "{id}");
        assert!(ids.insert(id.clone()), "{id} comes twice");
        assert!(slugs.insert(slug.clone()), "{slug} comes twice");
    }
    assert!(rows.len() >= 60, "only {} decisions were found", rows.len());
}

#[test]
fn decisions_name_only_reasons_that_exist() {
    let reasons: HashSet<&str> = ReasonKind::ALL.iter().map(|reason| reason.name()).collect();
    let mut found = 0;
    for cells in rows("decisions.md", |first| first.starts_with('D')) {
        // A code and a name in backticks is a result: "30 `IntentCanceled`".
        let words: Vec<&str> = cells[4].split_whitespace().collect();
        for pair in words.windows(2) {
            let name = pair[1].trim_end_matches([',', '.', ':', ';']);
            if pair[0].parse::<i32>().is_ok() && name.starts_with('`') && !name.contains('_') {
                assert!(reasons.contains(name.trim_matches('`')), "{}: {name}", cells[0]);
                found += 1;
            }
        }
    }
    assert!(found >= 15, "only {found} results were found");
}

/// Version 2.1 of the OWASP MASVS, with how many controls each group has.
const MASVS: [(&str, usize); 8] = [
    ("STORAGE", 2),
    ("CRYPTO", 2),
    ("AUTH", 3),
    ("NETWORK", 2),
    ("PLATFORM", 3),
    ("CODE", 4),
    ("RESILIENCE", 4),
    ("PRIVACY", 4),
];

#[test]
fn every_masvs_control_is_answered_and_what_shows_it_exists() {
    let rows = rows("security.md", |first| first.starts_with("MASVS-"));
    let answered: Vec<&String> = rows.iter().map(|cells| &cells[0]).collect();
    let controls: Vec<String> = MASVS
        .iter()
        .flat_map(|(group, count)| (1..=*count).map(move |number| format!("MASVS-{group}-{number}")))
        .collect();
    assert_eq!(answered, controls.iter().collect::<Vec<_>>());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for cells in rows {
        let [control, state, shown_by] = &cells[..] else {
            panic!("{cells:?} has other cells");
        };
        assert!(
            ["met", "the app's", "not applicable"].contains(&&**state),
            "{control}: {state}"
        );
        let files = in_backticks(shown_by)
            .into_iter()
            .filter(|text| text.contains('/') && text.contains('.'));
        for file in files {
            assert!(root.join(file).is_file(), "{control} names {file}, which is not there");
        }
    }
}
