//! Python packages that tests need, each in an environment of its own in the cache directory.

use std::path::PathBuf;

use anyhow::Result;

use crate::debian;
use crate::paths;
use crate::tool::Tool;

/// An environment made once, with what pip is told to install: `package==version`, and options.
pub(crate) fn environment(name: &str, install: &[&str]) -> Result<PathBuf> {
    let environment = paths::cache()?.join(name);
    let pip = environment.join("bin/pip");
    if !pip.is_file() {
        debian::need("python3", &["python3"])?;
        let venv = || Tool::new("python3").args(["-m", "venv"]).arg(&environment);
        // Debian splits the part off that makes environments, so that only trying tells whether it is there.
        if !venv().succeeds() {
            debian::install(&["python3-venv"])?;
            venv().run()?;
        }
    }
    Tool::new(&pip)
        .args(["install", "--quiet", "--disable-pip-version-check"])
        .args(install)
        .run()?;
    Ok(environment)
}
