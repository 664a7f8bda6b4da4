//! Telling the merchant's backend what happened: every announcement goes to the subscriptions that want its event.
//!
//! Tries and pauses are counted in real time, as receivers live in it; the timestamps are the sandbox's clock's.

mod log;
mod post;
mod signature;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::App;
use crate::domain::Announcement;
use crate::wire;

pub(crate) use log::Deliveries;
pub use log::{Delivery, DeliveryAttempt, DeliveryState};
pub use signature::sign;

/// How often a delivery is tried.
const TRIES: u32 = 3;
/// By how much each pause is longer than the one before.
const GROWTH: u32 = 4;

/// Sends what is announced until the sandbox stops.
pub(crate) async fn deliver(app: Arc<App>, mut announcements: UnboundedReceiver<Announcement>) {
    loop {
        let announcement = tokio::select! {
            announcement = announcements.recv() => announcement,
            () = app.stop.cancelled() => return,
        };
        let Some(announcement) = announcement else { return };
        let payload = wire::webhook::payload(&announcement);
        let receivers: Vec<(String, String)> = app
            .world
            .lock()
            .subscriptions
            .iter()
            .filter(|subscription| subscription.events.iter().any(|event| event == announcement.event))
            .map(|subscription| (subscription.id.clone(), subscription.url.clone()))
            .collect();
        for (subscription, url) in receivers {
            let number = app
                .deliveries
                .add(&announcement, subscription.clone(), url.clone(), payload.clone());
            let one = OneDelivery {
                app: Arc::clone(&app),
                number,
                subscription,
                url,
                payload: payload.clone(),
            };
            app.tasks.spawn(one.run());
        }
    }
}

/// One announcement on its way to one receiver.
struct OneDelivery {
    app: Arc<App>,
    number: u64,
    subscription: String,
    url: String,
    payload: String,
}

impl OneDelivery {
    async fn run(self) {
        let mut pause = self.app.webhook_pause;
        for attempt in 1..=TRIES {
            let outcome = tokio::select! {
                outcome = self.attempt() => outcome,
                () = self.app.stop.cancelled() => return,
            };
            let delivered = matches!(outcome, Ok(status) if (200..300).contains(&status));
            let last = delivered || attempt == TRIES;
            self.app
                .deliveries
                .attempted(self.number, self.app.clock.utc(), outcome, last);
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
            let world = self.app.world.lock();
            let Ok(subscription) = world.subscription(&self.subscription) else {
                return Err("the subscription was deleted".to_owned());
            };
            subscription.signing_secret().map(str::to_owned)
        };
        let secret = secret.ok_or("the subscription has no active secret to sign with")?;
        let signature = sign(&secret, self.payload.as_bytes());
        self.app.deliveries.signed(self.number, &signature);
        post::post(&self.url, &self.payload, &signature, self.app.chunked_webhooks).await
    }

    /// False when the sandbox stops meanwhile.
    async fn wait(&self, pause: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = self.app.stop.cancelled() => false,
        }
    }
}
