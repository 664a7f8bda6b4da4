//! Setup intents: the merchant's routes, and the app's.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::Value;

use super::access::{AppCall, MerchantCall};
use super::{App, Segment};
use crate::domain::intent::Kind;
use crate::wire::intent_view::{self, Audience};
use crate::wire::problem::Problem;
use crate::wire::{json, setup_intent};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/setup-intents", post(create))
        .route("/setup-intents/{id}", get(read).delete(cancel))
        .route("/setup-intents/{id}/refresh-client-session-secret", post(refresh))
        .route("/setup-intents/public/{id}", get(read_for_app))
        .route(
            "/setup-intents/public/{id}/refresh-client-session-secret",
            post(refresh_for_app),
        )
}

/// Unlike a payment intent, a setup intent is created with its secret in every version.
async fn create(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
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

/// A canceled one is shown: only payment intents are hidden.
async fn read(call: MerchantCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<Json<Value>, Problem> {
    let world = app.world.lock();
    let intent = world.intent(Kind::Setup, &id)?;
    Ok(Json(intent_view::intent(
        intent,
        world.card_schemes(),
        Audience::Merchant,
        call.version,
    )))
}

async fn cancel(call: MerchantCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<Json<Value>, Problem> {
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

async fn refresh(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<Value>, Problem> {
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

async fn read_for_app(
    call: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<Value>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.intent_for_app(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

async fn refresh_for_app(
    call: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<Value>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.refresh_session(Kind::Setup, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}
