//! One HTTP client per checkout client: HTTP/1.1, deadlines, a cap on answers, TLS, the API host's clock.
//!
//! # What may be sent twice
//!
//! [`HttpClient::send_once`] is for what may move money, [`HttpClient::send_in_turn`] for what must not overlap with
//! itself, [`HttpClient::send_safe`] and [`HttpClient::send_read`] for what may be repeated. Nothing below them sends a
//! request a second time once a byte of it has been written: redirects are not followed, and a kept connection is
//! replaced by a new one only if it had closed before the request was begun: the library hands the untouched request back
//! then, and gives none back once it has taken it.
//!
//! # Which connection carries it
//!
//! A network that changes (Wi-Fi to mobile, a NAT that forgets, a radio that slept) says nothing: what is written to a
//! connection is neither answered nor refused. So each connection is a [`Lane`], a client of the library that opens one
//! connection in its life, and lanes are kept in our own [`Pool`], each with the time of its last complete answer. And
//!
//! - what moves money, or must not overlap, goes out on one that was answered within the last [`PROVEN_FOR`], or on a
//!   new one;
//! - what may be repeated takes any, but has only [`SILENCE_AT_MOST`] on one that has been idle for more than
//!   [`TRUSTED_FOR`]: then, or when that connection is cut, it goes out again at once on a new one, with all the time that is
//!   left. That is part of the same try;
//! - a request that ran out of time takes all kept connections with it that were not answered since it began.

mod answer;
mod body;
mod clock;
#[cfg(fuzzing)]
pub(crate) mod fuzzing;
mod json;
mod lane;
mod one_connection;
mod pinning;
mod pool;
mod request;
mod retry;
#[cfg(test)]
pub(crate) mod tests;
mod tls;

use std::error::Error;
use std::fmt;
use std::io;
use std::iter::successors;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;
use tokio::time::{Instant, timeout_at};
use tracing::debug;
use url::Origin;

use crate::config::{CheckoutConfig, ConfigError};
pub(crate) use answer::Answer;
use answer::Unreadable;
use body::BodySeal;
pub(crate) use clock::ServerClock;
pub(crate) use json::{Json, Object};
use lane::{Lane, LaneMaker};
use pool::Pool;
pub(crate) use request::{Request, endpoint, is_path_segment, secret_header};

/// A connection that was answered this recently carries what must not be sent twice.
const PROVEN_FOR: Duration = Duration::from_secs(10);
/// A connection that has been idle for longer may have fallen silent.
const TRUSTED_FOR: Duration = Duration::from_secs(5);
/// How long such a connection is waited for when there is another way: several round trips over a slow network.
const SILENCE_AT_MOST: Duration = Duration::from_millis(1500);

/// The HTTP client of a checkout. Clones share its connections and its clock.
#[derive(Clone, Debug)]
pub(crate) struct HttpClient {
    lanes: LaneMaker,
    pool: Arc<Pool>,
    clock: Arc<ServerClock>,
    api_host: Origin,
    request_timeout: Duration,
}

impl HttpClient {
    pub(crate) fn new(config: &CheckoutConfig) -> Result<Self, ConfigError> {
        config.validate()?;
        Ok(HttpClient {
            lanes: LaneMaker::new(config)?,
            pool: Arc::default(),
            clock: Arc::default(),
            api_host: config.api_base()?.origin(),
            request_timeout: config.request_timeout,
        })
    }

    /// The time as the API host sees it, by which secrets expire. No other host is asked: a storage bucket's idea of the
    /// time must not decide over a payment.
    pub(crate) fn clock(&self) -> &ServerClock {
        &self.clock
    }

    /// The point by which a logical request that begins now is over, with all its tries.
    pub(crate) fn deadline(&self) -> Instant {
        Instant::now() + self.request_timeout
    }

    /// Sends a request once, on a connection that is known to be alive, and says what is certain about it.
    pub(crate) async fn send_once(&self, request: &Request, deadline: Instant) -> Result<Answer, Unanswered> {
        let outcome = self.send_proven(request, deadline).await;
        outcome.map_err(|failure| failure.unanswered)
    }

    /// Sends what may be repeated, and tries no more than once, however often that asks a server.
    pub(crate) async fn send_read(&self, request: &Request, deadline: Instant) -> Result<Answer, Unanswered> {
        let (outcome, _) = self.send_repeatable(request, deadline).await;
        outcome.map_err(|failure| failure.unanswered)
    }

    /// One try of what may move money, or must not overlap with itself.
    async fn send_proven(&self, request: &Request, deadline: Instant) -> Result<Answer, Failure> {
        let proven = self.pool.take(&request.origin(), PROVEN_FOR);
        self.send_on(proven, request, deadline).await
    }

    /// One try of what may be repeated; and whether it may have been carried out without our seeing the answer.
    async fn send_repeatable(&self, request: &Request, deadline: Instant) -> (Result<Answer, Failure>, bool) {
        let kept = self.pool.take(&request.origin(), Duration::MAX);
        if kept.as_ref().is_none_or(|kept| kept.idle() <= TRUSTED_FOR) {
            return (self.send_on(kept, request, deadline).await, false);
        }
        let now = Instant::now();
        // Where little time is left, half of it is for the new connection.
        let patience = SILENCE_AT_MOST.min(deadline.saturating_duration_since(now) / 2);
        match self.send_on(kept, request, now + patience).await {
            Err(failure) if failure.unanswered != Unanswered::TooLarge => {
                let lost = failure.unanswered == Unanswered::Lost;
                (self.send_on(None, request, deadline).await, lost)
            }
            outcome => (outcome, false),
        }
    }

    /// Sends a request on this connection, or else on a new one.
    async fn send_on(&self, kept: Option<Lane>, request: &Request, deadline: Instant) -> Result<Answer, Failure> {
        let started = Instant::now();
        let seal = BodySeal::default();
        let outcome = match started < deadline {
            true => timeout_at(deadline, self.exchange(kept, request, &seal)).await.ok(),
            false => None, // a timer would let it begin all the same
        };
        // The exchange is gone by now, so nothing but the connection's own task can still take the body.
        let outcome = outcome.unwrap_or(Err(Cause::OutOfTime)).map_err(|cause| Failure {
            unanswered: certainty(request, &seal, &cause),
            cause,
        });
        if let Err(Failure {
            cause: Cause::OutOfTime,
            ..
        }) = &outcome
            && started < deadline
        {
            self.pool.drop_older_than(started);
        }
        log(request, &outcome, started.elapsed());
        outcome
    }

    async fn exchange(&self, mut kept: Option<Lane>, request: &Request, seal: &BodySeal) -> Result<Answer, Cause> {
        let (lane, response) = loop {
            let was_kept = kept.is_some();
            let lane = match kept.take() {
                Some(lane) => lane,
                None => self.lanes.lane(request.origin()).map_err(Cause::of)?,
            };
            match lane.send(request, seal).await {
                Ok(response) => break (lane, response),
                Err(error) if was_kept && error.is_connect() => {} // it had closed while it was kept
                Err(error) => return Err(Cause::of(error)),
            }
        };
        if request.origin() == self.api_host {
            self.clock.learn(response.headers());
        }
        let answer = Answer::read(response).await.map_err(|unreadable| match unreadable {
            Unreadable::Cut(error) => Cause::of(error),
            Unreadable::TooLarge => Cause::TooLarge,
        })?;
        // A connection remembers the head of its last request.
        if answer.keeps_connection() && !request.has_secret_header() {
            self.pool.keep(lane);
        }
        Ok(answer)
    }
}

#[cfg(test)]
impl HttpClient {
    /// As if nothing had been sent for that long.
    pub(crate) fn age_connections(&self, by: Duration) {
        self.pool.age(by);
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswered {
    /// The request was certainly not carried out: no connection was established, or none of its body left the device.
    NotConnected,
    /// The request may have been carried out, and no complete answer came: it was cut, or out of time.
    Lost,
    /// The request may have been carried out, and its answer is larger than any that is read.
    TooLarge,
}

/// A try without an answer.
struct Failure {
    unanswered: Unanswered,
    cause: Cause,
}

/// What ended a try.
enum Cause {
    NoConnection(String),
    Cut(String),
    TooLarge,
    OutOfTime,
}

impl Cause {
    fn of(error: reqwest::Error) -> Cause {
        let error = error.without_url(); // it has a secret in it
        if error.is_connect() || error.is_builder() {
            return Cause::NoConnection(Chain(&error).to_string());
        }
        // The head alone, or the length that it announces. The library has a word for it, but no method.
        match causes(&error).any(|cause| cause.to_string() == "message head is too large") {
            true => Cause::TooLarge,
            false => Cause::cut(&error),
        }
    }

    /// The system's own time-outs are time-outs too: the other side may be working on the request still.
    fn cut(error: &(dyn Error + 'static)) -> Cause {
        let mut io_errors = causes(error).filter_map(|error| error.downcast_ref::<io::Error>());
        match io_errors.any(|error| error.kind() == io::ErrorKind::TimedOut) {
            true => Cause::OutOfTime,
            false => Cause::Cut(Chain(error).to_string()),
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cause::NoConnection(why) | Cause::Cut(why) => why,
            Cause::TooLarge => "the answer is too large",
            Cause::OutOfTime => "out of time",
        })
    }
}

/// What is certain about a request that failed. Whatever is not provably unsent is lost.
fn certainty(request: &Request, seal: &BodySeal, cause: &Cause) -> Unanswered {
    let unsent = match request.has_body() {
        true => seal.revoke(),
        false => matches!(cause, Cause::NoConnection(_)),
    };
    match cause {
        _ if unsent => Unanswered::NotConnected,
        Cause::TooLarge => Unanswered::TooLarge,
        _ => Unanswered::Lost,
    }
}

fn log(request: &Request, outcome: &Result<Answer, Failure>, took: Duration) {
    let (method, path, ms) = (&request.method, request.path_template, took.as_millis());
    match outcome {
        Ok(answer) => debug!(target: "checkout", %method, path, status = answer.status, ms, "answered"),
        Err(Failure { unanswered, cause }) => {
            let what = match unanswered {
                Unanswered::NotConnected => "not sent",
                Unanswered::Lost | Unanswered::TooLarge => "no answer",
            };
            debug!(target: "checkout", %method, path, ms, why = %cause, "{what}");
        }
    }
}

fn user_agent(config: &CheckoutConfig) -> Result<HeaderValue, ConfigError> {
    const OURS: &str = concat!("checkout-sdk-rust/", env!("CARGO_PKG_VERSION"));
    let text = match config.user_agent_suffix.as_deref().map(str::trim) {
        None | Some("") => OURS.to_owned(),
        Some(suffix) => format!("{OURS} {suffix}"),
    };
    HeaderValue::try_from(text).map_err(|_| ConfigError::BadUserAgentSuffix)
}

/// An error, what caused it, and what caused that.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |&error| error.source())
}

/// An error with its causes, in one line.
struct Chain<'a>(&'a dyn Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        successors(self.0.source(), |&error| error.source()).try_for_each(|error| write!(f, ": {error}"))
    }
}
