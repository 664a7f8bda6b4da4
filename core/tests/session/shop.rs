//! A merchant with a sandbox of its own, and a customer in front of the app.

use std::time::Duration;

use checkout_core::config::{GatewayChoice, HostPins};
use checkout_core::input::NewCardInput;
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::CheckoutState;
use checkout_core::summary::PaymentSummary;
use checkout_core::{Checkout, CheckoutConfig, CheckoutSession, PaymentParams};
use checkout_sandbox::{FaultRule, NewPaymentIntent, Sandbox, SandboxConfig};
use serde_json::Value;

pub(crate) const APPROVED: &str = "5200000000001005";
pub(crate) const CHALLENGED: &str = "5200000000001096";
pub(crate) const DECLINED: &str = "4456530000001013";

pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) checkout: Checkout,
    pub(crate) customer_id: String,
}

impl Shop {
    pub(crate) async fn open() -> Shop {
        Shop::pinning(Vec::new()).await
    }

    pub(crate) async fn pinning(certificate_pins: Vec<HostPins>) -> Shop {
        let sandbox = Sandbox::start(SandboxConfig::default()).await.expect("a free port");
        let config = CheckoutConfig {
            certificate_pins,
            ..config(&sandbox)
        };
        let checkout = Checkout::new(config).expect("a valid configuration");
        let customer_id = sandbox.merchant().create_customer("Sam Demo");
        Shop {
            sandbox,
            checkout,
            customer_id,
        }
    }

    pub(crate) fn intent(&self) -> String {
        let intent = NewPaymentIntent::gbp(1250).for_customer(&self.customer_id);
        self.sandbox
            .merchant()
            .create_payment_intent(intent)
            .expect("a valid intent")
    }

    pub(crate) fn secret(&self) -> String {
        self.sandbox
            .merchant()
            .create_customer_secret(&self.customer_id)
            .expect("a known customer")
    }

    pub(crate) fn start(&self, intent: &str) -> CheckoutSession {
        self.checkout
            .start_payment(PaymentParams::new(intent).with_customer_secret(self.secret()))
    }

    pub(crate) fn fault(&self, rule: Value) {
        let rule: FaultRule = serde_json::from_value(rule).expect("a rule");
        self.sandbox.script(rule).expect("a valid rule");
    }

    /// The paths of the requests so far, without the ids.
    pub(crate) fn requests(&self) -> Vec<String> {
        let short = |path: &str| match path.split('/').collect::<Vec<_>>()[..] {
            ["", "payment-intents", "public", _] => "intent".to_owned(),
            ["", "payment-intents", "public", _, "refresh-client-session-secret"] => "refresh".to_owned(),
            ["", "customers", "public", _, "payment-methods"] => "saved cards".to_owned(),
            ["", "customers", "public", _, "payment-methods", _] => "delete card".to_owned(),
            ["", "api", "device-data", _] => "device data".to_owned(),
            ["", "api", "payments", "recurring", _] => "pay with saved card".to_owned(),
            ["", "api", "payments", _] => "pay".to_owned(),
            ["", "mobile", "payments", _, "three-ds-complete"] => "three-ds-complete".to_owned(),
            _ => path.to_owned(),
        };
        self.sandbox
            .requests()
            .iter()
            .map(|request| short(&request.path))
            .collect()
    }
}

pub(crate) fn config(sandbox: &Sandbox) -> CheckoutConfig {
    CheckoutConfig {
        api_url: sandbox.url(),
        gateway: GatewayChoice::Url(sandbox.gateway_url()),
        allow_insecure_loopback: true,
        read_back_limit: Duration::from_millis(1200),
        ..CheckoutConfig::default()
    }
}

pub(crate) fn card(number: &str) -> NewCardInput {
    let cvv = if number == DECLINED { "341" } else { "020" };
    NewCardInput::new(number, "12/29", cvv).with_cardholder_name("A Demo")
}

/// Waits for a state that `pick` takes.
pub(crate) async fn reach<T>(session: &CheckoutSession, pick: impl Fn(CheckoutState) -> Option<T>) -> T {
    let mut snapshot = session.state();
    loop {
        let seen = format!("{:?}", snapshot.state);
        if let Some(picked) = pick(snapshot.state.clone()) {
            return picked;
        }
        assert!(
            !matches!(snapshot.state, CheckoutState::Finished(_)),
            "over before that: {seen}"
        );
        snapshot = session.next_state(snapshot.revision).await;
    }
}

pub(crate) async fn choosing(session: &CheckoutSession) -> PaymentSummary {
    reach(session, |state| match state {
        CheckoutState::ChoosingMethod(summary) => Some(summary),
        _ => None,
    })
    .await
}

pub(crate) async fn three_ds_start(session: &CheckoutSession) {
    reach(session, |state| {
        matches!(state, CheckoutState::StartingThreeDs { .. }).then_some(())
    })
    .await;
}

pub(crate) async fn challenge(session: &CheckoutSession) {
    reach(session, |state| {
        matches!(state, CheckoutState::Challenge(_)).then_some(())
    })
    .await;
}

/// Takes a checkout from the choice to its end, or to its challenge.
pub(crate) async fn pay(session: &CheckoutSession, number: &str) {
    choosing(session).await;
    session.pay_with_card(card(number)).expect("a valid card");
    three_ds_start(session).await;
    session.three_ds_ready(true).expect("asked for");
}

pub(crate) async fn paid(session: &CheckoutSession, number: &str) -> PaymentResult {
    pay(session, number).await;
    session.result().await
}
