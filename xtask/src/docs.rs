//! `cargo xtask docs`: the reference of the Rust crates, as a site.

use std::fs;

use anyhow::Result;

use crate::paths;
use crate::tool::Tool;

/// The crates that somebody else's code uses; the first is where a reader begins.
const CRATES: [&str; 3] = ["checkout-core", "checkout-sheet", "checkout-sandbox"];

/// Writes the site to `target/doc`, with nothing in it from earlier runs.
pub(crate) fn run() -> Result<()> {
    Tool::cargo().args(["clean", "--doc"]).run()?;
    let packages = CRATES.iter().flat_map(|name| ["-p", name]);
    rustdoc(Tool::cargo().args(["doc", "--no-deps", "--locked"]).args(packages))?;
    let site = paths::artifacts().join("doc");
    fs::write(site.join("index.html"), first_page())?;
    println!("docs: {}", site.display());
    Ok(())
}

/// Warnings of rustdoc are broken links and examples, so they are errors.
pub(crate) fn rustdoc(cargo_doc: Tool) -> Result<()> {
    cargo_doc.env("RUSTDOCFLAGS", "-D warnings").run()
}

fn first_page() -> String {
    let first = CRATES[0].replace('-', "_");
    format!("<!doctype html><title>checkout</title><meta http-equiv=\"refresh\" content=\"0; url={first}/\">\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_page_leads_to_the_core() {
        assert!(first_page().contains("url=checkout_core/\""));
    }
}
