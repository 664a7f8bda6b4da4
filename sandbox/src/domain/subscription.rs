//! Webhook subscriptions: where to send which events, and the secrets that sign them.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Refusal, World, ids, news};

/// Room for the old secret and the new one while a receiver changes over.
const MOST_SECRETS: usize = 2;

/// The events of each model, as a merchant can subscribe to them. Only [`news`]' are ever sent.
pub(crate) const EVENTS: [(&str, &[&str]); 4] = [
    (
        "PaymentIntent",
        &[
            news::CREATED,
            news::STATUS_UPDATED,
            "payment_intent.updated",
            "payment_intent.send-receipt",
        ],
    ),
    ("Payment", &["payment.successful"]),
    ("Order", &["order.created"]),
    ("TerminalSession", &["terminal_session.status_updated"]),
];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) events: Vec<String>,
    pub(crate) url: String,
    pub(crate) description: Option<String>,
    pub(crate) secrets: Vec<SigningSecret>,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SigningSecret {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) created_at: OffsetDateTime,
    /// It signs. At most one does.
    pub(crate) is_active: bool,
}

impl std::fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningSecret")
            .field("id", &self.id)
            .field("is_active", &self.is_active)
            .finish_non_exhaustive()
    }
}

impl SigningSecret {
    fn new(is_active: bool, now: OffsetDateTime) -> Self {
        Self {
            id: ids::id("sc_sandbox_"),
            value: ids::signing_secret(),
            created_at: now,
            is_active,
        }
    }
}

impl Subscription {
    pub(crate) fn signing_secret(&self) -> Option<&str> {
        let active = self.secrets.iter().find(|secret| secret.is_active)?;
        Some(&active.value)
    }
}

impl World {
    /// A new subscription, with a secret that signs from the start.
    pub(crate) fn subscribe(
        &mut self,
        url: String,
        events: Vec<String>,
        description: Option<String>,
        now: OffsetDateTime,
    ) -> Result<&Subscription, Refusal> {
        self.url_is_free(&url, None)?;
        self.subscriptions.push(Subscription {
            id: ids::id("ws_sandbox_"),
            events,
            url,
            description,
            secrets: vec![SigningSecret::new(true, now)],
            created_at: now,
            updated_at: now,
        });
        self.subscriptions.last().ok_or(NO_SUBSCRIPTION)
    }

    pub(crate) fn subscription(&self, id: &str) -> Result<&Subscription, Refusal> {
        self.subscriptions
            .iter()
            .find(|subscription| subscription.id == id)
            .ok_or(NO_SUBSCRIPTION)
    }

    fn subscription_mut(&mut self, id: &str, now: OffsetDateTime) -> Result<&mut Subscription, Refusal> {
        let subscription = self
            .subscriptions
            .iter_mut()
            .find(|subscription| subscription.id == id)
            .ok_or(NO_SUBSCRIPTION)?;
        subscription.updated_at = now;
        Ok(subscription)
    }

    /// Changes what is given.
    pub(crate) fn update_subscription(
        &mut self,
        id: &str,
        url: Option<String>,
        events: Option<Vec<String>>,
        description: Option<String>,
        now: OffsetDateTime,
    ) -> Result<&Subscription, Refusal> {
        self.subscription(id)?;
        if let Some(url) = &url {
            self.url_is_free(url, Some(id))?;
        }
        let subscription = self.subscription_mut(id, now)?;
        if let Some(url) = url {
            subscription.url = url;
        }
        if let Some(events) = events {
            subscription.events = events;
        }
        subscription.description = description.or(subscription.description.take());
        Ok(subscription)
    }

    pub(crate) fn unsubscribe(&mut self, id: &str) -> Result<(), Refusal> {
        self.subscription(id)?;
        self.subscriptions.retain(|subscription| subscription.id != id);
        Ok(())
    }

    /// A further secret, which does not sign until it is activated.
    pub(crate) fn add_signing_secret(&mut self, id: &str, now: OffsetDateTime) -> Result<&Subscription, Refusal> {
        let subscription = self.subscription_mut(id, now)?;
        if subscription.secrets.len() >= MOST_SECRETS {
            return Err(Refusal::Conflict(
                "The subscription has two secrets already; delete the old one first.".to_owned(),
            ));
        }
        let is_first = subscription.secrets.is_empty();
        subscription.secrets.push(SigningSecret::new(is_first, now));
        Ok(subscription)
    }

    /// Makes a secret the one that signs.
    pub(crate) fn activate_signing_secret(
        &mut self,
        id: &str,
        secret_id: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let subscription = self.subscription_mut(id, now)?;
        if !subscription.secrets.iter().any(|secret| secret.id == secret_id) {
            return Err(NO_SECRET);
        }
        for secret in &mut subscription.secrets {
            secret.is_active = secret.id == secret_id;
        }
        Ok(())
    }

    /// Without an active secret nothing can be signed, so nothing is delivered.
    pub(crate) fn delete_signing_secret(
        &mut self,
        id: &str,
        secret_id: &str,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let subscription = self.subscription_mut(id, now)?;
        let before = subscription.secrets.len();
        subscription.secrets.retain(|secret| secret.id != secret_id);
        if subscription.secrets.len() == before {
            return Err(NO_SECRET);
        }
        Ok(())
    }

    fn url_is_free(&self, url: &str, except: Option<&str>) -> Result<(), Refusal> {
        let taken = |subscription: &Subscription| subscription.url == url && Some(subscription.id.as_str()) != except;
        if self.subscriptions.iter().any(taken) {
            return Err(Refusal::Conflict("There is a subscription with this URL.".to_owned()));
        }
        Ok(())
    }
}

const NO_SUBSCRIPTION: Refusal = Refusal::NotFound("subscription");
const NO_SECRET: Refusal = Refusal::NotFound("secret of this subscription");
