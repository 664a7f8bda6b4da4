//! Running other programs: what runs is shown, and what fails says which command it was.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::paths;

/// A command line, not yet run.
pub(crate) struct Tool {
    program: OsString,
    arguments: Vec<OsString>,
    dir: PathBuf,
    environment: Vec<(OsString, OsString)>,
}

/// How a command ended whose output was logged.
pub(crate) struct Logged {
    pub(crate) succeeded: bool,
    pub(crate) output: String,
}

impl Tool {
    /// Runs in the repository's root, unless [`Tool::dir`] says otherwise.
    pub(crate) fn new(program: impl AsRef<OsStr>) -> Self {
        let program = program.as_ref().to_owned();
        Self {
            program,
            arguments: Vec::new(),
            dir: paths::root(),
            environment: Vec::new(),
        }
    }

    pub(crate) fn cargo() -> Self {
        Self::new("cargo")
    }

    pub(crate) fn arg(mut self, argument: impl AsRef<OsStr>) -> Self {
        self.arguments.push(argument.as_ref().to_owned());
        self
    }

    pub(crate) fn args(mut self, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.arguments
            .extend(arguments.into_iter().map(|argument| argument.as_ref().to_owned()));
        self
    }

    pub(crate) fn dir(mut self, dir: &Path) -> Self {
        dir.clone_into(&mut self.dir);
        self
    }

    pub(crate) fn env(mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) -> Self {
        self.environment
            .push((name.as_ref().to_owned(), value.as_ref().to_owned()));
        self
    }

    /// Runs with the terminal's output; an exit status other than 0 is an error.
    pub(crate) fn run(self) -> Result<()> {
        let shown = self.announce();
        let output = self.expression().run().with_context(|| format!("cannot run {shown}"))?;
        if output.status.success() {
            return Ok(());
        }
        bail!("{} from: {shown}", output.status)
    }

    /// Runs quietly and gives what was printed on stdout.
    pub(crate) fn text(self) -> Result<String> {
        let shown = self.to_string();
        let output = self
            .expression()
            .stdout_capture()
            .run()
            .with_context(|| format!("cannot run {shown}"))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        bail!("{} from: {shown}", output.status)
    }

    /// Runs quietly; true for exit status 0.
    pub(crate) fn succeeds(self) -> bool {
        let quiet = self.expression().stdout_null().stderr_null();
        quiet.run().is_ok_and(|output| output.status.success())
    }

    /// Runs with output that goes to the terminal, to `NAME.log` among the test logs, and to the caller.
    pub(crate) fn logged(self, name: &str) -> Result<Logged> {
        let shown = self.announce();
        let path = paths::test_logs().join(format!("{name}.log"));
        fs::create_dir_all(paths::test_logs())?;
        let mut log = File::options().create(true).append(true).open(&path)?;
        let reader = self
            .expression()
            .stderr_to_stdout()
            .reader()
            .with_context(|| format!("cannot run {shown}"))?;
        let mut lines = BufReader::new(&reader);
        let mut output = String::new();
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            io::stdout().write_all(&line)?;
            log.write_all(&line)?;
            output.push_str(&String::from_utf8_lossy(&line));
            line.clear();
        }
        let succeeded = reader.try_wait()?.is_some_and(|ended| ended.status.success());
        Ok(Logged { succeeded, output })
    }

    fn announce(&self) -> String {
        let shown = self.to_string();
        println!("$ {shown}");
        shown
    }

    fn expression(&self) -> duct::Expression {
        let command = duct::cmd(&self.program, &self.arguments)
            .dir(&self.dir)
            .stdin_null()
            .unchecked();
        self.environment
            .iter()
            .fold(command, |command, (name, value)| command.env(name, value))
    }
}

impl std::fmt::Display for Tool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.program.display())?;
        for argument in &self.arguments {
            let argument = argument.display().to_string();
            // A script passed as an argument would fill the screen.
            match argument.lines().count() {
                0 => write!(f, " ''")?,
                1 => write!(f, " {argument}")?,
                _ => write!(f, " '...'")?,
            }
        }
        Ok(())
    }
}
