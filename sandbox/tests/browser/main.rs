//! What people see, in headless Chromium. `cargo xtask test` installs it, with its driver, and keeps the screenshots.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod barriers;
mod browser;
mod challenge_page;
mod dashboard;
mod issuer_page;
mod looks;

use checkout_core::threeds::{Challenge, ChallengeOutcome};
use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};
use serde_json::{Value, json};

/// Asks for a challenge, and pays when it is passed.
pub(crate) const CHALLENGES: &str = "5200000000001096";
/// Pays at once.
pub(crate) const PAYS: &str = "5200000000001005";

/// reqwest is built without a TLS provider; a second installation is refused and changes nothing.
pub(crate) fn install_tls() {
    let _ = rustls::crypto::ring::default_provider().install_default();
}

pub(crate) async fn sandbox() -> Sandbox {
    install_tls();
    Sandbox::start(SandboxConfig::default()).await.unwrap()
}

/// A shopper's app: it has a payment that waits for a challenge.
pub(crate) struct Payment {
    pub(crate) intent: String,
    pub(crate) challenge: Challenge,
    secret: String,
}

impl Payment {
    pub(crate) async fn challenged(sandbox: &Sandbox) -> Self {
        let intent = sandbox
            .merchant()
            .create_payment_intent(NewPaymentIntent::gbp(1250))
            .unwrap();
        let secret = secret_of(sandbox, &intent).await;
        let answer = pay(sandbox, &secret, CHALLENGES).await;
        assert_eq!(answer["statusCode"], 3, "{answer}");
        let text = |field: &str| answer[field].as_str().unwrap().to_owned();
        Self {
            intent,
            secret,
            challenge: Challenge {
                transaction_id: text("md"),
                payload: text("paReq"),
                step_up_url: Some(text("stepUpUrl")),
            },
        }
    }

    /// Tells the gateway, and returns its status code.
    pub(crate) async fn complete(&self, sandbox: &Sandbox, outcome: &ChallengeOutcome) -> i64 {
        let path = format!("/mobile/payments/{}/three-ds-complete", self.secret);
        let body = json!({
            "paRes": outcome.pa_res, "transactionId": self.challenge.transaction_id,
            "cardinalValidateResponse": {
                "isValidated": outcome.action.is_validated(), "errorNumber": outcome.error_number,
                "errorDescription": outcome.error_description, "actionCode": outcome.action.wire_name(),
            },
        });
        post(sandbox, &path, &body).await["statusCode"].as_i64().unwrap()
    }
}

pub(crate) async fn secret_of(sandbox: &Sandbox, intent: &str) -> String {
    let url = format!("{}/payment-intents/public/{intent}", sandbox.url());
    let body: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
    body["clientSessionSecret"].as_str().unwrap().to_owned()
}

pub(crate) async fn pay(sandbox: &Sandbox, secret: &str, number: &str) -> Value {
    let card = json!({ "cV2": "020", "cardNumber": number, "cardName": "Sam Demo", "expiryDate": "12 / 29" });
    post(sandbox, &format!("/api/payments/{secret}"), &card).await
}

async fn post(sandbox: &Sandbox, path: &str, body: &Value) -> Value {
    let client = reqwest::Client::new();
    let answer = client.post(format!("{}{path}", sandbox.url())).json(body).send().await;
    answer.unwrap().json().await.unwrap()
}

/// A request of the merchant's backend.
pub(crate) async fn backend(sandbox: &Sandbox, path: &str, body: &Value) -> Value {
    let client = reqwest::Client::new();
    let request = client
        .post(format!("{}{path}", sandbox.url()))
        .header("authorization", format!("Basic {}", sandbox.api_key()))
        .header("version", "2022-04-07");
    request.json(body).send().await.unwrap().json().await.unwrap()
}
