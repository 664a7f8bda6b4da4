//! The merchant's webhook subscriptions and their secrets.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::access::MerchantCall;
use super::{Segment, Segments};
use crate::app::App;
use crate::wire::json;
use crate::wire::problem::{MerchantProblems, Problem};
use crate::wire::webhook::{CreateSubscription, EventsBody, SigningSecretsBody, SubscriptionBody, UpdateSubscription};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(events))
        .routes(routes!(list, subscribe))
        .routes(routes!(update, unsubscribe))
        .routes(routes!(secrets, add_secret))
        .routes(routes!(delete_secret))
        .routes(routes!(activate_secret))
}

/// List the events that can be subscribed to
#[utoipa::path(get, path = "/webhooks/events", tag = "Webhooks", operation_id = "listWebhookEvents",
    security(("apiKey" = [])), params(MerchantCall), responses((status = 200, body = Vec<EventsBody>), MerchantProblems))]
async fn events(_: MerchantCall) -> Json<Vec<EventsBody>> {
    Json(EventsBody::all())
}

/// List the subscriptions
#[utoipa::path(get, path = "/webhooks", tag = "Webhooks", operation_id = "listSubscriptions",
    security(("apiKey" = [])), params(MerchantCall), responses((status = 200, body = Vec<SubscriptionBody>), MerchantProblems))]
async fn list(_: MerchantCall, State(app): State<Arc<App>>) -> Json<Vec<SubscriptionBody>> {
    let world = app.world.lock();
    Json(world.subscriptions.iter().map(SubscriptionBody::from).collect())
}

/// Subscribe to events
#[utoipa::path(post, path = "/webhooks", tag = "Webhooks", operation_id = "subscribe",
    security(("apiKey" = [])), params(MerchantCall), request_body = CreateSubscription,
    responses((status = 200, body = SubscriptionBody), MerchantProblems))]
async fn subscribe(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<SubscriptionBody>, Problem> {
    let request: CreateSubscription = json::read(&headers, &body)?;
    request.validate()?;
    let mut world = app.world.lock();
    let subscription = world.subscribe(request.url, request.events, request.description, app.clock.utc())?;
    Ok(Json(subscription.into()))
}

/// Change a subscription
#[utoipa::path(patch, path = "/webhooks/{subscriptionId}", tag = "Webhooks", operation_id = "updateSubscription",
    security(("apiKey" = [])), params(MerchantCall, ("subscriptionId" = String, Path)), request_body = UpdateSubscription,
    responses((status = 200, body = SubscriptionBody), MerchantProblems))]
async fn update(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<SubscriptionBody>, Problem> {
    let request: UpdateSubscription = json::read(&headers, &body)?;
    request.validate()?;
    let mut world = app.world.lock();
    let subscription =
        world.update_subscription(&id, request.url, request.events, request.description, app.clock.utc())?;
    Ok(Json(subscription.into()))
}

/// Delete a subscription
#[utoipa::path(delete, path = "/webhooks/{subscriptionId}", tag = "Webhooks", operation_id = "unsubscribe",
    security(("apiKey" = [])), params(MerchantCall, ("subscriptionId" = String, Path)),
    responses((status = 204), MerchantProblems))]
async fn unsubscribe(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<StatusCode, Problem> {
    app.world.lock().unsubscribe(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// List a subscription's secrets
#[utoipa::path(get, path = "/webhooks/{subscriptionId}/secrets", tag = "Webhooks", operation_id = "listSecrets",
    security(("apiKey" = [])), params(MerchantCall, ("subscriptionId" = String, Path)),
    responses((status = 200, body = SigningSecretsBody), MerchantProblems))]
async fn secrets(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<SigningSecretsBody>, Problem> {
    Ok(Json(app.world.lock().subscription(&id)?.into()))
}

/// Generate a secret, which signs once it is activated
#[utoipa::path(post, path = "/webhooks/{subscriptionId}/secrets", tag = "Webhooks", operation_id = "generateSecret",
    security(("apiKey" = [])), params(MerchantCall, ("subscriptionId" = String, Path)),
    responses((status = 200, body = SigningSecretsBody), MerchantProblems))]
async fn add_secret(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<SigningSecretsBody>, Problem> {
    let mut world = app.world.lock();
    Ok(Json(world.add_signing_secret(&id, app.clock.utc())?.into()))
}

/// Delete a secret
#[utoipa::path(delete, path = "/webhooks/{subscriptionId}/secrets/{secretId}", tag = "Webhooks",
    operation_id = "deleteSecret", security(("apiKey" = [])),
    params(MerchantCall, ("subscriptionId" = String, Path), ("secretId" = String, Path)),
    responses((status = 204), MerchantProblems))]
async fn delete_secret(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segments(id, secret): Segments,
) -> Result<StatusCode, Problem> {
    app.world.lock().delete_signing_secret(&id, &secret, app.clock.utc())?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a secret the one that signs
#[utoipa::path(put, path = "/webhooks/{subscriptionId}/secrets/{secretId}/activate", tag = "Webhooks",
    operation_id = "activateSecret", security(("apiKey" = [])),
    params(MerchantCall, ("subscriptionId" = String, Path), ("secretId" = String, Path)),
    responses((status = 204), MerchantProblems))]
async fn activate_secret(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segments(id, secret): Segments,
) -> Result<StatusCode, Problem> {
    app.world
        .lock()
        .activate_signing_secret(&id, &secret, app.clock.utc())?;
    Ok(StatusCode::NO_CONTENT)
}
