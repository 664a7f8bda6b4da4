//! A screen as lines of text, and what can be typed at it.

use anstyle::{AnsiColor, Style};
use checkout_sheet::model::{Action, FieldId};
use checkout_sheet::screen::{Button, Tone};
use textwrap::Options;
use unicode_width::UnicodeWidthStr;

use crate::shown::shown;

pub(super) const PLAIN: Style = Style::new();
pub(super) const BOLD: Style = Style::new().bold();
pub(super) const DIM: Style = Style::new().dimmed();

/// Where labels stand behind the keys of choices.
pub(super) const INDENT: usize = 6;

/// A screen, drawn.
#[derive(Debug)]
pub(crate) struct Page {
    width: usize,
    /// What is printed, with the colours of a terminal.
    pub(crate) text: String,
    /// What can be typed.
    pub(crate) choices: Vec<Choice>,
    /// What an empty answer means.
    pub(crate) default: Option<Action>,
    /// Whether there is something on it that cannot be done yet.
    pub(crate) is_unready: bool,
}

/// What can be typed.
#[derive(Debug)]
pub(crate) struct Choice {
    /// What is typed: a number, or a letter.
    pub(crate) key: String,
    /// What it does.
    pub(crate) does: Does,
}

/// What a choice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Does {
    /// An action of the sheet.
    Act(Action),
    /// The customer goes to a field.
    Fill(FieldId),
}

impl Page {
    pub(super) fn new(width: usize) -> Self {
        Page {
            width,
            text: String::new(),
            choices: Vec::new(),
            default: None,
            is_unready: false,
        }
    }

    /// What a key does, in capitals or not.
    pub(crate) fn does(&self, key: &str) -> Option<&Does> {
        let chosen = self.choices.iter().find(|choice| choice.key.eq_ignore_ascii_case(key));
        chosen.map(|choice| &choice.does)
    }

    pub(super) fn blank(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    pub(super) fn rule(&mut self) {
        self.print(DIM, &"─".repeat(self.width));
    }

    /// A text, as many lines as it needs.
    pub(super) fn text(&mut self, indent: usize, style: Style, text: &str) {
        self.marked(&" ".repeat(indent), style, text);
    }

    /// A text behind a mark; it goes on below itself.
    pub(super) fn marked(&mut self, mark: &str, style: Style, text: &str) {
        let hanging = " ".repeat(mark.width());
        let options = Options::new(self.width)
            .initial_indent(mark)
            .subsequent_indent(&hanging);
        for line in textwrap::wrap(&shown(&plain(text)), options) {
            self.print(style, &line);
        }
    }

    /// Two texts at the two ends of a line; below each other if they do not fit.
    pub(super) fn ends(&mut self, indent: usize, style: Style, left: &str, right: &str) {
        let (left, right) = (plain(left), plain(right));
        let (left, right) = (shown(&left), shown(&right));
        let taken = indent + left.width() + right.width();
        if taken + 2 > self.width {
            self.text(indent, style, &left);
            let gap = self.width.saturating_sub(right.width());
            return self.print(style, &format!("{}{right}", " ".repeat(gap)));
        }
        let (indent, gap) = (" ".repeat(indent), " ".repeat(self.width - taken));
        self.print(style, &format!("{indent}{left}{gap}{right}"));
    }

    /// Something that can be typed, under the next number. Without `does` it can only be looked at.
    pub(super) fn choice(&mut self, does: Option<Does>, style: Style, label: &str) {
        let number = (1 + self.choices.iter().filter(|choice| is_number(&choice.key)).count()).to_string();
        self.choice_by(&number, does, style, label);
    }

    /// The same, under a letter.
    pub(super) fn choice_by(&mut self, key: &str, does: Option<Does>, style: Style, label: &str) {
        match does {
            Some(does) => {
                self.marked(&format!("{key:>4}  "), style, label);
                self.choices.push(Choice {
                    key: key.to_owned(),
                    does,
                });
            }
            None => {
                self.is_unready = true;
                self.marked("   -  ", DIM, label);
            }
        }
    }

    /// Whether something that can be typed does this.
    pub(super) fn offers(&self, action: &Action) -> bool {
        let mut offered = self.choices.iter().map(|choice| &choice.does);
        offered.any(|does| matches!(does, Does::Act(offered) if offered == action))
    }

    pub(super) fn button(&mut self, button: &Button) {
        self.choice(pressed(button), PLAIN, &button.label);
    }

    pub(super) fn button_by(&mut self, key: &str, button: &Button) {
        self.choice_by(key, pressed(button), PLAIN, &button.label);
    }

    fn print(&mut self, style: Style, line: &str) {
        let line = format!("{style}{line}{style:#}\n");
        self.text.push_str(&line);
    }
}

fn pressed(button: &Button) -> Option<Does> {
    button.enabled.then(|| Does::Act(button.action.clone()))
}

/// The sheet isolates what others have written. A terminal would not obey that, and what it might obey is shown as a code.
fn plain(text: &str) -> String {
    text.replace(['\u{2068}', '\u{2069}'], "")
}

fn is_number(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_digit())
}

/// How a tone looks, and the mark that says the same without a colour.
pub(super) fn tone(tone: Tone) -> (&'static str, Style) {
    let coloured = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
    match tone {
        Tone::Neutral => ("i ", PLAIN),
        Tone::Success => ("✓ ", coloured(AnsiColor::Green)),
        Tone::Problem => ("! ", coloured(AnsiColor::Red)),
        Tone::Uncertain => ("? ", coloured(AnsiColor::Yellow)),
    }
}
