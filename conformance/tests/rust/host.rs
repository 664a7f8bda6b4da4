//! A host app that does what a plan says and notes what it sees. Runners in other languages are copies of this.

use std::time::{Duration, SystemTime};

use checkout_conformance::{Command, Flow, Observed, Outcome, Plan, PlannedConfig, ScenarioRun};
use checkout_core::config::{CheckoutConfig, GatewayChoice, RegionManifests};
use checkout_core::snapshot::{CheckoutState, Snapshot};
use checkout_core::{Checkout, CheckoutSession, PaymentParams, SetupParams, VirtualTerminalParams};

use crate::{forms, names, sheet, texts, typed, wallets};

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
    let limit = Duration::from_millis(plan.limit_ms);
    if let Some(planned) = &plan.sheet {
        let mut observed = Observed::default();
        let playing = sheet::play(run, checkout, planned, &mut observed);
        if tokio::time::timeout(limit, playing).await.is_err() {
            observed.diagnostics = vec!["TimedOut".to_owned()];
        }
        return observed;
    }
    let mut host = Host {
        run,
        plan,
        checkout,
        watched: None,
        observed: Observed::default(),
    };
    match tokio::time::timeout(limit, host.play()).await {
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
        self.start();
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
        if let Some(session) = self.begin() {
            self.watch(session);
        }
    }

    /// A checkout of the plan's kind, if it has one.
    fn begin(&self) -> Option<CheckoutSession> {
        let id = &self.plan.payment_intent_id;
        let wait = self.plan.must_complete_in_ms.map(Duration::from_millis);
        let must_complete_by = wait.map(|wait| SystemTime::now() + wait);
        match self.plan.flow {
            Flow::Payment => Some(self.checkout.start_payment(PaymentParams {
                customer_secret: self.plan.customer_secret.as_deref().map(Into::into),
                must_complete_by,
                ..PaymentParams::new(id)
            })),
            Flow::Setup => Some(self.checkout.start_setup(SetupParams {
                must_complete_by,
                ..SetupParams::new(id)
            })),
            Flow::VirtualTerminal => Some(self.checkout.start_virtual_terminal(VirtualTerminalParams {
                must_complete_by,
                ..VirtualTerminalParams::new(id)
            })),
            Flow::Headless => None,
        }
    }

    fn watch(&mut self, session: CheckoutSession) {
        let last = session.state();
        self.observed.states.push(names::state(&last.state));
        self.watched = Some(Watched { session, last });
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
        if let Some(outcome) = forms::answer(command, self.session().map(|session| session.today())) {
            return outcome;
        }
        if let Some(outcome) = texts::answer(command, self.plan, &self.checkout).await {
            return outcome;
        }
        if let Some(outcome) = self.call(command).await {
            return outcome;
        }
        match self.session() {
            Some(session) => self.act_on(&session, command).await,
            None => names::error("NoSession"),
        }
    }

    /// What needs no session.
    async fn call(&self, command: &Command) -> Option<Outcome> {
        let plan = self.plan;
        let id = &plan.payment_intent_id;
        let secret = plan.customer_secret.clone().unwrap_or_default();
        Some(match command {
            Command::Wait { ms } => {
                tokio::time::sleep(Duration::from_millis(*ms)).await;
                Outcome::default()
            }
            Command::World { step } => match self.run.change_world(*step).await {
                Ok(()) => Outcome::default(),
                Err(error) => names::error(&format!("{error:#}")),
            },
            Command::CallPaymentStatus => names::with_result(&self.checkout.payment_status(id).await),
            Command::CallSetupStatus => names::with_result(&self.checkout.setup_status(id).await),
            Command::CallPaymentIntent => names::called(self.checkout.payment_intent(id).await, names::with_summary),
            Command::CallSetupIntent => names::called(self.checkout.setup_intent(id).await, names::with_summary),
            Command::CallSavedCards => {
                let cards = self.checkout.saved_cards(&plan.customer_id, secret).await;
                names::called(cards, |cards| names::with_cards(cards))
            }
            Command::CallDeleteSavedCard { id } => {
                let deleted = self.checkout.delete_saved_card(&plan.customer_id, id, secret).await;
                names::called(deleted, |()| Outcome::default())
            }
            _ => return None,
        })
    }

    async fn act_on(&mut self, session: &CheckoutSession, command: &Command) -> Outcome {
        let done = match command {
            Command::PayWithCard { card } => session.pay_with_card(typed::card(card)),
            Command::PayWithSavedCard { id, cvv } => session.pay_with_saved_card(id, cvv.as_str()),
            Command::PayWithGooglePay { payment_data } => session.pay_with_google_pay(payment_data.as_str()),
            Command::PayWithApplePay {
                token,
                billing_contact,
                shipping_contact,
            } => {
                let input = typed::apple_pay(token, billing_contact.as_deref(), shipping_contact.as_deref());
                session.pay_with_apple_pay(input)
            }
            Command::DeleteSavedCard { id } => session.delete_saved_card(id).await,
            Command::ThreeDsReady { started } => session.three_ds_ready(*started),
            Command::CompleteChallenge { outcome } => session.complete_challenge(names::challenge(*outcome)),
            Command::Cancel => {
                session.cancel();
                Ok(())
            }
            Command::FindSession => match self.checkout.session(&self.plan.payment_intent_id) {
                Some(found) => {
                    self.watch(found);
                    Ok(())
                }
                None => return names::error("NotFound"),
            },
            Command::StartSecondCheckout => match self.begin() {
                Some(second) => return names::with_result(&second.result().await),
                None => return names::error("NoSession"),
            },
            Command::Restart => {
                let result = session.result().await;
                self.start();
                return names::with_result(&result);
            }
            command => {
                let Snapshot { state, notice, .. } = session.state();
                return match state {
                    CheckoutState::ChoosingMethod(summary) => wallets::shown(&summary, notice, command),
                    _ => names::error("WrongState"),
                };
            }
        };
        done.map_or_else(|error| names::action_error(&error), |()| Outcome::default())
    }
}

pub(crate) fn config(planned: &PlannedConfig) -> CheckoutConfig {
    let manifests = || RegionManifests {
        gcp_url: planned.gcp_manifest_url.clone(),
        aws_url: planned.aws_manifest_url.clone(),
        fallback_url: planned.fallback_gateway_url.clone(),
        allowed_hosts: planned.allowed_gateway_hosts.clone(),
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
