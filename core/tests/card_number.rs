//! Card numbers: every edge of every scheme's ranges, lengths, the check digit, and what is printed of them.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use checkout_core::card::{CardScheme, Pan, PanProblem, SchemeGuess};
use proptest::prelude::*;

use CardScheme::{Amex, Diners, Discover, Jcb, Maestro, Mastercard, UnionPay, Visa};

/// The digits, filled up with zeros to one less than `length`, and the check digit.
///
/// Written apart from the code under test: the doubled digits come from a table.
fn with_check_digit(beginning: &str, length: usize) -> String {
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let body = format!("{beginning:0<width$}", width = length - 1);
    let sum: u32 = body
        .chars()
        .rev()
        .map(|digit| digit.to_digit(10).unwrap())
        .enumerate()
        .map(|(position, digit)| {
            if position % 2 == 0 {
                DOUBLED[digit as usize]
            } else {
                digit
            }
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The first and last beginning of each range, and the neighbours just outside it.
const EDGES: &[(&str, Option<CardScheme>)] = &[
    ("3999", Some(Diners)),
    ("4", Some(Visa)),
    ("4000", Some(Visa)),
    ("4999", Some(Visa)),
    ("5000", Some(Maestro)),
    // Mastercard 51–55 and its neighbours
    ("50", Some(Maestro)),
    // Elo
    ("5099", None),
    ("51", Some(Mastercard)),
    ("5100", Some(Mastercard)),
    ("55", Some(Mastercard)),
    ("5599", Some(Mastercard)),
    // Mastercard 2221–2720
    ("2220", None),
    ("222099", None),
    ("2221", Some(Mastercard)),
    ("222100", Some(Mastercard)),
    ("2229", Some(Mastercard)),
    ("2230", Some(Mastercard)),
    ("2299", Some(Mastercard)),
    ("2300", Some(Mastercard)),
    ("2699", Some(Mastercard)),
    ("2700", Some(Mastercard)),
    ("2720", Some(Mastercard)),
    ("272099", Some(Mastercard)),
    ("2721", None),
    ("272100", None),
    // American Express 34, 37
    ("33", None),
    ("3399", None),
    ("34", Some(Amex)),
    ("3499", Some(Amex)),
    ("3500", None),
    ("37", Some(Amex)),
    ("3799", Some(Amex)),
    // Maestro
    ("5017", Some(Maestro)),
    ("5018", Some(Maestro)),
    ("501899", Some(Maestro)),
    // Dankort
    ("5019", None),
    ("5020", Some(Maestro)),
    ("5021", Some(Maestro)),
    ("5037", Some(Maestro)),
    ("5038", Some(Maestro)),
    ("5039", Some(Maestro)),
    ("56", Some(Maestro)),
    ("5600", Some(Maestro)),
    ("57", Some(Maestro)),
    ("58", Some(Maestro)),
    ("5899", Some(Maestro)),
    ("59", Some(Maestro)),
    ("6303", Some(Maestro)),
    ("6304", Some(Maestro)),
    ("6305", Some(Maestro)),
    ("6389", Some(Maestro)),
    ("6390", Some(Maestro)),
    ("6391", Some(Maestro)),
    ("6012", None),
    ("6013", Some(Maestro)),
    ("601399", Some(Maestro)),
    ("6014", None),
    ("493698", Some(Maestro)),
    ("493699", Some(Visa)),
    ("66", None),
    ("6699", None),
    ("67", Some(Maestro)),
    ("6700", Some(Maestro)),
    ("6799", Some(Maestro)),
    ("68", None),
    // Discover
    ("6010", None),
    ("6011", Some(Discover)),
    ("601199", Some(Discover)),
    ("6012", None),
    ("643", None),
    ("6439", None),
    ("644", Some(Discover)),
    ("6440", Some(Discover)),
    ("649", Some(Discover)),
    ("6499", Some(Discover)),
    ("65", Some(Discover)),
    ("6500", Some(Discover)),
    ("6599", Some(Discover)),
    // Diners Club
    ("2999", None),
    ("300", Some(Diners)),
    ("3000", Some(Diners)),
    ("305", Some(Diners)),
    ("3059", Some(Diners)),
    ("306", None),
    ("3060", None),
    ("3094", None),
    ("3095", Some(Diners)),
    ("3096", None),
    ("36", Some(Diners)),
    ("3600", Some(Diners)),
    ("3699", Some(Diners)),
    ("38", Some(Diners)),
    ("3800", Some(Diners)),
    ("39", Some(Diners)),
    // JCB
    ("3527", None),
    ("3528", Some(Jcb)),
    ("352800", Some(Jcb)),
    ("3529", Some(Jcb)),
    ("3588", Some(Jcb)),
    ("3589", Some(Jcb)),
    ("358999", Some(Jcb)),
    ("3590", None),
    // UnionPay
    ("61", None),
    ("6199", None),
    ("62", Some(UnionPay)),
    ("6200", Some(UnionPay)),
    ("6299", Some(UnionPay)),
    ("6300", Some(Maestro)),
    ("8099", None),
    ("81", Some(UnionPay)),
    ("8171", Some(UnionPay)),
    ("817199", Some(UnionPay)),
    ("8172", None),
    // JCB's old ranges
    ("1799", None),
    ("1800", Some(Jcb)),
    ("180099", Some(Jcb)),
    ("1801", None),
    ("2130", None),
    ("2131", Some(Jcb)),
    ("2132", None),
    // Small schemes in the midst of large ones
    ("401178", None),
    ("401180", Some(Visa)),
    ("627780", None),
    ("65875009", None),
    ("65875010", Some(Discover)),
    // Nothing begins so
    ("0", None),
    ("1", None),
    ("7", None),
    ("8", None),
    ("9", None),
];

#[test]
fn each_range_begins_and_ends_where_it_should() {
    for (beginning, expected) in EDGES {
        let length = match expected {
            Some(Amex) => 15,
            Some(Diners) => 14,
            _ => 16,
        };
        let number = with_check_digit(beginning, length);
        let pan = Pan::parse(&number).unwrap_or_else(|problem| panic!("{beginning}: {problem}"));
        assert_eq!(pan.scheme(), *expected, "{beginning}");
    }
}

#[test]
fn each_scheme_has_its_lengths() {
    let lengths: &[(&str, CardScheme, &[usize])] = &[
        ("4", Visa, &[13, 16, 19]),
        ("51", Mastercard, &[16]),
        ("2221", Mastercard, &[16]),
        ("34", Amex, &[15]),
        ("5018", Maestro, &[12, 13, 14, 15, 16, 17, 18, 19]),
        ("67", Maestro, &[12, 13, 14, 15, 16, 17, 18, 19]),
        ("6011", Discover, &[16, 17, 18, 19]),
        ("36", Diners, &[14, 15, 16, 17, 18, 19]),
        ("3528", Jcb, &[12, 13, 14, 15, 16, 17, 18, 19]),
        ("62", UnionPay, &[12, 13, 14, 15, 16, 17, 18, 19]),
    ];
    for (beginning, scheme, allowed) in lengths {
        for length in 5..=24 {
            let outcome = Pan::parse(&with_check_digit(beginning, length)).map(|pan| pan.scheme());
            let expected = if allowed.contains(&length) {
                Ok(Some(*scheme))
            } else {
                Err(PanProblem::WrongLength)
            };
            assert_eq!(outcome, expected, "{beginning} with {length} digits");
            assert_eq!(
                scheme.allows_length(length),
                allowed.contains(&length),
                "{scheme} with {length} digits"
            );
        }
        assert_eq!(Some(&scheme.max_length()), allowed.last(), "{scheme}");
    }
}

#[test]
fn a_number_of_no_scheme_has_12_to_19_digits() {
    for length in 5..=24 {
        let outcome = Pan::parse(&with_check_digit("9", length)).map(|pan| pan.scheme());
        let expected = if (12..=19).contains(&length) {
            Ok(None)
        } else {
            Err(PanProblem::WrongLength)
        };
        assert_eq!(outcome, expected, "{length} digits");
    }
}

#[test]
fn published_test_numbers_are_read() {
    for (number, scheme) in [
        ("5200 0000 0000 1005", Mastercard),
        ("5200 0000 0000 1096", Mastercard),
        ("4456 5300 0000 1013", Visa),
        ("4456 5300 0000 1096", Visa),
        ("4456 5300 0000 0007", Visa),
        ("5200 0000 0000 0056", Mastercard),
        ("4976000000003436", Visa),
        ("371449635398431", Amex),
        ("5555555555554444", Mastercard),
        ("6759649826438453", Maestro),
        ("4444333322221111", Visa),
        ("379999999999994", Amex),
        ("4111111111111111", Visa),
        ("2223003122003222", Mastercard),
        ("6011111111111117", Discover),
        ("30569309025904", Diners),
        ("3566002020360505", Jcb),
        ("6200000000000005", UnionPay),
    ] {
        assert_eq!(Pan::parse(number).map(|pan| pan.scheme()), Ok(Some(scheme)), "{number}");
    }
}

#[test]
fn spaces_and_dashes_of_any_kind_are_stripped() {
    for typed in [
        " 5200-0000-0000-1005 ",
        "5200\u{a0}0000\u{202f}0000\u{2009}1005",
        "5200\u{2013}0000\u{2010}0000\u{2212}1005",
        "5200\t000000001005\n",
        "5 2 0 0 0 0 0 0 0 0 0 0 1 0 0 5",
    ] {
        let pan = Pan::parse(typed).unwrap();
        assert_eq!(pan.digits().expose(), "5200000000001005", "{typed:?}");
    }
}

/// D6-02, D6-08.
#[test]
fn what_cannot_be_seen_does_not_count_and_digits_of_every_script_do() {
    for typed in [
        "\u{202a}5200 0000 0000 1005\u{202c}",
        "5200\u{a0}0000\u{202f}0000\u{2009}1005",
        "5200\u{2011}0000\u{2013}0000\u{2212}1005",
        "\u{feff}5200\u{200b}0000\u{2060}0000\u{ad}1005\u{fe0f}",
        "５２００　００００　００００　１００５",
        "٥٢٠٠ ٠٠٠٠ ٠٠٠٠ ١٠٠٥",
        "۵۲۰۰۰۰۰۰۰۰۰۰۱۰۰۵",
        "५२०० ०००० ०००० १००५",
    ] {
        assert_eq!(Pan::parse(typed), Pan::parse("5200000000001005"), "{typed:?}");
    }
}

/// D6-03, D6-09.
#[test]
fn only_what_is_known_and_not_taken_is_refused() {
    let taken = |number: &str, schemes: &[&str]| Pan::parse(number).unwrap().is_taken(schemes);
    let both = with_check_digit("622126", 16);
    assert_eq!(Pan::parse(&both).unwrap().schemes(), [UnionPay, Discover]);
    assert!(taken(&both, &["DISCOVER"]) && taken(&both, &["unionpay"]) && !taken(&both, &["VISA"]));
    for unknown in ["5019", "9", "2200", "650031", "9792"] {
        assert!(taken(&with_check_digit(unknown, 16), &["VISA"]), "{unknown}");
    }
    for known in ["6011", "3528", "2131", "50", "81"] {
        assert!(!taken(&with_check_digit(known, 16), &["VISA"]), "{known}");
    }
}

/// D6-02.
#[test]
fn unionpay_has_numbers_without_a_check_digit() {
    for length in 16..=19 {
        let number = with_check_digit("62", length);
        let (body, last) = number.split_at(length - 1);
        let without = format!("{body}{}", (last.parse::<u8>().unwrap() + 1) % 10);
        assert!(Pan::parse(&without).is_ok(), "{without}");
    }
    assert_eq!(Pan::parse("620000000000001"), Err(PanProblem::WrongCheckDigit));
}

#[test]
fn what_is_wrong_is_named() {
    for (typed, problem) in [
        ("", PanProblem::Missing),
        (" - ", PanProblem::Missing),
        ("5200 0000 0000 100x", PanProblem::NotDigits),
        ("5200.0000.0000.1005", PanProblem::NotDigits),
        ("5200 0000 0000 1005 12/29", PanProblem::NotDigits),
        ("52000000001005\u{0}", PanProblem::NotDigits),
        ("52", PanProblem::WrongLength),
        ("520000000000100", PanProblem::WrongLength),
        ("52000000000010055", PanProblem::WrongLength),
        ("5200000000001006", PanProblem::WrongCheckDigit),
        ("5020000000001005", PanProblem::WrongCheckDigit),
    ] {
        assert_eq!(Pan::parse(typed), Err(problem), "{typed:?}");
    }
}

#[test]
fn only_the_last_four_digits_are_shown() {
    let pan = Pan::parse("371449635398431").unwrap();
    assert_eq!(pan.last_four(), "8431");
    assert_eq!(pan.masked(), "****8431");
    let printed = format!("{pan:?} {pan:#?}");
    assert!(!printed.contains("8431") && !printed.contains("3714"), "{printed}");
}

#[test]
fn an_endless_number_is_refused() {
    assert_eq!(Pan::parse(&"4".repeat(100_000)), Err(PanProblem::WrongLength));
}

fn any_pan() -> impl Strategy<Value = String> {
    let scheme = prop_oneof![
        Just(("4", 16)),
        Just(("4", 19)),
        Just(("52", 16)),
        Just(("2400", 16)),
        Just(("37", 15)),
        Just(("67", 12)),
        Just(("6011", 17)),
        Just(("36", 14)),
        Just(("62", 15)),
    ];
    (scheme, proptest::collection::vec(0u8..10, 18))
        .prop_map(|((beginning, length), digits)| {
            let rest: String = digits
                .iter()
                .map(u8::to_string)
                .take(length - 1 - beginning.len())
                .collect();
            with_check_digit(&format!("{beginning}{rest}"), length)
        })
        .prop_filter("of no small scheme", |number| {
            Pan::parse(number).unwrap().scheme().is_some()
        })
}

proptest! {
    #[test]
    fn a_number_with_its_check_digit_is_read_back(number in any_pan()) {
        let pan = Pan::parse(&number).unwrap();
        prop_assert_eq!(pan.digits().expose(), number.as_str());
        prop_assert!(number.ends_with(pan.last_four()));
        prop_assert_eq!(SchemeGuess::while_typing(&number).definite(), pan.scheme());
    }

    #[test]
    fn one_wrong_digit_is_noticed(number in any_pan(), position: prop::sample::Index, by in 1u8..10) {
        let mut digits: Vec<u8> = number.bytes().map(|byte| byte - b'0').collect();
        let position = position.index(digits.len());
        digits[position] = (digits[position] + by) % 10;
        let mistyped: String = digits.iter().map(u8::to_string).collect();
        match Pan::parse(&mistyped) {
            // D6-02: the beginning is that of a scheme some of whose numbers have no check digit.
            Ok(pan) => prop_assert!(position < 4 && pan.schemes().contains(&UnionPay) && mistyped.len() >= 16),
            // Where the scheme and so the length stay the same, it is the check digit that tells.
            Err(problem) if position >= 4 => prop_assert_eq!(problem, PanProblem::WrongCheckDigit),
            Err(_) => {}
        }
    }

    #[test]
    fn swapped_neighbours_are_noticed(number in any_pan(), position in 4usize..11) {
        let mut digits: Vec<u8> = number.bytes().collect();
        let (left, right) = (digits[position], digits[position + 1]);
        // The Luhn check is blind to one swap only: 09 for 90.
        prop_assume!(left != right && !matches!((left, right), (b'0', b'9') | (b'9', b'0')));
        digits.swap(position, position + 1);
        let swapped = String::from_utf8(digits).unwrap();
        prop_assert_eq!(Pan::parse(&swapped), Err(PanProblem::WrongCheckDigit));
    }

    #[test]
    fn a_scheme_once_certain_stays_certain(number in any_pan(), length in 0usize..19) {
        let beginning = &number[..length.min(number.len())];
        let scheme = Pan::parse(&number).unwrap().scheme().unwrap();
        match SchemeGuess::while_typing(beginning) {
            SchemeGuess::NoScheme => prop_assert!(false, "a scheme was ruled out that it turned out to be"),
            SchemeGuess::Candidates(candidates) => prop_assert!(candidates.contains(&scheme)),
            SchemeGuess::Definite(certain) => prop_assert_eq!(certain, scheme),
        }
    }

    #[test]
    fn no_text_makes_it_panic_or_repeats_itself_in_the_message(typed in "\\PC{0,40}") {
        if let Err(problem) = Pan::parse(&typed) {
            let message = problem.to_string();
            prop_assert!(!message.chars().any(|character| character.is_ascii_digit()), "{}", message);
        }
        SchemeGuess::while_typing(&typed);
    }
}
