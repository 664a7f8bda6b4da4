//! Links that apps may open, by their schemes.

/// Longer links are not for apps; and what goes from process to process has its limits.
pub(super) const LONGEST_LINK: usize = 16 * 1024;

/// A link that an app may open. If none does, the page stays, and the customer has to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppLink {
    /// For the system, exactly as it is here: what was judged is not what the page has written. An `intent:` is
    /// `BROWSABLE` and has no component, selector or flags.
    pub url: String,
    /// An `https` address to load in the page if there is no app.
    pub fallback: Option<String>,
}

/// Whether the scheme is one that apps register. The text is in lower case, as [`Url`] has it.
pub(super) fn is_of_an_app(scheme: &str) -> bool {
    let is_never = NEVER.iter().any(|schemes| schemes.contains(&scheme));
    !is_never && !NEVER_FAMILIES.iter().any(|family| scheme.starts_with(family))
}

/// Nobody confirms a payment through these, and each gives a page something that it should not have.
const NEVER: [&[&str]; 6] = [
    // The web, which the page loads itself or not at all.
    &[
        "http", "https", "ws", "wss", "ftp", "ftps", "sftp", "smb", "ssh", "telnet", "rtsp", "magnet",
    ],
    // Files, and what other apps have.
    &[
        "file",
        "content",
        "filesystem",
        "android.resource",
        "resource",
        "res",
        "asset",
        "assets",
        "jar",
        "cid",
        "mhtml",
    ],
    // Code and documents in the address.
    &["javascript", "vbscript", "jscript", "livescript", "data", "blob"],
    // A browser's own pages.
    &["about", "view-source", "devtools", "edge", "opera", "brave", "webkit"],
    // Calls and messages, which cost money or speak in the customer's name.
    &[
        "tel",
        "telprompt",
        "callto",
        "voicemail",
        "sip",
        "sips",
        "sms",
        "smsto",
        "mms",
        "mmsto",
        "imessage",
        "rcs",
        "mailto",
        "message",
    ],
    // What installs, runs or sets something; and an intent in an intent.
    &[
        "itms-services",
        "shortcuts",
        "workflow",
        "app-settings",
        "app-prefs",
        "prefs",
        "package",
        "intent",
        "android-app",
    ],
];

const NEVER_FAMILIES: [&str; 8] = [
    "chrome",
    "facetime",
    "moz-",
    "ms-",
    "safari-",
    "x-apple",
    "x-safari",
    "x-web-search",
];
