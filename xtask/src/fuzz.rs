//! `cargo xtask fuzz`: bytes against every reader of the core, by the targets in `fuzz/`.
//!
//! The layout is cargo-fuzz's, so that its commands work there as well. What it would add is a nightly compiler and the
//! address sanitizer: the core has no unsafe code for that to watch, and the coverage that steers libFuzzer comes from
//! flags that every compiler takes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use crate::paths;
use crate::tool::Tool;

/// What cargo-fuzz passes without a sanitizer.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
     -Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0";

/// Longer inputs are the same ones again, slower.
const LONGEST_INPUT: u32 = 1024;

/// What to run, and for how long.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Seconds for each target
    #[arg(long, default_value_t = 3, value_name = "N")]
    seconds: u64,

    /// Executions of each target instead: what a long run is measured in
    #[arg(long, value_name = "N", conflicts_with = "seconds")]
    runs: Option<u64>,

    /// One target instead of all; may be given several times
    #[arg(long, value_name = "NAME")]
    target: Vec<String>,
}

impl Options {
    /// What the test command runs.
    pub(crate) fn short() -> Self {
        Options {
            seconds: 3,
            runs: None,
            target: Vec::new(),
        }
    }
}

/// What one target did.
pub(crate) struct Fuzzed {
    pub(crate) target: String,
    pub(crate) executions: u64,
    /// Where the input is that broke it.
    pub(crate) broken_by: Option<String>,
}

/// Runs the targets, and fails if an input broke one.
pub(crate) fn run(options: &Options) -> Result<()> {
    let broken = fuzz(options)?
        .iter()
        .filter(|fuzzed| fuzzed.broken_by.is_some())
        .count();
    ensure!(broken == 0, "{broken} targets were broken");
    Ok(())
}

/// Runs the targets one after the other; a broken one does not stop the others.
pub(crate) fn fuzz(options: &Options) -> Result<Vec<Fuzzed>> {
    let known = targets()?;
    for target in &options.target {
        ensure!(
            known.contains(target),
            "no target {target}: there are {}",
            known.join(", ")
        );
    }
    let programs = build()?;
    let mut all = Vec::new();
    for target in known {
        if options.target.is_empty() || options.target.contains(&target) {
            let fuzzed = fuzz_target(&programs, &target, options)?;
            println!("{fuzzed}");
            all.push(fuzzed);
        }
    }
    Ok(all)
}

/// The names of the files that hold a target each.
fn targets() -> Result<Vec<String>> {
    let dir = folder().join("fuzz_targets");
    let mut names = Vec::new();
    for entry in fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

/// Compiles all targets; says where they are.
fn build() -> Result<PathBuf> {
    let triple = host_triple()?;
    let target_dir = paths::artifacts().join("fuzz");
    // Naming the target keeps the flags away from build scripts and procedural macros.
    Tool::cargo()
        .args([
            "build",
            "--quiet",
            "--release",
            "--locked",
            "--target",
            &triple,
            "--target-dir",
        ])
        .arg(&target_dir)
        .env("RUSTFLAGS", FLAGS)
        .dir(&folder())
        .run()?;
    Ok(target_dir.join(triple).join("release"))
}

/// Whether all targets compile: no other command of the workspace sees them.
pub(crate) fn check() -> Result<()> {
    Tool::cargo()
        .args(["check", "--locked", "--target-dir"])
        .arg(paths::artifacts().join("fuzz"))
        .env("RUSTFLAGS", "--cfg fuzzing -D warnings")
        .dir(&folder())
        .run()
}

fn fuzz_target(programs: &Path, target: &str, options: &Options) -> Result<Fuzzed> {
    // What is found to lead somewhere new is kept from run to run, but not in the repository: the seeds are there.
    let corpus = paths::artifacts().join("fuzz/corpus").join(target);
    let artifacts = paths::artifacts().join("fuzz/artifacts").join(target);
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&artifacts)?;
    let length = match options.runs {
        Some(runs) => format!("-runs={runs}"),
        None => format!("-max_total_time={}", options.seconds),
    };
    let ended = Tool::new(programs.join(target))
        .arg(&corpus)
        .arg(folder().join("seeds").join(target))
        .arg(format!("-dict={}", folder().join("dictionary.txt").display()))
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .args([length, format!("-max_len={LONGEST_INPUT}"), "-timeout=10".to_owned()])
        .arg("-print_final_stats=1")
        .logged(&format!("fuzz-{target}"))?;
    let Some(executions) = executions(&ended.output) else {
        bail!("{target} said nothing of what it did");
    };
    Ok(Fuzzed {
        target: target.to_owned(),
        executions,
        broken_by: (!ended.succeeded).then(|| broken_by(&ended.output)),
    })
}

/// libFuzzer's own count, which it gives at the end and after a crash.
fn executions(output: &str) -> Option<u64> {
    let line = output
        .lines()
        .find(|line| line.starts_with("stat::number_of_executed_units:"))?;
    line.rsplit(' ').next()?.parse().ok()
}

fn broken_by(output: &str) -> String {
    let written = output.lines().find_map(|line| line.split_once("Test unit written to "));
    written.map_or("unknown input", |(_, path)| path).to_owned()
}

fn folder() -> PathBuf {
    paths::root().join("fuzz")
}

fn host_triple() -> Result<String> {
    let version = Tool::new("rustc").arg("-vV").text()?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host
        .context("rustc does not say for which host it compiles")?
        .to_owned())
}

impl std::fmt::Display for Fuzzed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "fuzz: {}: {} executions, ", self.target, self.executions)?;
        match &self.broken_by {
            None => f.write_str("nothing found"),
            Some(input) => write!(f, "BROKEN by {input}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_built_and_has_a_seed() {
        let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
        let targets = targets().unwrap();
        assert!(targets.len() >= 11, "{targets:?}");
        for target in targets {
            assert!(manifest.contains(&format!("name = \"{target}\"")), "{target}");
            let seeds = fs::read_dir(folder().join("seeds").join(&target)).unwrap();
            assert!(seeds.count() > 0, "{target}");
        }
    }

    #[test]
    fn executions_and_crashes_are_read_from_what_the_fuzzer_says() {
        let fine = "#7 DONE cov: 3\nstat::number_of_executed_units: 10000000\nstat::average_exec_per_sec:     9\n";
        assert_eq!(executions(fine), Some(10_000_000));
        assert_eq!(executions("thread panicked"), None);
        let crash = "x\nartifact_prefix='a/'; Test unit written to a/crash-1\n";
        assert_eq!(broken_by(crash), "a/crash-1");
        assert_eq!(broken_by(""), "unknown input");
    }
}
