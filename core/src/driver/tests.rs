//! What the driver keeps, and for how long.

use super::*;
use crate::config::GatewayChoice;
use crate::dojo::LoadedIntent;
use crate::flow::{IntentFacts, IntentKind, IntentStatus, SecretFreshness};

fn driver() -> Arc<Driver> {
    let config = CheckoutConfig {
        api_url: "http://127.0.0.1:1".to_owned(),
        gateway: GatewayChoice::Url("http://127.0.0.1:1".to_owned()),
        allow_insecure_loopback: true,
        ..CheckoutConfig::default()
    };
    let http = HttpClient::new(&config).unwrap();
    let services = Services {
        dojo: DojoApi::new(http.clone(), &config).unwrap(),
        gateway: GatewayApi::new(http.clone(), &config).unwrap(),
        runtime: Handle::current(),
        http,
        config,
    };
    let params = FlowParams {
        flow: Flow::Payment,
        payment_intent_id: "pi_1".to_owned(),
        has_customer_secret: false,
        earlier_outcome_unknown: false,
        read_back_limit: Duration::ZERO,
    };
    Driver::new(Arc::new(services), params, None, None, None)
}

fn loaded() -> LoadedIntent {
    let secret = SecretFreshness {
        unused: true,
        expires_at: None,
    };
    LoadedIntent {
        facts: IntentFacts {
            status: IntentStatus::Created,
            kind: IntentKind::CardPayment,
            secret,
            summary: PaymentSummary::new("pi_1", None),
        },
        secret: Secret::from("late"),
    }
}

#[tokio::test]
async fn a_secret_that_comes_after_the_end_is_not_kept() {
    let driver = driver();
    driver.keep_secret(Ok(loaded())).unwrap();
    assert!(driver.lock().vault.session_secret.is_some());
    driver.tell(Event::Leave).unwrap();
    assert!(driver.lock().vault.session_secret.is_none());
    driver.keep_secret(Ok(loaded())).unwrap();
    assert!(driver.lock().vault.session_secret.is_none());
}
