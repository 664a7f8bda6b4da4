//! Card schemes: their names on the wire and the number ranges that tell them apart.

use std::fmt;
use std::str::FromStr;

use super::digits::is_separator;

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

/// What the digits typed so far say about the scheme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SchemeGuess {
    /// No scheme has numbers that begin so.
    NoScheme,
    /// More digits are needed: the number may yet become one of these, or none of them.
    Candidates(Vec<CardScheme>),
    /// Whatever follows, it is this scheme.
    Definite(CardScheme),
}

impl SchemeGuess {
    /// What a card number that begins with `typed` can be. Spaces and dashes do not count; any other character that
    /// is not a digit means that it is no card number.
    ///
    /// ```
    /// use checkout_core::card::{CardScheme, SchemeGuess};
    ///
    /// assert_eq!(SchemeGuess::while_typing("4"), SchemeGuess::Definite(CardScheme::Visa));
    /// assert_eq!(SchemeGuess::while_typing("2"), SchemeGuess::Candidates(vec![CardScheme::Mastercard]));
    /// assert_eq!(SchemeGuess::while_typing("1"), SchemeGuess::NoScheme);
    /// ```
    pub fn while_typing(typed: &str) -> Self {
        let Some(span) = Span::of_typed(typed) else {
            return SchemeGuess::NoScheme;
        };
        let overlapping: Vec<&PrefixRange> = RANGES.iter().filter(|range| range.span().overlaps(span)).collect();
        let covering = overlapping
            .iter()
            .filter(|range| range.span().covers(span))
            .max_by_key(|range| range.digits);

        match covering {
            // Longest prefix wins, so a longer range inside the span can still take the number away.
            Some(best)
                if overlapping
                    .iter()
                    .all(|range| range.scheme == best.scheme || range.digits <= best.digits) =>
            {
                SchemeGuess::Definite(best.scheme)
            }
            _ => SchemeGuess::among(&overlapping),
        }
    }

    /// The scheme, if it is certain.
    pub fn definite(&self) -> Option<CardScheme> {
        match self {
            SchemeGuess::Definite(scheme) => Some(*scheme),
            SchemeGuess::NoScheme | SchemeGuess::Candidates(_) => None,
        }
    }

    fn among(ranges: &[&PrefixRange]) -> Self {
        let schemes: Vec<CardScheme> = CardScheme::ALL
            .into_iter()
            .filter(|scheme| ranges.iter().any(|range| range.scheme == *scheme))
            .collect();
        if schemes.is_empty() {
            SchemeGuess::NoScheme
        } else {
            SchemeGuess::Candidates(schemes)
        }
    }
}

/// The numbers whose first `digits` digits are `first` to `last`.
struct PrefixRange {
    digits: u32,
    first: u16,
    last: u16,
    scheme: CardScheme,
}

/// The ranges of `docs/decisions.md`, section 6.
const RANGES: &[PrefixRange] = &[
    range(1, 4, 4, CardScheme::Visa),
    range(2, 51, 55, CardScheme::Mastercard),
    range(4, 2221, 2720, CardScheme::Mastercard),
    range(2, 34, 34, CardScheme::Amex),
    range(2, 37, 37, CardScheme::Amex),
    range(4, 5018, 5018, CardScheme::Maestro),
    range(4, 5020, 5020, CardScheme::Maestro),
    range(4, 5038, 5038, CardScheme::Maestro),
    range(2, 56, 58, CardScheme::Maestro),
    range(4, 6304, 6304, CardScheme::Maestro),
    range(4, 6390, 6390, CardScheme::Maestro),
    range(2, 67, 67, CardScheme::Maestro),
    range(4, 6011, 6011, CardScheme::Discover),
    range(3, 644, 649, CardScheme::Discover),
    range(2, 65, 65, CardScheme::Discover),
    range(3, 300, 305, CardScheme::Diners),
    range(4, 3095, 3095, CardScheme::Diners),
    range(2, 36, 36, CardScheme::Diners),
    range(2, 38, 39, CardScheme::Diners),
    range(4, 3528, 3589, CardScheme::Jcb),
    range(2, 62, 62, CardScheme::UnionPay),
];

const fn range(digits: u32, first: u16, last: u16, scheme: CardScheme) -> PrefixRange {
    PrefixRange {
        digits,
        first,
        last,
        scheme,
    }
}

/// No range looks further into a number than this.
const LONGEST_PREFIX: u32 = 4;

impl PrefixRange {
    fn span(&self) -> Span {
        Span::of_prefixes(self.first, self.last, self.digits)
    }
}

/// An interval of four-digit beginnings, so that prefixes of different lengths can be compared.
#[derive(Clone, Copy)]
struct Span {
    first: u16,
    last: u16,
}

impl Span {
    fn of_typed(typed: &str) -> Option<Self> {
        let (mut prefix, mut digits) = (0u16, 0);
        for character in typed.chars().filter(|character| !is_separator(*character)) {
            let digit = character.to_digit(10)?;
            if digits < LONGEST_PREFIX {
                prefix = prefix.saturating_mul(10).saturating_add(u16::try_from(digit).ok()?);
                digits += 1;
            }
        }
        Some(Span::of_prefixes(prefix, prefix, digits))
    }

    fn of_prefixes(first: u16, last: u16, digits: u32) -> Self {
        let width = 10u16.saturating_pow(LONGEST_PREFIX.saturating_sub(digits));
        Span {
            first: first.saturating_mul(width),
            last: last.saturating_mul(width).saturating_add(width - 1),
        }
    }

    fn overlaps(self, other: Span) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn covers(self, other: Span) -> bool {
        self.first <= other.first && other.last <= self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rule said directly, for a beginning of four digits.
    fn scheme_of_four(digits: u16) -> Option<CardScheme> {
        RANGES
            .iter()
            .filter(|range| (range.first..=range.last).contains(&(digits / 10u16.pow(4 - range.digits))))
            .max_by_key(|range| range.digits)
            .map(|range| range.scheme)
    }

    #[test]
    fn every_beginning_of_up_to_four_digits_says_what_can_follow() {
        for length in 1..=4u32 {
            for prefix in 0..10u16.pow(length) {
                let typed = format!("{prefix:0width$}", width = length as usize);
                let width = 10u16.pow(4 - length);
                let continuations: Vec<_> = (prefix * width..(prefix + 1) * width).map(scheme_of_four).collect();
                let possible: Vec<_> = CardScheme::ALL
                    .into_iter()
                    .filter(|scheme| continuations.contains(&Some(*scheme)))
                    .collect();
                let expected = match (possible.as_slice(), continuations.contains(&None)) {
                    ([], _) => SchemeGuess::NoScheme,
                    ([only], false) => SchemeGuess::Definite(*only),
                    _ => SchemeGuess::Candidates(possible),
                };
                assert_eq!(SchemeGuess::while_typing(&typed), expected, "{typed}");
            }
        }
    }

    #[test]
    fn digits_after_the_fourth_change_nothing() {
        for prefix in (0..10_000u16).step_by(7) {
            let short = SchemeGuess::while_typing(&format!("{prefix:04}"));
            assert_eq!(
                SchemeGuess::while_typing(&format!("{prefix:04}9876543210")),
                short,
                "{prefix:04}"
            );
        }
    }

    #[test]
    fn nothing_typed_can_become_anything() {
        assert_eq!(
            SchemeGuess::while_typing(""),
            SchemeGuess::Candidates(CardScheme::ALL.to_vec())
        );
        assert_eq!(
            SchemeGuess::while_typing("  - "),
            SchemeGuess::Candidates(CardScheme::ALL.to_vec())
        );
    }

    #[test]
    fn separators_do_not_count_and_letters_end_it() {
        assert_eq!(
            SchemeGuess::while_typing("3-7 "),
            SchemeGuess::Definite(CardScheme::Amex)
        );
        assert_eq!(SchemeGuess::while_typing("4a"), SchemeGuess::NoScheme);
        assert_eq!(SchemeGuess::while_typing("4111 1111 1111 111x"), SchemeGuess::NoScheme);
        assert_eq!(SchemeGuess::while_typing("٤"), SchemeGuess::NoScheme);
    }

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
