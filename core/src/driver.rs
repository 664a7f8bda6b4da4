//! Performs what the state machine asks for, and tells it what came of it.
//!
//! This is the only place where a running checkout meets the network and the clock. Each effect is a task; its outcome
//! is one event. The card data and the secrets of the attempt are kept here, in the [`Vault`], and nowhere else.

mod performing;
#[cfg(test)]
mod tests;
mod vault;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;

use crate::card::Today;
use crate::config::CheckoutConfig;
use crate::dojo::DojoApi;
use crate::error::{ActionError, CallError};
use crate::flow::{Effect, Event, Flow, FlowParams, Method, Phase, State, step};
use crate::gateway::{GatewayApi, Instrument};
use crate::http::HttpClient;
use crate::ledger::IntentClaim;
use crate::result::PaymentResult;
use crate::secret::Secret;
use crate::snapshot::{Diagnostic, Snapshot};
use crate::summary::PaymentSummary;
use vault::Vault;

type Deleted = Result<(), CallError>;

/// What every checkout of one client shares.
pub(crate) struct Services {
    pub(crate) config: CheckoutConfig,
    pub(crate) http: HttpClient,
    pub(crate) dojo: DojoApi,
    pub(crate) gateway: GatewayApi,
    pub(crate) runtime: Handle,
}

/// A running (or finished) checkout. Its tasks hold it; the host holds a [`CheckoutSession`](crate::CheckoutSession).
pub(crate) struct Driver {
    services: Arc<Services>,
    flow: Flow,
    payment_intent_id: String,
    inner: Mutex<Inner>,
    snapshots: watch::Sender<Snapshot>,
}

struct Inner {
    state: State,
    vault: Vault,
    /// Tasks that nobody needs once there is a result.
    tasks: Vec<AbortHandle>,
    /// Who waits for the deletion of which card.
    deletions: Vec<(String, oneshot::Sender<Deleted>)>,
    diagnostics: Vec<Diagnostic>,
    claim: Option<IntentClaim>,
    /// When it is too late to send a payment; nothing, once the machine knows that it is.
    must_complete_by: Option<SystemTime>,
    /// Called once, when there is a result.
    on_finish: Option<OnFinish>,
}

/// What is to be done when a checkout has its result.
pub(crate) type OnFinish = Box<dyn FnOnce() + Send>;

/// How often the device's clock is compared with the deadline: timers stand still while a phone sleeps, clocks do not.
const LOOK_AT_CLOCK_EVERY: Duration = Duration::from_secs(10);

/// Which pins have run out: the app's developers hear of it while the app can still be mended without haste.
fn expired_pins(config: &CheckoutConfig) -> Vec<Diagnostic> {
    let hosts = config.expired_pins(SystemTime::now()).into_iter();
    hosts
        .map(|host| Diagnostic::CertificatePinsExpired { host: host.to_owned() })
        .collect()
}

static LIVE: AtomicUsize = AtomicUsize::new(0);

/// How many checkouts this process holds in memory, finished ones that somebody still holds included.
pub fn live_sessions() -> usize {
    LIVE.load(Ordering::SeqCst)
}

impl Driver {
    /// A checkout that has not begun.
    pub(crate) fn new(
        services: Arc<Services>,
        params: FlowParams,
        customer_secret: Option<Secret>,
        must_complete_by: Option<SystemTime>,
        claim: Option<IntentClaim>,
    ) -> Arc<Driver> {
        LIVE.fetch_add(1, Ordering::SeqCst);
        let (flow, payment_intent_id) = (params.flow, params.payment_intent_id.clone());
        let state = State::new(params);
        let snapshot = Snapshot::of(&state, 1);
        let diagnostics = expired_pins(&services.config);
        let inner = Inner {
            state,
            vault: Vault {
                customer_secret,
                ..Vault::default()
            },
            tasks: Vec::new(),
            deletions: Vec::new(),
            diagnostics,
            claim,
            must_complete_by,
            on_finish: None,
        };
        Arc::new(Driver {
            services,
            flow,
            payment_intent_id,
            inner: Mutex::new(inner),
            snapshots: watch::Sender::new(snapshot),
        })
    }

    pub(crate) fn payment_intent_id(&self) -> &str {
        &self.payment_intent_id
    }

    pub(crate) fn flow(&self) -> Flow {
        self.flow
    }

    /// Today by the device's clock and the server's: what a card's expiry is compared with.
    pub(crate) fn today(&self) -> Today {
        self.services.http.clock().today()
    }

    pub(crate) fn snapshots(&self) -> watch::Receiver<Snapshot> {
        self.snapshots.subscribe()
    }

    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        self.lock().diagnostics.clone()
    }

    /// Has this done when there is a result; at once if there is one.
    pub(crate) fn on_finish(&self, done: OnFinish) {
        {
            let mut inner = self.lock();
            if !inner.is_finished() {
                inner.on_finish = Some(done);
                return;
            }
        }
        done();
    }

    /// Tells the machine what happened. A refused action is an error.
    pub(crate) fn tell(self: &Arc<Self>, event: Event) -> Result<(), ActionError> {
        self.update(|inner| self.advance(inner, event))
    }

    /// Pays with what `choose` makes of the customer's choice.
    pub(crate) fn pay(
        self: &Arc<Self>,
        choose: impl FnOnce(&PaymentSummary) -> Result<(Method, Instrument), ActionError>,
    ) -> Result<(), ActionError> {
        self.update(|inner| {
            let Phase::Choosing(choice) = inner.state.phase() else {
                return Err(ActionError::WrongState);
            };
            let (method, instrument) = choose(&choice.summary)?;
            inner.vault.instrument = Some(instrument);
            let now = self.services.http.clock().now();
            self.advance(inner, Event::Pay { method, now })
                .inspect_err(|_| inner.vault.instrument = None)
        })
    }

    /// Deletes a saved card; the receiver gets what came of it.
    pub(crate) fn delete_saved_card(self: &Arc<Self>, id: &str) -> Result<oneshot::Receiver<Deleted>, ActionError> {
        self.update(|inner| {
            self.advance(inner, Event::DeleteSavedCard { id: id.to_owned() })?;
            let (sender, receiver) = oneshot::channel();
            inner.deletions.push((id.to_owned(), sender));
            Ok(receiver)
        })
    }

    /// Ends the checkout when its deadline passes, unless a payment is out by then.
    pub(crate) fn watch_deadline(self: &Arc<Self>) {
        let mut inner = self.lock();
        let Some(deadline) = inner.must_complete_by.filter(|_| !inner.is_finished()) else {
            return;
        };
        let driver = Arc::downgrade(self);
        let task = self.services.runtime.spawn(async move {
            while let Ok(left) = deadline.duration_since(SystemTime::now())
                && !left.is_zero()
            {
                tokio::time::sleep(left.min(LOOK_AT_CLOCK_EVERY)).await;
            }
            if let Some(driver) = driver.upgrade() {
                driver.hear(Event::DeadlinePassed);
            }
        });
        inner.tasks.push(task.abort_handle());
    }

    /// Tells the machine of something that cannot be refused.
    pub(crate) fn hear(self: &Arc<Self>, event: Event) {
        if self.tell(event).is_err() {
            tracing::error!(target: "checkout", "the machine refused an outcome");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Works on the state, then wakes whoever waits for a newer one.
    ///
    /// They are woken when the lock is free again, because a waker is the host's code: its runtime can take a lock of its
    /// own there, and hold the same lock elsewhere while it calls `cancel`. Swift's does.
    fn update<T>(self: &Arc<Self>, work: impl FnOnce(&mut Inner) -> T) -> T {
        let (done, finished) = {
            let mut inner = self.lock();
            self.notice_deadline(&mut inner);
            let done = work(&mut inner);
            let is_finished = inner.is_finished();
            (done, inner.on_finish.take_if(|_| is_finished))
        };
        self.snapshots.send_if_modified(|_| true);
        if let Some(finished) = finished {
            finished();
        }
        done
    }

    /// Whatever happens, the deadline is looked at first: the customer's next tap can come before
    /// [`watch_deadline`](Self::watch_deadline) does.
    fn notice_deadline(self: &Arc<Self>, inner: &mut Inner) {
        let passed = inner.must_complete_by.take_if(|time| *time <= SystemTime::now());
        if passed.is_some() {
            // A deadline is never refused.
            let _ = self.advance(inner, Event::DeadlinePassed);
        }
    }

    fn advance(self: &Arc<Self>, inner: &mut Inner, event: Event) -> Result<(), ActionError> {
        let (state, effects) = step(inner.state.clone(), event);
        let changed = state != inner.state;
        inner.state = state;
        let mut refused = Ok(());
        for effect in effects {
            match effect {
                Effect::Refuse(refusal) => refused = Err(refusal.into()),
                Effect::Deliver(result) => inner.close(&result),
                Effect::ForgetInstrument => inner.vault.instrument = None,
                Effect::KeepSessionSecretOnly => inner.vault.keep_session_secret_only(),
                effect => self.start(inner, effect),
            }
        }
        if changed {
            self.publish(&inner.state);
        }
        refused
    }

    /// Shows a new state. [`update`](Self::update) wakes those who wait for it.
    fn publish(&self, state: &State) {
        self.snapshots.send_if_modified(|snapshot| {
            let next = Snapshot::of(state, snapshot.revision);
            if *snapshot != next {
                *snapshot = Snapshot {
                    revision: snapshot.revision + 1,
                    ..next
                };
            }
            false
        });
    }

    /// Starts the task that performs one effect and tells the outcome.
    fn start(self: &Arc<Self>, inner: &mut Inner, effect: Effect) {
        // Whoever asked for a deletion wants it, even when the checkout ends meanwhile.
        let outlives_the_result = matches!(effect, Effect::DeleteSavedCard { .. });
        // Taken now, because the vault may be wiped before the task runs.
        let customer_secret = inner
            .vault
            .customer_secret
            .clone()
            .filter(|_| effect.needs_customer_secret());
        let driver = Arc::clone(self);
        let task = self.services.runtime.spawn(async move {
            if let Some(event) = driver.perform(effect, customer_secret).await {
                driver.hear(event);
            }
        });
        inner.tasks.retain(|task| !task.is_finished());
        if !outlives_the_result {
            inner.tasks.push(task.abort_handle());
        }
    }
}

impl Inner {
    fn is_finished(&self) -> bool {
        matches!(self.state.phase(), Phase::Finished(_))
    }

    /// Puts something into the vault, unless it was emptied for good: the task that brings it may be one step ahead of
    /// its end.
    fn keep(&mut self, put: impl FnOnce(&mut Vault)) {
        if !self.is_finished() {
            put(&mut self.vault);
        }
    }

    /// There is a result: forget the secrets, end what nobody needs any more, and let the intent go.
    fn close(&mut self, result: &PaymentResult) {
        self.vault = Vault::default();
        self.tasks.drain(..).for_each(|task| task.abort());
        if let Some(claim) = self.claim.take() {
            claim.note_outcome(result.charge);
        }
        tracing::info!(target: "checkout", code = result.code(), charge = %result.charge, reason = ?result.reason.as_ref().map(|reason| reason.kind), "finished");
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::SeqCst);
    }
}
