//! One moment of a sheet: the machine, core's session behind it, and what is on its way between the two.
//!
//! The driver is here as the thin thing that it is. Whoever acts performs the effects afterwards, so those of two acts may
//! be performed in the other order; whoever has news tells them later, so they may be out of date by then.

use std::hash::{Hash, Hasher};

use checkout_core::card::SavedCard;
use checkout_core::error::{ActionError, CallError};
use checkout_core::flow::{Event, Method};
use checkout_core::result::PaymentResult;
use checkout_sheet::model::{Action, Effect, Kind, News, Stage, State, WalletPayment};
use checkout_sheet::screen::Screen;
use checkout_sheet::texts::Texts;

use crate::cast::{NOW, Setting, today};
use crate::rules::{Violation, check_step};
use crate::session::{Session, View};
use crate::shared::Shared;
use crate::truth::Truth;

/// The machine under test: the real one, or a broken one.
pub(crate) struct Machine {
    pub(crate) update: Box<Update>,
    pub(crate) screen: Box<Draw>,
}

pub(crate) type Update = dyn Fn(State, Action) -> (State, Vec<Effect>) + Send + Sync;
pub(crate) type Draw = dyn Fn(&State, &Texts) -> Screen + Send + Sync;

/// Something that happens.
#[derive(Clone, Debug)]
pub(crate) enum Happening {
    /// The customer or the platform acts.
    Act(Action),
    /// An effect is performed.
    Perform(usize),
    /// A payment is handed over, and the session finds something wrong with what was given.
    Refuse(usize, ActionError),
    /// Core hears of something.
    Core(Event),
    /// The sheet is told where the session is.
    Tell,
    /// The sheet is told where the session was, or again where it is.
    TellPast(usize),
    /// The sheet is told something of the attempt before, or of one that is over.
    TellEarlier(News),
    /// What came of handing something over is told.
    Deliver(usize),
    /// A deletion is answered: whether it was done.
    Deleted(usize, bool),
    /// The status is read.
    Status(PaymentResult),
    /// Another checkout of the process has left the intent in doubt.
    Doubt(PaymentResult),
    /// The saved cards are there, or not.
    Cards(Result<Vec<SavedCard>, CallError>),
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) setting: Setting,
    pub(crate) sheet: Shared<State>,
    pub(crate) session: Option<Shared<Session>>,
    /// Effects that are not performed yet.
    pub(crate) todo: NotHashed<Vec<Effect>>,
    /// News that are not told yet.
    pub(crate) mail: NotHashed<Vec<Mail>>,
    pub(crate) deletions: Vec<Deletion>,
    pub(crate) is_reading: bool,
    pub(crate) is_fetching: bool,
    pub(crate) truth: Truth,
}

/// What the sheet is about to be told of something that it handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Mail {
    Taken { attempt: u64, revision: u64 },
    Refused { attempt: u64, error: ActionError },
    Deleted { id: String, is_done: bool },
}

/// A deletion on its way. It outlives the session that it was asked of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Deletion {
    pub(crate) id: String,
    is_of_this_session: bool,
    pub(crate) is_refused: bool,
}

/// Compared, but not part of a world's hash: what has none of its own, because there may be a secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NotHashed<T>(pub(crate) T);

impl<T> Hash for NotHashed<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// The revision that a session has in every world: only the distance to others matters.
const REVISION: u64 = 8;
/// The number that a later attempt has in every world: only whether it is the current one matters.
const LATER_ATTEMPT: u64 = 2;

impl World {
    pub(crate) fn open(setting: Setting) -> World {
        let (sheet, effects) = State::open(setting.opening());
        let mut world = World {
            setting,
            sheet: Shared::new(sheet),
            session: None,
            todo: NotHashed(Vec::new()),
            mail: NotHashed(Vec::new()),
            deletions: Vec::new(),
            is_reading: false,
            is_fetching: false,
            truth: Truth::new(setting),
        };
        world.take(effects);
        world
    }

    /// Lets something happen, and checks every rule on the way.
    pub(crate) fn after(&self, happening: &Happening, machine: &Machine) -> Result<World, Violation> {
        let mut next = self.clone();
        match happening {
            Happening::Act(action) => next.act(action.clone(), machine)?,
            Happening::Perform(index) => {
                let effect = next.todo.0.remove(*index);
                next.perform(effect);
            }
            Happening::Refuse(index, error) => {
                next.todo.0.remove(*index);
                next.refused(error.clone());
            }
            Happening::Core(event) => next.core_hears(event.clone()),
            Happening::Tell => next.tell(machine)?,
            Happening::TellPast(index) => next.tell_past(*index, machine)?,
            Happening::TellEarlier(news) => {
                next.hear(news.clone(), machine)?;
                if next.sheet != self.sheet || next.todo != self.todo {
                    return Err(Violation::EarlierAttemptHeard);
                }
            }
            Happening::Deliver(index) => next.deliver(*index, machine)?,
            Happening::Deleted(index, is_done) => next.deleted(*index, *is_done),
            Happening::Status(result) => {
                next.is_reading = false;
                next.truth.status_is(result);
                next.hear(News::Status(result.clone()), machine)?;
            }
            Happening::Doubt(result) => {
                next.truth.doubted_elsewhere(result);
                next.hear(News::InDoubt(result.clone()), machine)?;
            }
            Happening::Cards(cards) => {
                next.is_fetching = false;
                next.hear(News::Cards(cards.clone()), machine)?;
            }
        }
        next.forget_what_no_longer_matters(self);
        Ok(next)
    }

    fn act(&mut self, action: Action, machine: &Machine) -> Result<(), Violation> {
        let before = self.sheet.clone();
        let (after, effects) = (machine.update)((*before).clone(), action.clone());
        check_step(self, &action, &after, &effects)?;
        self.truth.acted(&before, &action, &effects);
        if after != *before {
            self.sheet = Shared::new(after);
        }
        self.take(effects);
        Ok(())
    }

    fn hear(&mut self, news: News, machine: &Machine) -> Result<(), Violation> {
        self.act(Action::Heard(news), machine)
    }

    /// What only remembers something is done at once. To be left twice is the same as once.
    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::RememberDoubt(_) | Effect::ForgetDoubt | Effect::Finish(_) => {}
                Effect::Leave if self.todo.0.contains(&Effect::Leave) => {}
                effect => self.todo.0.push(effect),
            }
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::StartSession { attempt } => {
                self.session = Some(Shared::new(Session::start(self.setting, attempt)));
                self.deletions
                    .iter_mut()
                    .for_each(|deletion| deletion.is_of_this_session = false);
                // What those of before would tell is among what is told at any time.
                self.mail.0.retain(|mail| matches!(mail, Mail::Deleted { .. }));
                self.truth.session_started();
            }
            Effect::FetchCards => self.is_fetching = true,
            Effect::ReadStatus => self.is_reading = true,
            Effect::PayWithSavedCard { id, .. } => self.pay(Method::SavedCard { id }),
            Effect::PayWithCard(_) => self.pay(Method::NewCard),
            Effect::PayWithWallet(WalletPayment::GooglePay(_)) => self.pay(Method::GooglePay),
            Effect::PayWithWallet(WalletPayment::ApplePay(_)) => self.pay(Method::ApplePay),
            Effect::DeleteCard { id } => self.delete(id),
            Effect::StartThreeDs => self.core_hears(Event::ThreeDsReady { started: true }),
            Effect::CompleteChallenge(outcome) => self.core_hears(Event::ChallengeEnded(outcome)),
            Effect::Leave => self.core_hears(Event::Leave),
            Effect::RememberDoubt(_) | Effect::ForgetDoubt | Effect::Finish(_) => {}
        }
    }

    fn core_hears(&mut self, event: Event) {
        if let Some(shared) = &mut self.session {
            let before = shared.view();
            shared.change(|session| session.hear(event));
            if shared.view() != before {
                self.truth.session_is(shared, &before);
            }
        }
    }

    fn pay(&mut self, method: Method) {
        let Some(session) = &mut self.session else {
            return;
        };
        match session.change(|session| session.hear(Event::Pay { method, now: NOW })) {
            Some(refusal) => self.refused(refusal.into()),
            None => self.mail.0.push(Mail::Taken {
                attempt: session.attempt,
                revision: session.revision,
            }),
        }
    }

    fn refused(&mut self, error: ActionError) {
        let attempt = self.sheet.attempt;
        self.mail.0.push(Mail::Refused { attempt, error });
    }

    fn delete(&mut self, id: String) {
        let refusal = match (&mut self.session, self.setting.kind) {
            (Some(session), kind) if kind != Kind::SavedCards => {
                session.change(|session| session.hear(Event::DeleteSavedCard { id: id.clone() }))
            }
            _ => None,
        };
        self.deletions.push(Deletion {
            id,
            is_of_this_session: true,
            is_refused: refusal.is_some(),
        });
        self.deletions.sort_unstable();
    }

    fn deleted(&mut self, index: usize, is_done: bool) {
        let deletion = self.deletions.remove(index);
        if deletion.is_of_this_session && !deletion.is_refused {
            self.core_hears(Event::SavedCardDeleted {
                id: deletion.id.clone(),
                deleted: is_done,
            });
        }
        let id = deletion.id;
        self.mail.0.push(Mail::Deleted { id, is_done });
    }

    fn deliver(&mut self, index: usize, machine: &Machine) -> Result<(), Violation> {
        let news = match self.mail.0.remove(index) {
            Mail::Taken { attempt, revision } => {
                self.is_told_again(attempt);
                News::Taken { attempt, revision }
            }
            Mail::Refused { attempt, error } => {
                self.is_told_again(attempt);
                self.truth.payment_refused();
                News::Refused { attempt, error }
            }
            Mail::Deleted { id, is_done } => {
                self.truth.deleted.extend(is_done.then(|| id.clone()));
                News::Deleted {
                    id,
                    failure: (!is_done).then_some(CallError::Network),
                }
            }
        };
        self.hear(news, machine)
    }

    /// After the session has answered, the driver tells where it is once more.
    fn is_told_again(&mut self, attempt: u64) {
        let session = self.session.as_mut().filter(|session| session.attempt == attempt);
        session
            .into_iter()
            .for_each(|session| session.change(|session| session.is_told = false));
    }

    fn tell(&mut self, machine: &Machine) -> Result<(), Violation> {
        let Some(session) = &mut self.session else {
            return Ok(());
        };
        session.change(|session| session.is_told = true);
        let (revision, view) = (session.revision, session.view());
        self.tell_view(revision, &view, machine)
    }

    /// The last of them is what was told already.
    fn tell_past(&mut self, index: usize, machine: &Machine) -> Result<(), Violation> {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let now = (session.revision, session.view());
        let (revision, view) = session.past.get(index).cloned().unwrap_or(now);
        self.tell_view(revision, &view, machine)
    }

    fn tell_view(&mut self, revision: u64, view: &View, machine: &Machine) -> Result<(), Violation> {
        let attempt = self.session.as_ref().map_or(0, |session| session.attempt);
        let news = News::Session {
            attempt,
            snapshot: Box::new(view.snapshot(revision)),
            today: today(),
        };
        self.hear(news, machine)?;
        self.truth.told(view);
        Ok(())
    }

    /// Worlds that differ only in this are one.
    fn forget_what_no_longer_matters(&mut self, before: &World) {
        if matches!(self.sheet.stage, Stage::Closed(_)) {
            self.session = None;
            self.todo.0.clear();
            self.mail.0.clear();
            self.deletions.clear();
            (self.is_reading, self.is_fetching) = (false, false);
            self.truth.forget();
        }
        if self.sheet != before.sheet {
            self.sheet.change(|sheet| {
                sheet.requests = 0;
                sheet.focus = None;
                if let Stage::Wallet(_, number) = &mut sheet.stage {
                    *number = 0;
                }
            });
            self.count_attempts_from_the_last();
        }
        self.count_revisions_from_the_last();
    }

    fn count_attempts_from_the_last(&mut self) {
        let surplus = self.sheet.attempt.saturating_sub(LATER_ATTEMPT);
        if surplus == 0 {
            return;
        }
        self.sheet.change(|sheet| sheet.attempt -= surplus);
        if let Some(session) = &mut self.session {
            session.change(|session| session.attempt = session.attempt.saturating_sub(surplus));
        }
        for effect in &mut self.todo.0 {
            if let Effect::StartSession { attempt } = effect {
                *attempt = attempt.saturating_sub(surplus);
            }
        }
        for mail in &mut self.mail.0 {
            if let Mail::Taken { attempt, .. } | Mail::Refused { attempt, .. } = mail {
                *attempt = attempt.saturating_sub(surplus);
            }
        }
    }

    fn count_revisions_from_the_last(&mut self) {
        let Some(session) = self.session.as_mut().filter(|session| session.revision != REVISION) else {
            return;
        };
        let from = session.revision;
        let shifted = |revision: u64| (revision + REVISION).saturating_sub(from);
        session.change(|session| {
            session.revision = REVISION;
            session
                .past
                .iter_mut()
                .for_each(|(revision, _)| *revision = shifted(*revision));
        });
        for mail in &mut self.mail.0 {
            if let Mail::Taken { revision, .. } = mail {
                *revision = shifted(*revision);
            }
        }
        if session.attempt == self.sheet.attempt {
            self.sheet.change(|sheet| sheet.heard_from = shifted(sheet.heard_from));
        }
    }
}
