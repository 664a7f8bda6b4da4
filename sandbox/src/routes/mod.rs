//! The routes, by area, and what they share.

pub(crate) mod access;
pub(crate) mod control;
mod customers;
mod gateway;
pub(crate) mod manifests;
pub(crate) mod openapi;
mod payment_intents;
mod public;
mod settlement;
mod setup_intents;
pub(crate) mod three_ds_page;
mod wallets;
mod webhooks;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::extract::{FromRequestParts, OriginalUri, Path, Query};
use axum::http::{Method, StatusCode};
use axum::routing::{MethodFilter, on};
use parking_lot::Mutex;
use serde::Deserialize;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use utoipa::IntoParams;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::domain::World;
use crate::faults::Faults;
use crate::recorder::Recorder;
use crate::webhooks::Deliveries;
use crate::wire::problem::Problem;
use crate::{SandboxClock, SandboxConfig};

/// The control routes' prefix: never recorded, never hit by a fault.
pub(crate) const CONTROL: &str = "/_sandbox/";

/// Where the two hosts are, without trailing slashes.
pub(crate) struct Urls {
    pub(crate) api: String,
    pub(crate) gateway: String,
}

/// One sandbox: everything its routes share.
pub(crate) struct App {
    pub(crate) api_key: String,
    pub(crate) urls: Urls,
    pub(crate) started: SystemTime,
    pub(crate) world: Mutex<World>,
    pub(crate) clock: SandboxClock,
    pub(crate) recorder: Recorder,
    pub(crate) faults: Faults,
    pub(crate) deliveries: Deliveries,
    /// How long to wait before a delivery is tried again.
    pub(crate) webhook_pause: Duration,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl App {
    pub(crate) fn new(config: SandboxConfig, urls: Urls) -> Self {
        Self {
            api_key: config.api_key,
            urls,
            started: SystemTime::now(),
            world: Mutex::new(World::new(config.card_schemes)),
            clock: SandboxClock::default(),
            recorder: Recorder::default(),
            faults: Faults::default(),
            deliveries: Deliveries::default(),
            webhook_pause: config.webhook_pause,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    pub(crate) fn reset(&self) {
        let mut world = self.world.lock();
        *world = world.emptied();
        self.clock.reset();
        self.recorder.clear();
        self.faults.clear();
        self.deliveries.clear();
    }
}

/// API host, gateway, manifests and control routes: what the main listener serves. With the document that describes it.
fn described() -> (Router<Arc<App>>, OpenApi) {
    let routes = OpenApiRouter::with_openapi(openapi::frame())
        .merge(customers::routes())
        .merge(payment_intents::routes())
        .merge(settlement::routes())
        .merge(setup_intents::routes())
        .merge(public::routes())
        .merge(gateway::routes())
        .merge(wallets::routes())
        .merge(webhooks::routes())
        .merge(manifests::routes())
        .merge(control::routes())
        .merge(openapi::routes());
    routes.split_for_parts()
}

/// What the main listener serves.
pub(crate) fn everything(app: &Arc<App>) -> Router {
    finish(described().0.merge(three_ds_page::routes()), app)
}

/// What the gateway's own listener serves.
pub(crate) fn gateway_only(app: &Arc<App>) -> Router {
    let routes: Router<_> = gateway::routes().merge(wallets::routes()).into();
    finish(routes, app)
}

fn finish(routes: Router<Arc<App>>, app: &Arc<App>) -> Router {
    // Clients open the connection ahead of time with one of these.
    let knock = on(MethodFilter::HEAD.or(MethodFilter::OPTIONS), async || {
        StatusCode::NO_CONTENT
    });
    routes
        .route("/", knock)
        .fallback(async |OriginalUri(uri): OriginalUri| {
            Problem::not_found(format!("There is no route {}.", crate::recorder::loggable_path(&uri)))
        })
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not allowed here."))
        })
        .with_state(Arc::clone(app))
}

/// One path parameter.
#[derive(Deserialize, FromRequestParts)]
#[from_request(via(Path), rejection(Problem))]
pub(crate) struct Segment(pub(crate) String);

/// Two path parameters.
#[derive(Deserialize, FromRequestParts)]
#[from_request(via(Path), rejection(Problem))]
pub(crate) struct Segments(pub(crate) String, pub(crate) String);

/// The query of a payment intent's GET.
#[derive(Deserialize, FromRequestParts, IntoParams)]
#[from_request(via(Query), rejection(Problem))]
#[into_params(parameter_in = Query)]
#[serde(rename_all = "camelCase")]
pub(crate) struct IntentQuery {
    /// Also show a canceled intent.
    #[serde(default)]
    pub(crate) return_canceled: bool,
}
