//! The conformance server: scenarios and the judge over HTTP, for runners that are not written in Rust.
//!
//! | Request | Answer |
//! |---|---|
//! | `GET /scenarios` | the scenarios: `name`, `covers`, `summary` |
//! | `POST /scenarios/{name}/start` with `{"language":"Kotlin"}` | `run` and `plan` ([`Plan`]) |
//! | `POST /runs/{run}/world/{step}` | 204 once the world is changed |
//! | `POST /runs/{run}/finish` with [`Observed`] | the [`Verdict`] |
//! | `GET /tally` | for each language how many scenarios `passed` and `failed`, and how many there are |
//!
//! A mistake of the runner is answered with 4xx and `{"error":"…"}`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Observed, Plan, Scenario, ScenarioRun, Verdict};

/// The routes, with these scenarios behind them.
pub fn router(scenarios: Vec<Scenario>) -> Router {
    let shared = Arc::new(Shared {
        scenarios,
        book: Mutex::default(),
    });
    Router::new()
        .route("/scenarios", get(list))
        .route("/scenarios/{name}/start", post(start))
        .route("/runs/{run}/world/{step}", post(change_world))
        .route("/runs/{run}/finish", post(finish))
        .route("/tally", get(tally))
        .with_state(shared)
}

struct Shared {
    scenarios: Vec<Scenario>,
    book: Mutex<Book>,
}

#[derive(Default)]
struct Book {
    last_run: u64,
    running: HashMap<u64, Running>,
    tally: BTreeMap<String, Tally>,
}

struct Running {
    run: Arc<ScenarioRun>,
    scenario: String,
    language: String,
}

/// Scenarios by name, so that one that is run twice counts once, and as failed if it failed once.
#[derive(Default)]
struct Tally {
    passed: BTreeSet<String>,
    failed: BTreeSet<String>,
}

impl Shared {
    fn book(&self) -> std::sync::MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A mistake of the runner, or a scenario that cannot be set up.
struct Mistake(StatusCode, String);

impl IntoResponse for Mistake {
    fn into_response(self) -> Response {
        (self.0, Json(json!({ "error": self.1 }))).into_response()
    }
}

impl From<JsonRejection> for Mistake {
    fn from(rejection: JsonRejection) -> Self {
        Mistake(rejection.status(), rejection.body_text())
    }
}

fn not_found(what: &str) -> Mistake {
    Mistake(StatusCode::NOT_FOUND, format!("there is no such {what}"))
}

async fn list(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let entry =
        |scenario: &Scenario| json!({ "name": scenario.name, "covers": scenario.covers, "summary": scenario.summary });
    Json(shared.scenarios.iter().map(entry).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartRequest {
    language: String,
}

#[derive(Serialize)]
struct Started {
    run: u64,
    plan: Plan,
}

async fn start(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    request: Result<Json<StartRequest>, JsonRejection>,
) -> Result<Json<Started>, Mistake> {
    let Json(StartRequest { language }) = request?;
    let scenario = shared
        .scenarios
        .iter()
        .find(|scenario| scenario.name == name)
        .ok_or_else(|| not_found("scenario"))?;
    let run = ScenarioRun::start(scenario).await;
    let run = run.map_err(|error| Mistake(StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")))?;
    let plan = run.plan().clone();
    let mut book = shared.book();
    book.last_run += 1;
    let number = book.last_run;
    book.running.insert(
        number,
        Running {
            run: Arc::new(run),
            scenario: name,
            language,
        },
    );
    Ok(Json(Started { run: number, plan }))
}

async fn change_world(
    State(shared): State<Arc<Shared>>,
    Path((number, step)): Path<(u64, usize)>,
) -> Result<StatusCode, Mistake> {
    let run = shared
        .book()
        .running
        .get(&number)
        .map(|running| Arc::clone(&running.run));
    let run = run.ok_or_else(|| not_found("run"))?;
    run.change_world(step)
        .await
        .map_err(|error| Mistake(StatusCode::BAD_REQUEST, format!("{error:#}")))?;
    Ok(StatusCode::NO_CONTENT)
}

async fn finish(
    State(shared): State<Arc<Shared>>,
    Path(number): Path<u64>,
    observed: Result<Json<Observed>, JsonRejection>,
) -> Result<Json<Verdict>, Mistake> {
    let Json(observed) = observed?;
    let running = shared.book().running.remove(&number).ok_or_else(|| not_found("run"))?;
    let Some(run) = Arc::into_inner(running.run) else {
        return Err(Mistake(
            StatusCode::CONFLICT,
            "the world of this run is still being changed".to_owned(),
        ));
    };
    let verdict = run.finish(&observed).await;
    let mut book = shared.book();
    let tally = book.tally.entry(running.language).or_default();
    match verdict.passed {
        true => tally.passed.insert(running.scenario),
        false => tally.failed.insert(running.scenario),
    };
    Ok(Json(verdict))
}

async fn tally(State(shared): State<Arc<Shared>>) -> Json<Value> {
    let book = shared.book();
    let languages = book.tally.iter().map(|(language, tally)| {
        let passed = tally.passed.difference(&tally.failed).count();
        (
            language.clone(),
            json!({ "passed": passed, "failed": tally.failed.len() }),
        )
    });
    Json(json!({ "scenarios": shared.scenarios.len(), "languages": Value::Object(languages.collect()) }))
}
