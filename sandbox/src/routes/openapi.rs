//! `/openapi.json`: the sandbox's description of itself, made from the routes.

use std::sync::{Arc, LazyLock};

use axum::Json;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, InfoBuilder, OpenApi, OpenApiBuilder};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::wire::problem::ProblemBody;

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(document))
}

/// The description of everything that the main listener serves.
pub(crate) static DOCUMENT: LazyLock<OpenApi> = LazyLock::new(|| super::described().1);

/// This document
#[utoipa::path(get, path = "/openapi.json", tag = "Control", operation_id = "openApi",
    responses((status = 200, body = Object)))]
async fn document() -> Json<&'static OpenApi> {
    Json(&DOCUMENT)
}

/// What the document says before it comes to the routes.
pub(super) fn frame() -> OpenApi {
    // HTTP's own Basic scheme would have the key in base64; Dojo takes it as it is.
    let credential = |what: &str| {
        let value = ApiKeyValue::with_description("Authorization", what);
        SecurityScheme::ApiKey(ApiKey::Header(value))
    };
    let components = ComponentsBuilder::new()
        // The routes refer to it through sets of responses, which do not bring their schemas along.
        .schema_from::<ProblemBody>()
        .security_scheme("apiKey", credential("`Basic ` and the merchant's API key, as it is"))
        .security_scheme("customerSecret", credential("`Basic ` and a customer secret, as it is"))
        .build();
    let info = InfoBuilder::new()
        .title("Checkout sandbox")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "A local Dojo: API host, payment gateway, region manifests, and the sandbox's own control routes.",
        ))
        .build();
    OpenApiBuilder::new().info(info).components(Some(components)).build()
}
