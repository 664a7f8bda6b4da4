//! The deliveries so far, and how each of their tries went.

use std::collections::VecDeque;

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::domain::Announcement;
use crate::watched::{Changes, Watched};
use crate::wire::timestamp;

/// A webhook on its way, or at its end.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct Delivery {
    /// The event's id, the same for every receiver and every try.
    pub id: String,
    /// The event's name.
    pub event: String,
    /// What it is about.
    pub payment_intent_id: String,
    /// Whom it goes to.
    pub subscription_id: String,
    /// Where it goes to.
    pub url: String,
    /// The body, as it is signed and sent.
    pub body: String,
    /// The `dojo-signature` of the last try; absent before the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// How far it has got.
    pub state: DeliveryState,
    /// The tries, in order.
    pub attempts: Vec<DeliveryAttempt>,
}

/// How far a delivery has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum DeliveryState {
    /// It is being tried, or will be again.
    Pending,
    /// A receiver answered 2xx.
    Delivered,
    /// No try is left.
    Failed,
}

/// One try of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[non_exhaustive]
pub struct DeliveryAttempt {
    /// When it ended, by the sandbox's clock: RFC 3339, UTC.
    #[schema(format = DateTime)]
    pub at: String,
    /// The HTTP status of the receiver's answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Why there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Enough for any test, and a bound for a sandbox that runs for weeks.
const KEPT: usize = 1_000;

pub(crate) struct Deliveries(Watched<Log>);

#[derive(Default)]
struct Log {
    /// The number of the first delivery kept; numbers go on after a deletion, so that a late try finds its own.
    first: u64,
    deliveries: VecDeque<Delivery>,
}

impl Deliveries {
    pub(crate) fn new(changes: &Changes) -> Self {
        Self(Watched::new(Log::default(), changes))
    }

    /// Logs a delivery and returns its number.
    pub(super) fn add(&self, announcement: &Announcement, subscription: String, url: String, body: String) -> u64 {
        let delivery = Delivery {
            id: announcement.id.clone(),
            event: announcement.event.to_owned(),
            payment_intent_id: announcement.payment_intent_id.clone(),
            subscription_id: subscription,
            url,
            body,
            signature: None,
            state: DeliveryState::Pending,
            attempts: Vec::new(),
        };
        let mut log = self.0.lock();
        if log.deliveries.len() == KEPT {
            log.deliveries.pop_front();
            log.first += 1;
        }
        log.deliveries.push_back(delivery);
        log.first + log.deliveries.len() as u64 - 1
    }

    pub(super) fn signed(&self, number: u64, signature: &str) {
        self.update(number, |delivery| delivery.signature = Some(signature.to_owned()));
    }

    pub(super) fn attempted(&self, number: u64, at: OffsetDateTime, outcome: Result<u16, String>, last: bool) {
        let delivered = matches!(outcome, Ok(status) if (200..300).contains(&status));
        let (status, error) = match outcome {
            Ok(status) => (Some(status), None),
            Err(error) => (None, Some(error)),
        };
        self.update(number, |delivery| {
            delivery.attempts.push(DeliveryAttempt {
                at: timestamp(at),
                status,
                error,
            });
            delivery.state = match (delivered, last) {
                (true, _) => DeliveryState::Delivered,
                (false, true) => DeliveryState::Failed,
                (false, false) => DeliveryState::Pending,
            };
        });
    }

    fn update(&self, number: u64, change: impl FnOnce(&mut Delivery)) {
        let mut log = self.0.lock();
        let place = number
            .checked_sub(log.first)
            .and_then(|place| usize::try_from(place).ok());
        if let Some(delivery) = place.and_then(|place| log.deliveries.get_mut(place)) {
            change(delivery);
        }
    }

    pub(crate) fn all(&self) -> Vec<Delivery> {
        self.0.lock().deliveries.iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        let mut log = self.0.lock();
        log.first += log.deliveries.len() as u64;
        log.deliveries.clear();
    }
}
