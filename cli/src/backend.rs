//! The merchant's backend: what a shop's server does before its app can take a payment. Never part of an app, because it
//! holds the API key.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use rustls::crypto::ring;
use rustls::{ClientConfig, RootCertStore};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use checkout_core::money::Money;
use checkout_core::secret::Secret;

const API_VERSION: HeaderValue = HeaderValue::from_static("2022-04-07");

/// A client of the merchant's routes of the API host.
pub(crate) struct Backend {
    http: reqwest::Client,
    api_url: String,
}

#[derive(Deserialize)]
struct Created {
    id: String,
}

#[derive(Deserialize)]
struct CreatedSecret {
    secret: String,
}

impl Backend {
    /// A backend of the sandbox at `api_url`. It speaks no TLS, so no certificate is trusted.
    pub(crate) fn of_sandbox(api_url: String, api_key: &str) -> anyhow::Result<Self> {
        let mut authorization = HeaderValue::try_from(format!("Basic {api_key}")).context("the API key")?;
        authorization.set_sensitive(true);
        let headers = [
            (AUTHORIZATION, authorization),
            (HeaderName::from_static("version"), API_VERSION),
        ];
        let no_tls = ClientConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        let http = reqwest::Client::builder()
            .tls_backend_preconfigured(no_tls)
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .default_headers(HeaderMap::from_iter(headers))
            .build()?;
        Ok(Backend { http, api_url })
    }

    /// `POST /customers`; returns the customer's id.
    pub(crate) async fn create_customer(&self, name: &str) -> anyhow::Result<String> {
        let created: Created = self.post("/customers", &json!({ "name": name })).await?;
        Ok(created.id)
    }

    /// `POST /customers/{id}/create-secret`: what lets an app see this customer's cards for a quarter of an hour.
    pub(crate) async fn create_customer_secret(&self, customer_id: &str) -> anyhow::Result<Secret> {
        let created: CreatedSecret = self
            .post(&format!("/customers/{customer_id}/create-secret"), &json!({}))
            .await?;
        Ok(created.secret.into())
    }

    /// `POST /payment-intents`, linked to the customer; returns the intent's id.
    pub(crate) async fn create_payment_intent(
        &self,
        amount: Money,
        reference: &str,
        customer_id: &str,
    ) -> anyhow::Result<String> {
        let order = json!({
            "amount": { "value": amount.minor_units, "currencyCode": amount.currency.code() },
            "reference": reference,
            "customer": { "id": customer_id },
        });
        let created: Created = self.post("/payment-intents", &order).await?;
        Ok(created.id)
    }

    /// `POST /payment-intents` for an order by telephone, which is delivered; returns the intent's id.
    pub(crate) async fn create_virtual_terminal_intent(
        &self,
        amount: Money,
        reference: &str,
    ) -> anyhow::Result<String> {
        let order = json!({
            "amount": { "value": amount.minor_units, "currencyCode": amount.currency.code() },
            "reference": reference,
            "transactionSource": "MOTO",
            "config": {
                "billingAddress": { "collectionRequired": true },
                "shippingDetails": { "collectionRequired": true },
            },
        });
        let created: Created = self.post("/payment-intents", &order).await?;
        Ok(created.id)
    }

    /// `POST /setup-intents`, linked to the customer; returns the intent's id.
    pub(crate) async fn create_setup_intent(&self, reference: &str, customer_id: &str) -> anyhow::Result<String> {
        let order = json!({
            "reference": reference,
            "merchantInitiatedTransactionType": "Unscheduled",
            "terms": "We may charge this card for what you order later.",
            "customer": { "id": customer_id },
        });
        let created: Created = self.post("/setup-intents", &order).await?;
        Ok(created.id)
    }

    /// `GET /payment-intents/{id}`; returns the status, on which a shop delivers.
    pub(crate) async fn payment_intent_status(&self, id: &str) -> anyhow::Result<String> {
        self.status("/payment-intents", id).await
    }

    /// `GET /setup-intents/{id}`; returns the status.
    pub(crate) async fn setup_intent_status(&self, id: &str) -> anyhow::Result<String> {
        self.status("/setup-intents", id).await
    }

    async fn status(&self, intents: &str, id: &str) -> anyhow::Result<String> {
        #[derive(Deserialize)]
        struct Intent {
            status: String,
        }
        let request = self.http.get(format!("{}{intents}/{id}", self.api_url));
        let intent: Intent = answer(request, &format!("{intents}/{{id}}")).await?;
        Ok(intent.status)
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &(impl Serialize + Sync)) -> anyhow::Result<T> {
        answer(self.http.post(format!("{}{path}", self.api_url)).json(body), path).await
    }
}

async fn answer<T: DeserializeOwned>(request: reqwest::RequestBuilder, path: &str) -> anyhow::Result<T> {
    let response = request
        .send()
        .await
        .with_context(|| format!("{path} was not answered"))?;
    let status = response.status();
    if !status.is_success() {
        let problem: Value = response.json().await.unwrap_or_default();
        bail!(
            "{path}: {status}, {}",
            problem["detail"].as_str().unwrap_or("no details")
        );
    }
    response
        .json()
        .await
        .with_context(|| format!("the answer of {path} was not understood"))
}
