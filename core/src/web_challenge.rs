//! A 3-D Secure challenge as a web page: what opens it, and what its end says.
//!
//! For hosts without a native 3-D Secure SDK: they show the issuer's page in a web view or in a browser. [`challenge_page`]
//! says what to load. Every address that the page wants to go to is given to [`navigation`], which says what becomes of it,
//! until it says that the challenge has ended. Who has a browser that only tells where it is, or a JavaScript bridge, gives
//! addresses and messages to [`outcome_of`]. Nothing here opens a connection.
//!
//! How a page ends, since a gateway's documentation does not say: it goes to `return` beside the step-up URL (so
//! `https://host/acs/challenge` ends at `https://host/acs/return`) with the query parameters `outcome`, `transactionId` and
//! `paRes`; or it sends the same three as one JSON object through the bridge.

mod app_link;
mod intent;
mod navigation;
mod report;
mod texts;

use url::{Url, form_urlencoded};

use crate::config::{has_user_info, is_loopback};
use crate::threeds::Challenge;

pub use app_link::AppLink;
pub use navigation::{MOST_WINDOWS, Navigation, NavigationCause, NavigationContext, navigation};
pub use report::outcome_of;
pub use texts::ChallengeTexts;

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
