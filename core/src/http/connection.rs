//! One connection to one server: opened, used by one request at a time, and closed as soon as anything is doubtful.

use std::error::Error;
use std::fmt;
use std::future::poll_fn;
use std::time::{Duration, SystemTime};

use hyper::Uri;
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};
use tower_service::Service;
use url::Origin;

use super::body::SealedBody;
use super::tls;
use crate::config::{CheckoutConfig, ConfigError};

/// An idle connection is asked for a sign of life after this time and then at these intervals; without one it is closed.
const KEEP_ALIVE: (Duration, Duration, u32) = (Duration::from_secs(15), Duration::from_secs(5), 3);
/// How long the other side may leave sent bytes unacknowledged before the system takes the connection for dead.
#[cfg(any(target_os = "android", target_os = "linux"))]
const UNACKNOWLEDGED_AT_MOST: Duration = Duration::from_secs(15);
/// A connection whose last answer was read to its end is ready for the next request. One that is not is of no use.
const READY_WITHIN: Duration = Duration::from_millis(250);

type BoxError = Box<dyn Error + Send + Sync>;

/// Opens connections.
#[derive(Clone)]
pub(super) struct Connector {
    connector: HttpsConnector<HttpConnector>,
    connect_timeout: Duration,
}

impl Connector {
    pub(super) fn new(config: &CheckoutConfig) -> Result<Self, ConfigError> {
        let (idle, interval, retries) = KEEP_ALIVE;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false); // TLS comes on top of it
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(config.connect_timeout));
        tcp.set_keepalive(Some(idle));
        tcp.set_keepalive_interval(Some(interval));
        tcp.set_keepalive_retries(Some(retries));
        #[cfg(any(target_os = "android", target_os = "linux"))]
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED_AT_MOST));
        // All connections share one TLS configuration, and with it the sessions that can be resumed.
        let mut connector = HttpsConnector::from((tcp, tls::client_config(config)?));
        if !config.allow_insecure_loopback {
            connector.enforce_https();
        }
        Ok(Connector {
            connector,
            connect_timeout: config.connect_timeout,
        })
    }

    /// DNS, TCP, TLS. Nothing of a request is sent, and the server is told no more than its name.
    pub(super) async fn open(&self, origin: &Origin) -> Result<Connection, BoxError> {
        let uri = Uri::try_from(origin.ascii_serialization())?;
        let mut connector = self.connector.clone();
        let stream = timeout(self.connect_timeout, async {
            poll_fn(|context| connector.poll_ready(context)).await?;
            connector.call(uri).await
        });
        let stream = stream.await.map_err(|_| "no connection in time")??;
        let (sender, connection) = handshake(stream).await?;
        let task = tokio::spawn(async move { drop(connection.await) });
        let mut connection = Connection {
            origin: origin.clone(),
            sender,
            task: task.abort_handle(),
            alive_at: Moment::now(),
        };
        connection.sender.ready().await?;
        Ok(connection)
    }
}

impl fmt::Debug for Connector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connector").finish_non_exhaustive()
    }
}

/// A connection that nobody else uses. Dropping it closes it, also under a request that was given up.
pub(super) struct Connection {
    origin: Origin,
    sender: SendRequest<SealedBody>,
    task: AbortHandle,
    alive_at: Moment,
}

impl Connection {
    /// Sends a request, and waits for the head of the answer.
    pub(super) async fn send(
        &mut self,
        message: hyper::Request<SealedBody>,
    ) -> Result<hyper::Response<Incoming>, SendError> {
        match timeout(READY_WITHIN, self.sender.ready()).await {
            Ok(Ok(())) => {}
            _ => return Err(SendError::NotBegun),
        }
        let outcome = self.sender.try_send_request(message).await;
        // A request that is handed back was not begun: not one byte of it was written.
        outcome.map_err(|mut error| match error.take_message() {
            Some(_) => SendError::NotBegun,
            None => SendError::Cut(error.into_error()),
        })
    }

    /// A complete answer came: the other side is there.
    pub(super) fn note_answer(&mut self) {
        self.alive_at = Moment::now();
    }

    pub(super) fn leads_to(&self, origin: &Origin) -> bool {
        self.origin == *origin
    }

    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
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

impl Drop for Connection {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").finish_non_exhaustive()
    }
}

/// Why there is no answer on this connection.
pub(super) enum SendError {
    /// The connection had closed; nothing of the request was written.
    NotBegun,
    /// It was cut after that.
    Cut(hyper::Error),
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
