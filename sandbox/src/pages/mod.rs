//! Pages for people. Each is one document: style and script are inside, and its content security policy lets nothing else
//! in.

pub(crate) mod issuer;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use crate::domain::ids;
use crate::wire::problem::Problem;

/// Marks the style and the scripts of one answer as the sandbox's own.
pub(crate) fn nonce() -> String {
    ids::id("")
}

/// What a page may do besides showing itself.
pub(crate) struct Policy {
    /// Where it may send forms to, what it may connect to, who may frame it.
    pub(crate) directives: &'static str,
}

/// A page with the headers that it has to have.
pub(crate) fn page(status: StatusCode, template: &impl Template, nonce: &str, policy: &Policy) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; {}",
        policy.directives
    );
    let (Ok(html), Ok(policy)) = (template.render(), HeaderValue::try_from(policy)) else {
        return Problem::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The page could not be made; this is a bug.",
        )
        .into_response();
    };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    (status, headers, Html(html)).into_response()
}
