//! The region manifests, by which a client finds the gateway: one of each cloud.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use super::App;

/// Path of GCP's manifest.
pub(crate) const GCP: &str = "/manifests/gcp/rag-manifest.json";
/// Path of AWS's manifest.
pub(crate) const AWS: &str = "/manifests/aws/rag-manifest.json";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route(GCP, get(manifest)).route(AWS, get(manifest))
}

/// Both name the same gateway and the same date; a rewriting fault makes one of them newer, older or broken.
async fn manifest(State(app): State<Arc<App>>) -> Response {
    let body = json!({ "format": "1", "baseUrl": app.urls.gateway, "baseClientEventUrl": app.urls.gateway });
    (
        [(header::LAST_MODIFIED, httpdate::fmt_http_date(app.started))],
        Json(body),
    )
        .into_response()
}
