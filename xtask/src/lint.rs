//! `cargo xtask lint`: what a reviewer should not have to say.

use anyhow::Result;

use crate::deny;
use crate::docs;
use crate::fuzz;
use crate::repository;
use crate::tool::Tool;

/// Formatting, lints, documentation, the fuzz targets, dependencies, links, workflows.
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
    docs::rustdoc(Tool::cargo().args(["doc", "--workspace", "--no-deps", "--locked"]))?;
    fuzz::check()?;
    deny::run()?;
    repository::lint()?;
    println!("lint: ok");
    Ok(())
}
