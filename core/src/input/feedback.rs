//! What to say about a field, while it is typed and when it is left.

use super::card::{accepted, valid_on};
use super::problems::{CardField, CardProblem, DetailProblem};
use super::text as text_fields;
use crate::card::{
    CardScheme, CardholderName, CardholderNameProblem, Cvv, CvvProblem, Expiry, ExpiryProblem, Pan, PanProblem,
    SavedCard, SchemeGuess, Today, all_digits, is_expiry_mark, may_be_taken,
};
use crate::text;

/// When a field is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// More may be typed: only what no more typing can mend is wrong.
    Typing,
    /// The customer goes on to another field: what is not right is wrong.
    Leaving,
}

/// What to say about a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Feedback {
    /// Nothing yet: more has to be typed.
    Unfinished,
    /// It is right.
    Valid,
    /// It is wrong.
    Wrong(CardProblem),
}

/// A card number, for an intent that takes `supported_schemes` (by their names in Dojo's API, in any case). While
/// typing, a scheme that is not taken shows as soon as it is certain. A number of no known scheme is the gateway's to
/// judge.
pub fn check_number(typed: &str, supported_schemes: &[impl AsRef<str>], moment: Moment) -> Feedback {
    let checked = Pan::parse(typed).and_then(|pan| accepted(pan, supported_schemes));
    if checked == Err(PanProblem::NotDigits) {
        return Feedback::Wrong(PanProblem::NotDigits.into());
    }
    if moment == Moment::Typing && !may_be_taken(typed, supported_schemes) {
        return Feedback::Wrong(PanProblem::SchemeNotAccepted.into());
    }
    let digits = all_digits(typed).len();
    let longest = SchemeGuess::while_typing(typed)
        .definite()
        .map_or(19, CardScheme::max_length);
    feedback(checked, moment, |problem| match problem {
        PanProblem::Missing => false,
        PanProblem::NotDigits | PanProblem::SchemeNotAccepted => true,
        PanProblem::WrongLength => digits > longest,
        PanProblem::WrongCheckDigit => digits >= longest,
    })
}

/// An expiry. In a checkout `today` is [`CheckoutSession::today`](crate::CheckoutSession::today).
pub fn check_expiry(typed: &str, today: impl Into<Today>, moment: Moment) -> Feedback {
    let read = Expiry::parse(typed);
    let digits = all_digits(typed);
    let checked = match read.and_then(|expiry| valid_on(expiry, today.into())) {
        // `12/45x` and a month of 13 are wrong before the year is there.
        Err(ExpiryProblem::Unreadable) if moment == Moment::Typing && has_no_month(typed) => {
            Err(ExpiryProblem::NoSuchMonth)
        }
        checked => checked,
    };
    feedback(checked, moment, |problem| match problem {
        ExpiryProblem::Missing | ExpiryProblem::Unreadable => has_strangers(typed),
        // `2029` may be the beginning of `2029-12`.
        ExpiryProblem::NoSuchMonth => !(digits.starts_with("20") && digits.len() <= 4),
        // `12/20` may be the beginning of `12/2029`.
        ExpiryProblem::Expired | ExpiryProblem::TooFarAhead => {
            !(digits.len() <= 4 && read.is_ok_and(|expiry| expiry.year() == 2020))
        }
    })
}

fn has_no_month(typed: &str) -> bool {
    let typed = text::code(typed);
    let first = typed.split(|character: char| !character.is_ascii_digit()).next();
    let month = first.and_then(|digits| digits.get(..2)?.parse::<u8>().ok());
    month.is_some_and(|month| !(1..=12).contains(&month))
}

fn has_strangers(typed: &str) -> bool {
    let is_part = |c: char| c.is_ascii_digit() || c.is_whitespace() || is_expiry_mark(c);
    !text::code(typed).chars().all(is_part)
}

/// The CVV of a new card; `number` is what stands in the number's field, whose scheme says how long the CVV is.
pub fn check_cvv(typed: &str, number: &str, moment: Moment) -> Feedback {
    cvv(typed, SchemeGuess::while_typing(number).definite(), moment)
}

/// The CVV of a saved card.
pub fn check_saved_card_cvv(typed: &str, card: &SavedCard, moment: Moment) -> Feedback {
    cvv(typed, card.scheme, moment)
}

fn cvv(typed: &str, scheme: Option<CardScheme>, moment: Moment) -> Feedback {
    let longest = scheme.map_or(4, CardScheme::cvv_length);
    feedback(Cvv::parse(typed, scheme), moment, |problem| match problem {
        CvvProblem::Missing => false,
        CvvProblem::NotDigits => true,
        CvvProblem::WrongLength => all_digits(typed).len() > longest,
    })
}

/// A cardholder name.
pub fn check_cardholder_name(typed: &str, moment: Moment) -> Feedback {
    feedback(CardholderName::parse(typed), moment, |problem| match problem {
        CardholderNameProblem::Missing => false,
        CardholderNameProblem::TooLong | CardholderNameProblem::ControlCharacters => true,
    })
}

/// An e-mail address that the intent collects.
pub fn check_email(typed: &str, moment: Moment) -> Feedback {
    let checked = text_fields::email(typed).map_err(|problem| Detail(CardField::Email, problem));
    feedback(checked, moment, Detail::stays)
}

/// The postcode of a billing address that the intent collects, in a country (ISO 3166-1 alpha-2).
pub fn check_postcode(typed: &str, country_code: &str, moment: Moment) -> Feedback {
    let checked =
        text_fields::postcode_in(typed, country_code).map_err(|problem| Detail(CardField::BillingPostcode, problem));
    feedback(checked, moment, Detail::stays)
}

#[derive(Clone, Copy)]
struct Detail(CardField, DetailProblem);

impl Detail {
    /// Whether more typing leaves it wrong.
    fn stays(self) -> bool {
        !matches!(self.1, DetailProblem::Missing | DetailProblem::Malformed)
    }
}

impl From<Detail> for CardProblem {
    fn from(Detail(field, problem): Detail) -> Self {
        CardProblem::Detail(field, problem)
    }
}

/// `stays`: whether a problem is there whatever else is typed.
fn feedback<T, P: Into<CardProblem> + Copy>(
    checked: Result<T, P>,
    moment: Moment,
    stays: impl Fn(P) -> bool,
) -> Feedback {
    match checked {
        Ok(_) => Feedback::Valid,
        Err(problem) if moment == Moment::Leaving || stays(problem) => Feedback::Wrong(problem.into()),
        Err(_) => Feedback::Unfinished,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::card::UtcDay;
    use Moment::{Leaving, Typing};

    const SCHEMES: [&str; 3] = ["VISA", "mastercard", "AMEX"];

    fn today() -> Today {
        UtcDay::new(2026, 6, 15).unwrap().into()
    }

    fn wrong(problem: impl Into<CardProblem>) -> Feedback {
        Feedback::Wrong(problem.into())
    }

    fn email_problem(problem: DetailProblem) -> Feedback {
        wrong(CardProblem::Detail(CardField::Email, problem))
    }

    #[test]
    fn numbers() {
        use Feedback::{Unfinished, Valid};
        for (typed, while_typing, on_leaving) in [
            ("", Unfinished, wrong(PanProblem::Missing)),
            ("5", Unfinished, wrong(PanProblem::WrongLength)),
            ("5200 0000 0000 1005", Valid, Valid),
            (
                "5200 0000 0000 1006",
                wrong(PanProblem::WrongCheckDigit),
                wrong(PanProblem::WrongCheckDigit),
            ),
            (
                "5200 0000 0000 10055",
                wrong(PanProblem::WrongLength),
                wrong(PanProblem::WrongLength),
            ),
            // A Visa number can have 19 digits.
            ("4456 5300 0000 1006", Unfinished, wrong(PanProblem::WrongCheckDigit)),
            (
                "6011",
                wrong(PanProblem::SchemeNotAccepted),
                wrong(PanProblem::WrongLength),
            ),
            // JCB, or a scheme that we do not know: the gateway will know it.
            ("1", Unfinished, wrong(PanProblem::WrongLength)),
            ("30", Unfinished, wrong(PanProblem::WrongLength)),
            (
                "300",
                wrong(PanProblem::SchemeNotAccepted),
                wrong(PanProblem::WrongLength),
            ),
            ("9000 0000 0000 0001", Valid, Valid),
            ("6500 31", Unfinished, wrong(PanProblem::WrongLength)),
            (
                "6500 34",
                wrong(PanProblem::SchemeNotAccepted),
                wrong(PanProblem::WrongLength),
            ),
            ("５２００\u{200e} 0000 0000 1005", Valid, Valid),
            ("3", Unfinished, wrong(PanProblem::WrongLength)),
            ("52x", wrong(PanProblem::NotDigits), wrong(PanProblem::NotDigits)),
        ] {
            assert_eq!(check_number(typed, &SCHEMES, Typing), while_typing, "{typed}");
            assert_eq!(check_number(typed, &SCHEMES, Leaving), on_leaving, "{typed}");
        }
    }

    #[test]
    fn expiries() {
        use Feedback::{Unfinished, Valid};
        for (typed, while_typing, on_leaving) in [
            ("", Unfinished, wrong(ExpiryProblem::Missing)),
            ("1", Unfinished, wrong(ExpiryProblem::Unreadable)),
            ("12/2", Unfinished, wrong(ExpiryProblem::Unreadable)),
            ("12/29", Valid, Valid),
            ("12/20", Unfinished, wrong(ExpiryProblem::Expired)),
            ("12/2029", Valid, Valid),
            ("05/26", wrong(ExpiryProblem::Expired), wrong(ExpiryProblem::Expired)),
            ("06/26", Valid, Valid),
            (
                "07/46",
                wrong(ExpiryProblem::TooFarAhead),
                wrong(ExpiryProblem::TooFarAhead),
            ),
            (
                "13",
                wrong(ExpiryProblem::NoSuchMonth),
                wrong(ExpiryProblem::Unreadable),
            ),
            (
                "13/29",
                wrong(ExpiryProblem::NoSuchMonth),
                wrong(ExpiryProblem::NoSuchMonth),
            ),
            (
                "00",
                wrong(ExpiryProblem::NoSuchMonth),
                wrong(ExpiryProblem::Unreadable),
            ),
            ("x", wrong(ExpiryProblem::Unreadable), wrong(ExpiryProblem::Unreadable)),
        ] {
            assert_eq!(check_expiry(typed, today(), Typing), while_typing, "{typed}");
            assert_eq!(check_expiry(typed, today(), Leaving), on_leaving, "{typed}");
        }
    }

    #[test]
    fn cvvs_go_by_the_number() {
        assert_eq!(check_cvv("12", "5200", Typing), Feedback::Unfinished);
        assert_eq!(check_cvv("12", "5200", Leaving), wrong(CvvProblem::WrongLength));
        assert_eq!(check_cvv("123", "5200", Typing), Feedback::Valid);
        assert_eq!(check_cvv("123", "37", Typing), Feedback::Unfinished);
        assert_eq!(check_cvv("1234", "37", Typing), Feedback::Valid);
        assert_eq!(check_cvv("1234", "5200", Typing), wrong(CvvProblem::WrongLength));
        assert_eq!(check_cvv("1234", "", Typing), Feedback::Valid, "D7-10");
        assert_eq!(check_cvv("1a", "5200", Typing), wrong(CvvProblem::NotDigits));
        let amex = SavedCard::new("pm_1", "AMEX", "3782****0005", "12/29", &["AMEX"]);
        assert_eq!(
            check_saved_card_cvv("123", &amex, Leaving),
            wrong(CvvProblem::WrongLength)
        );
        assert_eq!(check_saved_card_cvv("1234", &amex, Typing), Feedback::Valid);
    }

    #[test]
    fn details_are_wrong_when_they_are_left() {
        assert_eq!(check_email("alex@", Typing), Feedback::Unfinished);
        assert_eq!(check_email("alex@", Leaving), email_problem(DetailProblem::Malformed));
        assert_eq!(check_email("", Leaving), email_problem(DetailProblem::Missing));
        assert_eq!(check_email("alex@example.test", Typing), Feedback::Valid);
        let postcode = |problem| wrong(CardProblem::Detail(CardField::BillingPostcode, problem));
        assert_eq!(check_postcode("", "gb", Typing), Feedback::Unfinished);
        assert_eq!(check_postcode(" ", "gb", Leaving), postcode(DetailProblem::Missing));
        assert_eq!(check_postcode("", "FR", Leaving), Feedback::Valid);
        assert_eq!(
            check_postcode(&"9".repeat(51), "FR", Typing),
            postcode(DetailProblem::TooLong)
        );
        assert_eq!(check_cardholder_name("", Typing), Feedback::Unfinished);
        assert_eq!(check_cardholder_name("Alex", Typing), Feedback::Valid);
        assert_eq!(
            check_cardholder_name(&"x".repeat(121), Typing),
            wrong(CardholderNameProblem::TooLong)
        );
    }

    fn is_wrong(feedback: Feedback) -> bool {
        matches!(feedback, Feedback::Wrong(_))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn what_is_wrong_while_typing_stays_wrong(
            typed in "[0-9]{0,6}[0-9/ -]{0,3}[0-9a]{0,12}",
            more in "[0-9/ ]{0,6}",
        ) {
            let whole = format!("{typed}{more}");
            if is_wrong(check_number(&typed, &SCHEMES, Typing)) {
                prop_assert!(is_wrong(check_number(&whole, &SCHEMES, Leaving)));
            }
            if is_wrong(check_expiry(&typed, today(), Typing)) {
                prop_assert!(is_wrong(check_expiry(&whole, today(), Leaving)));
            }
            if is_wrong(check_cvv(&typed, "5200", Typing)) {
                prop_assert!(is_wrong(check_cvv(&whole, "5200", Leaving)));
            }
            if is_wrong(check_email(&typed, Typing)) {
                prop_assert!(is_wrong(check_email(&whole, Leaving)));
            }
        }

        #[test]
        fn what_is_wrong_while_typing_is_wrong_when_left(typed in "[0-9]{0,2}[/ -]{0,2}[0-9x]{0,20}") {
            for (typing, leaving) in [
                (check_number(&typed, &SCHEMES, Typing), check_number(&typed, &SCHEMES, Leaving)),
                (check_expiry(&typed, today(), Typing), check_expiry(&typed, today(), Leaving)),
                (check_cvv(&typed, "37", Typing), check_cvv(&typed, "37", Leaving)),
            ] {
                prop_assert_eq!(typing == Feedback::Valid, leaving == Feedback::Valid);
                prop_assert!(!is_wrong(typing) || is_wrong(leaving));
                prop_assert_ne!(leaving, Feedback::Unfinished);
            }
        }
    }
}
