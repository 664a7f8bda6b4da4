//! Runs every scenario through the public API of checkout-core, over real HTTP. Each is a test of its own.

#![allow(clippy::expect_used, reason = "without scenarios or report there is no test")]

mod forms;
mod host;
mod names;
mod screens;
mod sheet;
mod texts;
mod typed;
mod wallets;

use std::path::Path;
use std::process::ExitCode;

use checkout_conformance::{Scenario, ScenarioRun, scenarios};
use libtest_mimic::{Arguments, Failed, Trial};

/// Scenarios mostly wait, for servers that are slow on purpose.
const THREADS: usize = 16;

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    arguments.test_threads = arguments.test_threads.or(Some(THREADS));
    let scenarios = scenarios().expect("the scenarios can be read");
    let all = scenarios.len();
    let trials = scenarios
        .into_iter()
        .map(|scenario| Trial::test(scenario.name.clone(), move || run(&scenario)));
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    let ran = conclusion.num_passed + conclusion.num_failed;
    if !arguments.list && ran == all as u64 {
        report(conclusion.num_passed, conclusion.num_failed).expect("the report can be written");
    }
    conclusion.exit_code()
}

fn run(scenario: &Scenario) -> Result<(), Failed> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let verdict = runtime.block_on(async {
        let run = ScenarioRun::start(scenario).await?;
        let observed = host::play(&run).await;
        anyhow::Ok(run.finish(&observed).await)
    });
    let verdict = verdict.map_err(|error| format!("{error:#}"))?;
    match verdict.passed {
        true => Ok(()),
        false => Err(format!("{}\n  {}", scenario.summary, verdict.mismatches.join("\n  ")).into()),
    }
}

/// For `cargo xtask test`, which shows the lines of all suites together.
fn report(passed: u64, failed: u64) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../reports");
    std::fs::create_dir_all(&folder)?;
    let line = format!("scenarios (Rust): {passed} passed, {failed} failed");
    let report = serde_json::json!({ "line": line, "language": "rust", "scenarios": passed + failed });
    std::fs::write(folder.join("conformance-rust.json"), report.to_string())
}
