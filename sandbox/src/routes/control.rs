//! `/_sandbox/`: what tests see of the sandbox and do to it. No credentials; never recorded; never hit by a fault.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json as body};

use super::{App, Segment};
use crate::domain::intent::{Intent, Kind, TimelineEntry};
use crate::faults::FaultRule;
use crate::recorder::without_card_numbers;
use crate::wire::customer::{customer, saved_card};
use crate::wire::intent_view::money;
use crate::wire::problem::Problem;
use crate::wire::{json, timestamp};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/_sandbox/state", get(state))
        .route("/_sandbox/requests", get(requests).delete(forget_requests))
        .route("/_sandbox/clock", get(read_clock).post(advance_clock))
        .route("/_sandbox/faults", get(faults).post(add_fault).delete(clear_faults))
        .route("/_sandbox/reset", post(reset))
        .route("/_sandbox/test-cards", get(test_cards))
        .route("/_sandbox/test-wallet-tokens", get(test_wallet_tokens))
        .route("/_sandbox/payment-intents/{id}/status", post(force_status))
}

async fn state(State(app): State<Arc<App>>) -> Json<Value> {
    Json(snapshot(&app))
}

async fn requests(State(app): State<Arc<App>>) -> Json<Value> {
    Json(body!(app.recorder.all()))
}

async fn forget_requests(State(app): State<Arc<App>>) -> StatusCode {
    app.recorder.clear();
    StatusCode::NO_CONTENT
}

async fn read_clock(State(app): State<Arc<App>>) -> Json<Value> {
    Json(body!({ "now": timestamp(app.clock.utc()) }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_seconds: u64,
}

async fn advance_clock(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Json<Value>, Problem> {
    let request: Advance = json::read(&headers, &body)?;
    if !app.clock.advance(Duration::from_secs(request.advance_seconds)) {
        return Err(Problem::field(
            "advance_seconds",
            "would put the clock more than ten years ahead",
        ));
    }
    Ok(read_clock(State(app)).await)
}

async fn faults(State(app): State<Arc<App>>) -> Json<Value> {
    Json(body!(app.faults.list()))
}

async fn add_fault(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Problem> {
    let rule: FaultRule = json::read(&headers, &body)?;
    let id = app.faults.add(rule).map_err(Problem::bad_request)?;
    Ok((StatusCode::CREATED, Json(body!({ "id": id }))))
}

async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults.clear();
    StatusCode::NO_CONTENT
}

async fn reset(State(app): State<Arc<App>>) -> StatusCode {
    app.reset();
    StatusCode::NO_CONTENT
}

async fn test_cards() -> Json<Value> {
    Json(body!(crate::test_cards()))
}

async fn test_wallet_tokens() -> Json<Value> {
    Json(body!(crate::test_wallet_tokens()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForcedStatus {
    status: String,
}

async fn force_status(
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: ForcedStatus = json::read(&headers, &body)?;
    let mut world = app.world.lock();
    let intent = world.force_status(&id, request.status, app.clock.utc())?;
    Ok(Json(without_card_numbers(intent_state(intent))))
}

/// The world as JSON, oldest first, without secrets and with masked card numbers.
pub(crate) fn snapshot(app: &App) -> Value {
    let world = app.world.lock();
    let mut customers: Vec<_> = world.customers.values().collect();
    customers.sort_by_key(|customer| customer.created_at);
    let mut intents: Vec<_> = world.intents.values().collect();
    intents.sort_by_key(|intent| intent.created_at);
    let customers: Vec<_> = customers
        .into_iter()
        .map(|known| {
            let mut shown = customer(known);
            shown["savedCards"] = world
                .cards_of(&known.id)
                .map(|card| {
                    let mut shown = saved_card(card);
                    shown["savedAt"] = timestamp(card.saved_at).into();
                    shown
                })
                .collect();
            shown
        })
        .collect();
    without_card_numbers(body!({
        "now": timestamp(app.clock.utc()),
        "cardSchemes": world.card_schemes(),
        "customers": customers,
        "paymentIntents": intents.into_iter().map(intent_state).collect::<Vec<_>>(),
    }))
}

fn intent_state(intent: &Intent) -> Value {
    body!({
        "id": intent.id,
        "status": intent.status.as_str(),
        "kind": match intent.kind() { Kind::Payment => "payment", Kind::Setup => "setup" },
        "amount": intent.terms.purpose.amount().map(money),
        "paymentSource": intent.terms.payment_source,
        "reference": intent.terms.reference,
        "captureMode": if intent.terms.manual_capture { "Manual" } else { "Auto" },
        "customerId": intent.customer_id(),
        "createdAt": timestamp(intent.created_at),
        "updatedAt": timestamp(intent.updated_at),
        "sessionExpiresAt": intent.session.as_ref().map(|session| timestamp(session.expires_at)),
        "waitingForChallenge": intent.session.as_ref().is_some_and(|session| session.challenge.is_some()),
        "timeline": intent.timeline.iter().map(timeline_entry).collect::<Vec<_>>(),
    })
}

fn timeline_entry(entry: &TimelineEntry) -> Value {
    let mut shown = body!({ "at": timestamp(entry.at), "event": entry.event });
    if let Some(detail) = &entry.detail {
        shown["detail"] = detail.as_str().into();
    }
    if let Some(payment) = &entry.payment {
        shown["card"] = payment.card.masked.as_str().into();
        shown["paymentMethodId"] = body!(payment.payment_method_id);
    }
    shown
}
