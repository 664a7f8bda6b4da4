//! A customer who does what a script says, and whose deeds are printed as a terminal shows them.

use std::collections::VecDeque;
use std::future::pending;
use std::io::Write;

use checkout_core::secret::Secret;
use checkout_sheet::model::{Action, FieldId};
use checkout_sheet::screen::Field;

use crate::output;
use crate::sheet::{Answer, Does, Echo, Page, Typed, Visitor, echo};

/// As wide as a terminal that nobody has made wider.
pub(super) const WIDTH: usize = 80;

/// A step of a script.
pub(super) enum Step {
    /// What comes next, in words.
    Says(&'static str),
    /// The customer presses the button of this action.
    Presses(Action),
    /// The customer types into a field.
    Types(FieldId, &'static str),
    /// The customer closes the sheet while it says this.
    Closes(String),
    /// Until here this may be said too shortly to be seen each time, so it is never printed.
    Misses(String),
    /// Something happens elsewhere.
    Happens(Box<dyn FnOnce() + Send>),
}

/// The customer of the demo. Each step waits for a screen that offers it.
pub(super) struct Script {
    steps: VecDeque<Step>,
    /// What the sheet said last while there was nothing to answer.
    waits_for: String,
}

impl Script {
    pub(super) fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Script {
            steps: steps.into_iter().collect(),
            waits_for: String::new(),
        }
    }

    /// How many steps the customer never came to.
    pub(super) fn left(&self) -> usize {
        self.steps.len()
    }

    /// Whether the next deed is one of these. What is told and what happens before it is done if so.
    fn comes_to(&mut self, is_it: impl Fn(&Step) -> bool) -> bool {
        let is_deed = |step: &&Step| !matches!(step, Step::Says(_) | Step::Misses(_) | Step::Happens(_));
        if !self.steps.iter().find(is_deed).is_some_and(&is_it) {
            return false;
        }
        loop {
            match self.steps.pop_front() {
                Some(Step::Says(what)) => print(&format!("\n{}\n", textwrap::fill(&format!("» {what}"), WIDTH))),
                Some(Step::Happens(what)) => what(),
                Some(Step::Misses(_)) => {}
                Some(deed) => {
                    self.steps.push_front(deed);
                    return true;
                }
                None => return false,
            }
        }
    }

    /// The key of what comes next, if this page has it.
    fn key_of_next(&mut self, page: &Page) -> Option<String> {
        let choice = page.choices.iter().find(|choice| {
            self.comes_to(|step| match (step, &choice.does) {
                (Step::Presses(action), Does::Act(offered)) => action == offered,
                (Step::Types(field, _), Does::Fill(offered)) => field == offered,
                _ => false,
            })
        })?;
        // A field stays the next step until it is filled.
        if let Does::Act(_) = choice.does {
            self.steps.pop_front();
        }
        Some(choice.key.clone())
    }
}

impl Visitor for Script {
    fn width(&self) -> usize {
        WIDTH
    }

    fn sees(&mut self, page: &Page) {
        print(&page.text);
    }

    fn waits(&mut self, what: &str) {
        what.clone_into(&mut self.waits_for);
        let is_missed = |step: &Step| matches!(step, Step::Misses(text) if what.starts_with(text));
        if !self.steps.iter().any(is_missed) {
            print(&format!("\n… {what}\n"));
        }
    }

    fn hears(&mut self, what: &str) {
        print(&format!("{what}\n"));
    }

    async fn answers(&mut self, page: &Page) -> Answer {
        // Who walks through by a script lets what is being done come to its end.
        if page.is_unready {
            return pending().await;
        }
        if let Some(key) = self.key_of_next(page) {
            print(&format!("> {key}\n"));
            return Answer::Key(key);
        }
        let said = self.waits_for.clone();
        if page.choices.is_empty() && self.comes_to(|step| matches!(step, Step::Closes(text) if said.starts_with(text)))
        {
            self.steps.pop_front();
            print("^C\n");
            return Answer::Interrupt;
        }
        pending().await
    }

    async fn fills(&mut self, field: &Field, _standing: &str) -> Typed {
        if !self.comes_to(|step| matches!(step, Step::Types(id, _) if *id == field.id)) {
            return Typed::Escape;
        }
        let Some(Step::Types(_, text)) = self.steps.pop_front() else {
            return Typed::Escape;
        };
        let seen = match echo(field) {
            Echo::Shown => text.to_owned(),
            Echo::Masked => "*".repeat(text.len()),
            Echo::Hidden => String::new(),
        };
        print(format!("{}: {seen}", field.label).trim_end());
        print("\n");
        Typed::Text(Secret::from(text))
    }
}

/// A page has been made fit to be printed, piece by piece. A reader that has gone misses it.
pub(super) fn print(text: &str) {
    let _ = write!(anstream::stdout(), "{text}");
}

/// A heading of the demo.
pub(super) fn heading(text: &str) -> anyhow::Result<()> {
    Ok(output::line(&format!("\n{text}"))?)
}
