//! What becomes of an address that the challenge's page wants to go to. The same for every presenter.
//!
//! The customer's bank decides what its page does, and some of it can only be done outside the page: approving in the bank's
//! app. All that a page can ask of the system is therefore decided here, by one rule:
//!
//! | Address | In the page itself | In a frame of it |
//! |---|---|---|
//! | the challenge's way back | `Ended` | `Stay`: a frame does not speak for the page |
//! | `https` without user info, `http` on this machine | `Stay` | `Stay` |
//! | other `http`, user info in the address | `Ignore` | `Ignore` |
//! | `about:blank` | `Stay` | `Stay` |
//! | `about:srcdoc`, `data`, `blob` | `Ignore`: the title could name no host | `Stay` |
//! | `intent` with something that may be opened | `Open`, as a new and harmless intent | `Ignore` |
//! | schemes that an app has registered, shops of apps among them | `Open` | `Ignore` |
//! | what is listed in this module: files, scripts, calls, messages, settings | `Ignore` | `Ignore` |
//!
//! `Open` takes a gesture of the customer or a redirect of the challenge: a script alone cannot leave the app. A link by
//! `https` that an app could claim stays in the page, because nobody can tell it from the bank's next page by its text.

use url::Url;

use super::app_link::{AppLink, LONGEST_LINK, is_of_an_app};
use super::intent;
use super::report::outcome_at;
use crate::config::{has_user_info, is_loopback};
use crate::threeds::{Challenge, ChallengeOutcome};

/// How many windows may be open over the challenge's page.
pub const MOST_WINDOWS: u32 = 3;

/// How the page came to want an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NavigationCause {
    /// The customer tapped something.
    Gesture,
    /// A server of the challenge redirected.
    Redirect,
    /// A script did it by itself, or nobody knows.
    Script,
}

/// From where an address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NavigationContext {
    /// The page itself goes there, or opens the window; not a frame in it.
    pub main_frame: bool,
    /// How it came to that.
    pub cause: NavigationCause,
    /// A window of its own is asked for: `window.open`, `target="_blank"`.
    pub new_window: bool,
    /// How many windows are open over the challenge's page.
    pub depth: u32,
}

/// What to do with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Navigation {
    /// Hand it to the system. The page stays as it is and waits: who comes back from an app has not cancelled.
    Open(AppLink),
    /// Load it where it was asked for.
    Stay,
    /// Do nothing.
    Ignore,
    /// The challenge is over. The address need not be loaded.
    Ended(ChallengeOutcome),
}

/// What to do with an address that the page, or a frame or window of it, wants to go to (D7-23).
pub fn navigation(url: &str, context: NavigationContext, challenge: &Challenge) -> Navigation {
    if context.main_frame
        && let Some(outcome) = outcome_at(url, challenge)
    {
        return Navigation::Ended(outcome);
    }
    // `window.open()` names no address.
    let url = if url.is_empty() { "about:blank" } else { url };
    let Ok(url) = Url::parse(url) else {
        return Navigation::Ignore;
    };
    if is_for_the_page(&url, context.main_frame) {
        let is_one_too_many = context.new_window && context.depth >= MOST_WINDOWS;
        return if is_one_too_many {
            Navigation::Ignore
        } else {
            Navigation::Stay
        };
    }
    let may_leave = context.main_frame && context.cause != NavigationCause::Script;
    let link = if may_leave { app_link(&url) } else { None };
    link.map_or(Navigation::Ignore, Navigation::Open)
}

fn is_for_the_page(url: &Url, main_frame: bool) -> bool {
    match url.scheme() {
        "https" => !has_user_info(url),
        "http" => is_loopback(url) && !has_user_info(url),
        "about" => url.path() == "blank" || (url.path() == "srcdoc" && !main_frame),
        "data" | "blob" => !main_frame,
        _ => false,
    }
}

fn app_link(url: &Url) -> Option<AppLink> {
    let link = match url.scheme() {
        "intent" => intent::rebuilt(url)?,
        scheme if is_of_an_app(scheme) => AppLink {
            url: url.as_str().to_owned(),
            fallback: None,
        },
        _ => return None,
    };
    (link.url.len() <= LONGEST_LINK).then_some(link)
}
