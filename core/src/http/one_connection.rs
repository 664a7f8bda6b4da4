//! The one connection that a lane opens.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// A connection whose answer was read to its end is free at once. One that is not by then has closed.
const FREE_WITHIN: Duration = Duration::from_millis(250);

/// Lets the HTTP library open one connection and no other.
///
/// Asked for another, because a request came before the connection is back in the library's pool, or because it has
/// closed, this waits for as long as it may still come back, and then refuses. Nothing of a request is written by then.
#[derive(Clone, Debug, Default)]
pub(super) struct OneConnection {
    /// Once there is a connection: when it is free again, at the latest.
    free_by: Arc<Mutex<Option<Instant>>>,
}

impl OneConnection {
    /// An answer on it was read to its end.
    pub(super) fn note_answer(&self) {
        self.set(Instant::now() + FREE_WITHIN);
    }

    /// `None`: this is the first. From now on there is one.
    fn open(&self) -> Option<Instant> {
        let free_by = *self.free_by.lock().unwrap_or_else(PoisonError::into_inner);
        if free_by.is_none() {
            self.set(Instant::now());
        }
        free_by
    }

    fn set(&self, free_by: Instant) {
        *self.free_by.lock().unwrap_or_else(PoisonError::into_inner) = Some(free_by);
    }
}

impl<S> Layer<S> for OneConnection {
    type Service = Guarded<S>;

    fn layer(&self, connector: S) -> Guarded<S> {
        Guarded {
            connector,
            guard: self.clone(),
        }
    }
}

/// A connector that connects once.
#[derive(Clone)]
pub(super) struct Guarded<S> {
    connector: S,
    guard: OneConnection,
}

#[derive(Debug, thiserror::Error)]
#[error("the connection has closed")]
struct Closed;

impl<S, R> Service<R> for Guarded<S>
where
    S: Service<R, Error = BoxError>,
    S::Response: 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: R) -> Self::Future {
        match self.guard.open() {
            None => Box::pin(self.connector.call(target)),
            Some(free_by) => Box::pin(async move {
                sleep_until(free_by).await;
                Err(Closed.into())
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::{Ready, ready};
    use std::task::Waker;

    use super::*;

    /// Says how often it was asked.
    #[derive(Clone, Default)]
    struct Connector(Arc<Mutex<u32>>);

    impl Service<()> for Connector {
        type Response = u32;
        type Error = BoxError;
        type Future = Ready<Result<u32, BoxError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, (): ()) -> Self::Future {
            let mut asked = self.0.lock().unwrap();
            *asked += 1;
            ready(Ok(*asked))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn connects_once_and_then_waits_only_while_the_connection_may_come_back() {
        let connection = OneConnection::default();
        let connector = Connector::default();
        let mut guarded = connection.layer(connector.clone());
        assert!(guarded.poll_ready(&mut Context::from_waker(Waker::noop())).is_ready());
        assert_eq!(guarded.call(()).await.unwrap(), 1);

        for (passed, waits) in [(0, 250), (100, 150), (250, 0), (60_000, 0)] {
            connection.note_answer();
            tokio::time::advance(Duration::from_millis(passed)).await;
            let asked = Instant::now();
            // A clone is as bound as the first: the library makes one for each request.
            let error = guarded.clone().call(()).await.unwrap_err();
            assert!(error.is::<Closed>());
            let waited = asked.elapsed().as_millis();
            assert!((waits..=waits + 2).contains(&waited), "{passed}: {waited}");
        }
        assert_eq!(*connector.0.lock().unwrap(), 1);
    }

    /// An attempt that failed is none that may be repeated here: the lane is dropped.
    #[tokio::test(start_paused = true)]
    async fn one_that_was_never_answered_is_not_waited_for() {
        let mut guarded = OneConnection::default().layer(Connector::default());
        drop(guarded.call(()));
        let asked = Instant::now();
        guarded.call(()).await.unwrap_err();
        assert!(asked.elapsed() < Duration::from_millis(3));
    }
}
