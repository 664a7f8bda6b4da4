//! One HTTP client per checkout: kept-alive HTTP/1.1 connections, deadlines, a cap on answers, TLS, the server's clock.
//!
//! [`HttpClient::send_once`] is for what may move money and [`HttpClient::send_safe`] for what may be repeated. Nothing below them
//! sends a request a second time once a byte of it has been written: the client's own retries are off, redirects are
//! not followed, and the connection pool repeats a request only if the connection that it was meant for had closed
//! before the request was begun.

mod body;
mod clock;
mod json;
mod retry;
#[cfg(test)]
pub(crate) mod tests;
mod tls;

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, redirect, retry as client_retry};
use serde::Serialize;
use tokio::time::{Instant, timeout_at};
use tracing::debug;
use url::Url;
use zeroize::Zeroizing;

use crate::config::{CheckoutConfig, ConfigError};
use body::BodySeal;
pub(crate) use clock::ServerClock;
pub(crate) use json::{Json, Object};

/// The largest answer that is read: more than any intent, far less than a phone's memory.
const LARGEST_ANSWER: usize = 1024 * 1024;
/// Longer than most customers take to choose, shorter than most servers keep an idle connection.
const IDLE_CONNECTIONS_LIVE: Duration = Duration::from_secs(90);

/// The HTTP client of a checkout. Clones share its connections and its clock.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient {
    client: reqwest::Client,
    clock: Arc<ServerClock>,
    request_timeout: Duration,
}

impl HttpClient {
    pub(crate) fn new(config: &CheckoutConfig) -> Result<Self, ConfigError> {
        config.validate()?;
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::client_config(config)?)
            .http1_only()
            .https_only(!config.allow_insecure_loopback)
            .user_agent(user_agent(config)?)
            .connect_timeout(config.connect_timeout)
            .pool_idle_timeout(IDLE_CONNECTIONS_LIVE)
            .redirect(redirect::Policy::none())
            .retry(client_retry::never())
            .referer(false)
            // An environment variable of the host process must not decide where card data goes.
            .no_proxy()
            .build()
            .map_err(|error| ConfigError::Client {
                problem: Chain(&error.without_url()).to_string(),
            })?;
        Ok(HttpClient {
            client,
            clock: Arc::default(),
            request_timeout: config.request_timeout,
        })
    }

    /// The time as the servers see it.
    pub(crate) fn clock(&self) -> &ServerClock {
        &self.clock
    }

    /// The point by which a logical request that begins now is over, with all its tries.
    pub(crate) fn deadline(&self) -> Instant {
        Instant::now() + self.request_timeout
    }

    /// Sends a request once, and says what is certain about it.
    pub(crate) async fn send_once(&self, request: &Request, deadline: Instant) -> Result<Answer, Unanswered> {
        let started = Instant::now();
        let seal = BodySeal::default();
        let outcome = match started < deadline {
            true => timeout_at(deadline, self.exchange(request, &seal)).await.ok(),
            false => None, // a timer would let it begin all the same
        };
        // The request's future is gone by now, so nothing but the connection's own task can still take the body.
        let outcome = match outcome {
            Some(Ok(answer)) => Ok(answer),
            Some(Err(Failed::TooLarge)) => Err((Unanswered::Lost, "the answer is too large".to_owned())),
            Some(Err(Failed::Client(error))) => Err((
                request.certainty(&seal, error.is_connect()),
                Chain(&error.without_url()).to_string(),
            )),
            None => Err((request.certainty(&seal, false), "out of time".to_owned())),
        };
        request.log(&outcome, started.elapsed());
        outcome.map_err(|(unanswered, _)| unanswered)
    }

    async fn exchange(&self, request: &Request, seal: &BodySeal) -> Result<Answer, Failed> {
        let mut builder = self
            .client
            .request(request.method.clone(), request.url.clone())
            .headers(request.headers.clone());
        if let Some(body) = &request.body {
            builder = builder.body(reqwest::Body::wrap(seal.seal(body.clone())));
        }
        let mut response = builder.send().await?;
        self.clock.learn(response.headers());

        let announced = response
            .content_length()
            .and_then(|length| usize::try_from(length).ok());
        if announced.is_some_and(|length| length > LARGEST_ANSWER) {
            return Err(Failed::TooLarge);
        }
        let mut body = WipedBuffer::with_capacity(announced.unwrap_or(0));
        while let Some(chunk) = response.chunk().await? {
            if chunk.len() > LARGEST_ANSWER - body.len() {
                return Err(Failed::TooLarge);
            }
            body.append(&chunk);
        }
        Ok(Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body: body.0,
            may_be_a_repetition: false,
        })
    }
}

/// Counts what is written and keeps none of it.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A request, ready to be sent. Cloning it does not copy its body.
#[derive(Clone)]
pub(crate) struct Request {
    method: Method,
    url: Url,
    /// The path with its parameters left open: what a log may show.
    path_template: &'static str,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Request {
    pub(crate) fn new(method: Method, url: Url, path_template: &'static str) -> Self {
        Request {
            method,
            url,
            path_template,
            headers: HeaderMap::new(),
            body: None,
        }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Says that there is a body and that it is empty, as some servers want to hear of a `POST`.
    pub(crate) fn empty_body(self) -> Self {
        self.header(CONTENT_LENGTH, HeaderValue::from_static("0"))
    }

    /// Adds a JSON body. Its memory is wiped when the last copy of the request is gone; what the TLS library and the
    /// operating system do with theirs is beyond reach.
    pub(crate) fn json(self, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        // Measured first, so that the buffer does not move while it grows and leave an unwiped copy behind.
        let mut length = Length(0);
        serde_json::to_writer(&mut length, body)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *bytes, body)?;
        let request = self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Request {
            body: Some(Bytes::from_owner(bytes)),
            ..request
        })
    }

    /// What is certain about this request after it failed. Whatever is not provably unsent is [`Unanswered::Lost`].
    fn certainty(&self, seal: &BodySeal, no_connection: bool) -> Unanswered {
        let unsent = match self.body {
            Some(_) => seal.revoke(),
            None => no_connection,
        };
        if unsent {
            Unanswered::NotConnected
        } else {
            Unanswered::Lost
        }
    }

    fn log(&self, outcome: &Result<Answer, (Unanswered, String)>, took: Duration) {
        let (method, path, ms) = (&self.method, self.path_template, took.as_millis());
        match outcome {
            Ok(answer) => debug!(target: "checkout", %method, path, status = answer.status, ms, "answered"),
            Err((Unanswered::NotConnected, why)) => debug!(target: "checkout", %method, path, ms, %why, "not sent"),
            Err((Unanswered::Lost, why)) => debug!(target: "checkout", %method, path, ms, %why, "no answer"),
        }
    }
}

/// A complete answer, whatever its status.
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The body. It may hold a session secret, so it is wiped.
    pub(crate) body: Zeroizing<Vec<u8>>,
    /// An earlier try of the same request may have been carried out.
    pub(crate) may_be_a_repetition: bool,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// The request was certainly not carried out: no connection was established, or none of its body left the device.
    NotConnected,
    /// The request may have been carried out, and no complete answer came: it was cut, too large, or out of time.
    Lost,
}

enum Failed {
    Client(reqwest::Error),
    TooLarge,
}

impl From<reqwest::Error> for Failed {
    fn from(error: reqwest::Error) -> Self {
        Failed::Client(error)
    }
}

/// A buffer that wipes what it leaves behind when it grows.
struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    fn with_capacity(capacity: usize) -> Self {
        WipedBuffer(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn append(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(2 * self.0.capacity()));
            larger.extend_from_slice(&self.0);
            self.0 = Zeroizing::new(larger); // the old buffer is wiped here
        }
        self.0.extend_from_slice(bytes);
    }
}

/// A header value whose memory is wiped. `None` if the text cannot stand in a header.
pub(crate) fn secret_header(value: Zeroizing<Vec<u8>>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The URL of an endpoint: the base, its path prefix if it has one, and the segments, each percent-encoded.
///
/// `None` if a segment would not stay one: a server takes `..` for a step up.
pub(crate) fn endpoint(base: &Url, segments: &[&str]) -> Option<Url> {
    if segments.iter().any(|segment| !is_path_segment(segment)) {
        return None;
    }
    let mut url = base.clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(segments);
    Some(url)
}

/// Whether a text can be one segment of a path.
pub(crate) fn is_path_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(char::is_control)
}

fn user_agent(config: &CheckoutConfig) -> Result<HeaderValue, ConfigError> {
    const OURS: &str = concat!("checkout-sdk-rust/", env!("CARGO_PKG_VERSION"));
    let text = match config.user_agent_suffix.as_deref().map(str::trim) {
        None | Some("") => OURS.to_owned(),
        Some(suffix) => format!("{OURS} {suffix}"),
    };
    HeaderValue::try_from(text).map_err(|_| ConfigError::BadUserAgentSuffix)
}

/// An error with its causes, in one line.
struct Chain<'a>(&'a dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
