//! Nothing that a test run prints may hold a card number or a secret.
//!
//! Two searches: for the secrets that the tests used, which they list in `target/reports/forbidden-strings*.txt`, and
//! for anything that reads as a card number. What is found is named by file and line and never shown.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Files of one secret a line.
const FORBIDDEN: &str = "forbidden-strings";

/// Shorter secrets, which are security codes, occur in any text: they count only where a line speaks of one.
const SHORTEST_TELLING: usize = 6;

/// What a search came to.
pub(crate) struct Found {
    /// One place each.
    pub(crate) hits: Vec<String>,
    pub(crate) searched: String,
}

/// Searches all files in `logs` for the secrets listed in `reports`.
pub(crate) fn search(logs: &Path, reports: &Path) -> Result<Found> {
    let forbidden = forbidden_in(reports)?;
    ensure!(
        !forbidden.is_empty(),
        "no test listed its secrets in {}",
        reports.display()
    );
    let files = files_below(logs)?;
    let mut hits = Vec::new();
    let mut size = 0;
    for file in &files {
        let text = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        size += text.len();
        for (number, line) in String::from_utf8_lossy(&text).lines().enumerate() {
            hits.extend(hits_in(line, &forbidden).map(|what| format!("{}:{}: {what}", file.display(), number + 1)));
        }
    }
    let searched = format!(
        "{} files ({} KiB) searched for {} secrets and for card numbers: none found",
        files.len(),
        size / 1024,
        forbidden.len()
    );
    Ok(Found { hits, searched })
}

fn forbidden_in(reports: &Path) -> Result<Vec<String>> {
    let mut secrets = BTreeSet::new();
    for file in files_below(reports)? {
        if file
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with(FORBIDDEN))
        {
            let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
            secrets.extend(
                text.lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned),
            );
        }
    }
    Ok(secrets.into_iter().collect())
}

fn hits_in<'a>(line: &'a str, forbidden: &'a [String]) -> impl Iterator<Item = &'static str> + 'a {
    let secret = forbidden
        .iter()
        .filter(|secret| shows(line, secret))
        .map(|_| "a secret that the tests used");
    let card = shows_card_number(line).then_some("a card number");
    secret.chain(card)
}

fn shows(line: &str, secret: &str) -> bool {
    if secret.len() >= SHORTEST_TELLING {
        return line.contains(secret);
    }
    let speaks_of_a_code = ["cvv", "cv2", "cvc", "securitycode"]
        .iter()
        .any(|word| line.to_lowercase().contains(word));
    speaks_of_a_code
        && line
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|word| word == secret)
}

/// Whether a line holds a run of digits, in one piece or in the groups that cards are printed in, that is a card number
/// by length, first digit and check digit.
fn shows_card_number(line: &str) -> bool {
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let grouped = (3..=5).any(|count| {
        words.windows(count).any(|group| {
            group[..count - 1].iter().all(|part| (4..=6).contains(&part.len())) && is_card_number(&group.concat())
        })
    });
    grouped || words.iter().any(|word| is_card_number(word))
}

fn is_card_number(word: &str) -> bool {
    (13..=19).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_digit())
        && matches!(word.as_bytes()[0], b'2'..=b'6')
        && luhn_sum(word).is_multiple_of(10)
}

fn luhn_sum(digits: &str) -> u32 {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let digits = digits.bytes().rev().map(|byte| u32::from(byte - b'0'));
    digits
        .enumerate()
        .map(|(place, digit)| if place % 2 == 1 { doubled(digit) } else { digit })
        .sum()
}

fn files_below(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(line: &str, forbidden: &[&str]) -> usize {
        let forbidden: Vec<String> = forbidden.iter().map(|&secret| secret.to_owned()).collect();
        hits_in(line, &forbidden).count()
    }

    #[test]
    fn finds_a_secret_inside_a_line() {
        assert_eq!(hits("GET /x?secret=YWJjZGVm&y", &["YWJjZGVm"]), 1);
        assert_eq!(hits("GET /x?secret=***&y", &["YWJjZGVm"]), 0);
    }

    #[test]
    fn finds_a_card_number_in_any_print() {
        for line in [
            "pan=4242424242424242",
            "card 4242 4242 4242 4242!",
            "3782-822463-10005",
            r#"{"n":"5555555555554444"}"#,
        ] {
            assert_eq!(hits(line, &[]), 1, "{line}");
        }
    }

    #[test]
    fn other_numbers_are_no_card_numbers() {
        for line in [
            "4242424242424243",
            "**** 4242",
            "at 1795437455331",
            "id 42424242424242424242",
            "a4242424242424242",
        ] {
            assert_eq!(hits(line, &[]), 0, "{line}");
        }
    }

    #[test]
    fn a_security_code_counts_only_where_one_is_spoken_of() {
        assert_eq!(hits("CVV: 452", &["452"]), 1);
        assert_eq!(hits("cv2Number=\"452\"", &["452"]), 1);
        assert_eq!(hits("test result: ok. 452 passed", &["452"]), 0);
        assert_eq!(hits("cvv=*** after 4520 ms", &["452"]), 0);
    }

    /// A folder with a log that says what a test should not, and one for the lists of secrets.
    fn run_that_leaks() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("logs/deeper")).unwrap();
        fs::create_dir_all(dir.path().join("reports")).unwrap();
        fs::write(dir.path().join("logs/deeper/a.log"), "fine\nsecret YWJjZGVm\n").unwrap();
        dir
    }

    #[test]
    fn what_was_found_is_not_shown() {
        let run = run_that_leaks();
        fs::write(run.path().join("reports/forbidden-strings-cli.txt"), "\nYWJjZGVm\n").unwrap();
        let found = search(&run.path().join("logs"), &run.path().join("reports")).unwrap();
        assert_eq!(found.hits.len(), 1);
        assert!(found.hits[0].ends_with("a.log:2: a secret that the tests used"));
        assert!(!found.hits[0].contains("YWJjZGVm"));
    }

    #[test]
    fn a_search_for_nothing_is_an_error() {
        let run = run_that_leaks();
        assert!(search(&run.path().join("logs"), &run.path().join("reports")).is_err());
    }
}
