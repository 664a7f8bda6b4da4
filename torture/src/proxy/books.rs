//! What a proxy saw, request by request.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::wire::Route;

/// One request of the client, and what became of it.
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    pub(crate) route: Route,
    /// Which of its route it is, counted from 0.
    pub(crate) nth: usize,
    pub(crate) request_length: usize,
    pub(crate) answer_length: usize,
    /// What the gateway really said, to each copy that it got whole.
    pub(crate) codes: Vec<Option<i64>>,
}

impl Exchange {
    /// Whether the server carried a copy of it out, and money moved.
    pub(crate) fn took_money(&self) -> bool {
        self.route.moves_money() && self.codes.contains(&Some(0))
    }
}

/// All exchanges of a proxy, in order of arrival.
#[derive(Default)]
pub(crate) struct Books(Mutex<Entries>);

#[derive(Default)]
struct Entries {
    exchanges: Vec<Exchange>,
    seen: HashMap<Route, usize>,
}

impl Books {
    fn lock(&self) -> MutexGuard<'_, Entries> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes an arrival. Gives its place in the books, and which of its route it is.
    pub(super) fn arrived(&self, route: Route, length: usize) -> (usize, usize) {
        let mut entries = self.lock();
        let seen = entries.seen.entry(route).or_default();
        let nth = *seen;
        *seen += 1;
        entries.exchanges.push(Exchange {
            route,
            nth,
            request_length: length,
            answer_length: 0,
            codes: Vec::new(),
        });
        (entries.exchanges.len() - 1, nth)
    }

    /// Notes an answer of the server. `true`: money was taken.
    pub(super) fn answered(&self, place: usize, answer: &[u8]) -> bool {
        let mut entries = self.lock();
        let Some(exchange) = entries.exchanges.get_mut(place) else {
            return false;
        };
        exchange.answer_length = answer.len();
        exchange.codes.push(crate::wire::gateway_code(answer));
        exchange.took_money()
    }

    pub(crate) fn all(&self) -> Vec<Exchange> {
        self.lock().exchanges.clone()
    }
}
