//! `cargo xtask release-check`: what must be true of a commit before its tag becomes a release.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::paths;

/// What is set once, by whoever publishes this, and what stands there until then.
const PLACEHOLDERS: [(&str, &str); 2] = [
    ("SECURITY.md", "TO BE SET BEFORE PUBLISHING"),
    (".github/CODEOWNERS", "@OWNER/"),
];

/// Where the version is written, and what stands before and after it.
const VERSIONS: [(&str, &str, &str); 4] = [
    ("Cargo.toml", "\nversion = \"", "\"\n"),
    ("android/pom.xml", "\n  <version>", "</version>\n"),
    (
        "android/sample/pom.xml",
        "<artifactId>checkout-sdk</artifactId><version>",
        "</version>",
    ),
    ("docs/android.md", "checkout-sdk-android:", "\""),
];

/// Fails with everything that is not as the tag says.
pub(crate) fn check(tag: &str) -> Result<()> {
    let problems = problems(tag, |file| {
        fs::read_to_string(paths::root().join(file)).with_context(|| file.to_owned())
    })?;
    if problems.is_empty() {
        println!("release-check: {tag}: ok");
        return Ok(());
    }
    bail!("{tag} cannot be released:\n  {}", problems.join("\n  "))
}

fn problems(tag: &str, read: impl Fn(&str) -> Result<String>) -> Result<Vec<String>> {
    let Some(version) = tag.strip_prefix('v') else {
        bail!("a release's tag is its version with a v, such as v0.1.0: {tag}")
    };
    let mut problems = Vec::new();
    for (file, before, after) in VERSIONS {
        let text = read(file)?;
        let (_, rest) = text
            .split_once(before)
            .with_context(|| format!("no version in {file}"))?;
        let (written, _) = rest
            .split_once(after)
            .with_context(|| format!("no version in {file}"))?;
        if written != version {
            problems.push(format!("{file} has version {written}"));
        }
    }
    if !read("CHANGELOG.md")?.lines().any(|line| is_dated(line, version)) {
        problems.push(format!("CHANGELOG.md has no `## [{version}] - YYYY-MM-DD`"));
    }
    for (file, placeholder) in PLACEHOLDERS {
        if read(file)?.contains(placeholder) {
            problems.push(format!("{file} still has the placeholder `{placeholder}`"));
        }
    }
    Ok(problems)
}

/// Whether a line is the heading of this version, with the day of its release.
fn is_dated(line: &str, version: &str) -> bool {
    line.strip_prefix(&format!("## [{version}] - "))
        .is_some_and(|day| day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The repository as it is, as if everything were set and dated.
    fn released(file: &str) -> Result<String> {
        let text = fs::read_to_string(paths::root().join(file))?;
        let text = text.replace("- unpublished\n", "- 2026-12-01\n");
        Ok(PLACEHOLDERS
            .iter()
            .fold(text, |text, (_, placeholder)| text.replace(placeholder, "")))
    }

    #[test]
    fn every_place_has_the_version_of_the_workspace() {
        let tag = concat!("v", env!("CARGO_PKG_VERSION"));
        assert_eq!(problems(tag, released).unwrap(), [""; 0]);
    }

    #[test]
    fn another_version_is_found_everywhere() {
        assert_eq!(problems("v9.9.9", released).unwrap().len(), VERSIONS.len() + 1);
        assert!(problems("9.9.9", released).is_err());
    }

    #[test]
    fn a_placeholder_holds_a_release_back() {
        let unset = |file: &str| Ok(format!("{}{}", released(file)?, PLACEHOLDERS[1].1));
        let tag = concat!("v", env!("CARGO_PKG_VERSION"));
        assert_eq!(problems(tag, unset).unwrap().len(), 1);
    }

    #[test]
    fn a_version_without_a_day_is_not_released() {
        assert!(is_dated("## [0.1.0] - 2026-12-01", "0.1.0"));
        assert!(!is_dated("## [0.1.0] - unpublished", "0.1.0"));
    }
}
