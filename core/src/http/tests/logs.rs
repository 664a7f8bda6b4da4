//! Logs show what was asked of whom and what came of it, and nothing that must stay secret.

use std::io;
use std::sync::{Arc, Mutex};

use tokio::time::Instant;
use tracing::Level;
use tracing::subscriber::set_default;

use super::client;
use super::server::{PATIENCE, Reply, Server, config_for, refusing_url};
use crate::card::UtcDay;
use crate::dojo::DojoApi;
use crate::flow::Flow;
use crate::gateway::{GatewayApi, Instrument};
use crate::input::NewCardInput;
use crate::secret::Secret;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that a checkout sends, against this server, with everything logged that any crate traces.
async fn log_of(url: &str) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let _guard = set_default(subscriber); // for this thread, which is all that a test's runtime has

    let config = config_for(url);
    let http = client(&config);
    let dojo = DojoApi::new(http.clone(), &config).unwrap();
    let gateway = GatewayApi::new(http, &config).unwrap();
    let card = NewCardInput::new("5200000000001005", "12/29", "917").with_cardholder_name("Holder Of Card");
    let card = card.validate(&["MASTERCARD"], UtcDay::new(2026, 3, 1).unwrap());
    let card = Instrument::NewCard(Box::new(card.unwrap()));
    let session_secret = Secret::from("session-secret-0001==");

    let _ = dojo.load_intent(Flow::Payment, "pi_sandbox_demo0001").await;
    let _ = dojo.saved_cards("cust_1", &Secret::from("customer-secret-0001")).await;
    let _ = gateway.device_data(&session_secret, &card).await;
    let _ = gateway.pay(&session_secret, &card, Instant::now() + PATIENCE).await;
    String::from_utf8(log.0.lock().unwrap().clone()).unwrap()
}

fn assert_no_secret_in(log: &str) {
    for secret in [
        "session-secret",
        "customer-secret",
        "5200000000001005",
        "Holder",
        "answered-secret",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
    // The CVV is so short that a port or a time may have it inside.
    let mut numbers = log.split(|c: char| !c.is_ascii_digit());
    assert!(numbers.all(|number| number != "917"), "the CVV in {log}");
}

#[tokio::test]
async fn answered_requests_are_logged_by_path_template() {
    let intent = r#"{"id":"pi_sandbox_demo0001","status":"Created","clientSessionSecret":"answered-secret"}"#;
    let replies = [
        Reply::json(200, intent),
        Reply::json(401, "{}"),
        Reply::json(503, "{}"),
        Reply::json(200, r#"{"token":"t"}"#),
        Reply::json(200, r#"{"statusCode":5}"#),
    ];
    let server = Server::start(replies).await;
    let log = log_of(&server.url()).await;
    assert_eq!(server.seen().len(), 5);
    for line in [
        "checkout: answered method=GET path=\"/payment-intents/public/{id}\" status=200",
        "checkout: answered method=GET path=\"/customers/public/{customer}/payment-methods\" status=401",
        "checkout: answered method=POST path=\"/api/device-data/{secret}\" status=503",
        "checkout: answered method=POST path=\"/api/payments/{secret}\" status=200",
    ] {
        assert!(log.contains(line), "{line} in {log}");
    }
    assert_no_secret_in(&log);
}

#[tokio::test]
async fn requests_without_an_answer_are_logged_with_the_reason() {
    let log = log_of(&refusing_url()).await;
    assert!(
        log.contains("checkout: not sent method=POST path=\"/api/payments/{secret}\""),
        "{log}"
    );
    assert!(log.contains("refused"), "{log}");
    assert_no_secret_in(&log);

    let server = Server::start(vec![Reply::cut(); 20]).await;
    let log = log_of(&server.url()).await;
    assert!(
        log.contains("checkout: no answer method=POST path=\"/api/payments/{secret}\""),
        "{log}"
    );
    assert_no_secret_in(&log);
}
