//! The region manifests, by which a client finds the gateway: one of each cloud.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;

/// Path of GCP's manifest.
pub(crate) const GCP: &str = "/manifests/gcp/rag-manifest.json";
/// Path of AWS's manifest.
pub(crate) const AWS: &str = "/manifests/aws/rag-manifest.json";

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(gcp)).routes(routes!(aws))
}

/// Where the gateway is.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Manifest<'a> {
    format: &'static str,
    base_url: &'a str,
    base_client_event_url: &'a str,
}

/// GCP's region manifest
#[utoipa::path(get, path = GCP, tag = "Regions", operation_id = "gcpManifest", responses((status = 200, body = Manifest)))]
async fn gcp(State(app): State<Arc<App>>) -> Response {
    manifest(&app)
}

/// AWS's region manifest
#[utoipa::path(get, path = AWS, tag = "Regions", operation_id = "awsManifest", responses((status = 200, body = Manifest)))]
async fn aws(State(app): State<Arc<App>>) -> Response {
    manifest(&app)
}

/// Both name the same gateway and the same date; a rewriting fault makes one of them newer, older or broken.
fn manifest(app: &App) -> Response {
    let body = Manifest {
        format: "1",
        base_url: &app.urls.gateway,
        base_client_event_url: &app.urls.gateway,
    };
    (
        [(header::LAST_MODIFIED, httpdate::fmt_http_date(app.started))],
        Json(body),
    )
        .into_response()
}
