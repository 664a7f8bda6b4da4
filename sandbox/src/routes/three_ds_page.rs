//! The card issuer's page for 3-D Secure, where `stepUpUrl` leads: it asks the customer, and tells the app.

use std::sync::Arc;

use axum::Router;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

use super::App;
use crate::domain::issuer::{CustomerAnswer, Next, NoQuestion, Verdict};
use crate::pages::issuer as pages;

/// Where an app posts `JWT` and `MD` to.
pub(crate) const CHALLENGE: &str = "/acs/challenge";
/// Where the page posts the customer's answer to.
pub(crate) const ANSWER: &str = "/acs/challenge/answer";
/// Where the page goes when it is over.
const RETURN: &str = "/acs/return";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(CHALLENGE, post(open).get(not_by_get))
        .route(ANSWER, post(answer).get(not_by_get))
        .route(RETURN, get(ended))
}

#[derive(Deserialize)]
struct Opening {
    #[serde(rename = "JWT", default)]
    jwt: String,
    #[serde(rename = "MD", default)]
    md: String,
}

async fn open(State(app): State<Arc<App>>, form: Result<Form<Opening>, FormRejection>) -> Response {
    let opening = match form {
        Ok(Form(opening)) => opening,
        Err(rejection) => return unreadable(rejection.status()),
    };
    if opening.jwt.is_empty() || opening.md.is_empty() {
        return incomplete("The shop has to send the fields JWT and MD.");
    }
    let Some(pa_req) = decoded(&opening.jwt) else {
        return pages::no_question(&NoQuestion::WrongPayload);
    };
    let opened = app.world.lock().open_challenge(&opening.md, &pa_req, app.clock.utc());
    match opened {
        Ok(question) => pages::challenge(&question, None),
        Err(why) => pages::no_question(&why),
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "MD", default)]
    md: String,
    #[serde(default)]
    action: String,
    #[serde(default)]
    code: String,
}

async fn answer(State(app): State<Arc<App>>, form: Result<Form<Answer>, FormRejection>) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(rejection.status()),
    };
    let answer = match form.action.as_str() {
        "approve" => CustomerAnswer::Code(form.code.split_whitespace().collect()),
        "fail" => CustomerAnswer::Failed,
        "cancel" => CustomerAnswer::Cancelled,
        _ => return incomplete("The form has to say what to do: approve, fail or cancel."),
    };
    let now = app.clock.utc();
    let mut world = app.world.lock();
    let error = match world.answer_challenge(&form.md, &answer, now) {
        None => return pages::no_question(&NoQuestion::Unknown),
        Some(Next::Over(verdict)) => return go_back(&form.md, &verdict),
        Some(Next::CodeMissing) => "Enter the code.".to_owned(),
        Some(Next::CodeWrong { tries_left: 1 }) => "The code is wrong. You have one try left.".to_owned(),
        Some(Next::CodeWrong { tries_left }) => format!("The code is wrong. You have {tries_left} tries left."),
    };
    match world.question(&form.md, now) {
        Ok(question) => pages::challenge(&question, Some(error)),
        Err(why) => pages::no_question(&why),
    }
}

/// To the address that apps wait for.
fn go_back(md: &str, verdict: &Verdict) -> Response {
    let query = serde_urlencoded::to_string([
        ("outcome", verdict.outcome.as_str()),
        ("transactionId", md),
        ("paRes", verdict.pa_res.as_deref().unwrap_or_default()),
    ]);
    match query {
        Ok(query) => Redirect::to(&format!("{RETURN}?{query}")).into_response(),
        Err(_) => unreadable(StatusCode::BAD_REQUEST),
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ending {
    #[serde(default)]
    outcome: String,
    #[serde(default)]
    transaction_id: String,
}

/// It only says what is in the address: everything was decided before.
async fn ended(query: Result<Query<Ending>, QueryRejection>) -> Response {
    let ending = match query {
        Ok(Query(ending)) if !ending.transaction_id.is_empty() => ending,
        _ => return incomplete("The address has to say the outcome and the transactionId."),
    };
    pages::ended(&ending.outcome, &ending.transaction_id)
        .unwrap_or_else(|| incomplete("The address names an outcome that there is not."))
}

async fn not_by_get() -> Response {
    let page = pages::mistake(
        StatusCode::METHOD_NOT_ALLOWED,
        "This page is opened by a shop",
        "A shop opens it with a form, by a POST of the fields JWT and MD. There is nothing to see without them.",
    );
    ([(header::ALLOW, HeaderValue::from_static("POST"))], page).into_response()
}

fn incomplete(explanation: &str) -> Response {
    pages::mistake(StatusCode::BAD_REQUEST, "Something is missing", explanation)
}

fn unreadable(status: StatusCode) -> Response {
    pages::mistake(
        status,
        "This cannot be read",
        "The page wants a form: application/x-www-form-urlencoded, in UTF-8, with every field once.",
    )
}

fn decoded(jwt: &str) -> Option<Value> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt).ok()?).ok()
}
