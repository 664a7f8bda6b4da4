//! `cargo xtask android`: what apps install, without Gradle. An AAR with its POM in a Maven repository on disk, and the
//! JVM artifact in the local Maven repository, from where a project outside of this one then runs the samples.

mod aar;
mod elf;
mod native;
mod outside;
mod pom;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::generate;
use crate::maven;
use crate::paths;
use crate::tool::Tool;

/// What to build, and of what.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Take the native libraries from this directory (ABI/libcheckout_bindings.so) instead of building them
    #[arg(long, value_name = "DIR")]
    native: Option<PathBuf>,

    /// Fail if there are no native libraries and they cannot be built, instead of leaving them out
    #[arg(long)]
    require_native: bool,

    /// Build the library of this machine without optimization: faster, for trying things out
    #[arg(long)]
    debug: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let project = maven::project().context("there is no android/pom.xml")?;
    generate::once()?;
    put_host_library_into_the_jar(options.debug)?;
    maven::tool(&project, "install")?
        .args(["-q", "-Dmaven.test.skip=true"])
        .run()?;

    let pom = pom::Pom::of(&project)?;
    let libraries = native::libraries(options)?;
    let aar = aar::assemble(&project, &pom, &libraries)?;
    println!("android: {}", aar.display());
    for entry in aar::entries(&aar)? {
        println!("    {entry}");
    }
    outside::run_samples(&project)
}

/// Writes the classes that Maven compiled as the AAR has them.
pub(crate) fn classes_jar(project: &Path, archive: &Path) -> Result<()> {
    if let Some(folder) = archive.parent() {
        fs::create_dir_all(folder)?;
    }
    aar::classes_jar(project, archive)
}

/// Where the jar takes the native library from, under JNA's names for systems.
fn put_host_library_into_the_jar(debug: bool) -> Result<()> {
    let profile = if debug { "debug" } else { "release" };
    let mut cargo = Tool::cargo().args(["build", "--quiet", "--locked", "-p", "checkout-bindings", "--lib"]);
    if !debug {
        cargo = cargo.arg("--release");
    }
    cargo.run()?;
    let file = format!(
        "{}checkout_bindings{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    let folder = paths::artifacts().join("jvm-native").join(jna_folder());
    copy(&paths::artifacts().join(profile).join(&file), &folder.join(file))
}

/// JNA's name for this machine, such as `linux-x86-64`.
fn jna_folder() -> String {
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        system => system,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x86-64",
        processor => processor,
    };
    format!("{system}-{processor}")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::copy(from, to).with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// An empty directory for what is assembled.
fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(fs::create_dir_all(folder)?)
}
