//! The readers of this module, for [`crate::fuzzing`].

use std::time::Duration;

use reqwest::header::HeaderMap;

use super::{ServerClock, retry};
use crate::time::ServerTime;

pub(crate) fn retry_after(text: &str, now: ServerTime) -> Option<Duration> {
    retry::wait_for(text, now)
}

pub(crate) fn learn(clock: &ServerClock, headers: &HeaderMap) {
    clock.learn(headers);
}
