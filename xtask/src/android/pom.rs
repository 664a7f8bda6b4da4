//! The POM of the AAR: its versions are those of the Maven project and of Cargo.lock, so that nothing drifts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use roxmltree::Document;

use crate::paths;

const ARTIFACT: &str = "checkout-sdk-android";
/// The Rust crate whose version the Java half of the certificate verifier must have.
const VERIFIER_CRATE: &str = "rustls-platform-verifier-android";

pub(super) struct Pom {
    group: String,
    version: String,
    kotlin: String,
    coroutines: String,
    jna: String,
    verifier: String,
}

impl Pom {
    /// What the project says.
    pub(super) fn of(project: &Path) -> Result<Self> {
        let pom = fs::read_to_string(project.join("pom.xml"))?;
        let lock = fs::read_to_string(paths::root().join("Cargo.lock"))?;
        Self::read(&pom, &lock)
    }

    fn read(pom: &str, lock: &str) -> Result<Self> {
        let document = Document::parse(pom)?;
        let root = document.root_element();
        let text = |parent: roxmltree::Node, name: &str| {
            let element = parent.children().find(|child| child.has_tag_name((POM, name)));
            let text = element.and_then(|element| element.text()).map(str::to_owned);
            text.with_context(|| format!("the POM has no {name}"))
        };
        let properties = root.children().find(|child| child.has_tag_name((POM, "properties")));
        let properties = properties.context("the POM has no properties")?;
        Ok(Self {
            group: text(root, "groupId")?,
            version: text(root, "version")?,
            kotlin: text(properties, "kotlin.version")?,
            coroutines: text(properties, "coroutines.version")?,
            jna: text(properties, "jna.version")?,
            verifier: locked(lock, VERIFIER_CRATE)?,
        })
    }

    /// Where a Maven repository keeps this artifact.
    pub(super) fn folder(&self) -> PathBuf {
        Path::new(&self.group.replace('.', "/"))
            .join(ARTIFACT)
            .join(&self.version)
    }

    /// The name of a file of this artifact.
    pub(super) fn file(&self, extension: &str) -> String {
        format!("{ARTIFACT}-{}.{extension}", self.version)
    }

    pub(super) fn text(&self) -> String {
        let dependency = |group: &str, artifact: &str, version: &str, kind: &str| {
            format!(
                "    <dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>\
                 <version>{version}</version>{kind}<scope>compile</scope></dependency>\n"
            )
        };
        let aar = "<type>aar</type>";
        let dependencies = [
            dependency("org.jetbrains.kotlin", "kotlin-stdlib", &self.kotlin, ""),
            dependency(
                "org.jetbrains.kotlinx",
                "kotlinx-coroutines-android",
                &self.coroutines,
                "",
            ),
            dependency("net.java.dev.jna", "jna", &self.jna, aar),
            dependency("org.rustls", "rustls-platform-verifier", &self.verifier, aar),
        ]
        .concat();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="{POM}">
  <modelVersion>4.0.0</modelVersion>
  <groupId>{group}</groupId>
  <artifactId>{ARTIFACT}</artifactId>
  <version>{version}</version>
  <packaging>aar</packaging>
  <name>Checkout SDK for Android</name>
  <description>Payments with Dojo, for Kotlin and Java</description>
  <licenses><license><name>MIT OR Apache-2.0</name></license></licenses>
  <dependencies>
{dependencies}  </dependencies>
</project>
"#,
            group = self.group,
            version = self.version,
        )
    }
}

const POM: &str = "http://maven.apache.org/POM/4.0.0";

/// The version of a crate in Cargo.lock.
fn locked(lock: &str, name: &str) -> Result<String> {
    let entry = lock
        .split("[[package]]")
        .find(|entry| entry.contains(&format!("name = \"{name}\"\n")));
    let version = entry.and_then(|entry| entry.split("version = \"").nth(1)?.split('"').next());
    version
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock has no {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pom_follows_the_project() {
        let pom = Pom::of(&paths::root().join("android")).unwrap();
        assert_eq!(pom.version, env!("CARGO_PKG_VERSION"), "one version for all");
        assert!(pom.folder().ends_with(format!("checkout-sdk-android/{}", pom.version)));
        let text = pom.text();
        let document = Document::parse(&text).unwrap();
        let artifacts: Vec<&str> = document
            .descendants()
            .filter(|node| node.has_tag_name((POM, "dependency")))
            .filter_map(|node| {
                node.children()
                    .find(|child| child.has_tag_name((POM, "artifactId")))?
                    .text()
            })
            .collect();
        assert_eq!(
            artifacts,
            [
                "kotlin-stdlib",
                "kotlinx-coroutines-android",
                "jna",
                "rustls-platform-verifier"
            ]
        );
        assert!(text.contains(&pom.jna) && text.contains(&pom.verifier));
    }

    #[test]
    fn a_pom_without_its_parts_is_refused() {
        assert!(Pom::read("<project/>", "").is_err());
        assert!(Pom::read("not xml", "").is_err());
        assert!(locked("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n", "b").is_err());
        assert_eq!(
            locked("[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n", "a").unwrap(),
            "1.0.0"
        );
    }
}
