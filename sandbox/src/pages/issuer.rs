//! The pages of the card's issuer: the challenge, its end, and what can go wrong on the way.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::{Policy, nonce, page};
use crate::domain::intent::Money;
use crate::domain::issuer::{NoQuestion, Question};

/// For all of the issuer's pages.
pub(crate) const STYLE: &str = include_str!("../../templates/issuer.css");
/// Lets screen readers say what is wrong.
pub(crate) const ANNOUNCE: &str = include_str!("../../templates/announce.js");
/// Tells the app.
pub(crate) const REPORT: &str = include_str!("../../templates/report.js");

/// An issuer does not know the shops and apps that show its page, so any may frame it. (`frame-ancestors *` would say less:
/// it leaves out apps whose own pages have no web address.)
const POLICY: Policy = Policy {
    directives: "form-action 'self'",
};

#[derive(Template)]
#[template(path = "challenge.html")]
struct Challenge<'a> {
    nonce: &'a str,
    merchant: &'a str,
    amount: String,
    card: &'a str,
    md: &'a str,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "return.html")]
struct Return<'a> {
    nonce: &'a str,
    passed: bool,
    heading: &'a str,
    explanation: &'a str,
    outcome: &'a str,
    transaction_id: &'a str,
}

#[derive(Template)]
#[template(path = "mistake.html")]
struct Mistake<'a> {
    nonce: &'a str,
    heading: &'a str,
    explanation: &'a str,
}

/// The question, after a mistake with what was wrong.
pub(crate) fn challenge(question: &Question, error: Option<String>) -> Response {
    let nonce = nonce();
    let template = Challenge {
        nonce: &nonce,
        merchant: crate::wire::intent_view::TRADING_NAME,
        amount: question
            .amount
            .as_ref()
            .map_or_else(|| "Nothing now".to_owned(), readable),
        card: &question.card,
        md: &question.md,
        error,
    };
    page(StatusCode::OK, &template, &nonce, &POLICY)
}

/// The end, which tells the app. `None` for an outcome that there is not.
pub(crate) fn ended(outcome: &str, transaction_id: &str) -> Option<Response> {
    let (heading, explanation) = match outcome {
        "SUCCESS" => ("Check passed", "Your bank has confirmed that it is you."),
        "NOACTION" => ("Nothing to check", "Your bank did not ask for anything."),
        "FAILURE" => ("Check failed", "Your bank could not confirm that it is you."),
        "CANCEL" => ("Check cancelled", "You have cancelled the check."),
        "TIMEOUT" => ("Out of time", "The check took too long."),
        "ERROR" => ("The check did not work", "Your bank could not run the check."),
        _ => return None,
    };
    let nonce = nonce();
    let template = Return {
        nonce: &nonce,
        passed: matches!(outcome, "SUCCESS" | "NOACTION"),
        heading,
        explanation,
        outcome,
        transaction_id,
    };
    Some(page(StatusCode::OK, &template, &nonce, &POLICY))
}

/// A page that says why there is no other.
pub(crate) fn mistake(status: StatusCode, heading: &str, explanation: &str) -> Response {
    let nonce = nonce();
    let template = Mistake {
        nonce: &nonce,
        heading,
        explanation,
    };
    page(status, &template, &nonce, &POLICY)
}

pub(crate) fn no_question(why: &NoQuestion) -> Response {
    match why {
        NoQuestion::Unknown => mistake(
            StatusCode::NOT_FOUND,
            "There is no such check",
            "No payment is waiting for this check. It may have run out of time, or the payment was started again.",
        ),
        NoQuestion::Over => mistake(
            StatusCode::GONE,
            "This check is over",
            "It has been answered, and cannot be answered again.",
        ),
        NoQuestion::WrongPayload => mistake(
            StatusCode::BAD_REQUEST,
            "This check cannot be opened",
            "The JWT that the shop sent is not the one of this check.",
        ),
    }
}

/// Such as `GBP 12.50`; exact, as amounts are whole numbers of minor units.
fn readable(money: &Money) -> String {
    let digits = iso_currency::Currency::from_code(&money.currency_code)
        .and_then(|currency| currency.exponent())
        .map_or(0, usize::from);
    let minor = format!("{:0>width$}", money.value.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = minor.split_at(minor.len() - digits);
    let sign = if money.value < 0 { "-" } else { "" };
    let point = if digits > 0 { "." } else { "" };
    format!("{} {sign}{whole}{point}{fraction}", money.currency_code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_as_many_decimals_as_their_currency() {
        let shown = |value, code: &str| {
            readable(&Money {
                value,
                currency_code: code.to_owned(),
            })
        };
        assert_eq!(shown(1250, "GBP"), "GBP 12.50");
        assert_eq!(shown(5, "GBP"), "GBP 0.05");
        assert_eq!(shown(0, "EUR"), "EUR 0.00");
        assert_eq!(shown(1250, "JPY"), "JPY 1250");
        assert_eq!(shown(1250, "KWD"), "KWD 1.250");
        assert_eq!(shown(i64::MAX, "GBP"), "GBP 92233720368547758.07");
    }
}
