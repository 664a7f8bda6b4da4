//! A 3-D Secure challenge as a web page: what opens it, and what its end says.
//!
//! For hosts without a native 3-D Secure SDK: they show the issuer's page in a web view or in a browser. [`challenge_page`]
//! says what to load. Every address that the page goes to, and every message that it sends through a JavaScript bridge, is
//! given to [`outcome_of`], until it returns an outcome. Nothing here opens a connection.
//!
//! How a page ends, since a gateway's documentation does not say: it goes to `return` beside the step-up URL (so
//! `https://host/acs/challenge` ends at `https://host/acs/return`) with the query parameters `outcome`, `transactionId` and
//! `paRes`; or it sends the same three as one JSON object through the bridge.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use url::{Url, form_urlencoded};

use crate::config::{has_user_info, is_loopback};
use crate::threeds::{Challenge, ChallengeAction, ChallengeOutcome};

/// What opens the issuer's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengePage {
    /// Where the form is posted to.
    pub url: String,
    /// The form: `JWT` and `MD`, percent-encoded. ASCII.
    pub form_body: String,
    /// The media type of `form_body`, for the `Content-Type` header.
    pub content_type: &'static str,
    /// The address that the page goes to when it is over, without its query.
    pub return_url: String,
    /// A document that posts the form by itself, for web views that load HTML but cannot post. Without JavaScript it has a
    /// button.
    pub auto_submit_html: String,
}

/// Why a challenge cannot be shown as a web page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoChallengePage {
    /// The gateway named no page.
    #[error("the challenge has no step-up URL: only a native 3-D Secure SDK can show it")]
    Missing,
    /// The step-up URL is not one.
    #[error("the step-up URL is not the address of a web page")]
    NotAPage,
    /// `http` to another machine, or user info in the URL.
    #[error("the step-up URL is not safe to open: it has to be https, without user info")]
    Unsafe,
}

/// The media type of an HTML form's body.
const FORM: &str = "application/x-www-form-urlencoded";

/// The `error_number` of outcomes that say that the page ended in a way that is not understood.
const NOT_UNDERSTOOD: i32 = 1;

/// What to load in order to show the challenge.
///
/// # Errors
///
/// [`NoChallengePage`] when there is no page, or none that may be opened: `https`, or `http` on a loopback address.
pub fn challenge_page(challenge: &Challenge) -> Result<ChallengePage, NoChallengePage> {
    let url = step_up_url(challenge)?;
    let return_url = return_url(&url).ok_or(NoChallengePage::NotAPage)?;
    Ok(ChallengePage {
        form_body: form_body(challenge),
        content_type: FORM,
        auto_submit_html: auto_submit_html(&url, challenge),
        return_url: return_url.into(),
        url: url.into(),
    })
}

/// What the page's address, or a message of its JavaScript bridge, says about the challenge. `None`: nothing, the
/// challenge goes on.
///
/// Only the return address of this challenge's page counts, and only a report about this challenge's transaction. A report
/// that is about it and cannot be understood ends the challenge with an error, and so does a success without `paRes`.
///
/// A message is taken as it is: do not pass on what another page than the challenge's has sent.
pub fn outcome_of(url_or_message: &str, challenge: &Challenge) -> Option<ChallengeOutcome> {
    let text = unwrapped(url_or_message);
    let report = match text.starts_with('{') {
        true => Report::from_message(&text)?,
        false => Report::from_url(&text, challenge)?,
    };
    report.is_about(challenge).then(|| report.outcome())
}

/// Without a byte order mark and white space around it, and out of the JSON texts that bridges wrap a message in.
fn unwrapped(text: &str) -> Cow<'_, str> {
    /// One for the page, one for the bridge.
    const WRAPPERS: usize = 2;

    let bare = |text: &str| {
        let is_around = |character: char| character.is_whitespace() || character == '\u{feff}';
        text.trim_matches(is_around).to_owned()
    };
    let mut text = Cow::from(bare(text));
    for _ in 0..WRAPPERS {
        match serde_json::from_str::<String>(&text) {
            Ok(inner) => text = bare(&inner).into(),
            Err(_) => break,
        }
    }
    text
}

fn step_up_url(challenge: &Challenge) -> Result<Url, NoChallengePage> {
    let text = challenge.step_up_url.as_deref().ok_or(NoChallengePage::Missing)?;
    let url = Url::parse(text).map_err(|_| NoChallengePage::NotAPage)?;
    match url.scheme() {
        "https" | "http" if has_user_info(&url) => Err(NoChallengePage::Unsafe),
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(NoChallengePage::Unsafe),
        _ => Err(NoChallengePage::NotAPage),
    }
}

fn return_url(step_up: &Url) -> Option<Url> {
    step_up.join("return").ok()
}

fn form_body(challenge: &Challenge) -> String {
    form_urlencoded::Serializer::new(String::new())
        .append_pair("JWT", &challenge.payload)
        .append_pair("MD", &challenge.transaction_id)
        .finish()
}

fn auto_submit_html(url: &Url, challenge: &Challenge) -> String {
    format!(
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Card check</title>
</head>
<body>
<form method="post" action="{action}">
<input type="hidden" name="JWT" value="{payload}">
<input type="hidden" name="MD" value="{transaction_id}">
<noscript><button>Continue to your bank</button></noscript>
</form>
<script>document.forms[0].submit()</script>
</body>
</html>
"#,
        action = escaped(url.as_str()),
        payload = escaped(&challenge.payload),
        transaction_id = escaped(&challenge.transaction_id),
    )
}

/// Text as the value of an HTML attribute in double quotes.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // A browser would turn a bare carriage return into a line feed.
            '\r' => escaped.push_str("&#13;"),
            character => escaped.push(character),
        }
    }
    escaped
}

/// How the page says that it is over: names and values in their order. A value that is no text is `None`.
#[derive(Default)]
struct Report(Vec<(String, Option<String>)>);

impl Report {
    fn from_message(message: &str) -> Option<Self> {
        serde_json::from_str(message).ok()
    }

    fn from_url(text: &str, challenge: &Challenge) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let end = return_url(&step_up_url(challenge).ok()?)?;
        if url.origin() != end.origin() || url.path() != end.path() || has_user_info(&url) {
            return None;
        }
        // A `paRes` is base64, and not every page escapes its `+`; in a form, `+` is a space.
        let query = url.query().unwrap_or_default();
        let escaped = query.replace('+', "%2B");
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned();
        let literal = form_urlencoded::parse(escaped.as_bytes()).into_owned();
        let entries = pairs.zip(literal).map(|((name, value), (_, literal))| {
            let is_literal = name == "paRes" || literal == challenge.transaction_id;
            (name, Some(if is_literal { literal } else { value }))
        });
        Some(Report(entries.collect()))
    }

    fn is_about(&self, challenge: &Challenge) -> bool {
        self.all(TRANSACTION_ID)
            .any(|id| id == Some(challenge.transaction_id.as_str()))
    }

    fn all(&self, wanted: &str) -> impl Iterator<Item = Option<&str>> {
        let values = self.0.iter().filter(move |(name, _)| name == wanted);
        values.map(|(_, value)| value.as_deref())
    }

    /// The text under a name that is there once.
    fn only(&self, wanted: &str) -> Option<&str> {
        let mut values = self.all(wanted);
        let first = values.next()?;
        first.filter(|_| values.next().is_none())
    }

    fn outcome(&self) -> ChallengeOutcome {
        let outcome = self.only(TRANSACTION_ID).and_then(|_| self.only("outcome"));
        let pa_res = self.only("paRes").unwrap_or_default();
        let Some(action) = ACTIONS.into_iter().find(|action| Some(action.wire_name()) == outcome) else {
            return ChallengeOutcome::error(NOT_UNDERSTOOD, "the challenge page ended with an unknown outcome");
        };
        // Only a signed answer is evidence that the customer was authenticated.
        if action.is_validated() && pa_res.trim().is_empty() {
            return ChallengeOutcome::error(NOT_UNDERSTOOD, "the challenge page reported success without a paRes");
        }
        match action {
            ChallengeAction::Error => ChallengeOutcome::error(NOT_UNDERSTOOD, "the challenge page reported an error"),
            action => ChallengeOutcome {
                action,
                ..ChallengeOutcome::authenticated(pa_res)
            },
        }
    }
}

const TRANSACTION_ID: &str = "transactionId";

impl<'de> Deserialize<'de> for Report {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReportVisitor)
    }
}

/// Keeps what is there twice, which a map would not.
struct ReportVisitor;

impl<'de> Visitor<'de> for ReportVisitor {
    type Value = Report;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Report, A::Error> {
        let mut report = Report::default();
        while let Some((name, value)) = entries.next_entry::<String, Value>()? {
            report.0.push((name, value.as_str().map(str::to_owned)));
        }
        Ok(report)
    }
}

const ACTIONS: [ChallengeAction; 6] = [
    ChallengeAction::Success,
    ChallengeAction::NoAction,
    ChallengeAction::Failure,
    ChallengeAction::Error,
    ChallengeAction::Cancel,
    ChallengeAction::Timeout,
];
