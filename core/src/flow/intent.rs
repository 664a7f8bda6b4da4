//! What the machine needs to know of an intent.

use crate::summary::PaymentSummary;
use crate::time::ServerTime;

/// A loaded or refreshed intent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IntentFacts {
    /// Its status.
    pub status: IntentStatus,
    /// Its type.
    pub kind: IntentKind,
    /// How fresh its client session secret is.
    pub secret: SecretFreshness,
    /// What the customer is shown.
    pub summary: PaymentSummary,
}

/// The status of an intent, as far as the API names it. An unknown text is no status: it is a malformed response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntentStatus {
    /// Waiting for a payment.
    Created,
    /// Paid, to be captured.
    Authorized,
    /// Paid.
    Captured,
    /// Setup intent: the card is saved.
    Completed,
    /// Canceled by the merchant.
    Canceled,
    /// Setup intent: closed.
    Closed,
    /// Too late.
    Expired,
    /// Setup intent: the card has expired.
    CardExpired,
    /// The payment was reversed.
    Reversed,
    /// The payment was refunded.
    Refunded,
}

impl IntentStatus {
    /// The status that the wire text names.
    pub fn from_wire(text: &str) -> Option<Self> {
        Some(match text {
            "Created" => IntentStatus::Created,
            "Authorized" => IntentStatus::Authorized,
            "Captured" => IntentStatus::Captured,
            "Completed" => IntentStatus::Completed,
            "Canceled" => IntentStatus::Canceled,
            "Closed" => IntentStatus::Closed,
            "Expired" => IntentStatus::Expired,
            "CardExpired" => IntentStatus::CardExpired,
            "Reversed" => IntentStatus::Reversed,
            "Refunded" => IntentStatus::Refunded,
            _ => return None,
        })
    }
}

/// The type of an intent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntentKind {
    /// A payment by card.
    CardPayment,
    /// Saves a card without paying: it names a `merchantInitiatedTransactionType`.
    Setup,
    /// A payment that the merchant keys in: its `paymentSource` is `virtual-terminal`.
    VirtualTerminal,
}

/// What is known of a client session secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SecretFreshness {
    /// This process has sent no payment with it.
    pub unused: bool,
    /// When it expires, on the server's clock.
    pub expires_at: Option<ServerTime>,
}

impl SecretFreshness {
    /// Seconds before its expiry in which a secret is not used any more: the attempt must end within its life.
    const MARGIN: i64 = 60;

    /// Whether its time is over. One that does not say when it ends has not.
    pub(super) fn has_expired(self, now: ServerTime) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// Whether a payment can be made with it as it is.
    pub fn is_usable(self, now: ServerTime) -> bool {
        self.unused
            && self
                .expires_at
                .is_some_and(|expires_at| expires_at.saturating_sub(now) > Self::MARGIN)
    }
}
