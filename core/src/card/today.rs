//! What day it is, for judging expiries: a single clock can be wrong by years.

use std::time::{Duration, SystemTime};

use time::{OffsetDateTime, UtcDateTime};

/// How far the last place on earth is behind UTC: a day is over there twelve hours later.
const LAST_TIME_ZONE: Duration = Duration::from_secs(12 * 60 * 60);

/// Today, by every clock that can be asked, and wherever the customer is.
///
/// It is a span of days, so that a card is refused only when no clock and no place lets it pass: its month is over when
/// it is before the earliest of them, and too far ahead when it is beyond the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Today {
    earliest: UtcDay,
    latest: UtcDay,
}

impl Today {
    /// Today by one clock.
    pub fn by(clock: SystemTime) -> Self {
        let at_its_end = clock.checked_sub(LAST_TIME_ZONE).unwrap_or(SystemTime::UNIX_EPOCH);
        Today {
            earliest: UtcDay::of(at_its_end),
            latest: UtcDay::of(clock),
        }
    }

    /// Today by one more clock.
    pub fn and_by(self, clock: SystemTime) -> Self {
        let other = Today::by(clock);
        Today {
            earliest: self.earliest.min(other.earliest),
            latest: self.latest.max(other.latest),
        }
    }

    pub(super) fn earliest(self) -> UtcDay {
        self.earliest
    }

    pub(super) fn latest(self) -> UtcDay {
        self.latest
    }
}

impl From<UtcDay> for Today {
    /// A day that is certain.
    fn from(day: UtcDay) -> Self {
        Today {
            earliest: day,
            latest: day,
        }
    }
}

/// A calendar day.
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

    /// The day of an instant in UTC. A clock before 1970 or after 9999 is taken for the nearest of the two ends.
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
