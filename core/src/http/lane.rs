//! One connection to one server: opened, used by one request at a time, and closed as soon as anything is doubtful.
//!
//! Which connection of its pool it takes cannot be asked of the HTTP library, so each connection has a client of its own
//! that [can open no other](OneConnection). Whoever has the lane is the only user of the connection, and what was heard
//! on the lane was heard on that connection.

use std::fmt;
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderValue;
use reqwest::{redirect, retry};
use rustls::ClientConfig;
use tokio::time::Instant;
use url::Origin;

use super::body::BodySeal;
use super::one_connection::OneConnection;
use super::{Chain, Request, tls, user_agent};
use crate::config::{CheckoutConfig, ConfigError};

/// An idle connection is asked for a sign of life after this time and then at these intervals; without one it is closed.
const KEEP_ALIVE: (Duration, Duration, u32) = (Duration::from_secs(15), Duration::from_secs(5), 3);
/// How long the other side may leave sent bytes unacknowledged before the system takes the connection for dead.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNACKNOWLEDGED_AT_MOST: Duration = Duration::from_secs(15);

/// Makes lanes.
#[derive(Clone)]
pub(super) struct LaneMaker {
    /// Read once. All lanes share what it points to: the verifier, and the sessions that can be resumed.
    tls: ClientConfig,
    user_agent: HeaderValue,
    connect_timeout: Duration,
    https_only: bool,
}

impl LaneMaker {
    pub(super) fn new(config: &CheckoutConfig) -> Result<Self, ConfigError> {
        let maker = LaneMaker {
            tls: tls::client_config(config)?,
            user_agent: user_agent(config)?,
            connect_timeout: config.connect_timeout,
            https_only: !config.allow_insecure_loopback,
        };
        // What cannot be made now cannot be made later.
        let client = maker.client(OneConnection::default());
        client.map_err(|error| ConfigError::Client {
            problem: Chain(&error).to_string(),
        })?;
        Ok(maker)
    }

    /// A lane to this server. Its connection is opened by the first request.
    pub(super) fn lane(&self, origin: Origin) -> Result<Lane, reqwest::Error> {
        let connection = OneConnection::default();
        Ok(Lane {
            origin,
            client: self.client(connection.clone())?,
            connection,
            alive_at: Moment::now(),
        })
    }

    fn client(&self, connection: OneConnection) -> Result<reqwest::Client, reqwest::Error> {
        let (idle, interval, retries) = KEEP_ALIVE;
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .http1_only()
            .https_only(self.https_only)
            .user_agent(self.user_agent.clone())
            .connect_timeout(self.connect_timeout)
            .connector_layer(connection)
            .pool_max_idle_per_host(1)
            .pool_idle_timeout(None) // the pool of lanes sees to it, by both clocks
            .tcp_keepalive(idle)
            .tcp_keepalive_interval(interval)
            .tcp_keepalive_retries(retries)
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            // An environment variable of the host process must not decide where card data goes.
            .no_proxy();
        #[cfg(any(target_os = "android", target_os = "linux"))]
        let builder = builder.tcp_user_timeout(UNACKNOWLEDGED_AT_MOST);
        builder.build()
    }
}

impl fmt::Debug for LaneMaker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LaneMaker").finish_non_exhaustive()
    }
}

/// A connection that nobody else uses. Dropping it closes it, also under a request that was given up.
pub(super) struct Lane {
    origin: Origin,
    client: reqwest::Client,
    connection: OneConnection,
    alive_at: Moment,
}

impl Lane {
    /// Sends a request, and waits for the head of the answer. An error in connecting on a lane that was used before says
    /// that its connection has closed, and that nothing was written to it.
    pub(super) async fn send(&self, request: &Request, seal: &BodySeal) -> Result<reqwest::Response, reqwest::Error> {
        request.on(&self.client, seal).send().await
    }

    /// A complete answer came: the other side is there.
    pub(super) fn note_answer(&mut self) {
        self.connection.note_answer();
        self.alive_at = Moment::now();
    }

    pub(super) fn leads_to(&self, origin: &Origin) -> bool {
        self.origin == *origin
    }

    /// How long nothing was heard of the other side.
    pub(super) fn idle(&self) -> Duration {
        self.alive_at.elapsed()
    }

    pub(super) fn was_alive_since(&self, time: Instant) -> bool {
        self.alive_at.instant >= time
    }

    /// As if that much time had passed.
    #[cfg(test)]
    pub(super) fn age(&mut self, by: Duration) {
        self.alive_at.instant -= by;
        self.alive_at.wall -= by;
    }
}

impl fmt::Debug for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lane").finish_non_exhaustive()
    }
}

/// A point in time by both clocks: the monotonic one stands still while a phone sleeps, the other one can be set back.
struct Moment {
    instant: Instant,
    wall: SystemTime,
}

impl Moment {
    fn now() -> Self {
        Moment {
            instant: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    fn elapsed(&self) -> Duration {
        self.instant.elapsed().max(self.wall.elapsed().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    #[test]
    fn the_clock_that_went_further_tells_how_long_ago_it_was() {
        let mut moment = Moment::now();
        assert!(moment.elapsed() < HOUR);
        moment.wall -= HOUR; // the phone slept, and the monotonic clock with it
        assert!(moment.elapsed() >= HOUR);
        let mut moment = Moment::now();
        moment.wall += HOUR; // the clock was set back
        moment.instant -= 2 * HOUR;
        assert!(moment.elapsed() >= 2 * HOUR);
    }
}
