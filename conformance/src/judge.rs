//! The one judge: compares what a runner saw, and what the sandbox saw, with what the scenario expects.

use serde::Serialize;
use serde_json::Value;

use crate::arrange::Arranged;
use crate::observed::{Observed, Outcome, ResultSeen};
use crate::scenario::{ExpectedOutcome, ExpectedResult, Flow, Scenario};
use crate::screen;
use crate::secrecy::gives_away;
use crate::wire;
use crate::wording::Wording;

/// The published codes and their names.
const CODES: [(i64, &str); 14] = [
    (0, "Successful"),
    (3, "Authorizing"),
    (4, "Referred"),
    (5, "Declined"),
    (20, "DuplicateTransaction"),
    (30, "Failed"),
    (40, "Expired"),
    (99, "WaitingPreExecute"),
    (400, "InvalidRequest"),
    (401, "IssueWithAccessToken"),
    (404, "NoAccessTokenSupplied"),
    (500, "InternalServerError"),
    (7770, "SdkInternalError"),
    (7780, "UserClosedWithoutPaying"),
];

/// Whether a run was as the scenario says, and what was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// All was as expected.
    pub passed: bool,
    /// What was not, one sentence each, without secrets.
    pub mismatches: Vec<String>,
}

pub(crate) fn judge(scenario: &Scenario, world: &Arranged, observed: &Observed) -> Verdict {
    let mut judge = Judge {
        scenario,
        world,
        wrong: Vec::new(),
    };
    judge.the_result(observed);
    judge.the_states(&observed.states);
    judge.the_outcomes(&observed.outcomes);
    judge.same("diagnostics", &scenario.expect.diagnostics, &observed.diagnostics);
    judge.same(
        "configuration error",
        &scenario.expect.config_error,
        &observed.config_error,
    );
    judge.the_requests();
    judge.the_world(observed.result.as_ref());
    Verdict {
        passed: judge.wrong.is_empty(),
        mismatches: judge.wrong,
    }
}

struct Judge<'a> {
    scenario: &'a Scenario,
    world: &'a Arranged,
    wrong: Vec<String>,
}

impl Judge<'_> {
    fn the_result(&mut self, observed: &Observed) {
        match (&self.scenario.expect.last_attempt, &observed.last_attempt) {
            (Some(expected), Some(seen)) => self.one_result("last attempt", expected, seen),
            (expected, seen) => self.same("has a last attempt", &expected.is_some(), &seen.is_some()),
        }
        let last = observed.states.last().map(String::as_str);
        if self.scenario.sheet.is_some() && last != Some("Closed") {
            self.wrong.push(format!("the sheet is not closed: {last:?}"));
        }
        match (&self.scenario.expect.result, &observed.result) {
            (None, None) => {}
            (None, Some(seen)) => self
                .wrong
                .push(format!("there is a result, code {}, where none is expected", seen.code)),
            (Some(_), None) => self.wrong.push("there is no result".to_owned()),
            (Some(expected), Some(seen)) => {
                self.one_result("result", expected, seen);
                if self.scenario.sheet.is_none() && last != Some("Finished") {
                    self.wrong
                        .push("there is a result, and the last state is not Finished".to_owned());
                }
            }
        }
    }

    fn one_result(&mut self, what: &str, expected: &ExpectedResult, seen: &ResultSeen) {
        self.same(&format!("{what}: code"), &expected.code, &seen.code);
        self.same(&format!("{what}: charge"), &expected.charge, &seen.charge);
        self.same(&format!("{what}: reason"), &expected.reason, &seen.reason);
        self.same(
            &format!("{what}: gateway code"),
            &expected.gateway_code,
            &seen.gateway_code,
        );
        // What holds for every result, whatever the scenario says.
        match CODES.iter().find(|(code, _)| *code == seen.code) {
            None => self
                .wrong
                .push(format!("{what}: {} is none of the published codes", seen.code)),
            Some((_, name)) => self.same(&format!("{what}: status"), name, &seen.status.as_str()),
        }
        self.same(
            &format!("{what}: intent id"),
            &self.world.plan.payment_intent_id.as_str(),
            &seen.payment_intent_id.as_str(),
        );
        if seen.reason.is_some() != seen.message.as_ref().is_some_and(|message| !message.is_empty()) {
            self.wrong
                .push(format!("{what}: a reason and its message come together"));
        }
        if seen.reason.is_none() && Some((seen.code, seen.charge.as_str())) != plain_success(self.scenario.flow) {
            self.wrong.push(format!("{what}: only a plain success has no reason"));
        }
        if seen
            .message
            .as_ref()
            .is_some_and(|message| gives_away(message, &self.world.plan))
        {
            self.wrong
                .push(format!("{what}: the message holds card data or a secret"));
        }
    }

    /// The expected states, in their order, among those that were seen.
    fn the_states(&mut self, seen: &[String]) {
        let mut rest = seen.iter();
        for state in &self.scenario.expect.states {
            if !rest.any(|seen| is_state(state, seen)) {
                self.wrong
                    .push(format!("the state {state} is missing; seen: {}", seen.join(", ")));
                return;
            }
        }
    }

    fn the_outcomes(&mut self, seen: &[Outcome]) {
        let steps = &self.scenario.host;
        // With a refused configuration there is nothing that could be done.
        let done = if self.scenario.expect.config_error.is_some() {
            0
        } else {
            steps.len()
        };
        self.same("number of steps done", &done, &seen.len());
        let mut wording = self.scenario.sheet.as_ref().map(Wording::of_sheet);
        for (place, (step, seen)) in steps.iter().zip(seen).enumerate() {
            let what = format!("step {place}");
            if let Some(language) = step.action.language() {
                wording = Some(Wording::of(language));
            }
            let mut expected = step.expect.clone().unwrap_or_default();
            if let Some(wording) = &wording {
                expected.value = expected.value.map(|value| wording.worded(value));
            }
            self.one_outcome(&what, &expected, seen);
            if let (Some(_), Some(screen)) = (&self.scenario.sheet, &seen.value) {
                self.wrong
                    .extend(screen::wrong_in(screen).map(|wrong| format!("{what}: {wrong}")));
            }
        }
    }

    fn one_outcome(&mut self, what: &str, expected: &ExpectedOutcome, seen: &Outcome) {
        self.same(&format!("{what}: error"), &expected.error, &seen.error);
        self.same(&format!("{what}: fields"), &expected.fields, &seen.fields);
        self.same(&format!("{what}: cause"), &expected.cause, &seen.cause);
        match (&expected.result, &seen.result) {
            (Some(expected), Some(seen)) => self.one_result(what, expected, seen),
            (expected, seen) => self.same(&format!("{what}: has a result"), &expected.is_some(), &seen.is_some()),
        }
        match (&expected.cards, &seen.cards) {
            (Some(expected), Some(seen)) => {
                self.contains(&format!("{what}: cards"), Value::from(expected.clone()), seen)
            }
            (expected, seen) => self.same(&format!("{what}: has cards"), &expected.is_some(), &seen.is_some()),
        }
        match (&expected.summary, &seen.summary) {
            (Some(expected), Some(seen)) => self.contains(&format!("{what}: summary"), expected.clone().into(), seen),
            (expected, seen) => self.same(&format!("{what}: has a summary"), &expected.is_some(), &seen.is_some()),
        }
        self.same(&format!("{what}: notice"), &expected.notice, &seen.notice);
        match (&expected.value, &seen.value) {
            (Some(expected), Some(seen)) => self.contains(&format!("{what}: value"), expected.clone(), seen),
            (expected, seen) => self.same(&format!("{what}: has a value"), &expected.is_some(), &seen.is_some()),
        }
    }

    fn the_requests(&mut self) {
        let restarts = self
            .scenario
            .host
            .iter()
            .filter(|step| step.action.starts_a_checkout())
            .count();
        let (expected, seen) = (&self.scenario.expect.requests, self.world.sandbox.requests());
        let run = wire::Run {
            names: &self.world.names,
            flow: self.scenario.flow,
            checkouts: 1 + restarts,
        };
        match wire::mismatches(expected, &seen, &run) {
            Ok(wrong) => self.wrong.extend(wrong),
            Err(error) => self.wrong.push(format!("{error:#}")),
        }
    }

    fn the_world(&mut self, result: Option<&ResultSeen>) {
        let merchant = self.world.sandbox.merchant();
        let status = merchant.payment_intent_status(&self.world.intent).unwrap_or_default();
        if let Some(expected) = &self.scenario.expect.world.intent_status {
            self.same("the intent's status in the end", expected, &status);
        }
        if let Some(expected) = self.scenario.expect.world.saved_cards {
            self.same("saved cards in the end", &expected, &self.saved_cards());
        }
        // The worst that can happen, so it is looked for in every scenario.
        let took_money = self.scenario.given.status.is_none() && matches!(&*status, "Captured" | "Authorized");
        if took_money && result.is_some_and(|result| result.charge == "NotCharged") {
            self.wrong
                .push("the result says NotCharged, and the customer has paid".to_owned());
        }
    }

    fn saved_cards(&self) -> usize {
        let state = self.world.sandbox.state();
        let customers = state["customers"].as_array().cloned().unwrap_or_default();
        let customer = customers
            .iter()
            .find(|customer| customer["id"].as_str() == self.world.customer.as_deref());
        customer
            .and_then(|customer| customer["savedCards"].as_array())
            .map_or(0, Vec::len)
    }

    fn contains(&mut self, what: &str, expected: Value, seen: &impl Serialize) {
        let seen = serde_json::to_value(seen).unwrap_or_default();
        let seen = self.world.names.recognise_in(seen);
        if !is_part_of(&expected, &seen) {
            self.wrong.push(format!("{what}: expected {expected}, came {seen}"));
        }
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: &str, expected: &T, seen: &T) {
        if expected != seen {
            self.wrong.push(format!("{what}: expected {expected:?}, came {seen:?}"));
        }
    }
}

/// Code and charge of a success that needs no explanation. A setup charges nothing; a headless call always explains.
fn plain_success(flow: Flow) -> Option<(i64, &'static str)> {
    match flow {
        Flow::Payment | Flow::VirtualTerminal => Some((0, "Charged")),
        Flow::Setup => Some((0, "NotCharged")),
        Flow::Headless => None,
    }
}

/// `Paying` is any of its stages.
fn is_state(wanted: &str, seen: &str) -> bool {
    wanted == seen || seen.strip_prefix(wanted).is_some_and(|rest| rest.starts_with('.'))
}

/// Objects may have more fields than expected; lists may not have more items.
fn is_part_of(expected: &Value, seen: &Value) -> bool {
    match (expected, seen) {
        (Value::Object(expected), Value::Object(seen)) => expected
            .iter()
            .all(|(name, value)| seen.get(name).is_some_and(|seen| is_part_of(value, seen))),
        (Value::Array(expected), Value::Array(seen)) => {
            expected.len() == seen.len()
                && expected
                    .iter()
                    .zip(seen)
                    .all(|(expected, seen)| is_part_of(expected, seen))
        }
        (expected, seen) => expected == seen,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parts_and_wholes() {
        let seen = json!({ "a": 1, "b": [{ "c": null, "d": 2 }] });
        for expected in [
            json!({}),
            json!({ "a": 1 }),
            json!({ "b": [{}] }),
            json!({ "b": [{ "c": null }] }),
        ] {
            assert!(is_part_of(&expected, &seen), "{expected}");
        }
        for expected in [
            json!({ "a": 2 }),
            json!({ "b": [] }),
            json!({ "b": [{}, {}] }),
            json!({ "x": null }),
            json!([]),
        ] {
            assert!(!is_part_of(&expected, &seen), "{expected}");
        }
    }

    #[test]
    fn a_stage_is_a_state_of_paying() {
        assert!(is_state("Paying", "Paying.Authorizing"));
        assert!(is_state("Paying.Authorizing", "Paying.Authorizing"));
        assert!(!is_state("Paying.Authorizing", "Paying.Preparing"));
        assert!(!is_state("Paying", "PayingX"));
    }
}
