//! The samples as projects outside of this repository, which know the SDK only as the artifact that was installed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::{copy, fresh};
use crate::paths;
use crate::tool::Tool;

const APPS: [&str; 2] = ["sample.KotlinApp", "sample.JavaApp"];

/// Runs each sample against a sandbox; it must print `code 0`.
pub(super) fn run_samples(project: &Path) -> Result<()> {
    let outside = std::env::temp_dir().join(format!("checkout-sample-{}", std::process::id()));
    let done = run_samples_in(&outside, project);
    fs::remove_dir_all(&outside).ok();
    done
}

fn run_samples_in(outside: &Path, project: &Path) -> Result<()> {
    fresh(outside)?;
    copy_tree(&project.join("sample"), outside)?;
    Tool::cargo()
        .args(["build", "--quiet", "--locked", "-p", "checkout-cli"])
        .run()?;
    let sandbox = Sandbox::start()?;
    for app in APPS {
        let ended = Tool::new("mvn")
            .args(["-B", "-q", "-Dkotlin.compiler.daemon=false", "compile", "exec:java"])
            .arg(format!("-Dapp={app}"))
            .arg(format!("-Dexec.args={} {}", sandbox.url, sandbox.api_key))
            .dir(outside)
            .logged("android-sample")?;
        let paid = ended.output.lines().any(|line| line == "code 0");
        ensure!(ended.succeeded && paid, "{app} did not pay");
        println!("android: {app}, outside of the repository: code 0");
    }
    Ok(())
}

/// Sources only: what was built inside must not help outside.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let name = path.file_name().context("a directory entry has a name")?.to_owned();
        match path.is_dir() {
            true if name == "target" => {}
            true => copy_tree(&path, &to.join(name))?,
            false => copy(&path, &to.join(name))?,
        }
    }
    Ok(())
}

/// `checkout sandbox`, until it is dropped.
struct Sandbox {
    process: Child,
    url: String,
    api_key: String,
}

impl Sandbox {
    fn start() -> Result<Self> {
        let mut process = Command::new(paths::artifacts().join("debug/checkout"))
            .arg("sandbox")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start the sandbox")?;
        let output = process.stdout.take().context("the sandbox has an output")?;
        let mut sandbox = Self {
            process,
            url: String::new(),
            api_key: String::new(),
        };
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some(url) = line.trim().strip_prefix("API host ") {
                sandbox.url = url.trim().to_owned();
            }
            if let Some(key) = line.trim().strip_prefix("API key ") {
                sandbox.api_key = key.trim().to_owned();
                return Ok(sandbox);
            }
        }
        anyhow::bail!("the sandbox ended before it said where it is")
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sources_leave_the_repository() {
        let dir = tempfile::tempdir().unwrap();
        for file in ["from/pom.xml", "from/src/App.kt", "from/target/classes/App.class"] {
            let file = dir.path().join(file);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "x").unwrap();
        }
        let to = dir.path().join("to");
        copy_tree(&dir.path().join("from"), &to).unwrap();
        assert!(to.join("pom.xml").is_file() && to.join("src/App.kt").is_file());
        assert!(!to.join("target").exists());
    }
}
