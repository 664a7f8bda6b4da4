//! The merchant's payment intents.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::Value;

use super::access::MerchantCall;
use super::{App, IntentQuery, Segment};
use crate::domain::intent::Kind;
use crate::wire::intent_view::{self, Audience};
use crate::wire::problem::Problem;
use crate::wire::{ApiVersion, intent, json};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/payment-intents", post(create))
        .route("/payment-intents/{id}", get(read).delete(cancel))
        .route("/payment-intents/{id}/refresh-client-session-secret", post(refresh))
}

async fn create(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let order = intent::order(json::value(&headers, &body)?)?;
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let id = world.create_intent(order.terms, now)?.id.clone();
    if order.wants_secret || call.version < ApiVersion::SECRET_ON_DEMAND {
        world.issue_session(&id, now);
    }
    Ok(Json(intent_view::intent(
        world.visible_intent(Kind::Payment, &id)?,
        world.card_schemes(),
        Audience::Merchant,
        call.version,
    )))
}

async fn read(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    query: IntentQuery,
) -> Result<Json<Value>, Problem> {
    let world = app.world.lock();
    let intent = if query.return_canceled {
        world.intent(Kind::Payment, &id)?
    } else {
        world.visible_intent(Kind::Payment, &id)?
    };
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
    let intent = world.cancel_intent(Kind::Payment, &id, app.clock.utc())?;
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
    let intent = world.refresh_session(Kind::Payment, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(
        intent,
        &schemes,
        Audience::Merchant,
        call.version,
    )))
}
