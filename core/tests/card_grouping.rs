//! Card numbers in groups, while they are typed.

use checkout_core::card::{CardScheme, SchemeGuess, group};
use proptest::prelude::*;

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn groups_are_those_of_the_scheme() {
    for (typed, grouped) in [
        ("5200000000001005", "5200 0000 0000 1005"),
        ("4111111111111", "4111 1111 1111 1"),
        ("4000000000000000006", "4000 0000 0000 0000 006"),
        ("378282246310005", "3782 822463 10005"),
        ("30569309025904", "3056 930902 5904"),
        ("360000000000003", "3600 0000 0000 003"),
        ("36000000000000008", "3600 0000 0000 0000 8"),
        ("676964982643", "6769 6498 2643"),
        ("3566002020360505", "3566 0020 2036 0505"),
    ] {
        assert_eq!(group(typed), grouped);
    }
}

#[test]
fn groups_appear_digit_by_digit() {
    let steps = [
        "3",
        "37",
        "378",
        "3782",
        "3782 8",
        "3782 82",
        "3782 822",
        "3782 8224",
        "3782 82246",
        "3782 822463",
    ];
    for step in steps {
        assert_eq!(group(&digits_of(step)), step);
    }
    assert_eq!(group("37828224631"), "3782 822463 1");
    assert_eq!(group("52000"), "5200 0");
    assert_eq!(group("5200"), "5200");
    assert_eq!(group(""), "");
}

#[test]
fn what_is_no_digit_is_dropped() {
    assert_eq!(group("5200-0000x0000 1005 "), "5200 0000 0000 1005");
    assert_eq!(group("no digits"), "");
    assert_eq!(group("٤٤٤٤"), "4444");
}

#[test]
fn digits_beyond_the_longest_number_are_dropped() {
    assert_eq!(group(&"5".repeat(30)), "5555 5555 5555 5555");
    assert_eq!(group(&format!("37{}", "0".repeat(30))), "3700 000000 00000");
    assert_eq!(group(&"4".repeat(30)), "4444 4444 4444 4444 444");
    assert_eq!(group(&"9".repeat(30)), "9999 9999 9999 9999 999");
}

proptest! {
    #[test]
    fn the_digits_come_back(digits in "[0-9]{0,25}") {
        let grouped = group(&digits);
        let limit = SchemeGuess::while_typing(&digits).definite().map_or(19, CardScheme::max_length);
        let kept: String = digits.chars().take(limit).collect();
        prop_assert_eq!(digits_of(&grouped), kept);
        prop_assert!(!grouped.starts_with(' ') && !grouped.ends_with(' ') && !grouped.contains("  "));
    }

    #[test]
    fn grouping_twice_changes_nothing(typed in "[0-9 -]{0,30}") {
        let once = group(&typed);
        prop_assert_eq!(group(&once), once);
    }

    #[test]
    fn no_text_makes_it_panic(typed in "\\PC{0,40}") {
        prop_assert!(group(&typed).chars().all(|character| character.is_ascii_digit() || character == ' '));
    }
}
