//! The time as the API host sees it. A phone's own clock can be wrong by years, and secrets expire by the host's.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{AGE, DATE, HeaderMap};

use crate::card::Today;
use crate::time::ServerTime;

/// The difference between the API host's clock and the device's, learnt from `Date` headers.
///
/// It follows the device's clock between two answers and not a monotonic one, because the latter stands still on
/// Android while the device sleeps, and a customer may look up a card for a while.
#[derive(Debug, Default)]
pub(crate) struct ServerClock {
    ahead_by: AtomicI64,
}

impl ServerClock {
    /// Learns from an answer.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        if let Some(server) = time_of(headers) {
            self.ahead_by.store(
                server.saturating_sub(unix_seconds(SystemTime::now())),
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

/// The time of an answer by the clock of its server. One from a cache says when it was made and not what time it is.
pub(super) fn time_of(headers: &HeaderMap) -> Option<ServerTime> {
    let date = headers.get(DATE).filter(|_| !headers.contains_key(AGE))?;
    let date = httpdate::parse_http_date(date.to_str().ok()?).ok()?;
    Some(unix_seconds(date))
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
