//! The rules in force, in the order they were added.

use axum::http::{HeaderName, HeaderValue, Method};
use glob::{MatchOptions, Pattern};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Action, FaultRule};
use crate::watched::{Changes, Watched};

/// The longest a rule may wait.
const LONGEST_DELAY_MILLISECONDS: u64 = 10 * 60 * 1000;

/// A rule and how far it has got.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[non_exhaustive]
pub struct FaultState {
    /// Counts the rules of this sandbox, from 1.
    pub id: u64,
    /// The rule.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// Matching requests that it let pass.
    pub skipped: u32,
    /// Requests that it applied to.
    pub used: u32,
    /// Whether it will apply to more.
    pub live: bool,
}

impl FaultState {
    fn is_live(&self) -> bool {
        self.rule.times.is_none_or(|times| self.used < times)
    }
}

#[derive(Default)]
pub(crate) struct Faults(Watched<Queue>);

#[derive(Default)]
struct Queue {
    last_id: u64,
    rules: Vec<(FaultState, Option<Pattern>)>,
}

/// A fault that claimed a request.
pub(crate) struct Taken {
    pub(crate) id: u64,
    pub(crate) action: Action,
}

impl Faults {
    pub(crate) fn new(changes: &Changes) -> Self {
        Self(Watched::new(Queue::default(), changes))
    }

    /// Adds a rule and returns its id; the error says what is wrong with the rule.
    pub(crate) fn add(&self, rule: FaultRule) -> Result<u64, String> {
        let pattern = check(&rule)?;
        let mut queue = self.0.lock();
        queue.last_id += 1;
        let id = queue.last_id;
        queue.rules.push((
            FaultState {
                id,
                rule,
                skipped: 0,
                used: 0,
                live: true,
            },
            pattern,
        ));
        Ok(id)
    }

    pub(crate) fn clear(&self) {
        self.0.lock().rules.clear();
    }

    /// Removes a rule; says whether there was one.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut queue = self.0.lock();
        let before = queue.rules.len();
        queue.rules.retain(|(state, _)| state.id != id);
        queue.rules.len() < before
    }

    pub(crate) fn list(&self) -> Vec<FaultState> {
        let queue = self.0.lock();
        queue
            .rules
            .iter()
            .map(|(state, _)| FaultState {
                live: state.is_live(),
                ..state.clone()
            })
            .collect()
    }

    /// The fault for a request, counted as used. A rule that still skips counts the request and lets later rules see it.
    pub(crate) fn take(&self, method: &Method, path: &str) -> Option<Taken> {
        let mut queue = self.0.lock();
        for (state, pattern) in &mut queue.rules {
            if !state.is_live() || !matches(&state.rule, pattern.as_ref(), method, path) {
                continue;
            }
            if state.skipped < state.rule.skip {
                state.skipped += 1;
                continue;
            }
            state.used += 1;
            return Some(Taken {
                id: state.id,
                action: state.rule.action.clone(),
            });
        }
        None
    }
}

fn matches(rule: &FaultRule, pattern: Option<&Pattern>, method: &Method, path: &str) -> bool {
    let options = MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: false,
    };
    rule.matching
        .method
        .as_ref()
        .is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.as_str()))
        && pattern.is_none_or(|pattern| {
            let same_route = path.strip_suffix('/').unwrap_or(path);
            pattern.matches_with(path, options) || pattern.matches_with(same_route, options)
        })
}

fn check(rule: &FaultRule) -> Result<Option<Pattern>, String> {
    if rule.times == Some(0) {
        return Err("times must be at least 1, or null for always".to_owned());
    }
    if let Some(method) = &rule.matching.method
        && Method::from_bytes(method.as_bytes()).is_err()
    {
        return Err("match.method is not an HTTP method".to_owned());
    }
    match &rule.action {
        Action::Respond(respond) => {
            check_status(respond.status)?;
            check_headers(&respond.headers)?;
            if respond.body.is_some() && respond.raw_body.is_some() {
                return Err("respond takes body or raw_body, not both".to_owned());
            }
        }
        Action::Delay(delay) | Action::DelayAnswer(delay) => {
            if delay.milliseconds > LONGEST_DELAY_MILLISECONDS {
                return Err("milliseconds must be at most ten minutes (600000)".to_owned());
            }
        }
        Action::Rewrite(rewrite) => {
            rewrite.status.map_or(Ok(()), check_status)?;
            check_headers(&rewrite.headers)?;
            let other = rewrite.body.is_some() || rewrite.merge.is_some() || !rewrite.remove.is_empty();
            if rewrite.raw_body.is_some() && other {
                return Err("rewrite takes raw_body or changes to the JSON body, not both".to_owned());
            }
            if rewrite
                .remove_headers
                .iter()
                .any(|name| HeaderName::try_from(name.as_str()).is_err())
            {
                return Err("rewrite.remove_headers holds something that is not a header name".to_owned());
            }
        }
        Action::Cut(_) | Action::DeliverTwice(_) | Action::Silent(_) => {}
    }
    let pattern = rule.matching.path.as_deref().map(Pattern::new).transpose();
    pattern.map_err(|error| format!("match.path is not a pattern: {}", error.msg))
}

fn check_status(status: u16) -> Result<(), String> {
    if (200..=599).contains(&status) {
        Ok(())
    } else {
        Err("status must be 200 to 599".to_owned())
    }
}

fn check_headers(headers: &std::collections::BTreeMap<String, String>) -> Result<(), String> {
    match headers.iter().find(|(name, value)| {
        HeaderName::try_from(name.as_str()).is_err() || HeaderValue::try_from(value.as_str()).is_err()
    }) {
        Some((name, _)) => Err(format!("headers: {name:?} or its value cannot be sent")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::faults::Cut;

    const PAYMENT: &str = "/api/payments/a-b_c==";

    fn taken(faults: &Faults, method: &Method, path: &str) -> Option<u64> {
        faults.take(method, path).map(|taken| taken.id)
    }

    #[test]
    fn a_star_is_one_segment_and_two_stars_are_many() {
        let faults = Faults::default();
        faults
            .add(FaultRule::on("post", "/api/payments/*").cut(Cut::Before).always())
            .unwrap();
        assert_eq!(taken(&faults, &Method::POST, PAYMENT), Some(1));
        assert_eq!(taken(&faults, &Method::GET, PAYMENT), None);
        assert_eq!(taken(&faults, &Method::POST, "/api/payments/recurring/a-b_c=="), None);
        faults
            .add(FaultRule::on("POST", "/api/**").cut(Cut::Before).always())
            .unwrap();
        assert_eq!(
            taken(&faults, &Method::POST, "/api/payments/recurring/a-b_c=="),
            Some(2)
        );
    }

    #[test]
    fn the_first_live_rule_wins_and_skipping_lets_later_rules_see_the_request() {
        let faults = Faults::default();
        faults
            .add(FaultRule::on("POST", "/api/payments/*").cut(Cut::After).skip(1))
            .unwrap();
        faults
            .add(
                FaultRule::on("POST", "/api/payments/*")
                    .respond(503, json!({}))
                    .times(2),
            )
            .unwrap();
        let order: Vec<_> = (0..5).map(|_| taken(&faults, &Method::POST, PAYMENT)).collect();
        assert_eq!(order, [Some(2), Some(1), Some(2), None, None]);
        assert!(faults.list().iter().all(|state| !state.live));
    }

    #[test]
    fn rules_that_cannot_work_are_refused() {
        let faults = Faults::default();
        let on = || FaultRule::on("POST", "/api/payments/*");
        for rule in [
            on().cut(Cut::After).times(0),
            on().respond(99, json!({})),
            on().delay(600_001),
            FaultRule::on("PO ST", "/").cut(Cut::After),
            FaultRule::on("POST", "/a**b").cut(Cut::After),
        ] {
            assert!(faults.add(rule.clone()).is_err(), "{rule:?}");
        }
    }
}
