//! `checkout status`: for an app that was ended in the middle of a payment.

use std::process::ExitCode;

use crate::connection::ApiHost;
use crate::{output, usage};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The payment intent, pi_…
    #[arg(long, value_name = "ID")]
    payment_intent: String,

    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiHost,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let checkout = usage::client(args.api.config()?)?;
    output::report(&checkout.payment_status(&args.payment_intent).await, args.json)
}
