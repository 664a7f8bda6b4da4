//! The merchant's payment intents.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::access::MerchantCall;
use super::{IntentQuery, Segment};
use crate::app::App;
use crate::domain::intent::Kind;
use crate::domain::paging;
use crate::wire::intent::CreatePaymentIntent;
use crate::wire::intent_view::{self, Audience, IntentBody, PaymentIntentBody};
use crate::wire::problem::{MerchantProblems, Problem};
use crate::wire::search::{PaymentIntentPage, SearchPaymentIntents};
use crate::wire::{ApiVersion, intent, json};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(read, cancel))
        .routes(routes!(refresh))
        .routes(routes!(search))
}

/// Create a payment intent
#[utoipa::path(post, path = "/payment-intents", tag = "Payment intents", operation_id = "createPaymentIntent",
    security(("apiKey" = [])), params(MerchantCall), request_body = CreatePaymentIntent, responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn create(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<IntentBody>, Problem> {
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

/// Read a payment intent
#[utoipa::path(get, path = "/payment-intents/{paymentIntentId}", tag = "Payment intents", operation_id = "readPaymentIntent",
    security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path), IntentQuery), responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn read(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    query: IntentQuery,
) -> Result<Json<IntentBody>, Problem> {
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

/// Cancel an unpaid payment intent
#[utoipa::path(delete, path = "/payment-intents/{paymentIntentId}", tag = "Payment intents", operation_id = "cancelPaymentIntent",
    security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)), responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn cancel(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
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

/// Issue another session secret
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/refresh-client-session-secret", tag = "Payment intents", operation_id = "refreshPaymentIntent",
    security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)), responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn refresh(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<IntentBody>, Problem> {
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

/// List payment intents, newest first
#[utoipa::path(post, path = "/payment-intents/search", tag = "Payment intents", operation_id = "searchPaymentIntents",
    security(("apiKey" = [])), params(MerchantCall), request_body = SearchPaymentIntents,
    responses((status = 200, body = PaymentIntentPage), MerchantProblems))]
async fn search(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<PaymentIntentPage>, Problem> {
    let request: SearchPaymentIntents = json::read(&headers, &body)?;
    let world = app.world.lock();
    let mut found: Vec<_> = world
        .intents
        .values()
        .filter(|intent| intent.kind() == Kind::Payment && request.finds(intent))
        .collect();
    found.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
    let page = paging::page(found, |intent| &intent.id, &request.into_cursor()?)?;
    Ok(Json(PaymentIntentPage::of(page, |intent| {
        intent_view::intent(intent, world.card_schemes(), Audience::Merchant, call.version)
    })))
}
