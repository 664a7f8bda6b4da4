//! The sandbox's pages in headless Chromium, and a challenge's page in WebKit, too.

use std::path::PathBuf;

use anyhow::Result;

use super::{Suite, rust, sandbox};
use crate::debian;
use crate::paths;
use crate::python;
use crate::tool::{Logged, Tool};

const CHROMIUM: &str = "browser";
const WEBKIT: &str = "webkit";

/// Both engines. Chromium leaves pictures in `target/test-artifacts/screenshots`.
pub(crate) fn run() -> Vec<Suite> {
    let chromium = chromium().map(|ended| rust::count(CHROMIUM, &ended));
    let webkit = webkit().and_then(|ended| sandbox::count(WEBKIT, &ended));
    let suite = |name, ran: Result<Suite>| ran.unwrap_or_else(|error| Suite::broken(name, &error));
    vec![suite(CHROMIUM, chromium), suite(WEBKIT, webkit)]
}

/// Debian's WebKitGTK, which Python can host, with the core's rule beside it.
fn webkit() -> Result<Logged> {
    let python = || Tool::new("/usr/bin/python3");
    let asks = "import gi; gi.require_version('WebKit2', '4.1'); from gi.repository import WebKit2";
    if !python().args(["-c", asks]).succeeds() {
        debian::install(&["gir1.2-webkit2-4.1", "python3-gi", "python3-gi-cairo"])?;
    }
    debian::need("xvfb-run", &["xvfb", "xauth"])?;
    let rule = "challenge_navigation";
    Tool::cargo()
        .args(["build", "--quiet", "--locked", "-p", "checkout-core", "--example", rule])
        .run()?;
    Tool::new("xvfb-run")
        .args(["-a", "/usr/bin/python3"])
        .arg(paths::root().join("sandbox/tests/webkit/challenge.py"))
        .arg(paths::artifacts().join("debug/examples").join(rule))
        .logged(WEBKIT)
}

fn chromium() -> Result<Logged> {
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
        .logged(CHROMIUM)
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
