//! The table of ranges against a maintained public one, beginning by beginning, with a reason for every difference.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};

use checkout_core::card::{CardScheme, SchemeGuess};
use serde::Deserialize;

use CardScheme::{Amex, Diners, Discover, Jcb, Maestro, Mastercard, UnionPay, Visa};

#[derive(Deserialize)]
struct Source {
    types: BTreeMap<String, Type>,
}

#[derive(Deserialize)]
struct Type {
    lengths: Vec<usize>,
    code: usize,
    patterns: Vec<(u32, u32)>,
}

fn source() -> Source {
    serde_json::from_str(include_str!("data/card-ranges.json")).unwrap()
}

/// The source's names for the schemes that Dojo names. It has others: Elo, Mir, Troy and so on.
const NAMES: [(&str, CardScheme); 8] = [
    ("visa", Visa),
    ("mastercard", Mastercard),
    ("american-express", Amex),
    ("maestro", Maestro),
    ("discover", Discover),
    ("diners-club", Diners),
    ("jcb", Jcb),
    ("unionpay", UnionPay),
];

/// Where ours is different: first and last beginning of eight digits, and why.
const DIFFERENCES: &[(u32, u32, &str)] = &[
    (30_950_000, 30_959_999, "Diners Club publishes 3095, too"),
    (
        50_190_000,
        50_199_999,
        "Dankort, which the source takes for Maestro: Dojo has no name for it",
    ),
    (
        60_000_000,
        60_109_999,
        "the source takes whatever begins with 6 for Maestro; we say that we do not know",
    ),
    (60_120_000, 60_129_999, "the same"),
    (60_140_000, 61_999_999, "the same"),
    (64_000_000, 64_399_999, "the same"),
    (66_000_000, 66_999_999, "the same"),
    (68_000_000, 69_999_999, "the same"),
    (
        62_000_000,
        62_999_999,
        "UnionPay has all of 62; the source lists the parts that are in use, and has Maestro's 6 for the rest",
    ),
];

/// The scheme by the source, whose longest pattern wins; `None` for one that Dojo has no name for, or none at all.
fn by_source(source: &Source, place: u32) -> Option<CardScheme> {
    let matching = source.types.iter().flat_map(|(name, kind)| {
        kind.patterns.iter().filter_map(move |(first, last)| {
            let digits = first.ilog10() + 1;
            let beginning = place / 10u32.pow(8 - digits);
            (*first..=*last).contains(&beginning).then_some((digits, name))
        })
    });
    let (_, name) = matching.max_by_key(|(digits, _)| *digits)?;
    NAMES.iter().find(|(known, _)| known == name).map(|(_, scheme)| *scheme)
}

/// Both sides of every edge of the source's patterns, and a net of places between them.
fn places(source: &Source) -> BTreeSet<u32> {
    let mut places: BTreeSet<u32> = (10_000_000..100_000_000).step_by(10_007).collect();
    for (first, last) in source.types.values().flat_map(|kind| &kind.patterns) {
        let width = 10u32.pow(8 - (first.ilog10() + 1));
        for place in [
            first * width - 1,
            first * width,
            (last + 1) * width - 1,
            (last + 1) * width,
        ] {
            places.insert(place);
        }
    }
    places.retain(|place| (10_000_000..100_000_000).contains(place));
    places
}

/// D6-01.
#[test]
fn every_difference_from_the_source_is_explained() {
    let source = source();
    let mut unexplained = Vec::new();
    let mut used = BTreeSet::new();
    for place in places(&source) {
        let (ours, theirs) = (
            SchemeGuess::while_typing(&place.to_string()).definite(),
            by_source(&source, place),
        );
        if ours == theirs {
            continue;
        }
        match DIFFERENCES
            .iter()
            .position(|(first, last, _)| (*first..=*last).contains(&place))
        {
            Some(known) => {
                used.insert(known);
            }
            None => unexplained.push((place, ours, theirs)),
        }
    }
    assert!(
        unexplained.is_empty(),
        "{} places, such as {:?}",
        unexplained.len(),
        &unexplained[..unexplained.len().min(12)]
    );
    let stale: Vec<_> = (0..DIFFERENCES.len())
        .filter(|known| !used.contains(known))
        .map(|known| DIFFERENCES[known])
        .collect();
    assert!(stale.is_empty(), "no difference any more: {stale:?}");
}

/// D6-02, D6-05.
#[test]
fn lengths_of_numbers_and_cvvs_are_the_sources_or_more() {
    let source = source();
    for (name, scheme) in NAMES {
        let kind = &source.types[name];
        assert_eq!(scheme.cvv_length(), kind.code, "{name}");
        for length in &kind.lengths {
            // Visa issues no numbers of 18 digits.
            let is_known_difference = scheme == Visa && *length == 18;
            assert_eq!(scheme.allows_length(*length), !is_known_difference, "{name} {length}");
        }
    }
}
