//! What the merchant did with the money of an intent, as it is kept.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Money taken out of an authorisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Capture {
    pub(crate) id: String,
    /// Minor units, like every amount here.
    pub(crate) amount: i64,
    pub(crate) tips_amount: Option<i64>,
    pub(crate) at: OffsetDateTime,
}

impl Capture {
    /// With the tips.
    pub(super) fn total(&self) -> i64 {
        self.amount.saturating_add(self.tips_amount.unwrap_or(0))
    }
}

/// Money given back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Refund {
    pub(crate) id: String,
    pub(crate) payment_intent_id: String,
    pub(crate) amount: i64,
    pub(crate) reason: Option<String>,
    pub(crate) notes: Option<String>,
    pub(crate) idempotency_key: String,
}
