//! What an app may call on the API host: its intent by id, and a customer's cards with a customer secret.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::access::{AppCall, credential};
use super::{Segment, Segments};
use crate::app::App;
use crate::domain::intent::Kind;
use crate::wire::customer::SavedCardsBody;
use crate::wire::intent_view::{self, Audience, IntentBody, PaymentIntentBody};
use crate::wire::problem::{AppProblems, Problem};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(intent))
        .routes(routes!(refresh))
        .routes(routes!(saved_cards))
        .routes(routes!(delete_card))
}

/// Load a payment intent in the app
#[utoipa::path(get, path = "/payment-intents/public/{paymentIntentId}", tag = "App", operation_id = "loadPaymentIntent",
    params(AppCall, ("paymentIntentId" = String, Path)), responses((status = 200, body = PaymentIntentBody), AppProblems))]
async fn intent(call: AppCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.intent_for_app(Kind::Payment, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

/// Issue another session secret to the app
#[utoipa::path(post, path = "/payment-intents/public/{paymentIntentId}/refresh-client-session-secret", tag = "App", operation_id = "refreshPaymentIntentInApp",
    params(AppCall, ("paymentIntentId" = String, Path)), responses((status = 200, body = PaymentIntentBody), AppProblems))]
async fn refresh(
    call: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
    let mut world = app.world.lock();
    let schemes = world.card_schemes().to_vec();
    let intent = world.refresh_session(Kind::Payment, &id, app.clock.utc())?;
    Ok(Json(intent_view::intent(intent, &schemes, Audience::App, call.version)))
}

/// List a customer's saved cards
#[utoipa::path(get, path = "/customers/public/{customerId}/payment-methods", tag = "App", operation_id = "listSavedCards",
    security(("customerSecret" = [])), params(AppCall, ("customerId" = String, Path)), responses((status = 200, body = SavedCardsBody), AppProblems))]
async fn saved_cards(
    _: AppCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
) -> Result<Json<SavedCardsBody>, Problem> {
    allow(&app, &headers, &id)?;
    Ok(Json(SavedCardsBody::of(&app.world.lock(), &id)))
}

/// Delete a saved card
#[utoipa::path(delete, path = "/customers/public/{customerId}/payment-methods/{paymentMethodId}", tag = "App", operation_id = "deleteSavedCard",
    security(("customerSecret" = [])), params(AppCall, ("customerId" = String, Path), ("paymentMethodId" = String, Path)), responses((status = 204), AppProblems))]
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
