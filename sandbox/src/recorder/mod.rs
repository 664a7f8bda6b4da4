//! The requests a sandbox has seen, fit to be printed: no secret, no card number, no CVV.

mod redact;

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, Uri};
use serde::{Serialize, Serializer};
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, Type};

use crate::watched::{Changes, Watched};

/// A request as it arrived. Calls to `/_sandbox/` are not recorded.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The listener it came in by.
    pub listener: Listener,
    /// The HTTP method.
    pub method: String,
    /// The path, percent-encoded as it was sent. A session secret in it reads `{secret}`; ids are left as they are.
    pub path: String,
    /// The query without its `?`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// When it arrived, by the sandbox's clock: RFC 3339, UTC.
    pub at: String,
    /// The headers by lower-case name; several of one name are joined by `, `. Of credentials only the kind is kept:
    /// `Basic cs_***`.
    pub headers: BTreeMap<String, String>,
    /// The body: JSON with card numbers, CVVs and secrets masked, `null` if there was none.
    pub body: Value,
    /// What came of it.
    #[schema(schema_with = answered_schema)]
    pub status: Answered,
    /// How many times it was handled: twice if a fault delivered it twice.
    pub delivered: u32,
    /// The id of the fault that was applied to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<u64>,
}

/// What came of a request. In JSON: the HTTP status, `"cut"`, `"silent"`, or `null`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// Nothing yet.
    Pending,
    /// An answer with this HTTP status.
    Status(u16),
    /// The connection was closed by a fault.
    Cut,
    /// The connection stays open, and nothing comes of it any more.
    Silent,
}

impl Serialize for Answered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Pending => serializer.serialize_none(),
            Self::Status(status) => serializer.serialize_u16(*status),
            Self::Cut => serializer.serialize_str("cut"),
            Self::Silent => serializer.serialize_str("silent"),
        }
    }
}

fn answered_schema() -> Schema {
    let status = ObjectBuilder::new().schema_type(Type::Integer);
    let unanswered = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(["cut", "silent"]));
    let pending = ObjectBuilder::new().schema_type(Type::Null);
    Schema::OneOf(OneOfBuilder::new().item(status).item(unanswered).item(pending).build())
}

/// Which of its doors a request came in by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Listener {
    /// The main one: API host, and gateway too.
    Main,
    /// The gateway's own, when there is one.
    Gateway,
}

/// Enough for any test, and a bound for a sandbox that runs for weeks.
const KEPT: usize = 10_000;

pub(crate) struct Recorder(Watched<Log>);

#[derive(Default)]
struct Log {
    /// The number of the first request kept; numbers go on after a deletion, so that a late answer finds its own.
    first: u64,
    requests: std::collections::VecDeque<RecordedRequest>,
}

/// A recorded request with its number, which is its own among all of this sandbox.
#[derive(Serialize)]
pub(crate) struct Numbered {
    number: u64,
    #[serde(flatten)]
    request: RecordedRequest,
}

impl Recorder {
    pub(crate) fn new(changes: &Changes) -> Self {
        Self(Watched::new(Log::default(), changes))
    }

    /// Records an arrival and returns its number, with which its end is recorded.
    pub(crate) fn arrived(
        &self,
        listener: Listener,
        method: &Method,
        uri: &Uri,
        headers: &HeaderMap,
        body: &[u8],
        at: OffsetDateTime,
    ) -> u64 {
        let request = RecordedRequest {
            listener,
            method: method.to_string(),
            path: redact::path(uri.path()),
            query: uri.query().map(redact::text),
            at: crate::wire::timestamp(at),
            headers: redact::headers(headers),
            body: redact::body(body),
            status: Answered::Pending,
            delivered: 1,
            fault: None,
        };
        let mut log = self.0.lock();
        if log.requests.len() == KEPT {
            log.requests.pop_front();
            log.first += 1;
        }
        log.requests.push_back(request);
        log.first + log.requests.len() as u64 - 1
    }

    pub(crate) fn faulted(&self, number: u64, fault: u64) {
        self.update(number, |request| request.fault = Some(fault));
    }

    pub(crate) fn delivered_again(&self, number: u64) {
        self.update(number, |request| request.delivered += 1);
    }

    pub(crate) fn ended(&self, number: u64, status: Answered) {
        self.update(number, |request| request.status = status);
    }

    fn update(&self, number: u64, change: impl FnOnce(&mut RecordedRequest)) {
        let mut log = self.0.lock();
        let place = number
            .checked_sub(log.first)
            .and_then(|place| usize::try_from(place).ok());
        if let Some(request) = place.and_then(|place| log.requests.get_mut(place)) {
            change(request);
        }
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        self.0.lock().requests.iter().cloned().collect()
    }

    /// How many are kept.
    pub(crate) fn count(&self) -> usize {
        self.0.lock().requests.len()
    }

    /// So many of the latest, the last one first.
    pub(crate) fn latest(&self, most: usize) -> Vec<Numbered> {
        let log = self.0.lock();
        let last = log.first + log.requests.len() as u64;
        let numbers = (log.first..last).rev();
        let latest = numbers.zip(log.requests.iter().rev()).take(most);
        latest
            .map(|(number, request)| Numbered {
                number,
                request: request.clone(),
            })
            .collect()
    }

    pub(crate) fn clear(&self) {
        let mut log = self.0.lock();
        log.first += log.requests.len() as u64;
        log.requests.clear();
    }
}

/// A path fit for a log: the session secret in it replaced.
pub(crate) fn loggable_path(uri: &Uri) -> String {
    redact::path(uri.path())
}

/// JSON fit to be shown: merchants put card numbers into references and names.
pub(crate) fn without_card_numbers(value: Value) -> Value {
    redact::texts(value)
}
