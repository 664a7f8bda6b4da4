//! What happens in the world that others want to hear of.

use time::OffsetDateTime;

use super::intent::{Intent, Kind};
use super::{World, ids};
use crate::watched::Watched;

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

/// What has happened and was not told yet. It is told when it is certain, which is when it is written down.
#[derive(Default)]
pub(crate) struct News(Vec<Announcement>);

/// The announcement of a new payment intent.
pub(crate) const CREATED: &str = "payment_intent.created";
/// The announcement of a payment intent's next status.
pub(crate) const STATUS_UPDATED: &str = "payment_intent.status_updated";

impl News {
    pub(super) fn created(&mut self, intent: &Intent) {
        self.announce(CREATED, intent);
    }

    pub(super) fn status_updated(&mut self, intent: &Intent) {
        self.announce(STATUS_UPDATED, intent);
    }

    /// Nothing is announced about setup intents: no event is known for them.
    fn announce(&mut self, event: &'static str, intent: &Intent) {
        if intent.kind() != Kind::Payment {
            return;
        }
        self.0.push(Announcement {
            id: ids::id("evt_sandbox_"),
            event,
            at: intent.updated_at,
            payment_intent_id: intent.id.clone(),
            status: intent.status.as_str().to_owned(),
            manual_capture: intent.terms.manual_capture,
        });
    }
}

impl World {
    pub(crate) fn take_news(world: &Watched<World>) -> Vec<Announcement> {
        let mut world = world.lock();
        match world.news.0.is_empty() {
            true => Vec::new(),
            false => std::mem::take(&mut world.news.0),
        }
    }
}
