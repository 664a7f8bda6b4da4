//! `checkout pay`, when something goes wrong at the worst moment.

use std::sync::OnceLock;

use checkout_sandbox::{Cut, FaultRule};
use serde_json::json;
use tokio::net::TcpSocket;

use crate::shop::{Shop, forbid};

const PAYMENT: &str = "/api/payments/*";

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_to_a_payment_that_was_made_is_confirmed_by_the_intent() {
    let shop = Shop::open().await;
    for lost in [Cut::After, Cut::During] {
        shop.sandbox.script(FaultRule::on("POST", PAYMENT).cut(lost)).unwrap();
        let paid = shop.pay_with_card(&shop.intent()).run();
        assert_eq!(paid.in_short(), "0 Charged ConfirmedByIntent", "{lost:?}");
    }
    assert_eq!(shop.payments(), 2, "one for each intent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_payment_that_was_never_made_stays_unknown_and_is_not_repeated() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    shop.sandbox
        .script(FaultRule::on("POST", PAYMENT).cut(Cut::Before))
        .unwrap();
    let lost = shop.pay_with_card(&intent).args(&["--read-back", "1"]).run();
    assert_eq!(lost.in_short(), "7770 Unknown OutcomeUnknown");
    assert_eq!(shop.payments(), 1);
    assert_eq!(shop.merchant.payment_intent_status(&intent).as_deref(), Some("Created"));
    assert!(
        lost.stderr.contains("Ask your backend before you offer another one."),
        "{}",
        lost.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn intents_that_are_over_give_their_code_without_a_payment() {
    let shop = Shop::open().await;
    for (status, expected) in [
        ("Canceled", "30 NotCharged IntentCanceled"),
        ("Closed", "30 NotCharged IntentCanceled"),
        ("Expired", "40 NotCharged IntentExpired"),
        ("Reversed", "30 NotCharged IntentReversed"),
        ("Refunded", "30 NotCharged IntentRefunded"),
        ("Authorized", "0 Charged AlreadyCompleted"),
        ("Sideways", "7770 NotCharged MalformedResponse"),
    ] {
        let intent = shop.intent();
        shop.sandbox.force_status(&intent, status).unwrap();
        assert_eq!(shop.pay_with_card(&intent).run().in_short(), expected, "{status}");
    }
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_changed_meanwhile_is_not_paid() {
    let shop = Shop::open().await;
    let public = "/payment-intents/public/*";
    for (method, path, changes) in [
        (
            "GET",
            public.to_owned(),
            json!({ "clientSessionSecretExpirationDate": "2026-01-01T00:00:00Z" }),
        ),
        (
            "POST",
            format!("{public}/refresh-client-session-secret"),
            json!({ "totalAmount": { "value": 1500 } }),
        ),
    ] {
        let rule =
            json!({ "match": { "method": method, "path": path }, "action": { "rewrite": { "merge": changes } } });
        shop.sandbox.script(serde_json::from_value(rule).unwrap()).unwrap();
    }
    let refused = shop.pay_with_card(&shop.intent()).run();
    assert_eq!(refused.in_short(), "400 NotCharged TotalChanged");
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_a_status_code_is_never_a_success() {
    let shop = Shop::open().await;
    for body in [
        json!({}),
        json!({ "statusCode": null }),
        json!({ "message": "approved" }),
        json!([0]),
        json!(0),
    ] {
        shop.sandbox
            .script(FaultRule::on("POST", PAYMENT).respond(200, body.clone()))
            .unwrap();
        let paid = shop.pay_with_card(&shop.intent()).args(&["--read-back", "0.001"]).run();
        assert_eq!(paid.in_short(), "7770 Unknown OutcomeUnknown", "{body}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_is_no_published_code_is_kept() {
    let shop = Shop::open().await;
    shop.sandbox
        .script(FaultRule::on("POST", PAYMENT).respond(200, json!({ "statusCode": 777 })))
        .unwrap();
    let paid = shop.pay_with_card(&shop.intent()).args(&["--read-back", "0.001"]).run();
    assert_eq!(paid.in_short(), "7770 Unknown OutcomeUnknown");
    assert_eq!(paid.result()["gateway_code"], 777);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_gateway_has_charged_nobody() {
    let shop = Shop::open().await;
    let closed = closed_port();
    let intent = shop.intent();
    let card = ["--card", crate::shop::PAYS, "--expiry", "12/29", "--cvv", "020"];
    let args = ["--payment-intent", &intent, "--gateway-url", &closed, "--json"];
    let unreachable = shop.command("pay").args(&args).args(&card).run();
    assert_eq!(unreachable.in_short(), "7770 NotCharged DeviceDataFailed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unreachable_api_host_has_charged_nobody() {
    let closed = closed_port();
    let args = [
        "pay",
        "--payment-intent",
        "pi_1",
        "--api-url",
        &closed,
        "--gateway-url",
        &closed,
        "--json",
    ];
    let card = [
        "--card",
        crate::shop::PAYS,
        "--expiry",
        "12/29",
        "--cvv",
        "020",
        "--allow-insecure-loopback",
    ];
    let unreachable = crate::shop::checkout(&args).args(&card).run();
    assert_eq!(unreachable.in_short(), "7770 NotCharged Network");
}

#[tokio::test(flavor = "multi_thread")]
async fn session_secrets_do_not_show_even_when_they_are_refreshed() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    forbid(&session_secret(&shop, &intent).await);
    let rejected = json!({ "statusCode": 401, "message": "used" });
    shop.sandbox
        .script(
            FaultRule::on("POST", "/api/device-data/*")
                .respond(200, rejected)
                .times(2),
        )
        .unwrap();
    let refused = shop.pay_with_card(&intent).run();
    assert_eq!(refused.in_short(), "401 NotCharged SessionSecretRejected");
    // The intent now has the secret that the refresh made.
    let refreshed = session_secret(&shop, &intent).await;
    forbid(&refreshed);
    crate::shop::keep_and_search(&format!("{}{}", refused.stdout, refused.stderr));
}

async fn session_secret(shop: &Shop, intent: &str) -> String {
    let url = format!("{}/payment-intents/public/{intent}", shop.sandbox.url());
    let answer = tokio::task::spawn_blocking(move || http_get(&url)).await.unwrap();
    let body: serde_json::Value = serde_json::from_str(&answer).unwrap();
    body["clientSessionSecret"].as_str().unwrap().to_owned()
}

/// The body of a plain HTTP answer. One socket spares the tests an HTTP client.
fn http_get(url: &str) -> String {
    use std::io::{Read, Write};
    let (host, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut socket = std::net::TcpStream::connect(host).unwrap();
    write!(
        socket,
        "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

/// The URL of a port that nobody listens on, and nobody else can: it stays taken.
fn closed_port() -> String {
    static TAKEN: OnceLock<TcpSocket> = OnceLock::new();
    let taken = TAKEN.get_or_init(|| {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        socket
    });
    format!("http://{}", taken.local_addr().unwrap())
}
