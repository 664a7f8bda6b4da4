//! How a challenge's page says that it is over: by where it goes, or through a bridge.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::{return_url, step_up_url};
use crate::config::has_user_info;
use crate::threeds::{Challenge, ChallengeAction, ChallengeOutcome};

/// The `error_number` of outcomes that say that the page ended in a way that is not understood.
const NOT_UNDERSTOOD: i32 = 1;

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
    report.outcome_for(challenge)
}

/// The same for an address alone.
pub(super) fn outcome_at(url: &str, challenge: &Challenge) -> Option<ChallengeOutcome> {
    Report::from_url(url, challenge)?.outcome_for(challenge)
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

    fn outcome_for(&self, challenge: &Challenge) -> Option<ChallengeOutcome> {
        self.is_about(challenge).then(|| self.outcome())
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
