//! A customer's visit to the sheet: each screen is shown, and what is answered is handed to the sheet.

use checkout_core::secret::Secret;
use checkout_sheet::Sheet;
use checkout_sheet::model::{Action, FieldId, WalletEnd};
use checkout_sheet::params::SheetResult;
use checkout_sheet::screen::{Content, Field, Keyboard, Screen};

use super::page::{Does, Page};
use super::{countries, draw, field};
use crate::customer::ThreeDs;

/// Who stands before the sheet: a person at a keyboard, or the customer of the demo.
pub(crate) trait Visitor {
    /// How many columns they see.
    fn width(&self) -> usize;

    /// Shows a screen.
    fn sees(&mut self, page: &Page);

    /// Says what is being done while there is nothing to answer.
    fn waits(&mut self, what: &str);

    /// Says something in between.
    fn hears(&mut self, what: &str);

    /// Answers a screen. While it has no choices, the customer can only want to leave.
    async fn answers(&mut self, page: &Page) -> Answer;

    /// Types into a field. `standing`: what stands in it already, as far as it may be seen.
    async fn fills(&mut self, field: &Field, standing: &str) -> Typed;
}

/// What a customer answers to a screen.
#[derive(Debug)]
pub(crate) enum Answer {
    /// The key of a choice, or nothing.
    Key(String),
    /// Esc: back.
    Escape,
    /// Ctrl-C: away from here.
    Interrupt,
    /// Nobody is there any more.
    Gone,
}

/// What a customer does in a field.
#[derive(Debug)]
pub(crate) enum Typed {
    /// Types this.
    Text(Secret),
    /// Leaves it as it is, and goes on.
    Kept,
    /// Goes back to the screen.
    Escape,
    /// Ctrl-C.
    Interrupt,
}

/// What is typed to make a field empty.
const NOTHING: &str = "-";

/// Takes a customer through the sheet to its result. `three_ds`: how challenges end, where that is settled beforehand.
pub(crate) async fn visit(sheet: &Sheet, customer: &mut impl Visitor, three_ds: Option<ThreeDs>) -> SheetResult {
    let mut visit = Visit {
        sheet,
        customer,
        three_ds,
        shown: None,
        focused: 0,
    };
    loop {
        let screen = sheet.screen();
        if screen.frame.is_closed {
            return sheet.result().await;
        }
        visit.look_at(&screen).await;
    }
}

struct Visit<'a, C> {
    sheet: &'a Sheet,
    customer: &'a mut C,
    three_ds: Option<ThreeDs>,
    /// What was shown last; what has not changed is not shown again.
    shown: Option<String>,
    /// The last request for the focus that was followed.
    focused: u64,
}

impl<C: Visitor> Visit<'_, C> {
    async fn look_at(&mut self, screen: &Screen) {
        if let Some(answer) = self.answered_beforehand(screen) {
            self.sheet.act(answer);
            return;
        }
        let page = self.show(screen);
        if let Some(field) = self.focus_of(screen) {
            return self.fill(field).await;
        }
        let answer = tokio::select! {
            answer = self.customer.answers(&page) => answer,
            _ = self.sheet.next_screen(screen.revision) => return,
        };
        self.take(&page, screen, answer).await;
    }

    /// What a terminal has no picture for: a wallet's sheet; and the challenge, if its end is settled.
    fn answered_beforehand(&self, screen: &Screen) -> Option<Action> {
        if screen.frame.wallet.is_some() {
            return Some(Action::WalletEnded(WalletEnd::Unavailable));
        }
        match (&screen.content, self.three_ds) {
            (Content::Challenge(_), Some(end)) => Some(Action::ChallengeEnded(end.outcome())),
            _ => None,
        }
    }

    fn show(&mut self, screen: &Screen) -> Page {
        let (page, text) = match draw::waiting(screen) {
            Some(text) => (Page::new(self.customer.width()), text),
            None => {
                let page = draw::draw(screen, self.customer.width());
                let text = page.text.clone();
                (page, text)
            }
        };
        if self.shown.as_ref() != Some(&text) {
            match page.text.is_empty() {
                true if text.is_empty() => {}
                true => self.customer.waits(&text),
                false => self.customer.sees(&page),
            }
            self.shown = Some(text);
        }
        page
    }

    fn focus_of(&mut self, screen: &Screen) -> Option<FieldId> {
        let focus = screen.frame.focus.filter(|focus| focus.number > self.focused)?;
        if screen.frame.question.is_some() {
            return None;
        }
        self.focused = focus.number;
        Some(focus.field)
    }

    async fn take(&mut self, page: &Page, screen: &Screen, answer: Answer) {
        let frame = &screen.frame;
        let question = frame.question.as_ref();
        match answer {
            Answer::Key(key) if key.is_empty() => {
                self.shown = None;
                page.default.clone().into_iter().for_each(|action| self.act(action));
            }
            Answer::Key(key) => match page.does(&key).cloned() {
                Some(Does::Act(action)) => self.act(action),
                Some(Does::Fill(field)) => self.fill_from(field).await,
                None => self.customer.hears(&keys(page)),
            },
            Answer::Escape if question.is_some() => self.act(Action::Dismiss),
            Answer::Escape => frame.back.iter().for_each(|back| self.act(back.action.clone())),
            Answer::Interrupt => self.act(Action::Close),
            // Nobody will answer, so what asks whether to leave is told yes.
            Answer::Gone => self.act(question.map_or(Action::Close, |asked| asked.confirm.action.clone())),
        }
    }

    fn act(&self, action: Action) {
        // Refused only if the sheet has gone on meanwhile, and then its new screen says so.
        self.sheet.act(action);
    }

    /// One field after the other, from this one on; those that are filled are passed over.
    async fn fill_from(&mut self, first: FieldId) {
        let mut next = Some(first);
        while let Some(id) = next {
            if !self.ask(id).await {
                return;
            }
            next = self.next_empty(id);
        }
    }

    /// This field alone: the sheet has sent the customer there.
    async fn fill(&mut self, id: FieldId) {
        self.ask(id).await;
    }

    fn next_empty(&self, after: FieldId) -> Option<FieldId> {
        let screen = self.sheet.screen();
        let fields = field::fields(&screen);
        let mut behind = fields.into_iter().skip_while(|field| field.id != after).skip(1);
        behind.find(|field| field.text.is_empty()).map(|field| field.id)
    }

    /// Asks for a field until it is right or the customer goes on. `false`: the customer wants to see the screen.
    async fn ask(&mut self, id: FieldId) -> bool {
        self.shown = None;
        loop {
            let screen = self.sheet.screen();
            let Some(field) = field::fields(&screen)
                .into_iter()
                .find(|field| field.id == id && field.enabled)
            else {
                return false;
            };
            let standing = field::standing(field);
            let typed = tokio::select! {
                typed = self.customer.fills(field, &standing) => typed,
                _ = self.sheet.next_screen(screen.revision) => return false,
            };
            match typed {
                Typed::Text(text) => match self.enter(field, text) {
                    None => return true,
                    Some(problem) => self.customer.hears(&format!("! {problem}")),
                },
                Typed::Kept => {
                    self.act(Action::Leave { field: id });
                    return true;
                }
                Typed::Escape => return false,
                Typed::Interrupt => {
                    self.act(Action::Close);
                    return false;
                }
            }
        }
    }

    /// What is wrong with it, as the sheet says.
    fn enter(&self, field: &Field, text: Secret) -> Option<String> {
        let text = match (text.expose() == NOTHING, field.keyboard) {
            (true, _) => Secret::from(""),
            (false, Keyboard::Country) => match countries::find(text.expose(), &field.countries) {
                Ok(code) => Secret::from(code),
                Err(meant) => return Some(list(&meant, field)),
            },
            (false, _) => text,
        };
        let caret = text.expose().encode_utf16().count();
        self.act(Action::Type {
            field: field.id,
            text,
            caret,
        });
        let answer = self.sheet.act(Action::Leave { field: field.id });
        answer.field.and_then(|field| field.error)
    }
}

/// What could have been typed.
fn keys(page: &Page) -> String {
    let keys: Vec<&str> = page.choices.iter().map(|choice| choice.key.as_str()).collect();
    keys.join(", ")
}

/// The countries that may be meant; all of them, if none is.
fn list(meant: &[&str], field: &Field) -> String {
    let codes = if meant.is_empty() { &field.countries } else { meant };
    let named = codes.iter().map(|code| format!("{code} {}", countries::name(code)));
    named.collect::<Vec<_>>().join(", ")
}
