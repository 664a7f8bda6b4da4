//! What the merchant does with a payment intent's money.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Segment;
use super::access::MerchantCall;
use crate::app::App;
use crate::domain::intent::Kind;
use crate::wire::intent_view::{self, Audience, IntentBody, PaymentIntentBody};
use crate::wire::json;
use crate::wire::problem::{MerchantProblems, Problem};
use crate::wire::settlement::{
    CaptureCreated, ChargeBody, CreateCapture, CreateRefund, RefundBody, ReversalCreated, SendReceipt, SetAmount,
    SetTips,
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(capture))
        .routes(routes!(charge))
        .routes(routes!(refund))
        .routes(routes!(read_refund))
        .routes(routes!(reverse))
        .routes(routes!(set_amount))
        .routes(routes!(set_tips))
        .routes(routes!(send_receipt))
}

/// Capture all or a part of an authorised payment
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/captures", tag = "Payment intents",
    operation_id = "capture", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    request_body = CreateCapture, responses((status = 200, body = CaptureCreated), MerchantProblems))]
async fn capture(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<CaptureCreated>, Problem> {
    let request: CreateCapture = json::read(&headers, &body)?;
    let capture = app
        .world
        .lock()
        .capture(&id, request.amount, request.tips_amount, app.clock.utc())?;
    Ok(Json(capture.into()))
}

/// Charge the card that the intent's setup intent keeps
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/charge", tag = "Payment intents",
    operation_id = "charge", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    responses((status = 200, body = ChargeBody), MerchantProblems))]
async fn charge(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<ChargeBody>, Problem> {
    let charged = app.world.lock().charge(&id, app.clock.utc())?;
    Ok(Json(ChargeBody::new(id, &charged)))
}

/// Refund all or a part of a captured payment
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/refunds", tag = "Payment intents",
    operation_id = "refund", security(("apiKey" = [])),
    params(MerchantCall, ("paymentIntentId" = String, Path),
        ("idempotencyKey" = String, Header, min_length = 1, max_length = 100, description = "The same key again is the same refund")),
    request_body = CreateRefund, responses((status = 200, body = RefundBody), MerchantProblems))]
async fn refund(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<RefundBody>, Problem> {
    let request: CreateRefund = json::read(&headers, &body)?;
    let order = request.into_order(&headers)?;
    let refund = app.world.lock().refund(&id, order, app.clock.utc())?;
    Ok(Json((&refund).into()))
}

/// Read a refund
#[utoipa::path(get, path = "/payment-intents/refunds/{refundId}", tag = "Payment intents", operation_id = "readRefund",
    security(("apiKey" = [])), params(MerchantCall, ("refundId" = String, Path)),
    responses((status = 200, body = RefundBody), MerchantProblems))]
async fn read_refund(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<RefundBody>, Problem> {
    Ok(Json(app.world.lock().find_refund(&id)?.into()))
}

/// Give everything back
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/reversal", tag = "Payment intents",
    operation_id = "reverse", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    responses((status = 200, body = ReversalCreated), MerchantProblems))]
async fn reverse(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<ReversalCreated>, Problem> {
    let reversal = app.world.lock().reverse(&id, app.clock.utc())?;
    Ok(Json(ReversalCreated::new(reversal)))
}

/// Change the amount, where `config.payment.customAmountAllowed` allows it
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/amount", tag = "Payment intents",
    operation_id = "setAmount", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    request_body = SetAmount, responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn set_amount(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<IntentBody>, Problem> {
    let request: SetAmount = json::read(&headers, &body)?;
    request.validate()?;
    let lines = [
        ("itemLines", request.item_lines.map(serde_json::to_value)),
        ("taxLines", request.tax_lines.map(serde_json::to_value)),
    ];
    let mut world = app.world.lock();
    let intent = world.set_amount(&id, request.amount.into(), app.clock.utc())?;
    for (name, value) in lines {
        if let Some(Ok(value)) = value {
            intent.terms.extras.insert(name.to_owned(), value);
        }
    }
    show(&world, &id, &call)
}

/// Set a tip, where `config.payment.tipsAllowed` allows it
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/tips-amount", tag = "Payment intents",
    operation_id = "setTips", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    request_body = SetTips, responses((status = 200, body = PaymentIntentBody), MerchantProblems))]
async fn set_tips(
    call: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<IntentBody>, Problem> {
    let request: SetTips = json::read(&headers, &body)?;
    request.validate()?;
    let mut world = app.world.lock();
    world.set_tips(&id, &request.tips_amount.into(), app.clock.utc())?;
    show(&world, &id, &call)
}

/// Send a receipt: nothing is sent, but it stands in the intent's timeline
#[utoipa::path(post, path = "/payment-intents/{paymentIntentId}/receipt", tag = "Payment intents",
    operation_id = "sendReceipt", security(("apiKey" = [])), params(MerchantCall, ("paymentIntentId" = String, Path)),
    request_body = SendReceipt, responses((status = 204), MerchantProblems))]
async fn send_receipt(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let request: SendReceipt = json::read(&headers, &body)?;
    request.validate()?;
    app.world.lock().send_receipt(&id, app.clock.utc())?;
    Ok(StatusCode::NO_CONTENT)
}

fn show(world: &crate::domain::World, id: &str, call: &MerchantCall) -> Result<Json<IntentBody>, Problem> {
    let intent = world.visible_intent(Kind::Payment, id)?;
    Ok(Json(intent_view::intent(
        intent,
        world.card_schemes(),
        Audience::Merchant,
        call.version,
    )))
}
