//! The gateway's wallet routes: Google Pay in two steps, Apple Pay in one.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Segment;
use super::gateway::{pay, read, refused};
use crate::app::App;
use crate::domain::payment::{PaymentAnswer, code};
use crate::wire::gateway::{AnswerBody, Step};
use crate::wire::problem::{BodyProblems, Problem};
use crate::wire::wallets::{ApplePayRequest, DecryptToken, DecryptedToken, GooglePayRequest};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(decrypt_token))
        .routes(routes!(google_pay))
        .routes(routes!(apple_pay))
}

/// See what is inside a Google Pay token
#[utoipa::path(post, path = "/api/payments/{secret}/google-pay/decrypt-token", tag = "Gateway", operation_id = "decryptGooglePayToken",
    params(("secret" = String, Path, description = "The session secret")), request_body = DecryptToken, responses((status = 200, body = Step<DecryptedToken>), BodyProblems))]
async fn decrypt_token(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Step<DecryptedToken>>, Problem> {
    let request: DecryptToken = read(&headers, &body)?;
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let Some(id) = world.intent_of_session(&secret, now).map(|intent| intent.id.clone()) else {
        return Ok(refused(&app, PaymentAnswer::secret_rejected()));
    };
    match request.decrypt(now) {
        Ok(inside) => {
            if let Some(intent) = world.intents.get_mut(&id) {
                intent.note(now, "WalletTokenDecrypted", None);
            }
            Ok(Json(Step::Done(inside)))
        }
        Err(message) => Ok(refused(&app, PaymentAnswer::code(code::INVALID, message))),
    }
}

/// Pay with Google Pay
#[utoipa::path(post, path = "/api/payments/{secret}/google-pay", tag = "Gateway", operation_id = "payWithGooglePay",
    params(("secret" = String, Path, description = "The session secret")), request_body = GooglePayRequest, responses((status = 200, body = AnswerBody), BodyProblems))]
async fn google_pay(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AnswerBody>, Problem> {
    let request: GooglePayRequest = read(&headers, &body)?;
    let attempt = request
        .into_attempt()
        .map_err(|message| PaymentAnswer::code(code::INVALID, message));
    Ok(pay(&app, &secret, attempt))
}

/// Pay with Apple Pay
#[utoipa::path(post, path = "/cors/api/payments/{secret}/apple-pay", tag = "Gateway", operation_id = "payWithApplePay",
    params(("secret" = String, Path, description = "The session secret")), request_body = ApplePayRequest, responses((status = 200, body = AnswerBody), BodyProblems))]
async fn apple_pay(
    State(app): State<Arc<App>>,
    Segment(secret): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<AnswerBody>, Problem> {
    let request: ApplePayRequest = read(&headers, &body)?;
    let attempt = request
        .into_attempt()
        .ok_or_else(|| PaymentAnswer::code(code::DECLINED, "Declined: not one of the sandbox's test tokens."));
    Ok(pay(&app, &secret, attempt))
}
