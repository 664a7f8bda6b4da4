//! The client: configuration in, sessions and headless calls out.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use tokio::runtime::Handle;

use crate::card::SavedCard;
use crate::config::{CheckoutConfig, ConfigError};
use crate::dojo::DojoApi;
use crate::driver::{Driver, Services};
use crate::error::CallError;
use crate::flow::{Event, Flow, FlowParams, read_status, status_unreadable};
use crate::gateway::GatewayApi;
use crate::http::HttpClient;
use crate::ledger::{self, IntentClaim};
use crate::result::{Charge, PaymentResult, Reason, ReasonKind};
use crate::secret::Secret;
use crate::session::CheckoutSession;
use crate::sessions::Sessions;
use crate::status::Status;
use crate::summary::PaymentSummary;

/// What the merchant's backend hands to the app, and how long the customer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentParams {
    /// The intent to pay: `pi_…`.
    pub payment_intent_id: String,
    /// The customer secret, `cs_…`: with it the customer's saved cards are offered.
    pub customer_secret: Option<Secret>,
    /// When it is too late to send a payment, on the device's clock.
    pub must_complete_by: Option<SystemTime>,
}

impl PaymentParams {
    /// A payment of this intent, without saved cards and without a deadline.
    pub fn new(payment_intent_id: impl Into<String>) -> Self {
        PaymentParams {
            payment_intent_id: payment_intent_id.into(),
            customer_secret: None,
            must_complete_by: None,
        }
    }

    /// Offers the saved cards of the customer that the secret is for. An empty secret is none.
    pub fn with_customer_secret(self, customer_secret: impl Into<Secret>) -> Self {
        PaymentParams {
            customer_secret: Some(customer_secret.into()),
            ..self
        }
    }

    /// Sends no payment after this time.
    pub fn must_complete_by(self, time: SystemTime) -> Self {
        PaymentParams {
            must_complete_by: Some(time),
            ..self
        }
    }
}

/// A setup intent of the merchant's backend, and how long the customer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetupParams {
    /// The setup intent: `si_…`.
    pub setup_intent_id: String,
    /// When it is too late to send the card, on the device's clock.
    pub must_complete_by: Option<SystemTime>,
}

impl SetupParams {
    /// A setup without a deadline.
    pub fn new(setup_intent_id: impl Into<String>) -> Self {
        SetupParams {
            setup_intent_id: setup_intent_id.into(),
            must_complete_by: None,
        }
    }

    /// Sends no card after this time.
    pub fn must_complete_by(self, time: SystemTime) -> Self {
        SetupParams {
            must_complete_by: Some(time),
            ..self
        }
    }
}

/// A virtual terminal intent of the merchant's backend, and how long there is for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VirtualTerminalParams {
    /// The intent to pay: `pi_…`.
    pub payment_intent_id: String,
    /// When it is too late to send a payment, on the device's clock.
    pub must_complete_by: Option<SystemTime>,
}

impl VirtualTerminalParams {
    /// A payment of this intent, without a deadline.
    pub fn new(payment_intent_id: impl Into<String>) -> Self {
        VirtualTerminalParams {
            payment_intent_id: payment_intent_id.into(),
            must_complete_by: None,
        }
    }

    /// Sends no payment after this time.
    pub fn must_complete_by(self, time: SystemTime) -> Self {
        VirtualTerminalParams {
            must_complete_by: Some(time),
            ..self
        }
    }
}

/// The checkout client. Make one and keep it: its connections are reused. Clones share everything.
#[derive(Clone)]
pub struct Checkout {
    services: Arc<Services>,
    sessions: Arc<Sessions>,
}

impl Checkout {
    /// A client of the hosts in `config`, working on the tokio runtime of the caller.
    ///
    /// # Errors
    /// [`ConfigError`] says what in the configuration must be changed.
    pub fn new(config: CheckoutConfig) -> Result<Checkout, ConfigError> {
        let runtime = Handle::try_current().map_err(|_| ConfigError::NoRuntime)?;
        let http = HttpClient::new(&config)?;
        let dojo = DojoApi::new(http.clone(), &config)?;
        let gateway = GatewayApi::new(http.clone(), &config)?;
        let services = Arc::new(Services {
            config,
            http,
            dojo,
            gateway,
            runtime,
        });
        Ok(Checkout {
            services,
            sessions: Arc::default(),
        })
    }

    /// Starts the checkout of a payment intent.
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    pub fn start_payment(&self, params: PaymentParams) -> CheckoutSession {
        self.start(Flow::Payment, params)
    }

    /// Starts the setup of a card: it is saved for payments that the merchant starts later, and nothing is charged. The
    /// customer pays with nothing but a new card, and has to consent.
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    pub fn start_setup(&self, params: SetupParams) -> CheckoutSession {
        let SetupParams {
            setup_intent_id,
            must_complete_by,
        } = params;
        let params = PaymentParams {
            must_complete_by,
            ..PaymentParams::new(setup_intent_id)
        };
        self.start(Flow::SetupIntent, params)
    }

    /// Starts a payment that the merchant keys in for a customer who is not there: no saved cards, no wallets, no
    /// 3-D Secure.
    ///
    /// It never fails: what cannot begin is a session that is finished, with code 400.
    pub fn start_virtual_terminal(&self, params: VirtualTerminalParams) -> CheckoutSession {
        let VirtualTerminalParams {
            payment_intent_id,
            must_complete_by,
        } = params;
        let params = PaymentParams {
            must_complete_by,
            ..PaymentParams::new(payment_intent_id)
        };
        self.start(Flow::VirtualTerminal, params)
    }

    fn start(&self, flow: Flow, params: PaymentParams) -> CheckoutSession {
        let PaymentParams {
            payment_intent_id,
            customer_secret,
            must_complete_by,
        } = params;
        let customer_secret = customer_secret.filter(|secret| !secret.is_empty());
        let (claim, beginning) = match admit(&payment_intent_id, customer_secret.as_ref()) {
            Ok(claim) => (Some(claim), Event::Start),
            Err(reason) => (None, Event::Reject(reason)),
        };
        let flow_params = FlowParams {
            flow,
            // Asked once the intent is claimed: until then another checkout of it could still end in doubt.
            earlier_outcome_unknown: ledger::may_have_been_paid(&payment_intent_id),
            has_customer_secret: customer_secret.is_some(),
            read_back_limit: self.services.config.read_back_limit,
            payment_intent_id,
        };
        let is_admitted = claim.is_some();
        let services = Arc::clone(&self.services);
        let driver = Driver::new(services, flow_params, customer_secret, must_complete_by, claim);
        let session = CheckoutSession::new(Arc::clone(&driver));
        if is_admitted {
            self.sessions.remember(session.clone());
            let sessions = Arc::downgrade(&self.sessions);
            let id = session.payment_intent_id().to_owned();
            driver.on_finish(Box::new(move || {
                if let Some(sessions) = sessions.upgrade() {
                    sessions.finished(&id);
                }
            }));
        }
        driver.hear(beginning);
        driver.watch_deadline();
        session
    }

    /// The newest session of an intent: a running one, or one of the last that have finished.
    pub fn session(&self, payment_intent_id: &str) -> Option<CheckoutSession> {
        self.sessions.find(payment_intent_id)
    }

    /// Whether a payment of this intent may have been made in this process, by a checkout whose outcome is not known. Offer
    /// no other payment then: [`payment_status`](Self::payment_status) asks what became of it.
    pub fn may_have_been_paid(&self, payment_intent_id: &str) -> bool {
        ledger::may_have_been_paid(payment_intent_id)
    }

    /// The runtime that the client works on.
    pub fn runtime(&self) -> &Handle {
        &self.services.runtime
    }

    /// Reads an intent as a customer would see it, without starting a checkout. Its saved cards are not fetched.
    ///
    /// # Errors
    /// [`CallError`], after the retries.
    pub async fn payment_intent(&self, payment_intent_id: &str) -> Result<PaymentSummary, CallError> {
        self.intent(Flow::Payment, payment_intent_id).await
    }

    /// Reads a setup intent, like [`payment_intent`](Self::payment_intent). Its total is what is intended, if it says.
    ///
    /// # Errors
    /// [`CallError`], after the retries.
    pub async fn setup_intent(&self, setup_intent_id: &str) -> Result<PaymentSummary, CallError> {
        self.intent(Flow::SetupIntent, setup_intent_id).await
    }

    async fn intent(&self, flow: Flow, id: &str) -> Result<PaymentSummary, CallError> {
        if !is_id(id) {
            return Err(CallError::InvalidArgument(match flow {
                Flow::SetupIntent => "the setup intent id",
                Flow::Payment | Flow::VirtualTerminal => "the payment intent id",
            }));
        }
        Ok(self.services.dojo.load_intent(flow, id).await?.facts.summary)
    }

    /// Lists the saved cards of a customer.
    ///
    /// Which of them can be paid with depends on an intent; here every card of a known scheme that has not expired counts
    /// as payable.
    ///
    /// # Errors
    /// [`CallError`], after the retries.
    pub async fn saved_cards(
        &self,
        customer_id: &str,
        customer_secret: impl Into<Secret>,
    ) -> Result<Vec<SavedCard>, CallError> {
        let customer_secret = customer_secret.into();
        check_customer(customer_id, &customer_secret)?;
        Ok(self.services.dojo.saved_cards(customer_id, &customer_secret).await?)
    }

    /// Deletes a saved card of a customer.
    ///
    /// # Errors
    /// [`CallError`], after the retries. With `Network` or `Server` the card may be gone all the same.
    pub async fn delete_saved_card(
        &self,
        customer_id: &str,
        payment_method_id: &str,
        customer_secret: impl Into<Secret>,
    ) -> Result<(), CallError> {
        let customer_secret = customer_secret.into();
        check_customer(customer_id, &customer_secret)?;
        if !is_id(payment_method_id) {
            return Err(CallError::InvalidArgument("the payment method id"));
        }
        Ok(self
            .services
            .dojo
            .delete_saved_card(customer_id, payment_method_id, &customer_secret)
            .await?)
    }

    /// Asks what has come of an intent: for an app that was ended in the middle of a payment.
    ///
    /// 0 when it is paid; 99 `NotCompleted` with an unknown charge when it is not (yet).
    pub async fn payment_status(&self, payment_intent_id: &str) -> PaymentResult {
        self.status(Flow::Payment, payment_intent_id).await
    }

    /// Asks what has come of a setup intent, like [`payment_status`](Self::payment_status).
    ///
    /// 0 when the card is saved, and nothing is charged; 99 `NotCompleted` when it is not (yet).
    pub async fn setup_status(&self, setup_intent_id: &str) -> PaymentResult {
        self.status(Flow::SetupIntent, setup_intent_id).await
    }

    async fn status(&self, flow: Flow, id: &str) -> PaymentResult {
        if !is_id(id) {
            let reason = Reason::with_detail(ReasonKind::InvalidArgument, "the payment intent id");
            return PaymentResult::new(id, Status::InvalidRequest, Charge::Unknown, reason);
        }
        let result = match self.services.dojo.read_status(flow, id).await {
            Ok(status) => read_status(flow, id, status),
            Err(failure) => status_unreadable(id, failure),
        };
        if result.charge != Charge::Unknown {
            ledger::settled(id); // D7-05
        }
        result
    }
}

impl fmt::Debug for Checkout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkout")
            .field("config", &self.services.config)
            .finish_non_exhaustive()
    }
}

/// Whether a checkout of the intent may begin now.
fn admit(payment_intent_id: &str, customer_secret: Option<&Secret>) -> Result<IntentClaim, Reason> {
    let invalid = |what| Err(Reason::with_detail(ReasonKind::InvalidArgument, what));
    if !is_id(payment_intent_id) {
        return invalid("the payment intent id");
    }
    if customer_secret.is_some_and(|secret| !is_secret(secret)) {
        return invalid("the customer secret");
    }
    IntentClaim::new(payment_intent_id).ok_or_else(|| ReasonKind::AlreadyInProgress.into())
}

/// An id becomes a path segment, so only these characters are let through.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A secret becomes a header value.
fn is_secret(secret: &Secret) -> bool {
    !secret.is_empty() && !secret.expose().chars().any(char::is_control)
}

fn check_customer(customer_id: &str, customer_secret: &Secret) -> Result<(), CallError> {
    if !is_id(customer_id) {
        return Err(CallError::InvalidArgument("the customer id"));
    }
    match is_secret(customer_secret) {
        true => Ok(()),
        false => Err(CallError::InvalidArgument("the customer secret")),
    }
}
