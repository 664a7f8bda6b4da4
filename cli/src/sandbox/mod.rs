//! `checkout sandbox`: a local Dojo that runs until it is stopped.

mod introduction;

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use checkout_sandbox::{Sandbox, SandboxConfig, SandboxError};

use crate::output;
use crate::usage::UsageError;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The TCP port; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,

    /// The address to listen on; apps with the SDK take http from their own device only
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: IpAddr,

    /// A name or address by which the dashboard and the control routes are called, beside those of this machine; may be repeated
    #[arg(long, value_name = "HOST")]
    host: Vec<String>,

    /// Serve HTTPS for localhost, with a certificate of a throw-away authority
    #[arg(long)]
    tls: bool,

    /// Where to write that authority's certificate (PEM) [default: a file in the directory for temporary files]
    #[arg(long, value_name = "FILE", requires = "tls")]
    ca_cert_out: Option<PathBuf>,

    /// Send webhooks in chunks and without their length, as some servers do
    #[arg(long)]
    chunked_webhooks: bool,

    /// Keep customers, cards, intents and secrets in this file, so that they survive a restart
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let config = SandboxConfig {
        address: args.address,
        hosts: args.host,
        port: args.port,
        tls: args.tls,
        chunked_webhooks: args.chunked_webhooks,
        data: args.data,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await.map_err(|error| match error {
        SandboxError::Config(_) => UsageError(error.to_string()).into(),
        _ => anyhow::Error::from(error),
    })?;
    let ca_cert = match sandbox.ca_certificate_pem() {
        Some(pem) => Some(write(pem, args.ca_cert_out)?),
        None => None,
    };
    output::line(&introduction::introduction(&sandbox, ca_cert.as_deref()))?;
    stop_signal().await?;
    eprintln!("stopping …");
    sandbox.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

fn write(pem: &str, file: Option<PathBuf>) -> Result<PathBuf, UsageError> {
    let default = || std::env::temp_dir().join(format!("checkout-sandbox-{}-ca.pem", std::process::id()));
    let file = file.unwrap_or_else(default);
    match std::fs::write(&file, pem) {
        Ok(()) => Ok(file),
        Err(error) => Err(UsageError(format!("cannot write {}: {error}", file.display()))),
    }
}

/// Ctrl-C, or a service manager that asks it to stop.
async fn stop_signal() -> anyhow::Result<()> {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminated = signal(SignalKind::terminate()).context("cannot wait for a signal")?;
        tokio::select! {
            interrupted = interrupted => interrupted.context("cannot wait for Ctrl-C"),
            _ = terminated.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    interrupted.await.context("cannot wait for Ctrl-C")
}
