//! Everything that is done to this repository: `cargo xtask --help`.
//!
//! One command a file. What a bare Debian machine lacks is installed on the way; what is large is kept in a cache
//! directory outside the repository (`CHECKOUT_CACHE_DIR`, else `checkout-sdk` in the user's cache directory).

mod android;
mod api;
mod chroot;
mod debian;
mod deny;
mod docs;
mod fuzz;
mod generate;
mod ios;
mod lint;
mod maven;
mod memory;
mod mobile;
mod msrv;
mod mutants;
mod paths;
mod python;
mod release;
mod reports;
mod repository;
mod secrets;
mod size;
mod swift;
mod test;
mod tool;
mod torture;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Build, test, package and measure the checkout SDK.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Xtask {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run every language's tests, compare the public API, and search all output for secrets
    Test,
    /// Check formatting, clippy, the documentation, dependencies, links between documents, and the workflows
    Lint,
    /// Check dependencies: licences, duplicates, sources, advisories
    Deny,
    /// Check that the oldest Rust that we promise compiles the workspace; needs that compiler
    Msrv,
    /// Write the reference of the Rust crates, as a site
    Docs,
    /// Compare the public API with its listings in docs/api
    Api {
        /// Write the listings instead
        #[arg(long)]
        bless: bool,
    },
    /// Write the Kotlin and the Swift that go with the bindings
    Generate,
    /// Type-check a crate for arm64 Android and iOS, without an NDK or Xcode
    CheckMobile {
        /// Crates to check; by default the bindings and all that they pull in
        packages: Vec<String>,
    },
    /// Package the SDK for Android (an AAR) and the JVM (a jar), and try it from a project outside
    Android(android::Options),
    /// Build the XCFramework for iOS and macOS; needs a Mac with Xcode
    Ios,
    /// Break the world around a checkout in every way, and compare what it says with what was charged
    Torture(torture::Options),
    /// Measure the library that apps ship, and compare it with the ledger in docs/size.json
    Size(size::Options),
    /// Throw bytes at every reader of the core, and at its state machine
    Fuzz(fuzz::Options),
    /// Change the code that decides about money in one place at a time, and list what no test notices
    Mutants(mutants::Options),
    /// Search the memory of apps for what they should have forgotten after a checkout
    Memory {
        /// Search only this one
        #[arg(long)]
        only: Option<memory::Language>,
    },
    /// Check that a commit can be released under a tag: versions, changelog, placeholders
    ReleaseCheck {
        /// The tag, such as v0.1.0
        tag: String,
    },
    /// Prepare a Swift toolchain, and run it: `cargo xtask swift-env -- test`
    SwiftEnv {
        /// What to pass to `swift`; nothing only prepares
        #[arg(last = true)]
        arguments: Vec<OsString>,
    },
}

fn main() -> ExitCode {
    let done = match Xtask::parse().command {
        Command::Test => test::run(),
        Command::Lint => lint::run(),
        Command::Deny => deny::run(),
        Command::Msrv => msrv::run(),
        Command::Docs => docs::run(),
        Command::Api { bless } => api::run(bless),
        Command::Generate => generate::run(),
        Command::CheckMobile { packages } => mobile::check(&packages),
        Command::Android(options) => android::run(&options),
        Command::Ios => ios::run(),
        Command::Torture(options) => torture::run(&options),
        Command::Size(options) => size::run(&options),
        Command::Fuzz(options) => fuzz::run(&options),
        Command::Mutants(options) => mutants::run(&options),
        Command::Memory { only } => memory::run(only),
        Command::ReleaseCheck { tag } => release::check(&tag),
        Command::SwiftEnv { arguments } => swift::command(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
