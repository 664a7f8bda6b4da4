//! `checkout`: takes payments through the checkout core, and runs a sandbox to take them from.

mod args;
mod backend;
mod connection;
mod customer;
mod delete_card;
mod demo;
mod flow;
mod logging;
mod output;
mod pay;
mod payment;
mod progress;
mod sandbox;
mod saved_cards;
mod sheet;
mod shown;
mod status;
mod terminal;
mod usage;

use std::process::ExitCode;

use tokio::runtime::Runtime;

use args::{Cli, Command};
use logging::Side;

fn main() -> ExitCode {
    let Cli { verbose, command } = args::parse();
    let side = match command {
        Command::Sandbox(_) => Side::Server,
        _ => Side::Client,
    };
    logging::to_stderr(side, verbose);
    match Runtime::new() {
        Ok(runtime) => runtime.block_on(run(command, verbose)).unwrap_or_else(usage::explain),
        Err(error) => usage::explain(error.into()),
    }
}

async fn run(command: Command, verbose: bool) -> anyhow::Result<ExitCode> {
    match command {
        Command::Demo(args) => demo::run(&args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
        Command::Pay(args) => pay::run(*args, verbose).await,
        Command::SavedCards(args) => saved_cards::run(args, verbose).await,
        Command::DeleteCard(args) => delete_card::run(args).await,
        Command::Status(args) => status::run(args).await,
    }
}
