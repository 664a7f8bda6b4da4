//! `checkout demo`: the save-card guide from end to end, and with `--all` every other flow, against a sandbox in this
//! process, over real HTTP. With `--sheet` a customer before the checkout sheet.

mod orders;
mod requests;
mod script;
mod sheets;
mod shop;
mod visits;

use std::process::ExitCode;

use anyhow::ensure;
use checkout_sandbox::{Sandbox, SandboxConfig};

use crate::output;
use orders::{GUIDE, OTHER_FLOWS, Order};
use shop::Shop;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Go on with a setup intent, a virtual terminal, Google Pay, Apple Pay, and the deletion of a saved card
    #[arg(long)]
    all: bool,

    /// Walk a customer through the checkout sheet instead, each screen printed
    #[arg(long, conflicts_with = "all")]
    sheet: bool,
}

pub(crate) async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.sheet {
        visits::run().await?;
        return Ok(ExitCode::SUCCESS);
    }
    let others = if args.all { OTHER_FLOWS } else { &[] };
    let orders: Vec<&Order> = GUIDE.iter().chain(others).collect();
    let sandbox = Sandbox::start(SandboxConfig::default()).await?;
    let codes = Shop::open(&sandbox).await?.run(&orders).await?;
    let all: Vec<String> = codes.iter().map(i32::to_string).collect();
    output::line(&format!("\nStatus codes: {}", all.join(", ")))?;
    sandbox.shutdown().await;
    let expected: Vec<i32> = orders.iter().map(|order| order.code).collect();
    ensure!(codes == expected, "the codes should be {expected:?}");
    Ok(ExitCode::SUCCESS)
}
