//! The options that say which server to talk to.

use std::path::PathBuf;

use checkout_core::CheckoutConfig;
use checkout_core::config::GatewayChoice;

use crate::usage::UsageError;

#[derive(clap::Args)]
#[command(next_help_heading = "Server")]
pub(crate) struct ApiHost {
    /// The API host
    #[arg(
        long,
        value_name = "URL",
        env = "CHECKOUT_API_URL",
        default_value = "https://api.dojo.tech"
    )]
    api_url: String,

    /// Allow http:// URLs of this machine, such as those of a sandbox
    #[arg(long)]
    allow_insecure_loopback: bool,

    /// Trust the certificates in this PEM file, beside those of the system
    #[arg(long, value_name = "FILE")]
    ca_cert: Option<PathBuf>,
}

impl ApiHost {
    /// A configuration for calls that the API host answers alone; so the gateway is not looked for.
    pub(crate) fn config(self) -> Result<CheckoutConfig, UsageError> {
        Ok(CheckoutConfig {
            gateway: GatewayChoice::Url(self.api_url.clone()),
            api_url: self.api_url,
            allow_insecure_loopback: self.allow_insecure_loopback,
            extra_root_certificates: self.ca_cert.map(read).transpose()?.into_iter().collect(),
            user_agent_suffix: Some(concat!("checkout-cli/", env!("CARGO_PKG_VERSION")).to_owned()),
            ..CheckoutConfig::default()
        })
    }
}

fn read(ca_cert: PathBuf) -> Result<String, UsageError> {
    std::fs::read_to_string(&ca_cert)
        .map_err(|error| UsageError(format!("cannot read --ca-cert {}: {error}", ca_cert.display())))
}
