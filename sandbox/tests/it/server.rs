//! Listeners, TLS, limits, and the end.

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use checkout_sandbox::{FaultRule, Listener, Sandbox, SandboxConfig, SandboxError};
use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{PATIENCE, PAYS, World, card, prepare, send, until, what_has_come_is_noticed};

#[tokio::test]
async fn two_sandboxes_share_nothing() {
    let (one, two) = (World::start().await, World::start().await);
    assert_ne!(one.sandbox.url(), two.sandbox.url());
    let intent = one.intent();
    one.sandbox.clock().advance(Duration::from_secs(1000));
    one.get(&format!("/payment-intents/public/{intent}")).await;
    two.get(&format!("/payment-intents/public/{intent}"))
        .await
        .is_problem(404);
    assert_eq!(two.sandbox.requests().len(), 1);
    assert!(two.sandbox.clock().now() < one.sandbox.clock().now());
}

#[tokio::test]
async fn tls_serves_localhost_under_its_own_authority() {
    prepare();
    let sandbox = Sandbox::start(SandboxConfig {
        tls: true,
        ..Default::default()
    })
    .await
    .unwrap();
    assert!(sandbox.url().starts_with("https://localhost:"));
    let authority = Certificate::from_pem(sandbox.ca_certificate_pem().unwrap().as_bytes()).unwrap();
    let client = Client::builder().tls_certs_only([authority]).build().unwrap();
    let (gcp, _) = sandbox.manifest_urls();
    let manifest = client.get(&gcp).send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(manifest["baseUrl"], json!(sandbox.gateway_url()));

    let other = Sandbox::start(SandboxConfig {
        tls: true,
        ..Default::default()
    })
    .await
    .unwrap();
    assert!(
        client.get(other.url()).send().await.unwrap_err().is_connect(),
        "another sandbox has another authority"
    );
}

#[tokio::test]
async fn tls_connections_fall_silent_too_even_in_their_handshake() {
    prepare();
    let sandbox = Sandbox::start(SandboxConfig {
        tls: true,
        ..Default::default()
    })
    .await
    .unwrap();
    let authority = Certificate::from_pem(sandbox.ca_certificate_pem().unwrap().as_bytes()).unwrap();
    let client = || {
        let client = Client::builder().tls_certs_only([authority.clone()]);
        client.timeout(Duration::from_secs(4)).build().unwrap()
    };
    let (warm, url) = (client(), sandbox.manifest_urls().0);
    assert_eq!(warm.get(&url).send().await.unwrap().status(), 200);
    let address = sandbox.url().replace("https://localhost", "127.0.0.1");
    let mut shaking = TcpStream::connect(&address).await.unwrap();
    shaking.write_all(b"\x16\x03\x01").await.unwrap();
    what_has_come_is_noticed().await;

    assert_eq!(sandbox.silence_connections(), 2);
    assert!(warm.get(&url).send().await.unwrap_err().is_timeout());
    shaking.write_all(&[0; 4096]).await.unwrap();
    let mut answer = [0; 16];
    let heard = tokio::time::timeout(Duration::from_millis(300), shaking.read(&mut answer));
    assert!(heard.await.is_err(), "no alert and no end");
    assert_eq!(client().get(&url).send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_gateway_of_its_own_serves_the_gateway_only() {
    let world = World::with(SandboxConfig {
        gateway_port: Some(0),
        ..Default::default()
    })
    .await;
    assert_ne!(world.sandbox.url(), world.sandbox.gateway_url());
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let on_gateway = |path: String| {
        world
            .client
            .post(format!("{}{path}", world.sandbox.gateway_url()))
            .json(&card(PAYS))
    };
    send(on_gateway("/customers".to_owned())).await.is_problem(404);
    assert_eq!(send(on_gateway(format!("/api/payments/{secret}"))).await.code(), 0);
    let seen = world.sandbox.requests();
    assert_eq!(
        seen.iter().map(|r| r.listener).collect::<Vec<_>>(),
        [Listener::Main, Listener::Gateway, Listener::Gateway]
    );
    let manifest = world.get("/manifests/gcp/rag-manifest.json").await.body;
    assert_eq!(manifest["baseUrl"], json!(world.sandbox.gateway_url()));
}

#[tokio::test]
async fn a_taken_port_and_a_useless_key_are_errors() {
    let world = World::start().await;
    let port = world.sandbox.url().rsplit(':').next().unwrap().parse().unwrap();
    let error = Sandbox::start(SandboxConfig {
        port,
        ..Default::default()
    })
    .await
    .unwrap_err();
    assert!(matches!(error, SandboxError::Listen { .. }), "{error}");
    for api_key in ["", "two words", "naïve"] {
        let config = SandboxConfig {
            api_key: api_key.to_owned(),
            ..Default::default()
        };
        assert!(
            matches!(Sandbox::start(config).await, Err(SandboxError::Config(_))),
            "{api_key}"
        );
    }
    let everywhere = SandboxConfig {
        address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        ..Default::default()
    };
    assert!(
        Sandbox::start(everywhere)
            .await
            .unwrap()
            .url()
            .starts_with("http://127.0.0.1:")
    );
}

#[tokio::test]
async fn clients_may_knock_first() {
    let world = World::start().await;
    for method in [Method::HEAD, Method::OPTIONS] {
        assert_eq!(send(world.app(method, "/")).await.status, 204);
    }
}

#[tokio::test]
async fn a_body_larger_than_a_mebibyte_is_413() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    let request = world
        .app(Method::POST, &format!("/api/payments/{secret}"))
        .header("content-type", "application/json");
    send(request.body(vec![b'a'; 1024 * 1024 + 1])).await.is_problem(413);
    let request = world
        .app(Method::POST, "/_sandbox/faults")
        .header("content-type", "application/json");
    send(request.body(vec![b'a'; 1024 * 1024 + 1])).await.is_problem(413);
}

#[tokio::test]
async fn json_nested_too_deep_is_400() {
    let world = World::start().await;
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let request = world
        .backend(Method::POST, "/payment-intents")
        .header("content-type", "application/json");
    send(request.body(deep)).await.is_problem(400);
}

#[tokio::test]
async fn what_is_not_http_gets_400_or_a_closed_connection() {
    let world = World::start().await;
    let address = world.sandbox.url().trim_start_matches("http://").to_owned();
    for nonsense in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"GET\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
    ] {
        let mut stream = TcpStream::connect(&address).await.unwrap();
        stream.write_all(nonsense).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 400"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
    assert_eq!(
        world.get("/_sandbox/state").await.status,
        200,
        "and the sandbox lives on"
    );
}

#[tokio::test]
async fn shutdown_finishes_what_is_in_progress_and_then_nobody_listens() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    world
        .sandbox
        .script(FaultRule::on("POST", "/api/payments/*").delay_answer(60_000))
        .unwrap();
    let payment = tokio::spawn(send(
        world
            .app(Method::POST, &format!("/api/payments/{secret}"))
            .json(&card(PAYS)),
    ));
    until("it has arrived", || {
        world.sandbox.requests().iter().any(|request| request.method == "POST")
    })
    .await;
    let url = world.sandbox.url();
    let start = Instant::now();
    world.sandbox.shutdown().await;
    assert!(start.elapsed() < PATIENCE);
    assert_eq!(payment.await.unwrap().code(), 0, "the delayed answer came after all");
    assert!(Client::new().get(url).send().await.unwrap_err().is_connect());
}

#[tokio::test]
async fn dropping_a_sandbox_stops_it() {
    let world = World::start().await;
    let url = world.sandbox.url();
    drop(world.sandbox);
    for _ in 0..1000 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if Client::new().get(&url).send().await.is_err() {
            return;
        }
    }
    panic!("it still listens");
}
