//! What happens to every request around its route: it is recorded, a fault may claim it, and its answer is dated.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http_body_util::{BodyExt, Limited};
use tower::ServiceExt;

use crate::app::App;
use crate::faults::{Action, Cut, DeliverTwice, Shown, Silent, Taken};
use crate::lines::Line;
use crate::recorder::{Answered, Listener, loggable_path};
use crate::routes::{NoRoute, is_control, without_slash};
use crate::store::NotKept;
use crate::wire::problem::Problem;

/// No request of the protocol comes near it.
const LARGEST_BODY: usize = 1024 * 1024;

/// How long a client may wait for an answer that does not come, before its connection is closed after all.
pub(crate) const LONGEST_SILENCE: Duration = Duration::from_secs(5 * 60);

/// The connection is to be closed without (the rest of) an answer.
#[derive(Debug, thiserror::Error)]
#[error("connection cut by a fault")]
pub(crate) struct ConnectionCut;

/// A request that gets no answer.
enum Unanswered {
    Cut,
    Silent,
}

/// One listener's way of answering.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) app: Arc<App>,
    pub(crate) router: Router,
    pub(crate) listener: Listener,
}

impl Exchange {
    /// Answers a request, in a task of its own: a client that hangs up does not undo a payment.
    pub(crate) async fn answer(
        self,
        line: Arc<Line>,
        request: Request<hyper::body::Incoming>,
    ) -> Result<Response, ConnectionCut> {
        line.controls(is_control(request.method(), request.uri().path()));
        let app = Arc::clone(&self.app);
        match app.tasks.spawn(self.run(line, request)).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(Unanswered::Cut)) => Err(ConnectionCut),
            Ok(Err(Unanswered::Silent)) => {
                wait(&app, LONGEST_SILENCE).await;
                Err(ConnectionCut)
            }
            Err(error) => {
                tracing::error!(%error, "a handler failed");
                Ok(
                    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "The sandbox failed; this is a bug.")
                        .into_response(),
                )
            }
        }
    }

    async fn run(self, line: Arc<Line>, request: Request<hyper::body::Incoming>) -> Result<Response, Unanswered> {
        let (parts, body) = request.into_parts();
        let control = is_control(&parts.method, parts.uri.path());
        if control && let Some(refusal) = self.app.hosts.refusal(&parts) {
            return Ok(closing(refusal.into_response()));
        }
        let body = read(body, self.app.body_deadline).await;
        if line.is_silent() {
            // It came too late: nothing arrives any more on this connection.
            return Err(Unanswered::Silent);
        }
        let path = parts.uri.path();
        if control {
            return Ok(match body {
                Ok(body) => self.route(Request::from_parts(parts, body)).await,
                Err(status) => unreadable(status),
            });
        }

        let seen = body.as_deref().unwrap_or_default();
        let recorder = &self.app.recorder;
        let number = recorder.arrived(
            self.listener,
            &parts.method,
            &parts.uri,
            &parts.headers,
            seen,
            self.app.clock.utc(),
        );
        let shown = (parts.method.clone(), loggable_path(&parts.uri));
        let fault = self.app.faults.take(&parts.method, path);
        if let Some(fault) = &fault {
            recorder.faulted(number, fault.id);
        }
        let answer = match body {
            Ok(body) => {
                let request = Request::from_parts(parts, body);
                self.with_fault(fault, Arrived { line: &line, number }, request).await
            }
            Err(status) => Ok(self.dated(unreadable(status))),
        };
        let status = match &answer {
            Err(Unanswered::Silent) => Answered::Silent,
            _ if line.is_silent() => Answered::Silent,
            Ok(response) if response.extensions().get::<HalfOnly>().is_none() => {
                Answered::Status(response.status().as_u16())
            }
            _ => Answered::Cut,
        };
        recorder.ended(number, status);
        tracing::debug!(method = %shown.0, path = %shown.1, ?status, "answered");
        answer
    }

    async fn with_fault(
        &self,
        fault: Option<Taken>,
        arrived: Arrived<'_>,
        request: Request<Bytes>,
    ) -> Result<Response, Unanswered> {
        match fault.map(|fault| fault.action) {
            None => Ok(self.handle(request).await),
            Some(Action::Respond(respond)) => Ok(self.dated(respond.response())),
            Some(Action::Delay(delay)) => {
                wait(&self.app, Duration::from_millis(delay.milliseconds)).await;
                Ok(self.handle(request).await)
            }
            Some(Action::DelayAnswer(delay)) => {
                let response = self.handle(request).await;
                wait(&self.app, Duration::from_millis(delay.milliseconds)).await;
                Ok(response)
            }
            Some(Action::Cut(Cut::Before)) => Err(Unanswered::Cut),
            Some(Action::Cut(Cut::After)) => {
                self.handle(request).await;
                Err(Unanswered::Cut)
            }
            Some(Action::Cut(Cut::During)) => {
                let (head, body) = self.whole(request).await;
                Ok(half_of(head, &body))
            }
            Some(Action::Rewrite(rewrite)) => {
                let (head, body) = self.whole(request).await;
                Ok(rewrite.apply(head, body))
            }
            Some(Action::DeliverTwice(DeliverTwice { show })) => {
                let first = self.handle(request.clone()).await;
                self.app.recorder.delivered_again(arrived.number);
                let second = self.handle(request).await;
                match show {
                    Shown::First => Ok(first),
                    Shown::Second => Ok(second),
                    Shown::Neither => Err(Unanswered::Cut),
                }
            }
            Some(Action::Silent(Silent { executed, connection })) => {
                if executed {
                    self.handle(request).await;
                }
                if connection {
                    arrived.line.fall_silent();
                }
                Err(Unanswered::Silent)
            }
        }
    }

    async fn handle(&self, request: Request<Bytes>) -> Response {
        self.dated(self.route(request).await)
    }

    /// With a slash at its end a path is the same route.
    async fn route(&self, request: Request<Bytes>) -> Response {
        let without_slash = without_slash(&request);
        let response = self.route_as_it_is(request).await;
        match without_slash {
            Some(same_route) if response.extensions().get::<NoRoute>().is_some() => {
                self.route_as_it_is(same_route).await
            }
            _ => response,
        }
    }

    async fn route_as_it_is(&self, request: Request<Bytes>) -> Response {
        let request = request.map(Body::from);
        match self.app.keep(self.router.clone().oneshot(request)).await {
            Ok(Ok(response)) => response,
            Ok(Err(never)) => match never {},
            Err(NotKept) => {
                let detail = "The data file cannot be written. Nothing has changed; why not, the sandbox's log says.";
                Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail).into_response()
            }
        }
    }

    /// The answer with its body read.
    async fn whole(&self, request: Request<Bytes>) -> (Response<()>, Bytes) {
        let (parts, body) = self.handle(request).await.into_parts();
        let body = body
            .collect()
            .await
            .map(http_body_util::Collected::to_bytes)
            .unwrap_or_default();
        (Response::from_parts(parts, ()), body)
    }

    /// Secrets expire by the sandbox's clock, so clients must be able to see it.
    fn dated(&self, mut response: Response) -> Response {
        if let Ok(date) = HeaderValue::try_from(httpdate::fmt_http_date(self.app.clock.now())) {
            response.headers_mut().entry(header::DATE).or_insert(date);
        }
        response
    }
}

/// Where a request came in, and its number among those that were recorded.
struct Arrived<'a> {
    line: &'a Line,
    number: u64,
}

/// In real time, and not beyond the end of the sandbox.
async fn wait(app: &App, time: Duration) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = app.stop.cancelled() => {}
    }
}

/// The whole body, or how to refuse it.
async fn read(body: hyper::body::Incoming, deadline: Duration) -> Result<Bytes, StatusCode> {
    match tokio::time::timeout(deadline, Limited::new(body, LARGEST_BODY).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
        Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
    }
}

fn unreadable(status: StatusCode) -> Response {
    let detail = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "The body is larger than 1 MiB.",
        StatusCode::REQUEST_TIMEOUT => "The body took too long.",
        _ => "The body could not be read to its end.",
    };
    closing(Problem::new(status, detail).into_response())
}

/// There may be more of the body to come, and nobody will read it.
fn closing(mut response: Response) -> Response {
    let close = HeaderValue::from_static("close");
    response.headers_mut().insert(header::CONNECTION, close);
    response
}

/// Marks an answer that will not be sent to its end.
#[derive(Clone)]
struct HalfOnly;

/// The whole head, half of the body, and then a closed connection.
fn half_of(head: Response<()>, body: &Bytes) -> Response {
    let half = body.slice(..body.len() / 2);
    // The pause lets the first half leave: hyper drops what it has not yet flushed when a body fails.
    let broken = stream::once(async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        Err(ConnectionCut)
    });
    let (mut parts, ()) = head.into_parts();
    parts
        .headers
        .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len().max(1)));
    parts.extensions.insert(HalfOnly);
    Response::from_parts(parts, Body::from_stream(stream::iter([Ok(half)]).chain(broken)))
}
