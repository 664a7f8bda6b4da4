//! Making and altering answers.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value};

use super::{Respond, Rewrite};

impl Respond {
    pub(crate) fn response(self) -> Response {
        let body = self
            .raw_body
            .or_else(|| self.body.map(|body| body.to_string()))
            .unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        set_status(&mut response, self.status);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        set_headers(response.headers_mut(), &self.headers);
        response
    }
}

impl Rewrite {
    /// Alters an answer whose body was read already.
    pub(crate) fn apply(self, head: Response<()>, body: Bytes) -> Response {
        let body = self.body_from(body);
        let (parts, ()) = head.into_parts();
        let mut response = Response::from_parts(parts, Body::from(body));
        if let Some(status) = self.status {
            set_status(&mut response, status);
        }
        let headers = response.headers_mut();
        headers.remove(header::CONTENT_LENGTH);
        for name in &self.remove_headers {
            headers.remove(name.as_str());
        }
        set_headers(headers, &self.headers);
        response
    }

    fn body_from(&self, real: Bytes) -> Bytes {
        if let Some(text) = &self.raw_body {
            return Bytes::from(text.clone());
        }
        if self.body.is_none() && self.merge.is_none() && self.remove.is_empty() {
            return real;
        }
        let mut body = self
            .body
            .clone()
            .or_else(|| serde_json::from_slice(&real).ok())
            .unwrap_or_else(|| Map::new().into());
        if let Some(changes) = &self.merge {
            merge(&mut body, &Value::Object(changes.clone()));
        }
        for path in &self.remove {
            remove(&mut body, path);
        }
        Bytes::from(body.to_string())
    }
}

fn set_status(response: &mut Response, status: u16) {
    if let Ok(status) = StatusCode::from_u16(status) {
        *response.status_mut() = status;
    }
}

fn set_headers(headers: &mut HeaderMap, wanted: &std::collections::BTreeMap<String, String>) {
    for (name, value) in wanted {
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::try_from(value.as_str()),
        ) {
            headers.insert(name, value);
        }
    }
}

fn merge(body: &mut Value, changes: &Value) {
    match (body, changes) {
        (Value::Object(body), Value::Object(changes)) => {
            for (name, change) in changes {
                merge(body.entry(name.clone()).or_insert(Value::Null), change);
            }
        }
        (body, change) => *body = change.clone(),
    }
}

fn remove(body: &mut Value, path: &str) {
    let Some(object) = body.as_object_mut() else { return };
    match path.split_once('.') {
        None => {
            object.remove(path);
        }
        Some((name, rest)) => {
            if let Some(inner) = object.get_mut(name) {
                remove(inner, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rewritten(rewrite: Value, real: Value) -> Value {
        let rewrite: Rewrite = serde_json::from_value(rewrite).unwrap();
        serde_json::from_slice(&rewrite.body_from(Bytes::from(real.to_string()))).unwrap()
    }

    #[test]
    fn merges_and_removes_at_any_depth() {
        let real = json!({ "statusCode": 0, "config": { "title": "a", "keep": 1 }, "list": [1] });
        assert_eq!(
            rewritten(
                json!({ "merge": { "config": { "title": null }, "list": [], "new": 7 }, "remove": ["statusCode"] }),
                real.clone()
            ),
            json!({ "config": { "title": null, "keep": 1 }, "list": [], "new": 7 }),
        );
        assert_eq!(
            rewritten(json!({ "remove": ["config.keep", "no.such"] }), real.clone())["config"],
            json!({ "title": "a" })
        );
        assert_eq!(rewritten(json!({ "body": [1, 2] }), real), json!([1, 2]));
    }
}
