//! The table and the formatter against ICU4X's, and amounts that a reader can check.

use checkout_core::input::countries;
use checkout_core::money::Currency;
use proptest::prelude::*;

use super::*;
use crate::texts::Language;

fn money(minor_units: i64, code: &str) -> Money {
    Money::new(minor_units, Currency::from_code(code).unwrap())
}

fn written(minor_units: i64, code: &str, tag: &str) -> String {
    amount_text(money(minor_units, code), &Locale::from_tag(tag), false)
}

fn tags() -> impl Iterator<Item = &'static str> {
    table::LOCALES.lines().map(|line| line.split('\t').next().unwrap())
}

fn currencies() -> Vec<Currency> {
    let letters = || 'A'..='Z';
    let codes =
        letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| String::from_iter([a, b, c]))));
    codes.filter_map(|code| Currency::from_code(&code)).collect()
}

/// Every locale of our languages that CLDR can have: each language alone, and in each region.
fn locales() -> Vec<String> {
    let regions = countries().into_iter().chain(["001", "150", "419"]);
    let tags = |language: Language| {
        let in_regions = regions
            .clone()
            .map(move |region| format!("{}-{region}", language.tag()));
        std::iter::once(language.tag().to_owned()).chain(in_regions)
    };
    Language::ALL.into_iter().flat_map(tags).collect()
}

/// For a new release of ICU4X: `BLESS=1 cargo test -p checkout-sheet the_table_is_the_one_of_icu4x` writes it anew.
#[test]
fn the_table_is_the_one_of_icu4x() {
    let rows = source::table(&locales(), &currencies());
    let escaped = |character: char| match character {
        '\t' => "\\t".to_owned(),
        '\n' => "\\n\\\n".to_owned(),
        character if character.is_whitespace() && character != ' ' => character.escape_unicode().to_string(),
        character => character.to_string(),
    };
    let rows: String = rows.chars().map(escaped).collect();
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/src/texts/amounts/table.rs");
    let table = format!(
        "//! How amounts are written, from CLDR as ICU4X has it. The test `the_table_is_the_one_of_icu4x` writes this file.\n\n\
         /// A locale a line: tag, parent, pattern, pattern beside letters, decimal sign, group sign, grouping, and symbols,\n\
         /// each behind the code of its currency. What is empty is as the parent has it; a locale without a line is as its\n\
         /// language. Grouping is how many digits there are before the first group at least, and the size of the groups\n\
         /// before the last.\n\
         #[rustfmt::skip]\n\
         pub(super) const LOCALES: &str = \"\\\n{rows}\";\n"
    );
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(file, &table).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap(), table, "written by BLESS=1");
}

#[test]
fn every_row_of_the_table_is_what_icu4x_says() {
    let currencies = currencies();
    for tag in tags() {
        let format = Format::of(&Locale::from_tag(tag));
        let source = source::Source::of(tag, &currencies);
        for (field, expected) in [STANDARD, BESIDE_LETTERS, DECIMAL, GROUP, GROUPING]
            .into_iter()
            .zip(&source.fields)
        {
            assert_eq!(format.field(field), expected, "{tag}");
        }
        for currency in &currencies {
            let code = currency.code();
            let expected = source.symbols.get(code).map_or(code, String::as_str);
            assert_eq!(format.symbol(code), expected, "{code} in {tag}");
        }
    }
}

#[test]
fn amounts_in_every_region_are_as_icu4x_writes_them() {
    // ICU4X takes its signs from other numbers in these two.
    let of_their_own = ["de-AT", "fr-CH"];
    for tag in locales().iter().filter(|tag| !of_their_own.contains(&tag.as_str())) {
        for (minor_units, code) in [
            (123_450, "EUR"),
            (-123_456_789, "USD"),
            (123_456_789, "INR"),
            (5, "CHF"),
            (1_234, "JPY"),
        ] {
            let money = money(minor_units, code);
            let expected = source::by_icu(&money.major(), code, tag);
            assert_eq!(amount_text(money, &Locale::from_tag(tag), false), expected, "{tag}");
        }
    }
}

#[rustfmt::skip]
const GOLDEN: &[(i64, &str, &str, &str)] = &[
    (1_250, "GBP", "en-GB", "£12.50"),
    (123_456, "EUR", "en-GB", "€1,234.56"),
    (-1_250, "GBP", "en-GB", "-£12.50"),
    (1_250, "JPY", "en-GB", "JP¥1,250"),
    (1_250, "KWD", "en-GB", "KWD\u{a0}1.250"),
    (123_456, "USD", "en-GB", "US$1,234.56"),
    (9_007_199_254_740_991, "GBP", "en-GB", "£90,071,992,547,409.91"),
    (123_450, "EUR", "en-IE", "€1,234.50"),
    (123_456, "USD", "en-US", "$1,234.56"),
    (-5, "USD", "en-US", "-$0.05"),
    (123_456, "CAD", "en-US", "CA$1,234.56"),
    (123_456, "JPY", "en-US", "¥123,456"),
    (123_456, "CHF", "en-US", "CHF\u{a0}1,234.56"),
    (123_456, "CAD", "en-CA", "$1,234.56"),
    (123_456, "USD", "en-CA", "US$1,234.56"),
    (123_456, "AUD", "en-AU", "$1,234.56"),
    (123_456, "EUR", "en-AU", "€1,234.56"),
    (123_456, "NZD", "en-NZ", "$1,234.56"),
    (1_234_567_890, "INR", "en-IN", "₹1,23,45,678.90"),
    (12_345_678, "INR", "en-IN", "₹1,23,456.78"),
    (123_456, "SEK", "en-SE", "1\u{a0}234,56\u{a0}kr"),
    (123_456, "EUR", "en-DE", "1.234,56\u{a0}€"),
    (-123_456, "EUR", "en-NL", "€\u{a0}-1.234,56"),
    (-123_456, "CHF", "en-CH", "CHF-1'234.56"),
    (123_456, "SGD", "en-SG", "$1,234.56"),
    (123_456, "AED", "en-AE", "AED\u{a0}1,234.56"),
    (123_456, "ILS", "en-IL", "₪1,234.56"),
    (123_456, "EUR", "en-AT", "€\u{a0}1.234,56"),
    (123_456, "EUR", "en", "€1,234.56"),
    (123_456, "EUR", "es-ES", "1234,56\u{a0}€"),
    (1_234_567, "EUR", "es-ES", "12.345,67\u{a0}€"),
    (-1_234_567, "EUR", "es-ES", "-12.345,67\u{a0}€"),
    (123_456, "USD", "es-ES", "1234,56\u{a0}US$"),
    (1_234, "JPY", "es-ES", "1234\u{a0}JP¥"),
    (123_456, "MXN", "es-MX", "$1,234.56"),
    (123_456, "EUR", "es-MX", "€1,234.56"),
    (-123_456, "MXN", "es-MX", "-$1,234.56"),
    (123_456, "USD", "es-US", "$1,234.56"),
    (123_456, "MXN", "es-US", "MX$1,234.56"),
    (123_456, "ARS", "es-AR", "$\u{a0}1.234,56"),
    (-123_456, "ARS", "es-AR", "-$\u{a0}1.234,56"),
    (123_456, "CLP", "es-CL", "$123.456"),
    (-123_456, "CLP", "es-CL", "$-123.456"),
    (12_345_600, "COP", "es-CO", "$\u{a0}123.456,00"),
    (12_345_600, "CRC", "es-CR", "₡123\u{a0}456,00"),
    (123_456, "PEN", "es-PE", "S/\u{a0}1,234.56"),
    (123_456, "USD", "es-419", "US$1,234.56"),
    (123_456, "EUR", "it-IT", "1234,56\u{a0}€"),
    (1_234_567, "EUR", "it-IT", "12.345,67\u{a0}€"),
    (-99, "EUR", "it-IT", "-0,99\u{a0}€"),
    (123_456, "GBP", "it-IT", "1234,56\u{a0}£"),
    (123_456, "CHF", "it-CH", "CHF\u{a0}1234.56"),
    (1_234_567, "CHF", "it-CH", "CHF\u{a0}12'345.67"),
    (-1_234_567, "CHF", "it-CH", "CHF-12'345.67"),
    (1_250, "EUR", "de-DE", "12,50\u{a0}€"),
    (123_456, "EUR", "de-DE", "1.234,56\u{a0}€"),
    (-123_456, "EUR", "de-DE", "-1.234,56\u{a0}€"),
    (123_456, "USD", "de-DE", "1.234,56\u{a0}$"),
    (123_456, "CHF", "de-DE", "1.234,56\u{a0}CHF"),
    (123_456, "JPY", "de-DE", "123.456\u{a0}¥"),
    (1_234_567, "KWD", "de-DE", "1.234,567\u{a0}KWD"),
    (123_456, "EUR", "de-AT", "€\u{a0}1.234,56"),
    (-123_456, "EUR", "de-AT", "-€\u{a0}1.234,56"),
    (123_456, "CHF", "de-AT", "CHF\u{a0}1.234,56"),
    (123_456, "CHF", "de-CH", "CHF\u{a0}1'234.56"),
    (-123_456, "CHF", "de-CH", "CHF-1'234.56"),
    (123_456, "EUR", "de-CH", "€\u{a0}1'234.56"),
    (123_456, "CHF", "de-LI", "CHF\u{a0}1'234.56"),
    (123_456, "EUR", "de-LU", "1.234,56\u{a0}€"),
    (1_250, "EUR", "fr-FR", "12,50\u{a0}€"),
    (123_456, "EUR", "fr-FR", "1\u{202f}234,56\u{a0}€"),
    (-123_456, "EUR", "fr-FR", "-1\u{202f}234,56\u{a0}€"),
    (123_456, "USD", "fr-FR", "1\u{202f}234,56\u{a0}$US"),
    (123_456, "GBP", "fr-FR", "1\u{202f}234,56\u{a0}£GB"),
    (123_456, "JPY", "fr-FR", "123\u{202f}456\u{a0}JP¥"),
    (123_456, "EUR", "fr-BE", "1\u{202f}234,56\u{a0}€"),
    (123_456, "CAD", "fr-CA", "1\u{a0}234,56\u{a0}$"),
    (123_456, "USD", "fr-CA", "1\u{a0}234,56\u{a0}$\u{a0}US"),
    (-123_456, "CAD", "fr-CA", "-1\u{a0}234,56\u{a0}$"),
    (123_456, "CHF", "fr-CH", "1'234.56\u{a0}CHF"),
    (-123_456, "CHF", "fr-CH", "-1'234.56\u{a0}CHF"),
    (123_456, "EUR", "fr-CH", "1'234.56\u{a0}€"),
    (123_456, "EUR", "fr-LU", "1.234,56\u{a0}€"),
    (123_456, "MAD", "fr-MA", "1.234,56\u{a0}MAD"),
    (123_456, "XOF", "fr-SN", "123\u{202f}456\u{a0}F\u{202f}CFA"),
];

#[test]
fn amounts_are_what_people_of_the_region_expect() {
    let wrong: Vec<String> = GOLDEN
        .iter()
        .map(|(minor_units, code, tag, expected)| (written(*minor_units, code, tag), *expected, tag))
        .filter(|(ours, expected, _)| ours != expected)
        .map(|(ours, expected, tag)| format!("{tag}: {ours:?}, expected {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_region_that_cldr_does_not_know_writes_as_the_language_does() {
    assert_eq!(written(123_456, "EUR", "de-US"), written(123_456, "EUR", "de"));
    assert_eq!(written(123_456, "BRL", "pt-BR"), "R$1,234.56");
    assert_eq!(written(123_456, "SEK", "sv-SE"), written(123_456, "SEK", "en-SE"));
    assert_eq!(written(123_456, "GBP", "tlh"), "£1,234.56");
}

#[test]
fn every_row_of_the_table_has_its_parent_and_leads_to_a_whole_format() {
    for tag in tags() {
        let format = Format::of(&Locale::from_tag(tag));
        assert_eq!(format.rows[0][0], tag);
        for field in [STANDARD, BESIDE_LETTERS, DECIMAL, GROUP, GROUPING] {
            assert!(!format.field(field).is_empty(), "{tag} {field}");
        }
        let root = format.rows.last().unwrap();
        assert!(
            root[1].is_empty() && Language::ALL.iter().any(|language| language.tag() == root[0]),
            "{tag}"
        );
    }
    assert!(tags().count() > 100);
}

proptest! {
    #[test]
    fn any_amount_in_any_locale_keeps_its_digits(
        minor_units: i64,
        currency in proptest::sample::select(currencies()),
        tag in "[a-z]{2}([-_][A-Z]{2})?|.{0,12}",
        isolate: bool,
    ) {
        let money = Money::new(minor_units, currency);
        let text = amount_text(money, &Locale::from_tag(&tag), isolate);
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        prop_assert_eq!(digits(&text), digits(&money.major()));
        prop_assert_eq!(text.contains('-'), minor_units < 0);
        prop_assert!(!text.contains(' '), "a line can break in {:?}", text);
        prop_assert_eq!(text.starts_with('\u{2066}') && text.ends_with('\u{2069}'), isolate);
        prop_assert_eq!(text.matches('\u{2066}').count(), usize::from(isolate));
        prop_assert_eq!(text.matches('\u{2069}').count(), usize::from(isolate));
    }
}
