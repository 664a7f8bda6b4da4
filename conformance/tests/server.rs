//! The conformance server, as a runner in another language sees it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed unwrap is a failed test"
)]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use checkout_conformance::{ScenarioRun, scenarios, server};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn served() -> (String, reqwest::Client) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, server::router(scenarios().unwrap())).await });
    (url, client())
}

fn client() -> reqwest::Client {
    // This client speaks plain HTTP only, and still wants to know how it would speak TLS.
    let _ = rustls_provider();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

fn rustls_provider() -> Result<(), std::sync::Arc<rustls::crypto::CryptoProvider>> {
    rustls::crypto::ring::default_provider().install_default()
}

async fn post(client: &reqwest::Client, url: String, body: Value) -> (u16, Value) {
    let answer = client.post(url).json(&body).send().await.unwrap();
    let status = answer.status().as_u16();
    (
        status,
        serde_json::from_str(&answer.text().await.unwrap()).unwrap_or_default(),
    )
}

async fn get(client: &reqwest::Client, url: String) -> Value {
    client.get(url).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_run_from_start_to_verdict_and_tally() {
    let (url, client) = served().await;
    let list = get(&client, format!("{url}/scenarios")).await;
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), scenarios().unwrap().len());
    assert!(
        list.iter()
            .all(|scenario| scenario["name"].is_string() && scenario["summary"].is_string())
    );

    let start = |name: &str| {
        post(
            &client,
            format!("{url}/scenarios/{name}/start"),
            json!({ "language": "Test" }),
        )
    };
    let (_, started) = start("intent-id-with-a-path").await;
    assert_eq!(started["plan"]["payment_intent_id"], "pi_1/refresh");
    assert!(!started["plan"].to_string().contains("expect"));
    let right = json!({ "states": ["Finished"], "outcomes": [], "result": { "code": 400, "status": "InvalidRequest",
        "charge": "NotCharged", "reason": "InvalidArgument", "message": "No.", "payment_intent_id": "pi_1/refresh",
        "gateway_code": null } });
    let finish = |started: &Value, observed: &Value| {
        post(
            &client,
            format!("{url}/runs/{}/finish", started["run"]),
            observed.clone(),
        )
    };
    assert_eq!(
        finish(&started, &right).await,
        (200, json!({ "passed": true, "mismatches": [] }))
    );
    assert_eq!(finish(&started, &right).await.0, 404, "a run is finished once");

    let (_, started) = start("new-card").await;
    let (status, verdict) = finish(&started, &json!({})).await;
    assert_eq!((status, &verdict["passed"]), (200, &json!(false)));
    assert!(!verdict["mismatches"].as_array().unwrap().is_empty());

    let tally = get(&client, format!("{url}/tally")).await;
    assert_eq!(tally["languages"], json!({ "Test": { "passed": 1, "failed": 1 } }));
    assert_eq!(tally["scenarios"], list.len());
}

#[tokio::test]
async fn the_world_changes_when_the_runner_says_so() {
    let (url, client) = served().await;
    let name = "saved-card-deletion-secret-expires";
    let (_, started) = post(
        &client,
        format!("{url}/scenarios/{name}/start"),
        json!({ "language": "Test" }),
    )
    .await;
    assert_eq!(
        started["plan"]["steps"][0],
        json!({ "on": "ChoosingMethod", "do": "world", "step": 0 })
    );
    let run = &started["run"];
    assert_eq!(
        post(&client, format!("{url}/runs/{run}/world/0"), Value::Null).await.0,
        204
    );
    assert_eq!(
        post(&client, format!("{url}/runs/{run}/world/1"), Value::Null).await.0,
        400
    );
    assert_eq!(
        post(&client, format!("{url}/runs/77/world/0"), Value::Null).await.0,
        404
    );
}

/// Longer than an answer takes on however busy a machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Both hosts' connections, the gateway's through its door.
#[tokio::test]
async fn a_change_of_network_silences_what_is_open_and_nothing_else() {
    let scenario = json!({ "name": "x", "covers": ["D1-01"], "summary": "x",
        "host": [{ "do": "world", "connections": "silent" }], "expect": {} });
    let run = ScenarioRun::start(&serde_json::from_value(scenario).unwrap())
        .await
        .unwrap();
    let config = &run.plan().config;
    let hosts = [config.api_url.clone(), config.gateway_url.clone().unwrap()];
    let mut open = Vec::new();
    for host in &hosts {
        let mut connection = connected(host).await;
        assert!(knock(&mut connection, PATIENCE).await, "{host}");
        open.push(connection);
    }
    run.change_world(0).await.unwrap();
    for (host, connection) in hosts.iter().zip(&mut open) {
        assert!(!knock(connection, Duration::from_millis(500)).await, "{host}");
        assert!(knock(&mut connected(host).await, PATIENCE).await, "{host}");
    }
}

async fn connected(url: &str) -> tokio::net::TcpStream {
    let address = url.trim_start_matches("http://");
    tokio::net::TcpStream::connect(address).await.unwrap()
}

/// Whether an answer comes within this time. The end of the connection would be one, too.
async fn knock(connection: &mut tokio::net::TcpStream, within: Duration) -> bool {
    let request = b"HEAD / HTTP/1.1\r\nhost: localhost\r\n\r\n";
    connection.write_all(request).await.unwrap();
    let mut answer = [0; 1024];
    let heard = tokio::time::timeout(within, connection.read(&mut answer));
    heard.await.is_ok()
}

#[tokio::test]
async fn mistakes_of_a_runner_are_named() {
    let (url, client) = served().await;
    for (path, body, status) in [
        ("/scenarios/no-such/start", json!({ "language": "Test" }), 404),
        ("/scenarios/new-card/start", json!({}), 422),
        ("/runs/77/finish", json!({}), 404),
        ("/runs/77/finish", json!({ "reslt": {} }), 422),
    ] {
        let (seen, answer) = post(&client, format!("{url}{path}"), body).await;
        assert_eq!(seen, status, "{path}");
        assert!(
            answer["error"].as_str().is_some_and(|error| !error.is_empty()),
            "{path}"
        );
    }
}

#[test]
fn the_binary_prints_its_url_and_ends_with_its_input() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_conformance-server"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert!(line.starts_with("http://127.0.0.1:"), "{line}");
    std::net::TcpStream::connect(line.trim().trim_start_matches("http://")).unwrap();
    drop(server.stdin.take());
    assert!(server.wait().unwrap().success());
}
