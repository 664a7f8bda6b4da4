//! Reading a JSON body strictly, with errors that name the field and never repeat its value.

use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::Problem;

/// Parses a request body.
pub(crate) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    from_value(value(headers, body)?)
}

/// The body as untyped JSON, for callers that look at it before they give it a type. A property that is `null` is as if it were
/// not there: clients in many languages write what they have no value for.
pub(crate) fn value(headers: &HeaderMap, body: &[u8]) -> Result<Value, Problem> {
    value_with_nulls(headers, body).map(without_nulls)
}

fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let some = fields.into_iter().filter(|(_, field)| !field.is_null());
            some.map(|(name, field)| (name, without_nulls(field))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

/// Parses a request body in which a `null` says something.
pub(crate) fn read_with_nulls<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    from_value(value_with_nulls(headers, body)?)
}

/// Such a body as untyped JSON.
pub(crate) fn value_with_nulls(headers: &HeaderMap, body: &[u8]) -> Result<Value, Problem> {
    is_json(headers)?;
    serde_json::from_slice(body).map_err(|error| {
        Problem::bad_request(format!(
            "The body is not valid JSON (line {}, column {}).",
            error.line(),
            error.column()
        ))
    })
}

/// Whether a body says of itself that it is JSON.
pub(crate) fn is_json(headers: &HeaderMap) -> Result<(), Problem> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let media_type = content_type.split(';').next().unwrap_or("").trim();
    match media_type.eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Content-Type must be application/json.",
        )),
    }
}

pub(crate) fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let (field, message) = explain(&path, &error.inner().to_string());
        Problem::field(field, message)
    })
}

/// Turns serde's text into (field, message). What serde quotes from the input is left out: it may be a card number.
fn explain(path: &str, text: &str) -> (String, String) {
    let quoted = |prefix: &str| text.strip_prefix(prefix)?.split('`').next().map(str::to_owned);
    let below = |name: &str| match path {
        "." => name.to_owned(),
        // The tracker may or may not have stepped into the key already.
        path if path == name || path.ends_with(&format!(".{name}")) => path.to_owned(),
        path => format!("{path}.{name}"),
    };
    let expected = text.split_once(", expected ").map(|(_, expected)| expected);
    if let Some(name) = quoted("missing field `") {
        return (below(&name), "is required".to_owned());
    }
    if let Some(name) = quoted("unknown field `") {
        let known = expected
            .map(|known| format!("; known here: {known}"))
            .unwrap_or_default();
        return (below(&name), format!("is not a known property{known}"));
    }
    let field = if path == "." {
        "body".to_owned()
    } else {
        path.to_owned()
    };
    let message = expected.map_or_else(
        || "is not valid".to_owned(),
        |expected| format!("must be {}", in_words_of_json(expected)),
    );
    (field, message)
}

/// What serde expected, without the names of our types, which mean nothing to a client.
fn in_words_of_json(expected: &str) -> String {
    let starts = |words: &[&str]| words.iter().any(|word| expected.starts_with(word));
    match expected {
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number".to_owned(),
        "f32" | "f64" => "a number".to_owned(),
        "bool" => "a boolean".to_owned(),
        "an RFC3339-formatted `OffsetDateTime`" => "a date and time such as 2026-05-04T10:00:00Z".to_owned(),
        _ if starts(&["struct ", "a map", "map", "internally tagged", "adjacently tagged"]) => "an object".to_owned(),
        _ if starts(&["a sequence", "sequence", "tuple ", "an array"]) => "a list".to_owned(),
        _ if starts(&["enum ", "variant "]) => "one of the known words".to_owned(),
        _ if starts(&["option", "newtype ", "unit "]) => "of another type".to_owned(),
        _ => expected.to_owned(),
    }
}
