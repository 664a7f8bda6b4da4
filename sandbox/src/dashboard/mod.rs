//! The page at `/`, on which people watch the sandbox and put faults into it.

mod live;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, get, on};

use crate::pages::{Policy, nonce, page};
use crate::routes::App;
use crate::wire::problem::Problem;

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

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/_sandbox/events", get(live::events)).route(
        "/",
        // Nothing but GET is served here: HEAD is a knock, see the other route of this path.
        on(MethodFilter::GET, dashboard),
    )
}

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
