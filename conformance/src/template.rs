//! Values that a scenario cannot know beforehand: ids, and points in time.

use std::collections::BTreeMap;

use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

/// Names of things, such as `card0`, and what they are in this run.
#[derive(Clone, Default)]
pub(crate) struct Names(BTreeMap<String, String>);

impl Names {
    pub(crate) fn add(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// Puts values in the place of `{name}`.
    pub(crate) fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("{{{name}}}"), value)
        })
    }

    /// Puts `{name}` in the place of values, so that what was seen can be compared with what is expected.
    pub(crate) fn recognise(&self, text: &str) -> String {
        let values = self.0.iter().filter(|(_, value)| !value.is_empty());
        values.fold(text.to_owned(), |text, (name, value)| {
            text.replace(value.as_str(), &format!("{{{name}}}"))
        })
    }

    pub(crate) fn recognise_in(&self, value: Value) -> Value {
        each_text(value, &|text| self.recognise(text))
    }
}

/// Fills names and times into every text of a JSON value: `{now+30s}` is a date, `{kilobytes:N}` and
/// `{characters:N}` are texts of that length.
pub(crate) fn fill(value: Value, names: &Names, now: OffsetDateTime) -> Value {
    each_text(value, &|text| {
        for (name, size) in [("kilobytes", 1024), ("characters", 1)] {
            if let Some(count) = counted(text, name) {
                return "x".repeat(size * count);
            }
        }
        match text
            .strip_prefix("{now")
            .and_then(|rest| rest.strip_suffix("s}"))
            .map(str::parse::<i64>)
        {
            Some(Ok(seconds)) => (now + Duration::seconds(seconds))
                .format(&Rfc3339)
                .unwrap_or_else(|_| text.to_owned()),
            _ => names.fill(text),
        }
    })
}

/// The number in `{name:N}`.
fn counted(text: &str, name: &str) -> Option<usize> {
    let rest = text.strip_prefix('{')?.strip_prefix(name)?.strip_prefix(':')?;
    rest.strip_suffix('}')?.parse().ok()
}

/// An expiry as a customer types it: `{month+N}` is `MM/YY`, N months from now.
pub(crate) fn expiry(text: &str, now: OffsetDateTime) -> String {
    let months = text
        .strip_prefix("{month")
        .and_then(|rest| rest.strip_suffix('}'))
        .map(str::parse::<i32>);
    let Some(Ok(months)) = months else {
        return text.to_owned();
    };
    let month = now.year() * 12 + i32::from(u8::from(now.month())) - 1 + months;
    format!("{:02}/{:02}", month.rem_euclid(12) + 1, month.div_euclid(12) % 100)
}

pub(crate) fn each_text(value: Value, change: &impl Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(change(&text)),
        Value::Array(items) => items.into_iter().map(|item| each_text(item, change)).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, field)| (change(&name), each_text(field, change)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn names_and_times_are_filled_in_and_recognised() {
        let mut names = Names::default();
        names.add("intent", "pi_1");
        let filled = fill(
            json!({ "a": ["x {intent}", "{now+30s}", 1] }),
            &names,
            datetime!(2026-05-04 10:00 UTC),
        );
        assert_eq!(filled, json!({ "a": ["x pi_1", "2026-05-04T10:00:30Z", 1] }));
        assert_eq!(
            names.recognise("/payment-intents/public/pi_1"),
            "/payment-intents/public/{intent}"
        );
        for (text, length) in [
            ("{kilobytes:2}", 2048),
            ("{characters:120}", 120),
            ("{characters:}", 13),
        ] {
            let filled = fill(json!(text), &names, datetime!(2026-05-04 10:00 UTC));
            assert_eq!(filled.as_str().map(str::len), Some(length), "{text}");
        }
    }

    #[test]
    fn expiries_count_from_this_month() {
        let now = datetime!(2026-11-23 10:00 UTC);
        for (text, expected) in [
            ("{month+0}", "11/26"),
            ("{month-1}", "10/26"),
            ("{month+2}", "01/27"),
            ("{month+240}", "11/46"),
            ("12/29", "12/29"),
        ] {
            assert_eq!(expiry(text, now), expected);
        }
    }
}
