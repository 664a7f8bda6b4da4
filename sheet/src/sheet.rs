//! An app's handle on an open sheet, and the sheets of a client.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checkout_core::Checkout;
use checkout_core::summary::PaymentSummary;

use crate::driver::Driver;
use crate::model::{Action, FieldId, Offer, Stage, State, offered};
use crate::params::{SheetParams, SheetResult};
use crate::screen::{self, Answer, Screen};
use crate::texts::Texts;

/// How many sheets that are over can still be found, so that a screen that is made again gets its result.
const REMEMBERED: usize = 8;

/// The sheets of a checkout client. Make one beside the client and keep it. Clones share everything.
#[derive(Clone)]
pub struct Sheets {
    checkout: Checkout,
    open: Arc<Mutex<Register>>,
}

#[derive(Default)]
struct Register {
    sheets: HashMap<String, Sheet>,
    /// The ids of sheets that are over, the oldest first.
    over: Vec<String>,
}

impl Sheets {
    /// No sheet yet.
    pub fn new(checkout: Checkout) -> Self {
        Sheets {
            checkout,
            open: Arc::default(),
        }
    }

    /// The client that the sheets work with.
    pub fn checkout(&self) -> &Checkout {
        &self.checkout
    }

    /// Opens a sheet. One that is open for the same intent is given instead, with the parameters that it has: a double
    /// tap opens one sheet.
    pub fn open(&self, params: SheetParams) -> Sheet {
        let mut register = self.register();
        let id = params.flow.id().to_owned();
        // D8-10
        if let Some(sheet) = register.sheets.get(&id).filter(|sheet| !sheet.is_closed()) {
            return sheet.clone();
        }
        let sheet = Sheet {
            driver: Driver::new(self.checkout.clone(), params),
        };
        register.keep(id, sheet.clone());
        drop(register);
        sheet.driver.begin();
        sheet
    }

    /// The sheet of an intent (of a customer, where saved cards are managed): an open one, or one of the last that were.
    pub fn find(&self, id: &str) -> Option<Sheet> {
        self.register().sheets.get(id).cloned()
    }

    fn register(&self) -> MutexGuard<'_, Register> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Register {
    fn keep(&mut self, id: String, sheet: Sheet) {
        self.over.retain(|over| *over != id);
        let ended = self.sheets.iter().filter(|(_, sheet)| sheet.is_closed());
        let ended: Vec<String> = ended.map(|(id, _)| id.clone()).collect();
        for id in ended {
            if !self.over.contains(&id) {
                self.over.push(id);
            }
        }
        while self.over.len() > REMEMBERED {
            self.sheets.remove(&self.over.remove(0));
        }
        self.sheets.insert(id, sheet);
    }
}

impl fmt::Debug for Sheets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheets").finish_non_exhaustive()
    }
}

/// A sheet. Clones are the same one. It lives on when nobody holds it, until it has its result.
#[derive(Clone)]
pub struct Sheet {
    driver: Arc<Driver>,
}

impl Sheet {
    /// The intent's id, or the customer's where saved cards are managed.
    pub fn id(&self) -> &str {
        self.driver.id()
    }

    /// Does what the customer or the platform has done, and says at once what became of it.
    pub fn act(&self, action: Action) -> Answer {
        let field = match &action {
            Action::Type { field, .. } | Action::Leave { field } => Some(*field),
            _ => None,
        };
        let accepted = self.driver.act(action);
        self.driver.look(|state, texts, revision| Answer {
            revision,
            accepted,
            field: field.and_then(|id| screen::field_of(state, texts, id)),
            advance: field.filter(|_| accepted).and_then(|id| advance(state, id)),
        })
    }

    /// The app gives the sheet up: as if the customer closed it and said yes to leaving. A payment that is out runs on.
    pub fn leave(&self) {
        for action in [Action::Dismiss, Action::Close, Action::Confirm] {
            self.act(action);
        }
    }

    /// What is on the screen now.
    pub fn screen(&self) -> Screen {
        self.driver.look(screen::screen)
    }

    /// Waits for a screen that is newer than `after_revision`; screens in between may be passed over. After the end there
    /// is none: the last one is given at once.
    pub async fn next_screen(&self, after_revision: u64) -> Screen {
        self.driver.changed(after_revision).await;
        self.screen()
    }

    /// Waits for the result. It comes once per sheet, and can be asked for again.
    pub async fn result(&self) -> SheetResult {
        let mut revision = 0;
        loop {
            let closed = self.driver.look(|state, _, now| {
                revision = now;
                match &state.stage {
                    Stage::Closed(result) => Some(result.clone()),
                    _ => None,
                }
            });
            match closed {
                Some(result) => return result,
                None => self.driver.changed(revision).await,
            }
        }
    }

    /// What is paid, once that is known: for a wallet's request.
    pub fn summary(&self) -> Option<PaymentSummary> {
        self.driver.look(|state, _, _| state.summary.clone())
    }

    /// Says everything in these texts from now on: the host's language has changed.
    pub fn set_texts(&self, texts: Texts) {
        self.driver.set_texts(texts);
    }

    fn is_closed(&self) -> bool {
        self.driver.look(|state, _, _| matches!(state.stage, Stage::Closed(_)))
    }
}

impl fmt::Debug for Sheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sheet").field("id", &self.id()).finish_non_exhaustive()
    }
}

/// Where the focus goes on to from a field that is full: to the next one that is still empty.
fn advance(state: &State, id: FieldId) -> Option<FieldId> {
    if !state.entry.typed(id)?.is_full {
        return None;
    }
    let fields = state.fields();
    let next = fields.iter().skip_while(|field| **field != id).nth(1).copied()?;
    state.entry.text(next).is_empty().then_some(next)
}

/// Whether the sheet offers an action now: for a view that has it from elsewhere than from a button.
pub(crate) fn is_offered(state: &State, action: &Action) -> bool {
    offered(state, action) == Offer::Enabled
}
