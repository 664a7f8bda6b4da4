//! The merchant's world: customers, saved cards, intents and secrets, as plain state with operations on it.
//!
//! No clock and no network: every operation is told what time it is.

pub(crate) mod cards;
pub(crate) mod challenge;
pub(crate) mod customer;
pub(crate) mod ids;
pub(crate) mod intent;
mod intents;
pub(crate) mod issuer;
pub(crate) mod movements;
mod news;
pub(crate) mod paging;
pub(crate) mod payment;
pub(crate) mod settlement;
pub(crate) mod subscription;
pub(crate) mod wallets;

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value};
use time::OffsetDateTime;

use cards::{CardScheme, Pan};
use customer::{CUSTOMER_SECRET_LIFETIME, Customer, CustomerSecret, Expiry, SavedCard};
use intent::Intent;
pub(crate) use news::Announcement;
use news::News;
use subscription::Subscription;

/// Everything one sandbox knows.
pub(crate) struct World {
    card_schemes: Vec<CardScheme>,
    pub(crate) customers: BTreeMap<String, Customer>,
    pub(crate) saved_cards: Vec<SavedCard>,
    pub(crate) intents: BTreeMap<String, Intent>,
    customer_secrets: HashMap<String, CustomerSecret>,
    /// Which intent a session secret was issued for. Voided ones are forgotten: the gateway does not tell them from
    /// invented ones either.
    sessions: HashMap<String, String>,
    pub(crate) subscriptions: Vec<Subscription>,
    news: News,
}

/// Why an operation was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such thing; names it.
    NotFound(&'static str),
    /// The thing is there, but in a state that forbids this.
    WrongState(String),
    /// The thing is there, but something that was done before forbids this.
    Conflict(String),
    /// The merchant did not allow this when it made the thing.
    NotAllowed(&'static str),
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
            subscriptions: Vec::new(),
            news: News::default(),
        }
    }

    /// A world with the same merchant and nothing in it.
    pub(crate) fn emptied(&self) -> Self {
        Self::new(self.card_schemes.clone())
    }

    pub(crate) fn card_schemes(&self) -> &[CardScheme] {
        &self.card_schemes
    }

    // What was written down, put back

    pub(crate) fn customer_secrets(&self) -> impl Iterator<Item = (&String, &CustomerSecret)> {
        self.customer_secrets.iter()
    }

    pub(crate) fn restore_customer_secret(&mut self, secret: String, record: CustomerSecret) {
        self.customer_secrets.insert(secret, record);
    }

    pub(crate) fn restore_intent(&mut self, intent: Intent) {
        if let Some(session) = &intent.session {
            self.sessions.insert(session.secret.clone(), intent.id.clone());
        }
        self.intents.insert(intent.id.clone(), intent);
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

    /// Changes what `change` mentions; `null` takes a property away.
    pub(crate) fn update_customer(
        &mut self,
        id: &str,
        change: Map<String, Value>,
        now: OffsetDateTime,
    ) -> Result<&Customer, Refusal> {
        let customer = self.customers.get_mut(id).ok_or(Refusal::NotFound("customer"))?;
        for (name, value) in change {
            if value.is_null() {
                customer.profile.remove(&name);
            } else {
                customer.profile.insert(name, value);
            }
        }
        customer.updated_at = now;
        customer.document_version += 1;
        Ok(customer)
    }

    /// Forgets a customer, its cards and its secrets. Its intents stay.
    pub(crate) fn delete_customer(&mut self, id: &str) -> Result<(), Refusal> {
        self.customers.remove(id).ok_or(Refusal::NotFound("customer"))?;
        self.saved_cards.retain(|card| card.customer_id != id);
        self.customer_secrets.retain(|_, secret| secret.customer_id != id);
        Ok(())
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
}
