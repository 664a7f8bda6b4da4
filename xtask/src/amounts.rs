//! How the regions of our languages write amounts, from Unicode's CLDR to a table of `sheet`.
//!
//! It reads the JSON edition of CLDR, unpacked into one folder: `cldr-numbers-full` and `cldr-core`. A locale's row says
//! only what its parent's does not, so the rows stay few words long.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::paths;

const LANGUAGES: [&str; 5] = ["en", "es", "it", "de", "fr"];

/// How a locale writes amounts, with nothing left to its parent.
struct Format {
    standard: String,
    /// The pattern for a symbol that ends in a letter.
    beside_letters: String,
    decimal: String,
    group: String,
    minimum_grouping: String,
    symbols: BTreeMap<String, String>,
}

pub(crate) fn generate(cldr: &Path) -> Result<()> {
    let core = read(&cldr.join("supplemental/currencyData.json"))?;
    let current = current_currencies(&core);
    let parents = read(&cldr.join("supplemental/parentLocales.json"))?;
    let version = read(&cldr.join("package.json"))?;
    let version = text(&version, "/version")?;

    let mut formats = BTreeMap::new();
    for entry in fs::read_dir(cldr.join("main")).context("the folder has no `main`")? {
        let locale = entry?.file_name().to_string_lossy().into_owned();
        if is_ours(&locale) {
            let format = format(cldr, &locale, &current).with_context(|| locale.clone())?;
            formats.insert(locale, format);
        }
    }
    ensure!(
        LANGUAGES.iter().all(|language| formats.contains_key(*language)),
        "a language is missing"
    );

    let mut table = format!(
        "//! How amounts are written, from CLDR {version}: written by `cargo xtask amounts`.\n\n\
         /// A locale a line: tag, parent, pattern, pattern beside letters, decimal sign, group sign, digits before the first\n\
         /// group, and symbols, each behind the code of its currency. What is empty is as the parent has it.\n\
         #[rustfmt::skip]\n\
         pub(super) const LOCALES: &str = \"\\\n"
    );
    for (locale, format) in &formats {
        let parent = parent(&parents, locale);
        let row = row(
            locale,
            format,
            parent.as_deref().map(|parent| (parent, &formats[parent])),
        );
        let row: String = row.chars().map(escaped).collect();
        writeln!(table, "{}\\n\\", row.trim_end_matches("\\t"))?;
    }
    table.push_str("\";\n");
    let file = paths::root().join("sheet/src/texts/amounts/table.rs");
    fs::write(&file, table).with_context(|| file.display().to_string())
}

fn is_ours(locale: &str) -> bool {
    let (language, region) = locale.split_once('-').unwrap_or((locale, ""));
    LANGUAGES.contains(&language) && matches!(region.len(), 0 | 2 | 3)
}

/// The locale that a locale's data is inherited from, if it is not one of the languages.
fn parent(parents: &Value, locale: &str) -> Option<String> {
    let named = parents.pointer(&format!("/supplemental/parentLocales/parentLocale/{locale}"));
    let truncated = locale.split_once('-').map(|(language, _)| language);
    named.and_then(Value::as_str).or(truncated).map(str::to_owned)
}

fn format(cldr: &Path, locale: &str, current: &BTreeSet<String>) -> Result<Format> {
    let numbers = read(&cldr.join(format!("main/{locale}/numbers.json")))?;
    let numbers = numbers
        .pointer(&format!("/main/{locale}/numbers"))
        .context("no numbers")?;
    let of_symbols = |key: &str| text(numbers, &format!("/symbols-numberSystem-latn/{key}"));
    let of_patterns = |key: &str| text(numbers, &format!("/currencyFormats-numberSystem-latn/{key}"));
    ensure!(
        of_symbols("minusSign")? == "-",
        "another minus sign: the formatter writes `-`"
    );

    let currencies = read(&cldr.join(format!("main/{locale}/currencies.json")))?;
    let currencies = currencies
        .pointer(&format!("/main/{locale}/numbers/currencies"))
        .and_then(Value::as_object);
    let symbols = currencies
        .context("no currencies")?
        .iter()
        .filter(|(code, _)| current.contains(*code));
    let symbols = symbols.map(|(code, currency)| {
        let symbol = currency.get("symbol").and_then(Value::as_str).unwrap_or(code);
        ensure!(!symbol.contains([' ', '\t']), "the symbol of {code} has a plain space");
        Ok((code.clone(), symbol.to_owned()))
    });
    Ok(Format {
        standard: of_patterns("standard")?,
        beside_letters: of_patterns("standard-alphaNextToNumber")?,
        decimal: of_symbols("currencyDecimal").or_else(|_| of_symbols("decimal"))?,
        group: of_symbols("currencyGroup").or_else(|_| of_symbols("group"))?,
        minimum_grouping: text(numbers, "/minimumGroupingDigits")?,
        symbols: symbols.collect::<Result<_>>()?,
    })
}

/// The currencies that somebody pays with today.
fn current_currencies(core: &Value) -> BTreeSet<String> {
    let regions = core
        .pointer("/supplemental/currencyData/region")
        .and_then(Value::as_object);
    let entries = regions
        .into_iter()
        .flat_map(|regions| regions.values().filter_map(Value::as_array).flatten());
    let currencies = entries.filter_map(Value::as_object).flatten();
    currencies
        .filter(|(_, period)| period.get("_to").is_none())
        .map(|(code, _)| code.clone())
        .collect()
}

fn row(locale: &str, format: &Format, parent: Option<(&str, &Format)>) -> String {
    let inherited = parent.map(|(_, format)| format);
    let field = |of: fn(&Format) -> &String| match inherited {
        Some(parent) if of(parent) == of(format) => "",
        _ => of(format).as_str(),
    };
    let symbols: Vec<String> = format
        .symbols
        .iter()
        .filter(|(code, symbol)| {
            let known = inherited.and_then(|parent| parent.symbols.get(*code)).unwrap_or(code);
            known != *symbol
        })
        .map(|(code, symbol)| format!("{code}{symbol}"))
        .collect();
    [
        locale,
        parent.map_or("", |(tag, _)| tag),
        field(|format| &format.standard),
        field(|format| &format.beside_letters),
        field(|format| &format.decimal),
        field(|format| &format.group),
        field(|format| &format.minimum_grouping),
        &symbols.join(" "),
    ]
    .join("\t")
}

/// What cannot be seen is written out; the rest stays readable.
fn escaped(character: char) -> String {
    match character {
        '\t' => "\\t".to_owned(),
        '"' | '\\' => format!("\\{character}"),
        character if character.is_whitespace() && character != ' ' => character.escape_unicode().to_string(),
        character => character.to_string(),
    }
}

fn read(file: &Path) -> Result<Value> {
    let json = fs::read(file).with_context(|| file.display().to_string())?;
    serde_json::from_slice(&json).with_context(|| file.display().to_string())
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let text = value.pointer(pointer).and_then(Value::as_str);
    text.map(str::to_owned).with_context(|| format!("no {pointer}"))
}
