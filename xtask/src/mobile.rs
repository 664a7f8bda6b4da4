//! `cargo xtask check-mobile`: what only phones compile is at least type-checked on every machine.
//!
//! rustup's standard libraries for phones, the NDK and Xcode may all be missing. Debian forky has the compiler and the
//! standard library's source in one version, so that cargo can build the standard library itself, and clang for the C
//! in ring. A check links nothing, so no platform SDK is needed beyond an empty header.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::chroot::Chroot;
use crate::paths;

const FORKY: Chroot = Chroot {
    name: "mobile",
    suite: "forky",
    packages: &[
        "rustc",
        "rust-src",
        "cargo",
        "clang",
        "lld",
        "llvm",
        "make",
        "cmake",
        "ca-certificates",
        "libc6-dev",
    ],
};

pub(crate) const ANDROID: &str = "aarch64-linux-android";
const IOS: &str = "aarch64-apple-ios";

/// Checks `packages`, or else the crate that ships, for arm64 phones.
pub(crate) fn check(packages: &[String]) -> Result<()> {
    let shipped = [shipped_package()];
    let packages = if packages.is_empty() { &shipped } else { packages };
    for target in [ANDROID, IOS] {
        check_for(target, packages).with_context(|| format!("{} for {target}", packages.join(", ")))?;
        println!("check-mobile: {} for {target}: ok", packages.join(", "));
    }
    Ok(())
}

/// The bindings pull in everything that ships.
fn shipped_package() -> String {
    let bindings = paths::root().join("bindings/Cargo.toml").exists();
    String::from(if bindings { "checkout-bindings" } else { "checkout-core" })
}

/// Builds the shipped library as a release, to be measured: it cannot run, because it is linked with empty libraries in
/// place of the NDK's (what those would give stays unresolved), but its size is real to within the unwinder.
pub(crate) fn release_library_for_android() -> Result<PathBuf> {
    let empty_libraries = paths::artifacts().join("mobile/empty-libraries");
    fs::create_dir_all(&empty_libraries)?;
    for library in ["c", "dl", "log", "m", "unwind"] {
        fs::write(empty_libraries.join(format!("lib{library}.a")), "!<arch>\n")?;
    }
    let link = [
        "-Clinker=clang",
        "-Clink-arg=--target=aarch64-linux-android24",
        "-Clink-arg=-fuse-ld=lld",
        "-Clink-arg=-nostdlib",
        "-Clink-arg=-Wl,--unresolved-symbols=ignore-all",
        "-Clink-arg=-Wl,-z,max-page-size=16384",
    ];
    let flags = format!("{} -Clink-arg=-L{}", link.join(" "), empty_libraries.display());
    let environment = [("CARGO_TARGET_AARCH64_LINUX_ANDROID_RUSTFLAGS", flags.as_ref())];
    cargo(
        ANDROID,
        &["build", "--release", "--lib"],
        &[shipped_package()],
        &environment,
    )?;
    let library = "release/libcheckout_bindings.so";
    Ok(paths::artifacts().join("mobile").join(ANDROID).join(library))
}

fn check_for(target: &str, packages: &[String]) -> Result<()> {
    cargo(target, &["check"], packages, &[])
}

fn cargo(target: &str, command: &[&str], packages: &[String], more: &[(&str, &OsStr)]) -> Result<()> {
    let build = paths::artifacts().join("mobile");
    let apple_sdk = build.join("apple-sdk");
    let cargo_home = cargo_home()?;
    fs::create_dir_all(&build)?;
    write_empty_apple_sdk(&apple_sdk)?;

    let ring_for_ios = format!(
        "-ffreestanding -DRING_CORE_NOSTDLIBINC=1 -I{}",
        apple_sdk.join("usr/include").display()
    );
    let mut environment: Vec<(&str, &OsStr)> = vec![
        ("RUSTC_BOOTSTRAP", "1".as_ref()),
        ("CARGO_HOME", cargo_home.as_ref()),
        ("CARGO_TARGET_DIR", build.as_ref()),
        ("CARGO_TERM_COLOR", "never".as_ref()),
        ("CC_aarch64_linux_android", "clang".as_ref()),
        ("AR_aarch64_linux_android", "llvm-ar".as_ref()),
        (
            "CFLAGS_aarch64_linux_android",
            "--target=aarch64-linux-android24 -ffreestanding -DRING_CORE_NOSTDLIBINC=1".as_ref(),
        ),
        ("CC_aarch64_apple_ios", "clang".as_ref()),
        ("AR_aarch64_apple_ios", "llvm-ar".as_ref()),
        ("CFLAGS_aarch64_apple_ios", ring_for_ios.as_ref()),
        ("SDKROOT", apple_sdk.as_ref()),
    ];
    environment.extend(more);
    let mut arguments: Vec<&OsStr> = vec!["cargo".as_ref()];
    arguments.extend(command.iter().map(OsStr::new));
    arguments.extend(["--locked", "-Zbuild-std=std,panic_abort", "--target", target].map(OsStr::new));
    for package in packages {
        arguments.extend(["-p".as_ref(), OsStr::new(package)]);
    }
    FORKY
        .command(
            &paths::root(),
            &[paths::root(), build.clone(), cargo_home.clone()],
            &environment,
            &arguments,
        )?
        .run()
}

/// Shared with the machine's own cargo, for what it has downloaded and how it reaches its registry.
fn cargo_home() -> Result<PathBuf> {
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")));
    let home = home.context("no home directory: set CARGO_HOME")?;
    fs::create_dir_all(&home)?;
    Ok(home)
}

/// ring asks only whether this is an Apple platform, which the compiler knows by itself.
fn write_empty_apple_sdk(sdk: &Path) -> Result<()> {
    let headers = sdk.join("usr/include");
    fs::create_dir_all(&headers)?;
    fs::write(headers.join("TargetConditionals.h"), "")?;
    Ok(())
}
