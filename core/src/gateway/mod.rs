//! The payment gateway: device data, payments, the end of a 3-D Secure challenge.

mod answer;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod region;
mod request;
#[cfg(test)]
mod tests;

use reqwest::Method;
use reqwest::header::HeaderValue;
use serde::Serialize;
use tokio::time::{Instant, timeout_at};
use tracing::debug;
use url::Url;

use crate::card::Cvv;
use crate::config::{CheckoutConfig, ConfigError, GatewayChoice};
use crate::dojo::IS_MOBILE;
use crate::flow::GatewayAnswer;
use crate::http::{Answer, HttpClient, Object, Request, Unanswered, endpoint};
use crate::input::NewCard;
use crate::secret::Secret;
use crate::threeds::ChallengeOutcome;
use crate::wallet::{ApplePayPayment, DecryptedCard, GooglePayPayment};
use region::Regions;
use request::{ApplePayBody, CardBody, DecryptTokenBody, DeviceDataBody, GooglePayBody, ThreeDsCompleteBody};

/// What is paid with. Everything secret in it is wiped when it is dropped, and prints as `***`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Instrument {
    /// A saved card and its CVV.
    SavedCard {
        /// The card's `pm_…` id.
        id: String,
        /// The CVV that the customer typed.
        cvv: Cvv,
    },
    /// A card that the customer typed.
    NewCard(Box<NewCard>),
    /// What Google's sheet gave.
    GooglePay {
        /// The token and the contacts.
        payment: Box<GooglePayPayment>,
        /// The card in the token, once the gateway has opened it.
        decrypted: Option<DecryptedCard>,
    },
    /// What Apple's sheet gave.
    ApplePay(Box<ApplePayPayment>),
}

/// Why a request that prepares a payment brought nothing. No money can have moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PreparationFailure {
    /// The gateway does not take the session secret: it was used, replaced, or has expired.
    SecretRefused,
    /// Anything else, after the retries.
    Failed,
}

/// The client of the payment gateway.
#[derive(Debug)]
pub(crate) struct GatewayApi {
    http: HttpClient,
    base: Base,
    config: CheckoutConfig,
    api_base: Url,
}

#[derive(Debug)]
enum Base {
    Given(Url),
    ByRegion(Box<Regions>),
}

impl GatewayApi {
    pub(crate) fn new(http: HttpClient, config: &CheckoutConfig) -> Result<Self, ConfigError> {
        let base = match &config.gateway {
            GatewayChoice::Url(url) => Base::Given(config.base_url("gateway", url)?),
            GatewayChoice::RegionManifests(manifests) => Base::ByRegion(Box::new(Regions::new(manifests, config)?)),
        };
        Ok(GatewayApi {
            http,
            base,
            config: config.clone(),
            api_base: config.api_base()?,
        })
    }

    /// Finds the gateway and connects to it while the customer is choosing. Whatever fails here is found out when it
    /// matters. Nothing is sent if the API host is the same server: its connection is open already.
    pub(crate) async fn open_connection(&self) {
        let base = self.base().await;
        if base.origin() == self.api_base.origin() {
            return;
        }
        let mut root = base.clone();
        root.set_path("/");
        // The answer does not matter, not even a refusal: the connection stays open behind it.
        let request = Request::new(Method::HEAD, root, "/").header(IS_MOBILE, HeaderValue::from_static("true"));
        let _ = self.http.send_once(&request, self.http.deadline()).await;
    }

    /// `POST /api/device-data/{secret}`: the token that starts a 3-D Secure session. It moves no money, so it has the
    /// retries of a GET. Also [`Failed`](PreparationFailure::Failed): what has no device data, a wallet's token that was
    /// not opened.
    pub(crate) async fn device_data(
        &self,
        session_secret: &Secret,
        instrument: &Instrument,
    ) -> Result<String, PreparationFailure> {
        let segments = ["api", "device-data", session_secret.expose()];
        let body = DeviceDataBody::of(instrument).ok_or(PreparationFailure::Failed)?;
        let answer = self.post_safe(&segments, "/api/device-data/{secret}", &body).await?;
        let token = answer.text(&["token"]).map(str::to_owned);
        token.ok_or(PreparationFailure::Failed)
    }

    /// `POST /api/payments/{secret}/google-pay/decrypt-token`: what is inside Google's token. It moves no money, so it
    /// has the retries of a GET.
    pub(crate) async fn decrypt_wallet(
        &self,
        session_secret: &Secret,
        payment: &GooglePayPayment,
    ) -> Result<DecryptedCard, PreparationFailure> {
        let segments = [
            "api",
            "payments",
            session_secret.expose(),
            "google-pay",
            "decrypt-token",
        ];
        let path_template = "/api/payments/{secret}/google-pay/decrypt-token";
        let answer = self
            .post_safe(&segments, path_template, &DecryptTokenBody::of(payment))
            .await?;
        DecryptedCard::read(&answer).ok_or(PreparationFailure::Failed)
    }

    /// The payment, by the route of what is paid with. Sent once and never again.
    pub(crate) async fn pay(
        &self,
        session_secret: &Secret,
        instrument: &Instrument,
        deadline: Instant,
    ) -> GatewayAnswer {
        let secret = session_secret.expose();
        match instrument {
            Instrument::NewCard(card) => {
                let segments = ["api", "payments", secret];
                self.post_once(&segments, "/api/payments/{secret}", &CardBody::new_card(card), deadline)
                    .await
            }
            Instrument::SavedCard { id, cvv } => {
                let segments = ["api", "payments", "recurring", secret];
                let body = CardBody::saved_card(id, cvv);
                self.post_once(&segments, "/api/payments/recurring/{secret}", &body, deadline)
                    .await
            }
            Instrument::GooglePay { payment, .. } => {
                let segments = ["api", "payments", secret, "google-pay"];
                let body = GooglePayBody::of(payment);
                self.post_once(&segments, "/api/payments/{secret}/google-pay", &body, deadline)
                    .await
            }
            Instrument::ApplePay(payment) => {
                let segments = ["cors", "api", "payments", secret, "apple-pay"];
                let body = ApplePayBody::of(payment);
                self.post_once(&segments, "/cors/api/payments/{secret}/apple-pay", &body, deadline)
                    .await
            }
        }
    }

    /// `POST /mobile/payments/{secret}/three-ds-complete`. It may move money, so it too is sent once.
    pub(crate) async fn complete_three_ds(
        &self,
        session_secret: &Secret,
        transaction_id: &str,
        outcome: &ChallengeOutcome,
        deadline: Instant,
    ) -> GatewayAnswer {
        let segments = ["mobile", "payments", session_secret.expose(), "three-ds-complete"];
        let body = ThreeDsCompleteBody::of(transaction_id, outcome);
        self.post_once(
            &segments,
            "/mobile/payments/{secret}/three-ds-complete",
            &body,
            deadline,
        )
        .await
    }

    /// Sends what moves no money, and gives the JSON object of a 2xx.
    async fn post_safe(
        &self,
        segments: &[&str],
        path_template: &'static str,
        body: &impl Serialize,
    ) -> Result<Object, PreparationFailure> {
        let deadline = self.http.deadline();
        let failed = PreparationFailure::Failed;
        let base = timeout_at(deadline, self.base()).await.map_err(|_| failed)?;
        let request = post(base, segments, path_template, body).ok_or(failed)?;
        let answer = self.http.send_safe_until(&request, deadline, refuses_secret).await;
        let answer = answer.map_err(|_| failed)?;
        if refuses_secret(&answer) {
            return Err(PreparationFailure::SecretRefused);
        }
        let object = answer.is_success().then(|| Object::parse(&answer.body));
        object.flatten().ok_or(failed)
    }

    async fn post_once(
        &self,
        segments: &[&str],
        path_template: &'static str,
        body: &impl Serialize,
        deadline: Instant,
    ) -> GatewayAnswer {
        let Ok(base) = timeout_at(deadline, self.base()).await else {
            return GatewayAnswer::NotConnected { time_left: false };
        };
        let Some(request) = post(base, segments, path_template, body) else {
            return GatewayAnswer::NotConnected { time_left: false }; // nothing can be sent, now or later
        };
        match self.http.send_once(&request, deadline).await {
            Ok(answer) => answer::read(&answer, &self.config),
            Err(Unanswered::Lost | Unanswered::TooLarge) => GatewayAnswer::Lost,
            Err(Unanswered::NotConnected) => GatewayAnswer::NotConnected {
                time_left: Instant::now() < deadline,
            },
        }
    }

    async fn base(&self) -> &Url {
        match &self.base {
            Base::Given(url) => url,
            Base::ByRegion(regions) => regions.gateway(&self.http).await,
        }
    }
}

/// Whether an answer says, by its HTTP status or its body, that the session secret is not taken.
fn refuses_secret(answer: &Answer) -> bool {
    let code = || Object::parse(&answer.body)?.get("statusCode")?.as_integer();
    answer.status == 401 || code() == Some(401)
}

/// `None` if the request cannot be made: a secret that is no path segment, which no intent that was read has.
fn post(base: &Url, segments: &[&str], path_template: &'static str, body: &impl Serialize) -> Option<Request> {
    let request = endpoint(base, segments).and_then(|url| {
        let request = Request::new(Method::POST, url, path_template);
        request
            .header(IS_MOBILE, HeaderValue::from_static("true"))
            .json(body)
            .ok()
    });
    if request.is_none() {
        debug!(target: "checkout", path = path_template, "not sent: the request cannot be made");
    }
    request
}
