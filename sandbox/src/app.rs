//! One sandbox: everything that its routes share.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::domain::{Announcement, World};
use crate::faults::Faults;
use crate::guard::ServedHosts;
use crate::lines::Lines;
use crate::recorder::Recorder;
use crate::store::{NotKept, Store};
use crate::watched::{Changes, Watched};
use crate::webhooks::{Courier, Deliveries, Mail};
use crate::{SandboxClock, SandboxConfig};

/// Where the two hosts are, without trailing slashes.
pub(crate) struct Urls {
    pub(crate) api: String,
    pub(crate) gateway: String,
}

/// One sandbox: everything its routes share.
pub(crate) struct App {
    pub(crate) api_key: String,
    pub(crate) urls: Urls,
    /// Who may see and steer the sandbox itself.
    pub(crate) hosts: ServedHosts,
    pub(crate) started: SystemTime,
    pub(crate) world: Arc<Watched<World>>,
    pub(crate) clock: Arc<SandboxClock>,
    pub(crate) recorder: Recorder,
    pub(crate) faults: Faults,
    pub(crate) deliveries: Arc<Deliveries>,
    /// Tells of every change of the five above.
    pub(crate) changes: Changes,
    pub(crate) lines: Arc<Lines>,
    /// How long the body of a request may take.
    pub(crate) body_deadline: Duration,
    /// Keeps the world and the clock over a restart.
    pub(crate) store: Option<Store>,
    announce: UnboundedSender<Announcement>,
    pub(crate) stop: CancellationToken,
    pub(crate) tasks: TaskTracker,
}

impl App {
    /// With the courier that tells others what happens in it.
    pub(crate) fn new(
        config: SandboxConfig,
        urls: Urls,
        hosts: ServedHosts,
        world: World,
        store: Option<Store>,
    ) -> (Self, Courier) {
        let changes = Changes::default();
        let (announce, announcements) = unbounded_channel();
        let app = Self {
            api_key: config.api_key,
            urls,
            hosts,
            started: SystemTime::now(),
            world: Arc::new(Watched::new(world, &changes)),
            clock: Arc::new(SandboxClock::new(&changes)),
            recorder: Recorder::new(&changes),
            faults: Faults::new(&changes),
            deliveries: Arc::new(Deliveries::new(&changes)),
            changes,
            lines: Arc::default(),
            body_deadline: config.body_deadline,
            store,
            announce,
            stop: CancellationToken::new(),
            tasks: TaskTracker::new(),
        };
        let mail = Mail {
            world: Arc::clone(&app.world),
            clock: Arc::clone(&app.clock),
            deliveries: Arc::clone(&app.deliveries),
            pause: config.webhook_pause,
            chunked: config.chunked_webhooks,
            stop: app.stop.clone(),
            tasks: app.tasks.clone(),
        };
        let courier = Courier {
            announcements,
            mail: Arc::new(mail),
        };
        (app, courier)
    }

    /// Does what may change the world, and returns when that is written down, if it is to be. What cannot be written is undone.
    pub(crate) async fn keep<T>(&self, work: impl Future<Output = T>) -> Result<T, NotKept> {
        let (done, news) = match &self.store {
            Some(store) => store.keep(&self.world, &self.clock, work).await?,
            None => (work.await, World::take_news(&self.world)),
        };
        for announcement in news {
            if self.announce.send(announcement).is_err() {
                tracing::debug!("nobody listens to announcements any more");
            }
        }
        Ok(done)
    }

    /// Keeps what happens without a request, until the sandbox stops: calls inside the process, mostly.
    pub(crate) async fn keep_up(self: Arc<Self>) {
        let mut changes = self.changes.subscribe();
        loop {
            // The store has said what is wrong, and there is nobody else to tell.
            let _ = self.keep(std::future::ready(())).await;
            tokio::select! {
                changed = changes.changed() => if changed.is_err() { return },
                () = self.stop.cancelled() => return,
            }
        }
    }

    pub(crate) fn reset(&self) {
        let mut world = self.world.lock();
        *world = world.emptied();
        self.clock.reset();
        self.recorder.clear();
        self.faults.clear();
        self.deliveries.clear();
    }
}
