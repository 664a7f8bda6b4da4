//! The sandbox's own time: the machine's clock plus what tests have added to it.

use std::time::{Duration, SystemTime};

use time::OffsetDateTime;

use crate::watched::{Changes, Watched};

/// The clock by which secrets expire and that every answer's `Date` header shows. It only ever moves forward.
#[derive(Debug, Default)]
pub struct SandboxClock {
    ahead: Watched<Duration>,
}

/// Ten years: more than any lifetime in the protocol, and far from what dates can represent.
const FURTHEST: Duration = Duration::from_secs(10 * 366 * 24 * 60 * 60);

impl SandboxClock {
    /// The sandbox's present.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        SystemTime::now() + *self.ahead.lock()
    }

    /// Moves the clock forward. Returns `false`, and changes nothing, when that would put it more than ten years ahead.
    pub fn advance(&self, by: Duration) -> bool {
        let mut ahead = self.ahead.lock();
        match ahead.checked_add(by) {
            Some(sum) if sum <= FURTHEST => {
                *ahead = sum;
                true
            }
            _ => false,
        }
    }

    pub(crate) fn new(changes: &Changes) -> Self {
        Self {
            ahead: Watched::new(Duration::ZERO, changes),
        }
    }

    /// Grows with every change.
    pub(crate) fn revision(&self) -> u64 {
        self.ahead.revision()
    }

    /// How far it is ahead of the machine's.
    pub(crate) fn ahead(&self) -> Duration {
        *self.ahead.lock()
    }

    pub(crate) fn reset(&self) {
        self.put_back(Duration::ZERO);
    }

    pub(crate) fn put_back(&self, ahead: Duration) {
        *self.ahead.lock() = ahead;
    }

    pub(crate) fn utc(&self) -> OffsetDateTime {
        self.now().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_forward_and_refuses_absurd_steps() {
        let clock = SandboxClock::default();
        let before = clock.now();
        assert!(clock.advance(Duration::from_secs(900)));
        assert!(clock.now() >= before + Duration::from_secs(900));
        assert!(!clock.advance(Duration::MAX));
        assert!(clock.now() < before + Duration::from_secs(1000));
    }
}
