//! What is being done, for a person who waits: a spinner on a terminal, a line a step elsewhere. On stderr.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::ProgressBar;

use crate::output;
use crate::shown::shown;

/// Shows one step at a time.
pub(crate) enum Progress {
    /// Nothing is shown.
    Silent,
    /// A line a step.
    Lines,
    /// A spinner, while something goes on.
    Spinner(Option<ProgressBar>),
}

impl Progress {
    /// What suits stderr. Log lines and a spinner do not go together.
    pub(crate) fn new(verbose: bool) -> Self {
        match std::io::stderr().is_terminal() && !verbose {
            true => Progress::Spinner(None),
            false => Progress::Lines,
        }
    }

    /// Says what is being done now.
    pub(crate) fn step(&mut self, what: &str) {
        let what = shown(what);
        match self {
            Progress::Silent => {}
            Progress::Lines => eprintln!("{what}"),
            Progress::Spinner(spinner) => {
                let spinner = spinner.get_or_insert_with(|| {
                    let spinner = ProgressBar::new_spinner();
                    spinner.enable_steady_tick(Duration::from_millis(100));
                    spinner
                });
                spinner.set_message(what.into_owned());
            }
        }
    }

    /// Says something that stays.
    pub(crate) fn note(&mut self, what: &str) {
        self.clear();
        output::note(what);
    }

    /// Takes the spinner away: a question or the result comes next.
    pub(crate) fn clear(&mut self) {
        if let Progress::Spinner(spinner) = self
            && let Some(spinner) = spinner.take()
        {
            spinner.finish_and_clear();
        }
    }
}
