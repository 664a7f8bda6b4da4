//! The card issuer's page for 3-D Secure, where `stepUpUrl` leads: it asks the customer, and tells the app.

use std::sync::Arc;

use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use icu_properties::props::{DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};
use serde::Deserialize;
use serde_json::Value;
use utoipa::{IntoParams, IntoResponses, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

use crate::app::App;
use crate::domain::challenge::Verdict;
use crate::domain::issuer::{CustomerAnswer, Next, NoQuestion};
use crate::pages::issuer as pages;
use crate::wire::problem::ProblemBody;

/// Where an app posts `JWT` and `MD` to.
pub(crate) const CHALLENGE: &str = "/acs/challenge";
/// Where the page posts the customer's answer to.
pub(crate) const ANSWER: &str = "/acs/challenge/answer";
/// Where the page goes when it is over.
const RETURN: &str = "/acs/return";

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    // Who types one of these addresses, or reloads it, is told so by a page.
    OpenApiRouter::new()
        .routes(routes!(open).map(|post| post.fallback(only_by_post)))
        .routes(routes!(answer).map(|post| post.fallback(only_by_post)))
        .routes(routes!(ended))
        .layer(middleware::map_request(lower_case_media_type))
}

/// Media types have no case, and the reader of forms compares them as they are.
async fn lower_case_media_type(mut request: Request) -> Request {
    let given = request.headers().get(header::CONTENT_TYPE);
    let lower_case = given.and_then(|given| HeaderValue::try_from(given.to_str().ok()?.to_ascii_lowercase()).ok());
    if let Some(lower_case) = lower_case {
        request.headers_mut().insert(header::CONTENT_TYPE, lower_case);
    }
    request
}

/// How a page that is opened by a form says no.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "describes the pages that say what is wrong")]
enum FormProblems {
    /// A page: a field is missing, or the `JWT` is another challenge's.
    #[response(status = 400, content_type = "text/html")]
    Incomplete(String),
    /// A page: nobody waits for this `MD`, or no longer.
    #[response(status = 404, content_type = "text/html")]
    Unknown(String),
    /// A page: the challenge was answered already.
    #[response(status = 410, content_type = "text/html")]
    Over(String),
    /// The body is larger than 1 MiB.
    #[response(status = 413)]
    TooLarge(ProblemBody),
    /// A page: this is not a form by its media type.
    #[response(status = 415, content_type = "text/html")]
    NotAForm(String),
    /// A page: a field stands there twice.
    #[response(status = 422, content_type = "text/html")]
    Unreadable(String),
}

/// What an app posts.
#[derive(Deserialize, ToSchema)]
struct Opening {
    /// The `paReq` of the gateway's answer.
    #[serde(rename = "JWT", default)]
    #[schema(required = true, min_length = 1)]
    jwt: String,
    /// The `md` of the same answer.
    #[serde(rename = "MD", default)]
    #[schema(required = true, min_length = 1)]
    md: String,
}

/// The issuer's question, for `stepUpUrl`
#[utoipa::path(post, path = CHALLENGE, tag = "Issuer", operation_id = "openChallenge",
    request_body(content = Opening, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, description = "A page that asks for a code", body = String, content_type = "text/html"),
        FormProblems))]
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

/// What the customer says to it.
#[derive(Deserialize, ToSchema)]
struct Answer {
    #[serde(rename = "MD", default)]
    #[schema(required = true)]
    md: String,
    #[serde(default)]
    #[schema(required = true, pattern = "^(approve|fail|cancel)$")]
    action: String,
    /// For `approve`; in the digits of any script. White space and what cannot be seen do not count.
    #[serde(default)]
    code: String,
}

/// The customer's answer
#[utoipa::path(post, path = ANSWER, tag = "Issuer", operation_id = "answerChallenge",
    request_body(content = Answer, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "The same page again: the code is missing or wrong, and there are tries left",
            body = String, content_type = "text/html"),
        (status = 303, description = "The verdict: to `/acs/return`", headers(("Location" = String))),
        FormProblems))]
async fn answer(State(app): State<Arc<App>>, form: Result<Form<Answer>, FormRejection>) -> Response {
    let form = match form {
        Ok(Form(form)) => form,
        Err(rejection) => return unreadable(rejection.status()),
    };
    let answer = match form.action.as_str() {
        "approve" => CustomerAnswer::Code(plain(&form.code)),
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

/// A code as its digits, in whatever script and with whatever marks it came out of a text message.
fn plain(code: &str) -> String {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    let is_seen = |character: &char| !character.is_whitespace() && !ignorable.contains(*character);
    code.chars().filter(is_seen).map(ascii_digit).collect()
}

fn ascii_digit(character: char) -> char {
    let is_digit = |code_point: u32| {
        let category = CodePointMapData::<GeneralCategory>::new().get32(code_point);
        category == GeneralCategory::DecimalNumber
    };
    let code_point = u32::from(character);
    if character.is_ascii() || !is_digit(code_point) {
        return character;
    }
    // The digits of a script stand in a row from zero to nine, and such rows one behind another.
    let before = (1..=code_point).take_while(|back| is_digit(code_point - back)).count();
    u32::try_from(before % 10)
        .ok()
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(character)
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

#[derive(Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct Ending {
    /// An action code.
    #[serde(default)]
    #[param(required = true, pattern = "^(SUCCESS|NOACTION|FAILURE|CANCEL|TIMEOUT|ERROR)$")]
    outcome: String,
    /// The `md`.
    #[serde(default)]
    #[param(required = true, min_length = 1)]
    transaction_id: String,
}

/// The end, where an app sees the outcome
// It only says what is in the address: everything was decided before.
#[utoipa::path(get, path = RETURN, tag = "Issuer", operation_id = "challengeEnded",
    params(Ending, ("paRes" = Option<String>, Query, description = "The issuer's signed answer; empty unless SUCCESS")),
    responses(
        (status = 200, description = "A page that tells the app", body = String, content_type = "text/html"),
        (status = 400, description = "A page: the address does not say an outcome, or names one that there is not",
            body = String, content_type = "text/html")))]
async fn ended(query: Result<Query<Ending>, QueryRejection>) -> Response {
    let ending = match query {
        Ok(Query(ending)) if !ending.transaction_id.is_empty() => ending,
        _ => return incomplete("The address has to say the outcome and the transactionId."),
    };
    pages::ended(&ending.outcome, &ending.transaction_id)
        .unwrap_or_else(|| incomplete("The address names an outcome that there is not."))
}

async fn only_by_post() -> Response {
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

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_code_is_its_digits() {
        for typed in [
            "1234",
            " 12 34\n",
            "\u{200e}1234\u{200b}",
            "١٢٣٤",
            "۱۲۳۴",
            "１２３４",
            "𝟙𝟚𝟛𝟜",
            "𝟭𝟮𝟯𝟰",
            "1\u{fe0f}234",
        ] {
            assert_eq!(plain(typed), "1234", "{typed:?}");
        }
        assert_eq!(plain("12-x"), "12-x");
    }
}
