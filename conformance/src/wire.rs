//! Compares the requests that the sandbox saw with those that a scenario expects.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use checkout_sandbox::{Listener, RecordedRequest};
use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::scenario::{CheckedRequest, ExpectedRequest, Flow};
use crate::template::Names;

const EVERY_REQUEST: &str = include_str!("../every-request.json");
/// The SDK and this crate carry the version of the workspace.
const CORE_VERSION: &str = concat!("rust-", env!("CARGO_PKG_VERSION"));

/// What holds for every request of a route. A route without a rule is one that the SDK must not use. Of several rules
/// for a route the first one that applies holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    is: String,
    host: Host,
    /// The flows that it applies to; all if absent.
    flows: Option<Vec<Flow>>,
    /// It applies only after a request of this route.
    after: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    no_headers: Vec<String>,
    /// Body fields; without this and `only` there must be no body.
    #[serde(default)]
    body: BTreeMap<String, Value>,
    /// The top-level body fields that there may be.
    #[serde(default)]
    only: Vec<String>,
    /// It comes when it comes, once a checkout at the most, and is not part of the order: opening a connection ahead,
    /// manifests.
    #[serde(default)]
    aside: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Host {
    Api,
    Gateway,
}

/// A request with the names of this run in the place of its ids.
struct Seen {
    line: String,
    host: Host,
    headers: BTreeMap<String, String>,
    body: Value,
    at: Option<OffsetDateTime>,
}

/// The run that the requests are of.
pub(crate) struct Run<'a> {
    pub(crate) names: &'a Names,
    pub(crate) flow: Flow,
    pub(crate) checkouts: usize,
}

/// What is wrong with the requests; nothing if all is as expected.
pub(crate) fn mismatches(
    expected: &[ExpectedRequest],
    requests: &[RecordedRequest],
    run: &Run<'_>,
) -> Result<Vec<String>> {
    let rules: Vec<Rule> = serde_json::from_str(EVERY_REQUEST).context("every-request.json")?;
    let seen: Vec<Seen> = requests.iter().map(|request| Seen::of(request, run.names)).collect();
    let mut wrong = Vec::new();
    let mut in_order = Vec::new();
    for (place, request) in seen.iter().enumerate() {
        let before = seen.get(..place).unwrap_or_default();
        match rules.iter().find(|rule| rule.applies(request, before, run.flow)) {
            None => wrong.push(format!(
                "{}: no rule in every-request.json allows it in the flow {:?}",
                request.line, run.flow
            )),
            Some(rule) => {
                rule.check(request, &mut wrong);
                if !rule.aside {
                    in_order.push(request);
                } else if seen.iter().filter(|other| other.line == request.line).count() > run.checkouts {
                    wrong.push(format!("{}: came more than once a checkout", request.line));
                }
            }
        }
    }
    compare(expected, &in_order, &mut wrong);
    Ok(wrong)
}

fn compare(expected: &[ExpectedRequest], seen: &[&Seen], wrong: &mut Vec<String>) {
    let mut next = 0;
    for request in expected {
        let expected = request.checked();
        let at_least = expected.at_least.unwrap_or(1);
        let at_most = expected.at_most.unwrap_or(at_least);
        let mut count = 0;
        while let Some(candidate) = seen.get(next)
            && count < at_most
            && candidate.line == expected.is
        {
            let before = next.checked_sub(1).and_then(|place| seen.get(place));
            candidate.check(&expected, before.and_then(|before| before.at), wrong);
            count += 1;
            next += 1;
        }
        if count < at_least {
            let instead = seen.get(next).map_or("nothing", |seen| &seen.line);
            wrong.push(format!(
                "expected {}, came {instead}; all: {}",
                expected.is,
                lines(seen)
            ));
            return;
        }
    }
    if let Some(extra) = seen.get(next) {
        wrong.push(format!("{}: not expected; all: {}", extra.line, lines(seen)));
    }
}

fn lines(seen: &[&Seen]) -> String {
    seen.iter().map(|seen| &*seen.line).collect::<Vec<_>>().join(", ")
}

impl ExpectedRequest {
    fn checked(&self) -> CheckedRequest {
        match self {
            ExpectedRequest::Checked(request) => request.clone(),
            ExpectedRequest::Line(is) => CheckedRequest {
                is: is.clone(),
                headers: BTreeMap::new(),
                no_headers: Vec::new(),
                body: BTreeMap::new(),
                absent: Vec::new(),
                at_least: None,
                at_most: None,
                after_ms: None,
            },
        }
    }
}

impl Rule {
    fn applies(&self, request: &Seen, before: &[Seen], flow: Flow) -> bool {
        same_route(&self.is, &request.line)
            && self.flows.as_ref().is_none_or(|flows| flows.contains(&flow))
            && self
                .after
                .as_ref()
                .is_none_or(|route| before.iter().any(|seen| same_route(route, &seen.line)))
    }

    fn check(&self, seen: &Seen, wrong: &mut Vec<String>) {
        let line = &seen.line;
        if self.host != seen.host {
            wrong.push(format!("{line}: went to the {:?} host", seen.host));
        }
        seen.check_headers(&self.headers, &self.no_headers, wrong);
        seen.check_body(&self.body, wrong);
        match &seen.body {
            Value::Null => {}
            Value::Object(fields) => {
                for field in fields.keys().filter(|field| !self.only.contains(field)) {
                    wrong.push(format!("{line}: {field} must not be in the body"));
                }
            }
            _ => wrong.push(format!("{line}: the body is no JSON object")),
        }
    }
}

impl Seen {
    fn of(request: &RecordedRequest, names: &Names) -> Self {
        let path = names.recognise(&request.path);
        let query = request
            .query
            .as_ref()
            .map(|query| format!("?{query}"))
            .unwrap_or_default();
        Seen {
            line: format!("{} {path}{query}", request.method),
            host: match request.listener {
                Listener::Main => Host::Api,
                Listener::Gateway => Host::Gateway,
            },
            headers: request.headers.clone(),
            body: names.recognise_in(request.body.clone()),
            at: OffsetDateTime::parse(&request.at, &Rfc3339).ok(),
        }
    }

    fn check(&self, expected: &CheckedRequest, before: Option<OffsetDateTime>, wrong: &mut Vec<String>) {
        let line = &self.line;
        self.check_headers(&expected.headers, &expected.no_headers, wrong);
        self.check_body(&expected.body, wrong);
        for path in &expected.absent {
            if field(&self.body, path).is_some() {
                wrong.push(format!("{line}: {path} must not be in the body"));
            }
        }
        if let Some(after_ms) = expected.after_ms {
            let waited = self
                .at
                .zip(before)
                .map(|(at, before)| (at - before).whole_milliseconds());
            if waited.is_none_or(|waited| waited < i128::from(after_ms)) {
                wrong.push(format!(
                    "{line}: came {waited:?} ms after the request before, not {after_ms} ms"
                ));
            }
        }
    }

    fn check_headers(&self, wanted: &BTreeMap<String, String>, unwanted: &[String], wrong: &mut Vec<String>) {
        let line = &self.line;
        for (name, value) in wanted {
            match self.headers.get(name) {
                None => wrong.push(format!("{line}: lacks the header {name}")),
                Some(seen) if !matches(value, seen) => {
                    wrong.push(format!("{line}: header {name} is {seen:?}, not {value:?}"));
                }
                Some(_) => {}
            }
        }
        for name in unwanted.iter().filter(|name| self.headers.contains_key(*name)) {
            wrong.push(format!("{line}: must not have the header {name}"));
        }
    }

    fn check_body(&self, wanted: &BTreeMap<String, Value>, wrong: &mut Vec<String>) {
        let line = &self.line;
        for (path, value) in wanted {
            match (value, field(&self.body, path)) {
                (_, None) => wrong.push(format!("{line}: lacks {path} in its body")),
                (Value::String(value), Some(_)) if value == "*" => {}
                (Value::String(value), Some(Value::String(seen))) if matches(value, seen) => {}
                (value, Some(seen)) if value == seen => {}
                (value, Some(seen)) => wrong.push(format!("{line}: {path} is {seen}, not {value}")),
            }
        }
    }
}

/// `*` at the end stands for any rest.
fn matches(wanted: &str, seen: &str) -> bool {
    let wanted = wanted.replace("{core-version}", CORE_VERSION);
    match wanted.strip_suffix('*') {
        Some(start) if wanted != "***" => seen.starts_with(start),
        _ => wanted == seen,
    }
}

fn field<'a>(body: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(body, |value, name| value.get(name))
}

/// Whether a line is of a route: `{card}` and the like stand for one segment, whatever its name in this run.
fn same_route(route: &str, line: &str) -> bool {
    let (mut route, mut line) = (route.split('/'), line.split('/'));
    loop {
        match (route.next(), line.next()) {
            (None, None) => return true,
            (Some("{card}" | "{intent}" | "{customer}"), Some(segment)) if !segment.is_empty() => {}
            (Some(wanted), Some(segment)) if wanted == segment => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(line: &str, at: i64) -> Seen {
        Seen {
            line: line.to_owned(),
            host: Host::Api,
            headers: BTreeMap::from([("accept".to_owned(), "application/json".to_owned())]),
            body: serde_json::json!({ "a": { "b": 1, "c": "text" } }),
            at: OffsetDateTime::from_unix_timestamp(at).ok(),
        }
    }

    fn wrong(expected: &str, lines: &[&str]) -> Vec<String> {
        let expected: Vec<ExpectedRequest> = serde_json::from_str(expected).unwrap();
        let seen: Vec<Seen> = lines.iter().zip(0..).map(|(line, at)| seen(line, at)).collect();
        let mut wrong = Vec::new();
        compare(&expected, &seen.iter().collect::<Vec<_>>(), &mut wrong);
        wrong
    }

    #[test]
    fn the_order_and_the_number_of_requests_count() {
        assert!(wrong(r#"["GET /a", "GET /b"]"#, &["GET /a", "GET /b"]).is_empty());
        for lines in [
            &["GET /a"][..],
            &["GET /b", "GET /a"],
            &["GET /a", "GET /b", "GET /b"],
            &[],
            &["POST /a", "GET /b"],
        ] {
            assert_eq!(wrong(r#"["GET /a", "GET /b"]"#, lines).len(), 1, "{lines:?}");
        }
        assert_eq!(wrong("[]", &["GET /a"]).len(), 1);
    }

    #[test]
    fn a_range_is_a_range() {
        let range = r#"[{ "is": "GET /a", "at_least": 2, "at_most": 3 }, "GET /b"]"#;
        assert_eq!(wrong(range, &["GET /a", "GET /b"]).len(), 1);
        assert!(wrong(range, &["GET /a", "GET /a", "GET /b"]).is_empty());
        assert!(wrong(range, &["GET /a", "GET /a", "GET /a", "GET /b"]).is_empty());
        assert_eq!(
            wrong(range, &["GET /a", "GET /a", "GET /a", "GET /a", "GET /b"]).len(),
            1
        );
    }

    #[test]
    fn headers_bodies_and_pauses_are_checked() {
        for (check, fine) in [
            (r#""headers": { "accept": "application/*" }"#, true),
            (r#""headers": { "accept": "text/html" }"#, false),
            (r#""headers": { "version": "*" }"#, false),
            (r#""no_headers": ["accept"]"#, false),
            (r#""no_headers": ["authorization"]"#, true),
            (r#""body": { "a.b": 1, "a.c": "*" }"#, true),
            (r#""body": { "a.b": "1" }"#, false),
            (r#""body": { "a.d": "*" }"#, false),
            (r#""absent": ["a.d"]"#, true),
            (r#""absent": ["a.c"]"#, false),
            (r#""after_ms": 1000"#, true),
            (r#""after_ms": 1001"#, false),
        ] {
            let expected = format!(r#"["GET /a", {{ "is": "GET /b", {check} }}]"#);
            assert_eq!(wrong(&expected, &["GET /a", "GET /b"]).is_empty(), fine, "{check}");
        }
    }

    #[test]
    fn a_rule_may_be_for_a_flow_or_for_what_comes_after_something() {
        let rule = |json: &str| serde_json::from_str::<Rule>(json).unwrap();
        let request = seen("GET /b/{card0}", 1);
        let applies = |rule: &Rule, before: &[Seen], flow| rule.applies(&request, before, flow);
        let any = rule(r#"{ "is": "GET /b/{card}", "host": "api" }"#);
        assert!(applies(&any, &[], Flow::Headless));
        let setup = rule(r#"{ "is": "GET /b/{card}", "host": "api", "flows": ["setup"] }"#);
        assert!(applies(&setup, &[], Flow::Setup));
        assert!(!applies(&setup, &[], Flow::Payment));
        let later = rule(r#"{ "is": "GET /b/{card}", "host": "api", "after": "GET /a" }"#);
        assert!(applies(&later, &[seen("GET /a", 0)], Flow::Payment));
        assert!(!applies(&later, &[seen("GET /c", 0)], Flow::Payment));
    }

    #[test]
    fn masked_values_are_not_wildcards() {
        assert!(matches("***", "***"));
        assert!(!matches("***", "**x"));
        assert!(matches("rust-*", "rust-1"));
    }
}
