//! The core for Android's processors: built with the NDK where there is one.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};

use super::{Options, elf};
use crate::paths;
use crate::tool::Tool;

/// The processors that phones and emulators have.
const ABIS: [&str; 4] = ["arm64-v8a", "armeabi-v7a", "x86_64", "x86"];

/// The `minSdkVersion` of the manifest.
const MIN_SDK: &str = "26";

/// Devices with pages of 16 KB load only libraries whose segments begin at multiples of that.
const PAGE: u64 = 16 * 1024;

/// A library for one processor.
pub(super) struct Library {
    pub(super) abi: &'static str,
    pub(super) file: PathBuf,
}

/// The libraries that can be had here; none is not an error, unless they are required.
pub(super) fn libraries(options: &Options) -> Result<Vec<Library>> {
    let folder = match &options.native {
        Some(folder) => Some(folder.clone()),
        None => built()?,
    };
    let Some(folder) = folder else {
        let lacking = "no Android NDK (ANDROID_NDK_HOME) or no cargo-ndk (cargo install cargo-ndk)";
        ensure!(
            !options.require_native,
            "{lacking}: the native libraries cannot be built here"
        );
        println!("android: {lacking}: the AAR is WITHOUT native libraries and cannot be used on a device");
        return Ok(Vec::new());
    };
    let libraries = found_in(&folder);
    ensure!(
        !libraries.is_empty(),
        "there is no ABI/libcheckout_bindings.so in {}",
        folder.display()
    );
    libraries.iter().try_for_each(check)?;
    Ok(libraries)
}

/// Builds all of them, if this machine can.
fn built() -> Result<Option<PathBuf>> {
    let has_ndk = ["ANDROID_NDK_HOME", "ANDROID_NDK_ROOT"]
        .iter()
        .any(|name| env::var_os(name).is_some());
    if !has_ndk || !paths::installed("cargo-ndk") {
        return Ok(None);
    }
    let folder = paths::artifacts().join("android/jni");
    super::fresh(&folder)?;
    let mut tool = Tool::cargo()
        .args(["ndk", "--platform", MIN_SDK, "--output-dir"])
        .arg(&folder);
    for abi in ABIS {
        tool = tool.args(["--target", abi]);
    }
    tool.args(["build", "--release", "--locked", "-p", "checkout-bindings", "--lib"])
        .env("RUSTFLAGS", format!("-C link-arg=-Wl,-z,max-page-size={PAGE}"))
        .run()?;
    Ok(Some(folder))
}

fn found_in(folder: &Path) -> Vec<Library> {
    ABIS.into_iter()
        .map(|abi| Library {
            abi,
            file: folder.join(abi).join("libcheckout_bindings.so"),
        })
        .filter(|library| library.file.is_file())
        .collect()
}

fn check(library: &Library) -> Result<()> {
    let bytes = fs::read(&library.file)?;
    let alignment = elf::segment_alignment(&bytes).with_context(|| library.file.display().to_string())?;
    // Only 64-bit devices have such pages.
    if library.abi.contains("64") && !alignment.is_multiple_of(PAGE) {
        bail!(
            "{} is aligned to {alignment} bytes, not to 16 KB pages",
            library.file.display()
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(native: Option<PathBuf>) -> Options {
        Options {
            native,
            require_native: true,
            debug: true,
        }
    }

    fn library(folder: &Path, abi: &str, alignment: u64) {
        let folder = folder.join(abi);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("libcheckout_bindings.so"), elf::tests::library(alignment)).unwrap();
    }

    #[test]
    fn libraries_that_are_there_are_taken() {
        let dir = tempfile::tempdir().unwrap();
        library(dir.path(), "x86_64", PAGE);
        library(dir.path(), "arm64-v8a", 4 * PAGE);
        let found = libraries(&options(Some(dir.path().to_owned()))).unwrap();
        assert_eq!(
            found.iter().map(|library| library.abi).collect::<Vec<_>>(),
            ["arm64-v8a", "x86_64"]
        );
    }

    #[test]
    fn a_library_for_small_pages_only_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        library(dir.path(), "arm64-v8a", 4096);
        let error = libraries(&options(Some(dir.path().to_owned()))).err().unwrap();
        assert!(error.to_string().contains("16 KB"), "{error}");
    }

    #[test]
    fn a_folder_without_libraries_is_a_mistake() {
        let dir = tempfile::tempdir().unwrap();
        assert!(libraries(&options(Some(dir.path().to_owned()))).is_err());
    }
}
