//! The house has floors: no module imports what stands above it, and no two import each other.
//!
//! A plain look at the sources of every crate: test modules and comments aside, each `crate::…` and `super::…` in a file
//! is a step from its module to another one.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the core from the ground up. What is not named here may stand anywhere, as long as there is no circle.
const FLOORS: [&str; 10] = [
    "text", "card", "summary", "flow", "input", "wallet", "gateway", "driver", "session", "checkout",
];

const CRATES: [&str; 6] = ["core", "bindings", "sandbox", "cli", "conformance", "xtask"];

/// Circles that are known and wait to be mended: crate and module.
const KNOWN: &[(&str, &str)] = &[
    ("bindings", "session"),
    ("cli", "customer"),
    ("sandbox", "routes"),
    ("sandbox", "domain::intent"),
];

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_room_of_the_core_imports_what_stands_above_it() {
    let graph = rooms(&sources("core"));
    for (floor, room) in FLOORS.iter().enumerate() {
        assert!(
            graph.contains_key(*room),
            "{room} is no room of the core: correct the list"
        );
        for above in &FLOORS[floor + 1..] {
            assert!(
                !graph[*room].contains(*above),
                "{room} imports {above}, which stands above it"
            );
        }
    }
}

#[test]
fn no_modules_import_each_other() {
    for name in CRATES {
        let sources = sources(name);
        for graph in [rooms(&sources), neighbours(&sources)] {
            for module in graph.keys().filter(|module| reaches(&graph, module, module)) {
                let circle: Vec<&String> = graph
                    .keys()
                    .filter(|other| reaches(&graph, module, other) && reaches(&graph, other, module))
                    .collect();
                let is_known = circle.iter().any(|module| KNOWN.contains(&(name, module.as_str())));
                assert!(is_known, "in {name} these import each other: {circle:?}");
            }
        }
    }
}

#[test]
fn a_circle_would_be_found() {
    let sources = [
        ("a.rs", "use crate::b;"),
        ("b/mod.rs", "use crate::{c::X, d};"),
        ("c.rs", "use crate::a::Y;"),
        ("d.rs", ""),
    ];
    let graph = rooms(&sources.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
    assert!(reaches(&graph, "a", "a") && reaches(&graph, "b", "c") && !reaches(&graph, "d", "a"));
    let sources = [
        ("x/p.rs", "use super::{q::Z, other};"),
        ("x/q.rs", "fn f() { super::p::g() }"),
        ("x/mod.rs", "mod p; mod q;"),
    ];
    let graph = neighbours(&sources.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
    assert!(reaches(&graph, "x::p", "x::p"));
}

/// The files of a crate, by their path below `src`, without tests and comments.
fn sources(name: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name).join("src");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let inside = path.strip_prefix(&root).unwrap().to_owned();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
                files.push((inside, code(&fs::read_to_string(path).unwrap())));
            }
        }
    }
    files
}

/// Without what only tests see, and without comments.
fn code(text: &str) -> String {
    let shipped = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let lines = shipped.lines().scan(false, |is_for_tests, line| {
        let skipped = *is_for_tests;
        // An attribute covers the item that follows, of which only imports and modules matter here.
        *is_for_tests = line.trim() == "#[cfg(test)]" || (skipped && !line.trim_end().ends_with(';'));
        Some(if skipped {
            ""
        } else {
            line.split("//").next().unwrap_or_default()
        })
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Which top-level module uses which.
fn rooms(sources: &[(PathBuf, String)]) -> Graph {
    let mut graph = Graph::new();
    for (path, _) in sources {
        graph.entry(room(path)).or_default();
    }
    for (path, text) in sources {
        let from = room(path);
        for used in paths_after(text, "crate::") {
            if used != from && graph.contains_key(&used) {
                graph.get_mut(&from).unwrap().insert(used);
            }
        }
    }
    graph.retain(|room, _| room != "lib" && room != "main");
    graph
}

fn room(path: &Path) -> String {
    let first = path.components().next().unwrap().as_os_str().to_string_lossy();
    first.trim_end_matches(".rs").to_owned()
}

/// Which file uses which other one of its folder.
fn neighbours(sources: &[(PathBuf, String)]) -> Graph {
    let module = |path: &Path| path.with_extension("").to_string_lossy().replace('/', "::");
    let mut graph = Graph::new();
    for (path, _) in sources.iter().filter(|(path, _)| !path.ends_with("mod.rs")) {
        graph.entry(module(path)).or_default();
    }
    for (path, text) in sources.iter().filter(|(path, _)| !path.ends_with("mod.rs")) {
        for used in paths_after(text, "super::") {
            let used = module(&path.with_file_name(used));
            if used != module(path) && graph.contains_key(&used) {
                graph.get_mut(&module(path)).unwrap().insert(used);
            }
        }
    }
    graph
}

/// The names that follow a prefix, one of them or several in braces.
fn paths_after(text: &str, prefix: &str) -> BTreeSet<String> {
    let name = |text: &str| {
        text.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    let mut names = BTreeSet::new();
    for (place, _) in text.match_indices(prefix) {
        let rest = &text[place + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            names.insert(name(rest));
            continue;
        };
        // Lists in a list only add names that are no modules.
        let mut depth = 1;
        let list: String = list
            .chars()
            .take_while(|character| {
                match character {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                depth > 0
            })
            .collect();
        names.extend(list.split(',').map(|path| name(path.trim())));
    }
    names
}

fn reaches(graph: &Graph, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&String> = graph.get(from).into_iter().flatten().collect();
    while let Some(module) = next.pop() {
        if module == to {
            return true;
        }
        if seen.insert(module) {
            next.extend(graph.get(module).into_iter().flatten());
        }
    }
    false
}
