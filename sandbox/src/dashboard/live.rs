//! What the dashboard shows, as server-sent events: each part when the page connects, and again when it has changed.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{FromRequestParts, Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::{Stream, StreamExt, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::state::snapshot;
use crate::wire::problem::{GuardProblems, Problem, ProblemBody};

/// Changes come in bursts; the page is told once for each.
const BURST: Duration = Duration::from_millis(100);
/// The newest of each kind are shown.
const SHOWN: usize = 100;

#[derive(Deserialize, FromRequestParts, IntoParams)]
#[from_request(via(Query), rejection(Problem))]
#[into_params(parameter_in = Query)]
pub(super) struct EventsQuery {
    /// The stream ends after so many events; without it, when the client or the sandbox goes.
    #[param(value_type = Option<u32>, minimum = 1)]
    limit: Option<NonZeroU32>,
}

/// One event of the stream.
#[derive(ToSchema)]
#[schema(as = DashboardEvent)]
#[expect(dead_code, reason = "describes what is sent")]
struct Told {
    event: PartName,
    /// The part as it is now, its lists with the newest first.
    #[schema(content_media_type = "application/json")]
    data: String,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
#[expect(dead_code, reason = "describes what is sent")]
enum PartName {
    Clock,
    Intents,
    Customers,
    Requests,
    Faults,
    Webhooks,
}

/// What the dashboard shows: each part at first, and again when it has changed
#[utoipa::path(get, path = "/_sandbox/events", tag = "Control", operation_id = "events", params(EventsQuery),
    responses(
        (status = 200, description = "Server-sent events, each of this form", body = Told, content_type = "text/event-stream"),
        (status = 400, description = "The limit is not a number from 1 on", body = ProblemBody),
        GuardProblems))]
pub(super) async fn events(
    State(app): State<Arc<App>>,
    query: EventsQuery,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let limit = query
        .limit
        .map(|limit| usize::try_from(limit.get()).unwrap_or(usize::MAX));
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
    let events = events.take(limit.unwrap_or(usize::MAX));
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
    let mut world = snapshot(&app.world.lock(), app.clock.utc());
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
