//! `cargo xtask msrv`: what apps and backends build compiles with the oldest Rust that we promise.

use anyhow::{Context, Result, ensure};

use crate::paths;
use crate::tool::Tool;

/// Checks with the compiler at hand, which must be the promised one: a newer one would show nothing.
pub(crate) fn run() -> Result<()> {
    let promised = promised(&std::fs::read_to_string(paths::root().join("Cargo.toml"))?)?;
    let compiler = Tool::new("rustc").arg("--version").text()?;
    ensure!(
        is_release(&compiler, &promised),
        "this is {}, and Rust {promised} is promised: RUSTUP_TOOLCHAIN={promised} cargo xtask msrv",
        compiler.trim()
    );
    Tool::cargo().args(["check", "--workspace", "--locked"]).run()?;
    println!("msrv: Rust {promised} compiles it");
    Ok(())
}

/// The workspace's `rust-version`.
fn promised(manifest: &str) -> Result<String> {
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .context("Cargo.toml names no rust-version")?;
    Ok(version.trim_matches('"').to_owned())
}

/// Whether `rustc --version` tells of any patch release of this version.
fn is_release(compiler: &str, version: &str) -> bool {
    compiler
        .strip_prefix("rustc ")
        .and_then(|rest| rest.strip_prefix(version))
        .is_some_and(|rest| rest.starts_with(['.', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_promised_compiler_counts() {
        assert!(is_release("rustc 1.94.1 (e408947bf 2026-03-25)", "1.94"));
        assert!(!is_release("rustc 1.95.0 (59807616e 2026-04-14)", "1.94"));
        assert!(!is_release("rustc 1.940.0 (59807616e 2026-04-14)", "1.94"));
    }

    #[test]
    fn the_runners_take_the_compiler_that_is_promised() {
        let read = |path| std::fs::read_to_string(paths::root().join(path)).unwrap();
        let promised = promised(&read("Cargo.toml")).unwrap();
        let workflow = read(".github/workflows/msrv.yml");
        assert!(workflow.contains(&format!("toolchain: \"{promised}\"")), "{workflow}");
        assert!(read("README.md").contains(&format!("Rust {promised} or newer")));
    }
}
