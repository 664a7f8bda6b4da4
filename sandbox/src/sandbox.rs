//! A running sandbox, and what its owner can do with it from inside the process.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;

use crate::app::{App, Urls};
use crate::domain::World;
use crate::exchange::Exchange;
use crate::faults::{FaultRule, FaultState};
use crate::guard::ServedHosts;
use crate::merchant::Merchant;
use crate::recorder::{Listener, RecordedRequest};
use crate::routes;
use crate::state::snapshot;
use crate::store::Store;
use crate::tls::Identity;
use crate::webhooks::Delivery;
use crate::{SandboxClock, SandboxConfig, SandboxError, server};

/// A local Dojo that serves until it is shut down or dropped. Two of them share nothing.
pub struct Sandbox {
    app: Arc<App>,
    ca_pem: Option<String>,
}

impl Sandbox {
    /// Binds its ports and begins to serve, on the tokio runtime it is called on.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Listen`] when a port cannot be had, [`SandboxError::Config`] for an API key that no header can
    /// carry, [`SandboxError::Tls`] when no certificate can be made, [`SandboxError::Data`] for a data file that cannot be used.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        if config.api_key.is_empty() || !config.api_key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(SandboxError::Config(
                "api_key must be printable ASCII without spaces".to_owned(),
            ));
        }
        let hosts = ServedHosts::new(&config.hosts, config.address)
            .map_err(|host| SandboxError::Config(format!("{host:?} is not a host name or an address")))?;
        let mut world = World::new(config.card_schemes.clone());
        let (store, clock_ahead) = match &config.data {
            Some(file) => {
                let opened = Store::open(file.clone(), &mut world).await;
                let (store, clock_ahead) = opened.map_err(|source| SandboxError::Data {
                    file: file.clone(),
                    source,
                })?;
                (Some(store), clock_ahead)
            }
            None => (None, Duration::ZERO),
        };
        let identity = config.tls.then(|| Identity::create(config.address)).transpose()?;
        let main = server::bind(SocketAddr::new(config.address, config.port)).await?;
        let own_gateway = match config.gateway_port {
            Some(port) => Some(server::bind(SocketAddr::new(config.address, port)).await?),
            None => None,
        };
        let api = url_of(&main, config.tls)?;
        let gateway = own_gateway
            .as_ref()
            .map_or_else(|| Ok(api.clone()), |listener| url_of(listener, config.tls))?;
        let (app, courier) = App::new(config, Urls { api, gateway }, hosts, world, store);
        let app = Arc::new(app);
        app.clock.advance(clock_ahead);
        app.tasks.spawn(Arc::clone(&app).keep_up());
        app.tasks.spawn(courier.run());

        let acceptor = identity.as_ref().map(|identity| identity.acceptor.clone());
        let exchange = |listener, router| Exchange {
            app: Arc::clone(&app),
            router,
            listener,
        };
        let whole = exchange(Listener::Main, routes::everything(&app));
        app.tasks.spawn(server::serve(main, acceptor.clone(), whole));
        if let Some(listener) = own_gateway {
            let gateway = exchange(Listener::Gateway, routes::gateway_only(&app));
            app.tasks.spawn(server::serve(listener, acceptor, gateway));
        }
        tracing::info!(url = %app.urls.api, gateway = %app.urls.gateway, "sandbox is up");
        Ok(Self {
            app,
            ca_pem: identity.map(|identity| identity.ca_pem),
        })
    }

    /// Base URL of the API host, without a trailing slash: `http://127.0.0.1:PORT`, or `https://localhost:PORT` with TLS.
    #[must_use]
    pub fn url(&self) -> String {
        self.app.urls.api.clone()
    }

    /// Base URL of the payment gateway, without a trailing slash; the same as [`url`](Self::url) unless it has a port of
    /// its own.
    #[must_use]
    pub fn gateway_url(&self) -> String {
        self.app.urls.gateway.clone()
    }

    /// The merchant's API key.
    #[must_use]
    pub fn api_key(&self) -> &str {
        &self.app.api_key
    }

    /// The authority that signed the server certificate, to be trusted by clients; `None` without TLS.
    #[must_use]
    pub fn ca_certificate_pem(&self) -> Option<&str> {
        self.ca_pem.as_deref()
    }

    /// The region manifests: GCP's and AWS's.
    #[must_use]
    pub fn manifest_urls(&self) -> (String, String) {
        let at = |path| format!("{}{path}", self.app.urls.api);
        (at(routes::manifests::GCP), at(routes::manifests::AWS))
    }

    /// What has been requested so far, in order of arrival and without secrets or card data.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.app.recorder.all()
    }

    /// Forgets the recorded requests.
    pub fn clear_requests(&self) {
        self.app.recorder.clear();
    }

    /// The webhooks that were sent, or are being sent, in order.
    #[must_use]
    pub fn webhook_deliveries(&self) -> Vec<Delivery> {
        self.app.deliveries.all()
    }

    /// The `OpenAPI` document of `/openapi.json`.
    #[must_use]
    pub fn openapi() -> Value {
        serde_json::to_value(&*routes::openapi::DOCUMENT).unwrap_or_default()
    }

    /// Customers, saved cards, and intents with their timelines, as JSON without secrets.
    #[must_use]
    pub fn state(&self) -> Value {
        snapshot(&self.app.world.lock(), self.app.clock.utc())
    }

    /// The time by which secrets expire.
    #[must_use]
    pub fn clock(&self) -> &SandboxClock {
        &self.app.clock
    }

    /// Adds a fault rule behind those there are and returns its id.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Fault`] for a rule that cannot work, such as one whose path is not a pattern.
    pub fn script(&self, rule: FaultRule) -> Result<u64, SandboxError> {
        self.app.faults.add(rule).map_err(SandboxError::Fault)
    }

    /// The fault rules, with how often each was used.
    #[must_use]
    pub fn faults(&self) -> Vec<FaultState> {
        self.app.faults.list()
    }

    /// Makes all connections fall silent that are open now, as after a change of network: they stay open and take every
    /// byte, nothing of it is executed, and nothing comes back. New ones work. Returns how many fell silent.
    pub fn silence_connections(&self) -> usize {
        self.app.lines.silence()
    }

    /// Puts an intent into a status, also one that the protocol does not know. It is then shown as it is: an intent
    /// *forced* to `Canceled` can be read by the app, unlike one that the merchant canceled.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] when there is no such intent.
    pub fn force_status(&self, payment_intent_id: &str, status: &str) -> Result<(), SandboxError> {
        let now = self.app.clock.utc();
        let forced = self
            .app
            .world
            .lock()
            .force_status(payment_intent_id, status.to_owned(), now)
            .map(|_| ());
        forced.map_err(|_| SandboxError::Refused("there is no such payment intent".to_owned()))
    }

    /// The merchant's backend, in-process: customers, secrets and intents without HTTP.
    #[must_use]
    pub fn merchant(&self) -> Merchant {
        Merchant::new(Arc::clone(&self.app))
    }

    /// Back to an empty world: nobody and nothing in it, no faults, no recorded requests, real time.
    pub fn reset(&self) {
        self.app.reset();
    }

    /// Stops listening, lets requests in progress finish (for five seconds at most) and returns when all is quiet.
    pub async fn shutdown(self) {
        self.app.stop.cancel();
        self.app.tasks.close();
        self.app.tasks.wait().await;
        // If that fails, the store has said so.
        let _ = self.app.keep(std::future::ready(())).await;
        if let Some(store) = &self.app.store {
            store.close().await;
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.app.stop.cancel();
    }
}

impl std::fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sandbox")
            .field("url", &self.app.urls.api)
            .finish_non_exhaustive()
    }
}

fn url_of(listener: &TcpListener, tls: bool) -> Result<String, SandboxError> {
    let local = listener
        .local_addr()
        .map_err(|error| SandboxError::Config(error.to_string()))?;
    if tls {
        return Ok(format!("https://localhost:{}", local.port()));
    }
    // "Any address" is where to listen, not where to connect to.
    let ip = match local.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    Ok(format!("http://{}", SocketAddr::new(ip, local.port())))
}
