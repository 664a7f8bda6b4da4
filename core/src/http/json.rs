//! Answers as a tree that is read with care.
//!
//! A derived reader is too lenient for answers about money: it takes an array for an object, and a generic tree takes
//! the last of two equal keys. Here a repeated key makes the whole answer unreadable, an integer is one only if it is
//! written as one, and text is wiped from memory, because some of it is secret.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use zeroize::Zeroizing;

/// A JSON value.
pub(crate) enum Json {
    Null,
    Boolean(bool),
    Integer(i64),
    /// A number with a fraction or an exponent, or beyond 64 bits. Nothing that we read is one.
    OtherNumber,
    Text(Zeroizing<String>),
    List(Vec<Json>),
    Object(Object),
}

impl Json {
    /// Reads a whole body. `None` if it is not JSON, or an object in it has the same key twice.
    pub(crate) fn parse(body: &[u8]) -> Option<Json> {
        serde_json::from_slice(body).ok()
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Json::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Json::Boolean(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_integer(&self) -> Option<i64> {
        match self {
            Json::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Json]> {
        match self {
            Json::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_object(&self) -> Option<&Object> {
        match self {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }
}

/// A JSON object. Keys are unique.
#[derive(Default)]
pub(crate) struct Object(BTreeMap<String, Json>);

impl Object {
    /// The whole body as an object.
    pub(crate) fn parse(body: &[u8]) -> Option<Object> {
        match Json::parse(body)? {
            Json::Object(object) => Some(object),
            _ => None,
        }
    }

    /// A value that is there and not null. Keys are compared exactly.
    pub(crate) fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key).filter(|value| !matches!(value, Json::Null))
    }

    /// The value at the end of a path of objects.
    pub(crate) fn at(&self, path: &[&str]) -> Option<&Json> {
        let (key, parents) = path.split_last()?;
        let parent = parents
            .iter()
            .try_fold(self, |object, key| object.get(key)?.as_object())?;
        parent.get(key)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, path: &[&str]) -> Option<&str> {
        self.at(path)?.as_text().filter(|text| !text.is_empty())
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Boolean(value))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<Json, E> {
        Ok(Json::Integer(integer))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<Json, E> {
        Ok(i64::try_from(integer).map_or(Json::OtherNumber, Json::Integer))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Object::default();
        while let Some((name, value)) = entries.next_entry()? {
            if object.0.insert(name, value).is_some() {
                return Err(A::Error::custom("a key is there twice"));
            }
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Option<i64> {
        Object::parse(json.as_bytes())?.get("n")?.as_integer()
    }

    #[test]
    fn an_integer_is_what_is_written_as_one() {
        assert_eq!(value(r#"{"n":0}"#), Some(0));
        assert_eq!(value(r#"{"n": -3 }"#), Some(-3));
        assert_eq!(value(r#"{"n":9223372036854775807}"#), Some(i64::MAX));
        for not_an_integer in [
            "0.0",
            "0e0",
            "-0",
            "1E2",
            "9223372036854775808",
            "99999999999999999999",
            "\"0\"",
            "null",
            "true",
            "[0]",
            "{}",
        ] {
            assert_eq!(value(&format!(r#"{{"n":{not_an_integer}}}"#)), None, "{not_an_integer}");
        }
    }

    #[test]
    fn what_is_not_one_json_object_is_unreadable() {
        for body in [
            "",
            "null",
            "0",
            "[]",
            "[0]",
            "\"n\"",
            "{",
            "{\"n\":0",
            "{\"n\":0}x",
            "{\"n\":00}",
            "<html>",
            "\u{feff}{}",
        ] {
            assert!(Object::parse(body.as_bytes()).is_none(), "{body:?}");
        }
        assert!(Object::parse(b"{\"n\":\"\xff\"}").is_none());
    }

    #[test]
    fn a_key_that_is_there_twice_makes_the_answer_unreadable() {
        assert!(Object::parse(br#"{"n":0,"n":5}"#).is_none());
        assert!(Object::parse(br#"{"n":0,"\u006e":5}"#).is_none());
        assert!(Object::parse(br#"{"a":{"n":0,"n":0}}"#).is_none());
        assert!(Object::parse(br#"{"a":{"n":0},"b":{"n":0},"N":1}"#).is_some());
    }

    #[test]
    fn nesting_without_end_is_unreadable_and_harmless() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Json::parse(deep.as_bytes()).is_none());
    }

    #[test]
    fn paths_lead_through_objects_only() {
        let object = Object::parse(br#"{"a":{"b":"x","empty":"","null":null,"list":["x"]},"c":"y"}"#).unwrap();
        assert_eq!(object.text(&["a", "b"]), Some("x"));
        assert_eq!(object.text(&["c"]), Some("y"));
        for path in [
            &["a"][..],
            &["c", "b"],
            &["a", "empty"],
            &["a", "null"],
            &["a", "list"],
            &["a", "list", "0"],
            &[],
        ] {
            assert_eq!(object.text(path), None, "{path:?}");
        }
    }
}
