//! A payment intent: what is owed, the secret that lets an app pay it, and what happened to it.

use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};

use super::cards::{CardScheme, Pan, TestCard};
use super::customer::Expiry;
use super::ids;

/// How long a client session secret works, unless a final payment result or a refresh voids it first.
pub(crate) const SESSION_LIFETIME: Duration = Duration::minutes(30);

/// What the merchant asked for when it created the intent.
#[derive(Debug, Clone)]
pub(crate) struct Terms {
    pub(crate) amount: Money,
    pub(crate) reference: String,
    pub(crate) manual_capture: bool,
    pub(crate) customer: Option<IntentCustomer>,
    /// `api`, or `virtual-terminal` when the cardholder is not present.
    pub(crate) payment_source: &'static str,
    /// Everything that is stored and shown again but changes nothing: description, addresses, lines, config, metadata.
    pub(crate) extras: Map<String, Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Money {
    /// Minor units of the currency.
    pub(crate) value: i64,
    pub(crate) currency_code: String,
}

#[derive(Debug, Clone)]
pub(crate) struct IntentCustomer {
    pub(crate) id: Option<String>,
    pub(crate) email_address: Option<String>,
    pub(crate) phone_number: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Status {
    Created,
    Authorized,
    Captured,
    /// Canceled by the merchant: hidden from then on, unless asked for with `returnCanceled`.
    Canceled,
    /// Whatever a test asked for under `/_sandbox/`; shown as it is, even when it says `Canceled`.
    Forced(String),
}

impl Status {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Created => "Created",
            Self::Authorized => "Authorized",
            Self::Captured => "Captured",
            Self::Canceled => "Canceled",
            Self::Forced(status) => status,
        }
    }

    /// A forced `Created`, `Authorized` or `Captured` behaves as the real one.
    pub(crate) fn forced(status: String) -> Self {
        match status.as_str() {
            "Created" => Self::Created,
            "Authorized" => Self::Authorized,
            "Captured" => Self::Captured,
            _ => Self::Forced(status),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct PaymentIntent {
    pub(crate) id: String,
    pub(crate) terms: Terms,
    pub(crate) status: Status,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
    pub(crate) session: Option<Session>,
    pub(crate) payment: Option<PaymentDetails>,
    pub(crate) timeline: Vec<TimelineEntry>,
}

/// The one-time right to pay an intent. At most one is valid at a time.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) secret: String,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) challenge: Option<Challenge>,
}

impl Session {
    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        now < self.expires_at
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

/// A card about to pay, with what the issuer knows about it.
#[derive(Debug, Clone)]
pub(crate) struct PresentedCard {
    pub(crate) pan: Pan,
    pub(crate) scheme: CardScheme,
    pub(crate) expiry: Expiry,
    pub(crate) cardholder: Option<String>,
    /// The id of the card on file it was taken from.
    pub(crate) saved_id: Option<String>,
    /// Save it to the intent's customer when it paid.
    pub(crate) save: bool,
}

/// A 3-D Secure challenge that waits for its outcome.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    /// The 3-D Secure transaction id, `md` on the wire.
    pub(crate) md: String,
    pub(crate) card: PresentedCard,
    pub(crate) script: &'static TestCard,
}

#[derive(Debug, Clone)]
pub(crate) struct PaymentDetails {
    pub(crate) transaction_id: String,
    pub(crate) at: OffsetDateTime,
    pub(crate) message: &'static str,
    pub(crate) auth_code: String,
    pub(crate) card: CardSummary,
    pub(crate) payment_method_id: Option<String>,
}

#[derive(Debug, Clone)]
pub(crate) struct CardSummary {
    pub(crate) masked: String,
    pub(crate) scheme: CardScheme,
    pub(crate) expiry: Expiry,
    pub(crate) cardholder: Option<String>,
}

impl From<&PresentedCard> for CardSummary {
    fn from(card: &PresentedCard) -> Self {
        Self {
            masked: card.pan.masked(),
            scheme: card.scheme,
            expiry: card.expiry,
            cardholder: card.cardholder.clone(),
        }
    }
}

/// Something that happened to an intent. Those with a card are the merchant's `paymentEvents`.
#[derive(Debug, Clone)]
pub(crate) struct TimelineEntry {
    pub(crate) at: OffsetDateTime,
    pub(crate) event: String,
    pub(crate) detail: Option<String>,
    pub(crate) payment: Option<PaymentDetails>,
}

impl PaymentIntent {
    pub(crate) fn new(terms: Terms, now: OffsetDateTime) -> Self {
        let mut intent = Self {
            id: ids::id("pi_sandbox_"),
            terms,
            status: Status::Created,
            created_at: now,
            updated_at: now,
            session: None,
            payment: None,
            timeline: Vec::new(),
        };
        intent.note(now, "Created", None);
        intent
    }

    pub(crate) fn customer_id(&self) -> Option<&str> {
        self.terms.customer.as_ref()?.id.as_deref()
    }

    pub(crate) fn note(&mut self, now: OffsetDateTime, event: &str, detail: Option<String>) {
        self.timeline.push(TimelineEntry {
            at: now,
            event: event.to_owned(),
            detail,
            payment: None,
        });
        self.updated_at = now;
    }

    pub(crate) fn note_payment(&mut self, event: &str, payment: PaymentDetails) {
        self.updated_at = payment.at;
        self.timeline.push(TimelineEntry {
            at: payment.at,
            event: event.to_owned(),
            detail: Some(payment.message.to_owned()),
            payment: Some(payment),
        });
    }
}
