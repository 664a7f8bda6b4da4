//! A host app that does what a plan says and notes what it sees. Runners in other languages are copies of this.

use std::time::{Duration, SystemTime};

use checkout_conformance::{CardTyped, Command, Observed, Outcome, Plan, PlannedConfig, ScenarioRun};
use checkout_core::card::NewCardInput;
use checkout_core::config::{CheckoutConfig, GatewayChoice, RegionManifests};
use checkout_core::snapshot::{CheckoutState, Snapshot};
use checkout_core::{Checkout, CheckoutSession, PaymentParams};

use crate::names;

/// Plays a scenario to its end.
pub(crate) async fn play(run: &ScenarioRun) -> Observed {
    let plan = run.plan();
    let checkout = match Checkout::new(config(&plan.config)) {
        Ok(checkout) => checkout,
        Err(error) => {
            return Observed {
                config_error: Some(names::config_error(&error)),
                ..Observed::default()
            };
        }
    };
    let mut host = Host {
        run,
        plan,
        checkout,
        watched: None,
        observed: Observed::default(),
    };
    match tokio::time::timeout(Duration::from_millis(plan.limit_ms), host.play()).await {
        Ok(()) => host.observed,
        Err(_) => Observed {
            diagnostics: vec!["TimedOut".to_owned()],
            ..host.observed
        },
    }
}

struct Host<'a> {
    run: &'a ScenarioRun,
    plan: &'a Plan,
    checkout: Checkout,
    watched: Option<Watched>,
    observed: Observed,
}

/// A session and the last of its states that was seen.
struct Watched {
    session: CheckoutSession,
    last: Snapshot,
}

impl Host<'_> {
    async fn play(&mut self) {
        if self.plan.flow == checkout_conformance::Flow::Payment {
            self.start();
        }
        for step in &self.plan.steps {
            let reached = match &step.on {
                Some(state) => self.wait_for(state).await,
                None => true,
            };
            let outcome = match reached {
                true => self.act(&step.command).await,
                false => names::error("NotReached"),
            };
            self.observed.outcomes.push(outcome);
        }
        if let Some(session) = self.session() {
            self.wait_for("Finished").await;
            self.observed.result = Some(names::result(&session.result().await));
            self.observed.diagnostics = session.diagnostics().iter().map(names::diagnostic).collect();
        }
    }

    fn start(&mut self) {
        let session = self.checkout.start_payment(self.params());
        self.watch(session);
    }

    fn watch(&mut self, session: CheckoutSession) {
        let last = session.state();
        self.observed.states.push(names::state(&last.state));
        self.watched = Some(Watched { session, last });
    }

    fn params(&self) -> PaymentParams {
        let mut params = PaymentParams::new(&self.plan.payment_intent_id);
        if let Some(secret) = &self.plan.customer_secret {
            params = params.with_customer_secret(secret.as_str());
        }
        match self.plan.must_complete_in_ms {
            Some(ms) => params.must_complete_by(SystemTime::now() + Duration::from_millis(ms)),
            None => params,
        }
    }

    fn session(&self) -> Option<CheckoutSession> {
        self.watched.as_ref().map(|watched| watched.session.clone())
    }

    /// Waits until a state is reached, from what it is now, and notes those on the way. `false` if the checkout ends
    /// without it.
    async fn wait_for(&mut self, wanted: &str) -> bool {
        let Some(watched) = &mut self.watched else { return false };
        let now = watched.session.state();
        if now.revision > watched.last.revision {
            self.observed.states.push(names::state(&now.state));
            watched.last = now;
        }
        loop {
            let name = names::state(&watched.last.state);
            if name == wanted || name.split('.').next() == Some(wanted) {
                return true;
            }
            if matches!(watched.last.state, CheckoutState::Finished(_)) {
                return false;
            }
            watched.last = watched.session.next_state(watched.last.revision).await;
            self.observed.states.push(names::state(&watched.last.state));
        }
    }

    async fn act(&mut self, command: &Command) -> Outcome {
        let plan = self.plan;
        let secret = plan.customer_secret.clone().unwrap_or_default();
        match command {
            Command::Wait { ms } => {
                tokio::time::sleep(Duration::from_millis(*ms)).await;
                return Outcome::default();
            }
            Command::World { step } => {
                return match self.run.change_world(*step).await {
                    Ok(()) => Outcome::default(),
                    Err(error) => names::error(&format!("{error:#}")),
                };
            }
            Command::CallPaymentStatus => {
                return names::with_result(&self.checkout.payment_status(&plan.payment_intent_id).await);
            }
            Command::CallPaymentIntent => {
                return match self.checkout.payment_intent(&plan.payment_intent_id).await {
                    Ok(summary) => names::with_summary(&summary),
                    Err(error) => names::call_error(&error),
                };
            }
            Command::CallSavedCards => {
                return match self.checkout.saved_cards(&plan.customer_id, secret).await {
                    Ok(cards) => names::with_cards(&cards),
                    Err(error) => names::call_error(&error),
                };
            }
            Command::CallDeleteSavedCard { id } => {
                return match self.checkout.delete_saved_card(&plan.customer_id, id, secret).await {
                    Ok(()) => Outcome::default(),
                    Err(error) => names::call_error(&error),
                };
            }
            _ => {}
        }
        let Some(session) = self.session() else {
            return names::error("NoSession");
        };
        let done = match command {
            Command::PayWithCard { card } => session.pay_with_card(typed(card)),
            Command::PayWithSavedCard { id, cvv } => session.pay_with_saved_card(id, cvv.as_str()),
            Command::DeleteSavedCard { id } => session.delete_saved_card(id).await,
            Command::ThreeDsReady { started } => session.three_ds_ready(*started),
            Command::CompleteChallenge { outcome } => session.complete_challenge(names::challenge(*outcome)),
            Command::Cancel => {
                session.cancel();
                Ok(())
            }
            Command::Look => {
                return match session.state().state {
                    CheckoutState::ChoosingMethod(summary) => names::with_summary(&summary),
                    _ => names::error("WrongState"),
                };
            }
            Command::FindSession => {
                let Some(found) = self.checkout.session(&plan.payment_intent_id) else {
                    return names::error("NotFound");
                };
                self.watch(found);
                Ok(())
            }
            Command::StartSecondCheckout => {
                return names::with_result(&self.checkout.start_payment(self.params()).result().await);
            }
            Command::Restart => {
                let result = session.result().await;
                self.start();
                return names::with_result(&result);
            }
            _ => Ok(()),
        };
        done.map_or_else(|error| names::action_error(&error), |()| Outcome::default())
    }
}

fn typed(card: &CardTyped) -> NewCardInput {
    let mut input = NewCardInput::new(card.number.as_str(), card.expiry.as_str(), card.cvv.as_str());
    input.cardholder_name = card.cardholder_name.as_deref().map(Into::into);
    input.save = card.save;
    input
}

fn config(planned: &PlannedConfig) -> CheckoutConfig {
    let manifests = || RegionManifests {
        gcp_url: planned.gcp_manifest_url.clone(),
        aws_url: planned.aws_manifest_url.clone(),
        fallback_url: planned.fallback_gateway_url.clone(),
        allowed_hosts: Vec::new(),
    };
    CheckoutConfig {
        api_url: planned.api_url.clone(),
        gateway: planned
            .gateway_url
            .clone()
            .map_or_else(|| GatewayChoice::RegionManifests(manifests()), GatewayChoice::Url),
        connect_timeout: Duration::from_millis(planned.connect_timeout_ms),
        request_timeout: Duration::from_millis(planned.request_timeout_ms),
        read_back_limit: Duration::from_millis(planned.read_back_ms),
        allow_insecure_loopback: planned.allow_insecure_loopback,
        ..CheckoutConfig::default()
    }
}
