//! Intents of either kind: created, shown, canceled, and given the secrets that open them.

use time::OffsetDateTime;

use super::intent::{Intent, Kind, SESSION_LIFETIME, Session, Status, Terms};
use super::{Refusal, World, ids};

impl World {
    pub(crate) fn create_intent(&mut self, terms: Terms, now: OffsetDateTime) -> Result<&mut Intent, Refusal> {
        if let Some(id) = terms.customer.as_ref().and_then(|customer| customer.id.as_ref())
            && !self.customers.contains_key(id)
        {
            return Err(Refusal::Invalid {
                field: "customer.id".to_owned(),
                message: "No customer has this id.".to_owned(),
            });
        }
        if let Some(id) = &terms.setup_intent_id
            && self.intent(Kind::Setup, id).is_err()
        {
            return Err(Refusal::Invalid {
                field: "setupIntentId".to_owned(),
                message: "No setup intent has this id.".to_owned(),
            });
        }
        let intent = Intent::new(terms, now);
        self.news.created(&intent);
        Ok(self.intents.entry(intent.id.clone()).or_insert(intent))
    }

    /// The intent, canceled or not. One of the other kind is not found.
    pub(crate) fn intent(&self, kind: Kind, id: &str) -> Result<&Intent, Refusal> {
        self.intents
            .get(id)
            .filter(|intent| intent.kind() == kind)
            .ok_or(Refusal::NotFound(kind.name()))
    }

    /// The intent, unless the merchant canceled it.
    pub(crate) fn visible_intent(&self, kind: Kind, id: &str) -> Result<&Intent, Refusal> {
        let intent = self.intent(kind, id)?;
        if intent.status == Status::Canceled {
            return Err(Refusal::NotFound(kind.name()));
        }
        Ok(intent)
    }

    /// What an app is shown: with a secret it can use, a new one if there is none.
    pub(crate) fn intent_for_app(&mut self, kind: Kind, id: &str, now: OffsetDateTime) -> Result<&Intent, Refusal> {
        let intent = self.visible_intent(kind, id)?;
        if !intent.session.as_ref().is_some_and(|session| session.is_live(now)) {
            self.issue_session(id, now);
        }
        self.visible_intent(kind, id)
    }

    /// Voids the session secret and issues another.
    pub(crate) fn refresh_session(&mut self, kind: Kind, id: &str, now: OffsetDateTime) -> Result<&Intent, Refusal> {
        self.visible_intent(kind, id)?;
        self.issue_session(id, now);
        self.visible_intent(kind, id)
    }

    /// Cancels an intent that nobody has paid.
    pub(crate) fn cancel_intent(&mut self, kind: Kind, id: &str, now: OffsetDateTime) -> Result<&Intent, Refusal> {
        let status = self.visible_intent(kind, id)?.status.clone();
        if status != Status::Created {
            return Err(Refusal::WrongState(format!(
                "A {} can be canceled only while it is Created; this one is {}.",
                kind.name(),
                status.as_str()
            )));
        }
        self.void_session(id);
        if let Some(intent) = self.intents.get_mut(id) {
            intent.note(now, "Canceled", None);
        }
        self.enter(id, Status::Canceled);
        self.intent(kind, id)
    }

    /// Puts an intent into any state, also one that the protocol does not know.
    pub(crate) fn force_status(&mut self, id: &str, status: String, now: OffsetDateTime) -> Result<&Intent, Refusal> {
        let intent = self.intents.get_mut(id).ok_or(Refusal::NotFound("intent"))?;
        intent.note(
            now,
            "StatusForced",
            Some(format!("{} -> {status}", intent.status.as_str())),
        );
        self.enter(id, Status::forced(status));
        self.intents.get(id).ok_or(Refusal::NotFound("intent"))
    }

    /// The one way into another status, so that it is always announced.
    pub(super) fn enter(&mut self, id: &str, status: Status) {
        if let Some(intent) = self.intents.get_mut(id) {
            intent.status = status;
            self.news.status_updated(intent);
        }
    }

    pub(crate) fn issue_session(&mut self, id: &str, now: OffsetDateTime) {
        self.void_session(id);
        let Some(intent) = self.intents.get_mut(id) else { return };
        let secret = ids::session_secret();
        intent.session = Some(Session {
            secret: secret.clone(),
            expires_at: now + SESSION_LIFETIME,
            device_data_of: None,
            challenge: None,
        });
        intent.note(now, "SecretIssued", None);
        self.sessions.insert(secret, id.to_owned());
    }

    pub(super) fn void_session(&mut self, id: &str) {
        if let Some(session) = self.intents.get_mut(id).and_then(|intent| intent.session.take()) {
            self.sessions.remove(&session.secret);
        }
    }

    /// The intent that a session secret pays for, if the secret is known, unused and in time.
    pub(crate) fn intent_of_session(&self, secret: &str, now: OffsetDateTime) -> Option<&Intent> {
        let intent = self.intents.get(self.sessions.get(secret)?)?;
        intent
            .session
            .as_ref()
            .is_some_and(|session| session.is_live(now))
            .then_some(intent)
    }
}
