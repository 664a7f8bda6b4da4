//! What the beginning of a card number says about its scheme, and whether an intent takes it.

use super::digits::strip_separators;
use super::ranges::{Issuer, issuers};
use super::scheme::CardScheme;

/// What the digits typed so far say about the scheme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum SchemeGuess {
    /// No scheme that the core knows has numbers that begin so. Others may: the gateway knows.
    NoScheme,
    /// More digits are needed: the number may yet become one of these, or none of them.
    Candidates(Vec<CardScheme>),
    /// It goes by the name of this scheme. It may be of another one beside it, or turn out to be of a small scheme in the
    /// midst of this one's numbers.
    Definite(CardScheme),
}

impl SchemeGuess {
    /// What a card number that begins with `typed` can be. Spaces, dashes and what cannot be seen do not count; any other
    /// character that is not a digit means that it is no card number.
    ///
    /// ```
    /// use checkout_core::card::{CardScheme, SchemeGuess};
    ///
    /// assert_eq!(SchemeGuess::while_typing("4"), SchemeGuess::Definite(CardScheme::Visa));
    /// assert_eq!(SchemeGuess::while_typing("1"), SchemeGuess::Candidates(vec![CardScheme::Jcb]));
    /// assert_eq!(SchemeGuess::while_typing("9"), SchemeGuess::NoScheme);
    /// ```
    pub fn while_typing(typed: &str) -> Self {
        let Some(digits) = strip_separators(typed) else {
            return SchemeGuess::NoScheme;
        };
        let issuers = issuers(&digits);
        let possible: Vec<CardScheme> = CardScheme::ALL
            .into_iter()
            .filter(|scheme| issuers.iter().any(|issuer| issuer.schemes().contains(scheme)))
            .collect();
        if possible.is_empty() {
            return SchemeGuess::NoScheme;
        }
        // A small scheme in the midst of a large one's numbers does not put the large one in doubt.
        let in_doubt = |scheme: &CardScheme| {
            issuers.iter().any(|issuer| match issuer {
                Issuer::Ours(schemes) => !schemes.contains(scheme),
                Issuer::Foreign => false,
                Issuer::Unknown => true,
            })
        };
        let mut names = issuers.iter().filter_map(|issuer| issuer.schemes().first());
        match names.find(|name| !in_doubt(name)) {
            Some(name) => SchemeGuess::Definite(*name),
            None => SchemeGuess::Candidates(possible),
        }
    }

    /// The scheme, if it is certain.
    pub fn definite(&self) -> Option<CardScheme> {
        match self {
            SchemeGuess::Definite(scheme) => Some(*scheme),
            SchemeGuess::NoScheme | SchemeGuess::Candidates(_) => None,
        }
    }
}

/// Whether a number that begins with `typed` can become one that an intent takes: of one of its schemes, or of one that
/// the core does not know.
pub(crate) fn may_be_taken(typed: &str, supported_schemes: &[impl AsRef<str>]) -> bool {
    let taken = |schemes: &[CardScheme]| are_taken(schemes, supported_schemes);
    strip_separators(typed).is_some_and(|digits| issuers(&digits).into_iter().any(|issuer| taken(issuer.schemes())))
}

/// D6-03: whether an intent takes a card of these schemes. One that it takes is enough, and of a card of no known scheme
/// only the gateway can tell.
pub(super) fn are_taken(schemes: &[CardScheme], supported_schemes: &[impl AsRef<str>]) -> bool {
    schemes.is_empty() || schemes.iter().any(|scheme| scheme.is_among(supported_schemes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a guess still holds for a number that begins so and turned out to be of `issuer`.
    fn holds(guess: &SchemeGuess, issuer: Issuer) -> bool {
        match (guess, issuer) {
            (SchemeGuess::NoScheme, _) => issuer.schemes().is_empty(),
            (SchemeGuess::Candidates(possible), _) => issuer.schemes().iter().all(|scheme| possible.contains(scheme)),
            (SchemeGuess::Definite(scheme), Issuer::Ours(schemes)) => schemes.contains(scheme),
            (SchemeGuess::Definite(_), _) => issuer == Issuer::Foreign,
        }
    }

    #[test]
    fn what_is_guessed_holds_whatever_follows() {
        // Every beginning of four digits with the ends of all that can follow, and a step that meets the ranges inside.
        for place in (0..100_000_000u32)
            .step_by(9_973)
            .chain((0..10_000).flat_map(|four| [four * 10_000, four * 10_000 + 9_999]))
        {
            let number = format!("{place:08}");
            let [issuer] = issuers(&number)[..] else {
                panic!("{number} is of one issuer");
            };
            for length in 0..=8 {
                let guess = SchemeGuess::while_typing(&number[..length]);
                assert!(
                    holds(&guess, issuer),
                    "{number}: {guess:?} at {length}, and it is {issuer:?}"
                );
                assert!(
                    may_be_taken(&number[..length], &["VISA"]) || !are_taken(issuer.schemes(), &["VISA"]),
                    "{number}"
                );
            }
            let guess = SchemeGuess::while_typing(&number);
            assert_eq!(guess.definite(), issuer.schemes().first().copied(), "{number}");
        }
    }

    #[test]
    fn a_scheme_is_certain_as_soon_as_it_can_be() {
        use CardScheme::*;
        for (typed, scheme) in [
            ("4", Visa),
            ("51", Mastercard),
            ("2221", Mastercard),
            ("37", Amex),
            ("50", Maestro),
            ("6013", Maestro),
            ("6011", Discover),
            ("65", Discover),
            ("36", Diners),
            ("3528", Jcb),
            ("1800", Jcb),
            ("62", UnionPay),
            ("6221", UnionPay),
            ("622126", UnionPay),
            ("8100", UnionPay),
            ("493698", Maestro),
        ] {
            assert_eq!(
                SchemeGuess::while_typing(typed),
                SchemeGuess::Definite(scheme),
                "{typed}"
            );
        }
    }

    #[test]
    fn digits_after_the_eighth_change_nothing() {
        for number in ["65875000", "65875004", "62212600", "50190000", "41111111"] {
            let longer = format!("{number}9876543210");
            assert_eq!(
                SchemeGuess::while_typing(&longer),
                SchemeGuess::while_typing(number),
                "{number}"
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
        assert_eq!(SchemeGuess::while_typing("٤"), SchemeGuess::Definite(CardScheme::Visa));
    }
}
