//! The house has floors: no module imports what stands above it, and no two import each other.
//!
//! A plain look at the sources of every crate: test modules and comments aside, each `crate::…` and `super::…` in a file
//! is a step from it to another one.

#![allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of the core from the ground up. What is not named here may stand anywhere, as long as there is no circle.
const FLOORS: [&str; 12] = [
    "time", "text", "card", "http", "summary", "flow", "input", "wallet", "gateway", "driver", "session", "checkout",
];

const CRATES: [&str; 7] = ["core", "bindings", "sandbox", "cli", "conformance", "torture", "xtask"];

type Graph = BTreeMap<String, BTreeSet<String>>;

#[test]
fn no_room_of_the_core_imports_what_stands_above_it() {
    let graph = rooms(&files(&sources("core")));
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
fn no_rooms_and_no_files_import_each_other() {
    for name in CRATES {
        let files = files(&sources(name));
        for graph in [rooms(&files), files] {
            let circle = circle(&graph);
            assert!(circle.is_empty(), "in {name} these import each other: {circle:?}");
        }
    }
}

#[test]
fn a_circle_would_be_found() {
    let found = |sources: &[(&str, &str)]| {
        let sources: Vec<_> = sources
            .iter()
            .map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect();
        let files = files(&sources);
        (circle(&files).len(), circle(&rooms(&files)).len())
    };
    let (a, b) = (("a.rs", "use crate::{b::{X, Y}, d};"), ("d.rs", ""));
    assert_eq!(found(&[a, b, ("b/mod.rs", "use crate::d::Z;")]), (0, 0));
    assert_eq!(found(&[a, b, ("b/mod.rs", "fn f() { crate::a::g() }")]), (2, 2));
    // Rooms whose files do not.
    assert_eq!(found(&[a, b, ("b/mod.rs", ""), ("b/e.rs", "use crate::a;")]), (0, 2));
    // Files of one room, by either way to name them.
    let p = ("x/p.rs", "use super::{q::Z, other};");
    assert_eq!(
        found(&[p, ("x/q.rs", "use crate::x::p;"), ("x/mod.rs", "mod p; mod q;")]),
        (2, 0)
    );
    assert_eq!(found(&[p, ("x/q.rs", "fn f() { super::p::g() }")]), (2, 0));
    // What a module passes on is still its file's.
    let hidden = ("x/q.rs", "use super::P;");
    assert_eq!(found(&[p, hidden, ("x/mod.rs", "pub(crate) use p::{O, P};")]), (2, 0));
    assert_eq!(
        found(&[a, b, ("b/mod.rs", "use crate::A;"), ("lib.rs", "pub use a::A;")]),
        (2, 2)
    );
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

/// Which file uses which, by the names of their modules. What a module passes on counts for the file that has it.
fn files(sources: &[(PathBuf, String)]) -> Graph {
    let mut graph: Graph = sources
        .iter()
        .map(|(path, _)| (module(path), BTreeSet::new()))
        .collect();
    let mut passed_on = BTreeMap::new();
    for (path, text) in sources {
        for used in ["pub use ", "pub(crate) use ", "pub(super) use "]
            .iter()
            .flat_map(|prefix| paths_after(text, prefix))
        {
            let from = deepest(&graph, &join(&module(path), &used));
            let name = used.rsplit("::").next().unwrap_or_default();
            passed_on.insert(join(&module(path), name), from);
        }
    }
    for (path, text) in sources {
        let own = module(path);
        let mut used: Vec<String> = paths_after(text, "crate::");
        used.extend(paths_after(text, "super::").iter().map(|path| from_above(&own, path)));
        for path in used {
            let module = passed_on.get(&path).cloned().unwrap_or_else(|| deepest(&graph, &path));
            if module != own && !module.is_empty() {
                graph.get_mut(&own).unwrap().insert(module);
            }
        }
    }
    graph
}

/// Which top-level module uses which.
fn rooms(files: &Graph) -> Graph {
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut graph = Graph::new();
    for (file, used) in files {
        let others = used
            .iter()
            .map(|module| room(module))
            .filter(|used| *used != room(file));
        graph.entry(room(file)).or_default().extend(others);
    }
    graph
}

/// The module that a file is; the root has no name.
fn module(path: &Path) -> String {
    let name = path.with_extension("").to_string_lossy().replace('/', "::");
    match name.as_str() {
        "lib" | "main" | "mod" => String::new(),
        name => name.trim_end_matches("::mod").to_owned(),
    }
}

/// What `super::` and a path mean in a module.
fn from_above(module: &str, path: &str) -> String {
    let parent = parent(module);
    match path.strip_prefix("super::") {
        Some(path) => from_above(parent, path),
        None => join(parent, path),
    }
}

fn parent(module: &str) -> &str {
    module.rsplit_once("::").map_or("", |(parent, _)| parent)
}

fn join(parent: &str, path: &str) -> String {
    format!("{parent}::{path}").trim_start_matches("::").to_owned()
}

/// The file in which a path ends.
fn deepest(graph: &Graph, path: &str) -> String {
    match path.is_empty() || graph.contains_key(path) {
        true => path.to_owned(),
        false => deepest(graph, parent(path)),
    }
}

/// The paths that follow a prefix, those in braces one by one.
fn paths_after(text: &str, prefix: &str) -> Vec<String> {
    let places = text.match_indices(prefix);
    let whole = places
        .filter(|(place, _)| !text[..*place].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | ':')));
    whole
        .flat_map(|(place, _)| paths(&text[place + prefix.len()..]))
        .collect()
}

/// The paths at the beginning of a text: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<String> {
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':')))
        .unwrap_or(text.len());
    let path = text[..end].trim_end_matches(':');
    let Some(list) = text[end..].strip_prefix('{') else {
        return vec![path.to_owned()];
    };
    let mut depth = 0;
    let mut items = vec![String::new()];
    for character in list.chars() {
        match character {
            '}' if depth == 0 => break,
            ',' if depth == 0 => {
                items.push(String::new());
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        items.last_mut().unwrap().push(character);
    }
    let items = items.iter().flat_map(|item| paths(item.trim()));
    items.map(|rest| join(path, &rest)).collect()
}

/// All that can be reached from itself.
fn circle(graph: &Graph) -> Vec<&String> {
    graph.keys().filter(|module| reaches(graph, module, module)).collect()
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
