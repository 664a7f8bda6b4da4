//! `checkout sandbox`: a local Dojo that runs until it is stopped.

use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use checkout_sandbox::{Sandbox, SandboxConfig, TestCard, test_cards};

use crate::output;
use crate::usage::UsageError;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The TCP port; 0 picks a free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,

    /// The address to listen on, for example to be reached by a phone
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    address: IpAddr,

    /// Serve HTTPS for localhost, with a certificate of a throw-away authority
    #[arg(long)]
    tls: bool,

    /// Where to write that authority's certificate (PEM) [default: a file in the directory for temporary files]
    #[arg(long, value_name = "FILE", requires = "tls")]
    ca_cert_out: Option<PathBuf>,

    /// Keep customers, cards, intents and secrets in this file, so that they survive a restart
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let config = SandboxConfig {
        address: args.address,
        port: args.port,
        tls: args.tls,
        data: args.data,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).await?;
    let ca_cert = match sandbox.ca_certificate_pem() {
        Some(pem) => Some(write(pem, args.ca_cert_out)?),
        None => None,
    };
    output::line(&introduction(&sandbox, ca_cert.as_ref()))?;
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

fn introduction(sandbox: &Sandbox, ca_cert: Option<&PathBuf>) -> String {
    let (gcp, aws) = sandbox.manifest_urls();
    let trust = ca_cert
        .map(|file| format!("\n  CA certificate    {}", file.display()))
        .unwrap_or_default();
    let cards: String = test_cards().iter().map(describe).collect();
    format!(
        "A local Dojo is running. Ctrl-C stops it; with -v it logs requests.

  API host          {api}
  Payment gateway   {gateway}
  Region manifests  {gcp}
                    {aws}
  API key           {key}{trust}
  Dashboard         {api}/ in a browser

Test cards, expiry {expiry}:

{cards}
Try next:

{commands}",
        api = sandbox.url(),
        gateway = sandbox.gateway_url(),
        key = sandbox.api_key(),
        expiry = test_cards().first().map_or("12/29", |card| card.expiry),
        commands = commands(sandbox, ca_cert),
    )
}

/// Such as `5200 0000 0000 1005  MASTERCARD  CVV 020   0  published: paid without 3-D Secure`.
fn describe(card: &TestCard) -> String {
    let number = checkout_core::card::group(card.number);
    let (scheme, result) = (card.scheme.to_string(), card.result());
    format!(
        "  {number:<19}  {scheme:<10}  CVV {:<4}  {result:>3}  {}\n",
        card.cvv, card.purpose
    )
}

fn commands(sandbox: &Sandbox, ca_cert: Option<&PathBuf>) -> String {
    let (api, key) = (sandbox.url(), sandbox.api_key());
    let (curl_trust, trust) = match ca_cert {
        Some(file) => (
            format!(" --cacert {}", file.display()),
            format!("--ca-cert {}", file.display()),
        ),
        None => (String::new(), "--allow-insecure-loopback".to_owned()),
    };
    let gateway = sandbox.gateway_url();
    let order = r#"{"amount":{"value":1250,"currencyCode":"GBP"},"reference":"order-1"}"#;
    format!(
        "  curl{curl_trust} {api}/payment-intents -H 'Authorization: Basic {key}' -H 'Version: 2022-04-07' \\
    -H 'Content-Type: application/json' -d '{order}'
  checkout pay --payment-intent pi_… --api-url {api} --gateway-url {gateway} \\
    {trust}
  checkout status --payment-intent pi_… --api-url {api} {trust}
  curl{curl_trust} {api}/_sandbox/state"
    )
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
