//! `/_sandbox/`: what tests see of the sandbox and do to it. No credentials; never recorded; never hit by a fault.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json as body};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Segment;
use crate::app::App;
use crate::domain::cards::TestCard;
use crate::domain::wallets::TestWalletToken;
use crate::faults::{FaultRule, FaultState};
use crate::recorder::{RecordedRequest, without_card_numbers};
use crate::state::{IntentState, StateBody, snapshot};
use crate::webhooks::Delivery;
use crate::wire::problem::{BodyProblems, GuardProblems, Problem};
use crate::wire::{json, timestamp};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(state))
        .routes(routes!(requests, forget_requests))
        .routes(routes!(deliveries))
        .routes(routes!(read_clock, advance_clock))
        .routes(routes!(faults, add_fault, clear_faults))
        .routes(routes!(remove_fault))
        .routes(routes!(silence))
        .routes(routes!(reset))
        .routes(routes!(test_cards))
        .routes(routes!(test_wallet_tokens))
        .routes(routes!(force_status))
}

/// Customers with their saved cards, intents with their timelines
#[utoipa::path(get, path = "/_sandbox/state", tag = "Control", operation_id = "state",
    responses((status = 200, body = StateBody), GuardProblems))]
async fn state(State(app): State<Arc<App>>) -> Json<Value> {
    Json(snapshot(&app.world.lock(), app.clock.utc()))
}

/// What was requested, in order of arrival
#[utoipa::path(get, path = "/_sandbox/requests", tag = "Control", operation_id = "requests",
    responses((status = 200, body = Vec<RecordedRequest>), GuardProblems))]
async fn requests(State(app): State<Arc<App>>) -> Json<Vec<RecordedRequest>> {
    Json(app.recorder.all())
}

/// Forget the recorded requests
#[utoipa::path(delete, path = "/_sandbox/requests", tag = "Control", operation_id = "forgetRequests",
    responses((status = 204), GuardProblems))]
async fn forget_requests(State(app): State<Arc<App>>) -> StatusCode {
    app.recorder.clear();
    StatusCode::NO_CONTENT
}

/// Webhook deliveries, with how each of their tries went
#[utoipa::path(get, path = "/_sandbox/webhooks/deliveries", tag = "Control", operation_id = "deliveries",
    responses((status = 200, body = Vec<Delivery>), GuardProblems))]
async fn deliveries(State(app): State<Arc<App>>) -> Json<Vec<Delivery>> {
    Json(app.deliveries.all())
}

/// The sandbox's present.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Clock {
    #[schema(format = DateTime)]
    now: String,
}

/// Read the clock
#[utoipa::path(get, path = "/_sandbox/clock", tag = "Control", operation_id = "readClock",
    responses((status = 200, body = Clock), GuardProblems))]
async fn read_clock(State(app): State<Arc<App>>) -> Json<Clock> {
    Json(Clock {
        now: timestamp(app.clock.utc()),
    })
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Advance {
    /// By how much; at most ten years in all.
    advance_seconds: u64,
}

/// Advance the clock
#[utoipa::path(post, path = "/_sandbox/clock", tag = "Control", operation_id = "advanceClock", request_body = Advance,
    responses((status = 200, body = Clock), BodyProblems, GuardProblems))]
async fn advance_clock(State(app): State<Arc<App>>, headers: HeaderMap, body: Bytes) -> Result<Json<Clock>, Problem> {
    let request: Advance = json::read_with_nulls(&headers, &body)?;
    if !app.clock.advance(Duration::from_secs(request.advance_seconds)) {
        return Err(Problem::field(
            "advance_seconds",
            "would put the clock more than ten years ahead",
        ));
    }
    Ok(read_clock(State(app)).await)
}

/// The faults, with how often each was used
#[utoipa::path(get, path = "/_sandbox/faults", tag = "Control", operation_id = "faults",
    responses((status = 200, body = Vec<FaultState>), GuardProblems))]
async fn faults(State(app): State<Arc<App>>) -> Json<Vec<FaultState>> {
    Json(app.faults.list())
}

/// The id of a new fault.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FaultAdded {
    id: u64,
}

/// Add a fault
#[utoipa::path(post, path = "/_sandbox/faults", tag = "Control", operation_id = "addFault", request_body = FaultRule,
    responses((status = 201, body = FaultAdded), BodyProblems, GuardProblems))]
async fn add_fault(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<FaultAdded>), Problem> {
    let rule: FaultRule = json::read_with_nulls(&headers, &body)?;
    let id = app.faults.add(rule).map_err(Problem::bad_request)?;
    Ok((StatusCode::CREATED, Json(FaultAdded { id })))
}

/// Remove all faults
#[utoipa::path(delete, path = "/_sandbox/faults", tag = "Control", operation_id = "clearFaults",
    responses((status = 204), GuardProblems))]
async fn clear_faults(State(app): State<Arc<App>>) -> StatusCode {
    app.faults.clear();
    StatusCode::NO_CONTENT
}

/// Remove a fault
#[utoipa::path(delete, path = "/_sandbox/faults/{faultId}", tag = "Control", operation_id = "removeFault",
    params(("faultId" = String, Path, description = "As the list of faults has it")),
    responses((status = 204), BodyProblems, GuardProblems))]
async fn remove_fault(State(app): State<Arc<App>>, Segment(id): Segment) -> Result<StatusCode, Problem> {
    match id.parse() {
        Ok(id) if app.faults.remove(id) => Ok(StatusCode::NO_CONTENT),
        _ => Err(Problem::not_found("There is no such fault.")),
    }
}

/// How many connections fell silent.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Silenced {
    silenced: usize,
}

/// Make all connections fall silent that are open now: no answer, no end. New ones work
#[utoipa::path(post, path = "/_sandbox/connections/silence", tag = "Control", operation_id = "silenceConnections",
    responses((status = 200, body = Silenced), GuardProblems))]
async fn silence(State(app): State<Arc<App>>) -> Json<Silenced> {
    Json(Silenced {
        silenced: app.lines.silence(),
    })
}

/// Empty the world: customers, intents, secrets, subscriptions, requests, faults, clock
#[utoipa::path(post, path = "/_sandbox/reset", tag = "Control", operation_id = "reset", responses((status = 204), GuardProblems))]
async fn reset(State(app): State<Arc<App>>) -> StatusCode {
    app.reset();
    StatusCode::NO_CONTENT
}

/// Every test card
#[utoipa::path(get, path = "/_sandbox/test-cards", tag = "Control", operation_id = "testCards",
    responses((status = 200, body = Vec<TestCard>), GuardProblems))]
async fn test_cards() -> Json<&'static [TestCard]> {
    Json(crate::test_cards())
}

/// Every wallet token
#[utoipa::path(get, path = "/_sandbox/test-wallet-tokens", tag = "Control", operation_id = "testWalletTokens",
    responses((status = 200, body = Vec<TestWalletToken>), GuardProblems))]
async fn test_wallet_tokens() -> Json<&'static [TestWalletToken]> {
    Json(crate::test_wallet_tokens())
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ForcedStatus {
    /// Any text.
    status: String,
}

/// Force an intent into a status
#[utoipa::path(post, path = "/_sandbox/payment-intents/{intentId}/status", tag = "Control", operation_id = "forceStatus",
    params(("intentId" = String, Path, description = "A payment or a setup intent")), request_body = ForcedStatus,
    responses((status = 200, body = IntentState), BodyProblems, GuardProblems))]
async fn force_status(
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: ForcedStatus = json::read_with_nulls(&headers, &body)?;
    let mut world = app.world.lock();
    let intent = world.force_status(&id, request.status, app.clock.utc())?;
    Ok(Json(without_card_numbers(body!(IntentState::from(intent)))))
}
