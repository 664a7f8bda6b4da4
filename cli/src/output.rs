//! A result on stdout, and as an exit status.

use std::io::Write;
use std::process::ExitCode;

use checkout_core::result::PaymentResult;
use serde::Serialize;

use crate::shown::{shown, shown_in_lines, shown_json};

/// The line of `--json`, in this order.
#[derive(Serialize)]
struct ResultLine<'a> {
    code: i32,
    status: String,
    charge: String,
    reason: Option<&'static str>,
    gateway_code: Option<i64>,
    payment_intent_id: &'a str,
}

impl<'a> From<&'a PaymentResult> for ResultLine<'a> {
    fn from(result: &'a PaymentResult) -> Self {
        ResultLine {
            code: result.code(),
            status: format!("{:?}", result.status),
            charge: result.charge.to_string(),
            reason: result.reason.as_ref().map(|reason| reason.kind.name()),
            gateway_code: result.gateway_code,
            payment_intent_id: &result.payment_intent_id,
        }
    }
}

/// Prints a result: for a machine, one line on stdout and the explanation on stderr; for a person, both on stdout.
/// The exit status is 0 for code 0 and 1 for any other.
pub(crate) fn report(result: &PaymentResult, json: bool) -> anyhow::Result<ExitCode> {
    let explanation = explanation(result);
    if json {
        if let Some(explanation) = &explanation {
            note(explanation);
        }
        json_line(&ResultLine::from(result))?;
    } else {
        line(&in_short(result))?;
        explanation.as_deref().map_or(Ok(()), line)?;
    }
    Ok(match result.code() {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

/// Such as `5 Declined, NotCharged`.
pub(crate) fn in_short(result: &PaymentResult) -> String {
    format!("{} {:?}, {}", result.code(), result.status, result.charge)
}

fn explanation(result: &PaymentResult) -> Option<String> {
    result
        .reason
        .as_ref()
        .map(|reason| shown(&format!("{}: {reason}", reason.kind)).into_owned())
}

/// Writes a text to stdout. Unlike `println!` it survives a reader that has gone.
pub(crate) fn line(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout(), "{}", shown_in_lines(text))
}

/// Writes one line of JSON to stdout.
pub(crate) fn json_line(value: &impl Serialize) -> anyhow::Result<()> {
    let json = serde_json::to_string(value)?;
    Ok(writeln!(std::io::stdout(), "{}", shown_json(&json))?)
}

/// Writes a text to stderr.
pub(crate) fn note(text: &str) {
    eprintln!("{}", shown_in_lines(text));
}
