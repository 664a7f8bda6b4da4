//! `-v`.

use std::io::IsTerminal;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::time::uptime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Whose requests are logged.
pub(crate) enum Side {
    /// Those that the core makes.
    Client,
    /// Those that the sandbox answers.
    Server,
}

/// Logs method, path template, status and time of requests.
///
/// There is no filter to configure on purpose: HTTP libraries log whole URLs and headers, and those hold secrets.
pub(crate) fn to_stderr(side: Side) {
    let (client, server) = match side {
        Side::Client => (LevelFilter::DEBUG, LevelFilter::OFF),
        Side::Server => (LevelFilter::OFF, LevelFilter::DEBUG),
    };
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .with_timer(uptime());
    let ours = Targets::new()
        .with_target("checkout", client)
        .with_target("checkout_sandbox", server);
    tracing_subscriber::registry().with(lines).with(ours).init();
}
