//! The sandbox's pages, in headless Chromium.

use std::path::PathBuf;

use anyhow::Result;

use super::{Suite, rust};
use crate::debian;
use crate::python;
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
        .env("AXE", axe()?)
        .logged(NAME)
}

/// The script that looks for barriers in a page. It is in several packages; this one needs no package manager that the
/// other suites do not need.
fn axe() -> Result<PathBuf> {
    let environment = python::environment("axe", &["--no-deps", "axe-playwright-python==0.1.8"])?;
    // Found without being imported: it would begin to look for browsers.
    let find =
        "import importlib.util as it; print(it.find_spec('axe_playwright_python').submodule_search_locations[0])";
    let package = Tool::new(environment.join("bin/python")).args(["-c", find]).text()?;
    Ok(PathBuf::from(package.trim()).join("axe.min.js"))
}
