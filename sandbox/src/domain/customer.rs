//! Customers, their short-lived secrets and their saved cards.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::{Date, Duration, Month, OffsetDateTime};

use super::cards::{CardScheme, Pan};

/// How long a customer secret works. It may be used any number of times until then, for its one customer.
pub(crate) const CUSTOMER_SECRET_LIFETIME: Duration = Duration::minutes(15);

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Customer {
    pub(crate) id: String,
    /// Name, e-mail, phone, VAT number and addresses as the merchant sent them.
    pub(crate) profile: Map<String, Value>,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
    /// Counts changes.
    pub(crate) document_version: u32,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct CustomerSecret {
    pub(crate) customer_id: String,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) expires_at: OffsetDateTime,
}

/// A card on file. There is one for each number and expiry of a customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SavedCard {
    pub(crate) id: String,
    pub(crate) customer_id: String,
    pub(crate) pan: Pan,
    pub(crate) scheme: CardScheme,
    pub(crate) expiry: Expiry,
    pub(crate) cardholder: Option<String>,
    pub(crate) saved_at: OffsetDateTime,
}

/// Month and year up to whose last day a card is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Expiry {
    month: Month,
    year: i32,
}

impl Expiry {
    pub(crate) fn new(month: Month, year: i32) -> Self {
        Self { month, year }
    }

    /// `MM / YY` with the spaces, which is what the gateway is sent.
    pub(crate) fn parse_gateway(text: &str) -> Option<Self> {
        let (month, year) = text.split_once(" / ")?;
        Self::from_digits(month, year)
    }

    /// `MM/YY`, as people write it.
    pub(crate) fn parse_short(text: &str) -> Option<Self> {
        let (month, year) = text.split_once('/')?;
        Self::from_digits(month, year)
    }

    fn from_digits(month: &str, year: &str) -> Option<Self> {
        let two_digits = |text: &str| text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        if !two_digits(month) || !two_digits(year) {
            return None;
        }
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Some(Self::new(month, 2000 + year.parse::<i32>().ok()?))
    }

    /// The ISO date of the month's last day, e.g. `2029-12-31`.
    pub(crate) fn iso(self) -> String {
        format!(
            "{}-{:02}-{:02}",
            self.year,
            u8::from(self.month),
            self.month.length(self.year)
        )
    }

    /// As it stands on a card, e.g. `12/29`.
    pub(crate) fn short(self) -> String {
        format!("{:02}/{:02}", u8::from(self.month), self.year.rem_euclid(100))
    }

    pub(crate) fn is_over(self, today: Date) -> bool {
        (today.year(), u8::from(today.month())) > (self.year, u8::from(self.month))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn expiry_is_the_last_day_of_its_month() {
        let expiry = Expiry::parse_gateway("02 / 28").unwrap();
        assert_eq!(expiry.iso(), "2028-02-29");
        assert!(!expiry.is_over(date!(2028 - 02 - 29)));
        assert!(expiry.is_over(date!(2028 - 03 - 01)));
        assert_eq!(Expiry::parse_short("02/28"), Some(expiry));
    }

    #[test]
    fn the_gateway_wants_spaces_and_two_digits() {
        for bad in [
            "12/29",
            "12 /29",
            "1 / 29",
            "13 / 29",
            "00 / 29",
            "12 / 2029",
            "ab / cd",
            "",
            " / ",
            "+1 / 29",
        ] {
            assert!(Expiry::parse_gateway(bad).is_none(), "{bad}");
        }
    }
}
