//! Asking the person at the terminal. Questions go to stderr, so that stdout stays clean.

use std::io::{BufRead, IsTerminal};

use anyhow::Context;
use checkout_core::secret::Secret;
use inquire::{Password, PasswordDisplayMode};
use zeroize::Zeroizing;

use crate::usage::UsageError;

/// What stands in place of a value that is to be asked for.
pub(crate) const ASK: &str = "-";

/// Whether there is somebody to ask.
pub(crate) fn is_attended() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks without echo; if nobody is there, reads a line of standard input.
pub(crate) async fn secret(what: &'static str) -> anyhow::Result<Secret> {
    match is_attended() {
        true => ask(move || hidden(what)).await,
        false => line(what),
    }
}

/// The value of an option, or, for `-`, the answer to a question.
pub(crate) async fn unless_asked_for(given: Secret, what: &'static str) -> anyhow::Result<Secret> {
    match given.expose() == ASK {
        true => secret(what).await,
        false => Ok(given),
    }
}

/// Runs a question on a thread of its own, so that the checkout goes on meanwhile. Ctrl-C and Esc are errors.
pub(crate) async fn ask<T: Send + 'static>(
    question: impl FnOnce() -> inquire::error::InquireResult<T> + Send + 'static,
) -> anyhow::Result<T> {
    let answer = tokio::task::spawn_blocking(question)
        .await
        .context("the question could not be asked")?;
    answer.context("nothing was answered")
}

/// A question whose answer does not show.
pub(crate) fn hidden(what: &str) -> inquire::error::InquireResult<Secret> {
    let answer = Password::new(&format!("{what}:"))
        .with_display_mode(PasswordDisplayMode::Hidden)
        .without_confirmation()
        .prompt()?;
    Ok(Secret::from(answer))
}

fn line(what: &str) -> anyhow::Result<Secret> {
    let mut line = Zeroizing::new(String::with_capacity(256));
    let length = std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("cannot read standard input")?;
    match length {
        0 => Err(UsageError(format!("standard input ended before the {what}")).into()),
        _ => Ok(Secret::from(line.trim_end_matches(['\r', '\n']))),
    }
}
