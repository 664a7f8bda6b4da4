//! Waiting for states in a way that can be stopped.
//!
//! A coroutine that is cancelled drops the Rust future that it waits for. A Swift task that is cancelled tells Rust
//! nothing: the future would wait for a state that may never come, and keep the checkout in memory meanwhile.

use checkout_core::CheckoutSession;
use tokio::sync::watch;

use crate::snapshot::CheckoutSnapshot;

/// The core's side of one observer of a checkout.
#[derive(uniffi::Object)]
pub struct NativeWatch {
    session: CheckoutSession,
    stopped: watch::Sender<bool>,
}

impl NativeWatch {
    pub(crate) fn new(session: CheckoutSession) -> Self {
        NativeWatch {
            session,
            stopped: watch::Sender::new(false),
        }
    }
}

#[uniffi::export]
impl NativeWatch {
    /// Waits for a state newer than `after_revision`; the finished state is given at once. Nothing, once it is stopped.
    pub async fn next_state(&self, after_revision: i64) -> Option<CheckoutSnapshot> {
        let mut stopped = self.stopped.subscribe();
        tokio::select! {
            biased;
            _ = stopped.wait_for(|stopped| *stopped) => None,
            snapshot = self.session.next_state(u64::try_from(after_revision).unwrap_or(0)) => Some(snapshot.into()),
        }
    }

    /// Ends the waiting, now and from now on. The checkout goes on.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }
}
