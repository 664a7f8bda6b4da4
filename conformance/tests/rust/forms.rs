//! What a form asks while somebody types.

use std::time::SystemTime;

use checkout_conformance::{ChallengeAddress, Command, FieldCheck, FormField, Moment, NavigationCause, Outcome};
use checkout_core::card::{SavedCard, Today};
use checkout_core::input::FieldError;
use checkout_core::input::{self, Feedback};
use checkout_core::money::{Currency, Money};
use checkout_core::threeds::Challenge;
use checkout_core::web_challenge::{self, Navigation, NavigationContext};
use serde_json::{Value, json};

use crate::names;

/// `None` if it is no question of a form. `today` is what the checkout, if there is one, says.
pub(crate) fn answer(command: &Command, today: Option<Today>) -> Option<Outcome> {
    let value = match command {
        Command::EditCardNumber { typed, caret } => {
            let edit = input::edit_card_number(typed, index(*caret));
            json!({
                "text": edit.text.expose(),
                "caret": edit.caret,
                "scheme": edit.scheme.definite().map(|scheme| scheme.wire_name()),
                "is_complete": edit.is_complete,
                "is_full": edit.is_full,
            })
        }
        Command::EditExpiry { typed, caret } => {
            let edit = input::edit_expiry(typed, index(*caret));
            json!({ "text": edit.text, "caret": edit.caret, "is_complete": edit.is_complete })
        }
        Command::EditCvv {
            typed,
            caret,
            number,
            scheme,
        } => {
            let edit = match scheme {
                Some(scheme) => {
                    let card = SavedCard::new("pm_1", scheme, "", "", &[scheme]);
                    input::edit_saved_card_cvv(typed, index(*caret), &card)
                }
                None => input::edit_cvv(typed, index(*caret), number.as_deref().unwrap_or_default()),
            };
            json!({
                "text": edit.text.expose(),
                "caret": edit.caret,
                "is_complete": edit.is_complete,
                "is_full": edit.is_full,
            })
        }
        Command::CheckField(check) => feedback(checked(check, today.unwrap_or_else(|| Today::by(SystemTime::now())))),
        Command::AmountParts {
            minor_units,
            currency_code,
        } => amount_parts(*minor_units, currency_code),
        Command::Country { country_code } => json!({
            "listed": input::countries().contains(&country_code.as_str()),
            "needs_postcode": input::needs_postcode(country_code),
        }),
        Command::NavigateChallenge(address) => navigation(address),
        _ => return None,
    };
    Some(names::with_value(value))
}

fn navigation(address: &ChallengeAddress) -> Value {
    let challenge = Challenge {
        transaction_id: "3ds-1".to_owned(),
        payload: String::new(),
        step_up_url: Some("https://acs.example.test/acs/challenge".to_owned()),
    };
    let context = NavigationContext {
        main_frame: !address.in_frame,
        cause: match address.cause {
            NavigationCause::Gesture => web_challenge::NavigationCause::Gesture,
            NavigationCause::Redirect => web_challenge::NavigationCause::Redirect,
            NavigationCause::Script => web_challenge::NavigationCause::Script,
        },
        new_window: address.new_window,
        depth: u32::try_from(address.depth).unwrap_or_default(),
    };
    match web_challenge::navigation(&address.url, context, &challenge) {
        Navigation::Open(link) => json!({ "answer": "Open", "url": link.url, "fallback": link.fallback }),
        Navigation::Stay => json!({ "answer": "Stay" }),
        Navigation::Ignore => json!({ "answer": "Ignore" }),
        Navigation::Ended(outcome) => json!({ "answer": "Ended", "pa_res": outcome.pa_res }),
    }
}

/// A caret before the text is at its beginning.
fn index(caret: i32) -> usize {
    usize::try_from(caret).unwrap_or_default()
}

fn checked(check: &FieldCheck, today: Today) -> Feedback {
    let moment = match check.moment {
        Moment::Typing => input::Moment::Typing,
        Moment::Leaving => input::Moment::Leaving,
    };
    let typed = check.typed.as_str();
    let beside = check.beside.as_deref().unwrap_or_default();
    match check.field {
        FormField::Number => input::check_number(typed, &check.supported_schemes, moment),
        FormField::Expiry => input::check_expiry(typed, today, moment),
        FormField::Cvv => input::check_cvv(typed, beside, moment),
        FormField::SavedCardCvv => {
            let card = SavedCard::new("pm_1", beside, "", "", &[beside]);
            input::check_saved_card_cvv(typed, &card, moment)
        }
        FormField::CardholderName => input::check_cardholder_name(typed, moment),
        FormField::Email => input::check_email(typed, moment),
        FormField::BillingPostcode => input::check_postcode(typed, beside, moment),
    }
}

fn feedback(feedback: Feedback) -> Value {
    let problem = match feedback {
        Feedback::Unfinished => return json!({ "feedback": "Unfinished", "field": null, "problem": null }),
        Feedback::Valid => return json!({ "feedback": "Valid", "field": null, "problem": null }),
        Feedback::Wrong(problem) => problem,
    };
    let FieldError { field, problem } = problem.into();
    json!({ "feedback": "Wrong", "field": format!("{field:?}"), "problem": names::problem(problem) })
}

fn amount_parts(minor_units: i64, currency_code: &str) -> Value {
    let Some(currency) = Currency::from_code(currency_code) else {
        return Value::Null;
    };
    let parts = Money::new(minor_units, currency).parts();
    json!({ "negative": parts.negative, "integer": parts.integer.to_string(), "fraction": parts.fraction })
}
