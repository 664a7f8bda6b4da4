//! The sandbox as its clients meet it: over real HTTP, on an ephemeral port.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod backend;
mod control;
mod data_file;
mod docs;
mod faults;
mod gateway;
mod guard;
mod issuer_page;
mod openapi;
mod public;
mod published_clients;
mod redaction;
mod search;
mod server;
mod settlement;
mod setup_intents;
mod three_ds;
mod virtual_terminal;
mod wallets;
mod webhooks;

use std::io::Write;
use std::sync::{Mutex, Once};
use std::time::Duration;

use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use tracing_subscriber::filter::LevelFilter;

/// Pays at once.
pub(crate) const PAYS: &str = "5200000000001005";
/// Asks for a challenge first.
pub(crate) const CHALLENGES: &str = "5200000000001096";

/// Longer than anything takes that is waited for, on however busy a machine.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// Everything that is logged while these tests run, by whomever, at the most talkative level.
static LOG: Mutex<Vec<u8>> = Mutex::new(Vec::new());

struct Log;

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LOG.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

pub(crate) fn logged() -> String {
    String::from_utf8(LOG.lock().unwrap().clone()).unwrap()
}

/// Once for all tests: the log, and a TLS provider, as reqwest is built without one.
pub(crate) fn prepare() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().unwrap();
        let log = tracing_subscriber::fmt()
            .with_max_level(LevelFilter::TRACE)
            .with_ansi(false)
            .with_writer(|| Log);
        tracing::subscriber::set_global_default(log.finish()).unwrap();
    });
}

/// Waits for what takes a moment, which on a busy machine is a long one.
pub(crate) async fn until(what: &str, is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, waiting).await;
    waited.unwrap_or_else(|_| panic!("never came: {what}"));
}

/// What lies in the sockets by now is read, by tasks that have several turns for it.
pub(crate) async fn what_has_come_is_noticed() {
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// A sandbox and a client that talks to it.
pub(crate) struct World {
    pub(crate) sandbox: Sandbox,
    pub(crate) client: Client,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::with(SandboxConfig::default()).await
    }

    pub(crate) async fn with(config: SandboxConfig) -> Self {
        prepare();
        Self {
            sandbox: Sandbox::start(config).await.unwrap(),
            client: Client::new(),
        }
    }

    /// A request as the merchant's backend sends it.
    pub(crate) fn backend(&self, method: Method, path: &str) -> RequestBuilder {
        self.backend_in("2022-04-07", method, path)
    }

    /// The same in another version of the API.
    pub(crate) fn backend_in(&self, version: &str, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.sandbox.url()))
            .header("version", version)
            .header("authorization", format!("Basic {}", self.sandbox.api_key()))
    }

    /// A request as an app sends it.
    pub(crate) fn app(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}{path}", self.sandbox.url()))
            .header("version", "2022-04-07")
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        send(self.app(Method::GET, path)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        send(self.app(Method::POST, path).json(&body)).await
    }

    pub(crate) fn customer(&self) -> String {
        self.sandbox.merchant().create_customer("Sam Demo")
    }

    pub(crate) fn intent(&self) -> String {
        self.sandbox
            .merchant()
            .create_payment_intent(NewPaymentIntent::gbp(1250))
            .unwrap()
    }

    pub(crate) fn intent_for(&self, customer: &str) -> String {
        self.sandbox
            .merchant()
            .create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(customer))
            .unwrap()
    }

    /// The session secret that the app is given.
    pub(crate) async fn secret(&self, intent: &str) -> String {
        let reply = self.get(&format!("/payment-intents/public/{intent}")).await;
        reply.body["clientSessionSecret"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn refreshed_secret(&self, intent: &str) -> String {
        let path = format!("/payment-intents/public/{intent}/refresh-client-session-secret");
        let reply = send(self.app(Method::POST, &path)).await;
        assert_eq!(reply.status, StatusCode::OK);
        reply.body["clientSessionSecret"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn pay(&self, secret: &str, body: Value) -> Reply {
        self.post(&format!("/api/payments/{secret}"), body).await
    }

    pub(crate) fn status_of(&self, intent: &str) -> String {
        self.sandbox.merchant().payment_intent_status(intent).unwrap()
    }
}

impl Reply {
    /// The gateway's verdict, which comes with HTTP 200.
    #[track_caller]
    pub(crate) fn code(&self) -> i64 {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        self.body["statusCode"]
            .as_i64()
            .unwrap_or_else(|| panic!("no statusCode in {}", self.body))
    }

    /// Checks that it is an error in the API's form.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        assert_eq!(self.body["status"], status);
        assert!(
            self.body["title"].is_string() && self.body["errors"].is_object(),
            "{}",
            self.body
        );
        assert_eq!(self.body["traceId"].as_str().unwrap().len(), 32);
        self
    }

    /// Checks that it names a wrong field.
    #[track_caller]
    pub(crate) fn blames(&self, field: &str) -> &Self {
        self.is_problem(400);
        assert!(
            self.body["errors"][field].is_array(),
            "{field} is not blamed: {}",
            self.body
        );
        self
    }
}

pub(crate) async fn send(request: RequestBuilder) -> Reply {
    let response = request.send().await.unwrap();
    let status = response.status();
    let bytes = response.bytes().await.unwrap();
    let body = if bytes.is_empty() {
        Value::Null
    } else {
        serde_json::from_slice(&bytes).unwrap()
    };
    Reply { status, body }
}

/// The body of a card payment.
pub(crate) fn card(number: &str) -> Value {
    let cvv = checkout_sandbox::test_cards()
        .iter()
        .find(|card| card.number == number)
        .map_or("020", |card| card.cvv);
    json!({
        "cV2": cvv, "cardNumber": number, "cardName": "Sam Demo", "expiryDate": "12 / 29",
        "metaData": { "dojo-sdk-core-version": "rust-0.1.0" },
    })
}

/// The same, with the wish to save the card.
pub(crate) fn card_to_save(number: &str) -> Value {
    let mut body = card(number);
    body["savePaymentMethod"] = json!(true);
    body
}

/// The body of a payment with a saved card.
pub(crate) fn saved(id: &str) -> Value {
    json!({ "cV2": "020", "paymentMethodId": id, "metaData": { "dojo-sdk-core-version": "rust-0.1.0" } })
}
