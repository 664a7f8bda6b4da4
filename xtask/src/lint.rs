//! `cargo xtask lint`: what a reviewer should not have to say.

use anyhow::Result;

use crate::deny;
use crate::fuzz;
use crate::tool::Tool;

/// Formatting, lints, documentation, the fuzz targets, dependencies.
pub(crate) fn run() -> Result<()> {
    Tool::cargo().args(["fmt", "--all", "--check"]).run()?;
    Tool::cargo()
        .args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ])
        .run()?;
    Tool::cargo()
        .args(["doc", "--workspace", "--no-deps", "--locked"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .run()?;
    fuzz::check()?;
    deny::run()?;
    println!("lint: ok");
    Ok(())
}
