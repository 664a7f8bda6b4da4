//! This program once more, as a process of its own.

use std::ffi::OsStr;
use std::process::Stdio;

use anyhow::Result;
use tokio::process::Command;

/// The first argument of a process that is a child of another one.
pub(crate) const CHILD: &str = "child";

/// A child with these arguments, which is heard by its parent and ends with it.
pub(crate) fn child(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Result<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command
        .arg(CHILD)
        .args(arguments)
        .stdout(Stdio::piped())
        .kill_on_drop(true);
    Ok(command)
}
