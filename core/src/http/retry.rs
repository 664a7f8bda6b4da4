//! Repeating what is safe to repeat.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use tokio::time::{Instant, sleep};

use super::clock::{time_of, unix_seconds};
use super::{Answer, Cause, Failure, HttpClient, Request, Unanswered};
use crate::time::ServerTime;

const TRIES: u32 = 3;
/// The longest pause before the second try; it doubles. The pause itself is a random part of it ("full jitter"), so
/// that the phones of a town do not come back in step after an outage.
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// How the tries of a request may follow each other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tries {
    /// On any connection. One that is silent is given up early, so two of them may be with the server at once.
    MayOverlap,
    /// Each on a connection that is known to be alive, and only after a definite end of the one before.
    InTurn,
}

impl HttpClient {
    /// Sends a request that may be repeated: up to three times, as long as the network fails or the server says that it
    /// is a matter of time (408, 429, 5xx), and all within the deadline.
    ///
    /// A server that wants more time than is left (`Retry-After`) ends the tries at once.
    pub(crate) async fn send_safe(&self, request: &Request, deadline: Instant) -> Result<Answer, Unanswered> {
        self.send_safe_until(request, deadline, |_| false).await
    }

    /// The same; an answer that `is_final` is not asked for again, whatever its status.
    pub(crate) async fn send_safe_until(
        &self,
        request: &Request,
        deadline: Instant,
        is_final: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Unanswered> {
        self.send_tries(Tries::MayOverlap, request, deadline, is_final).await
    }

    /// Sends a request that may be repeated but must not overtake itself: a late try would void what a later one brought.
    /// After an answer that is a matter of time, or a connection that was refused or cut, it is tried again as in
    /// [`send_safe`](Self::send_safe); after silence it is not.
    pub(crate) async fn send_in_turn(&self, request: &Request, deadline: Instant) -> Result<Answer, Unanswered> {
        self.send_tries(Tries::InTurn, request, deadline, |_| false).await
    }

    async fn send_tries(
        &self,
        tries: Tries,
        request: &Request,
        deadline: Instant,
        is_final: impl Fn(&Answer) -> bool,
    ) -> Result<Answer, Unanswered> {
        let mut may_have_been_carried_out = false;
        let mut try_number = 1;
        loop {
            let (outcome, lost) = match tries {
                Tries::MayOverlap => self.send_repeatable(request, deadline).await,
                Tries::InTurn => (self.send_proven(request, deadline).await, false),
            };
            may_have_been_carried_out |= lost;
            let pause = match &outcome {
                Ok(answer) if is_temporary(answer.status) && !is_final(answer) => {
                    let wanted = self.retry_after(&answer.headers);
                    may_have_been_carried_out |= answer.status != 429;
                    Some(pause(try_number).max(wanted))
                }
                Ok(_) => None,
                Err(failure) => {
                    may_have_been_carried_out |= failure.unanswered != Unanswered::NotConnected;
                    may_follow(tries, failure).then(|| pause(try_number))
                }
            };
            let time_left = deadline.saturating_duration_since(Instant::now());
            match pause.filter(|pause| try_number < TRIES && *pause < time_left) {
                Some(pause) => sleep(pause).await,
                None => {
                    return outcome
                        .map(|answer| Answer {
                            may_be_a_repetition: may_have_been_carried_out,
                            ..answer
                        })
                        .map_err(|failure| failure.unanswered);
                }
            }
            try_number += 1;
        }
    }

    /// What the server asks for: a number of seconds, or a date by its own clock.
    fn retry_after(&self, headers: &HeaderMap) -> Duration {
        let text = headers
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .map(str::trim);
        let now = || time_of(headers).unwrap_or_else(|| self.clock().now());
        text.and_then(|text| wait_for(text, now())).unwrap_or(Duration::ZERO)
    }
}

/// Whether another try may follow this failure.
fn may_follow(tries: Tries, failure: &Failure) -> bool {
    match failure.cause {
        Cause::TooLarge => false, // it will be as large the next time
        Cause::OutOfTime => tries == Tries::MayOverlap,
        Cause::NoConnection(_) | Cause::Cut(_) => true,
    }
}

fn is_temporary(http_status: u16) -> bool {
    matches!(http_status, 408 | 429 | 500..=599)
}

fn pause(try_number: u32) -> Duration {
    let longest = FIRST_PAUSE * 2u32.saturating_pow(try_number - 1);
    longest.mul_f64(fastrand::f64())
}

pub(super) fn wait_for(retry_after: &str, now: ServerTime) -> Option<Duration> {
    if !retry_after.is_empty() && retry_after.bytes().all(|byte| byte.is_ascii_digit()) {
        // Too many digits for a number is a long time, not none.
        return Some(Duration::from_secs(retry_after.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(retry_after).ok()?;
    let seconds = unix_seconds(date).saturating_sub(now);
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_time_may_heal_is_temporary() {
        let temporary: Vec<u16> = (100..600).filter(|status| is_temporary(*status)).collect();
        assert_eq!(temporary[..3], [408, 429, 500]);
        assert_eq!(temporary.len(), 102);
    }

    #[test]
    fn what_must_not_overlap_is_not_tried_again_after_silence() {
        let may_follow = |tries, cause| {
            let unanswered = Unanswered::Lost;
            may_follow(tries, &Failure { unanswered, cause })
        };
        for tries in [Tries::MayOverlap, Tries::InTurn] {
            assert!(may_follow(tries, Cause::NoConnection(String::new())));
            assert!(may_follow(tries, Cause::Cut(String::new())));
            assert!(!may_follow(tries, Cause::TooLarge));
        }
        assert!(may_follow(Tries::MayOverlap, Cause::OutOfTime));
        assert!(!may_follow(Tries::InTurn, Cause::OutOfTime));
    }

    #[test]
    fn pauses_double_and_are_random() {
        for (try_number, longest) in [(1, 200), (2, 400), (3, 800)] {
            let pauses: Vec<Duration> = (0..200).map(|_| pause(try_number)).collect();
            let longest = Duration::from_millis(longest);
            assert!(pauses.iter().all(|pause| *pause <= longest));
            assert!(pauses.iter().any(|pause| *pause > longest / 2), "{longest:?}");
            assert!(pauses.iter().any(|pause| *pause < longest / 2), "{longest:?}");
        }
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = 784_111_777; // Sun, 06 Nov 1994 08:49:37 GMT
        for (text, expected) in [
            ("0", Some(0)),
            ("120", Some(120)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
            ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(wait_for(text, now), expected.map(Duration::from_secs), "{text:?}");
        }
    }
}
