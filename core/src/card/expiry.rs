//! The month that a card is valid through.

use std::fmt;

use super::today::Today;
use crate::text;

/// How far ahead an expiry can be: no issuer makes cards for longer.
const MONTHS_AHEAD: u32 = 20 * 12;

/// A card's expiry: valid through the last day of this month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Expiry {
    // The year first, so that the derived order is the order in time.
    year: u16,
    month: u8,
}

impl Expiry {
    /// The expiry of a month, 1 to 12, and a year of two digits (of this century) or four.
    pub fn new(month: u8, year: u16) -> Result<Self, ExpiryProblem> {
        if !(1..=12).contains(&month) {
            return Err(ExpiryProblem::NoSuchMonth);
        }
        let year = match year {
            0..=99 => year + 2000,
            1000..=9999 => year,
            _ => return Err(ExpiryProblem::Unreadable),
        };
        Ok(Expiry { year, month })
    }

    /// Reads an expiry as typed, pasted or filled in: `MM/YY`, `MM / YY`, `MM/YYYY` and `YYYY-MM`, with a slash, a dash, a
    /// dot, a comma or a space between them (before the year the month may have one digit then); without anything between
    /// them `MMYY`, `MMYYYY` and `YYYYMM`; and a whole date, `YYYY-MM-DD`. Digits of any script, and what cannot be seen
    /// does not count.
    pub fn parse(typed: &str) -> Result<Self, ExpiryProblem> {
        let typed = text::code(typed);
        if typed.is_empty() {
            return Err(ExpiryProblem::Missing);
        }
        let (month, year) = month_and_year(&typed).ok_or(ExpiryProblem::Unreadable)?;
        let month = number(month, &[1, 2]).ok_or(ExpiryProblem::Unreadable)?;
        let year = year_of(year).ok_or(ExpiryProblem::Unreadable)?;
        Expiry::new(u8::try_from(month).unwrap_or(0), year)
    }

    /// Reads the date of a saved card: an ISO 8601 date such as `2029-12-31`, or what [`parse`](Expiry::parse) reads.
    ///
    /// Dojo's published examples have the former and the schema's text the latter. `None` for what is not an expiry,
    /// such as `0001-01-01`, which servers write where they have none.
    pub fn from_wire(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((year, rest)) = text.split_once('-').filter(|(year, _)| year.len() == 4) else {
            return Expiry::parse(text).ok();
        };
        // The day, and a time if there is one, say nothing new: cards are valid through the end of the month.
        let month = rest.split('-').next()?;
        Expiry::new(u8::try_from(number(month, &[2])?).ok()?, year_of(year)?).ok()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The year, with four digits.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Whether a card can be used today: its month is not over, and at most 20 years ahead.
    pub fn check(self, today: impl Into<Today>) -> Result<(), ExpiryProblem> {
        let today = today.into();
        let furthest = months(today.latest().year(), today.latest().month()) + MONTHS_AHEAD;
        match self {
            _ if self.is_over(today) => Err(ExpiryProblem::Expired),
            _ if months(self.year, self.month) > furthest => Err(ExpiryProblem::TooFarAhead),
            _ => Ok(()),
        }
    }

    /// Whether the month is over: the card has expired.
    pub fn is_over(self, today: impl Into<Today>) -> bool {
        let earliest = today.into().earliest();
        months(self.year, self.month) < months(earliest.year(), earliest.month())
    }

    /// The form that the payment gateway takes: `MM / YY`, with spaces round the slash.
    pub fn wire_format(self) -> String {
        format!("{:02} / {:02}", self.month, self.year % 100)
    }
}

impl fmt::Display for Expiry {
    /// `MM/YY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{:02}", self.month, self.year % 100)
    }
}

/// Whether a character is what people write between month and year, spaces aside.
pub(crate) fn is_expiry_mark(character: char) -> bool {
    matches!(character, '/' | '-' | '.' | ',' | '\u{2044}' | '\u{2215}')
}

/// The texts of month and year, in that order.
fn month_and_year(text: &str) -> Option<(&str, &str)> {
    let parts = text
        .split_once(is_expiry_mark)
        .or_else(|| text.split_once(char::is_whitespace));
    match parts {
        Some((year, rest)) if is_year(year.trim_end()) => Some((month_of_date(rest.trim_start())?, year.trim_end())),
        Some((month, year)) => Some((month.trim_end(), year.trim_start())),
        // No month is 20, so a year has to come first.
        None if text.len() == 6 && text.starts_with("20") => {
            text.split_at_checked(4).map(|(year, month)| (month, year))
        }
        None => text.split_at_checked(2),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.starts_with("20")
}

/// The month of what follows a year: it has two digits, and a day may come after it.
fn month_of_date(rest: &str) -> Option<&str> {
    let (month, day) = rest.split_once(is_expiry_mark).unwrap_or((rest, "01"));
    let is_day = number(day, &[2]).is_some_and(|day| (1..=31).contains(&day));
    (is_day && month.len() == 2).then_some(month)
}

/// A number with one of the given counts of ASCII digits and nothing else.
fn number(text: &str, lengths: &[usize]) -> Option<u16> {
    let plain = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A year of two digits or of four: one of four is not one of two with zeros before it.
fn year_of(text: &str) -> Option<u16> {
    number(text, &[2, 4]).filter(|year| text.len() == 2 || *year > 99)
}

fn months(year: u16, month: u8) -> u32 {
    u32::from(year) * 12 + u32::from(month)
}

/// What is wrong with an expiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ExpiryProblem {
    /// Nothing was entered.
    #[error("the expiry date is missing")]
    Missing,
    /// It is not a month and a year.
    #[error("the expiry date is not a month and a year")]
    Unreadable,
    /// The month is not 1 to 12.
    #[error("the expiry month is not between 1 and 12")]
    NoSuchMonth,
    /// The card's last month is over.
    #[error("the card has expired")]
    Expired,
    /// More than 20 years ahead: mistyped.
    #[error("the expiry date is too far in the future")]
    TooFarAhead,
}
