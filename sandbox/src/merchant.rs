//! The merchant's backend without the network: what a test needs before the app under test begins.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::SandboxError;
use crate::app::App;
use crate::domain::Refusal;
use crate::domain::cards::Pan;
use crate::domain::customer::Expiry;
use crate::domain::intent::Kind;
use crate::wire;

/// Creates customers, secrets, intents and saved cards directly in a sandbox's world. Nothing of it is recorded as a
/// request.
#[derive(Clone)]
pub struct Merchant {
    app: Arc<App>,
}

/// A payment intent to create.
#[derive(Debug, Clone)]
pub struct NewPaymentIntent {
    /// Minor units of the currency.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The merchant's reference, 1 to 60 characters.
    pub reference: String,
    /// Links the intent to a customer, so that cards can be saved and saved cards used.
    pub customer_id: Option<String>,
    /// Authorise only: a paid intent is then `Authorized`, not `Captured`.
    pub manual_capture: bool,
    /// Further properties of the create request, such as `config` or `itemLines`.
    pub more: Map<String, Value>,
}

impl NewPaymentIntent {
    /// So many pence, captured at once.
    #[must_use]
    pub fn gbp(amount: i64) -> Self {
        Self {
            amount,
            currency: "GBP".to_owned(),
            reference: "order".to_owned(),
            customer_id: None,
            manual_capture: false,
            more: Map::new(),
        }
    }

    /// Links it to a customer.
    #[must_use]
    pub fn for_customer(self, customer_id: &str) -> Self {
        Self {
            customer_id: Some(customer_id.to_owned()),
            ..self
        }
    }

    /// Authorises without capturing.
    #[must_use]
    pub fn manual(self) -> Self {
        Self {
            manual_capture: true,
            ..self
        }
    }

    /// Sets a further property of the create request.
    #[must_use]
    pub fn with(mut self, property: &str, value: Value) -> Self {
        self.more.insert(property.to_owned(), value);
        self
    }

    fn into_request(self) -> Value {
        let mut request = self.more;
        request.insert(
            "amount".to_owned(),
            json!({ "value": self.amount, "currencyCode": self.currency }),
        );
        request.insert("reference".to_owned(), json!(self.reference));
        request.insert(
            "captureMode".to_owned(),
            json!(if self.manual_capture { "Manual" } else { "Auto" }),
        );
        if let Some(id) = self.customer_id {
            request.insert("customer".to_owned(), json!({ "id": id }));
        }
        Value::Object(request)
    }
}

impl Merchant {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// A new customer; returns its id, `cust_sandbox_…`.
    #[must_use]
    pub fn create_customer(&self, name: &str) -> String {
        let profile = Map::from_iter([("name".to_owned(), json!(name))]);
        self.app.world.lock().create_customer(profile, self.app.clock.utc()).id
    }

    /// A customer secret, `cs_…`, good for 15 minutes.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] when there is no such customer.
    pub fn create_customer_secret(&self, customer_id: &str) -> Result<String, SandboxError> {
        let created = self
            .app
            .world
            .lock()
            .create_customer_secret(customer_id, self.app.clock.utc());
        created.map(|(secret, _)| secret).map_err(refused)
    }

    /// A payment intent, by the same rules as `POST /payment-intents`; returns its id, `pi_sandbox_…`.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] says which property is wrong.
    pub fn create_payment_intent(&self, intent: NewPaymentIntent) -> Result<String, SandboxError> {
        let order = wire::intent::order(intent.into_request())
            .map_err(|problem| SandboxError::Refused(problem.detail().to_owned()))?;
        let mut world = self.app.world.lock();
        world
            .create_intent(order.terms, self.app.clock.utc())
            .map(|intent| intent.id.clone())
            .map_err(refused)
    }

    /// A setup intent, by the same rules as `POST /setup-intents`, whose body it takes; returns its id, `si_sandbox_…`.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] says which property is wrong.
    pub fn create_setup_intent(&self, request: Value) -> Result<String, SandboxError> {
        let terms =
            wire::setup_intent::terms(request).map_err(|problem| SandboxError::Refused(problem.detail().to_owned()))?;
        let mut world = self.app.world.lock();
        world
            .create_intent(terms, self.app.clock.utc())
            .map(|intent| intent.id.clone())
            .map_err(refused)
    }

    /// Puts a card on a customer's file, as a payment that saves it would; returns its id, `pm_sandbox_…`. The expiry is
    /// `MM/YY` and may be over.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] when there is no such customer, or the number or the expiry is not one.
    pub fn save_card(&self, customer_id: &str, number: &str, expiry: &str) -> Result<String, SandboxError> {
        let pan = Pan::parse(number).ok_or_else(|| SandboxError::Refused("not a card number".to_owned()))?;
        let expiry =
            Expiry::parse_short(expiry).ok_or_else(|| SandboxError::Refused("the expiry is not MM/YY".to_owned()))?;
        let mut world = self.app.world.lock();
        if !world.customers.contains_key(customer_id) {
            return Err(refused(Refusal::NotFound("customer")));
        }
        world
            .save_card(customer_id, &pan, expiry, None, self.app.clock.utc())
            .ok_or_else(|| SandboxError::Refused("the card number belongs to no known scheme".to_owned()))
    }

    /// Cancels an unpaid intent, as `DELETE /payment-intents/{id}` does: from then on it is hidden.
    ///
    /// # Errors
    ///
    /// [`SandboxError::Refused`] when there is no such intent, or it is not `Created`.
    pub fn cancel_payment_intent(&self, payment_intent_id: &str) -> Result<(), SandboxError> {
        self.app
            .world
            .lock()
            .cancel_intent(Kind::Payment, payment_intent_id, self.app.clock.utc())
            .map(|_| ())
            .map_err(refused)
    }

    /// The status of an intent as the merchant's backend would see it, canceled ones included.
    #[must_use]
    pub fn payment_intent_status(&self, payment_intent_id: &str) -> Option<String> {
        self.app
            .world
            .lock()
            .intents
            .get(payment_intent_id)
            .map(|intent| intent.status.as_str().to_owned())
    }
}

impl std::fmt::Debug for Merchant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Merchant").finish_non_exhaustive()
    }
}

fn refused(refusal: Refusal) -> SandboxError {
    SandboxError::Refused(match refusal {
        Refusal::NotFound(what) => format!("there is no such {what}"),
        Refusal::WrongState(detail) | Refusal::Conflict(detail) => detail,
        Refusal::NotAllowed(detail) => detail.to_owned(),
        Refusal::Invalid { field, message } => format!("{field}: {message}"),
    })
}
