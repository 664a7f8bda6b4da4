//! Maven, for what is Kotlin and Java. Neither Gradle nor Google's repository is needed.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::debian;
use crate::paths;
use crate::tool::Tool;

/// The Maven project, where there is one.
pub(crate) fn project() -> Option<PathBuf> {
    let project = paths::root().join("android");
    project.join("pom.xml").exists().then_some(project)
}

/// `mvn GOAL` in the project, told where cargo puts what it builds.
pub(crate) fn tool(project: &Path, goal: &str) -> Result<Tool> {
    debian::need("javac", &["openjdk-17-jdk-headless"])?;
    debian::need("mvn", &["maven"])?;
    // A compiler daemon would outlive this process.
    Ok(Tool::new("mvn")
        .args(["-B", "-ntp", "-Dkotlin.compiler.daemon=false"])
        .arg(format!("-Dcargo.target={}", paths::artifacts().display()))
        .arg(goal)
        .dir(project))
}
