//! The fault campaign: what a checkout says, and what really happened to the money, in thousands of broken worlds.
//!
//! `cargo xtask torture` runs it; `docs/torture.md` says what it does and shows what it printed.

mod campaign;
mod child;
mod customer;
mod flow;
mod judge;
mod process;
mod proxy;
mod serve;
mod shop;
mod suites;
mod table;
mod watch;
mod wire;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, ensure};
use clap::Parser;

use campaign::{Settings, Tally};
use watch::Watch;

/// Break the world around a checkout in every way, and compare what it says with the books.
#[derive(Parser)]
#[command(bin_name = "cargo xtask torture")]
struct Options {
    /// The form that the tests run: a sample, in at most three minutes on two cores
    #[arg(long)]
    short: bool,
    /// Only this suite
    #[arg(long)]
    suite: Option<String>,
    /// Which sample the short form takes
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Only cases whose names hold this text
    #[arg(long)]
    case: Option<String>,
    /// Where to leave a line for the summary of the tests
    #[arg(long)]
    report: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some((process::CHILD, rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return runtime.block_on(child::run(rest)).map(|()| true);
    }
    runtime.block_on(campaign(Options::parse()))
}

async fn campaign(options: Options) -> Result<bool> {
    Watch::install();
    let settings = Settings {
        short: options.short,
        seed: options.seed,
        only: options.case,
    };
    let mut tallies: Vec<Tally> = Vec::new();
    for name in suites::NAMES {
        if options.suite.as_deref().is_none_or(|suite| suite == name) {
            println!("{name}");
            tallies.push(suites::run(name, &settings).await?);
        }
    }
    ensure!(
        !tallies.is_empty(),
        "there is no such suite; there are {}",
        suites::NAMES.join(", ")
    );
    table::print(&tallies);
    table::close(&tallies, options.report.as_deref())
}
