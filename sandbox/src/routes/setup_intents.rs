//! Setup intents: the merchant's routes, and the app's.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Segment;
use super::access::{AppCall, MerchantCall};
use crate::app::App;
use crate::domain::intent::Kind;
use crate::wire::intent_view::{self, Audience, IntentBody, SetupIntentBody};
use crate::wire::problem::{AppProblems, MerchantProblems, Problem};
use crate::wire::setup_intent::CreateSetupIntent;
use crate::wire::{json, setup_intent};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(read, cancel))
        .routes(routes!(refresh))
        .routes(routes!(read_for_app))
        .routes(routes!(refresh_for_app))
}

/// Create a setup intent, with its session secret in every version
#[utoipa::path(post, path = "/setup-intents", tag = "Setup intents", operation_id = "createSetupIntent",
    security(("apiKey" = [])), params(MerchantCall), request_body = CreateSetupIntent, responses((status = 200, body = SetupIntentBody), MerchantProblems))]
async fn create(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<IntentBody>, Problem> {
    let terms = setup_intent::terms(json::value(&headers, &body)?)?;
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let id = world.create_intent(terms, now)?.id.clone();
    world.issue_session(&id, now);
    let schemes = world.card_schemes();
    let intent = world.visible_intent(Kind::Setup, &id)?;
    Ok(Json(intent_view::intent(
        intent,
        schemes,
        Audience::Merchant,
        call.version,
    )))
}

/// Read a setup intent, also a canceled one: only payment intents are hidden
#[utoipa::path(get, path = "/setup-intents/{setupIntentId}", tag = "Setup intents", operation_id = "readSetupIntent",
    security(("apiKey" = [])), params(MerchantCall, ("setupIntentId" = String, Path)), responses((status = 200, body = SetupIntentBody), MerchantProblems))]
async fn read(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let world = app.world.lock();
    let intent = world.intent(Kind::Setup, &id)?;
    Ok(Json(intent_view::intent(
        intent,
        world.card_schemes(),
        Audience::Merchant,
        call.version,
    )))
}

/// Cancel a setup intent that has no card yet
#[utoipa::path(delete, path = "/setup-intents/{setupIntentId}", tag = "Setup intents", operation_id = "cancelSetupIntent",
    security(("apiKey" = [])), params(MerchantCall, ("setupIntentId" = String, Path)), responses((status = 200, body = SetupIntentBody), MerchantProblems))]
async fn cancel(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.cancel_intent(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(
        intent,
        &schemes,
        Audience::Merchant,
        call.version,
    )))
}

/// Issue another session secret
#[utoipa::path(post, path = "/setup-intents/{setupIntentId}/refresh-client-session-secret", tag = "Setup intents", operation_id = "refreshSetupIntent",
    security(("apiKey" = [])), params(MerchantCall, ("setupIntentId" = String, Path)), responses((status = 200, body = SetupIntentBody), MerchantProblems))]
async fn refresh(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.refresh_session(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(
        intent,
        &schemes,
        Audience::Merchant,
        call.version,
    )))
}

/// Load a setup intent in the app
#[utoipa::path(get, path = "/setup-intents/public/{setupIntentId}", tag = "App", operation_id = "loadSetupIntent",
    params(AppCall, ("setupIntentId" = String, Path)), responses((status = 200, body = SetupIntentBody), AppProblems))]
async fn read_for_app(
    call: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.intent_for_app(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

/// Issue another session secret to the app
#[utoipa::path(post, path = "/setup-intents/public/{setupIntentId}/refresh-client-session-secret", tag = "App", operation_id = "refreshSetupIntentInApp",
    params(AppCall, ("setupIntentId" = String, Path)), responses((status = 200, body = SetupIntentBody), AppProblems))]
async fn refresh_for_app(
    call: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.refresh_session(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}
