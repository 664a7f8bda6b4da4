//! Card numbers as the issuer sees them: schemes, Luhn, and the script of each test card.

use std::fmt;

use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// A card scheme, spelled on the wire as Dojo spells it (`VISA`, `DCI` for Diners Club).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum CardScheme {
    /// Visa
    Visa,
    /// Mastercard
    Mastercard,
    /// American Express
    Amex,
    /// Maestro
    Maestro,
    /// Discover
    Discover,
    /// Diners Club International
    Dci,
    /// JCB
    Jcb,
    /// UnionPay
    UnionPay,
}

impl CardScheme {
    /// The wire spelling.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Visa => "VISA",
            Self::Mastercard => "MASTERCARD",
            Self::Amex => "AMEX",
            Self::Maestro => "MAESTRO",
            Self::Discover => "DISCOVER",
            Self::Dci => "DCI",
            Self::Jcb => "JCB",
            Self::UnionPay => "UNIONPAY",
        }
    }
}

impl fmt::Display for CardScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the issuer of a test card does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CardScript {
    /// Pays at once.
    Approve,
    /// Asks for 3-D Secure, and pays when the cardholder authenticates.
    Challenge,
    /// Asks for 3-D Secure; the cardholder fails the challenge. Refused with 5, whatever outcome is reported.
    ChallengeFails,
    /// Asks for 3-D Secure; the cardholder cancels the challenge. Refused with 5, whatever outcome is reported.
    ChallengeCancelled,
    /// Asks for 3-D Secure; the challenge times out. Refused with 5, whatever outcome is reported.
    ChallengeTimesOut,
    /// Answers this status code at once and takes no money.
    Answer(u16),
}

/// A card number the sandbox knows, with what happens when it pays. Any other number is declined (5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TestCard {
    /// The number, digits only.
    pub number: &'static str,
    /// Its scheme.
    pub scheme: CardScheme,
    /// Expiry to use, `MM/YY`. The sandbox takes any month that is not over.
    pub expiry: &'static str,
    /// The right CVV; a wrong one is declined (5).
    pub cvv: &'static str,
    /// What the issuer does.
    pub script: CardScript,
    /// What the card is for, in a line.
    pub purpose: &'static str,
}

impl TestCard {
    /// Whether a payment with this card answers 3 first.
    #[must_use]
    pub fn three_ds(&self) -> bool {
        self.expected_action_code().is_some()
    }

    /// The 3-D Secure SDK's action code that a scripted cardholder would end the challenge with.
    pub(crate) fn expected_action_code(&self) -> Option<&'static str> {
        match self.script {
            CardScript::Challenge => Some("SUCCESS"),
            CardScript::ChallengeFails => Some("FAILURE"),
            CardScript::ChallengeCancelled => Some("CANCEL"),
            CardScript::ChallengeTimesOut => Some("TIMEOUT"),
            CardScript::Approve | CardScript::Answer(_) => None,
        }
    }

    /// The final status code, when the CVV is right and a challenge, if any, is passed.
    #[must_use]
    pub fn result(&self) -> u16 {
        match self.script {
            CardScript::Approve | CardScript::Challenge => 0,
            CardScript::ChallengeFails | CardScript::ChallengeCancelled | CardScript::ChallengeTimesOut => 5,
            CardScript::Answer(code) => code,
        }
    }
}

/// Every test card, the published ones first.
#[must_use]
pub fn test_cards() -> &'static [TestCard] {
    TEST_CARDS
}

const fn card(
    number: &'static str,
    scheme: CardScheme,
    cvv: &'static str,
    script: CardScript,
    purpose: &'static str,
) -> TestCard {
    TestCard {
        number,
        scheme,
        expiry: "12/29",
        cvv,
        script,
        purpose,
    }
}

use CardScheme::{Amex, Dci, Discover, Jcb, Maestro, Mastercard, UnionPay, Visa};
use CardScript::{Answer, Approve, Challenge, ChallengeCancelled, ChallengeFails, ChallengeTimesOut};

const TEST_CARDS: &[TestCard] = &[
    // Published by Dojo or used in its samples.
    card(
        "5200000000001005",
        Mastercard,
        "020",
        Approve,
        "published: paid without 3-D Secure",
    ),
    card(
        "5200000000001096",
        Mastercard,
        "020",
        Challenge,
        "published: paid after a challenge",
    ),
    card("4456530000001013", Visa, "341", Answer(5), "published: declined"),
    card(
        "4456530000001096",
        Visa,
        "020",
        Challenge,
        "published: paid after a challenge",
    ),
    card(
        "4456530000000007",
        Visa,
        "020",
        Challenge,
        "published (3-D Secure 1): paid after a challenge",
    ),
    card(
        "5200000000000056",
        Mastercard,
        "341",
        Approve,
        "published: paid without 3-D Secure",
    ),
    // The sandbox's own: one that pays for each scheme, ...
    card("4456530000001005", Visa, "020", Approve, "a Visa that pays"),
    card(
        "370000000001000",
        Amex,
        "0201",
        Approve,
        "an American Express that pays (15 digits, CVV of 4)",
    ),
    card(
        "370000000002008",
        Amex,
        "0201",
        Challenge,
        "an American Express paid after a challenge",
    ),
    card("6759000000001008", Maestro, "020", Approve, "a Maestro that pays"),
    card(
        "6011000000001002",
        Discover,
        "020",
        Approve,
        "a Discover that pays, if the merchant takes it",
    ),
    card(
        "36000000000107",
        Dci,
        "020",
        Approve,
        "a Diners Club (14 digits), if the merchant takes it",
    ),
    card(
        "3530000000001001",
        Jcb,
        "020",
        Approve,
        "a JCB that pays, if the merchant takes it",
    ),
    card(
        "6200000000001003",
        UnionPay,
        "020",
        Approve,
        "a UnionPay that pays, if the merchant takes it",
    ),
    // ... one for each other answer, ...
    card("4456530000100047", Visa, "020", Answer(4), "referred to the issuer"),
    card("4456530000100203", Visa, "020", Answer(20), "a duplicate transaction"),
    card("4456530000100302", Visa, "020", Answer(30), "failed"),
    card(
        "4456530000100997",
        Visa,
        "020",
        Answer(99),
        "not executed yet; the intent stays `Created`",
    ),
    card(
        "4456530000105004",
        Visa,
        "020",
        Answer(500),
        "gateway error; the intent stays `Created`",
    ),
    // ... and three whose challenge cannot succeed.
    card(
        "4456530000200011",
        Visa,
        "020",
        ChallengeFails,
        "challenge failed, whatever is reported",
    ),
    card(
        "4456530000200029",
        Visa,
        "020",
        ChallengeCancelled,
        "challenge cancelled, whatever is reported",
    ),
    card(
        "4456530000200037",
        Visa,
        "020",
        ChallengeTimesOut,
        "challenge timed out, whatever is reported",
    ),
];

/// A card number: never printed in full.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Pan(String);

impl Pan {
    /// Digits only, 12 to 19 of them, Luhn-valid where the scheme has a check digit; spaces and dashes are not taken off, as the gateway wants plain digits.
    pub(crate) fn parse(digits: &str) -> Option<Self> {
        let plausible = (12..=19).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        // UnionPay has issued numbers without a check digit.
        let may_lack_check_digit = digits.len() >= 16 && scheme_of(digits) == Some(UnionPay);
        (plausible && (luhn(digits) || may_lack_check_digit)).then(|| Self(digits.to_owned()))
    }

    pub(crate) fn script(&self) -> Option<&'static TestCard> {
        TEST_CARDS.iter().find(|card| card.number == self.0)
    }

    /// First 8 + `****` + last 4, as Dojo lists saved cards.
    pub(crate) fn masked(&self) -> String {
        format!("{}****{}", &self.0[..8], self.last_four())
    }

    pub(crate) fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }

    pub(crate) fn scheme(&self) -> Option<CardScheme> {
        scheme_of(&self.0)
    }
}

/// Only a test card's number is ever written down.
impl Serialize for Pan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.script() {
            Some(card) => by_number::serialize(&card, serializer),
            None => Err(S::Error::custom("not a test card's number, so it is not written down")),
        }
    }
}

impl<'de> Deserialize<'de> for Pan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        by_number::deserialize(deserializer).map(|card| Self(card.number.to_owned()))
    }
}

/// A test card, written as its number.
pub(crate) mod by_number {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{TEST_CARDS, TestCard};

    pub(crate) fn serialize<S: Serializer>(card: &&'static TestCard, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(card.number)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static TestCard, D::Error> {
        let number = String::deserialize(deserializer)?;
        let known = TEST_CARDS.iter().find(|card| card.number == number);
        known.ok_or_else(|| D::Error::custom("a card number that is not a test card's"))
    }
}

impl fmt::Debug for Pan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pan(***)")
    }
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0');
            match (place % 2, digit) {
                (0, digit) => digit,
                (_, digit) if digit > 4 => digit * 2 - 9,
                (_, digit) => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// Ranges by leading digits; a longer prefix wins over a shorter one, so the narrow ranges come first.
fn scheme_of(digits: &str) -> Option<CardScheme> {
    let prefix = |length: usize| {
        digits
            .get(..length)
            .and_then(|lead| lead.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    match (four, three, two) {
        (2221..=2720, _, _) => Some(Mastercard),
        (1800 | 2131 | 3528..=3589, _, _) => Some(Jcb),
        (6011, _, _) => Some(Discover),
        // Dankort, for which Dojo has no name.
        (5019, _, _) => None,
        (6013, _, _) => Some(Maestro),
        (8100..=8171, _, _) => Some(UnionPay),
        (3095, _, _) | (_, 300..=305, _) => Some(Dci),
        (_, 644..=649, _) => Some(Discover),
        (_, _, 34 | 37) => Some(Amex),
        (_, _, 36 | 38 | 39) => Some(Dci),
        (_, _, 51..=55) => Some(Mastercard),
        (_, _, 50 | 56..=59 | 63 | 67) => Some(Maestro),
        (_, _, 62) => Some(UnionPay),
        (_, _, 65) => Some(Discover),
        (_, _, 40..=49) => Some(Visa),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_test_card_is_well_formed_and_unique() {
        let mut seen = HashSet::new();
        for card in test_cards() {
            let pan = Pan::parse(card.number).unwrap_or_else(|| panic!("{} fails Luhn", card.number));
            assert_eq!(pan.scheme(), Some(card.scheme), "{}", card.number);
            assert_eq!(
                card.cvv.len(),
                if card.scheme == Amex { 4 } else { 3 },
                "{}",
                card.number
            );
            assert!(seen.insert(card.number), "{} twice", card.number);
        }
    }

    #[test]
    fn every_scheme_has_a_card_that_pays_and_every_answer_a_card_that_gives_it() {
        for scheme in [Visa, Mastercard, Amex, Maestro, Discover, Dci, Jcb, UnionPay] {
            assert!(
                test_cards().iter().any(|c| c.scheme == scheme && c.script == Approve),
                "{scheme}"
            );
        }
        for code in [0, 4, 5, 20, 30, 99, 500] {
            assert!(test_cards().iter().any(|c| c.result() == code), "{code}");
        }
    }

    #[test]
    fn masks_keep_eight_and_four() {
        assert_eq!(Pan::parse("5200000000000056").unwrap().masked(), "52000000****0056");
        assert_eq!(Pan::parse("370000000001000").unwrap().masked(), "37000000****1000");
        assert_eq!(format!("{:?}", Pan::parse("5200000000000056").unwrap()), "Pan(***)");
    }

    #[test]
    fn numbers_that_are_not_cards_are_refused() {
        for bad in [
            "",
            "5200 0000 0000 0056",
            "5200000000000057",
            "52000000000",
            "５２００００００００００００５６",
            "52000000000000560000",
        ] {
            assert!(Pan::parse(bad).is_none(), "{bad}");
        }
    }
}
