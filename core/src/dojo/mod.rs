//! Dojo's API host: intents, client session secrets, saved cards. The public routes, which an app may call.

#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod intent;
mod saved_cards;
#[cfg(test)]
mod tests;

use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderName, HeaderValue};
use tokio::time::Instant;
use url::Url;
use zeroize::Zeroizing;

use crate::card::SavedCard;
use crate::config::{CheckoutConfig, ConfigError};
use crate::flow::{Flow, IntentFacts, IntentStatus, LoadFailure};
use crate::http::{Answer, HttpClient, Object, Request, Unanswered, endpoint, secret_header};
use crate::secret::Secret;

/// The version of the API whose answers we read; the one that Dojo's own mobile SDKs ask for.
const API_VERSION: HeaderValue = HeaderValue::from_static("2022-04-07");
const VERSION: HeaderName = HeaderName::from_static("version");
/// Tells both hosts that an app is calling.
pub(crate) const IS_MOBILE: HeaderName = HeaderName::from_static("is-mobile");

/// The client of the API host.
#[derive(Debug)]
pub(crate) struct DojoApi {
    http: HttpClient,
    base: Url,
}

/// An intent with the secret that a payment of it needs.
#[derive(Debug)]
pub(crate) struct LoadedIntent {
    /// What the state machine needs to know. It takes the secret for unused.
    pub(crate) facts: IntentFacts,
    /// The client session secret.
    pub(crate) secret: Secret,
}

impl DojoApi {
    pub(crate) fn new(http: HttpClient, config: &CheckoutConfig) -> Result<Self, ConfigError> {
        Ok(DojoApi {
            http,
            base: config.api_base()?,
        })
    }

    /// `GET /payment-intents/public/{id}` (or `/setup-intents/…`), with the retries of a GET.
    pub(crate) async fn load_intent(&self, flow: Flow, id: &str) -> Result<LoadedIntent, LoadFailure> {
        let answer = self.send_safe(self.get_intent(flow, id)?).await?;
        intent::read(id, &object(&answer)?)
    }

    /// `POST /payment-intents/public/{id}/refresh-client-session-secret` (or `/setup-intents/…`): the whole intent, with a
    /// new secret that makes the one before useless. So it has the retries of a GET, but one after the other: a late try
    /// would void the secret that a later one brought.
    pub(crate) async fn refresh_secret(&self, flow: Flow, id: &str) -> Result<LoadedIntent, LoadFailure> {
        let (family, path_template) = match flow {
            Flow::SetupIntent => (
                "setup-intents",
                "/setup-intents/public/{id}/refresh-client-session-secret",
            ),
            _ => (
                "payment-intents",
                "/payment-intents/public/{id}/refresh-client-session-secret",
            ),
        };
        let segments = [family, "public", id, "refresh-client-session-secret"];
        let request = self.request(Method::POST, &segments, path_template)?.empty_body();
        let answer = succeeded(self.http.send_in_turn(&request, self.http.deadline()).await?)?;
        intent::read(id, &object(&answer)?)
    }

    /// The status of an intent, with the retries of a GET.
    pub(crate) async fn read_status(&self, flow: Flow, id: &str) -> Result<IntentStatus, LoadFailure> {
        let answer = self.send_safe(self.get_intent(flow, id)?).await?;
        intent::read_status(id, &object(&answer)?)
    }

    /// The status of an intent, asked for once; a connection that fell silent is replaced in time. `None` if there is no answer in time or none that can be understood.
    pub(crate) async fn read_status_once(&self, flow: Flow, id: &str, timeout: Duration) -> Option<IntentStatus> {
        let deadline = Instant::now().checked_add(timeout)?;
        let answer = self
            .http
            .send_read(&self.get_intent(flow, id).ok()?, deadline)
            .await
            .ok()?;
        intent::read_status(id, &object(&succeeded(answer).ok()?).ok()?).ok()
    }

    /// `GET /customers/public/{customer}/payment-methods`, with the retries of a GET.
    ///
    /// Every card of a known scheme that has not expired comes back as payable: which of them an intent takes is the
    /// intent's to say.
    pub(crate) async fn saved_cards(
        &self,
        customer_id: &str,
        customer_secret: &Secret,
    ) -> Result<Vec<SavedCard>, LoadFailure> {
        let request = self
            .request(
                Method::GET,
                &["customers", "public", customer_id, "payment-methods"],
                "/customers/public/{customer}/payment-methods",
            )?
            .header(AUTHORIZATION, authorization(customer_secret)?);
        let answer = self.send_safe(request).await?;
        // Asked after the answer, which has told the server's time.
        let today = self.http.clock().today();
        saved_cards::read(customer_id, today, &object(&answer)?)
    }

    /// `DELETE /customers/public/{customer}/payment-methods/{card}`. Deleting twice is deleting once, so it is repeated
    /// like a GET; a card that is gone when an earlier try may have deleted it counts as deleted.
    pub(crate) async fn delete_saved_card(
        &self,
        customer_id: &str,
        payment_method_id: &str,
        customer_secret: &Secret,
    ) -> Result<(), LoadFailure> {
        let request = self
            .request(
                Method::DELETE,
                &["customers", "public", customer_id, "payment-methods", payment_method_id],
                "/customers/public/{customer}/payment-methods/{card}",
            )?
            .header(AUTHORIZATION, authorization(customer_secret)?);
        match self.http.send_safe(&request, self.http.deadline()).await {
            Ok(answer) if answer.status == 404 && answer.may_be_a_repetition => Ok(()),
            Ok(answer) => succeeded(answer).map(drop),
            Err(unanswered) => Err(unanswered.into()),
        }
    }

    fn get_intent(&self, flow: Flow, id: &str) -> Result<Request, LoadFailure> {
        let (family, path_template) = match flow {
            Flow::SetupIntent => ("setup-intents", "/setup-intents/public/{id}"),
            _ => ("payment-intents", "/payment-intents/public/{id}"),
        };
        self.request(Method::GET, &[family, "public", id], path_template)
    }

    fn request(&self, method: Method, segments: &[&str], path_template: &'static str) -> Result<Request, LoadFailure> {
        // Only an id that a server sent can fail here: those of the host app are checked when the checkout starts.
        let url = endpoint(&self.base, segments).ok_or_else(|| malformed("an id that cannot stand in a path"))?;
        Ok(Request::new(method, url, path_template)
            .header(ACCEPT, HeaderValue::from_static("application/json"))
            .header(VERSION, API_VERSION)
            .header(IS_MOBILE, HeaderValue::from_static("true")))
    }

    async fn send_safe(&self, request: Request) -> Result<Answer, LoadFailure> {
        succeeded(self.http.send_safe(&request, self.http.deadline()).await?)
    }
}

impl From<Unanswered> for LoadFailure {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::NotConnected | Unanswered::Lost => LoadFailure::Network,
            Unanswered::TooLarge => malformed("the answer is too large"),
        }
    }
}

fn succeeded(answer: Answer) -> Result<Answer, LoadFailure> {
    match answer.status {
        _ if answer.is_success() => Ok(answer),
        404 => Err(LoadFailure::NotFound),
        401 | 403 => Err(LoadFailure::AccessDenied),
        status => Err(LoadFailure::Server { status }),
    }
}

fn object(answer: &Answer) -> Result<Object, LoadFailure> {
    Object::parse(&answer.body).ok_or_else(|| malformed("not a JSON object"))
}

fn malformed(what: &str) -> LoadFailure {
    LoadFailure::Malformed { what: what.to_owned() }
}

/// `Basic` and the secret as it is: the API does not take base64 here.
fn authorization(customer_secret: &Secret) -> Result<HeaderValue, LoadFailure> {
    const SCHEME: &[u8] = b"Basic ";
    let mut value = Zeroizing::new(Vec::with_capacity(SCHEME.len() + customer_secret.len()));
    value.extend_from_slice(SCHEME);
    value.extend_from_slice(customer_secret.expose().as_bytes());
    secret_header(value).ok_or_else(|| malformed("a customer secret that cannot stand in a header"))
}
