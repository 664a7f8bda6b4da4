//! Swift on a machine that has none.
//!
//! Debian packages the compiler from trixie on. Its C library is newer than Debian 12's, so a library that was built
//! outside the chroot works inside. Where `swift` is installed, that one is used.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::chroot::Chroot;
use crate::paths;
use crate::tool::Tool;

const TRIXIE: Chroot = Chroot {
    name: "swift",
    suite: "trixie",
    packages: &["swiftlang", "libc6-dev", "libstdc++-14-dev", "ca-certificates"],
};

/// `cargo xtask swift-env`: prepares; with arguments also runs `swift` in the package in `ios`.
pub(crate) fn command(arguments: &[OsString]) -> Result<()> {
    if arguments.is_empty() {
        return if is_native() { Ok(()) } else { TRIXIE.prepare() };
    }
    let (subcommand, rest) = arguments.split_at(1);
    let rest: Vec<&OsStr> = rest.iter().map(OsString::as_os_str).collect();
    run(&env::current_dir()?, &subcommand[0].to_string_lossy(), &rest)
}

/// Runs `swift SUBCOMMAND ARGUMENTS` in the package in `dir`.
pub(crate) fn run(dir: &Path, subcommand: &str, arguments: &[impl AsRef<OsStr>]) -> Result<()> {
    tool(dir, subcommand, arguments)?.run()
}

/// `swift SUBCOMMAND ARGUMENTS` in the package in `dir`, not yet run.
///
/// The package finds the Rust library, and its tests the programs beside it, by `CHECKOUT_LIB_DIR`.
pub(crate) fn tool(dir: &Path, subcommand: &str, arguments: &[impl AsRef<OsStr>]) -> Result<Tool> {
    let library_dir = paths::library_dir();
    let scratch = scratch(dir);
    let mut command: Vec<&OsStr> = vec!["swift".as_ref(), subcommand.as_ref()];
    command.extend(["--scratch-path".as_ref(), scratch.as_os_str()]);
    command.extend(arguments.iter().map(AsRef::as_ref));
    let environment = [("CHECKOUT_LIB_DIR", library_dir.as_os_str())];

    if is_native() {
        let swift = Tool::new("swift").args(&command[1..]).dir(dir);
        return Ok(environment
            .iter()
            .fold(swift, |swift, (name, value)| swift.env(name, value)));
    }
    TRIXIE.command(
        dir,
        &[paths::root(), paths::artifacts(), dir.to_path_buf()],
        &environment,
        &command,
    )
}

/// Where `swift` builds the package in `dir`: among cargo's artifacts, so that `cargo clean` cleans both.
pub(crate) fn scratch(dir: &Path) -> PathBuf {
    paths::artifacts()
        .join("swift")
        .join(dir.file_name().unwrap_or_default())
}

fn is_native() -> bool {
    paths::installed("swift")
}
