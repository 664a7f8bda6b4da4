//! What a proxy does to one request, and how such a fault is written in the name of a case.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use crate::wire::Route;

/// How a connection ends, or does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum End {
    /// Closed in order.
    Fin,
    /// Reset.
    Rst,
    /// Nothing comes any more, and nobody says so.
    Silent,
    /// Nothing comes for a while, then everything.
    Stall,
    /// Nothing comes any more; what was held back reaches the server after the client has long given up.
    Late,
}

impl End {
    /// Shorter than any limit of the core.
    pub(crate) const STALL: Duration = Duration::from_millis(600);
    /// Longer than the tries of a request, shorter than a case waits before it looks into the books.
    pub(crate) const LATE: Duration = Duration::from_millis(4500);
}

/// Which request a fault is for: the n-th of its route through a proxy, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    pub(crate) route: Route,
    pub(crate) nth: usize,
}

/// When a payment was made, once one was: for proxies to tell each other.
pub(crate) type Paid = Arc<OnceLock<Instant>>;

/// What is done to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Deed {
    /// So many bytes of the request are taken, and the server gets no more of it than these.
    Request { bytes: usize, end: End },
    /// The request is taken whole, and the server never gets it.
    Swallow { end: End },
    /// The server does its work; so many bytes of its answer come through.
    Answer { bytes: usize, end: End },
    /// The server gets it twice, and one of its two answers is shown.
    Twice { at_once: bool, show_second: bool },
    /// Whatever the server says, the client gets this; `executed` tells whether the server got the request at all.
    Replace { executed: bool, with: Vec<Piece> },
    /// The answer's `Date` is another one, or taken away.
    Date(Option<String>),
    /// An intent that was paid is shown as `Created` for a while.
    Lag { by: Duration, paid: Paid },
}

/// A part of an answer, and how long it waits before the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) bytes: Vec<u8>,
    pub(crate) pause: Duration,
}

/// A deed and what it is done to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) target: Target,
    /// For how many requests in a row.
    pub(crate) times: usize,
    pub(crate) deed: Deed,
}

impl Fault {
    /// For one request.
    pub(crate) fn once(route: Route, nth: usize, deed: Deed) -> Fault {
        Fault {
            target: Target { route, nth },
            times: 1,
            deed,
        }
    }

    /// For every request of the route.
    pub(crate) fn always(route: Route, deed: Deed) -> Fault {
        Fault {
            target: Target { route, nth: 0 },
            times: usize::MAX,
            deed,
        }
    }

    pub(super) fn is_for(&self, route: Route, nth: usize) -> bool {
        let Target {
            route: wanted,
            nth: first,
        } = self.target;
        route == wanted && nth >= first && nth - first < self.times
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            End::Fin => "cut",
            End::Rst => "reset",
            End::Silent => "silent",
            End::Stall => "stalled",
            End::Late => "late",
        })
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.route.name(), self.nth)
    }
}
