//! The sandbox's pages, in headless Chromium.

use anyhow::Result;

use super::{Suite, rust};
use crate::debian;
use crate::tool::{Logged, Tool};

const NAME: &str = "browser";

/// Runs the browser tests, which leave pictures in `target/test-artifacts/screenshots`.
pub(crate) fn run() -> Suite {
    match browser_tests() {
        Ok(ended) => rust::count(NAME, &ended),
        Err(error) => Suite::broken(NAME, &error),
    }
}

fn browser_tests() -> Result<Logged> {
    debian::need("chromium", &["chromium"])?;
    debian::need("chromedriver", &["chromium-driver"])?;
    Tool::cargo()
        .args([
            "test",
            "--locked",
            "-p",
            "checkout-sandbox",
            "--features",
            "browser-tests",
        ])
        .args(["--test", "browser"])
        .logged(NAME)
}
