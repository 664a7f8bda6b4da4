//! What the dashboard shows, as server-sent events: each part when the page connects, and again when it has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::routes::{App, control};

/// Changes come in bursts; the page is told once for each.
const BURST: Duration = Duration::from_millis(100);
/// The newest of each kind are shown.
const SHOWN: usize = 100;

pub(super) async fn events(State(app): State<Arc<App>>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stopped = app.stop.clone().cancelled_owned();
    let changed = app.changes.subscribe();
    let page = Page {
        app,
        changed,
        known: Vec::new(),
        unsent: VecDeque::new(),
    };
    let events = stream::unfold(page, |mut page| async {
        let event = page.next().await?;
        Some((Ok(event), page))
    });
    // A page that stays open must not keep the sandbox from stopping.
    Sse::new(events.take_until(stopped)).keep_alive(KeepAlive::default())
}

/// One open dashboard.
struct Page {
    app: Arc<App>,
    changed: watch::Receiver<()>,
    /// What it was told last, by part.
    known: Vec<(&'static str, String)>,
    unsent: VecDeque<Event>,
}

impl Page {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.unsent.pop_front() {
                return Some(event);
            }
            if !self.known.is_empty() {
                self.changed.changed().await.ok()?;
                tokio::time::sleep(BURST).await;
            }
            self.changed.mark_unchanged();
            self.look();
        }
    }

    fn look(&mut self) {
        let parts = parts(&self.app).map(|(name, part)| (name, part.to_string()));
        for part in &parts {
            if !self.known.contains(part) {
                self.unsent.push_back(Event::default().event(part.0).data(&part.1));
            }
        }
        self.known = parts.into();
    }
}

fn parts(app: &App) -> [(&'static str, Value); 6] {
    let mut world = control::snapshot(app);
    let requests = app.recorder.latest(SHOWN);
    [
        ("clock", json!({ "aheadSeconds": app.clock.ahead().as_secs() })),
        ("intents", newest(world["paymentIntents"].take())),
        ("customers", newest(world["customers"].take())),
        ("requests", json!({ "total": app.recorder.count(), "latest": requests })),
        ("faults", json!(app.faults.list())),
        ("webhooks", newest(json!(app.deliveries.all()))),
    ]
}

/// Newest first.
fn newest(all: Value) -> Value {
    let Value::Array(all) = all else { return Value::Null };
    json!({ "total": all.len(), "latest": all.iter().rev().take(SHOWN).collect::<Vec<_>>() })
}
