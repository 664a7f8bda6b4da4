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

/// How the page came to want an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum NavigationCause {
    /// The customer tapped something.
    Gesture,
    /// A server of the challenge redirected.
    Redirect,
    /// A script did it by itself, or nobody knows.
    Script,
}

/// From where in a challenge's page an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct NavigationContext {
    /// The page itself goes there, or opens the window; not a frame in it.
    pub main_frame: bool,
    /// How it came to that.
    pub cause: NavigationCause,
    /// A window of its own is asked for: `window.open`, `target="_blank"`.
    pub new_window: bool,
    /// How many windows are open over the challenge's page.
    pub depth: i32,
}

impl From<NavigationContext> for core::NavigationContext {
    fn from(context: NavigationContext) -> Self {
        let NavigationContext {
            main_frame,
            cause,
            new_window,
            depth,
        } = context;
        core::NavigationContext {
            main_frame,
            cause: match cause {
                NavigationCause::Gesture => core::NavigationCause::Gesture,
                NavigationCause::Redirect => core::NavigationCause::Redirect,
                NavigationCause::Script => core::NavigationCause::Script,
            },
            new_window,
            depth: u32::try_from(depth).unwrap_or_default(),
        }
    }
}

/// What to do with an address that a challenge's page wants to go to.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ChallengeNavigation {
    /// Hand the link to the system, exactly as it is here. The page stays as it is and waits; if no app opens the link, the
    /// customer has to be told.
    Open {
        /// What to open. An `intent:` is `BROWSABLE` and has no component, selector or flags.
        url: String,
        /// An `https` address to load in the page if there is no app.
        fallback: Option<String>,
    },
    /// Load it where it was asked for.
    Stay,
    /// Do nothing.
    Ignore,
    /// The challenge is over. The address need not be loaded.
    Ended {
        /// How.
        outcome: ChallengeOutcome,
    },
}

impl From<core::Navigation> for ChallengeNavigation {
    fn from(navigation: core::Navigation) -> Self {
        match navigation {
            core::Navigation::Open(core::AppLink { url, fallback }) => ChallengeNavigation::Open { url, fallback },
            core::Navigation::Stay => ChallengeNavigation::Stay,
            core::Navigation::Ignore => ChallengeNavigation::Ignore,
            core::Navigation::Ended(outcome) => ChallengeNavigation::Ended {
                outcome: outcome.into(),
            },
        }
    }
}

/// What to do with an address that the challenge's page, or a frame or window of it, wants to go to.
#[uniffi::export]
pub fn challenge_navigation(url: String, context: NavigationContext, challenge: Challenge) -> ChallengeNavigation {
    core::navigation(&url, context.into(), &challenge.into()).into()
}

/// What a presenter of the challenge itself says to the customer, around the issuer's page.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChallengeTexts {
    /// Names the button that closes the challenge, for those who hear it.
    pub close: String,
    /// No app opens the link that was tapped.
    pub no_app: String,
    /// The page wants to save a file.
    pub no_download: String,
    /// The page wants a file from the customer.
    pub no_upload: String,
    /// Asks whether to leave the challenge.
    pub leave_question: String,
    /// Leaves.
    pub leave: String,
    /// Does not leave.
    pub go_on: String,
    /// Answers a dialog of the page with yes.
    pub ok: String,
    /// Answers a dialog of the page with no.
    pub cancel: String,
}

impl From<core::ChallengeTexts> for ChallengeTexts {
    fn from(texts: core::ChallengeTexts) -> Self {
        let core::ChallengeTexts {
            close,
            no_app,
            no_download,
            no_upload,
            leave_question,
            leave,
            go_on,
            ok,
            cancel,
        } = texts;
        ChallengeTexts {
            close,
            no_app,
            no_download,
            no_upload,
            leave_question,
            leave,
            go_on,
            ok,
            cancel,
        }
    }
}

/// The texts in English, for presenters that are given no others.
#[uniffi::export]
pub fn challenge_texts() -> ChallengeTexts {
    core::ChallengeTexts::default().into()
}
