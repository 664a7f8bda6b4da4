//! The connections that are open now. Each can be made to fall silent: it stays open, takes every byte, and says nothing.
//!
//! So it looks to a client that went from Wi-Fi to mobile, or whose path through a NAT has timed out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

/// One connection.
#[derive(Default)]
pub(crate) struct Line {
    silent: CancellationToken,
    /// Whether its last request was about the sandbox itself.
    controls: AtomicBool,
}

impl Line {
    pub(crate) fn fall_silent(&self) {
        self.silent.cancel();
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.silent.is_cancelled()
    }

    /// Returns when it falls silent.
    pub(crate) async fn silenced(&self) {
        self.silent.cancelled().await;
    }

    pub(crate) fn controls(&self, controls: bool) {
        self.controls.store(controls, Ordering::Relaxed);
    }
}

/// All open connections.
#[derive(Default)]
pub(crate) struct Lines(Mutex<Open>);

#[derive(Default)]
struct Open {
    last: u64,
    lines: BTreeMap<u64, Arc<Line>>,
}

/// A connection's place among the open ones; it is given up by dropping it.
pub(crate) struct Place {
    lines: Arc<Lines>,
    number: u64,
}

impl Lines {
    pub(crate) fn open(self: &Arc<Self>) -> (Arc<Line>, Place) {
        let line = Arc::new(Line::default());
        let mut open = self.0.lock();
        open.last += 1;
        let number = open.last;
        open.lines.insert(number, Arc::clone(&line));
        let place = Place {
            lines: Arc::clone(self),
            number,
        };
        (line, place)
    }

    /// Makes all fall silent that are open now, and says how many. Spared are those whose last request was about the sandbox
    /// itself: whoever asked for the silence wants to hear that it fell, and a dashboard to show it.
    pub(crate) fn silence(&self) -> usize {
        let open = self.0.lock();
        let clients = open.lines.values();
        let clients = clients.filter(|line| !line.controls.load(Ordering::Relaxed) && !line.is_silent());
        clients.map(|line| line.fall_silent()).count()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.lines.0.lock().lines.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_falls_silent_once_and_what_is_opened_later_does_not() {
        let lines = Arc::new(Lines::default());
        let (client, _kept) = lines.open();
        let (dashboard, _kept_too) = lines.open();
        dashboard.controls(true);
        let (_, gone) = lines.open();
        drop(gone);
        assert_eq!(lines.silence(), 1);
        assert!(client.is_silent() && !dashboard.is_silent());
        let (later, _kept_as_well) = lines.open();
        assert!(!later.is_silent());
        assert_eq!(lines.silence(), 1);
        assert_eq!(lines.silence(), 0);
    }
}
