//! Control routes and dashboard, as pages of strangers meet them; and bodies that do not end.

use std::time::{Duration, Instant};

use checkout_sandbox::{Answered, SandboxConfig, SandboxError};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{PATIENCE, World, send};

/// Sends what no client library would send, and returns all of the answer.
async fn raw(world: &World, request: &str) -> String {
    let address = world.sandbox.url().trim_start_matches("http://").to_owned();
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_strangers_form_does_not_empty_the_world() {
    let world = World::start().await;
    world.customer();
    let form = || {
        world
            .app(Method::POST, "/_sandbox/reset")
            .header("content-type", "application/x-www-form-urlencoded")
            .body("a=b")
    };
    let strangers = form().header("origin", "http://shop.example");
    send(strangers).await.is_problem(403);
    send(form().header("origin", "null")).await.is_problem(403);
    send(form().header("sec-fetch-site", "cross-site"))
        .await
        .is_problem(403);
    send(form()).await.is_problem(415);
    // A fetch without a body has no type, and a page of a neighbouring port is another origin.
    let bare = || world.app(Method::POST, "/_sandbox/reset");
    send(bare().header("origin", "http://127.0.0.1:1"))
        .await
        .is_problem(403);
    send(bare().header("sec-fetch-site", "same-site")).await.is_problem(403);
    assert_eq!(world.sandbox.state()["customers"].as_array().unwrap().len(), 1);

    assert_eq!(send(bare().header("origin", world.sandbox.url())).await.status, 204);
    assert_eq!(world.sandbox.state()["customers"], json!([]));
}

/// Every control route, whatever it does, and the dashboard.
#[tokio::test]
async fn under_a_name_that_is_not_served_there_is_nothing_to_see_or_to_do() {
    let world = World::start().await;
    let document = checkout_sandbox::Sandbox::openapi();
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        if !path.starts_with("/_sandbox/") && path != "/" {
            continue;
        }
        let here = path.replace("{faultId}", "1").replace("{intentId}", "pi_x");
        for method in operations.as_object().unwrap().keys() {
            if ["head", "options"].contains(&method.as_str()) {
                continue; // knocks, which tell nothing
            }
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let request = |name: &'static str, value: &str| {
                let request = world.app(method.clone(), &here).header("accept", "text/html");
                request.header(name, value)
            };
            for host in ["shop.example", "localhost.shop.example:80", "[2001:db8::1]"] {
                send(request("host", host)).await.is_problem(403);
            }
            send(request("origin", "http://shop.example")).await.is_problem(403);
            send(request("sec-fetch-site", "cross-site")).await.is_problem(403);
            tried += 1;
        }
    }
    assert!(tried > 15, "{tried}");
    assert!(world.sandbox.faults().is_empty());

    for host in ["localhost", "LOCALHOST.:9", "[::1]:8080", "10.0.2.2:8080"] {
        let clock = world.app(Method::GET, "/_sandbox/clock").header("host", host);
        assert_eq!(send(clock).await.status, 200, "{host}");
    }
    let gone = raw(&world, "GET /_sandbox/state HTTP/1.0\r\n\r\n").await;
    assert!(gone.starts_with("HTTP/1.0 403"), "{gone}");
    let whole = "GET http://shop.example/_sandbox/state HTTP/1.1\r\nhost: localhost\r\n\r\n";
    assert!(raw(&world, whole).await.starts_with("HTTP/1.1 403"));
}

#[tokio::test]
async fn dojos_own_routes_are_served_under_any_name_and_other_names_can_be_added() {
    let world = World::with(SandboxConfig {
        hosts: vec!["sandbox".to_owned()],
        ..SandboxConfig::default()
    })
    .await;
    let intent = world.intent();
    let path = format!("/payment-intents/public/{intent}");
    let called = |host: &str, path: &str| send(world.app(Method::GET, path).header("host", host));
    assert_eq!(called("dojo.internal:8080", &path).await.status, 200);
    assert_eq!(called("sandbox:8080", "/_sandbox/clock").await.status, 200);
    called("dojo.internal:8080", "/_sandbox/clock").await.is_problem(403);

    let config = SandboxConfig {
        hosts: vec!["two words".to_owned()],
        ..SandboxConfig::default()
    };
    let error = checkout_sandbox::Sandbox::start(config).await.unwrap_err();
    assert!(
        matches!(&error, SandboxError::Config(why) if why.contains("two words")),
        "{error}"
    );
}

/// Drips bytes until the answer comes.
async fn endless(world: &World, head: &str, drip: &str) -> String {
    let address = world.sandbox.url().trim_start_matches("http://").to_owned();
    let (mut reading, mut writing) = TcpStream::connect(address).await.unwrap().into_split();
    writing.write_all(head.as_bytes()).await.unwrap();
    let drip = drip.to_owned();
    let dripping = tokio::spawn(async move {
        while writing.write_all(drip.as_bytes()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    let mut answer = Vec::new();
    // What is still dripping when the connection is closed makes the end a reset.
    let _ = reading.read_to_end(&mut answer).await;
    dripping.abort();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn a_body_that_does_not_end_is_ended() {
    let world = World::with(SandboxConfig {
        body_deadline: Duration::from_millis(400),
        ..SandboxConfig::default()
    })
    .await;
    let start = Instant::now();
    let patient = World::start().await;
    for path in ["/api/payments/x", "/_sandbox/faults"] {
        let head = format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n");
        let announced = endless(&world, &format!("{head}content-length: 900000\r\n\r\n"), " ").await;
        let chunked = endless(
            &world,
            &format!("{head}transfer-encoding: chunked\r\n\r\n"),
            "1\r\n \r\n",
        )
        .await;
        let stalled = raw(&world, &format!("{head}content-length: 9\r\n\r\n{{")).await;
        for answer in [announced, chunked, stalled] {
            assert!(answer.starts_with("HTTP/1.1 408 "), "{path}: {answer}");
            assert!(answer.to_lowercase().contains("connection: close"), "{answer}");
        }
        let too_long = "a".repeat(64 * 1024);
        let chunk = format!("10000\r\n{too_long}\r\n");
        let large = endless(&patient, &format!("{head}transfer-encoding: chunked\r\n\r\n"), &chunk).await;
        assert!(large.starts_with("HTTP/1.1 413 ") || large.is_empty(), "{large}");
    }
    assert!(start.elapsed() < PATIENCE);
    let seen = world.sandbox.requests();
    let timed_out = seen
        .iter()
        .filter(|request| request.status == Answered::Status(408))
        .count();
    assert_eq!(timed_out, 3, "those of the control route are not recorded");
    let refused: Value = world.get("/_sandbox/faults").await.body;
    assert_eq!(refused, json!([]));
}
