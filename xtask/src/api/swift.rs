//! The Swift package's public API, read from the symbol graph that the compiler writes.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::generate;
use crate::paths;
use crate::swift;

/// What apps import.
const MODULE: &str = "CheckoutSDK";

/// The generated module below it. Of that only those types are API that [`MODULE`] exports again, one by one.
const GENERATED: &str = "CheckoutSDKCore";

/// One public declaration or conformance a line, or nothing where there is no Swift package.
pub(crate) fn current() -> Result<Option<String>> {
    let package = paths::root().join("ios");
    if !package.join("Package.swift").exists() {
        return Ok(None);
    }
    generate::once()?;
    let dump = [
        "dump-symbol-graph",
        "--minimum-access-level",
        "public",
        "--skip-synthesized-members",
    ];
    swift::tool(&package, "package", &dump)?.run()?;
    let scratch = swift::scratch(&package);
    let mut lines = BTreeSet::new();
    for graph in graphs(&scratch, MODULE)? {
        lines.extend(declarations(&serde_json::from_str(&fs::read_to_string(&graph)?)?));
    }
    ensure!(!lines.is_empty(), "the compiler lists no public symbol of {MODULE}");
    let exported = exported_again(&fs::read_to_string(package.join("Sources/CheckoutSDK/Types.swift"))?);
    for graph in graphs(&scratch, GENERATED)? {
        let generated = declarations(&serde_json::from_str(&fs::read_to_string(&graph)?)?);
        lines.extend(generated.into_iter().filter(|line| exported.contains(first_name(line))));
    }
    for name in &exported {
        ensure!(
            lines.iter().any(|line| first_name(line) == name),
            "{GENERATED} has no {name}"
        );
    }
    Ok(Some(lines.into_iter().map(|line| line + "\n").collect()))
}

/// The module's own graph and those of its extensions of other modules, `CheckoutSDK@Swift.symbols.json`.
fn graphs(scratch: &Path, wanted: &str) -> Result<Vec<PathBuf>> {
    let mut graphs = Vec::new();
    for platform in fs::read_dir(scratch).with_context(|| format!("cannot read {}", scratch.display()))? {
        let Ok(files) = fs::read_dir(platform?.path().join("symbolgraph")) else {
            continue;
        };
        for file in files {
            let path = file?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let module = name
                .strip_suffix(".symbols.json")
                .and_then(|name| name.split('@').next());
            if module == Some(wanted) {
                graphs.push(path);
            }
        }
    }
    Ok(graphs)
}

/// The types in lines such as `@_exported import struct CheckoutSDKCore.Money`.
fn exported_again(source: &str) -> BTreeSet<String> {
    let imports = source.lines().filter(|line| line.starts_with("@_exported import "));
    imports
        .filter_map(|line| line.split_once(&format!("{GENERATED}.")))
        .map(|(_, name)| name.trim().to_owned())
        .collect()
}

/// `Money` of `Money.major: let major: String`.
fn first_name(line: &str) -> &str {
    line.split(['.', ':', ' ']).next().unwrap_or_default()
}

fn declarations(graph: &Value) -> Vec<String> {
    let symbols: Vec<&Value> = graph["symbols"].as_array().into_iter().flatten().collect();
    let names: HashMap<&str, String> = symbols
        .iter()
        .filter_map(|symbol| Some((symbol["identifier"]["precise"].as_str()?, path(symbol))))
        .collect();
    let declared = symbols
        .iter()
        .map(|symbol| format!("{}: {}", path(symbol), declaration(symbol)));
    let relationships = graph["relationships"].as_array().into_iter().flatten();
    let conformances = relationships
        .filter(|relationship| relationship["kind"] == "conformsTo")
        .filter_map(|found| {
            let name = names.get(found["source"].as_str()?)?;
            let protocol = found["targetFallback"].as_str().map(str::to_owned);
            let protocol = protocol.or_else(|| names.get(found["target"].as_str()?).cloned())?;
            Some(format!("{name} conforms to {protocol}"))
        });
    declared.chain(conformances).collect()
}

/// `Checkout.startPaymentFlow(paymentIntentId:)`
fn path(symbol: &Value) -> String {
    let parts: Vec<&str> = symbol["pathComponents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    parts.join(".")
}

fn declaration(symbol: &Value) -> String {
    let fragments = symbol["declarationFragments"].as_array().into_iter().flatten();
    let text: String = fragments.filter_map(|fragment| fragment["spelling"].as_str()).collect();
    // A declaration of many lines stays one item.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_exported_one_by_one() {
        let source = "// about\n@_exported import struct CheckoutSDKCore.Money\nimport CheckoutSDKCore\n";
        assert_eq!(exported_again(source), BTreeSet::from([String::from("Money")]));
        assert_eq!(first_name("Money.major: let major: String"), "Money");
        assert_eq!(first_name("Money conforms to Swift.Sendable"), "Money");
    }

    #[test]
    fn a_graph_becomes_declarations_and_conformances() {
        let graph = serde_json::json!({
            "symbols": [
                { "identifier": { "precise": "s:1" }, "pathComponents": ["Kit"],
                  "declarationFragments": [{ "spelling": "struct" }, { "spelling": " " }, { "spelling": "Kit" }] },
                { "identifier": { "precise": "s:2" }, "pathComponents": ["Kit", "pay(_:)"],
                  "declarationFragments": [{ "spelling": "func pay(_ id: String)\n" }, { "spelling": "  async" }] },
            ],
            "relationships": [
                { "kind": "conformsTo", "source": "s:1", "target": "s:s8SendableP", "targetFallback": "Swift.Sendable" },
                { "kind": "memberOf", "source": "s:2", "target": "s:1" },
            ],
        });
        let expected = [
            "Kit: struct Kit",
            "Kit.pay(_:): func pay(_ id: String) async",
            "Kit conforms to Swift.Sendable",
        ];
        assert_eq!(declarations(&graph), expected);
    }
}
