//! Fields as people, keyboards and phones fill them: the examples first, then every way of writing.

use proptest::prelude::*;

use super::*;
use crate::card::{CardScheme, Expiry, Pan, UtcDay, all_digits, group};
use crate::input::{Feedback, Moment, check_expiry, check_number};

fn number(typed: &str, caret: usize) -> (String, usize) {
    let edit = edit_card_number(typed, caret);
    (edit.text.expose().to_owned(), edit.caret)
}

fn expiry(typed: &str, caret: usize) -> (String, usize) {
    let edit = edit_expiry(typed, caret);
    (edit.text, edit.caret)
}

#[test]
fn a_number_is_grouped_while_it_is_typed() {
    for (typed, caret, text, expected) in [
        ("", 0, "", 0),
        ("5", 1, "5", 1),
        ("5200", 4, "5200", 4),
        ("52000", 5, "5200 0", 6),
        ("5200 ", 5, "5200", 4),
        ("5200 10", 0, "5200 10", 0),
        // A digit is typed into the middle.
        ("52009 1234", 5, "5200 9123 4", 6),
        // The space is deleted: nothing changes but the caret.
        ("52001234", 4, "5200 1234", 4),
        // A digit is deleted before a space.
        ("520 1234", 3, "5201 234", 3),
        ("378282246310005", 15, "3782 822463 10005", 17),
        ("3782 8224 6", 10, "3782 82246", 9),
        // Pasted, with more digits than there are in the scheme's numbers.
        ("5200000000001005 77", 19, "5200 0000 0000 1005", 19),
        ("no digits", 5, "", 0),
        // A caret beyond the end, and one behind a character of two units.
        ("5200", 99, "5200", 4),
        ("😀5200", 3, "5200", 1),
        // Digits of other scripts, and marks that cannot be seen.
        ("٥٢٠٠٠", 5, "5200 0", 6),
        ("\u{200e}5200\u{a0}0", 7, "5200 0", 6),
        // A letter in the middle is a slip of the finger.
        ("5200 0000 00x", 13, "5200 0000 00", 12),
    ] {
        assert_eq!(number(typed, caret), (text.to_owned(), expected), "{typed} {caret}");
    }
}

#[test]
fn a_number_is_taken_out_of_what_it_was_pasted_with() {
    for (typed, text) in [
        ("4456 5300 0000 1005 12/29 020", "4456 5300 0000 1005"),
        ("4456530000001005 12/29 020", "4456 5300 0000 1005"),
        ("4456-5300-0000-1005 1229 020", "4456 5300 0000 1005"),
        ("Card 4456 5300 0000 1005, exp 12/29", "4456 5300 0000 1005"),
        ("12/29 4456 5300 0000 1005", "4456 5300 0000 1005"),
        ("020 12/29 4456 5300 0000 1005", "4456 5300 0000 1005"),
        ("Amex: 3782 822463 10005 (CID 1234)", "3782 822463 10005"),
        ("5200 0000 0000 1005 4456 5300 0000 1005", "5200 0000 0000 1005"),
        // Mistyped, and still no more than its sixteen digits.
        ("4456 5300 0000 1006 12/29 020", "4456 5300 0000 1006"),
        // Nothing in it looks like a number.
        ("12/29 020", "1229 020"),
    ] {
        assert_eq!(number(typed, 0).0, text, "{typed}");
        assert_eq!(number(typed, typed.len()).0, text, "{typed}");
    }
    assert_eq!(
        number("4456 5300 0000 1005 12/29", 3).1,
        19,
        "the caret goes to its end"
    );
}

#[test]
fn a_key_too_many_takes_nothing_away() {
    let full = "4456 5300 0000 1005 123";
    for key in ["4", "x", " ", "/"] {
        let typed = format!("{full}{key}");
        assert_eq!(number(&typed, typed.len()), (full.to_owned(), full.len()), "{key:?}");
    }
    // In the middle of it somebody is at work: it may be of a shorter scheme for a moment.
    assert_eq!(number("2221 0000 0000 0000 003", 0).0, "2221 0000 0000 0000 003");
    assert_eq!(number("5200 90000 0000 1005", 6).0, "5200 9000 0000 0100 5");
    assert_eq!(number("5200 9000 0000 0100 56", 22).0, "5200 9000 0000 0100 5");
}

#[test]
fn a_number_says_when_it_is_complete_and_when_it_is_full() {
    let of = |typed: &str| {
        let edit = edit_card_number(typed, 0);
        (edit.scheme.definite(), edit.is_complete, edit.is_full)
    };
    assert_eq!(of("5200000000001005"), (Some(CardScheme::Mastercard), true, true));
    assert_eq!(of("5200000000001006"), (Some(CardScheme::Mastercard), false, true));
    assert_eq!(of("520000000000100"), (Some(CardScheme::Mastercard), false, false));
    assert_eq!(
        of("4456530000001005"),
        (Some(CardScheme::Visa), true, false),
        "there are Visa numbers of 19 digits"
    );
    assert_eq!(of(""), (None, false, false));
}

#[test]
fn an_edit_prints_no_digits() {
    let printed = format!(
        "{:?} {:?}",
        edit_card_number("5200000000001005", 3),
        edit_cvv("987", 3, "")
    );
    assert!(!printed.contains("5200") && !printed.contains("987"), "{printed}");
}

#[test]
fn an_expiry_is_formatted_while_it_is_typed() {
    for (typed, caret, text, expected) in [
        ("", 0, "", 0),
        ("0", 1, "0", 1),
        ("1", 1, "1", 1),
        ("5", 1, "05", 2),
        ("1/", 2, "01", 2),
        ("1 ", 2, "01", 2),
        ("0/", 2, "0", 1),
        ("12", 2, "12", 2),
        ("12/", 3, "12", 2),
        ("123", 3, "12/3", 4),
        ("12/29", 5, "12/29", 5),
        ("12/299", 6, "12/29", 5),
        ("12/202", 6, "12/202", 6),
        ("1/2", 3, "01/2", 4),
        // Pasted, filled in, scanned, restored.
        ("1/29", 4, "01/29", 5),
        ("1/29", 0, "01/29", 5),
        ("2/2029", 0, "02/29", 5),
        ("12/2029", 0, "12/29", 5),
        ("12/2029", 3, "12/29", 5),
        ("12 / 2029", 9, "12/29", 5),
        ("122029", 6, "12/29", 5),
        ("122029", 0, "12/29", 5),
        ("12.2029", 7, "12/29", 5),
        ("12-29", 5, "12/29", 5),
        ("12‑29", 0, "12/29", 5),
        ("2029-12", 7, "12/29", 5),
        ("2029-12-31", 10, "12/29", 5),
        ("202912", 0, "12/29", 5),
        ("12 / 29", 0, "12/29", 5),
        ("Exp. 12/29", 0, "12/29", 5),
        ("١٢/٢٩", 0, "12/29", 5),
        // Another century: not cut to two digits, which would be a different year.
        ("12/1999", 7, "12/1999", 7),
        ("12/3029", 7, "12/3029", 7),
        // Corrected in the middle: no digit is added.
        ("1/29", 1, "12/9", 1),
        ("2/2", 0, "22", 0),
        ("12/9", 3, "12/9", 2),
        ("112/9", 2, "11/29", 2),
        ("x", 1, "", 0),
    ] {
        assert_eq!(expiry(typed, caret), (text.to_owned(), expected), "{typed} {caret}");
    }
}

#[test]
fn an_expiry_is_complete_once_it_is_a_month_and_a_year() {
    for (typed, complete) in [
        ("12/29", true),
        ("12/2029", true),
        ("12/2", false),
        ("12/20", false),
        ("12/202", false),
        ("13/29", false),
        ("2029", false),
        ("2029-1", false),
    ] {
        assert_eq!(edit_expiry(typed, typed.len()).is_complete, complete, "{typed}");
    }
}

#[test]
fn a_cvv_follows_the_brand() {
    for (typed, number, text, complete, full) in [
        ("02", "5200", "02", false, false),
        ("020", "5200", "020", true, true),
        ("020", "37", "020", false, false),
        ("0201", "37", "0201", true, true),
        // Typed for an American Express card that turned out to be none.
        ("0201", "5200", "0201", false, true),
        ("020", "", "020", true, false),
        ("02010", "37", "0201", true, true),
        (" ٠٢٠\u{200f}", "5200", "020", true, true),
        ("0-2x0", "5200", "020", true, true),
    ] {
        let edit = edit_cvv(typed, typed.len(), number);
        assert_eq!(
            (edit.text.expose(), edit.caret, edit.is_complete, edit.is_full),
            (text, text.len(), complete, full),
            "{typed} {number}"
        );
    }
    assert_eq!(edit_cvv("0x20", 2, "").caret, 1);
}

/// The texts of a field in every script and with marks that cannot be seen.
fn disguised(plain: &str, zero: char, mark: &str) -> String {
    let in_script = |character: char| match character.to_digit(10) {
        Some(digit) => char::from_u32(u32::from(zero) + digit).unwrap(),
        None => character,
    };
    format!("{mark}{}{mark}", plain.chars().map(in_script).collect::<String>())
}

fn script() -> impl Strategy<Value = char> {
    proptest::sample::select(vec!['0', '٠', '۰', '०', '০', '０'])
}

fn mark() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "", "", "\u{200e}", "\u{200f}", "\u{202a}", "\u{feff}", "\u{2060}", "\u{ad}", "\u{fe0f}", "\u{a0}", " ",
    ])
}

/// What stands between month and year.
fn between() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "/",
        " / ",
        "-",
        ".",
        " ",
        "/ ",
        "\u{2011}",
        "\u{2013}",
        " - ",
        "／",
        "\u{a0}/\u{a0}",
        "\u{2044}",
        ",",
    ])
}

/// Every way of writing an expiry: whether the month comes first, and the text.
fn written(month: u8, year: u16, between: &str) -> Vec<(bool, String)> {
    let short = year % 100;
    vec![
        (true, format!("{month:02}{between}{short:02}")),
        (true, format!("{month}{between}{short:02}")),
        (true, format!("{month:02}{between}{year}")),
        (true, format!("{month}{between}{year}")),
        (true, format!("{month:02}{short:02}")),
        (true, format!("{month:02}{year}")),
        (false, format!("{year}{between}{month:02}")),
        (false, format!("{year}{month:02}")),
    ]
}

fn typed_key_by_key(text: &str) -> ExpiryEdit {
    let keys = text.chars();
    keys.fold(edit_expiry("", 0), |field, key| {
        let typed = format!("{}{key}", field.text);
        edit_expiry(&typed, typed.encode_utf16().count())
    })
}

const SCHEMES: [&str; 8] = [
    "VISA",
    "MASTERCARD",
    "AMEX",
    "MAESTRO",
    "DISCOVER",
    "DCI",
    "JCB",
    "UNIONPAY",
];

/// Numbers of every scheme and length, with their check digit.
fn card_number() -> impl Strategy<Value = String> {
    let kinds = vec![
        ("4", 13),
        ("4", 16),
        ("4", 19),
        ("51", 16),
        ("2221", 16),
        ("37", 15),
        ("50", 12),
        ("67", 19),
        ("6011", 16),
        ("65", 19),
        ("36", 14),
        ("30", 16),
        ("3528", 16),
        ("1800", 16),
        ("62", 16),
        ("62", 19),
        ("81", 17),
        ("9", 16),
    ];
    (proptest::sample::select(kinds), "[0-9]{19}").prop_map(|((beginning, length), fill)| {
        let body: String = beginning.chars().chain(fill.chars()).take(length - 1).collect();
        let check = ('0'..='9')
            .find(|check| crate::card::passes_luhn(&format!("{body}{check}")))
            .unwrap();
        format!("{body}{check}")
    })
}

/// The number in groups of the given sizes, over and over.
fn grouped(digits: &str, sizes: &[usize], separator: &str) -> String {
    let mut groups = Vec::new();
    let (mut rest, mut sizes) = (digits, sizes.iter().cycle());
    while !rest.is_empty() {
        let (group, after) = rest.split_at(rest.len().min(*sizes.next().unwrap()));
        groups.push(group);
        rest = after;
    }
    groups.join(separator)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn every_way_of_writing_an_expiry_is_read_right(
        month in 1u8..=12, year in 2026u16..=2045, zero in script(), mark in mark(), between in between(),
    ) {
        let right = format!("{month:02}/{:02}", year % 100);
        let today = UtcDay::new(2026, 1, 15).unwrap();
        for (month_first, text) in written(month, year, between) {
            let text = disguised(&text, zero, mark);
            prop_assert_eq!(Expiry::parse(&text), Expiry::new(month, year), "{}", text);
            prop_assert_eq!(check_expiry(&text, today, Moment::Leaving), Feedback::Valid, "{}", text);
            for caret in [0, text.encode_utf16().count(), usize::MAX] {
                let edit = edit_expiry(&text, caret);
                prop_assert_eq!((edit.text.as_str(), edit.caret, edit.is_complete), (right.as_str(), 5, true), "{:?}", text);
            }
            let typed = typed_key_by_key(&text);
            prop_assert_eq!(&typed.text, &right, "typed: {:?}, {}", text, month_first);
        }
    }

    #[test]
    fn a_corrected_expiry_is_read_right(month in 1u8..=12, year in 2026u16..=2045, first in 1usize..5, length in 1usize..4) {
        let right = edit_expiry(&format!("{month:02}/{:02}", year % 100), 5);
        // Some of it is deleted, and the digits typed again.
        let last = (first + length).min(5);
        let kept = [&right.text[..first], &right.text[last..]].concat();
        let mut field = edit_expiry(&kept, first);
        for digit in right.text[first..last].chars().filter(char::is_ascii_digit) {
            let mut typed = field.text.clone();
            typed.insert(field.caret, digit);
            field = edit_expiry(&typed, field.caret + 1);
        }
        prop_assert_eq!(&field.text, &right.text);
        prop_assert!(field.is_complete);
        // A selection is replaced by the same.
        prop_assert_eq!(edit_expiry(&right.text, last), ExpiryEdit { caret: field_caret(last), ..right.clone() });
    }

    #[test]
    fn an_expiry_field_always_agrees_with_the_check(typed in "[0-9/ .x٣\u{200f}-]{0,10}", caret in 0usize..12) {
        let edit = edit_expiry(&typed, caret);
        prop_assert!(edit.text.len() <= 7 && edit.caret <= edit.text.len());
        prop_assert!(edit.text.is_empty() || edit.text.ends_with(|last: char| last.is_ascii_digit()));
        prop_assert!(!edit.is_complete || Expiry::parse(&edit.text).is_ok());
        let edit = edit_expiry(&typed, usize::MAX);
        prop_assert_eq!(edit_expiry(&edit.text, edit.text.len()), edit, "formatting twice is formatting once");
    }

    #[test]
    fn every_way_of_writing_a_number_is_read_right(
        digits in card_number(),
        sizes in proptest::collection::vec(1usize..8, 1..4),
        separator in proptest::sample::select(vec!["", " ", "-", "\u{a0}", "\u{2011}", " - ", "\t"]),
        zero in script(), mark in mark(), caret in 0usize..24,
    ) {
        let text = disguised(&grouped(&digits, &sizes, separator), zero, mark);
        let edit = edit_card_number(&text, caret);
        prop_assert_eq!(&*all_digits(edit.text.expose()), &digits);
        prop_assert!(edit.is_complete);
        prop_assert_eq!(check_number(&text, &SCHEMES, Moment::Leaving), Feedback::Valid, "{:?}", text);
        prop_assert_eq!(Pan::parse(&text), Pan::parse(edit.text.expose()));
        let pan = Pan::parse(&text).unwrap();
        prop_assert_eq!(pan.digits().expose(), digits);
    }

    #[test]
    fn a_number_keeps_its_digits_and_the_caret_its_digit(typed in "[0-9 \\-]{0,22}", caret in 0usize..35) {
        let edit = edit_card_number(&typed, caret);
        let (text, digits) = (edit.text.expose(), all_digits(&typed));
        let kept = all_digits(text);
        prop_assume!(digits.len() <= 15);
        prop_assert_eq!(kept.as_str(), digits.as_str());
        let before: String = typed.chars().take(caret).filter(char::is_ascii_digit).collect();
        prop_assert_eq!(all_digits(&text[..edit.caret]).len(), before.len());
        prop_assert!(!text[..edit.caret].ends_with(' ') && !text.ends_with(' '));
        prop_assert_eq!(edit_card_number(text, edit.caret), edit.clone(), "formatting twice is formatting once");
    }

    #[test]
    fn typing_digit_by_digit_is_pasting(digits in card_number()) {
        let mut field = edit_card_number("", 0);
        for digit in digits.chars() {
            let mut typed = field.text.expose().to_owned();
            typed.insert(field.caret, digit);
            field = edit_card_number(&typed, field.caret + 1);
            prop_assert_eq!(field.caret, field.text.len(), "the caret stays at the end");
        }
        prop_assert_eq!(field, edit_card_number(&digits, digits.len()));
    }

    #[test]
    fn a_corrected_number_is_read_right(digits in card_number(), first in 0usize..19, length in 1usize..6) {
        let right = group(&digits);
        let first = first.min(right.len() - 1);
        let last = (first + length).min(right.len());
        let kept = [&right[..first], &right[last..]].concat();
        let mut field = edit_card_number(&kept, first);
        for digit in right[first..last].chars().filter(char::is_ascii_digit) {
            let mut typed = field.text.expose().to_owned();
            typed.insert(field.caret, digit);
            field = edit_card_number(&typed, field.caret + 1);
        }
        prop_assert_eq!(field.text.expose(), right.as_str());
        // A selection, up to all of it, is replaced by another number.
        let other = edit_card_number("5200000000001005", 16);
        prop_assert_eq!(other.text.expose(), "5200 0000 0000 1005");
    }

    #[test]
    fn deleting_always_ends(digits in card_number()) {
        let mut field = edit_card_number(&digits, digits.len());
        for _ in 0..digits.len() {
            let mut typed = field.text.expose().to_owned();
            typed.pop();
            field = edit_card_number(&typed, typed.len());
        }
        prop_assert!(field.text.is_empty());
    }

    #[test]
    fn no_text_breaks_an_editor(typed in any::<String>(), caret in any::<usize>()) {
        let number = edit_card_number(&typed, caret);
        prop_assert!(number.caret <= number.text.len() && number.text.len() <= 23);
        let expiry = edit_expiry(&typed, caret);
        prop_assert!(expiry.caret <= expiry.text.len() && expiry.text.len() <= 7);
        let cvv = edit_cvv(&typed, caret, &typed);
        prop_assert!(cvv.caret <= cvv.text.len() && cvv.text.len() <= 4);
    }
}

/// Where the caret of a whole expiry goes from a place in it: behind its digit, never behind the slash.
fn field_caret(place: usize) -> usize {
    if place == 3 { 2 } else { place }
}
