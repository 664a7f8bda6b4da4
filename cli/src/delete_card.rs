//! `checkout delete-card`.

use std::process::ExitCode;

use crate::connection::ApiHost;
use crate::saved_cards::CustomerAccess;
use crate::{output, terminal, usage};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    customer: CustomerAccess,

    /// The card to delete, pm_…
    #[arg(long, value_name = "PM_ID")]
    saved_card: String,

    #[command(flatten)]
    api: ApiHost,
}

pub(crate) async fn run(args: Args) -> anyhow::Result<ExitCode> {
    let CustomerAccess {
        customer_id,
        customer_secret,
    } = args.customer;
    let customer_secret = terminal::unless_asked_for(customer_secret, "customer secret").await?;
    let checkout = usage::client(args.api.config()?)?;
    checkout
        .delete_saved_card(&customer_id, &args.saved_card, customer_secret)
        .await
        .map_err(usage::call_failed)?;
    output::note(&format!("deleted {}", args.saved_card));
    Ok(ExitCode::SUCCESS)
}
