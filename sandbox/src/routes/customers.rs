//! The merchant's customers, and the secrets that let an app see their saved cards.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::{get, post};
use axum::{Json, Router};
use bytes::Bytes;
use serde_json::Value;

use super::access::MerchantCall;
use super::{App, Segment};
use crate::wire::customer::{self, CreateCustomer};
use crate::wire::json;
use crate::wire::problem::Problem;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/customers", post(create))
        .route("/customers/{id}", get(read))
        .route("/customers/{id}/create-secret", post(create_secret))
}

async fn create(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, Problem> {
    let request: CreateCustomer = json::read(&headers, &body)?;
    request.validate()?;
    let created = app
        .world
        .lock()
        .create_customer(request.into_profile(), app.clock.utc());
    Ok(Json(customer::customer(&created)))
}

/// One id or several, separated by commas. Always an array; unknown ids are left out.
async fn read(_: MerchantCall, State(app): State<Arc<App>>, Segment(ids): Segment) -> Json<Value> {
    let world = app.world.lock();
    Json(
        ids.split(',')
            .filter_map(|id| world.customers.get(id))
            .map(customer::customer)
            .collect(),
    )
}

async fn create_secret(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<Value>, Problem> {
    let (secret, record) = app.world.lock().create_customer_secret(&id, app.clock.utc())?;
    Ok(Json(customer::customer_secret(&secret, &record)))
}
