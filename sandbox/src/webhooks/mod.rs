//! Telling the merchant's backend what happened: every announcement goes to the subscriptions that want its event.
//!
//! Tries and pauses are counted in real time, as receivers live in it; the timestamps are the sandbox's clock's.

mod log;
mod post;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::{Announcement, World};
use crate::watched::Watched;
use crate::{SandboxClock, wire};

pub(crate) use log::Deliveries;
pub use log::{Delivery, DeliveryAttempt, DeliveryState};
pub use signature::sign;

/// How often a delivery is tried.
const TRIES: u32 = 3;
/// By how much each pause is longer than the one before.
const GROWTH: u32 = 4;

/// Takes every announcement to its receivers.
pub(crate) struct Courier {
    pub(crate) announcements: UnboundedReceiver<Announcement>,
    pub(crate) mail: Arc<Mail>,
}

/// What every delivery needs.
pub(crate) struct Mail {
    /// Has the subscriptions.
    pub(crate) world: Arc<Watched<World>>,
    pub(crate) clock: Arc<SandboxClock>,
    pub(crate) deliveries: Arc<Deliveries>,
    /// How long to wait before a delivery is tried again.
    pub(crate) pause: Duration,
    /// Whether deliveries are sent without their length.
    pub(crate) chunked: bool,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl Courier {
    /// Delivers until the sandbox stops.
    pub(crate) async fn run(mut self) {
        let mail = self.mail;
        loop {
            let announcement = tokio::select! {
                announcement = self.announcements.recv() => announcement,
                () = mail.stop.cancelled() => return,
            };
            let Some(announcement) = announcement else { return };
            let payload = wire::webhook::payload(&announcement);
            for (subscription, url) in mail.receivers(announcement.event) {
                let number = mail
                    .deliveries
                    .add(&announcement, subscription.clone(), url.clone(), payload.clone());
                let one = OneDelivery {
                    mail: Arc::clone(&mail),
                    number,
                    subscription,
                    url,
                    payload: payload.clone(),
                };
                mail.tasks.spawn(one.run());
            }
        }
    }
}

impl Mail {
    /// The subscriptions that want an event, with their URLs.
    fn receivers(&self, event: &str) -> Vec<(String, String)> {
        self.world
            .lock()
            .subscriptions
            .iter()
            .filter(|subscription| subscription.events.iter().any(|wanted| wanted == event))
            .map(|subscription| (subscription.id.clone(), subscription.url.clone()))
            .collect()
    }
}

/// One announcement on its way to one receiver.
struct OneDelivery {
    mail: Arc<Mail>,
    number: u64,
    subscription: String,
    url: String,
    payload: String,
}

impl OneDelivery {
    async fn run(self) {
        let mut pause = self.mail.pause;
        for attempt in 1..=TRIES {
            let outcome = tokio::select! {
                outcome = self.attempt() => outcome,
                () = self.mail.stop.cancelled() => return,
            };
            let delivered = matches!(outcome, Ok(status) if (200..300).contains(&status));
            let last = delivered || attempt == TRIES;
            self.mail
                .deliveries
                .attempted(self.number, self.mail.clock.utc(), outcome, last);
            if last {
                return;
            }
            if !self.wait(pause).await {
                return;
            }
            pause = pause.saturating_mul(GROWTH);
        }
    }

    /// The secret is looked up each time: it may have been changed meanwhile, or the subscription deleted.
    async fn attempt(&self) -> Result<u16, String> {
        let secret = {
            let world = self.mail.world.lock();
            let Ok(subscription) = world.subscription(&self.subscription) else {
                return Err("the subscription was deleted".to_owned());
            };
            subscription.signing_secret().map(str::to_owned)
        };
        let secret = secret.ok_or("the subscription has no active secret to sign with")?;
        let signature = sign(&secret, self.payload.as_bytes());
        self.mail.deliveries.signed(self.number, &signature);
        post::post(&self.url, &self.payload, &signature, self.mail.chunked).await
    }

    /// False when the sandbox stops meanwhile.
    async fn wait(&self, pause: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = self.mail.stop.cancelled() => false,
        }
    }
}
