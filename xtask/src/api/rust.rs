//! The core's public API, read from rustdoc's JSON.
//!
//! The JSON is behind a switch that stable compilers refuse unless told to obey. Only rustdoc is told: if cargo were,
//! every dependency with a build script would be built again, once with the switch and once without, for ever.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::paths;
use crate::tool::Tool;

const PACKAGE: &str = "checkout-core";
const LIBRARY: &str = "checkout_core";

const OBEDIENT_RUSTDOC: &str = "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec rustdoc \"$@\"\n";

/// One public item a line.
pub(crate) fn current() -> Result<String> {
    Tool::cargo()
        .args(["rustdoc", "--quiet", "-p", PACKAGE, "--lib", "--all-features", "--"])
        .args([
            "-Z",
            "unstable-options",
            "--output-format",
            "json",
            "--cap-lints",
            "allow",
        ])
        .env("RUSTDOC", obedient_rustdoc()?)
        .run()?;
    let json = paths::artifacts().join("doc").join(format!("{LIBRARY}.json"));
    Tool::cargo()
        .args([
            "run",
            "--quiet",
            "-p",
            "xtask",
            "--features",
            "api-listing",
            "--bin",
            "public-api-listing",
            "--",
        ])
        .arg(&json)
        .text()
        .with_context(|| format!("cannot list the public API of {PACKAGE}"))
}

fn obedient_rustdoc() -> Result<PathBuf> {
    let script = paths::artifacts().join("api/rustdoc.sh");
    fs::create_dir_all(paths::artifacts().join("api"))?;
    if fs::read_to_string(&script).is_ok_and(|text| text == OBEDIENT_RUSTDOC) {
        return Ok(script);
    }
    fs::write(&script, OBEDIENT_RUSTDOC)?;
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755))?;
    Ok(script)
}
