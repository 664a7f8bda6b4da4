//! The gateway's wallet routes: Google Pay in two steps, Apple Pay in one.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::Value;

use super::gateway::{pay, read, reply};
use super::{App, Segment};
use crate::domain::payment::{PaymentAnswer, code};
use crate::wire::problem::Problem;
use crate::wire::wallets::{ApplePayRequest, DecryptToken, GooglePayRequest};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/payments/{secret}/google-pay/decrypt-token", post(decrypt_token))
        .route("/api/payments/{secret}/google-pay", post(google_pay))
        .route("/cors/api/payments/{secret}/apple-pay", post(apple_pay))
}

async fn decrypt_token(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: DecryptToken = read(&headers, &body)?;
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let Some(id) = world.intent_of_session(&secret, now).map(|intent| intent.id.clone()) else {
        return Ok(reply(&app, PaymentAnswer::secret_rejected()));
    };
    match request.decrypt(now) {
        Ok(inside) => {
            if let Some(intent) = world.intents.get_mut(&id) {
                intent.note(now, "WalletTokenDecrypted", None);
            }
            Ok(Json(inside))
        }
        Err(message) => Ok(reply(&app, PaymentAnswer::code(code::INVALID, message))),
    }
}

async fn google_pay(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: GooglePayRequest = read(&headers, &body)?;
    let attempt = request
        .into_attempt()
        .map_err(|message| PaymentAnswer::code(code::INVALID, message));
    Ok(pay(&app, &secret, attempt))
}

async fn apple_pay(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: ApplePayRequest = read(&headers, &body)?;
    let attempt = request
        .into_attempt()
        .ok_or_else(|| PaymentAnswer::code(code::DECLINED, "Declined: not one of the sandbox's test tokens."));
    Ok(pay(&app, &secret, attempt))
}
