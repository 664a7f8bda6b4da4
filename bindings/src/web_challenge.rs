//! A 3-D Secure challenge as a web page, for apps without a native 3-D Secure SDK.

use checkout_core::web_challenge as core;

use crate::threeds::{Challenge, ChallengeOutcome};

/// What opens the issuer's page.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChallengePage {
    /// Where the form is posted to.
    pub url: String,
    /// The form: `JWT` and `MD`, percent-encoded. ASCII.
    pub form_body: String,
    /// The media type of the form, for the `Content-Type` header.
    pub content_type: String,
    /// The address that the page goes to when it is over, without its query.
    pub return_url: String,
    /// A document that posts the form by itself, for web views that load HTML but cannot post.
    pub auto_submit_html: String,
}

/// A challenge cannot be shown as a web page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ChallengePageError {
    /// The gateway named no page.
    #[error("the challenge has no step-up URL: only a native 3-D Secure SDK can show it")]
    Missing,
    /// The step-up URL is not the address of a web page.
    #[error("the step-up URL is not the address of a web page")]
    NotAPage,
    /// The step-up URL is not `https`, or has user info.
    #[error("the step-up URL is not safe to open: it has to be https, without user info")]
    Unsafe,
}

impl From<core::ChallengePage> for ChallengePage {
    fn from(page: core::ChallengePage) -> Self {
        let core::ChallengePage {
            url,
            form_body,
            content_type,
            return_url,
            auto_submit_html,
        } = page;
        ChallengePage {
            url,
            form_body,
            content_type: content_type.to_owned(),
            return_url,
            auto_submit_html,
        }
    }
}

impl From<core::NoChallengePage> for ChallengePageError {
    fn from(error: core::NoChallengePage) -> Self {
        match error {
            core::NoChallengePage::Missing => ChallengePageError::Missing,
            core::NoChallengePage::NotAPage => ChallengePageError::NotAPage,
            core::NoChallengePage::Unsafe => ChallengePageError::Unsafe,
        }
    }
}

/// What to load in order to show the challenge as a web page.
#[uniffi::export]
pub fn challenge_page(challenge: Challenge) -> Result<ChallengePage, ChallengePageError> {
    Ok(core::challenge_page(&challenge.into())?.into())
}

/// What the page's address, or a message of its JavaScript bridge, says about the challenge; nothing while it goes on.
/// Do not pass on what another page than the challenge's has sent.
#[uniffi::export]
pub fn challenge_outcome(url_or_message: String, challenge: Challenge) -> Option<ChallengeOutcome> {
    core::outcome_of(&url_or_message, &challenge.into()).map(ChallengeOutcome::from)
}
