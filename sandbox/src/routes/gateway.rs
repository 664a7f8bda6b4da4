//! The payment gateway. It answers HTTP 200 with a `statusCode`, whatever happened to the payment; an HTTP error means
//! that the request itself was broken.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::{MethodRouter, post};
use bytes::Bytes;
use serde::de::DeserializeOwned;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Segment, three_ds_page};
use crate::app::App;
use crate::domain::payment::{Attempt, PaymentAnswer, code};
use crate::wire::gateway::{
    AnswerBody, DeviceDataBody, PaymentRequest, Step, ThreeDsComplete, answer, device_data_token,
};
use crate::wire::json;
use crate::wire::problem::{BodyProblems, Problem};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(device_data))
        .routes(routes!(pay_with_new_card))
        .routes(routes!(pay_with_saved_card))
        .routes(routes!(three_ds_complete))
        // Without a secret; OpenAPI cannot describe an empty path parameter.
        .route("/api/device-data/", no_secret())
        .route("/api/payments/", no_secret())
        .route("/api/payments/recurring/", no_secret())
        .route("/mobile/payments//three-ds-complete", no_secret())
        .route("/api/payments//google-pay/decrypt-token", no_secret())
        .route("/api/payments//google-pay", no_secret())
        .route("/cors/api/payments//apple-pay", no_secret())
}

/// Collect device data before a payment
#[utoipa::path(post, path = "/api/device-data/{secret}", tag = "Gateway", operation_id = "collectDeviceData",
    params(("secret" = String, Path, description = "The session secret")), request_body = PaymentRequest, responses((status = 200, body = Step<DeviceDataBody>), BodyProblems))]
async fn device_data(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Step<DeviceDataBody>>, Problem> {
    let request: PaymentRequest = read(&headers, &body)?;
    let now = app.clock.utc();
    let mut world = app.world.lock();
    if world.intent_of_session(&secret, now).is_none() {
        return Ok(refused(&app, PaymentAnswer::secret_rejected()));
    }
    let card = match request.device_data_card() {
        Ok(card) => card,
        Err(message) => return Ok(refused(&app, invalid(message))),
    };
    let Some(id) = world.collect_device_data(&secret, card, now) else {
        return Ok(refused(&app, PaymentAnswer::secret_rejected()));
    };
    let expires_at = (now + time::Duration::hours(2)).unix_timestamp();
    Ok(Json(Step::Done(DeviceDataBody {
        form_action: format!("{}/three-ds/collect", app.urls.gateway),
        token: device_data_token(&id, expires_at),
    })))
}

/// Pay with a new card, or keep one for a setup intent
#[utoipa::path(post, path = "/api/payments/{secret}", tag = "Gateway", operation_id = "pay",
    params(("secret" = String, Path, description = "The session secret")), request_body = PaymentRequest, responses((status = 200, body = AnswerBody), BodyProblems))]
async fn pay_with_new_card(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AnswerBody>, Problem> {
    let request: PaymentRequest = read(&headers, &body)?;
    Ok(pay(&app, &secret, request.into_new_card().map_err(invalid)))
}

/// Pay with a saved card
#[utoipa::path(post, path = "/api/payments/recurring/{secret}", tag = "Gateway", operation_id = "payWithSavedCard",
    params(("secret" = String, Path, description = "The session secret")), request_body = PaymentRequest, responses((status = 200, body = AnswerBody), BodyProblems))]
async fn pay_with_saved_card(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AnswerBody>, Problem> {
    let request: PaymentRequest = read(&headers, &body)?;
    Ok(pay(&app, &secret, request.into_saved_card().map_err(invalid)))
}

fn invalid(message: &'static str) -> PaymentAnswer {
    PaymentAnswer::code(code::INVALID, message)
}

pub(super) fn pay(app: &App, secret: &str, attempt: Result<Attempt, PaymentAnswer>) -> Json<AnswerBody> {
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let answer = match attempt {
        Ok(attempt) => world.pay(secret, attempt, now),
        // Who holds no valid secret is not told what else is wrong.
        Err(_) if world.intent_of_session(secret, now).is_none() => PaymentAnswer::secret_rejected(),
        Err(refused) => refused,
    };
    reply(app, answer)
}

/// End a 3-D Secure challenge
#[utoipa::path(post, path = "/mobile/payments/{secret}/three-ds-complete", tag = "Gateway", operation_id = "completeThreeDs",
    params(("secret" = String, Path, description = "The session secret")), request_body = ThreeDsComplete, responses((status = 200, body = AnswerBody), BodyProblems))]
async fn three_ds_complete(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AnswerBody>, Problem> {
    let request: ThreeDsComplete = read(&headers, &body)?;
    let answer = app
        .world
        .lock()
        .complete_challenge(&secret, &request.into(), app.clock.utc());
    Ok(reply(&app, answer))
}

fn no_secret() -> MethodRouter<Arc<App>> {
    post(async |State(app): State<Arc<App>>| {
        reply(
            &app,
            PaymentAnswer::code(code::NO_SECRET, "There is no session secret in the path."),
        )
    })
}

pub(super) fn read<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T, Problem> {
    json::read(headers, body).map_err(Problem::on_gateway)
}

pub(super) fn refused<T>(app: &App, with: PaymentAnswer) -> Json<Step<T>> {
    let Json(answer) = reply(app, with);
    Json(Step::Refused(answer))
}

pub(super) fn reply(app: &App, with: PaymentAnswer) -> Json<AnswerBody> {
    Json(answer(with, &format!("{}{}", app.urls.api, three_ds_page::CHALLENGE)))
}
