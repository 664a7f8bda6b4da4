//! What goes wrong behind the scenes, and with `-v` every request.

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

/// Logs warnings and errors of both sides always, and if `verbose` method, path template, status and time of requests.
///
/// There is no filter to configure on purpose: HTTP libraries log whole URLs and headers, and those hold secrets.
pub(crate) fn to_stderr(side: Side, verbose: bool) {
    let (client, server) = match side {
        _ if !verbose => (LevelFilter::WARN, LevelFilter::WARN),
        Side::Client => (LevelFilter::DEBUG, LevelFilter::WARN),
        Side::Server => (LevelFilter::WARN, LevelFilter::DEBUG),
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
