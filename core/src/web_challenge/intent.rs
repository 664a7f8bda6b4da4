//! Android's way to write an intent as a link: `intent:…#Intent;scheme=…;package=…;end`.
//!
//! Such a link can name any component of any app, lend it this app's rights, and hide both behind a selector. So nothing of
//! it is passed on: what is harmless is read, and a new link is written from that. It is `BROWSABLE`, so that only what
//! apps have opened to web pages can answer it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

use super::app_link::{AppLink, is_of_an_app};
use crate::config::has_user_info;

const VIEW: &str = "android.intent.action.VIEW";
const BROWSABLE: &str = "android.intent.category.BROWSABLE";
const FALLBACK: &str = "browser_fallback_url";

/// What Android leaves as it is when it writes a link.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What is passed on of an intent.
#[derive(Default)]
struct Intent {
    action: Option<String>,
    scheme: Option<String>,
    package: Option<String>,
    /// Texts (`S`) and truths (`B`): the kind, the name, the value.
    extras: Vec<(char, String, String)>,
    fallback: Option<String>,
}

/// The same intent with nothing in it that could do harm; `None` if nothing is left that an app could answer.
pub(super) fn rebuilt(url: &Url) -> Option<AppLink> {
    // As Android does: whatever is before the last `#` is of the data.
    let (data, fields) = url.as_str().strip_prefix("intent:")?.rsplit_once('#')?;
    let intent = Intent::read(fields.strip_prefix("Intent;")?)?;
    let data = match (&intent.scheme, data.trim_matches('/')) {
        (Some(scheme), _) => Some(data_of_an_app(&format!("{scheme}:{data}"))?),
        (None, "") => None,
        (None, _) => Some(data_of_an_app(data)?),
    };
    if data.is_none() && intent.package.is_none() && intent.action.is_none() {
        return None;
    }
    Some(AppLink {
        url: intent.written(data.as_ref()),
        fallback: intent.fallback,
    })
}

fn data_of_an_app(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_harmless = match url.scheme() {
        "https" => !has_user_info(&url),
        scheme => is_of_an_app(scheme),
    };
    is_harmless.then_some(url)
}

impl Intent {
    /// `None` if it has no end, or asks for something that pages have no business with.
    fn read(fields: &str) -> Option<Self> {
        let mut intent = Intent::default();
        let mut is_of_selector = false;
        for field in fields.split(';') {
            match field {
                "end" => return Some(intent),
                // What follows says which app answers, whatever the intent itself is about.
                "SEL" => is_of_selector = true,
                _ if is_of_selector => {}
                field => intent.take(field)?,
            }
        }
        None
    }

    fn take(&mut self, field: &str) -> Option<()> {
        let Some((name, value)) = field.split_once('=') else {
            return Some(());
        };
        let value = decoded(value);
        match name {
            "action" if value == VIEW => {}
            "action" => self.action = Some(value).filter(|action| is_of_the_app(action)).map(Some)?,
            "scheme" => self.scheme = Some(value),
            "package" => self.package = Some(value).filter(|package| is_package(package)).map(Some)?,
            _ => self.take_extra(name, value),
        }
        Some(())
    }

    /// Everything else is left out: component, flags, categories, type, identifier, bounds, numbers.
    fn take_extra(&mut self, name: &str, value: String) {
        let Some((kind @ ("S" | "B"), name)) = name.split_once('.') else {
            return;
        };
        match (kind, decoded(name)) {
            ("S", name) if name == FALLBACK => self.fallback = safe_page(&value),
            (_, name) if !is_of_the_app(&name) => {}
            ("S", name) => self.extras.push(('S', name, value)),
            (_, name) => self.extras.push(('B', name, (value == "true").to_string())),
        }
    }

    fn written(&self, data: Option<&Url>) -> String {
        let (scheme, rest) = data.map_or(("", ""), |url| {
            let rest = url.as_str().split_once(':').map_or("", |(_, rest)| rest);
            (url.scheme(), rest)
        });
        let mut link = format!("intent:{rest}#Intent;");
        let mut add = |name: &str, value: &str| {
            link.extend([name, "="]);
            link.extend(utf8_percent_encode(value, ENCODED));
            link.push(';');
        };
        if data.is_some() {
            add("scheme", scheme);
        }
        add("action", self.action.as_deref().unwrap_or(VIEW));
        add("category", BROWSABLE);
        if let Some(package) = &self.package {
            add("package", package);
        }
        for (kind, name, value) in &self.extras {
            add(&format!("{kind}.{}", utf8_percent_encode(name, ENCODED)), value);
        }
        link + "end"
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn safe_page(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    (url.scheme() == "https" && !has_user_info(&url)).then(|| url.into())
}

/// The system's own actions and extras are for the system's own: to dial, to send, to say who asks.
fn is_of_the_app(name: &str) -> bool {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "._-:/".contains(character);
    let is_systems = ["android.", "com.android.", "com.google.android."]
        .iter()
        .any(|owner| name.starts_with(owner));
    !name.is_empty() && name.chars().all(is_plain) && !is_systems
}

fn is_package(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
}
