//! `cargo xtask memory`: the memory of a process is searched after a checkout, for Rust, for the JVM and for Swift.
//!
//! The search and its cases are a test of the core (`core/tests/memory`). It starts itself as the app, or another
//! language's: then what the language's own texts keep is counted apart where its memory can be told from the core's.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::generate;
use crate::maven;
use crate::paths;
use crate::tool::{Logged, Tool};

/// The command of the app that is searched, for the test.
const HOST: &str = "CHECKOUT_MEMORY_HOST";

/// Whose memory to search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Language {
    /// A process of Rust, with the allocator that wipes
    Rust,
    /// A JVM, whose heap is counted apart
    Jvm,
}

/// Searches them, and fails if anything was found that must not be.
pub(crate) fn run(only: Option<Language>) -> Result<()> {
    let mut failed = Vec::new();
    for language in [Language::Rust, Language::Jvm] {
        if only.is_some_and(|only| only != language) {
            continue;
        }
        let ended = match language {
            Language::Rust => rust()?,
            Language::Jvm => jvm()?,
        };
        if !ended.succeeded {
            failed.push(format!("{language:?}"));
        }
    }
    ensure!(
        failed.is_empty(),
        "found what must not be there, or did not run: {}",
        failed.join(", ")
    );
    Ok(())
}

fn rust() -> Result<Logged> {
    println!("memory: Rust, with the allocator that wipes");
    test().logged("memory-rust")
}

/// Compiles the SDK for the JVM, and searches an app with it.
pub(crate) fn jvm() -> Result<Logged> {
    println!("memory: the JVM; its heap is counted apart");
    generate::once()?;
    let project = maven::project().context("there is no Maven project")?;
    maven::tool(&project, "test-compile")?.run()?;
    test().env(HOST, java(&project)?).logged("memory-jvm")
}

/// One case after the other: a JVM a case, and the test command's own memory is not endless.
fn test() -> Tool {
    Tool::cargo()
        .args(["test", "--quiet", "--locked", "-p", "checkout-core", "--test", "memory"])
        .args(["--", "--nocapture", "--test-threads=1"])
}

/// The command line of the JVM's host.
fn java(project: &Path) -> Result<String> {
    let list = paths::artifacts().join("memory-classpath.txt");
    maven::tool(project, "dependency:build-classpath")?
        .arg(format!("-Dmdep.outputFile={}", list.display()))
        .args(["-Dmdep.includeScope=test", "-q"])
        .run()?;
    let jars = fs::read_to_string(&list).with_context(|| format!("cannot read {}", list.display()))?;
    let classes = ["target/classes", "target/test-classes"].map(|dir| project.join(dir).display().to_string());
    Ok(format!(
        "java -Djna.library.path={} -cp {}:{} checkout.sdk.MemoryHost",
        paths::library_dir().display(),
        classes.join(":"),
        jars.trim()
    ))
}
