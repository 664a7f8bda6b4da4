//! Amounts of money: whole minor units and an ISO-4217 currency, never floating point.

use std::fmt;
use std::str::FromStr;

/// A currency of ISO 4217 that has a minor unit.
///
/// Codes, numbers and exponents are the table of the [`iso_currency`](https://docs.rs/iso_currency) crate, which is
/// taken from Wikipedia's list of ISO 4217 codes; the exponents agree with those of the JDK, which are the
/// ISO maintenance agency's. Codes without a minor unit (metals, `XXX`, `XTS`, …) cannot be an amount to pay and are
/// not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// Pound sterling.
    pub const GBP: Currency = Currency(iso_currency::Currency::GBP);
    /// Euro.
    pub const EUR: Currency = Currency(iso_currency::Currency::EUR);

    /// The currency of an alphabetic code, in capitals as ISO 4217 writes it: `GBP`, `EUR`, `JPY`.
    pub fn from_code(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().map(|_| Currency(currency))
    }

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The three-digit number, such as 826 for GBP.
    pub fn numeric(self) -> u16 {
        self.0.numeric()
    }

    /// How many decimal places the minor unit has: 2 for GBP, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u8 {
        self.0
            .exponent()
            .and_then(|exponent| u8::try_from(exponent).ok())
            .unwrap_or(0)
    }

    /// How many minor units make one of the major unit: 100 for GBP, 1 for JPY, 1000 for KWD.
    pub fn minor_units_per_major(self) -> u64 {
        10u64.saturating_pow(self.exponent().into())
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Currency::from_code(code).ok_or(UnknownCurrency)
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is not the code of a currency that an amount can be paid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an ISO 4217 code of a currency with a minor unit")]
pub struct UnknownCurrency;

/// An amount in a currency.
///
/// ```
/// use checkout_core::money::{Currency, Money};
///
/// let total = Money::new(1250, Currency::GBP);
/// assert_eq!(total.major(), "12.50");
/// assert_eq!(total.to_string(), "12.50 GBP");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in the currency's minor unit: pence, cents, whole yen.
    pub minor_units: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of `minor_units`: 1250 is £12.50, ¥1250 or 1.250 KWD.
    pub const fn new(minor_units: i64, currency: Currency) -> Self {
        Money { minor_units, currency }
    }

    /// The amount in the major unit, with a point and all decimal places of the currency: `12.50`, `-0.05`, `1250`.
    ///
    /// It is plain ASCII for requests and logs. A user interface has its platform format [`parts`](Money::parts), which
    /// knows where the locale puts separators, sign and symbol.
    pub fn major(self) -> String {
        let MajorParts {
            negative,
            integer,
            fraction,
        } = self.parts();
        let sign = if negative { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{integer}{point}{fraction}")
    }

    /// The amount in the major unit, taken apart for a user interface.
    pub fn parts(self) -> MajorParts {
        let per_major = self.currency.minor_units_per_major();
        // unsigned_abs: i64::MIN has no positive i64.
        let minor_units = self.minor_units.unsigned_abs();
        let decimals = usize::from(self.currency.exponent());
        let fraction = match decimals {
            0 => String::new(),
            _ => format!("{:0decimals$}", minor_units % per_major),
        };
        MajorParts {
            negative: self.minor_units < 0,
            integer: minor_units / per_major,
            fraction,
        }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.major(), self.currency)
    }
}

/// An amount in the major unit, as sign, whole units and decimals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MajorParts {
    /// Whether the amount is below zero. Zero itself never is.
    pub negative: bool,
    /// The whole units, without a sign.
    pub integer: u64,
    /// The decimals, exactly as many digits as the currency has places; empty for a currency without any.
    pub fraction: String,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const CODES: [&str; 12] = [
        "GBP", "EUR", "USD", "JPY", "KRW", "ISK", "KWD", "BHD", "TND", "CLF", "UGX", "HUF",
    ];

    fn money(minor_units: i64, code: &str) -> Money {
        Money::new(minor_units, Currency::from_code(code).unwrap())
    }

    #[test]
    fn exponents_are_those_of_iso_4217() {
        for (code, exponent) in [
            ("GBP", 2),
            ("EUR", 2),
            ("USD", 2),
            ("HUF", 2),
            ("MGA", 2),
            ("MRU", 2),
            ("JPY", 0),
            ("KRW", 0),
            ("ISK", 0),
            ("VND", 0),
            ("CLP", 0),
            ("XOF", 0),
            ("UGX", 0),
            ("PYG", 0),
            ("BHD", 3),
            ("IQD", 3),
            ("JOD", 3),
            ("KWD", 3),
            ("LYD", 3),
            ("OMR", 3),
            ("TND", 3),
            ("CLF", 4),
            ("UYW", 4),
        ] {
            assert_eq!(
                Currency::from_code(code).map(Currency::exponent),
                Some(exponent),
                "{code}"
            );
        }
    }

    #[test]
    fn a_code_that_is_no_payable_currency_is_refused() {
        for code in ["", "GB", "GBPP", "gbp", " GBP", "ABC", "XXX", "XTS", "XAU", "£", "826"] {
            assert_eq!(code.parse::<Currency>(), Err(UnknownCurrency), "{code}");
        }
        assert_eq!("GBP".parse(), Ok(Currency::GBP));
        assert_eq!((Currency::GBP.code(), Currency::GBP.numeric()), ("GBP", 826));
        assert_eq!((Currency::EUR.code(), Currency::EUR.numeric()), ("EUR", 978));
    }

    #[test]
    fn amounts_carry_the_decimals_of_their_currency() {
        assert_eq!(money(1250, "GBP").major(), "12.50");
        assert_eq!(money(1250, "JPY").major(), "1250");
        assert_eq!(money(1250, "KWD").major(), "1.250");
        assert_eq!(money(1250, "CLF").major(), "0.1250");
        assert_eq!(money(5, "GBP").major(), "0.05");
        assert_eq!(money(0, "GBP").major(), "0.00");
        assert_eq!(money(0, "JPY").major(), "0");
        assert_eq!(money(-5, "GBP").major(), "-0.05");
        assert_eq!(money(-1250, "GBP").to_string(), "-12.50 GBP");
    }

    #[test]
    fn the_ends_of_the_number_range_are_exact() {
        assert_eq!(money(i64::MAX, "GBP").major(), "92233720368547758.07");
        assert_eq!(money(i64::MIN, "GBP").major(), "-92233720368547758.08");
        assert_eq!(money(i64::MIN, "JPY").major(), "-9223372036854775808");
        assert_eq!(money(i64::MIN, "CLF").major(), "-922337203685477.5808");
    }

    #[test]
    fn parts_leave_the_layout_to_the_platform() {
        let parts = money(-123_456_705, "GBP").parts();
        assert_eq!(
            parts,
            MajorParts {
                negative: true,
                integer: 1_234_567,
                fraction: "05".into()
            }
        );
        assert_eq!(
            money(7, "JPY").parts(),
            MajorParts {
                negative: false,
                integer: 7,
                fraction: String::new()
            }
        );
    }

    proptest! {
        #[test]
        fn without_the_point_it_is_the_minor_units_again(minor_units: i64, code in proptest::sample::select(&CODES)) {
            let money = money(minor_units, code);
            let text = money.major();
            prop_assert_eq!(text.replace('.', "").parse::<i64>().unwrap(), minor_units);
            let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
            prop_assert_eq!(decimals, usize::from(money.currency.exponent()));
            let integer = text.trim_start_matches('-').split('.').next().unwrap();
            prop_assert!(integer == "0" || !integer.starts_with('0'));
        }
    }
}
