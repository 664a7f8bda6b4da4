//! The time as the servers see it. A phone's own clock can be wrong by years, and secrets and cards expire by theirs.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{AGE, DATE, HeaderMap};

use crate::card::Today;
use crate::flow::ServerTime;

/// The difference between the servers' clock and the device's, learnt from `Date` headers.
///
/// It follows the device's clock between two answers and not a monotonic one, because the latter stands still on
/// Android while the device sleeps, and a customer may look up a card for a while.
#[derive(Debug, Default)]
pub(crate) struct ServerClock {
    ahead_by: AtomicI64,
}

impl ServerClock {
    /// Learns from an answer. One from a cache says when it was made and not what time it is.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        if headers.contains_key(AGE) {
            return;
        }
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        if let Some(server) = date.and_then(|date| httpdate::parse_http_date(date).ok()) {
            self.ahead_by.store(
                unix_seconds(server).saturating_sub(unix_seconds(SystemTime::now())),
                Ordering::Relaxed,
            );
        }
    }

    /// The server's time; the device's until a server has told its own.
    pub(crate) fn now(&self) -> ServerTime {
        unix_seconds(SystemTime::now()).saturating_add(self.ahead_by.load(Ordering::Relaxed))
    }

    /// Today by the device's clock and by the server's: cards expire when both say so.
    pub(crate) fn today(&self) -> Today {
        let seconds = Duration::from_secs(u64::try_from(self.now()).unwrap_or(0));
        let servers = UNIX_EPOCH.checked_add(seconds).unwrap_or(UNIX_EPOCH);
        Today::by(SystemTime::now()).and_by(servers)
    }
}

/// Seconds since the Unix epoch.
pub(super) fn unix_seconds(time: SystemTime) -> i64 {
    let seconds = |duration: Duration| i64::try_from(duration.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => seconds(since),
        Err(before) => -seconds(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: &[(reqwest::header::HeaderName, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), HeaderValue::from_static(value)))
            .collect()
    }

    fn by_the_device_and(seconds: u64) -> Today {
        Today::by(SystemTime::now()).and_by(UNIX_EPOCH + Duration::from_secs(seconds))
    }

    #[test]
    fn is_the_devices_until_a_server_tells_its_own() {
        let clock = ServerClock::default();
        assert!((clock.now() - unix_seconds(SystemTime::now())).abs() <= 1);
        clock.learn(&headers(&[]));
        clock.learn(&headers(&[(DATE, "yesterday")]));
        assert!((clock.now() - unix_seconds(SystemTime::now())).abs() <= 1);
    }

    #[test]
    fn follows_the_date_header() {
        let clock = ServerClock::default();
        clock.learn(&headers(&[(DATE, "Sat, 31 Dec 2050 23:59:50 GMT")]));
        assert!((2_556_143_990..2_556_143_995).contains(&clock.now()), "{}", clock.now());
        assert_eq!(clock.today(), by_the_device_and(2_556_143_990));
        clock.learn(&headers(&[(DATE, "Thu, 01 Jan 1970 00:00:00 GMT")]));
        assert_eq!(clock.today(), by_the_device_and(0));
    }

    #[test]
    fn a_cached_answer_does_not_tell_the_time() {
        let clock = ServerClock::default();
        clock.learn(&headers(&[(DATE, "Sat, 31 Dec 2050 23:59:50 GMT"), (AGE, "86400")]));
        assert!((clock.now() - unix_seconds(SystemTime::now())).abs() <= 1);
    }
}
