//! The table and the formatter against ICU4X's, and amounts that a reader can check.

use checkout_core::money::Currency;
use fixed_decimal::Decimal;
use icu_experimental::dimension::currency::CurrencyType;
use icu_experimental::dimension::currency::formatter::CurrencyFormatter;
use icu_locale::Locale as IcuLocale;
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

fn by_icu(money: Money, tag: &str) -> String {
    let locale: IcuLocale = tag.parse().unwrap();
    let currency = CurrencyType::try_from_str(money.currency.code()).unwrap();
    let formatter = CurrencyFormatter::try_new_symbol(locale.into(), currency, Default::default()).unwrap();
    let value: Decimal = money.major().parse().unwrap();
    formatter.format_fixed_decimal(&value).to_string()
}

#[test]
fn every_currency_in_every_locale_is_as_icu4x_writes_it() {
    for tag in tags() {
        for currency in currencies() {
            for minor_units in [5, 123_456, -123_456_789] {
                let money = Money::new(minor_units, currency);
                assert_eq!(
                    amount_text(money, &Locale::from_tag(tag), false),
                    by_icu(money, tag),
                    "{money} in {tag}"
                );
            }
        }
    }
}
