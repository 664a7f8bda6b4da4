//! Where things are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The repository.
pub(crate) fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// What cargo builds.
pub(crate) fn artifacts() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Where the library is that Kotlin, Java and Swift tests load.
pub(crate) fn library_dir() -> PathBuf {
    artifacts().join("debug")
}

/// Where tests leave their figures and scenario counts; see [`crate::reports`].
pub(crate) fn reports() -> PathBuf {
    artifacts().join("reports")
}

/// Everything that a test run prints, and the verbose logs that tests write; searched by [`crate::secrets`].
pub(crate) fn test_logs() -> PathBuf {
    artifacts().join("test-logs")
}

/// Toolchains that are too large to fetch for every build. Outside the repository, so that neither `cargo clean` nor
/// `git clean` deletes them.
pub(crate) fn cache() -> Result<PathBuf> {
    let cache = if let Some(dir) = env::var_os("CHECKOUT_CACHE_DIR") {
        PathBuf::from(dir)
    } else if let Some(dir) = env::var_os("XDG_CACHE_HOME") {
        Path::new(&dir).join("checkout-sdk")
    } else {
        let home = env::home_dir().context("no home directory: set CHECKOUT_CACHE_DIR")?;
        home.join(".cache/checkout-sdk")
    };
    ensure!(
        cache.is_absolute(),
        "the cache directory {} is not an absolute path",
        cache.display()
    );
    ensure!(
        !cache.starts_with(root()),
        "the cache directory {} is inside the repository",
        cache.display()
    );
    Ok(cache)
}

/// Whether a command of this name is installed.
pub(crate) fn installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|dir| dir.join(program).is_file())
}
