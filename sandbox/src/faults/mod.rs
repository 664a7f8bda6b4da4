//! Scripted misbehaviour: which requests a fault applies to, and what it does to them.

mod queue;
mod rewrite;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

pub use queue::FaultState;
pub(crate) use queue::{Faults, Taken};

/// A fault and the requests it applies to. The first rule that matches and is not used up wins.
///
/// ```
/// use checkout_sandbox::{Cut, FaultRule};
///
/// // The payment is executed and its answer lost.
/// let rule = FaultRule::on("POST", "/api/payments/*").cut(Cut::After);
/// assert_eq!(
///     serde_json::to_value(&rule).unwrap(),
///     serde_json::json!({
///         "match": { "method": "POST", "path": "/api/payments/*" },
///         "skip": 0, "times": 1, "action": { "cut": "after" },
///     }),
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FaultRule {
    /// Which requests; none given means all.
    #[serde(rename = "match", default)]
    pub matching: Matching,
    /// How many matching requests pass unharmed first.
    #[serde(default)]
    pub skip: u32,
    /// How many matching requests it applies to then; `None` (`null`) for all of them. 1 unless given.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// What happens to them.
    pub action: Action,
}

// JSON tells "not given" (once) from `null` (always).
#[expect(clippy::unnecessary_wraps, reason = "the type of the field")]
fn once() -> Option<u32> {
    Some(1)
}

/// The requests a fault applies to. `/_sandbox/` is never touched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Matching {
    /// The HTTP method, in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// A glob over the path as it was sent: `*` stands for (part of) one segment, such as a session secret, `**` for any
    /// number of segments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

/// What a fault does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Answers this; nothing is executed.
    Respond(Respond),
    /// Waits, then handles the request as usual.
    Delay(Delay),
    /// Handles the request at once; the answer waits.
    DelayAnswer(Delay),
    /// Closes the connection.
    Cut(Cut),
    /// Handles the request and alters the answer.
    Rewrite(Rewrite),
    /// Handles the request twice, one after the other, as when a proxy repeats it.
    DeliverTwice(DeliverTwice),
    /// Reads the request and never answers it. The connection stays open.
    Silent(Silent),
}

/// When the connection is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Before anything was executed.
    Before,
    /// After the work was done, in the middle of the answer: its head and half of its body get out.
    During,
    /// After the work was done, before a byte of the answer. The fault that hurts people: they paid and nobody says so.
    After,
}

/// A request that arrives twice. The second copy meets what the first has left behind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliverTwice {
    /// Which answer the client gets; the second one unless given.
    #[serde(default)]
    pub show: Shown,
}

/// Which of two answers a client gets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// The answer to the first copy.
    First,
    /// The answer to the second copy. It may refuse what the first copy has done.
    #[default]
    Second,
    /// Neither: the connection is closed once both copies are handled.
    Neither,
}

/// Silence: neither an answer nor a closed connection, for five minutes at most.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Silent {
    /// Whether the request is handled before; not unless given.
    #[serde(default)]
    pub executed: bool,
    /// Whether everything else that arrives on this connection is swallowed, too; not unless given.
    #[serde(default)]
    pub connection: bool,
}

/// How long to wait, in real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delay {
    /// Milliseconds, at most ten minutes.
    pub milliseconds: u64,
}

/// A canned answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Respond {
    /// The HTTP status, 200 to 599; 200 unless given.
    #[serde(default = "ok")]
    pub status: u16,
    /// Headers to send. `Content-Type` is `application/json` unless given.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// The body as JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The body as text, valid JSON or not; excludes `body`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_body: Option<String>,
}

fn ok() -> u16 {
    200
}

/// Changes to the real answer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rewrite {
    /// Another HTTP status, 200 to 599.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Replaces the body by this JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// Replaces the body by this text; excludes the other body changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw_body: Option<String>,
    /// Merged into the body: objects key by key, at any depth; anything else replaces what was there, `null` included.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge: Option<Map<String, Value>>,
    /// Properties to take out of the body, after the merge; dots lead into objects (`merchantConfig.supportedPaymentMethods`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    /// Headers to set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Headers to take out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove_headers: Vec<String>,
}

impl FaultRule {
    /// Starts a rule for one method and path pattern; the next call says what happens.
    #[must_use]
    pub fn on(method: &str, path: &str) -> FaultTarget {
        FaultTarget(Matching {
            method: Some(method.to_owned()),
            path: Some(path.to_owned()),
        })
    }

    /// Lets the first `skip` matching requests pass.
    #[must_use]
    pub fn skip(self, skip: u32) -> Self {
        Self { skip, ..self }
    }

    /// Applies to `times` requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self {
            times: Some(times),
            ..self
        }
    }

    /// Applies to every matching request.
    #[must_use]
    pub fn always(self) -> Self {
        Self { times: None, ..self }
    }
}

/// A [`FaultRule`] in the making: knows the requests and not yet what to do with them.
#[derive(Debug, Clone)]
pub struct FaultTarget(Matching);

impl FaultTarget {
    /// Does `action` to the first matching request.
    #[must_use]
    pub fn action(self, action: Action) -> FaultRule {
        FaultRule {
            matching: self.0,
            skip: 0,
            times: once(),
            action,
        }
    }

    /// Answers `status` and this JSON; nothing is executed.
    #[must_use]
    pub fn respond(self, status: u16, body: Value) -> FaultRule {
        self.action(Action::Respond(Respond {
            status,
            headers: BTreeMap::new(),
            body: Some(body),
            raw_body: None,
        }))
    }

    /// Closes the connection.
    #[must_use]
    pub fn cut(self, cut: Cut) -> FaultRule {
        self.action(Action::Cut(cut))
    }

    /// Waits before the request is handled.
    #[must_use]
    pub fn delay(self, milliseconds: u64) -> FaultRule {
        self.action(Action::Delay(Delay { milliseconds }))
    }

    /// Handles the request at once and waits with the answer.
    #[must_use]
    pub fn delay_answer(self, milliseconds: u64) -> FaultRule {
        self.action(Action::DelayAnswer(Delay { milliseconds }))
    }

    /// Alters the answer.
    #[must_use]
    pub fn rewrite(self, rewrite: Rewrite) -> FaultRule {
        self.action(Action::Rewrite(rewrite))
    }

    /// Handles the request twice and shows one of the answers.
    #[must_use]
    pub fn deliver_twice(self, show: Shown) -> FaultRule {
        self.action(Action::DeliverTwice(DeliverTwice { show }))
    }

    /// Never answers.
    #[must_use]
    pub fn silent(self, silent: Silent) -> FaultRule {
        self.action(Action::Silent(silent))
    }
}
