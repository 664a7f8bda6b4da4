//! `cargo xtask generate`: the Kotlin and Swift that UniFFI writes for the bindings.
//!
//! Generated code is not in the repository: it follows from the bindings and must never be edited. Kotlin is written
//! among cargo's artifacts, from where Maven compiles it; Swift packages cannot reach outside themselves, so Swift is
//! written into the package, where git ignores it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, ensure};

use crate::paths;
use crate::tool::Tool;

const PACKAGE: &str = "checkout-bindings";
const LIBRARY: &str = "checkout_bindings";

/// The generated Swift, and the C header that it goes through.
const SWIFT: [(&str, &str); 2] = [
    (
        "CheckoutSDKCore.swift",
        "ios/Sources/CheckoutSDKCore/CheckoutSDKCore.swift",
    ),
    ("CheckoutSDKFFI.h", "ios/Sources/CheckoutSDKFFI/CheckoutSDKFFI.h"),
];

/// Builds the bindings and writes both languages.
pub(crate) fn run() -> Result<()> {
    let generator = generator()?;
    // After the generator, whose feature must not be in the library that tests load.
    let library = library()?;
    fresh(&kotlin())?;
    write(&generator, &library, "kotlin", &kotlin())?;
    replace_lost_halves(&kotlin().join("checkout/sdk/checkout_bindings.kt"))?;
    if paths::root().join("ios/Package.swift").exists() {
        let swift = paths::artifacts().join("generated/swift");
        fresh(&swift)?;
        write(&generator, &library, "swift", &swift)?;
        for (file, place) in SWIFT {
            copy_if_changed(&swift.join(file), &paths::root().join(place))?;
        }
    }
    Ok(())
}

/// As [`run`], unless this process has done it before.
pub(crate) fn once() -> Result<()> {
    static DONE: Mutex<bool> = Mutex::new(false);
    let mut done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    if !*done {
        run()?;
        *done = true;
    }
    Ok(())
}

/// Where the generated Kotlin is.
fn kotlin() -> PathBuf {
    paths::artifacts().join("generated/kotlin")
}

/// The debug library: release builds are stripped of the metadata that the generator reads.
fn library() -> Result<PathBuf> {
    Tool::cargo()
        .args(["build", "--quiet", "--locked", "-p", PACKAGE, "--lib"])
        .run()?;
    let prefix = std::env::consts::DLL_PREFIX;
    let suffix = std::env::consts::DLL_SUFFIX;
    Ok(paths::artifacts().join(format!("debug/{prefix}{LIBRARY}{suffix}")))
}

/// The generator that belongs to the UniFFI version of the bindings.
fn generator() -> Result<PathBuf> {
    Tool::cargo()
        .args([
            "build",
            "--quiet",
            "--locked",
            "-p",
            PACKAGE,
            "--features",
            "bindgen",
            "--bin",
            "uniffi-bindgen",
        ])
        .run()?;
    Ok(paths::artifacts().join("debug/uniffi-bindgen"))
}

fn write(generator: &Path, library: &Path, language: &str, dir: &Path) -> Result<()> {
    Tool::new(generator)
        .args([
            "generate",
            "--config",
            "uniffi.toml",
            "--language",
            language,
            "--no-format",
            "--out-dir",
        ])
        .arg(dir)
        .arg(library)
        .run()
}

/// D6-13: a JVM's text can hold half a character, which a length filter cut. UniFFI refuses it with a checked exception
/// that nothing declares; here it becomes U+FFFD, for every text of the API, as Swift makes of it by itself.
fn replace_lost_halves(file: &Path) -> Result<()> {
    const REFUSED: &str = "onMalformedInput(CodingErrorAction.REPORT)";
    const REPLACED: &str = "onMalformedInput(CodingErrorAction.REPLACE)
            replaceWith(byteArrayOf(0xEF.toByte(), 0xBF.toByte(), 0xBD.toByte()))";
    let text = fs::read_to_string(file).with_context(|| format!("the generator did not write {}", file.display()))?;
    ensure!(
        text.matches(REFUSED).count() == 1,
        "the generator encodes text in another way: look at FfiConverterString again"
    );
    Ok(fs::write(file, text.replace(REFUSED, REPLACED))?)
}

fn fresh(dir: &Path) -> Result<()> {
    if dir.exists() {
        fs::remove_dir_all(dir)?;
    }
    Ok(fs::create_dir_all(dir)?)
}

/// An unchanged file keeps its time, so that nothing is compiled again for it.
fn copy_if_changed(from: &Path, to: &Path) -> Result<()> {
    let new = fs::read(from).with_context(|| format!("the generator did not write {}", from.display()))?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(());
    }
    if let Some(dir) = to.parent() {
        fs::create_dir_all(dir)?;
    }
    Ok(fs::write(to, new)?)
}
