//! `-v`.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Logs what the core says of its requests: method, path template, status, time.
///
/// There is no filter to configure on purpose: HTTP libraries log whole URLs and headers, and those hold secrets.
pub(crate) fn to_stderr() {
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_timer(tracing_subscriber::fmt::time::uptime());
    let ours = Targets::new().with_target("checkout", LevelFilter::DEBUG);
    tracing_subscriber::registry().with(lines).with(ours).init();
}
