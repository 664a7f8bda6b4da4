//! `cargo xtask ios`: the core as an XCFramework, which the Swift package in `ios` takes on Apple's platforms.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};

use crate::generate;
use crate::paths;
use crate::tool::Tool;

const LIBRARY: &str = "libcheckout_bindings.a";
const FRAMEWORK: &str = "ios/CheckoutSDKFFI.xcframework";

/// What the C module is made of: the generated header, and the module map that stands beside it.
const HEADERS: [&str; 2] = ["CheckoutSDKFFI.h", "module.modulemap"];

/// One kind of device; its processors share a library.
struct Slice {
    name: &'static str,
    targets: &'static [&'static str],
}

const SLICES: [Slice; 3] = [
    Slice {
        name: "ios",
        targets: &["aarch64-apple-ios"],
    },
    Slice {
        name: "ios-simulator",
        targets: &["aarch64-apple-ios-sim", "x86_64-apple-ios"],
    },
    Slice {
        name: "macos",
        targets: &["aarch64-apple-darwin", "x86_64-apple-darwin"],
    },
];

/// Builds the XCFramework. Only on a Mac, because Xcode's linker and SDKs are there and nowhere else.
pub(crate) fn run() -> Result<()> {
    ensure!(
        cfg!(target_os = "macos"),
        "an XCFramework can only be built on a Mac with Xcode. On this machine `cargo xtask check-mobile` type-checks the \
         core for iOS, and `cargo xtask test` runs the Swift package's tests"
    );
    for tool in ["xcodebuild", "lipo", "rustup"] {
        ensure!(
            paths::installed(tool),
            "`{tool}` is not installed: it comes with Xcode, or with rustup"
        );
    }
    generate::once()?;
    let headers = headers()?;
    let mut xcodebuild = Tool::new("xcodebuild").arg("-create-xcframework");
    for slice in &SLICES {
        xcodebuild = xcodebuild
            .arg("-library")
            .arg(slice.build()?)
            .arg("-headers")
            .arg(&headers);
    }
    let framework = paths::root().join(FRAMEWORK);
    if framework.exists() {
        fs::remove_dir_all(&framework)?;
    }
    xcodebuild.arg("-output").arg(&framework).run()?;
    println!("ios: {}", framework.display());
    compile_package()
}

/// Compiles the Swift package against the framework and against Apple's own UIKit, WebKit and PassKit.
fn compile_package() -> Result<()> {
    Tool::new("xcodebuild")
        .args([
            "build",
            "-scheme",
            "CheckoutSDK",
            "-destination",
            "generic/platform=iOS",
        ])
        .arg("-derivedDataPath")
        .arg(paths::artifacts().join("ios/derived-data"))
        .dir(&paths::root().join("ios"))
        .run()
}

/// A directory with nothing else in it.
fn headers() -> Result<PathBuf> {
    let dir = paths::artifacts().join("ios/headers");
    fs::create_dir_all(&dir)?;
    for header in HEADERS {
        fs::copy(
            paths::root().join("ios/Sources/CheckoutSDKFFI").join(header),
            dir.join(header),
        )?;
    }
    Ok(dir)
}

impl Slice {
    /// One library for all processors of the slice.
    fn build(&self) -> Result<PathBuf> {
        for target in self.targets {
            Tool::new("rustup").args(["target", "add", target]).run()?;
            Tool::cargo()
                .args([
                    "build",
                    "--release",
                    "--locked",
                    "-p",
                    "checkout-bindings",
                    "--lib",
                    "--target",
                    target,
                ])
                .env("IPHONEOS_DEPLOYMENT_TARGET", "15.0")
                .env("MACOSX_DEPLOYMENT_TARGET", "12.0")
                .run()?;
        }
        let dir = paths::artifacts().join("ios").join(self.name);
        fs::create_dir_all(&dir)?;
        let library = dir.join(LIBRARY);
        Tool::new("lipo")
            .arg("-create")
            .args(self.built(&paths::artifacts()))
            .arg("-output")
            .arg(&library)
            .run()?;
        Ok(library)
    }

    fn built(&self, artifacts: &Path) -> Vec<PathBuf> {
        self.targets
            .iter()
            .map(|target| artifacts.join(target).join("release").join(LIBRARY))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(not(target_os = "macos"))]
    fn elsewhere_it_says_that_it_needs_a_mac() {
        let error = run().expect_err("there is no Xcode here").to_string();
        assert!(error.contains("only be built on a Mac"), "{error}");
        assert!(!paths::root().join(FRAMEWORK).exists());
    }

    #[test]
    fn a_library_a_processor_goes_into_a_slice() {
        let built = SLICES[1].built(Path::new("target"));
        assert_eq!(
            built,
            [
                Path::new("target/aarch64-apple-ios-sim/release/libcheckout_bindings.a"),
                Path::new("target/x86_64-apple-ios/release/libcheckout_bindings.a"),
            ]
        );
    }

    #[test]
    fn the_package_looks_where_the_framework_is_put() {
        let package = fs::read_to_string(paths::root().join("ios/Package.swift")).unwrap();
        let place = FRAMEWORK.trim_start_matches("ios/");
        assert!(package.contains(&format!(r#"path: "{place}""#)), "{package}");
        assert!(
            paths::root()
                .join("ios/Sources/CheckoutSDKFFI")
                .join(HEADERS[1])
                .exists()
        );
    }
}
