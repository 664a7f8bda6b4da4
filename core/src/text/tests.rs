//! The tables against ICU4X's, and the cleaning on texts of all kinds.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use proptest::prelude::*;

use super::*;

fn everything() -> impl Iterator<Item = char> {
    ('\u{80}'..=char::MAX).filter(|character| !character.is_ascii())
}

#[test]
fn what_cannot_be_seen_is_what_icu_calls_ignorable() {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let differing: Vec<char> = everything()
        .filter(|character| ignorable.contains(*character) != is_invisible(*character))
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn the_digits_of_every_script_are_icus() {
    let category = CodePointMapData::<GeneralCategory>::new();
    let differing: Vec<char> = everything()
        .filter(|character| {
            let is_digit = category.get(*character) == GeneralCategory::DecimalNumber;
            is_digit != decimal(*character).is_some()
        })
        .collect();
    assert!(differing.is_empty(), "{differing:?}");
    for (digits, plain) in [
        ("٠١٢٣٤٥٦٧٨٩", "0123456789"),
        ("۰۹", "09"),
        ("०९", "09"),
        ("９", "9"),
        ("𝟘𝟡𝟬𝟵", "0909"),
    ] {
        assert_eq!(code(digits).as_str(), plain);
    }
}

/// What is told apart before the forms are looked at, and what a keyboard has for a dash.
fn is_told_before(character: char) -> bool {
    character.is_whitespace() || is_dash(character) || is_invisible(character) || decimal(character).is_some()
}

#[test]
fn forms_are_those_of_normal_form_kc() {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let mut buffer = [0; 4];
    let mut differing = Vec::new();
    for character in everything().filter(|character| !is_told_before(*character)) {
        let normal = nfkc.normalize(character.encode_utf8(&mut buffer)).into_owned();
        let plain = match normal.as_bytes() {
            [plain] => Some(char::from(*plain)),
            _ => None,
        };
        if form(character) != plain {
            differing.push((character, plain));
        }
    }
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn codes_come_out_plain() {
    for (typed, plain) in [
        ("", ""),
        (" 5200\u{a0}0000\u{202f}0000\u{2007}1005\n", "5200 0000 0000 1005"),
        ("\u{202a}+44 20 7946 0958\u{202c}", "+44 20 7946 0958"),
        ("\u{feff}12\u{2011}29\u{200b}", "12-29"),
        ("５２００−１００５", "5200-1005"),
        ("ＳＷ１Ａ　１ＡＡ", "SW1A 1AA"),
        ("1\u{fe0f}\u{20e3}", "1\u{20e3}"),
        ("①②³", "123"),
        ("52\u{fffd}00", "5200"),
        ("12\n29", "12\n29"),
    ] {
        assert_eq!(code(typed).as_str(), plain, "{typed:?}");
    }
}

#[test]
fn prose_keeps_what_its_script_needs() {
    for (typed, plain) in [
        ("\u{202b}سارا\u{202c} ", "سارا"),
        ("می\u{200c}نا", "می\u{200c}نا"),
        ("क\u{94d}\u{200d}ष", "क\u{94d}\u{200d}ष"),
        ("👩\u{200d}👧 ❤\u{fe0f}", "👩\u{200d}👧 ❤\u{fe0f}"),
        ("Ada\u{ad}Love\u{2060}lace\u{200b}", "AdaLovelace"),
        ("Ada \u{fffd}", "Ada"),
        ("Ada\u{a0}L", "Ada\u{a0}L"),
        ("\u{3164}", ""),
        ("\u{200b}\u{200d}\u{2800} \u{fffd}", ""),
        ("١٢ شارع", "١٢ شارع"),
    ] {
        assert_eq!(prose(typed).as_str(), plain, "{typed:?}");
    }
}

#[test]
fn an_e_mail_address_loses_what_cannot_be_seen_and_no_half() {
    assert_eq!(
        email("\u{200e}alex@example.test\u{feff} ").as_str(),
        "alex@example.test"
    );
    assert_eq!(email("ale\u{fffd}@example.test").as_str(), "ale\u{fffd}@example.test");
}

/// Texts in which the characters that matter are likely.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        proptest::char::range('0', '9'),
        proptest::sample::select(INVISIBLE.iter().map(|(first, _)| *first).collect::<Vec<_>>()),
        proptest::sample::select(DECIMAL_ZEROS.to_vec()),
        proptest::sample::select(FORMS.iter().map(|(_, last, _)| *last).collect::<Vec<_>>()),
        proptest::sample::select(vec![' ', '\u{a0}', '-', '\u{2011}', '\u{fffd}', '\n']),
    ];
    proptest::collection::vec(character, 0..24).prop_map(String::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn cleaning_twice_is_cleaning_once(text in text()) {
        for clean in [code, prose, email] {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.clone());
            prop_assert!(once.len() <= text.len(), "the buffer never grows");
        }
    }

    #[test]
    fn what_is_ascii_stays(text in "[ -~]{0,40}") {
        for clean in [code, prose, email] {
            let cleaned = clean(&text);
            prop_assert_eq!(cleaned.as_str(), text.trim());
        }
    }

    #[test]
    fn prose_is_empty_only_if_nothing_can_be_seen(text in text()) {
        prop_assert_eq!(prose(&text).is_empty(), is_blank(&text));
    }

    #[test]
    fn an_editor_sees_each_character_as_the_whole(text in text()) {
        let each: String = text.chars().filter_map(code_character).collect();
        let cleaned = code(&text);
        prop_assert_eq!(cleaned.as_str(), each.trim());
    }
}
