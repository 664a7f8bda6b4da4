//! `cargo xtask torture`: the fault campaign, and the short form of it that the tests run.

use anyhow::Result;
use clap::Args;

use crate::paths;
use crate::tool::{Logged, Tool};

pub(crate) const NAME: &str = "torture";

/// Which part of the campaign runs.
#[derive(Args)]
pub(crate) struct Options {
    /// The form that the tests run: a sample, in at most three minutes on two cores
    #[arg(long)]
    short: bool,
    /// Only this suite
    #[arg(long)]
    suite: Option<String>,
    /// Which sample the short form takes
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only cases whose names hold this text, as a failure shows it
    #[arg(long)]
    case: Option<String>,
}

/// Runs what was asked for, with the terminal's output.
pub(crate) fn run(options: &Options) -> Result<()> {
    let mut campaign = campaign().arg("--seed").arg(options.seed.to_string());
    if options.short {
        campaign = campaign.arg("--short");
    }
    for (name, value) in [("--suite", &options.suite), ("--case", &options.case)] {
        if let Some(value) = value {
            campaign = campaign.arg(name).arg(value);
        }
    }
    campaign.run()
}

/// Runs the short form, and leaves its line for the summary.
pub(crate) fn short() -> Result<Logged> {
    let report = paths::reports().join("torture.json");
    campaign().arg("--short").arg("--report").arg(report).logged(NAME)
}

fn campaign() -> Tool {
    Tool::cargo().args(["run", "--quiet", "--locked", "-p", "checkout-torture", "--"])
}
