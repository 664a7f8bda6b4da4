//! The month that a card is valid through.

use std::fmt;
use std::time::{Duration, SystemTime};

use time::{OffsetDateTime, UtcDateTime};

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
        let year = number(year, &[2, 4]).ok_or(ExpiryProblem::Unreadable)?;
        Expiry::new(u8::try_from(month).unwrap_or(0), year)
    }

    /// Reads the date of a saved card: an ISO 8601 date such as `2029-12-31`, or what [`parse`](Expiry::parse) reads.
    ///
    /// Dojo's published examples have the former and the schema's text the latter.
    pub fn from_wire(text: &str) -> Option<Self> {
        let Some((year, rest)) = text.split_once('-').filter(|(year, _)| year.len() == 4) else {
            return Expiry::parse(text).ok();
        };
        // The day, and a time if there is one, say nothing new: cards are valid through the end of the month.
        let month = rest.split('-').next()?;
        Expiry::new(u8::try_from(number(month, &[2])?).ok()?, number(year, &[4])?).ok()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The year, with four digits.
    pub fn year(self) -> u16 {
        self.year
    }

    /// Whether a card can be used on a day: its last day is not before it, and it is at most 20 years ahead.
    pub fn check(self, today: UtcDay) -> Result<(), ExpiryProblem> {
        let expiry = months(self.year, self.month);
        let now = months(today.year, today.month);
        match expiry {
            _ if expiry < now => Err(ExpiryProblem::Expired),
            _ if expiry > now.saturating_add(MONTHS_AHEAD) => Err(ExpiryProblem::TooFarAhead),
            _ => Ok(()),
        }
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

fn months(year: u16, month: u8) -> u32 {
    u32::from(year) * 12 + u32::from(month)
}

/// A calendar day in UTC, by the server's clock where one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcDay {
    year: u16,
    month: u8,
    day: u8,
}

impl UtcDay {
    /// The day of a date, if there is such a date.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = time::Date::from_calendar_date(year.into(), time::Month::try_from(month).ok()?, day).ok()?;
        Some(Self::of_date(date))
    }

    /// The day of an instant. A clock before 1970 or after 9999 is taken for the nearest of the two ends.
    pub fn of(instant: SystemTime) -> Self {
        let since_1970 = instant.duration_since(SystemTime::UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let seconds = i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX);
        let date = OffsetDateTime::from_unix_timestamp(seconds).map_or(UtcDateTime::MAX.date(), OffsetDateTime::date);
        Self::of_date(date)
    }

    /// The year, with four digits.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    fn of_date(date: time::Date) -> Self {
        let (year, month, day) = date.to_calendar_date();
        UtcDay {
            year: u16::try_from(year).unwrap_or(0),
            month: month.into(),
            day,
        }
    }
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
