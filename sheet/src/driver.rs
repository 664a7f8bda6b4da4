//! Performs the effects of one sheet on core, and tells the machine what came of them. It decides nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use checkout_core::error::{ActionError, CallError};
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::CheckoutState;
use checkout_core::{Checkout, CheckoutSession};
use tokio::sync::watch;

use crate::doubts;
use crate::model::{Action, Effect, News, Opening, State, WalletPayment, update};
use crate::params::{SheetFlow, SheetParams};
use crate::sheet::is_offered;
use crate::texts::Texts;

pub(crate) struct Driver {
    id: String,
    checkout: Checkout,
    inner: Mutex<Inner>,
    /// The newest revision, for those who wait.
    published: watch::Sender<u64>,
}

struct Inner {
    state: State,
    texts: Texts,
    /// Counts the changes of both.
    revision: u64,
    /// What the sheet was opened for. `None` once it is over: there are secrets in it.
    flow: Option<SheetFlow>,
    session: Option<CheckoutSession>,
    /// What is to be done at the beginning.
    first: Vec<Effect>,
}

impl Driver {
    pub(crate) fn new(checkout: Checkout, params: SheetParams) -> Arc<Self> {
        let id = params.flow.id().to_owned();
        let doubt = doubts::of(&checkout, &id);
        let (state, first) = State::open(Opening::of(&params, doubt));
        Arc::new(Driver {
            id,
            checkout,
            inner: Mutex::new(Inner {
                state,
                texts: params.texts,
                revision: 1,
                flow: Some(params.flow),
                session: None,
                first,
            }),
            published: watch::Sender::new(1),
        })
    }

    pub(crate) fn begin(self: &Arc<Self>) {
        let first = std::mem::take(&mut self.lock().first);
        self.perform(first);
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// Whether the action was offered, and so done.
    pub(crate) fn act(self: &Arc<Self>, action: Action) -> bool {
        // A result stays on the screen as long as the customer likes, and another checkout may pay the intent meanwhile.
        if matches!(action, Action::TryAgain | Action::Close | Action::Back)
            && let Some(doubt) = doubts::of(&self.checkout, &self.id)
        {
            self.step(Action::Heard(News::InDoubt(doubt)));
        }
        self.step(action)
    }

    fn step(self: &Arc<Self>, action: Action) -> bool {
        let mut inner = self.lock();
        if !is_offered(&inner.state, &action) {
            return false;
        }
        let (state, effects) = update(inner.state.clone(), action);
        let has_changed = state != inner.state;
        inner.state = state;
        // Before anybody sees the new screen: who opens the sheet again at once finds the same.
        effects.iter().for_each(|effect| self.note(effect));
        inner.revision += u64::from(has_changed);
        let revision = inner.revision;
        drop(inner);
        self.publish(revision);
        self.perform(effects);
        true
    }

    pub(crate) fn look<T>(&self, at: impl FnOnce(&State, &Texts, u64) -> T) -> T {
        let inner = self.lock();
        at(&inner.state, &inner.texts, inner.revision)
    }

    /// Waits until there is a newer revision than this one, or none will come.
    pub(crate) async fn changed(&self, after_revision: u64) {
        let mut revisions = self.published.subscribe();
        let over = self.look(|state, _, _| matches!(state.stage, crate::model::Stage::Closed(_)));
        if !over {
            // The sender lives as long as this.
            let _ = revisions.wait_for(|revision| *revision > after_revision).await;
        }
    }

    pub(crate) fn set_texts(&self, texts: Texts) {
        let mut inner = self.lock();
        inner.revision += u64::from(inner.texts != texts);
        inner.texts = texts;
        let revision = inner.revision;
        drop(inner);
        self.publish(revision);
    }

    /// Never with the lock held: a host may go on waiting on this very thread, and look at the screen at once.
    fn publish(&self, revision: u64) {
        self.published.send_if_modified(|published| {
            let is_newer = revision > *published;
            *published = revision.max(*published);
            is_newer
        });
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(self: &Arc<Self>, news: News) {
        self.act(Action::Heard(news));
    }

    fn perform(self: &Arc<Self>, effects: Vec<Effect>) {
        for effect in effects {
            self.perform_one(effect);
        }
    }

    fn perform_one(self: &Arc<Self>, effect: Effect) {
        match effect {
            Effect::StartSession { attempt } => self.start_session(attempt),
            Effect::FetchCards => self.fetch_cards(),
            Effect::ReadStatus => self.read_status(),
            Effect::PayWithSavedCard { id, cvv } => self.pay(|session| session.pay_with_saved_card(&id, cvv)),
            Effect::PayWithCard(card) => self.pay(|session| session.pay_with_card(*card)),
            Effect::PayWithWallet(WalletPayment::GooglePay(json)) => {
                self.pay(|session| session.pay_with_google_pay(json));
            }
            Effect::PayWithWallet(WalletPayment::ApplePay(payment)) => {
                self.pay(|session| session.pay_with_apple_pay(*payment));
            }
            Effect::DeleteCard { id } => self.delete_card(id),
            // Refused by a session that has gone on: what it is at then is heard anyway.
            Effect::StartThreeDs => drop(self.session().map(|(session, _)| session.three_ds_ready(true))),
            Effect::CompleteChallenge(outcome) => {
                drop(self.session().map(|(session, _)| session.complete_challenge(outcome)));
            }
            Effect::Leave => {
                if let Some((session, _)) = self.session() {
                    session.cancel();
                }
            }
            Effect::RememberDoubt(_) | Effect::ForgetDoubt => {}
            Effect::Finish(_) => {
                let mut inner = self.lock();
                inner.flow = None;
                inner.session = None;
            }
        }
    }

    /// What the process remembers of a doubt.
    fn note(&self, effect: &Effect) {
        match effect {
            Effect::RememberDoubt(result) => doubts::remember(&self.id, result.clone()),
            Effect::ForgetDoubt => doubts::forget(&self.id),
            _ => {}
        }
    }

    fn session(&self) -> Option<(CheckoutSession, u64)> {
        let inner = self.lock();
        inner.session.clone().map(|session| (session, inner.state.attempt))
    }

    fn flow(&self) -> Option<SheetFlow> {
        self.lock().flow.clone()
    }

    fn start_session(self: &Arc<Self>, attempt: u64) {
        let session = match self.flow() {
            Some(SheetFlow::Payment(params)) => self.checkout.start_payment(params),
            Some(SheetFlow::Setup(params)) => self.checkout.start_setup(params),
            Some(SheetFlow::VirtualTerminal(params)) => self.checkout.start_virtual_terminal(params),
            Some(SheetFlow::SavedCards { .. } | SheetFlow::Restored { .. } | SheetFlow::RestoredSetup { .. })
            | None => {
                return;
            }
        };
        self.lock().session = Some(session.clone());
        let driver = Arc::clone(self);
        self.checkout.runtime().spawn(async move {
            let mut snapshot = session.state();
            loop {
                let revision = snapshot.revision;
                let is_over = matches!(snapshot.state, CheckoutState::Finished(_));
                driver.hear(News::Session {
                    attempt,
                    snapshot: Box::new(snapshot),
                    today: session.today(),
                });
                if is_over {
                    break;
                }
                snapshot = session.next_state(revision).await;
            }
            driver.let_go(attempt);
        });
    }

    /// A session that is over is of no more use, however long its result stays on the screen.
    fn let_go(&self, attempt: u64) {
        let mut inner = self.lock();
        if inner.state.attempt == attempt {
            inner.session = None;
        }
    }

    fn pay(self: &Arc<Self>, pay: impl FnOnce(&CheckoutSession) -> Result<(), ActionError>) {
        let Some((session, attempt)) = self.session() else {
            return;
        };
        self.hear(match pay(&session) {
            Ok(()) => News::Taken {
                attempt,
                revision: session.state().revision,
            },
            Err(error) => News::Refused { attempt, error },
        });
        self.hear_session(&session, attempt);
    }

    /// Where the session is now. Told again after a payment was handed over, since the machine may not have heard it.
    fn hear_session(self: &Arc<Self>, session: &CheckoutSession, attempt: u64) {
        self.hear(News::Session {
            attempt,
            snapshot: Box::new(session.state()),
            today: session.today(),
        });
    }

    fn fetch_cards(self: &Arc<Self>) {
        let Some(SheetFlow::SavedCards {
            customer_id,
            customer_secret,
        }) = self.flow()
        else {
            return;
        };
        let driver = Arc::clone(self);
        self.checkout.runtime().spawn(async move {
            let cards = driver.checkout.saved_cards(&customer_id, customer_secret).await;
            driver.hear(News::Cards(cards));
        });
    }

    fn delete_card(self: &Arc<Self>, id: String) {
        let (flow, session) = (self.flow(), self.session());
        let driver = Arc::clone(self);
        self.checkout.runtime().spawn(async move {
            let failure = match (flow, session) {
                (
                    Some(SheetFlow::SavedCards {
                        customer_id,
                        customer_secret,
                    }),
                    _,
                ) => {
                    let deleted = driver
                        .checkout
                        .delete_saved_card(&customer_id, &id, customer_secret)
                        .await;
                    deleted.err()
                }
                (_, Some((session, attempt))) => {
                    let deleted = session.delete_saved_card(&id).await;
                    driver.hear_session(&session, attempt);
                    deleted.err().map(deletion_failure)
                }
                (_, None) => None,
            };
            driver.hear(News::Deleted { id, failure });
        });
    }

    fn read_status(self: &Arc<Self>) {
        let is_setup = matches!(self.flow(), Some(SheetFlow::Setup(_) | SheetFlow::RestoredSetup { .. }));
        let driver = Arc::clone(self);
        self.checkout.runtime().spawn(async move {
            let status: PaymentResult = match is_setup {
                true => driver.checkout.setup_status(&driver.id).await,
                false => driver.checkout.payment_status(&driver.id).await,
            };
            driver.hear(News::Status(status));
        });
    }
}

/// What a session says of a deletion that it did not begin is that there is no such card in it (any more).
fn deletion_failure(error: ActionError) -> CallError {
    match error {
        ActionError::DeletionFailed(error) => error,
        _ => CallError::NotFound,
    }
}
