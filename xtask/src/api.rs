//! `cargo xtask api`: the public API, listed in the repository, so that a change of it is a visible diff.

mod kotlin;
mod rust;
mod swift;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::paths;

/// How a listing compares with what the code offers now.
pub(crate) enum Drift {
    None,
    /// Lines that start with `+` or `-`.
    Changed(Vec<String>),
}

/// One language's public API.
pub(crate) struct Listing {
    pub(crate) language: &'static str,
    pub(crate) drift: Drift,
    current: String,
    file: PathBuf,
}

/// Compares all listings, or writes them.
pub(crate) fn run(bless: bool) -> Result<()> {
    let mut drifted = Vec::new();
    for listing in compare()? {
        if bless {
            listing.write()?;
            println!("api: wrote {}", listing.file.display());
        } else if !listing.report() {
            drifted.push(listing.language);
        }
    }
    // Its own build compares it; see there.
    if let Err(error) = kotlin::run(bless) {
        println!("api: {error:#}");
        drifted.push("kotlin and java");
    }
    if drifted.is_empty() {
        return Ok(());
    }
    bail!(
        "the public API changed ({}); if that is meant: cargo xtask api --bless",
        drifted.join(", ")
    );
}

/// Rust's and Swift's listings beside their code.
pub(crate) fn compare() -> Result<Vec<Listing>> {
    let mut listings = vec![Listing::new("rust", rust::current()?)];
    if let Some(current) = swift::current()? {
        listings.push(Listing::new("swift", current));
    }
    Ok(listings)
}

impl Listing {
    fn new(language: &'static str, current: String) -> Self {
        let file = paths::root().join(format!("docs/api/{language}.txt"));
        let listed = fs::read_to_string(&file).unwrap_or_default();
        Self {
            language,
            drift: difference(&listed, &current),
            current,
            file,
        }
    }

    /// Prints what changed; true if nothing did.
    pub(crate) fn report(&self) -> bool {
        match &self.drift {
            Drift::None => {
                println!(
                    "api: {} is as listed, {} items",
                    self.language,
                    self.current.lines().count()
                );
                true
            }
            Drift::Changed(lines) => {
                println!("api: {} differs from {}:", self.language, self.file.display());
                lines.iter().for_each(|line| println!("{line}"));
                false
            }
        }
    }

    fn write(&self) -> Result<()> {
        let dir = self.file.parent().context("a listing is in a directory")?;
        fs::create_dir_all(dir)?;
        Ok(fs::write(&self.file, &self.current)?)
    }
}

/// Listings are sets of lines: order says nothing about an API.
fn difference(listed: &str, current: &str) -> Drift {
    if listed == current {
        return Drift::None;
    }
    let gone = listed
        .lines()
        .filter(|line| !current.lines().any(|other| other == *line));
    let new = current
        .lines()
        .filter(|line| !listed.lines().any(|other| other == *line));
    let mut lines: Vec<String> = gone
        .map(|line| format!("-{line}"))
        .chain(new.map(|line| format!("+{line}")))
        .collect();
    if lines.is_empty() {
        lines.push(String::from("(only the order of lines, or how often one is there)"));
    }
    Drift::Changed(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(listed: &str, current: &str) -> Vec<String> {
        match difference(listed, current) {
            Drift::None => Vec::new(),
            Drift::Changed(lines) => lines,
        }
    }

    #[test]
    fn an_unchanged_api_has_no_drift() {
        assert!(lines("a\nb\n", "a\nb\n").is_empty());
    }

    #[test]
    fn what_went_and_what_came_are_both_shown() {
        assert_eq!(
            lines("pub fn a()\npub fn b()\n", "pub fn b()\npub fn c()\n"),
            ["-pub fn a()", "+pub fn c()"]
        );
    }

    #[test]
    fn a_missing_listing_shows_everything_as_new() {
        assert_eq!(lines("", "pub fn a()\n"), ["+pub fn a()"]);
    }

    #[test]
    fn a_repeated_line_is_a_drift_too() {
        assert_eq!(lines("a\n", "a\na\n").len(), 1);
    }
}
