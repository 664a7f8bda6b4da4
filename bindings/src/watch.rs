//! Waiting for states in a way that can be stopped.
//!
//! A coroutine that is cancelled drops the Rust future that it waits for. A Swift task that is cancelled tells Rust
//! nothing: the future would wait for a state that may never come, and keep the checkout in memory meanwhile.

use std::future::Future;

use checkout_core::CheckoutSession;
use tokio::sync::watch;

use crate::snapshot::{CheckoutSnapshot, after};

/// Waiting that can be stopped, once and for all.
pub(crate) struct Stoppable(watch::Sender<bool>);

impl Stoppable {
    pub(crate) fn new() -> Self {
        Stoppable(watch::Sender::new(false))
    }

    /// What `waiting` comes to; nothing, once it is stopped.
    pub(crate) async fn wait<T>(&self, waiting: impl Future<Output = T>) -> Option<T> {
        let mut stopped = self.0.subscribe();
        tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => None,
            outcome = waiting => Some(outcome),
        }
    }

    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

/// The core's side of one observer of a checkout.
#[derive(uniffi::Object)]
pub struct NativeWatch {
    session: CheckoutSession,
    waiting: Stoppable,
}

impl NativeWatch {
    pub(crate) fn new(session: CheckoutSession) -> Self {
        NativeWatch {
            session,
            waiting: Stoppable::new(),
        }
    }
}

#[uniffi::export]
impl NativeWatch {
    /// Waits for a state newer than `after_revision`; the finished state is given at once. Nothing, once it is stopped.
    pub async fn next_state(&self, after_revision: i64) -> Option<CheckoutSnapshot> {
        let next = self.session.next_state(after(after_revision));
        self.waiting.wait(next).await.map(CheckoutSnapshot::from)
    }

    /// Ends the waiting, now and from now on. The checkout goes on.
    pub fn stop(&self) {
        self.waiting.stop();
    }
}
