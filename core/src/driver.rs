//! Performs what the state machine asks for, and tells it what came of it.
//!
//! This is the only place where a running checkout meets the network and the clock. Each effect is a task; its outcome
//! is one event. The card data and the secrets of the attempt are kept here, in the [`Vault`], and nowhere else.

#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tokio::task::AbortHandle;
use tokio::time::Instant;

use crate::card::Today;
use crate::config::CheckoutConfig;
use crate::dojo::{DojoApi, LoadedIntent};
use crate::error::{ActionError, CallError};
use crate::flow::{
    Effect, Event, Flow, FlowParams, GatewayAnswer, IntentFacts, IntentStatus, LoadFailure, Method, Phase, Prepared,
    State, WalletAuth, step,
};
use crate::gateway::{GatewayApi, Instrument, PreparationFailure};
use crate::http::HttpClient;
use crate::ledger::{self, IntentClaim};
use crate::result::PaymentResult;
use crate::secret::Secret;
use crate::snapshot::{Diagnostic, Snapshot};
use crate::summary::PaymentSummary;
use crate::threeds::ChallengeOutcome;

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

/// The secrets of a checkout, and its points in time. Wiped when there is a result, and all that the end of a challenge
/// does not need when there is a challenge.
#[derive(Default)]
struct Vault {
    customer_secret: Option<Secret>,
    session_secret: Option<Secret>,
    instrument: Option<Instrument>,
    /// When the gateway refused a session secret before a payment.
    secret_refused_at: Option<Instant>,
    /// When the payment (or the report of the challenge) stops being tried.
    send_until: Option<Instant>,
    /// When reading back stops.
    read_back_until: Option<Instant>,
}

/// The time that a read has of its own when what it says is believed.
const SETTLING_READ: Duration = Duration::from_secs(2);
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

    async fn perform(self: &Arc<Self>, effect: Effect, customer_secret: Option<Secret>) -> Option<Event> {
        let Services { dojo, gateway, .. } = &*self.services;
        Some(match effect {
            Effect::FetchIntent => {
                let loaded = dojo.load_intent(self.flow, &self.payment_intent_id).await;
                Event::IntentLoaded(self.keep_secret(loaded))
            }
            Effect::RefreshSecret => {
                let refreshed = dojo.refresh_secret(self.flow, &self.payment_intent_id).await;
                Event::SecretRefreshed(self.keep_secret(refreshed))
            }
            Effect::FetchSavedCards { customer_id } => {
                self.fetch_saved_cards(&customer_id, customer_secret.as_ref()).await
            }
            Effect::DeleteSavedCard { customer_id, id } => {
                self.perform_deletion(&customer_id, id, customer_secret.as_ref()).await;
                return None;
            }
            Effect::OpenGatewayConnection => {
                gateway.open_connection().await;
                return None;
            }
            Effect::CollectDeviceData => {
                let collected = match self.in_hand() {
                    Some((secret, instrument)) => gateway.device_data(&secret, &instrument).await,
                    None => Err(PreparationFailure::Failed),
                };
                Event::DeviceDataCollected(self.prepared(collected))
            }
            Effect::DecryptWallet => Event::WalletDecrypted(self.prepared(self.decrypt_wallet().await)),
            Effect::CheckIntent { after_refusal } => Event::IntentChecked(self.check_intent(after_refusal).await),
            Effect::SubmitPayment => Event::PaymentAnswered(self.submit_payment().await),
            Effect::CompleteThreeDs {
                transaction_id,
                outcome,
            } => Event::ThreeDsCompleted(self.complete_three_ds(&transaction_id, &outcome).await),
            Effect::ReadBack { begins, settles } => self.read_back(begins, settles).await,
            Effect::Wait { at_most, jitter } => {
                let part = if jitter { fastrand::f64() } else { 1.0 };
                tokio::time::sleep(at_most.mul_f64(part)).await;
                Event::Waited
            }
            // Done by `advance`.
            Effect::Deliver(_) | Effect::Refuse(_) | Effect::ForgetInstrument | Effect::KeepSessionSecretOnly => {
                return None;
            }
        })
    }

    /// Puts the session secret of a loaded intent into the vault, and tells the machine the rest.
    fn keep_secret(&self, loaded: Result<LoadedIntent, LoadFailure>) -> Result<IntentFacts, LoadFailure> {
        let LoadedIntent { mut facts, secret } = loaded?;
        facts.secret.unused = !ledger::was_used(&secret);
        self.lock().keep(|vault| {
            vault.session_secret = Some(secret);
            vault.send_until = None;
        });
        Ok(facts)
    }

    async fn fetch_saved_cards(&self, customer_id: &str, customer_secret: Option<&Secret>) -> Event {
        let Some(customer_secret) = customer_secret else {
            return Event::SavedCardsLoaded(vec![]);
        };
        match self.services.dojo.saved_cards(customer_id, customer_secret).await {
            Ok(cards) => Event::SavedCardsLoaded(cards),
            Err(failure) => {
                let error = CallError::from(failure);
                tracing::warn!(target: "checkout", %error, "the saved cards could not be fetched");
                self.lock().diagnostics.push(Diagnostic::SavedCardsUnavailable(error));
                Event::SavedCardsLoaded(vec![])
            }
        }
    }

    /// The machine hears of it first, so that whoever waits for the deletion finds the list as it is now.
    async fn perform_deletion(self: &Arc<Self>, customer_id: &str, id: String, customer_secret: Option<&Secret>) {
        let deleted = match customer_secret {
            Some(secret) => self.services.dojo.delete_saved_card(customer_id, &id, secret).await,
            None => Err(LoadFailure::AccessDenied),
        };
        let waiting = {
            let mut inner = self.lock();
            let position = inner.deletions.iter().position(|(waiting, _)| *waiting == id);
            position.map(|position| inner.deletions.swap_remove(position))
        };
        self.hear(Event::SavedCardDeleted {
            id,
            deleted: deleted.is_ok(),
        });
        if let Some((_, sender)) = waiting {
            // Nobody may be waiting any more.
            let _ = sender.send(deleted.map_err(CallError::from));
        }
    }

    /// Keeps the card that the gateway found in the wallet's token, and tells the machine how it is authenticated.
    async fn decrypt_wallet(&self) -> Result<WalletAuth, PreparationFailure> {
        let Some((secret, Instrument::GooglePay { payment, .. })) = self.in_hand() else {
            return Err(PreparationFailure::Failed);
        };
        let decrypted = self.services.gateway.decrypt_wallet(&secret, &payment).await?;
        let auth = decrypted.auth;
        self.lock().keep(|vault| {
            vault.instrument = Some(Instrument::GooglePay {
                payment,
                decrypted: Some(decrypted),
            });
        });
        Ok(auth)
    }

    async fn submit_payment(&self) -> GatewayAnswer {
        let Some((secret, instrument)) = self.in_hand() else {
            return GatewayAnswer::NotConnected { time_left: false }; // nothing to send, so nothing was sent
        };
        let until = self.send_until(|inner| {
            if let Some(claim) = &inner.claim {
                claim.note_payment_sent(&secret);
            }
        });
        self.services.gateway.pay(&secret, &instrument, until).await
    }

    async fn complete_three_ds(&self, transaction_id: &str, outcome: &ChallengeOutcome) -> GatewayAnswer {
        let Some(secret) = self.lock().vault.session_secret.clone() else {
            return GatewayAnswer::NotConnected { time_left: false };
        };
        let until = self.send_until(|_| {});
        self.services
            .gateway
            .complete_three_ds(&secret, transaction_id, outcome, until)
            .await
    }

    /// D3-17: reads the intent when a payment that used up our secret has had time to show.
    async fn check_intent(&self, after_refusal: Duration) -> Result<IntentStatus, LoadFailure> {
        let refused_at = self.lock().vault.secret_refused_at;
        if let Some(refused_at) = refused_at {
            tokio::time::sleep_until(refused_at + after_refusal).await;
        }
        self.services.dojo.read_status(self.flow, &self.payment_intent_id).await
    }

    async fn read_back(&self, begins: bool, settles: bool) -> Event {
        let CheckoutConfig {
            read_back_limit,
            request_timeout,
            ..
        } = self.services.config;
        let until = {
            let vault = &mut self.lock().vault;
            let until = vault.read_back_until.filter(|_| !begins);
            *vault
                .read_back_until
                .insert(until.unwrap_or_else(|| Instant::now() + read_back_limit))
        };
        let left = until.saturating_duration_since(Instant::now());
        let time = match settles {
            true => left.max(SETTLING_READ),
            false => left,
        };
        let status = self
            .services
            .dojo
            .read_status_once(self.flow, &self.payment_intent_id, request_timeout.min(time))
            .await;
        Event::ReadBack {
            status,
            out_of_time: Instant::now() >= until,
        }
    }

    /// Tells the machine what came of a preparation, and remembers when the secret was refused.
    fn prepared<T>(&self, outcome: Result<T, PreparationFailure>) -> Prepared<T> {
        match outcome {
            Ok(done) => Prepared::Done(done),
            Err(PreparationFailure::SecretRefused) => {
                self.lock().keep(|vault| vault.secret_refused_at = Some(Instant::now()));
                Prepared::SecretRefused {
                    now: self.services.http.clock().now(),
                }
            }
            Err(PreparationFailure::Failed) => Prepared::Failed,
        }
    }

    fn in_hand(&self) -> Option<(Secret, Instrument)> {
        let vault = &self.lock().vault;
        vault.session_secret.clone().zip(vault.instrument.clone())
    }

    /// When a request that may not be repeated stops being tried.
    fn send_until(&self, note: impl FnOnce(&Inner)) -> Instant {
        let mut inner = self.lock();
        note(&inner);
        let request_timeout = self.services.config.request_timeout;
        *inner
            .vault
            .send_until
            .get_or_insert_with(|| Instant::now() + request_timeout)
    }
}

impl Vault {
    /// From a challenge on the gateway has the card.
    fn keep_session_secret_only(&mut self) {
        *self = Vault {
            session_secret: self.session_secret.take(),
            ..Vault::default()
        };
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
