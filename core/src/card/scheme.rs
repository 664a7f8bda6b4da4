//! Card schemes: their names on the wire, and how long their numbers and CVVs are.

use std::fmt;
use std::str::FromStr;

/// A card scheme that the core can tell from a card number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CardScheme {
    /// Visa.
    Visa,
    /// Mastercard.
    Mastercard,
    /// American Express.
    Amex,
    /// Maestro.
    Maestro,
    /// Discover.
    Discover,
    /// Diners Club.
    Diners,
    /// JCB.
    Jcb,
    /// UnionPay.
    UnionPay,
}

impl CardScheme {
    /// Every scheme.
    pub const ALL: [CardScheme; 8] = [
        CardScheme::Visa,
        CardScheme::Mastercard,
        CardScheme::Amex,
        CardScheme::Maestro,
        CardScheme::Discover,
        CardScheme::Diners,
        CardScheme::Jcb,
        CardScheme::UnionPay,
    ];

    /// The name in Dojo's API: `VISA`, `MASTERCARD`, `AMEX`, `MAESTRO`, `DISCOVER`, `DCI`, `JCB`, `UNIONPAY`.
    ///
    /// The first six are in Dojo's published lists; the last two are our assumption.
    pub fn wire_name(self) -> &'static str {
        match self {
            CardScheme::Visa => "VISA",
            CardScheme::Mastercard => "MASTERCARD",
            CardScheme::Amex => "AMEX",
            CardScheme::Maestro => "MAESTRO",
            CardScheme::Discover => "DISCOVER",
            CardScheme::Diners => "DCI",
            CardScheme::Jcb => "JCB",
            CardScheme::UnionPay => "UNIONPAY",
        }
    }

    /// The scheme of a name in Dojo's API, in any case. Diners is read as `DCI` and as `DINERS`.
    pub fn from_wire_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("DINERS") {
            return Some(CardScheme::Diners);
        }
        Self::ALL
            .into_iter()
            .find(|scheme| name.eq_ignore_ascii_case(scheme.wire_name()))
    }

    /// Whether the scheme is in a list of names in Dojo's API, such as an intent's supported schemes.
    pub fn is_among(self, names: &[impl AsRef<str>]) -> bool {
        names
            .iter()
            .any(|name| Self::from_wire_name(name.as_ref()) == Some(self))
    }

    /// How many digits the scheme's CVV has.
    pub fn cvv_length(self) -> usize {
        match self {
            CardScheme::Amex => 4,
            _ => 3,
        }
    }

    /// Whether a card number of the scheme can have that many digits.
    pub fn allows_length(self, digits: usize) -> bool {
        match self {
            CardScheme::Visa => matches!(digits, 13 | 16 | 19),
            CardScheme::Mastercard => digits == 16,
            CardScheme::Amex => digits == 15,
            CardScheme::Discover => (16..=19).contains(&digits),
            CardScheme::Diners => (14..=19).contains(&digits),
            CardScheme::Maestro | CardScheme::Jcb | CardScheme::UnionPay => (12..=19).contains(&digits),
        }
    }

    /// The most digits that a card number of the scheme can have.
    pub fn max_length(self) -> usize {
        match self {
            CardScheme::Mastercard => 16,
            CardScheme::Amex => 15,
            _ => 19,
        }
    }
}

impl FromStr for CardScheme {
    type Err = UnknownScheme;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        CardScheme::from_wire_name(name).ok_or(UnknownScheme)
    }
}

impl fmt::Display for CardScheme {
    /// The name that a customer knows.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            CardScheme::Visa => "Visa",
            CardScheme::Mastercard => "Mastercard",
            CardScheme::Amex => "American Express",
            CardScheme::Maestro => "Maestro",
            CardScheme::Discover => "Discover",
            CardScheme::Diners => "Diners Club",
            CardScheme::Jcb => "JCB",
            CardScheme::UnionPay => "UnionPay",
        })
    }
}

/// The text is not the name of a card scheme that the core knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a known card scheme")]
pub struct UnknownScheme;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_in_any_case() {
        for scheme in CardScheme::ALL {
            assert_eq!(scheme.wire_name().parse(), Ok(scheme));
            assert_eq!(scheme.wire_name().to_lowercase().parse(), Ok(scheme));
        }
        assert_eq!("Diners".parse(), Ok(CardScheme::Diners));
        for name in ["", "VISA ", "V", "AMERICAN EXPRESS", "OTHER"] {
            assert_eq!(name.parse::<CardScheme>(), Err(UnknownScheme), "{name}");
        }
    }

    #[test]
    fn a_list_of_names_may_hold_names_we_do_not_know() {
        assert!(CardScheme::Visa.is_among(&["SOMETHING_NEW", "Visa"]));
        assert!(CardScheme::Diners.is_among(&["diners"]));
        assert!(!CardScheme::Amex.is_among(&["VISA", "AMEX2"]));
        let none: [&str; 0] = [];
        assert!(!CardScheme::Amex.is_among(&none));
    }
}
