//! Doors for `fuzz/` to the readers of what servers, wallets and pages send. Only there with `--cfg fuzzing`.
//!
//! Each reads as the driver would, and gives back what a target can hold against the input.

use std::time::Duration;

use reqwest::header::{DATE, HeaderMap, HeaderValue, LAST_MODIFIED};
use url::Url;
use zeroize::Zeroizing;

use crate::card::SavedCard;
use crate::config::{CheckoutConfig, ConfigError};
use crate::flow::{GatewayAnswer, IntentFacts, LoadFailure, ServerTime};
use crate::http::{Answer, Json, ServerClock, endpoint};
use crate::secret::Secret;
use crate::summary::CollectionRequirements;
use crate::wallet::{ApplePayInput, ApplePayPayment, DecryptedCard, GooglePayPayment, WalletError};
use crate::{dojo, gateway, http};

/// What is read of the answer to a payment.
pub fn gateway_answer(http_status: u16, body: &[u8], config: &CheckoutConfig) -> GatewayAnswer {
    gateway::fuzzing::read(&answer(http_status, body, HeaderMap::new()), config)
}

/// What is read of an intent that was asked for by this id, and its client session secret.
///
/// # Errors
/// What is wrong with it.
pub fn payment_intent(id: &str, body: &[u8]) -> Result<(IntentFacts, Secret), LoadFailure> {
    dojo::fuzzing::intent(id, body).map(|loaded| (loaded.facts, loaded.secret))
}

/// What is read of the list of this customer's saved cards.
///
/// # Errors
/// What is wrong with it.
pub fn saved_cards(customer_id: &str, body: &[u8]) -> Result<Vec<SavedCard>, LoadFailure> {
    dojo::fuzzing::saved_cards(customer_id, body)
}

/// The gateway that a region manifest names, if it may be used.
pub fn region_manifest(body: &[u8], last_modified: &[u8], config: &CheckoutConfig) -> Option<Url> {
    let headers = header(LAST_MODIFIED, last_modified);
    gateway::fuzzing::region_manifest(&answer(200, body, headers), config)
}

/// Whether a body is read as JSON.
pub fn is_json(body: &[u8]) -> bool {
    Json::parse(body).is_some()
}

/// Whether Google's payment data can be paid with; nothing or all of it collected.
///
/// # Errors
/// What is wrong with it.
pub fn google_pay(json: &str, collect: CollectionRequirements) -> Result<(), WalletError> {
    GooglePayPayment::parse(&Secret::from(json), collect).map(drop)
}

/// Whether Apple's token can be paid with; nothing or all of it collected.
///
/// # Errors
/// What is wrong with it.
pub fn apple_pay(json: &str, collect: CollectionRequirements) -> Result<(), WalletError> {
    ApplePayPayment::parse(ApplePayInput::new(json), collect).map(drop)
}

/// The number of the card that the gateway found in Google's token: nothing if the answer cannot be used.
pub fn decrypted_card(body: &[u8]) -> Option<Option<Secret>> {
    let answer = http::Object::parse(body)?;
    DecryptedCard::read(&answer).map(|decrypted| decrypted.card.map(|(number, _)| number))
}

/// How long a `Retry-After` asks to wait.
pub fn retry_after(text: &str, now: ServerTime) -> Option<Duration> {
    http::fuzzing::retry_after(text, now)
}

/// The time by the servers' clock once an answer had this `Date`.
pub fn time_after_date(date: &[u8]) -> ServerTime {
    let clock = ServerClock::default();
    http::fuzzing::learn(&clock, &header(DATE, date));
    clock.now()
}

/// The URL of a request, with parts of its path that came from a server.
///
/// # Errors
/// What is wrong with the base URL; `Ok(None)` if a segment would not stay one.
pub fn request_url(config: &CheckoutConfig, segments: &[&str]) -> Result<Option<Url>, ConfigError> {
    config.validate()?;
    let base = config.api_base()?;
    Ok(endpoint(&base, segments))
}

fn answer(status: u16, body: &[u8], headers: HeaderMap) -> Answer {
    Answer {
        status,
        headers,
        body: Zeroizing::new(body.to_vec()),
        may_be_a_repetition: false,
    }
}

fn header(name: reqwest::header::HeaderName, value: &[u8]) -> HeaderMap {
    let value = HeaderValue::from_bytes(value).ok();
    value.map(|value| (name, value)).into_iter().collect()
}
