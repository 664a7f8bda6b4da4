//! `checkout status`: for an app that was ended in the middle of a checkout.

use std::process::ExitCode;

use crate::connection::ApiHost;
use crate::flow::FlowOption;
use crate::{output, usage};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The payment intent, pi_…, or with `--flow setup` the setup intent, si_…
    #[arg(long, visible_alias = "setup-intent", value_name = "ID")]
    payment_intent: String,

    /// The kind of checkout that it was
    #[arg(long, value_enum, default_value_t = FlowOption::Payment)]
    flow: FlowOption,

    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    api: ApiHost,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let checkout = usage::client(args.api.config()?)?;
    let id = &args.payment_intent;
    let result = match args.flow {
        FlowOption::Setup => checkout.setup_status(id).await,
        FlowOption::Payment | FlowOption::VirtualTerminal => checkout.payment_status(id).await,
    };
    output::report(&result, args.json)
}
