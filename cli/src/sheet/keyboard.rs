//! A person at a terminal. Everything is shown on stderr, so that stdout holds nothing but the result.

use checkout_core::secret::Secret;
use checkout_sheet::screen::Field;
use crossterm::terminal::size;

use super::field::echo;
use super::line::{Echo, Line, read_line, terminal};
use super::page::Page;
use super::visit::{Answer, Typed, Visitor};
use crate::output;
use crate::progress::Progress;

/// A line is no longer than this, however wide the terminal is: it would be hard to read.
const WIDEST: usize = 80;
const NARROWEST: usize = 40;

/// A person at a terminal.
pub(crate) struct Keyboard {
    progress: Progress,
    /// Something is asked that the customer could not see coming.
    is_new: bool,
}

impl Keyboard {
    pub(crate) fn new(progress: Progress) -> Self {
        Keyboard { progress, is_new: true }
    }

    async fn line(&mut self, question: String, echo: Echo) -> Line {
        // So it stays if the line is given up.
        let afresh = std::mem::replace(&mut self.is_new, true);
        let line = read_line(question, echo, afresh).await;
        // What follows at once was typed in one go with this, and belongs to what it leads to.
        self.is_new = false;
        line
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        drop(terminal());
        self.progress.clear();
    }
}

impl Visitor for Keyboard {
    fn width(&self) -> usize {
        match size() {
            Ok((columns, _)) if columns > 0 => usize::from(columns).clamp(NARROWEST, WIDEST),
            _ => WIDEST,
        }
    }

    fn sees(&mut self, page: &Page) {
        let _terminal = terminal();
        self.progress.clear();
        anstream::eprint!("{}", page.text);
    }

    fn waits(&mut self, what: &str) {
        let _terminal = terminal();
        self.is_new = true;
        self.progress.step(what);
    }

    fn hears(&mut self, what: &str) {
        let _terminal = terminal();
        output::note(&textwrap::fill(what, self.width()));
    }

    async fn answers(&mut self, page: &Page) -> Answer {
        if page.choices.is_empty() {
            return match tokio::signal::ctrl_c().await {
                Ok(()) => Answer::Interrupt,
                Err(_) => std::future::pending().await,
            };
        }
        match self.line("> ".to_owned(), Echo::Shown).await {
            Line::Text(key) => Answer::Key(key.trim().to_owned()),
            Line::Escape => Answer::Escape,
            Line::Interrupt => Answer::Interrupt,
            Line::Gone => Answer::Gone,
        }
    }

    async fn fills(&mut self, field: &Field, standing: &str) -> Typed {
        let question = match (standing, &field.hint) {
            ("", Some(hint)) => format!("{} ({hint}): ", field.label),
            ("", None) => format!("{}: ", field.label),
            (standing, _) => format!("{} [{standing}]: ", field.label),
        };
        match self.line(question, echo(field)).await {
            Line::Text(text) if text.trim().is_empty() => Typed::Kept,
            Line::Text(text) => Typed::Text(Secret::from(text.trim())),
            Line::Escape => Typed::Escape,
            Line::Interrupt | Line::Gone => Typed::Interrupt,
        }
    }
}
