//! The one tokio runtime of the library.

use std::future::Future;
use std::sync::OnceLock;

use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::error::ConfigError;
use crate::jvm;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();

/// Two workers: one can wait in a TLS verification that asks the platform while the other runs the timers.
const WORKERS: usize = 2;

/// The runtime, started at the first use.
pub(crate) fn runtime() -> Result<&'static Runtime, ConfigError> {
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let started = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("checkout")
        .on_thread_start(jvm::attach_this_thread)
        .enable_all()
        .build()
        .map_err(|error| ConfigError::Unavailable {
            reason: format!("no threads could be started: {error}"),
        })?;
    Ok(RUNTIME.get_or_init(|| started))
}

/// Runs `call` on the library's runtime. When the host stops waiting, the call ends too.
pub(crate) async fn run<T: Send + 'static>(runtime: &Runtime, call: impl Future<Output = T> + Send + 'static) -> T {
    let mut calls = JoinSet::new(); // ends what is in it when it is dropped
    calls.spawn_on(call, runtime.handle());
    match calls.join_next().await {
        Some(Ok(answer)) => answer,
        // A panic in the core goes on to UniFFI, which makes an error of it for the host.
        Some(Err(error)) if error.is_panic() => std::panic::resume_unwind(error.into_panic()),
        // Nobody else can end the call, and the runtime is never shut down.
        _ => std::future::pending().await,
    }
}
