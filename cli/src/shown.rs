//! Texts of others, fit to be printed: what a server or a file says must not move the cursor, hide a line or turn it round.

use std::borrow::Cow;
use std::fmt::Write;

/// A text in one line: control characters, line ends among them, and marks that change the direction are shown as their codes.
pub(crate) fn shown(text: &str) -> Cow<'_, str> {
    escaped(text, acts, |c| c.escape_unicode().to_string())
}

/// The same for a text of ours with lines of its own, whatever came into it.
pub(crate) fn shown_in_lines(text: &str) -> Cow<'_, str> {
    escaped(text, |c| c != '\n' && acts(c), |c| c.escape_unicode().to_string())
}

/// The same for JSON in one line, which stays the same JSON.
pub(crate) fn shown_json(json: &str) -> Cow<'_, str> {
    escaped(json, acts, |c| format!("\\u{:04x}", u32::from(c)))
}

/// Whether a terminal does something about a character instead of showing it.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn escaped(text: &str, acts: impl Fn(char) -> bool, code: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(&acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match acts(c) {
            true => shown.push_str(&code(c)),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// An error with its causes. A cause that an error has told already is not told again.
pub(crate) fn in_full(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for cause in error.chain().map(ToString::to_string) {
        match told.is_empty() {
            true => told = cause,
            false if !told.contains(&cause) => {
                let _ = write!(told, ": {cause}"); // to a String, which does not fail
            }
            false => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown_and_what_is_text_stays() {
        for (text, expected) in [
            (
                "plain, \u{e9}\u{1f600} and \u{5e9}",
                "plain, \u{e9}\u{1f600} and \u{5e9}",
            ),
            ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
            ("a\u{9b}31m", "a\\u{9b}31m"),
            ("\r\n\t\0\u{7f}", "\\u{d}\\u{a}\\u{9}\\u{0}\\u{7f}"),
            ("\u{202e}txt\u{2069}", "\\u{202e}txt\\u{2069}"),
        ] {
            assert_eq!(shown(text), expected);
        }
        assert_eq!(shown_in_lines("one\n  two\u{1b}c"), "one\n  two\\u{1b}c");
        let json = serde_json::to_string("a\u{9b}b\u{7f}\u{202e}\u{1b}").unwrap();
        let shown = shown_json(&json);
        assert!(!shown.contains(acts), "{shown}");
        assert_eq!(
            serde_json::from_str::<String>(&shown).unwrap(),
            "a\u{9b}b\u{7f}\u{202e}\u{1b}"
        );
    }

    #[test]
    fn no_cause_is_told_twice() {
        let cause = || std::io::Error::other("the disk is full");
        let told = anyhow::Error::new(cause()).context("cannot write x: the disk is full");
        assert_eq!(in_full(&told), "cannot write x: the disk is full");
        let untold = anyhow::Error::new(cause()).context("cannot write x");
        assert_eq!(in_full(&untold), "cannot write x: the disk is full");
    }
}
