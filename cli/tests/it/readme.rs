//! What the README shows is what happens.

use crate::demo_sheet::DEMO;
use crate::shop::checkout;

const README: &str = include_str!("../../../README.md");

/// The first block of this kind that holds a text.
fn block(kind: &str, holding: &str) -> &'static str {
    let blocks = README.split("```").skip(1).step_by(2);
    let found = blocks
        .filter_map(|block| block.strip_prefix(kind))
        .find(|block| block.contains(holding));
    found.unwrap_or_else(|| panic!("no {kind} block with {holding}")).trim()
}

/// The words that are the same in every run: all but ids and the port.
fn stable(output: &str) -> Vec<&str> {
    let changes = |word: &&str| word.contains("_sandbox_") || word.contains("127.0.0.1");
    output.split_whitespace().filter(|word| !changes(word)).collect()
}

#[test]
fn the_demo_prints_what_the_readme_shows() {
    let demo = checkout(&["demo"]).run();
    let shown = block("text", "A local Dojo is running");
    assert_eq!(stable(shown), stable(&demo.stdout));
}

#[test]
fn the_demo_of_the_sheet_begins_as_the_readme_shows() {
    let demo = &DEMO.stdout;
    let shown = block("text", "1. A saved card and its CVV");
    assert!(demo.contains(&format!("\n{shown}\n")), "{demo}");
}

#[test]
fn the_rust_snippet_is_the_one_that_is_compiled() {
    assert!(include_str!("../../examples/pay.rs").contains(block("rust", "Checkout")));
}

#[test]
fn the_links_lead_somewhere() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let targets = README.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let local: Vec<&str> = targets.filter(|target| !target.starts_with("http")).collect();
    assert!(local.len() > 5, "{local:?}");
    for target in local {
        assert!(root.join(target.split('#').next().unwrap()).exists(), "{target}");
    }
}
