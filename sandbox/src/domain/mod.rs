//! The merchant's world: customers, saved cards, intents and secrets, as plain state with operations on it.
//!
//! No clock and no network: every operation is told what time it is.

pub(crate) mod cards;
pub(crate) mod customer;
pub(crate) mod ids;
pub(crate) mod intent;
pub(crate) mod payment;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use time::OffsetDateTime;

use cards::{CardScheme, Pan};
use customer::{CUSTOMER_SECRET_LIFETIME, Customer, CustomerSecret, Expiry, SavedCard};
use intent::{PaymentIntent, SESSION_LIFETIME, Session, Status, Terms};

/// Everything one sandbox knows.
pub(crate) struct World {
    card_schemes: Vec<CardScheme>,
    pub(crate) customers: BTreeMap<String, Customer>,
    pub(crate) saved_cards: Vec<SavedCard>,
    pub(crate) intents: BTreeMap<String, PaymentIntent>,
    customer_secrets: HashMap<String, CustomerSecret>,
    /// Which intent a session secret was issued for. Voided ones are forgotten: the gateway does not tell them from
    /// invented ones either.
    sessions: HashMap<String, String>,
}

/// Why an operation was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such thing; names it.
    NotFound(&'static str),
    /// The thing is there, but in a state that forbids this.
    WrongState(String),
    /// A field of the request is wrong: its JSON path and why.
    Invalid { field: String, message: String },
}

impl World {
    pub(crate) fn new(card_schemes: Vec<CardScheme>) -> Self {
        Self {
            card_schemes,
            customers: BTreeMap::new(),
            saved_cards: Vec::new(),
            intents: BTreeMap::new(),
            customer_secrets: HashMap::new(),
            sessions: HashMap::new(),
        }
    }

    /// A world with the same merchant and nothing in it.
    pub(crate) fn emptied(&self) -> Self {
        Self::new(self.card_schemes.clone())
    }

    pub(crate) fn card_schemes(&self) -> &[CardScheme] {
        &self.card_schemes
    }

    // Customers

    pub(crate) fn create_customer(&mut self, profile: Map<String, Value>, now: OffsetDateTime) -> Customer {
        let customer = Customer {
            id: ids::id("cust_sandbox_"),
            profile,
            created_at: now,
            updated_at: now,
            document_version: 0,
        };
        self.customers.insert(customer.id.clone(), customer.clone());
        customer
    }

    /// A new secret for a customer; earlier ones stay valid until they expire.
    pub(crate) fn create_customer_secret(
        &mut self,
        customer_id: &str,
        now: OffsetDateTime,
    ) -> Result<(String, CustomerSecret), Refusal> {
        if !self.customers.contains_key(customer_id) {
            return Err(Refusal::NotFound("customer"));
        }
        self.customer_secrets.retain(|_, secret| now < secret.expires_at);
        let record = CustomerSecret {
            customer_id: customer_id.to_owned(),
            created_at: now,
            expires_at: now + CUSTOMER_SECRET_LIFETIME,
        };
        let secret = ids::customer_secret();
        self.customer_secrets.insert(secret.clone(), record.clone());
        Ok((secret, record))
    }

    pub(crate) fn customer_secret_opens(&self, secret: &str, customer_id: &str, now: OffsetDateTime) -> bool {
        self.customer_secrets
            .get(secret)
            .is_some_and(|record| record.customer_id == customer_id && now < record.expires_at)
    }

    // Saved cards

    pub(crate) fn cards_of<'a>(&'a self, customer_id: &'a str) -> impl Iterator<Item = &'a SavedCard> {
        self.saved_cards
            .iter()
            .filter(move |card| card.customer_id == customer_id)
    }

    /// Puts a card on file, or finds the one already there: same number and expiry keep the old id.
    pub(crate) fn save_card(
        &mut self,
        customer_id: &str,
        pan: &Pan,
        expiry: Expiry,
        cardholder: Option<String>,
        now: OffsetDateTime,
    ) -> Option<String> {
        if let Some(known) = self
            .cards_of(customer_id)
            .find(|card| card.pan == *pan && card.expiry == expiry)
        {
            return Some(known.id.clone());
        }
        let card = SavedCard {
            id: ids::id("pm_sandbox_"),
            customer_id: customer_id.to_owned(),
            scheme: pan.scheme()?,
            pan: pan.clone(),
            expiry,
            cardholder,
            saved_at: now,
        };
        let id = card.id.clone();
        self.saved_cards.push(card);
        Some(id)
    }

    pub(crate) fn delete_card(&mut self, customer_id: &str, payment_method_id: &str) -> Result<(), Refusal> {
        let before = self.saved_cards.len();
        self.saved_cards
            .retain(|card| card.customer_id != customer_id || card.id != payment_method_id);
        if self.saved_cards.len() == before {
            Err(Refusal::NotFound("payment method"))
        } else {
            Ok(())
        }
    }

    // Payment intents

    pub(crate) fn create_intent(&mut self, terms: Terms, now: OffsetDateTime) -> Result<&mut PaymentIntent, Refusal> {
        if let Some(id) = terms.customer.as_ref().and_then(|customer| customer.id.as_ref())
            && !self.customers.contains_key(id)
        {
            return Err(Refusal::Invalid {
                field: "customer.id".to_owned(),
                message: "No customer has this id.".to_owned(),
            });
        }
        let intent = PaymentIntent::new(terms, now);
        Ok(self.intents.entry(intent.id.clone()).or_insert(intent))
    }

    /// The intent, unless the merchant canceled it.
    pub(crate) fn visible_intent(&self, id: &str) -> Result<&PaymentIntent, Refusal> {
        self.intents
            .get(id)
            .filter(|intent| intent.status != Status::Canceled)
            .ok_or(Refusal::NotFound("payment intent"))
    }

    /// What an app is shown: with a secret it can use, a new one if there is none.
    pub(crate) fn intent_for_app(&mut self, id: &str, now: OffsetDateTime) -> Result<&PaymentIntent, Refusal> {
        let intent = self.visible_intent(id)?;
        if !intent.session.as_ref().is_some_and(|session| session.is_live(now)) {
            self.issue_session(id, now)?;
        }
        self.visible_intent(id)
    }

    /// Voids the session secret and issues another.
    pub(crate) fn refresh_session(&mut self, id: &str, now: OffsetDateTime) -> Result<&PaymentIntent, Refusal> {
        self.visible_intent(id)?;
        self.issue_session(id, now)?;
        self.visible_intent(id)
    }

    /// Cancels an intent that nobody has paid.
    pub(crate) fn cancel_intent(&mut self, id: &str, now: OffsetDateTime) -> Result<&PaymentIntent, Refusal> {
        let status = self.visible_intent(id)?.status.clone();
        if status != Status::Created {
            return Err(Refusal::WrongState(format!(
                "A payment intent can be canceled only while it is Created; this one is {}.",
                status.as_str()
            )));
        }
        self.void_session(id);
        let intent = self.intents.get_mut(id).ok_or(Refusal::NotFound("payment intent"))?;
        intent.status = Status::Canceled;
        intent.note(now, "Canceled", None);
        Ok(intent)
    }

    /// Puts an intent into any state, also one that the protocol does not know.
    pub(crate) fn force_status(
        &mut self,
        id: &str,
        status: String,
        now: OffsetDateTime,
    ) -> Result<&PaymentIntent, Refusal> {
        let intent = self.intents.get_mut(id).ok_or(Refusal::NotFound("payment intent"))?;
        intent.note(
            now,
            "StatusForced",
            Some(format!("{} -> {status}", intent.status.as_str())),
        );
        intent.status = Status::forced(status);
        Ok(intent)
    }

    pub(crate) fn issue_session(&mut self, id: &str, now: OffsetDateTime) -> Result<(), Refusal> {
        self.void_session(id);
        let intent = self.intents.get_mut(id).ok_or(Refusal::NotFound("payment intent"))?;
        let secret = ids::session_secret();
        let expires_at = now + SESSION_LIFETIME;
        intent.session = Some(Session {
            secret: secret.clone(),
            expires_at,
            challenge: None,
        });
        intent.note(now, "SecretIssued", None);
        self.sessions.insert(secret, id.to_owned());
        Ok(())
    }

    fn void_session(&mut self, id: &str) {
        if let Some(session) = self.intents.get_mut(id).and_then(|intent| intent.session.take()) {
            self.sessions.remove(&session.secret);
        }
    }

    /// The intent that a session secret pays for, if the secret is known, unused and in time.
    pub(crate) fn intent_of_session(&self, secret: &str, now: OffsetDateTime) -> Option<&PaymentIntent> {
        let intent = self.intents.get(self.sessions.get(secret)?)?;
        intent
            .session
            .as_ref()
            .is_some_and(|session| session.is_live(now))
            .then_some(intent)
    }
}
