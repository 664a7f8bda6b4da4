//! The data file: what survives a restart, what is never written, and files that cannot be used.

use std::path::Path;
use std::time::{Duration, SystemTime};

use checkout_sandbox::{DataFileError, Sandbox, SandboxConfig, SandboxError};
use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{CHALLENGES, PAYS, World, card, card_to_save, saved, send};

fn keeping(file: &Path) -> SandboxConfig {
    SandboxConfig {
        data: Some(file.to_owned()),
        ..SandboxConfig::default()
    }
}

/// A directory for a data file that is not there yet.
fn place() -> (TempDir, std::path::PathBuf) {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("sandbox.db");
    (dir, file)
}

impl World {
    /// Another process with the same file, as far as anybody can see.
    async fn restarted(self, file: &Path) -> Self {
        self.sandbox.shutdown().await;
        Self::with(keeping(file)).await
    }

    async fn cards_of(&self, customer: &str, secret: &str) -> Value {
        let path = format!("/customers/public/{customer}/payment-methods");
        let request = self
            .app(Method::GET, &path)
            .header("authorization", format!("Basic {secret}"));
        send(request).await.body["savedPaymentMethods"].clone()
    }
}

async fn refusal(file: &Path) -> DataFileError {
    super::prepare();
    match Sandbox::start(keeping(file)).await {
        Err(SandboxError::Data { source, .. }) => source,
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it started"),
    }
}

#[tokio::test]
async fn customers_cards_and_intents_survive_with_their_secrets() {
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let customer = world.customer();
    let secret = world.secret(&world.intent_for(&customer)).await;
    assert_eq!(world.pay(&secret, card_to_save(PAYS)).await.code(), 0);
    let open = world.intent_for(&customer);
    let session = world.secret(&open).await;
    let customer_secret = world.sandbox.merchant().create_customer_secret(&customer).unwrap();
    let cards = world.cards_of(&customer, &customer_secret).await;
    let mut before = world.sandbox.state();

    let world = world.restarted(&file).await;
    let mut after = world.sandbox.state();
    for state in [&mut before, &mut after] {
        state["now"] = Value::Null;
    }
    assert_eq!(before, after);
    assert_eq!(world.cards_of(&customer, &customer_secret).await, cards);
    let saved_card = saved(cards[0]["id"].as_str().unwrap());
    let paid = world
        .post(&format!("/api/payments/recurring/{session}"), saved_card)
        .await;
    assert_eq!(paid.code(), 0, "the session secret and the saved card still pay");

    let world = world.restarted(&file).await;
    assert_eq!(world.status_of(&open), "Captured");
    assert_eq!(world.pay(&session, card(PAYS)).await.code(), 401, "used is used");
}

#[tokio::test]
async fn secrets_expire_over_a_restart_and_the_clock_stays_ahead() {
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let customer = world.customer();
    let secret = world.sandbox.merchant().create_customer_secret(&customer).unwrap();
    let session = world.secret(&world.intent()).await;
    assert!(world.sandbox.clock().advance(Duration::from_secs(10 * 60)));

    let world = world.restarted(&file).await;
    assert!(world.sandbox.clock().now() > SystemTime::now() + Duration::from_secs(9 * 60));
    assert!(world.cards_of(&customer, &secret).await.is_array());
    assert!(world.sandbox.clock().advance(Duration::from_secs(6 * 60)));
    assert!(
        world.cards_of(&customer, &secret).await.is_null(),
        "15 minutes are over"
    );
    assert_ne!(world.pay(&session, card("4456530000100997")).await.code(), 401);
    assert!(world.sandbox.clock().advance(Duration::from_secs(15 * 60)));
    assert_eq!(world.pay(&session, card(PAYS)).await.code(), 401, "30 minutes are over");
}

#[tokio::test]
async fn a_challenge_goes_on_where_it_was() {
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let md = world.pay(&secret, card(CHALLENGES)).await.body["md"].clone();

    let world = world.restarted(&file).await;
    let outcome = json!({
        "paRes": "a.b.c", "transactionId": md,
        "cardinalValidateResponse": { "isValidated": true, "actionCode": "SUCCESS" },
    });
    let path = format!("/mobile/payments/{secret}/three-ds-complete");
    assert_eq!(world.post(&path, outcome).await.code(), 0);
    assert_eq!(world.status_of(&intent), "Captured");
}

#[tokio::test]
async fn subscriptions_and_setup_intents_survive() {
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let subscription = json!({ "url": "http://127.0.0.1:9/hook", "events": ["payment_intent.created"] });
    let made = send(world.backend(Method::POST, "/webhooks").json(&subscription)).await;
    assert!(made.status.is_success(), "{}", made.body);
    let list = |world: &World| world.backend(Method::GET, "/webhooks");
    let before = send(list(&world)).await.body;
    assert_ne!(before, json!([]));
    let world = world.restarted(&file).await;
    assert_eq!(send(list(&world)).await.body, before);
}

#[tokio::test]
async fn what_was_answered_is_in_the_file_even_if_the_process_is_killed() {
    let (dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    // What a killed process leaves behind: the file as it is, and nobody who tidies up.
    let copy = dir.path().join("copy.db");
    std::fs::copy(&file, &copy).unwrap();
    let after = World::with(keeping(&copy)).await;
    assert_eq!(after.status_of(&intent), "Captured");
}

#[tokio::test]
async fn a_reset_empties_the_file_and_a_deleted_card_stays_deleted() {
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let customer = world.customer();
    let card = world.sandbox.merchant().save_card(&customer, PAYS, "12/29").unwrap();
    let secret = world.sandbox.merchant().create_customer_secret(&customer).unwrap();
    let path = format!("/customers/public/{customer}/payment-methods/{card}");
    let deletion = world
        .app(Method::DELETE, &path)
        .header("authorization", format!("Basic {secret}"));
    assert_eq!(send(deletion).await.status, 204);
    let world = world.restarted(&file).await;
    assert_eq!(world.sandbox.state()["customers"][0]["savedCards"], json!([]));
    world.sandbox.reset();
    let world = world.restarted(&file).await;
    assert_eq!(world.sandbox.state()["customers"], json!([]));
}

#[tokio::test]
async fn no_number_but_a_test_cards_is_written() {
    const REAL: &str = "4000000000000002";
    let (_dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let customer = world.sandbox.merchant().create_customer(&format!("Sam {REAL}"));
    world.sandbox.merchant().save_card(&customer, REAL, "12/29").unwrap();
    world.sandbox.merchant().save_card(&customer, PAYS, "12/29").unwrap();
    let order = json!({
        "amount": { "value": 1, "currencyCode": "GBP" }, "reference": REAL, "description": "4000 0000 0000 0002",
        "metadata": { "card": REAL },
    });
    send(world.backend(Method::POST, "/payment-intents").json(&order)).await;
    let secret = world.secret(&world.intent()).await;
    world.post(&format!("/api/device-data/{secret}"), card(REAL)).await;
    world.pay(&secret, card(REAL)).await;
    world.sandbox.shutdown().await;

    let written = String::from_utf8_lossy(&std::fs::read(&file).unwrap()).into_owned();
    assert!(written.contains(&customer) && written.contains(PAYS));
    for trace in [REAL, "4000 0000 0000 0002", "\"020\""] {
        assert!(!written.contains(trace), "{trace} is in the file");
    }
    let world = World::with(keeping(&file)).await;
    let cards = world.sandbox.state()["customers"][0]["savedCards"].clone();
    assert_eq!(cards.as_array().unwrap().len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners() {
    use std::os::unix::fs::PermissionsExt;
    let (_dir, file) = place();
    World::with(keeping(&file)).await.sandbox.shutdown().await;
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o077, 0, "{mode:o}");
}

#[tokio::test]
async fn files_that_cannot_be_used_are_refused_and_left_alone() {
    let (dir, file) = place();
    let world = World::with(keeping(&file)).await;
    let _ = world.customer();
    assert!(matches!(refusal(&file).await, DataFileError::InUse));
    world.sandbox.shutdown().await;
    let good = std::fs::read(&file).unwrap();

    let with = |name: &str, change: &dyn Fn(&Connection)| {
        let changed = dir.path().join(name);
        std::fs::write(&changed, &good).unwrap();
        change(&Connection::open(&changed).unwrap());
        changed
    };
    let newer = with("newer", &|it| it.pragma_update(None, "user_version", 2).unwrap());
    let foreign = with("foreign", &|it| it.pragma_update(None, "application_id", 1).unwrap());
    let unknown = with("unknown", &|it| {
        it.execute("INSERT INTO document VALUES ('dragon', '1', '{}')", [])
            .map(|_| ())
            .unwrap();
    });
    let unreadable = with("unreadable", &|it| {
        it.execute("UPDATE document SET content = '{\"id\":7}' WHERE kind = 'customer'", [])
            .map(|_| ())
            .unwrap();
    });
    let text = dir.path().join("text");
    std::fs::write(
        &text,
        "not a database, but my shopping list, which is longer than a header of SQLite's: milk, bread, salt",
    )
    .unwrap();
    let torn = dir.path().join("torn");
    std::fs::write(&torn, &good[..good.len() / 2]).unwrap();

    let check = |error: &DataFileError, name: &str| match name {
        "newer" => matches!(error, DataFileError::Newer { found: 2, known: 1 }),
        "foreign" | "text" => matches!(error, DataFileError::NotASandbox),
        _ => matches!(error, DataFileError::Damaged(_)),
    };
    for changed in [newer, foreign, unknown, unreadable, text, torn] {
        let name = changed.file_name().unwrap().to_str().unwrap().to_owned();
        let before = std::fs::read(&changed).unwrap();
        let error = refusal(&changed).await;
        assert!(check(&error, &name), "{name}: {error:?}");
        assert_eq!(std::fs::read(&changed).unwrap(), before, "{name} was changed");
    }
    let nowhere = dir.path().join("no/such/directory/file");
    assert!(matches!(refusal(&nowhere).await, DataFileError::Unavailable(_)));
    assert!(matches!(refusal(dir.path()).await, DataFileError::Unavailable(_)));
    World::with(keeping(&file)).await.sandbox.shutdown().await;
}
