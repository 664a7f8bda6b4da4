//! The AAR: a zip of what Android's build reads from a library.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::native::Library;
use super::pom::Pom;
use super::{copy, fresh};
use crate::paths;
use crate::tool::Tool;

/// One time for all entries, so that the same input gives the same archive.
const DATE: &str = "--date=1980-02-01T00:00:00Z";

/// Writes the AAR and its POM as a Maven repository wants them; returns the AAR.
pub(super) fn assemble(project: &Path, pom: &Pom, libraries: &[Library]) -> Result<PathBuf> {
    let build = paths::artifacts().join("android");
    let contents = build.join("aar");
    fresh(&contents)?;
    lay_out(project, &contents, libraries)?;

    let folder = build.join("maven").join(pom.folder());
    fresh(&folder)?;
    let aar = folder.join(pom.file("aar"));
    jar(&aar, &contents, &["."])?;
    fs::write(folder.join(pom.file("pom")), pom.text())?;
    Ok(aar)
}

/// What is in the AAR, sorted.
pub(super) fn entries(aar: &Path) -> Result<Vec<String>> {
    let listing = Tool::new("jar").arg("--list").arg("--file").arg(aar).text()?;
    let mut entries: Vec<String> = listing
        .lines()
        .filter(|entry| !entry.ends_with('/'))
        .map(str::to_owned)
        .collect();
    entries.sort();
    Ok(entries)
}

fn lay_out(project: &Path, contents: &Path, libraries: &[Library]) -> Result<()> {
    let sources = project.join("src/android");
    for file in ["AndroidManifest.xml", "proguard.txt"] {
        copy(&sources.join(file), &contents.join(file))?;
    }
    fs::write(contents.join("R.txt"), "")?; // the library has no resources, and says so
    for library in libraries {
        copy(
            &library.file,
            &contents.join("jni").join(library.abi).join("libcheckout_bindings.so"),
        )?;
    }
    classes_jar(project, &contents.join("classes.jar"))
}

/// The classes that Maven compiled, as an app gets them.
pub(super) fn classes_jar(project: &Path, archive: &Path) -> Result<()> {
    let classes = project.join("target/classes");
    jar(archive, &classes, &["checkout", "META-INF"]).context("the compiled classes")
}

fn jar(archive: &Path, folder: &Path, what: &[&str]) -> Result<()> {
    Tool::new("jar")
        .args(["--create", "--no-manifest", DATE, "--file"])
        .arg(archive)
        .arg("-C")
        .arg(folder)
        .args(what.iter().enumerate().flat_map(|(place, entry)| {
            // Each name needs its own folder.
            let mut arguments = Vec::new();
            if place > 0 {
                arguments.extend(["-C".into(), folder.as_os_str().to_owned()]);
            }
            arguments.push((*entry).into());
            arguments
        }))
        .run()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABI: &str = "arm64-v8a";

    /// A project as Maven leaves it.
    fn project() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../android/src/android");
        for file in ["AndroidManifest.xml", "proguard.txt"] {
            copy(&sources.join(file), &dir.path().join("src/android").join(file)).unwrap();
        }
        for class in [
            "checkout/sdk/Checkout.class",
            "META-INF/checkout-sdk.kotlin_module",
            "linux-x86-64/lib.so",
        ] {
            let file = dir.path().join("target/classes").join(class);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, class).unwrap();
        }
        dir
    }

    #[test]
    fn an_aar_holds_what_androids_build_reads() {
        let project = project();
        let library = project.path().join("some.so");
        fs::write(&library, "library").unwrap();
        let contents = project.path().join("aar");
        fs::create_dir(&contents).unwrap();
        lay_out(
            project.path(),
            &contents,
            &[Library {
                abi: ABI,
                file: library,
            }],
        )
        .unwrap();
        let aar = project.path().join("x.aar");
        jar(&aar, &contents, &["."]).unwrap();
        assert_eq!(
            entries(&aar).unwrap(),
            [
                "AndroidManifest.xml",
                "R.txt",
                "classes.jar",
                "jni/arm64-v8a/libcheckout_bindings.so",
                "proguard.txt"
            ]
        );
        assert_eq!(
            entries(&contents.join("classes.jar")).unwrap(),
            ["META-INF/checkout-sdk.kotlin_module", "checkout/sdk/Checkout.class"],
            "the library of a desktop JVM is not in it"
        );
    }

    #[test]
    fn the_same_input_gives_the_same_archive() {
        let project = project();
        let archive = |name: &str| {
            let contents = project.path().join(name);
            fs::create_dir(&contents).unwrap();
            lay_out(project.path(), &contents, &[]).unwrap();
            fs::read(contents.join("classes.jar")).unwrap()
        };
        assert_eq!(archive("first"), archive("second"));
    }

    #[test]
    fn the_manifest_and_the_rules_name_what_is_there() {
        let project = project();
        let manifest = fs::read_to_string(project.path().join("src/android/AndroidManifest.xml")).unwrap();
        let manifest = roxmltree::Document::parse(&manifest).unwrap();
        assert_eq!(
            manifest.root_element().attribute("package"),
            Some("checkout.sdk.android")
        );
        let rules = fs::read_to_string(project.path().join("src/android/proguard.txt")).unwrap();
        for kept in [
            "com.sun.jna.**",
            "checkout.sdk.UniffiLib",
            "checkout.sdk.NativeLibrary",
            "org.rustls.platformverifier.**",
        ] {
            assert!(rules.contains(kept), "{kept}");
        }
    }
}
