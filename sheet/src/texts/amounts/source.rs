//! Where the table comes from: what ICU4X writes in a locale, taken apart.

use std::collections::{BTreeMap, BTreeSet};

use checkout_core::money::Currency;
use fixed_decimal::Decimal;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;

/// CLDR has two locales whose signs in amounts are not those of other numbers. ICU4X does not read `currencyDecimal` and
/// `currencyGroup` yet.
const SIGNS_OF_AMOUNTS: [(&str, usize, &str); 2] = [("de-AT", GROUP, "."), ("fr-CH", DECIMAL, ".")];

const DECIMAL: usize = 2;
const GROUP: usize = 3;

/// The regions whose locales others of the language inherit from.
const PARENTS: [&str; 3] = ["en-001", "en-150", "es-419"];

/// What ICU4X says of a locale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) fields: [String; 5],
    pub(super) symbols: BTreeMap<&'static str, String>,
}

impl Source {
    pub(super) fn of(tag: &str, currencies: &[Currency]) -> Source {
        let symbols = currencies
            .iter()
            .map(|currency| (currency.code(), symbol(tag, currency.code())));
        Source {
            fields: fields(tag),
            symbols: symbols.filter(|(code, symbol)| code != symbol).collect(),
        }
    }

    fn symbol<'a>(&'a self, code: &'a str) -> &'a str {
        self.symbols.get(code).map_or(code, String::as_str)
    }

    /// What the locale has that `parent` has not, as the end of a row.
    fn beyond(&self, parent: Option<&Source>) -> String {
        let mut fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        if let Some(parent) = parent {
            for (field, inherited) in fields.iter_mut().zip(&parent.fields) {
                if field == inherited {
                    *field = "";
                }
            }
        }
        let codes = self
            .symbols
            .keys()
            .chain(parent.into_iter().flat_map(|parent| parent.symbols.keys()));
        let codes: BTreeSet<&&str> = codes.collect();
        let symbols = codes.into_iter().filter(|code| match parent {
            Some(parent) => self.symbol(code) != parent.symbol(code),
            None => true,
        });
        let symbols: Vec<String> = symbols.map(|code| format!("{code}{}", self.symbol(code))).collect();
        let symbols = symbols.join(" ");
        fields.push(&symbols);
        fields.join("\t").trim_end_matches('\t').to_owned()
    }
}

/// The table of these locales: a row each, unless a locale is as its language.
pub(super) fn table(tags: &[String], currencies: &[Currency]) -> String {
    let sources: BTreeMap<&str, Source> = tags
        .iter()
        .map(|tag| (tag.as_str(), Source::of(tag, currencies)))
        .collect();
    let mut rows = String::new();
    for (tag, source) in &sources {
        let Some((language, _)) = tag.split_once('-') else {
            rows += &format!("{tag}\t\t{}\n", source.beyond(None));
            continue;
        };
        let candidates = PARENTS
            .iter()
            .filter(|parent| parent.starts_with(language) && *parent != tag);
        let candidates = [language]
            .into_iter()
            .chain(candidates.copied().filter(|_| !PARENTS.contains(tag)));
        let best = candidates
            .map(|parent| (parent, source.beyond(Some(&sources[parent]))))
            .min_by_key(|(_, beyond)| beyond.len())
            .unwrap();
        match best {
            (parent, beyond) if parent == language && beyond.is_empty() => {}
            (parent, beyond) => {
                rows += format!("{tag}\t{parent}\t{beyond}").trim_end_matches('\t');
                rows += "\n";
            }
        }
    }
    rows
}

pub(super) fn by_icu(amount: &str, code: &str, tag: &str) -> String {
    let locale: icu_locale::Locale = tag.parse().unwrap();
    let currency = CurrencyType::try_from_str(code).unwrap();
    let formatter = CurrencyFormatter::try_new_symbol(locale.into(), currency, Default::default()).unwrap();
    let amount: Decimal = amount.parse().unwrap();
    formatter.format_fixed_decimal(&amount).to_string()
}

/// Before the number, the number, and behind it.
fn apart(text: &str) -> (&str, &str, &str) {
    let first = text.find(|character: char| character.is_ascii_digit()).unwrap();
    let last = text.rfind(|character: char| character.is_ascii_digit()).unwrap();
    (&text[..first], &text[first..=last], &text[last + 1..])
}

fn symbol(tag: &str, code: &str) -> String {
    let text = by_icu("5", code, tag);
    let (before, _, after) = apart(&text);
    [before, after].concat().trim().to_owned()
}

fn fields(tag: &str) -> [String; 5] {
    // CHF is written as a code everywhere. One of the others has a symbol without letters.
    let letters = "CHF";
    let of_signs = |code: &&str| !symbol(tag, code).contains(char::is_alphabetic);
    let signs = ["EUR", "USD", "AUD", "GBP", "INR"].into_iter().find(of_signs).unwrap();

    let large = by_icu("1234567.89", letters, tag);
    let (_, number, _) = apart(&large);
    let between = |before: char, after: char| {
        let start = number.find(before).unwrap() + before.len_utf8();
        number[start..number.find(after).unwrap()].to_owned()
    };
    // 1,234,567 or, in India, 12,34,567.
    let others = if between('2', '3').is_empty() { 3 } else { 2 };
    let small = by_icu("1234.56", letters, tag);
    let minimum = if apart(&small).1.starts_with("1234") { 2 } else { 1 };

    let mut fields = [
        pattern(tag, signs),
        pattern(tag, letters),
        between('7', '8'),
        between('4', '5'),
        format!("{minimum}{others}"),
    ];
    for (_, field, sign) in SIGNS_OF_AMOUNTS.iter().filter(|(of, ..)| *of == tag) {
        fields[*field] = (*sign).to_owned();
    }
    assert!(fields.iter().all(|field| !field.is_empty()), "{tag}: {fields:?}");
    fields
}

/// The pattern that a currency is written by, as `¤#` or `# ¤`; behind a semicolon the one for negative amounts, where it is
/// not the same with a sign before it.
fn pattern(tag: &str, code: &str) -> String {
    let symbol = symbol(tag, code);
    let pattern = |amount: &str| {
        let text = by_icu(amount, code, tag);
        let (before, _, after) = apart(&text);
        format!("{before}#{after}").replacen(&symbol, "¤", 1)
    };
    let (positive, negative) = (pattern("5"), pattern("-5"));
    match negative == format!("-{positive}") {
        true => positive,
        false => format!("{positive};{negative}"),
    }
}
