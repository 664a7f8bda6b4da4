//! What happens in the world that others want to hear of.

use time::OffsetDateTime;
use tokio::sync::mpsc::UnboundedSender;

use super::ids;
use super::intent::{Intent, Kind};

/// Something that a webhook may tell.
#[derive(Debug, Clone)]
pub(crate) struct Announcement {
    pub(crate) id: String,
    pub(crate) event: &'static str,
    pub(crate) at: OffsetDateTime,
    pub(crate) payment_intent_id: String,
    pub(crate) status: String,
    pub(crate) manual_capture: bool,
}

/// Where announcements go; nowhere by default.
#[derive(Clone, Default)]
pub(crate) struct News(Option<UnboundedSender<Announcement>>);

/// The announcement of a new payment intent.
pub(crate) const CREATED: &str = "payment_intent.created";
/// The announcement of a payment intent's next status.
pub(crate) const STATUS_UPDATED: &str = "payment_intent.status_updated";

impl News {
    pub(crate) fn to(listener: UnboundedSender<Announcement>) -> Self {
        Self(Some(listener))
    }

    pub(super) fn created(&self, intent: &Intent) {
        self.announce(CREATED, intent);
    }

    pub(super) fn status_updated(&self, intent: &Intent) {
        self.announce(STATUS_UPDATED, intent);
    }

    /// Nothing is announced about setup intents: no event is known for them.
    fn announce(&self, event: &'static str, intent: &Intent) {
        let Some(listener) = &self.0 else { return };
        if intent.kind() != Kind::Payment {
            return;
        }
        let announcement = Announcement {
            id: ids::id("evt_sandbox_"),
            event,
            at: intent.updated_at,
            payment_intent_id: intent.id.clone(),
            status: intent.status.as_str().to_owned(),
            manual_capture: intent.terms.manual_capture,
        };
        if listener.send(announcement).is_err() {
            tracing::debug!("nobody listens to announcements any more");
        }
    }
}
