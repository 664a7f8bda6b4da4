//! `cargo xtask size`: how large the library is that every app ships, against the ledger in `docs/size.json`.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::mobile;
use crate::paths;
use crate::tool::Tool;

/// A change that grows the library by more has to say why: `--record WHY`.
const UNEXPLAINED_PER_MILLE: u64 = 20;

/// What to measure, and whether to write it down.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Also measure the library for arm64 Android, built as `check-mobile` does
    #[arg(long)]
    android: bool,

    /// Add what was measured to the ledger, with the reason
    #[arg(long, value_name = "WHY")]
    record: Option<String>,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let mut libraries = vec![(
        format!("{}-{}", std::env::consts::OS, std::env::consts::ARCH),
        for_this_machine()?,
    )];
    if options.android {
        libraries.push((mobile::ANDROID.to_owned(), mobile::release_library_for_android()?));
    }
    let mut ledger = Ledger::read()?;
    let mut unexplained = Vec::new();
    for (target, library) in libraries {
        let bytes = fs::metadata(&library)
            .with_context(|| format!("there is no {}", library.display()))?
            .len();
        let before = ledger.last(&target);
        println!("size: {target}: {}", described(bytes, before));
        if before.is_some_and(|before| bytes > before + before * UNEXPLAINED_PER_MILLE / 1000) {
            unexplained.push(target.clone());
        }
        if let Some(why) = &options.record {
            ledger.add(&target, bytes, why);
        }
    }
    if options.record.is_some() {
        return ledger.write();
    }
    if !unexplained.is_empty() {
        bail!(
            "grown by more than {UNEXPLAINED_PER_MILLE} per mille: {}; if that is meant: cargo xtask size --record WHY",
            unexplained.join(", ")
        );
    }
    Ok(())
}

fn for_this_machine() -> Result<PathBuf> {
    Tool::cargo()
        .args(["build", "--release", "--locked", "-p", "checkout-bindings", "--lib"])
        .run()?;
    let file = format!(
        "{}checkout_bindings{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    Ok(paths::artifacts().join("release").join(file))
}

fn described(bytes: u64, before: Option<u64>) -> String {
    match before {
        None => format!("{bytes} bytes, not in the ledger yet"),
        Some(before) if before == bytes => format!("{bytes} bytes, as in the ledger"),
        Some(before) if before < bytes => format!("{bytes} bytes, {} more than in the ledger", bytes - before),
        Some(before) => format!("{bytes} bytes, {} less than in the ledger", before - bytes),
    }
}

/// One entry for each measurement that was worth keeping, the newest last.
struct Ledger {
    file: PathBuf,
    entries: Vec<Value>,
}

impl Ledger {
    fn read() -> Result<Self> {
        let file = paths::root().join("docs/size.json");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let entries = serde_json::from_str(&text).with_context(|| format!("{} is no ledger", file.display()))?;
        Ok(Self { file, entries })
    }

    fn last(&self, target: &str) -> Option<u64> {
        let entry = self.entries.iter().rev().find(|entry| entry["target"] == target)?;
        entry["bytes"].as_u64()
    }

    fn add(&mut self, target: &str, bytes: u64, why: &str) {
        let version = env!("CARGO_PKG_VERSION");
        self.entries
            .push(json!({ "version": version, "target": target, "bytes": bytes, "why": why }));
    }

    fn write(&self) -> Result<()> {
        let lines: Vec<String> = self.entries.iter().map(|entry| format!("  {entry}")).collect();
        Ok(fs::write(&self.file, format!("[\n{}\n]\n", lines.join(",\n")))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_in_the_repository_can_be_read_and_names_every_size() {
        let ledger = Ledger::read().expect("a ledger");
        for entry in &ledger.entries {
            assert!(entry["bytes"].as_u64().is_some_and(|bytes| bytes > 100_000), "{entry}");
            for name in ["version", "target", "why"] {
                assert!(entry[name].as_str().is_some_and(|text| !text.is_empty()), "{entry}");
            }
        }
    }

    #[test]
    fn the_newest_entry_of_a_target_counts() {
        let mut ledger = Ledger {
            file: PathBuf::new(),
            entries: Vec::new(),
        };
        assert_eq!(ledger.last("a"), None);
        for (target, bytes) in [("a", 3), ("b", 4), ("a", 5)] {
            ledger.add(target, bytes, "because");
        }
        assert_eq!((ledger.last("a"), ledger.last("b")), (Some(5), Some(4)));
    }

    #[test]
    fn a_difference_is_said_in_words() {
        assert_eq!(described(10, None), "10 bytes, not in the ledger yet");
        assert_eq!(described(10, Some(10)), "10 bytes, as in the ledger");
        assert_eq!(described(12, Some(10)), "12 bytes, 2 more than in the ledger");
        assert_eq!(described(7, Some(10)), "7 bytes, 3 less than in the ledger");
    }
}
