//! Installing what is missing from Debian's packages.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Once;

use anyhow::{Context, Result, bail, ensure};

use crate::paths;
use crate::tool::Tool;

/// Makes sure that `program` is there, by installing `packages` if it is not.
pub(crate) fn need(program: &str, packages: &[&str]) -> Result<()> {
    if paths::installed(program) {
        return Ok(());
    }
    install(packages).with_context(|| format!("`{program}` is not installed"))?;
    ensure!(
        paths::installed(program),
        "`{program}` is still missing after installing {}",
        packages.join(" ")
    );
    Ok(())
}

/// Installs packages, for what leaves no program behind to look for.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    if !paths::installed("apt-get") || !is_root() {
        bail!("as root, on Debian: apt-get install {}", packages.join(" "));
    }
    refresh_package_lists()?;
    apt_get()
        .args(["install", "--yes", "-q", "--no-install-recommends"])
        .args(packages)
        .run()
}

/// Whether this process may mount and install.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn refresh_package_lists() -> Result<()> {
    static ONCE: Once = Once::new();
    let mut refreshed = Ok(());
    ONCE.call_once(|| refreshed = apt_get().args(["update", "-q"]).run());
    refreshed
}

fn apt_get() -> Tool {
    Tool::new("apt-get").env("DEBIAN_FRONTEND", "noninteractive")
}
