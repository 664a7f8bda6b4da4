//! The Kotlin and Java API. A test of that project's own compares it with `android/api`, so that Maven alone tells of a
//! change too; here that one test is run.

use anyhow::{Context, Result};

use crate::generate;
use crate::maven;

/// Nothing where there is no Maven project.
pub(crate) fn run(bless: bool) -> Result<()> {
    let Some(project) = maven::project() else { return Ok(()) };
    generate::once()?;
    maven::tool(&project, "test")?
        .args(["-q", "-Dtest=PublicApiTest"])
        .arg(format!("-Dapi.bless={bless}"))
        .run()
        .context("the public API of Kotlin and Java")
}
