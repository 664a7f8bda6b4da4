//! What a checkout must not leave behind.

use tokio::time::Instant;

use crate::gateway::Instrument;
use crate::secret::Secret;

/// The secrets of a checkout, and its points in time. Wiped when there is a result, and all that the end of a challenge
/// does not need when there is a challenge.
#[derive(Default)]
pub(super) struct Vault {
    pub(super) customer_secret: Option<Secret>,
    pub(super) session_secret: Option<Secret>,
    pub(super) instrument: Option<Instrument>,
    /// When the gateway refused a session secret before a payment.
    pub(super) secret_refused_at: Option<Instant>,
    /// When the payment (or the report of the challenge) stops being tried.
    pub(super) send_until: Option<Instant>,
    /// When reading back stops.
    pub(super) read_back_until: Option<Instant>,
}

impl Vault {
    /// From a challenge on the gateway has the card.
    pub(super) fn keep_session_secret_only(&mut self) {
        *self = Vault {
            session_secret: self.session_secret.take(),
            ..Vault::default()
        };
    }
}
