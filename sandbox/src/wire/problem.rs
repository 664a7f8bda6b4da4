//! Problem details: how the API host, the gateway and the control routes say no.

use std::collections::BTreeMap;

use axum::extract::rejection::{BytesRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::domain::{Refusal, ids};

/// RFC 7617 asks for a realm, and there are clients that rely on it.
const CHALLENGE: HeaderValue = HeaderValue::from_static(r#"Basic realm="Dojo sandbox", charset="UTF-8""#);

/// An error answer. The media type is plain `application/json`, as Dojo's specification has it.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    detail: String,
    errors: BTreeMap<String, Vec<String>>,
    on_gateway: bool,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            detail: detail.into(),
            errors: BTreeMap::new(),
            on_gateway: false,
        }
    }

    pub(crate) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(crate) fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::invalid(BTreeMap::from([(field.into(), vec![message.into()])]))
    }

    /// 400 with a list of what is wrong, by field.
    pub(crate) fn invalid(errors: BTreeMap<String, Vec<String>>) -> Self {
        let detail = errors
            .iter()
            .flat_map(|(field, messages)| messages.iter().map(move |message| format!("{field}: {message}")))
            .collect::<Vec<_>>()
            .join("; ");
        Self {
            status: StatusCode::BAD_REQUEST,
            detail,
            errors,
            on_gateway: false,
        }
    }

    /// The gateway's answers always carry a `statusCode`, this one the same as the HTTP status.
    pub(crate) fn on_gateway(mut self) -> Self {
        self.on_gateway = true;
        self
    }

    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }
}

/// Problem details.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ProblemBody {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    detail: String,
    /// What is wrong, by field.
    errors: BTreeMap<String, Vec<String>>,
    trace_id: String,
    /// On the gateway: the HTTP status again.
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<u16>,
}

/// How the merchant's routes say no.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes what a Problem becomes")]
pub(crate) enum MerchantProblems {
    /// The request is wrong, or the thing is not in a state for it.
    #[response(status = 400)]
    BadRequest(ProblemBody),
    /// The API key is missing or wrong.
    #[response(status = 401)]
    Unauthorized(ProblemBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ProblemBody),
    /// The merchant did not allow this when it made the thing.
    #[response(status = 405)]
    NotAllowed(ProblemBody),
    /// Something that was done before forbids this.
    #[response(status = 409)]
    Conflict(ProblemBody),
    /// The body took too long.
    #[response(status = 408)]
    TooSlow(ProblemBody),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ProblemBody),
    /// The body is not JSON by its media type.
    #[response(status = 415)]
    NotJson(ProblemBody),
    /// The data file cannot be written; nothing has changed.
    #[response(status = 500)]
    NotKept(ProblemBody),
}

/// How the app's routes say no.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes what a Problem becomes")]
pub(crate) enum AppProblems {
    /// The request is wrong.
    #[response(status = 400)]
    BadRequest(ProblemBody),
    /// The customer secret is missing, unknown, expired, or another customer's.
    #[response(status = 401)]
    Unauthorized(ProblemBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ProblemBody),
    /// The body took too long.
    #[response(status = 408)]
    TooSlow(ProblemBody),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ProblemBody),
    /// The data file cannot be written; nothing has changed.
    #[response(status = 500)]
    NotKept(ProblemBody),
}

/// How the control routes and the dashboard say no to those who are not meant to call them.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes what a Problem becomes")]
pub(crate) enum GuardProblems {
    /// The `Host` header is not one of this sandbox, or a page of another origin calls.
    #[response(status = 403)]
    Forbidden(ProblemBody),
    /// The body took too long.
    #[response(status = 408)]
    TooSlow(ProblemBody),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ProblemBody),
    /// The body is not JSON by its media type.
    #[response(status = 415)]
    NotJson(ProblemBody),
    /// The data file cannot be written; nothing has changed.
    #[response(status = 500)]
    NotKept(ProblemBody),
}

/// How a route says no that only looks at its body: the gateway's and the control routes.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes what a Problem becomes")]
pub(crate) enum BodyProblems {
    /// The body is not JSON, of a wrong type, or has unknown properties.
    #[response(status = 400)]
    BadRequest(ProblemBody),
    /// There is no such thing.
    #[response(status = 404)]
    NotFound(ProblemBody),
    /// The body took too long.
    #[response(status = 408)]
    TooSlow(ProblemBody),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ProblemBody),
    /// The body is not JSON by its media type.
    #[response(status = 415)]
    NotJson(ProblemBody),
    /// The data file cannot be written; nothing has changed.
    #[response(status = 500)]
    NotKept(ProblemBody),
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status.as_u16();
        let body = ProblemBody {
            kind: format!("https://www.rfc-editor.org/rfc/rfc9110#status.{status}"),
            title: self.status.canonical_reason().unwrap_or("Error"),
            status,
            detail: self.detail,
            errors: self.errors,
            trace_id: ids::trace_id(),
            status_code: self.on_gateway.then_some(status),
        };
        let mut response = (self.status, axum::Json(body)).into_response();
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, CHALLENGE);
        }
        response
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound(what) => Self::not_found(format!("There is no such {what}.")),
            Refusal::WrongState(detail) => Self::bad_request(detail),
            Refusal::Conflict(detail) => Self::new(StatusCode::CONFLICT, detail),
            Refusal::NotAllowed(detail) => Self::new(StatusCode::METHOD_NOT_ALLOWED, detail),
            Refusal::Invalid { field, message } => Self::field(field, message),
        }
    }
}

impl From<PathRejection> for Problem {
    fn from(_: PathRejection) -> Self {
        Self::bad_request("The path is not valid UTF-8 when percent-decoded.")
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::bad_request(rejection.body_text())
    }
}

impl From<BytesRejection> for Problem {
    fn from(rejection: BytesRejection) -> Self {
        Self::new(rejection.status(), "The body could not be read.")
    }
}
