//! The merchant's customers, and the secrets that let an app see their saved cards.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use serde_json::{Map, Value};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::Segment;
use super::access::MerchantCall;
use crate::app::App;
use crate::domain::paging;
use crate::wire::customer::{CustomerBody, CustomerProfile, CustomerSecretBody};
use crate::wire::json;
use crate::wire::problem::{MerchantProblems, Problem};
use crate::wire::search::{CustomerPage, SearchCustomers};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(create))
        .routes(routes!(read, update, forget))
        .routes(routes!(create_secret))
        .routes(routes!(search))
}

/// Create a customer
#[utoipa::path(post, path = "/customers", tag = "Customers", operation_id = "createCustomer",
    security(("apiKey" = [])), params(MerchantCall), request_body = CustomerProfile,
    responses((status = 200, body = CustomerBody), MerchantProblems))]
async fn create(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<CustomerBody>, Problem> {
    let request: CustomerProfile = json::read(&headers, &body)?;
    request.validate()?;
    let created = app
        .world
        .lock()
        .create_customer(request.into_profile(), app.clock.utc());
    Ok(Json((&created).into()))
}

/// Read customers: one id or several, separated by commas; unknown ids are left out
#[utoipa::path(get, path = "/customers/{customerId}", tag = "Customers", operation_id = "readCustomers",
    security(("apiKey" = [])), params(MerchantCall, ("customerId" = String, Path)),
    responses((status = 200, body = Vec<CustomerBody>), MerchantProblems))]
async fn read(_: MerchantCall, State(app): State<Arc<App>>, Segment(ids): Segment) -> Json<Vec<CustomerBody>> {
    let world = app.world.lock();
    Json(
        ids.split(',')
            .filter_map(|id| world.customers.get(id))
            .map(CustomerBody::from)
            .collect(),
    )
}

/// Change a customer: what is not given stays, `null` takes away
#[utoipa::path(patch, path = "/customers/{customerId}", tag = "Customers", operation_id = "updateCustomer",
    security(("apiKey" = [])), params(MerchantCall, ("customerId" = String, Path)), request_body = CustomerProfile,
    responses((status = 200, body = CustomerBody), MerchantProblems))]
async fn update(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<CustomerBody>, Problem> {
    let change = json::value_with_nulls(&headers, &body)?;
    let typed: CustomerProfile = json::from_value(change.clone())?;
    typed.validate()?;
    // The typed form no longer tells `null` from "not given".
    let nulls = match change {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| value.is_null()).collect(),
        _ => Map::new(),
    };
    let mut change = typed.into_profile();
    change.extend(nulls);
    let mut world = app.world.lock();
    Ok(Json(world.update_customer(&id, change, app.clock.utc())?.into()))
}

/// Delete a customer with its saved cards
#[utoipa::path(delete, path = "/customers/{customerId}", tag = "Customers", operation_id = "deleteCustomer",
    security(("apiKey" = [])), params(MerchantCall, ("customerId" = String, Path)),
    responses((status = 204), MerchantProblems))]
async fn forget(_: MerchantCall, State(app): State<Arc<App>>, Segment(id): Segment) -> Result<StatusCode, Problem> {
    app.world.lock().delete_customer(&id)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Create a customer secret
#[utoipa::path(post, path = "/customers/{customerId}/create-secret", tag = "Customers",
    operation_id = "createCustomerSecret", security(("apiKey" = [])),
    params(MerchantCall, ("customerId" = String, Path)),
    responses((status = 200, body = CustomerSecretBody), MerchantProblems))]
async fn create_secret(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    Segment(id): Segment,
) -> Result<Json<CustomerSecretBody>, Problem> {
    let (secret, record) = app.world.lock().create_customer_secret(&id, app.clock.utc())?;
    Ok(Json(CustomerSecretBody::new(secret, &record)))
}

/// List customers, newest first
#[utoipa::path(post, path = "/customers/search", tag = "Customers", operation_id = "searchCustomers",
    security(("apiKey" = [])), params(MerchantCall), request_body = SearchCustomers,
    responses((status = 200, body = CustomerPage), MerchantProblems))]
async fn search(
    _: MerchantCall,
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<CustomerPage>, Problem> {
    let request: SearchCustomers = json::read(&headers, &body)?;
    let cursor = request.into_cursor("")?;
    let world = app.world.lock();
    let mut customers: Vec<_> = world.customers.values().collect();
    customers.sort_by(|a, b| (b.created_at, &b.id).cmp(&(a.created_at, &a.id)));
    Ok(Json(paging::page(customers, |customer| &customer.id, &cursor)?.into()))
}
