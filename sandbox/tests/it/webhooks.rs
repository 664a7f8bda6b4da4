//! Webhooks, as a receiver meets them that was written from the documentation alone.

use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use checkout_sandbox::{Delivery, DeliveryState, SandboxConfig};
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{PATIENCE, PAYS, Reply, World, card, send};

/// HMAC by its definition, with nothing of the sandbox's in it.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > block.len() {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with);
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message).finalize();
    Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

/// What the receiver compares the header with.
fn expected_signature(secret: &str, body: &[u8]) -> String {
    let hex: Vec<_> = hmac(secret.as_bytes(), body)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    format!("sha256={}", hex.join("-"))
}

/// A receiver that answers with these statuses, one after the other, then with 200.
struct Receiver {
    url: String,
    arrived: UnboundedReceiver<(HeaderMap, Vec<u8>)>,
}

type Shared = (
    UnboundedSender<(HeaderMap, Vec<u8>)>,
    std::sync::Arc<std::sync::Mutex<Vec<u16>>>,
);

async fn receive(State((arrived, answers)): State<Shared>, headers: HeaderMap, body: axum::body::Bytes) -> StatusCode {
    arrived.send((headers, body.to_vec())).unwrap();
    let mut answers = answers.lock().unwrap();
    let status = if answers.is_empty() { 200 } else { answers.remove(0) };
    StatusCode::from_u16(status).unwrap()
}

impl Receiver {
    async fn answering(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (sender, arrived) = unbounded_channel();
        let answers = std::sync::Arc::new(std::sync::Mutex::new(statuses.to_vec()));
        let app = Router::new()
            .route("/hook", post(receive))
            .with_state((sender, answers));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, arrived }
    }

    async fn next(&mut self) -> (HeaderMap, Vec<u8>) {
        let waited = tokio::time::timeout(PATIENCE, self.arrived.recv()).await;
        waited.unwrap().unwrap()
    }
}

async fn world() -> World {
    World::with(SandboxConfig {
        webhook_pause: Duration::from_millis(20),
        ..Default::default()
    })
    .await
}

async fn subscribe(world: &World, url: &str) -> Value {
    let body = json!({ "url": url, "events": ["payment_intent.created", "payment_intent.status_updated"] });
    let reply = post_json(world, "/webhooks", body).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.body);
    reply.body
}

async fn post_json(world: &World, path: &str, body: Value) -> Reply {
    send(world.backend(Method::POST, path).json(&body)).await
}

/// A port that is taken, so that nobody else can listen there, and where nobody does.
fn nobody() -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    socket
}

fn url_of(nobody: &TcpSocket) -> String {
    format!("http://{}/", nobody.local_addr().unwrap())
}

/// The deliveries, once none is pending any more.
async fn settled(world: &World, count: usize) -> Vec<Delivery> {
    for _ in 0..1500 {
        let deliveries = world.sandbox.webhook_deliveries();
        let over = deliveries
            .iter()
            .filter(|delivery| delivery.state != DeliveryState::Pending);
        if deliveries.len() == count && over.count() == count {
            return deliveries;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("still pending: {:?}", world.sandbox.webhook_deliveries());
}

#[test]
fn the_documented_vector_holds_for_this_receiver() {
    let body = br#"{"id":"evt_example_1","event":"payment_intent.status_updated","accountId":"acc_example","createdAt":"2026-05-04T10:15:00Z","data":{"paymentIntentId":"pi_sandbox_example1","paymentStatus":"Captured","captureMode":"Auto"}}"#;
    let signature =
        "sha256=D4-52-1B-A1-4E-43-3F-D4-06-34-2E-E3-91-54-21-0F-56-FB-89-F1-4D-82-6D-B6-BD-26-65-E1-F3-BD-B8-05";
    assert_eq!(expected_signature("example-webhook-secret", body), signature);
    assert_eq!(
        checkout_sandbox::sign_webhook("example-webhook-secret", body),
        signature
    );
    let long = "k".repeat(100);
    assert_eq!(
        checkout_sandbox::sign_webhook(&long, body),
        expected_signature(&long, body)
    );
}

#[tokio::test]
async fn a_payment_is_told_in_two_signed_deliveries() {
    let world = world().await;
    let mut receiver = Receiver::answering(&[]).await;
    let subscription = subscribe(&world, &receiver.url).await;
    let secret = subscription["secrets"][0]["value"].as_str().unwrap();
    assert_eq!(subscription["secrets"][0]["isActive"], true);
    let intent = world.intent();
    let session = world.secret(&intent).await;
    let (headers, created) = receiver.next().await;
    assert_eq!(headers["dojo-signature"], expected_signature(secret, &created));
    assert_eq!(headers["content-type"], "application/json");
    world.pay(&session, card(PAYS)).await;
    let (headers, updated) = receiver.next().await;
    assert_eq!(headers["dojo-signature"], expected_signature(secret, &updated));
    let (created, updated): (Value, Value) = (
        serde_json::from_slice(&created).unwrap(),
        serde_json::from_slice(&updated).unwrap(),
    );
    assert_eq!(created["event"], "payment_intent.created");
    assert_eq!(created["data"]["paymentStatus"], "Created");
    assert_eq!(updated["event"], "payment_intent.status_updated");
    assert_eq!(
        updated["data"],
        json!({ "paymentIntentId": intent, "paymentStatus": "Captured", "captureMode": "Auto" })
    );
    assert_ne!(created["id"], updated["id"]);
    let deliveries = settled(&world, 2).await;
    assert!(
        deliveries
            .iter()
            .all(|delivery| delivery.state == DeliveryState::Delivered)
    );
    let shown = world.get("/_sandbox/webhooks/deliveries").await.body;
    assert_eq!(shown, json!(deliveries));
    assert!(!shown.to_string().contains(secret));
}

#[tokio::test]
async fn every_change_of_status_is_told_and_nothing_about_setup_intents() {
    let world = world().await;
    let receiver = Receiver::answering(&[]).await;
    subscribe(&world, &receiver.url).await;
    let canceled = world.intent();
    world.sandbox.merchant().cancel_payment_intent(&canceled).unwrap();
    let forced = world.intent();
    world.sandbox.force_status(&forced, "Reversed").unwrap();
    world
        .sandbox
        .merchant()
        .create_setup_intent(json!({ "reference": "r", "terms": "t", "merchantInitiatedTransactionType": "NoShow" }))
        .unwrap();
    let deliveries = settled(&world, 4).await;
    let told: Vec<_> = deliveries
        .iter()
        .map(|delivery| serde_json::from_str::<Value>(&delivery.body).unwrap()["data"]["paymentStatus"].clone())
        .collect();
    assert_eq!(told, ["Created", "Canceled", "Created", "Reversed"]);
}

#[tokio::test]
async fn what_is_not_taken_is_sent_again_three_times_in_all() {
    let world = world().await;
    let mut receiver = Receiver::answering(&[500, 302, 404]).await;
    subscribe(&world, &receiver.url).await;
    world.intent();
    let first = receiver.next().await.1;
    assert_eq!(first, receiver.next().await.1, "the same bytes");
    receiver.next().await;
    let failed = &settled(&world, 1).await[0];
    assert_eq!(failed.state, DeliveryState::Failed);
    let statuses: Vec<_> = failed.attempts.iter().map(|attempt| attempt.status).collect();
    assert_eq!(statuses, [Some(500), Some(302), Some(404)]);
    // The second try of the next one succeeds.
    let mut receiver = Receiver::answering(&[503]).await;
    subscribe(&world, &receiver.url).await;
    world.intent();
    receiver.next().await;
    receiver.next().await;
    let deliveries = settled(&world, 3).await;
    assert_eq!(deliveries[2].attempts.len(), 2);
    assert_eq!(deliveries[2].state, DeliveryState::Delivered);
}

#[tokio::test]
async fn nobody_there_is_an_error_that_is_shown() {
    let world = world().await;
    let nobody = nobody();
    subscribe(&world, &url_of(&nobody)).await;
    world.intent();
    let failed = &settled(&world, 1).await[0];
    assert_eq!((failed.state, failed.attempts.len()), (DeliveryState::Failed, 3));
    assert!(
        failed.attempts[0].error.as_ref().unwrap().contains("onnect"),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_new_secret_signs_once_it_is_activated() {
    let world = world().await;
    let mut receiver = Receiver::answering(&[]).await;
    let subscription = subscribe(&world, &receiver.url).await;
    let path = format!("/webhooks/{}/secrets", subscription["id"].as_str().unwrap());
    let both = send(world.backend(Method::POST, &path)).await.body;
    let secret = |number: usize, field: &str| both["secrets"][number][field].as_str().unwrap().to_owned();
    assert_eq!(both["secrets"][1]["isActive"], false);
    send(world.backend(Method::POST, &path)).await.is_problem(409);
    world.intent();
    let (headers, body) = receiver.next().await;
    assert_eq!(
        headers["dojo-signature"],
        expected_signature(&secret(0, "value"), &body)
    );
    let activate = format!("{path}/{}/activate", secret(1, "id"));
    assert_eq!(send(world.backend(Method::PUT, &activate)).await.status, 204);
    world.intent();
    let (headers, body) = receiver.next().await;
    assert_eq!(
        headers["dojo-signature"],
        expected_signature(&secret(1, "value"), &body)
    );
    for number in [0, 1] {
        let one = format!("{path}/{}", secret(number, "id"));
        assert_eq!(send(world.backend(Method::DELETE, &one)).await.status, 204);
        send(world.backend(Method::DELETE, &one)).await.is_problem(404);
    }
    world.intent();
    let unsigned = &settled(&world, 3).await[2];
    assert_eq!(unsigned.state, DeliveryState::Failed);
    assert!(unsigned.attempts[0].error.as_ref().unwrap().contains("secret"));
    send(world.backend(Method::PUT, &activate)).await.is_problem(404);
    assert_eq!(send(world.backend(Method::GET, &path)).await.body["secrets"], json!([]));
}

#[tokio::test]
async fn subscriptions_are_checked_listed_changed_and_deleted() {
    let world = world().await;
    for (body, field) in [
        (json!({ "url": "https://shop.example/hook", "events": [] }), "events"),
        (
            json!({ "url": "https://shop.example/hook", "events": ["order.eaten"] }),
            "events[0]",
        ),
        (
            json!({ "url": "http://shop.example/hook", "events": ["order.created"] }),
            "url",
        ),
        (
            json!({ "url": "https://user:pw@shop.example/", "events": ["order.created"] }),
            "url",
        ),
        (json!({ "url": "ftp://localhost/", "events": ["order.created"] }), "url"),
        (json!({ "url": "hook", "events": ["order.created"] }), "url"),
        (json!({ "events": ["order.created"] }), "url"),
    ] {
        post_json(&world, "/webhooks", body).await.blames(field);
    }
    for url in [
        "http://localhost:1/",
        "http://127.0.0.2:1/",
        "http://[::1]:1/",
        "https://shop.example/",
    ] {
        subscribe(&world, url).await;
    }
    let list = send(world.backend(Method::GET, "/webhooks")).await.body;
    assert_eq!(list.as_array().unwrap().len(), 4);
    let again = json!({ "url": "https://shop.example/", "events": ["order.created"] });
    post_json(&world, "/webhooks", again.clone()).await.is_problem(409);
    let path = |number: usize| format!("/webhooks/{}", list[number]["id"].as_str().unwrap());
    send(world.backend(Method::PATCH, &path(0)).json(&again))
        .await
        .is_problem(409);
    let change = json!({ "events": ["order.created"], "description": "Orders" });
    let changed = send(world.backend(Method::PATCH, &path(3)).json(&change)).await.body;
    assert_eq!(
        (&changed["events"], &changed["url"]),
        (&json!(["order.created"]), &list[3]["url"])
    );
    assert_eq!(changed["description"], "Orders");
    assert_eq!(send(world.backend(Method::DELETE, &path(0))).await.status, 204);
    send(world.backend(Method::DELETE, &path(0))).await.is_problem(404);
    let events = send(world.backend(Method::GET, "/webhooks/events")).await.body;
    assert_eq!(events[0]["model"], "PaymentIntent");
    world.get("/webhooks").await.is_problem(401);
}

#[tokio::test]
async fn a_stop_does_not_wait_for_receivers() {
    let world = World::with(SandboxConfig {
        webhook_pause: 2 * PATIENCE,
        ..SandboxConfig::default()
    })
    .await;
    let nobody = nobody();
    subscribe(&world, &url_of(&nobody)).await;
    world.intent();
    let stopped = tokio::time::timeout(PATIENCE, world.sandbox.shutdown()).await;
    assert!(stopped.is_ok());
}

#[tokio::test]
async fn a_body_in_chunks_is_the_same_body() {
    let world = World::with(SandboxConfig {
        chunked_webhooks: true,
        ..SandboxConfig::default()
    })
    .await;
    let mut receiver = Receiver::answering(&[]).await;
    let subscription = subscribe(&world, &receiver.url).await;
    let secret = subscription["secrets"][0]["value"].as_str().unwrap();
    world.intent();
    let (headers, body) = receiver.next().await;
    assert_eq!(headers["transfer-encoding"], "chunked");
    assert!(!headers.contains_key("content-length"));
    assert_eq!(headers["dojo-signature"], expected_signature(secret, &body));
}
