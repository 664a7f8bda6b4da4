//! Installing what is missing from Debian's packages.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::sync::Once;

use anyhow::{Result, bail, ensure};

use crate::paths;
use crate::tool::Tool;

/// Makes sure that `program` is there, by installing `packages` if it is not.
pub(crate) fn need(program: &str, packages: &[&str]) -> Result<()> {
    if paths::installed(program) {
        return Ok(());
    }
    let packages_shown = packages.join(" ");
    if !paths::installed("apt-get") || !is_root() {
        bail!("`{program}` is not installed (Debian: apt-get install {packages_shown})");
    }
    refresh_package_lists()?;
    apt_get()
        .args(["install", "--yes", "-q", "--no-install-recommends"])
        .args(packages)
        .run()?;
    ensure!(
        paths::installed(program),
        "`{program}` is still missing after installing {packages_shown}"
    );
    Ok(())
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
