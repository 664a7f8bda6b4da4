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

use axum::extract::{FromRequestParts, OriginalUri, Path, Query};
use axum::http::{Method, Request, StatusCode};
use axum::{Extension, Router};
use bytes::Bytes;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::dashboard;
use crate::wire::problem::Problem;

/// The control routes' prefix: never recorded, never hit by a fault.
const CONTROL: &str = "/_sandbox/";

/// Whether a request is about the sandbox and not to one of Dojo's hosts: a control route, or the dashboard.
pub(crate) fn is_control(method: &Method, path: &str) -> bool {
    path.starts_with(CONTROL) || (path == "/" && method == Method::GET)
}

/// Everything that the main listener serves, with the document that describes it: what is not described is not served.
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
        .merge(three_ds_page::routes())
        .merge(knocks())
        .merge(dashboard::routes())
        .merge(control::routes())
        .merge(openapi::routes());
    routes.split_for_parts()
}

/// What the main listener serves.
pub(crate) fn everything(app: &Arc<App>) -> Router {
    finish(described().0, app)
}

/// What the gateway's own listener serves.
pub(crate) fn gateway_only(app: &Arc<App>) -> Router {
    let routes = gateway::routes().merge(wallets::routes()).merge(knocks());
    finish(routes.into(), app)
}

/// Clients open the connection ahead of time with one of these.
fn knocks() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(knock_by_head, knock_by_options))
}

/// Open the connection ahead of time
#[utoipa::path(head, path = "/", tag = "Connection", operation_id = "knockByHead", responses((status = 204)))]
async fn knock_by_head() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The same, for clients that prefer it
#[utoipa::path(options, path = "/", tag = "Connection", operation_id = "knockByOptions", responses((status = 204)))]
async fn knock_by_options() -> StatusCode {
    StatusCode::NO_CONTENT
}

fn finish(routes: Router<Arc<App>>, app: &Arc<App>) -> Router {
    routes
        .fallback(async |OriginalUri(uri): OriginalUri| {
            let problem = Problem::not_found(format!("There is no route {}.", crate::recorder::loggable_path(&uri)));
            (Extension(NoRoute), problem)
        })
        .method_not_allowed_fallback(async |method: Method| {
            Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not allowed here."))
        })
        .with_state(Arc::clone(app))
}

/// Marks the answer to a path that is not served.
#[derive(Clone)]
pub(crate) struct NoRoute;

/// The same request without the slash at the end of its path, if there is one.
pub(crate) fn without_slash(request: &Request<Bytes>) -> Option<Request<Bytes>> {
    let uri = request.uri();
    let path = uri.path().strip_suffix('/').filter(|path| !path.is_empty())?;
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut request = request.clone();
    *request.uri_mut() = format!("{path}{query}").parse().ok()?;
    Some(request)
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::SandboxConfig;
    use crate::app::Urls;
    use crate::domain::World;
    use crate::guard::ServedHosts;

    /// The paths that a router serves. It tells them only to those who debug it.
    fn served(router: &Router) -> BTreeSet<String> {
        let shown = format!("{router:?}");
        let behind_an_id = shown.split("RouteId(").skip(1);
        behind_an_id
            .filter_map(|text| text.split_once("): \"")?.1.split_once('"'))
            .map(|(path, _)| path.to_owned())
            .filter(|path| !path.contains("__private__axum_fallback"))
            .collect()
    }

    fn app() -> Arc<App> {
        let urls = Urls {
            api: "http://api".to_owned(),
            gateway: "http://gateway".to_owned(),
        };
        let hosts = ServedHosts::new(&[], std::net::Ipv4Addr::LOCALHOST.into()).unwrap();
        Arc::new(App::new(SandboxConfig::default(), urls, hosts, World::new(Vec::new()), None).0)
    }

    #[test]
    fn everything_that_is_served_is_described_and_the_other_way_round() {
        let described: BTreeSet<String> = openapi::DOCUMENT.paths.paths.keys().cloned().collect();
        assert!(described.len() > 50, "{described:?}");
        // The gateway has an answer for an empty secret, too. No template can say so.
        let without_secret = described.iter().map(|path| path.replace("{secret}", ""));
        let described = described.iter().cloned().chain(without_secret).collect();
        assert_eq!(served(&everything(&app())), described);

        let gateway = served(&gateway_only(&app()));
        assert!(gateway.len() > 5 && gateway.is_subset(&described), "{gateway:?}");
    }

    #[test]
    fn a_route_that_is_not_described_would_be_seen() {
        let forgotten = axum::routing::get(async || "nobody was told");
        let router = everything(&app()).route("/forgotten/{id}", forgotten);
        assert!(served(&router).contains("/forgotten/{id}"));
    }
}
