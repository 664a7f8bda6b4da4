//! How each effect is performed, and which event its outcome is.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::{Driver, Inner, Services};
use crate::config::CheckoutConfig;
use crate::dojo::LoadedIntent;
use crate::error::CallError;
use crate::flow::{Effect, Event, GatewayAnswer, IntentFacts, IntentStatus, LoadFailure, Prepared, WalletAuth};
use crate::gateway::{Instrument, PreparationFailure};
use crate::ledger;
use crate::secret::Secret;
use crate::snapshot::Diagnostic;
use crate::threeds::ChallengeOutcome;

/// The time that a read has of its own when what it says is believed.
const SETTLING_READ: Duration = Duration::from_secs(2);

impl Driver {
    pub(super) async fn perform(self: &Arc<Self>, effect: Effect, customer_secret: Option<Secret>) -> Option<Event> {
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
    pub(super) fn keep_secret(&self, loaded: Result<LoadedIntent, LoadFailure>) -> Result<IntentFacts, LoadFailure> {
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
