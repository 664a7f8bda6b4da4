//! The card form: expiry, CVV, cardholder name, all fields together, and the CVV of a saved card.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::time::{Duration, SystemTime};

use checkout_core::card::{
    CardScheme, CardholderName, CardholderNameProblem, Cvv, CvvProblem, Expiry, ExpiryProblem, PanProblem, SavedCard,
    SavedCardCvv, Today, UtcDay,
};
use checkout_core::input::{CardErrors, CardField, CardProblem, NewCardInput};
use proptest::prelude::*;

const SCHEMES: [&str; 3] = ["VISA", "mastercard", "Amex"];

fn day(year: u16, month: u8, day: u8) -> UtcDay {
    UtcDay::new(year, month, day).unwrap()
}

fn expiry(text: &str) -> Expiry {
    Expiry::parse(text).unwrap()
}

mod expiry_text {
    use super::*;

    #[test]
    fn is_read_in_the_forms_that_people_use() {
        for typed in [
            "05/29",
            "05 / 29",
            "05/2029",
            "05 / 2029",
            "0529",
            "052029",
            "5/29",
            " 05/29 ",
            "05-29",
            "05 29",
        ] {
            let read = Expiry::parse(typed).unwrap_or_else(|problem| panic!("{typed}: {problem}"));
            assert_eq!((read.month(), read.year()), (5, 2029), "{typed}");
        }
    }

    #[test]
    fn is_refused_when_it_is_no_month_and_year() {
        for (typed, problem) in [
            ("", ExpiryProblem::Missing),
            ("  ", ExpiryProblem::Missing),
            ("00/29", ExpiryProblem::NoSuchMonth),
            ("13/29", ExpiryProblem::NoSuchMonth),
            ("1329", ExpiryProblem::NoSuchMonth),
            ("99/99", ExpiryProblem::NoSuchMonth),
            ("05", ExpiryProblem::Unreadable),
            ("5", ExpiryProblem::Unreadable),
            ("529", ExpiryProblem::Unreadable),
            ("05/2", ExpiryProblem::Unreadable),
            ("05/202", ExpiryProblem::Unreadable),
            ("05/0129", ExpiryProblem::Unreadable),
            ("05/0029", ExpiryProblem::Unreadable),
            ("05/20291", ExpiryProblem::Unreadable),
            ("005/29", ExpiryProblem::Unreadable),
            ("/29", ExpiryProblem::Unreadable),
            ("05/", ExpiryProblem::Unreadable),
            ("05/29/30", ExpiryProblem::Unreadable),
            ("ab/cd", ExpiryProblem::Unreadable),
            ("+5/29", ExpiryProblem::Unreadable),
            ("05/-9", ExpiryProblem::Unreadable),
            ("2029-1", ExpiryProblem::Unreadable),
            ("2029-12-32", ExpiryProblem::Unreadable),
            ("202913", ExpiryProblem::NoSuchMonth),
            ("05//29", ExpiryProblem::Unreadable),
            ("é/29", ExpiryProblem::Unreadable),
            ("éé29", ExpiryProblem::Unreadable),
        ] {
            assert_eq!(Expiry::parse(typed), Err(problem), "{typed:?}");
        }
    }

    #[test]
    fn goes_to_the_gateway_with_spaces_round_the_slash() {
        assert_eq!(expiry("5/2029").wire_format(), "05 / 29");
        assert_eq!(expiry("12/05").wire_format(), "12 / 05");
        assert_eq!(expiry("1230").to_string(), "12/30");
    }

    #[test]
    fn of_a_saved_card_is_a_date() {
        assert_eq!(Expiry::from_wire("2029-12-31"), Some(expiry("12/29")));
        assert_eq!(Expiry::from_wire("2029-12"), Some(expiry("12/29")));
        assert_eq!(Expiry::from_wire("2028-02-29T00:00:00Z"), Some(expiry("02/28")));
        assert_eq!(Expiry::from_wire("12/29"), Some(expiry("12/29")));
        assert_eq!(Expiry::from_wire(" 2029-12-31 "), Some(expiry("12/29")));
        for text in [
            "0001-01-01",
            "0001-01-01T00:00:00Z",
            "0000-00-00",
            "0099-12-31",
            "0999-12-31",
            "01/0001",
        ] {
            assert_eq!(Expiry::from_wire(text), None, "{text:?}");
        }
        for text in ["", "2029", "2029-", "2029-13-01", "2029-1-01", "20x9-12-31", "tomorrow"] {
            assert_eq!(Expiry::from_wire(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn is_the_same_after_its_wire_form(month in 1u8..=12, year in 2000u16..2100) {
            let written = Expiry::new(month, year).unwrap();
            prop_assert_eq!(Expiry::parse(&written.wire_format()), Ok(written));
            prop_assert_eq!(Expiry::parse(&written.to_string()), Ok(written));
        }

        #[test]
        fn never_panics(typed in "\\PC{0,12}") {
            let _ = Expiry::parse(&typed);
            let _ = Expiry::from_wire(&typed);
        }
    }
}

mod expiry_date {
    use super::*;

    #[test]
    fn is_the_last_day_of_the_month() {
        for (card, last_day, day_after) in [
            ("01/26", day(2026, 1, 31), day(2026, 2, 1)),
            ("02/26", day(2026, 2, 28), day(2026, 3, 1)),
            ("02/28", day(2028, 2, 29), day(2028, 3, 1)),
            ("04/26", day(2026, 4, 30), day(2026, 5, 1)),
            ("12/26", day(2026, 12, 31), day(2027, 1, 1)),
            ("12/99", day(2099, 12, 31), day(2100, 1, 1)),
        ] {
            assert_eq!(expiry(card).check(last_day), Ok(()), "{card} on its last day");
            assert_eq!(
                expiry(card).check(day_after),
                Err(ExpiryProblem::Expired),
                "{card} on the day after"
            );
        }
    }

    #[test]
    fn is_at_most_twenty_years_ahead() {
        let today = day(2026, 6, 15);
        assert_eq!(expiry("06/46").check(today), Ok(()));
        assert_eq!(expiry("07/46").check(today), Err(ExpiryProblem::TooFarAhead));
        assert_eq!(expiry("01/2047").check(today), Err(ExpiryProblem::TooFarAhead));
        assert_eq!(expiry("12/9999").check(today), Err(ExpiryProblem::TooFarAhead));
        assert_eq!(expiry("12/1999").check(today), Err(ExpiryProblem::Expired));
    }

    #[test]
    fn days_are_real_ones() {
        for (year, month, day) in [
            (2026, 2, 29),
            (2026, 0, 1),
            (2026, 13, 1),
            (2026, 4, 31),
            (2026, 1, 0),
            (65000, 1, 1),
        ] {
            assert_eq!(UtcDay::new(year, month, day), None, "{year}-{month}-{day}");
        }
        assert!(UtcDay::new(2028, 2, 29).is_some());
        assert_eq!(UtcDay::new(2100, 2, 29), None);
    }

    #[test]
    fn a_day_begins_at_midnight_utc() {
        let of = |seconds| UtcDay::of(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(of(0), day(1970, 1, 1));
        assert_eq!(of(951_782_399), day(2000, 2, 28));
        assert_eq!(of(951_782_400), day(2000, 2, 29));
        assert_eq!(of(1_772_323_199), day(2026, 2, 28));
        assert_eq!(of(1_772_323_200), day(2026, 3, 1));
        assert_eq!(
            UtcDay::of(SystemTime::UNIX_EPOCH - Duration::from_secs(1)),
            day(1970, 1, 1)
        );
        assert_eq!(of(u64::from(u32::MAX) * 1000), day(9999, 12, 31));
    }

    fn at(day: &str) -> SystemTime {
        let format = &time::format_description::well_known::Rfc3339;
        time::OffsetDateTime::parse(day, format).unwrap().into()
    }

    #[test]
    fn has_passed_when_it_has_passed_everywhere_on_earth() {
        for (now, checked) in [
            ("2026-03-31T23:59:59Z", Ok(())),
            ("2026-04-01T11:59:59Z", Ok(())),
            ("2026-04-01T12:00:00Z", Err(ExpiryProblem::Expired)),
        ] {
            assert_eq!(expiry("03/26").check(Today::by(at(now))), checked, "{now}");
            assert_eq!(expiry("03/26").is_over(Today::by(at(now))), checked.is_err(), "{now}");
        }
    }

    #[test]
    fn has_passed_when_it_has_by_both_clocks() {
        let right = at("2026-06-15T12:00:00Z");
        for absurd in [
            "0001-01-01T00:00:00Z",
            "1970-01-01T00:00:00Z",
            "2038-01-19T03:14:07Z",
            "9999-12-31T23:59:59Z",
        ] {
            for today in [Today::by(right).and_by(at(absurd)), Today::by(at(absurd)).and_by(right)] {
                for good in ["06/26", "12/29", "06/46"] {
                    assert_eq!(expiry(good).check(today), Ok(()), "{good} when one clock says {absurd}");
                    assert!(!expiry(good).is_over(today), "{good} when one clock says {absurd}");
                }
            }
        }
        let both = Today::by(right).and_by(at("2026-07-15T00:00:00Z"));
        assert_eq!(expiry("05/26").check(both), Err(ExpiryProblem::Expired));
        assert_eq!(expiry("06/26").check(both), Ok(()));
        assert_eq!(expiry("07/46").check(both), Ok(()));
        assert_eq!(expiry("08/46").check(both), Err(ExpiryProblem::TooFarAhead));
    }

    proptest! {
        #[test]
        fn one_clock_more_never_refuses_a_card(
            month in 1u8..=12, year in 2000u16..2100, seconds in proptest::array::uniform2(0u64..5_000_000_000),
        ) {
            let card = Expiry::new(month, year).unwrap();
            let [one, other] = seconds.map(|seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
            let both = Today::by(one).and_by(other);
            prop_assert_eq!(both, Today::by(other).and_by(one));
            let by_each = [one, other].map(|clock| card.check(Today::by(clock)));
            if by_each.contains(&Ok(())) {
                prop_assert_eq!(card.check(both), Ok(()));
            }
            prop_assert_eq!(
                card.is_over(both),
                card.is_over(Today::by(one)) && card.is_over(Today::by(other))
            );
        }

        #[test]
        fn the_day_within_the_month_makes_no_difference(
            month in 1u8..=12, year in 2020u16..2060, today_month in 1u8..=12, day_of_month in 1u8..=28,
        ) {
            let card = Expiry::new(month, year).unwrap();
            let first = card.check(day(2030, today_month, 1));
            prop_assert_eq!(card.check(day(2030, today_month, day_of_month)), first);
            prop_assert_eq!(first == Err(ExpiryProblem::Expired), (year, month) < (2030, today_month));
        }
    }
}

mod cvv {
    use super::*;

    #[test]
    fn has_four_digits_on_american_express_and_three_elsewhere() {
        for scheme in CardScheme::ALL {
            let right = if scheme == CardScheme::Amex { "1234" } else { "123" };
            for typed in ["1", "12", "123", "1234", "12345"] {
                let expected = if typed == right {
                    Ok(typed)
                } else {
                    Err(CvvProblem::WrongLength)
                };
                let read = Cvv::parse(typed, Some(scheme));
                assert_eq!(
                    read.as_ref()
                        .map(|cvv| cvv.digits().expose())
                        .map_err(|problem| *problem),
                    expected
                );
            }
        }
    }

    #[test]
    fn of_an_unknown_scheme_has_either_length() {
        assert!(Cvv::parse("123", None).is_ok());
        assert!(Cvv::parse("1234", None).is_ok());
        assert_eq!(Cvv::parse("12", None), Err(CvvProblem::WrongLength));
        assert_eq!(Cvv::parse("12345", None), Err(CvvProblem::WrongLength));
    }

    #[test]
    fn is_digits_and_keeps_its_zeros() {
        assert_eq!(
            Cvv::parse(" 020 ", Some(CardScheme::Visa)).unwrap().digits().expose(),
            "020"
        );
        for (typed, problem) in [
            ("", CvvProblem::Missing),
            ("  ", CvvProblem::Missing),
            ("12a", CvvProblem::NotDigits),
            ("1 2", CvvProblem::NotDigits),
            ("-12", CvvProblem::NotDigits),
        ] {
            assert_eq!(Cvv::parse(typed, Some(CardScheme::Visa)), Err(problem), "{typed:?}");
        }
    }
}

mod cardholder_name {
    use super::*;

    #[test]
    fn is_kept_as_typed_but_for_the_space_around_it() {
        for (typed, kept) in [
            ("  A Demo ", "A Demo"),
            ("Zoë O’Brien-Łuk", "Zoë O’Brien-Łuk"),
            ("李小龍", "李小龍"),
        ] {
            assert_eq!(CardholderName::parse(typed).unwrap().text().expose(), kept);
        }
    }

    #[test]
    fn has_at_most_120_characters() {
        assert!(CardholderName::parse(&"é".repeat(120)).is_ok());
        assert_eq!(
            CardholderName::parse(&"é".repeat(121)),
            Err(CardholderNameProblem::TooLong)
        );
    }

    #[test]
    fn is_not_blank_and_has_no_control_characters() {
        for (typed, problem) in [
            ("", CardholderNameProblem::Missing),
            (" \t\n", CardholderNameProblem::Missing),
            ("\u{200b}", CardholderNameProblem::Missing),
            ("\u{3164}\u{200d}\u{fffd}", CardholderNameProblem::Missing),
            ("A\nDemo", CardholderNameProblem::ControlCharacters),
            ("A\u{0}Demo", CardholderNameProblem::ControlCharacters),
            ("A\u{9b}Demo", CardholderNameProblem::ControlCharacters),
        ] {
            assert_eq!(CardholderName::parse(typed), Err(problem), "{typed:?}");
        }
    }
}

mod form {
    use super::*;

    fn problems(input: &NewCardInput) -> CardErrors {
        input.validate(&SCHEMES, day(2026, 3, 1)).unwrap_err()
    }

    #[test]
    fn with_every_field_right_becomes_a_card() {
        let card = NewCardInput::new("5200 0000 0000 1005", "12/29", "020")
            .with_cardholder_name("A Demo")
            .with_save(true)
            .validate(&SCHEMES, day(2026, 3, 1))
            .unwrap();
        assert_eq!(card.pan().digits().expose(), "5200000000001005");
        assert_eq!(card.expiry().wire_format(), "12 / 29");
        assert_eq!(card.cvv().digits().expose(), "020");
        assert_eq!(card.cardholder_name().map(|name| name.text().expose()), Some("A Demo"));
        assert_eq!(card.save(), Some(true));
    }

    #[test]
    fn may_leave_out_the_name_and_the_question_about_saving() {
        let card = NewCardInput::new("378282246310005", "1229", "1234")
            .validate(&SCHEMES, day(2026, 3, 1))
            .unwrap();
        assert_eq!((card.cardholder_name(), card.save()), (None, None));
    }

    #[test]
    fn names_every_field_that_is_wrong() {
        let errors = problems(&NewCardInput::new("5200 0000 0000 1006", "02/26", "12").with_cardholder_name(" "));
        let found: Vec<_> = errors
            .fields()
            .iter()
            .map(|error| (error.field, error.problem))
            .collect();
        assert_eq!(
            found,
            [
                (CardField::Number, CardProblem::Number(PanProblem::WrongCheckDigit)),
                (CardField::Expiry, CardProblem::Expiry(ExpiryProblem::Expired)),
                (CardField::Cvv, CardProblem::Cvv(CvvProblem::WrongLength)),
                (
                    CardField::CardholderName,
                    CardProblem::CardholderName(CardholderNameProblem::Missing)
                ),
            ]
        );
        assert_eq!(
            errors.of(CardField::Cvv),
            Some(CardProblem::Cvv(CvvProblem::WrongLength))
        );
    }

    #[test]
    fn says_nothing_about_fields_that_are_right() {
        let errors = problems(&NewCardInput::new("5200000000001005", "12/29", "0200"));
        assert_eq!(errors.fields().len(), 1);
        assert_eq!(errors.of(CardField::Number), None);
        assert_eq!(errors.to_string(), "the security code has the wrong length");
    }

    #[test]
    fn takes_only_the_schemes_of_the_payment() {
        for number in ["6759649826438453", "30569309025904"] {
            let errors = problems(&NewCardInput::new(number, "12/29", "020"));
            assert!(errors.of(CardField::Number).is_some(), "{number}");
        }
        let unknown = NewCardInput::new(format!("9{}1", "0".repeat(14)), "12/29", "020");
        assert!(unknown.validate(&SCHEMES, day(2026, 3, 1)).is_ok(), "the gateway knows");
        let maestro = problems(&NewCardInput::new("6759649826438453", "12/29", "020"));
        assert_eq!(
            maestro.of(CardField::Number),
            Some(CardProblem::Number(PanProblem::SchemeNotAccepted))
        );
        let none: [&str; 0] = [];
        let visa = NewCardInput::new("4111111111111111", "12/29", "020").validate(&none, day(2026, 3, 1));
        assert_eq!(visa, Err(CardErrors::from(PanProblem::SchemeNotAccepted)));
    }

    #[test]
    fn knows_the_length_of_the_cvv_although_the_number_is_mistyped() {
        let errors = problems(&NewCardInput::new("378282246310006", "12/29", "123"));
        assert_eq!(
            errors.of(CardField::Cvv),
            Some(CardProblem::Cvv(CvvProblem::WrongLength))
        );
        let errors = problems(&NewCardInput::new("378282246310006", "12/29", "1234"));
        assert_eq!(errors.of(CardField::Cvv), None);
    }

    #[test]
    fn prints_nothing_that_was_typed() {
        let input = NewCardInput::new("4111111111111111", "11/31", "737").with_cardholder_name("Sam Demo");
        let card = input.validate(&SCHEMES, day(2026, 3, 1)).unwrap();
        let wrong = NewCardInput::new("4111111111111112x", "13/31", "73x").with_cardholder_name("Sam\u{7}Demo");
        let errors = problems(&wrong);
        let printed = format!(
            "{input:?} {input:#?} {:?} {:?} {wrong:?} {errors:?} {errors}",
            card.pan(),
            card.cvv()
        );
        for typed in ["4111", "1111", "737", "73x", "Demo"] {
            assert!(!printed.contains(typed), "{typed} is in: {printed}");
        }
        let printed = format!("{card:?}");
        for typed in ["4111", "1111", "737", "Demo"] {
            assert!(!printed.contains(typed), "{typed} is in: {printed}");
        }
    }
}

mod saved_card {
    use super::*;

    fn saved(scheme: &str) -> SavedCard {
        SavedCard::new("pm_demo_1", scheme, "52000000****1005", "2029-12-31", &SCHEMES)
    }

    #[test]
    fn is_payable_if_its_scheme_is_known_and_taken() {
        assert!(saved("MASTERCARD").payable);
        assert!(saved("visa").payable);
        assert!(!saved("MAESTRO").payable);
        let unknown = saved("SOMETHING_NEW");
        assert!(!unknown.payable);
        assert_eq!((unknown.scheme, unknown.scheme_name.as_str()), (None, "SOMETHING_NEW"));
    }

    #[test]
    fn shows_the_end_of_its_number() {
        assert_eq!(saved("VISA").short_masked_pan(), "****1005");
        let short = SavedCard {
            masked_pan: "1005".into(),
            ..saved("VISA")
        };
        assert_eq!(short.short_masked_pan(), "1005");
        let dots = SavedCard {
            masked_pan: "5200••••••••1005".into(),
            ..saved("VISA")
        };
        assert_eq!(dots.short_masked_pan(), "••••1005");
        let empty = SavedCard {
            masked_pan: String::new(),
            ..saved("VISA")
        };
        assert_eq!(empty.short_masked_pan(), "");
    }

    #[test]
    fn has_an_expiry_if_the_server_sent_a_readable_one() {
        assert_eq!(saved("VISA").expiry, Some(expiry("12/29")));
        assert_eq!(SavedCard::new("pm_1", "VISA", "", "soon", &SCHEMES).expiry, None);
    }

    #[test]
    fn has_expired_when_its_month_is_over() {
        let good = saved("VISA").seen_today(day(2029, 12, 31));
        assert_eq!((good.is_expired, good.payable), (false, true));
        let expired = saved("VISA").seen_today(day(2030, 1, 1));
        assert_eq!((expired.is_expired, expired.payable), (true, false));
        let unreadable = SavedCard::new("pm_1", "VISA", "", "0001-01-01", &SCHEMES).seen_today(day(2030, 1, 1));
        assert_eq!((unreadable.is_expired, unreadable.payable), (false, true));
        assert!(!saved("MAESTRO").seen_today(day(2029, 12, 31)).payable);
    }

    #[test]
    fn has_a_cvv_of_its_scheme() {
        assert_eq!(
            SavedCardCvv::parse("1234", &saved("VISA")),
            Err(CvvProblem::WrongLength)
        );
        assert_eq!(SavedCardCvv::parse("123", &saved("AMEX")), Err(CvvProblem::WrongLength));
        let cvv = SavedCardCvv::parse("1234", &saved("AMEX")).unwrap();
        assert_eq!(
            (cvv.payment_method_id(), cvv.cvv().digits().expose()),
            ("pm_demo_1", "1234")
        );
        assert!(!format!("{cvv:?}").contains("1234"));
    }
}
