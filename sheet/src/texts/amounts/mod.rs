//! Amounts as the customer's region writes them: symbol, its place, decimal sign, groups of digits, and spaces that no line
//! breaks at.
//!
//! The data is CLDR's. ICU4X has it, too, at more than a hundred kilobytes of the library that apps ship (`docs/texts.md`);
//! so there is a table, and the tests hold it against ICU4X.

#[cfg(test)]
mod source;
mod table;
#[cfg(test)]
mod tests;

use checkout_core::money::{MajorParts, Money};

use super::Locale;
use super::isolation::isolated_left_to_right;

/// An amount with all decimals of its currency, such as `£12.50`, `12,50 €` or `CHF 1'250.00`.
///
/// `isolate` wraps it in U+2066 and U+2069, for a sentence that runs from right to left.
///
/// ```
/// use checkout_core::money::{Currency, Money};
/// use checkout_sheet::texts::{Locale, amount_text};
///
/// let total = Money::new(123_450, Currency::EUR);
/// assert_eq!(amount_text(total, &Locale::from_tag("en-IE"), false), "€1,234.50");
/// assert_eq!(amount_text(total, &Locale::from_tag("de-DE"), false), "1.234,50\u{a0}€");
/// assert_eq!(amount_text(total, &Locale::from_tag("ar-EG"), true), "\u{2066}€1,234.50\u{2069}");
/// ```
pub fn amount_text(money: Money, locale: &Locale, isolate: bool) -> String {
    let amount = Format::of(locale).write(money);
    match isolate {
        true => isolated_left_to_right(&amount),
        false => amount,
    }
}

/// A row of the table, and those that it inherits from, nearest first.
struct Format {
    rows: Vec<Row>,
}

/// Tag, parent, and then what a locale says about amounts.
type Row = [&'static str; 8];

const STANDARD: usize = 2;
const BESIDE_LETTERS: usize = 3;
const DECIMAL: usize = 4;
const GROUP: usize = 5;
const GROUPING: usize = 6;
const SYMBOLS: usize = 7;

impl Format {
    fn of(locale: &Locale) -> Format {
        let own = row(&locale.to_string()).or_else(|| row(locale.language().tag()));
        let rows = std::iter::successors(own, |[_, parent, ..]| row(parent));
        Format { rows: rows.collect() }
    }

    /// What the nearest row says that says anything.
    fn field(&self, field: usize) -> &'static str {
        let fields = self.rows.iter().filter_map(|row| row.get(field).copied());
        fields.into_iter().find(|value| !value.is_empty()).unwrap_or_default()
    }

    /// The symbol of a currency, or its code where the locale has none.
    fn symbol(&self, code: &'static str) -> &'static str {
        let mut symbols = self.rows.iter().flat_map(|row| row[SYMBOLS].split(' '));
        symbols.find_map(|symbol| symbol.strip_prefix(code)).unwrap_or(code)
    }

    fn write(&self, money: Money) -> String {
        let MajorParts {
            negative,
            integer,
            fraction,
        } = money.parts();
        let symbol = self.symbol(money.currency.code());
        let pattern = Pattern::of(self.field(STANDARD), negative);
        let pattern = match pattern.is_beside_letter(symbol) {
            true => Pattern::of(self.field(BESIDE_LETTERS), negative),
            false => pattern,
        };

        let mut number = self.grouped(integer);
        if !fraction.is_empty() {
            number.push_str(self.field(DECIMAL));
            number.push_str(&fraction);
        }
        let before = pattern.before.replace(CURRENCY_SIGN, symbol);
        let after = pattern.after.replace(CURRENCY_SIGN, symbol);
        let sign = if negative && !pattern.has_sign { "-" } else { "" };
        format!("{sign}{before}{number}{after}")
    }

    /// The whole units in groups: three digits, and before them three each, or two as in India.
    fn grouped(&self, integer: u64) -> String {
        let plain = integer.to_string();
        let (minimum, others) = match self.field(GROUPING) {
            "12" => (1, 2),
            "23" => (2, 3),
            _ => (1, 3),
        };
        if plain.len() < 3 + minimum {
            return plain;
        }
        let mut grouped = String::with_capacity(plain.len() * 2);
        for (position, digit) in plain.char_indices() {
            let left = plain.len() - position;
            if position > 0 && left >= 3 && (left - 3).is_multiple_of(others) {
                grouped.push_str(self.field(GROUP));
            }
            grouped.push(digit);
        }
        grouped
    }
}

fn row(tag: &str) -> Option<Row> {
    let mut lines = table::LOCALES.lines().map(|line| {
        let mut fields = line.split('\t');
        std::array::from_fn(|_| fields.next().unwrap_or_default())
    });
    lines.find(|[own, ..]: &Row| *own == tag && !tag.is_empty())
}

const CURRENCY_SIGN: char = '¤';

const NUMBER: char = '#';

/// A pattern such as `¤#` or `#\u{a0}¤`, taken apart.
struct Pattern<'a> {
    before: &'a str,
    after: &'a str,
    /// Whether it is one for negative amounts, with a sign of its own.
    has_sign: bool,
}

impl<'a> Pattern<'a> {
    fn of(pattern: &'a str, negative: bool) -> Self {
        let (positive, own_negative) = match pattern.split_once(';') {
            Some((positive, own_negative)) => (positive, Some(own_negative)),
            None => (pattern, None),
        };
        let own_negative = own_negative.filter(|_| negative);
        let (before, after) = own_negative.unwrap_or(positive).split_once(NUMBER).unwrap_or_default();
        Pattern {
            before,
            after,
            has_sign: own_negative.is_some(),
        }
    }

    /// Whether a letter of the symbol would stand right beside the number.
    fn is_beside_letter(&self, symbol: &str) -> bool {
        let last = symbol.chars().next_back().is_some_and(char::is_alphabetic);
        let first = symbol.chars().next().is_some_and(char::is_alphabetic);
        (self.before.ends_with(CURRENCY_SIGN) && last) || (self.after.starts_with(CURRENCY_SIGN) && first)
    }
}
