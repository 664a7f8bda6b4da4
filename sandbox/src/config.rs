//! What a sandbox can be told when it starts, and why it may refuse to start.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use crate::DataFileError;
use crate::domain::cards::CardScheme;

/// How a [`Sandbox`](crate::Sandbox) is started. [`Default`] suits tests: loopback, an ephemeral port, plain HTTP.
#[derive(Debug, Clone)]
pub struct SandboxConfig {
    /// The address to listen on; loopback unless other machines have to reach it. With `tls`, URLs say `localhost` all
    /// the same.
    pub address: IpAddr,
    /// Names and addresses that control routes and dashboard are called by, beside those of the loopback interface, `10.0.2.2`
    /// and `address`: what may stand in a `Host` header, with any port. Dojo's own routes are served whatever stands there.
    pub hosts: Vec<String>,
    /// TCP port of the API host (and of the gateway, unless `gateway_port` is set); 0 picks a free one.
    pub port: u16,
    /// `Some`: the gateway routes are also served by a second listener of their own (0 picks a free port), and
    /// [`gateway_url`](crate::Sandbox::gateway_url) and the manifests name that one.
    pub gateway_port: Option<u16>,
    /// Serve HTTPS for `localhost` with a certificate of a throw-away authority made at start.
    pub tls: bool,
    /// The merchant's API key, as in `Authorization: Basic <key>`.
    pub api_key: String,
    /// The card schemes this merchant takes: what every intent lists, and what the gateway accepts.
    pub card_schemes: Vec<CardScheme>,
    /// How long the body of a request may take to arrive; then the request is answered 408 and its connection closed.
    pub body_deadline: Duration,
    /// How long to wait, in real time, before a webhook that was not taken is sent again; the wait after that is four
    /// times as long, and the third try is the last.
    pub webhook_pause: Duration,
    /// Send webhooks in chunks and without a `Content-Length`, as .NET does unless it is told otherwise.
    pub chunked_webhooks: bool,
    /// A file that keeps customers, saved cards, intents, secrets, webhook subscriptions and the clock over a restart; it is
    /// made if it is not there. Requests, faults and deliveries are not kept.
    pub data: Option<PathBuf>,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            hosts: Vec::new(),
            port: 0,
            gateway_port: None,
            tls: false,
            api_key: "sk_sandbox_local".to_owned(),
            card_schemes: vec![
                CardScheme::Visa,
                CardScheme::Mastercard,
                CardScheme::Amex,
                CardScheme::Maestro,
            ],
            body_deadline: Duration::from_secs(10),
            webhook_pause: Duration::from_secs(1),
            chunked_webhooks: false,
            data: None,
        }
    }
}

/// Why the sandbox could not do what was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// The port is taken, or the address is not one of this machine.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address and port asked for.
        address: std::net::SocketAddr,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// The certificate authority or the server certificate could not be made.
    #[error("cannot prepare TLS: {0}")]
    Tls(String),
    /// A configuration value that cannot work; the text names it.
    #[error("invalid configuration: {0}")]
    Config(String),
    /// The data file cannot be used; it is as it was.
    #[error("cannot use the data file {}: {source}", file.display())]
    Data {
        /// The file asked for.
        file: PathBuf,
        /// Why not.
        source: DataFileError,
    },
    /// A call on the in-process merchant was refused; the text says why.
    #[error("{0}")]
    Refused(String),
    /// A fault rule that cannot work; the text says what is wrong with it.
    #[error("invalid fault rule: {0}")]
    Fault(String),
}
