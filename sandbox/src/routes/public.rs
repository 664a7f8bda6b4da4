//! What an app may call on the API host: its intent by id, and a customer's cards with a customer secret.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde_json::Value;

use super::access::{AppCall, credential};
use super::{App, Segment, Segments};
use crate::domain::intent::Kind;
use crate::wire::customer;
use crate::wire::intent_view::{self, Audience};
use crate::wire::problem::Problem;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/payment-intents/public/{id}", get(intent))
        .route(
            "/payment-intents/public/{id}/refresh-client-session-secret",
            post(refresh),
        )
        .route("/customers/public/{id}/payment-methods", get(saved_cards))
        .route(
            "/customers/public/{id}/payment-methods/{payment_method_id}",
            delete(delete_card),
        )
}

async fn intent(call: AppCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<Json<Value>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.intent_for_app(Kind::Payment, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

async fn refresh(call: AppCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<Json<Value>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.refresh_session(Kind::Payment, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

async fn saved_cards(
    _: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
) -> Result<Json<Value>, Problem> {
    allow(&app, &headers, &id)?;
    Ok(Json(customer::saved_cards(&app.world.lock(), &id)))
}

async fn delete_card(
    _: AppCall,
    State(app): State<Arc<App>>,
    Segments(id, payment_method_id): Segments,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    allow(&app, &headers, &id)?;
    app.world.lock().delete_card(&id, &payment_method_id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// One answer for every wrong secret: none, unknown, expired, another customer's.
fn allow(app: &App, headers: &HeaderMap, customer_id: &str) -> Result<(), Problem> {
    if customer_id.is_empty() {
        // Android asks like this when the intent has no customer.
        return Err(Problem::not_found("There is no customer id in the path."));
    }
    let opens = |secret| {
        app.world
            .lock()
            .customer_secret_opens(secret, customer_id, app.clock.utc())
    };
    if credential(headers).is_some_and(opens) {
        Ok(())
    } else {
        Err(Problem::unauthorized(
            "The customer secret is missing, unknown, expired, or another customer's: send `Authorization: Basic <secret>`.",
        ))
    }
}
