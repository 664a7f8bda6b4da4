//! What is tried against a running sandbox from the outside: its OpenAPI document by schemathesis, and the backend samples.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{Suite, failures};
use crate::debian;
use crate::paths;
use crate::python;
use crate::tool::{Logged, Tool};

const OPENAPI: &str = "openapi";
const SAMPLES: &str = "backend samples";

/// The version that the seed of a run belongs to: another one would try other things.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// Both suites, against the command line's sandbox.
pub(crate) fn run() -> Vec<Suite> {
    let suite = |name, ran: Result<Suite>| ran.unwrap_or_else(|error| Suite::broken(name, &error));
    vec![suite(OPENAPI, openapi()), suite(SAMPLES, samples())]
}

fn openapi() -> Result<Suite> {
    let checkout = checkout()?;
    let program = python::environment("schemathesis", &[SCHEMATHESIS])?.join("bin/schemathesis");
    let ended = script("sandbox/tests/schemathesis/run.py", &program.with_file_name("python"))
        .args([&checkout, &program])
        .logged(OPENAPI)?;
    count(OPENAPI, &ended)
}

fn samples() -> Result<Suite> {
    debian::need("python3", &["python3"])?;
    debian::need("curl", &["curl"])?;
    debian::need("openssl", &["openssl"])?;
    debian::need("php", &["php-cli"])?;
    let ended = script("samples/backend/run.py", Path::new("python3"))
        .arg(checkout()?)
        .logged("backend-samples")?;
    count(SAMPLES, &ended)
}

fn script(path: &str, interpreter: &Path) -> Tool {
    Tool::new(interpreter).arg(paths::root().join(path))
}

fn checkout() -> Result<PathBuf> {
    Tool::cargo()
        .args(["build", "--quiet", "--locked", "-p", "checkout-cli"])
        .run()?;
    Ok(paths::artifacts().join("debug/checkout"))
}

/// Each of these ends in a line that counts.
pub(super) fn count(name: &'static str, ended: &Logged) -> Result<Suite> {
    let Some(line) = ended.output.lines().rev().find(|line| line.ends_with(" failed")) else {
        bail!("the script did not come to its end");
    };
    let numbers: Vec<u64> = line.split(' ').filter_map(|word| word.parse().ok()).collect();
    let [passed, failed] = numbers[..] else {
        bail!("the script's last line counts nothing: {line}");
    };
    let mut suite = Suite::new(name);
    suite.passed = passed;
    suite.failed = failed;
    suite.name_failures(failures::of_script(&ended.output));
    if !ended.succeeded && failed == 0 {
        suite.fail("the script itself failed");
    }
    suite.fail_if_empty();
    Ok(suite)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count_of(succeeded: bool, output: &str) -> Result<Suite> {
        let output = output.to_owned();
        count(SAMPLES, &Logged { succeeded, output })
    }

    #[test]
    fn the_last_line_counts() {
        let suite = count_of(false, "1 failed\nphp: FAILED: no key\n5 passed, 2 failed\n").unwrap();
        assert_eq!((suite.passed, suite.failed), (5, 2));
        assert!(suite.line(None).ends_with("2 FAILED\n    php: FAILED: no key"));
    }

    #[test]
    fn a_script_that_breaks_off_is_no_suite() {
        assert!(count_of(false, "Traceback (most recent call last):").is_err());
        assert!(count_of(true, "something failed").is_err());
    }

    #[test]
    fn success_without_a_test_and_failure_without_a_failed_one_are_failures() {
        assert_eq!(count_of(true, "0 passed, 0 failed").unwrap().failed, 1);
        assert_eq!(count_of(false, "3 passed, 0 failed").unwrap().failed, 1);
    }
}
