//! The page at `/`, on which people watch the sandbox and put faults into it.

mod live;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::pages::{Policy, nonce, page};
use crate::wire::problem::{GuardProblems, Problem, ProblemBody};

/// Its looks.
pub(crate) const STYLE: &str = include_str!("../../templates/dashboard.css");
/// What it does.
pub(crate) const SCRIPT: &str = include_str!("../../templates/dashboard.js");

/// It talks to its own sandbox, and nobody frames it: it has buttons that must not be clicked by mistake.
const POLICY: Policy = Policy {
    directives: "connect-src 'self'; form-action 'none'; frame-ancestors 'none'",
};

#[derive(Template)]
#[template(path = "dashboard.html")]
struct Dashboard<'a> {
    nonce: &'a str,
    api: &'a str,
    gateway: &'a str,
}

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(dashboard))
        .routes(routes!(live::events))
}

/// The dashboard: a page for people, if `Accept` names `text/html`
// Nothing but GET is served by this: HEAD is a knock, see the other route of this path.
#[utoipa::path(get, path = "/", tag = "Control", operation_id = "dashboard",
    responses(
        (status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 406, description = "It was not asked for by a browser", body = ProblemBody),
        GuardProblems))]
async fn dashboard(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if !accept.is_some_and(|accept| accept.contains("text/html")) {
        let detail = "Here is a page for people: open it in a browser. Tools find what it shows at /_sandbox/state.";
        return Problem::new(StatusCode::NOT_ACCEPTABLE, detail).into_response();
    }
    let nonce = nonce();
    let template = Dashboard {
        nonce: &nonce,
        api: &app.urls.api,
        gateway: &app.urls.gateway,
    };
    page(StatusCode::OK, &template, &nonce, &POLICY)
}
