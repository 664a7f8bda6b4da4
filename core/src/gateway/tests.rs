//! The gateway's client against a server: what is sent, how often, and what is said about it.

use std::time::Duration;

use super::*;
use crate::card::UtcDay;
use crate::config::RegionManifests;
use crate::http::tests::server::{PATIENCE, Reply, SOON_OVER, Server, config_for, mute_listener, refusing_url};
use crate::input::NewCardInput;
use crate::summary::CollectionRequirements;
use crate::wallet::ApplePayInput;

fn gateway_with(config: &CheckoutConfig) -> GatewayApi {
    GatewayApi::new(HttpClient::new(config).unwrap(), config).unwrap()
}

fn gateway(url: &str) -> GatewayApi {
    gateway_with(&config_for(url))
}

fn soon() -> Instant {
    Instant::now() + 2 * PATIENCE
}

fn saved_card() -> Instrument {
    Instrument::SavedCard {
        id: "pm_demo_1".to_owned(),
        cvv: Cvv::parse("123", None).unwrap(),
    }
}

fn new_card() -> Instrument {
    let input = NewCardInput::new("5200000000001005", "12/29", "020")
        .with_cardholder_name("A Demo")
        .with_save(true);
    Instrument::NewCard(Box::new(
        input
            .validate(&["MASTERCARD"], UtcDay::new(2026, 3, 1).unwrap())
            .unwrap(),
    ))
}

fn session_secret() -> Secret {
    Secret::from("c2Vj-_cmV0/MQ==")
}

fn status(code: i64) -> GatewayAnswer {
    GatewayAnswer::Status { code, challenge: None }
}

/// D5-02.
#[tokio::test]
async fn an_attempt_sends_four_requests_over_one_connection() {
    let server = Server::start([
        Reply::json(200, r#"{"token":"eyJ.demo.jwt","formAction":"https://x.example.test"}"#),
        Reply::json(200, r#"{"statusCode":3,"paReq":"p","md":"tx"}"#),
        Reply::json(200, r#"{"statusCode":0}"#),
        Reply::json(200, r#"{"statusCode":5}"#),
    ])
    .await;
    let gateway = gateway(&server.url());
    let secret = session_secret();
    assert_eq!(
        gateway.device_data(&secret, &new_card()).await.as_deref(),
        Ok("eyJ.demo.jwt")
    );
    let answer = gateway.pay(&secret, &new_card(), soon()).await;
    assert!(matches!(&answer, GatewayAnswer::Status { code: 3, challenge: Some(c) } if c.transaction_id == "tx"));
    let outcome = ChallengeOutcome::authenticated("eyJ.res");
    assert_eq!(
        gateway.complete_three_ds(&secret, "tx", &outcome, soon()).await,
        status(0)
    );
    assert_eq!(gateway.pay(&secret, &saved_card(), soon()).await, status(5));

    let encoded = "c2Vj-_cmV0%2FMQ==";
    assert_eq!(
        server.lines(),
        [
            format!("POST /api/device-data/{encoded}"),
            format!("POST /api/payments/{encoded}"),
            format!("POST /mobile/payments/{encoded}/three-ds-complete"),
            format!("POST /api/payments/recurring/{encoded}"),
        ]
    );
    let seen = server.seen();
    for request in &seen {
        assert_eq!(request.header("IS-MOBILE"), Some("true"));
        assert_eq!(request.header("Content-Type"), Some("application/json"));
        assert_eq!(request.header("Version"), None);
        assert_eq!(request.header("Authorization"), None);
        assert_eq!(request.header("Transfer-Encoding"), None, "the length is known");
        assert_eq!(request.connection, 0);
    }
    assert_eq!(
        seen[0].body, seen[1].body,
        "device data is collected for the payment that follows"
    );
    let body: serde_json::Value = serde_json::from_str(&seen[1].body).unwrap();
    assert_eq!(
        (&body["cardNumber"], &body["cV2"]),
        (&"5200000000001005".into(), &"020".into())
    );
    let body: serde_json::Value = serde_json::from_str(&seen[2].body).unwrap();
    assert_eq!(
        (&body["paRes"], &body["transactionId"]),
        (&"eyJ.res".into(), &"tx".into())
    );
    let body: serde_json::Value = serde_json::from_str(&seen[3].body).unwrap();
    assert_eq!(
        (&body["paymentMethodId"], &body["cV2"]),
        (&"pm_demo_1".into(), &"123".into())
    );
}

/// D1-03.
#[tokio::test]
async fn a_payment_is_never_sent_again() {
    for (reply, expected) in [
        (Reply::json(503, ""), http(503)),
        (Reply::json(429, ""), http(429)),
        (
            Reply::with_headers(307, &[("Location", "/api/payments/x")], ""),
            http(307),
        ),
        (Reply::json(200, "{}"), http(200)),
        (Reply::json(500, r#"{"statusCode":0}"#), status(0)),
        (Reply::cut(), GatewayAnswer::Lost),
        (
            Reply::BytesThenClose(b"HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"statusCode\":0".to_vec()),
            GatewayAnswer::Lost,
        ),
        (Reply::Silence, GatewayAnswer::Lost),
        (Reply::json(200, &" ".repeat(1024 * 1024 + 1)), GatewayAnswer::Lost),
    ] {
        let server = Server::start([reply.clone(), Reply::json(200, r#"{"statusCode":0}"#)]).await;
        let gateway = gateway(&server.url());
        let deadline = Instant::now() + SOON_OVER;
        assert_eq!(
            gateway.pay(&session_secret(), &new_card(), deadline).await,
            expected,
            "{reply:?}"
        );
        assert_eq!(server.seen().len(), 1, "{reply:?}");

        let server = Server::start([reply.clone(), Reply::json(200, r#"{"statusCode":0}"#)]).await;
        let gateway = self::gateway(&server.url());
        let deadline = Instant::now() + SOON_OVER;
        let outcome = ChallengeOutcome::failed();
        let answer = gateway
            .complete_three_ds(&session_secret(), "tx", &outcome, deadline)
            .await;
        assert_eq!((answer, server.seen().len()), (expected, 1), "{reply:?}");
    }
}

/// D3-07.
#[tokio::test]
async fn a_gateway_out_of_reach_says_whether_another_try_is_worthwhile() {
    let gateway = gateway(&refusing_url());
    let answer = gateway.pay(&session_secret(), &saved_card(), soon()).await;
    assert_eq!(answer, GatewayAnswer::NotConnected { time_left: true });
    let outcome = ChallengeOutcome::cancelled();
    let answer = gateway
        .complete_three_ds(&session_secret(), "tx", &outcome, Instant::now())
        .await;
    assert_eq!(answer, GatewayAnswer::NotConnected { time_left: false });

    let (_listener, address) = mute_listener().await;
    let gateway = self::gateway(&format!("https://{address}"));
    let deadline = Instant::now() + Duration::from_millis(200);
    let answer = gateway.pay(&session_secret(), &saved_card(), deadline).await;
    assert_eq!(
        answer,
        GatewayAnswer::NotConnected { time_left: false },
        "out of time in the TLS handshake"
    );
}

#[tokio::test]
async fn a_deadline_that_has_passed_sends_nothing() {
    let server = Server::start([Reply::json(200, r#"{"statusCode":0}"#)]).await;
    let gateway = gateway(&server.url());
    let answer = gateway.pay(&session_secret(), &saved_card(), Instant::now()).await;
    assert_eq!(answer, GatewayAnswer::NotConnected { time_left: false });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(server.seen().is_empty());
}

/// D3-03.
#[tokio::test]
async fn device_data_is_tried_like_a_get_and_needs_a_token() {
    let token = || Reply::json(200, r#"{"token":"t"}"#);
    let (failed, refused) = (Err(PreparationFailure::Failed), Err(PreparationFailure::SecretRefused));
    for (replies, expected) in [
        (vec![token()], Ok("t")),
        (vec![Reply::json(503, ""), Reply::cut(), token()], Ok("t")),
        (vec![Reply::json(503, ""), Reply::cut(), Reply::json(500, "")], failed),
        (vec![Reply::json(403, r#"{"token":"t"}"#)], failed),
        (vec![Reply::json(200, "{}")], failed),
        (vec![Reply::json(200, r#"{"token":""}"#)], failed),
        (vec![Reply::json(200, r#"{"token":null}"#)], failed),
        (vec![Reply::json(200, r#"{"token":7}"#)], failed),
        (vec![Reply::json(200, "")], failed),
        // The secret was used, or replaced by another device: by HTTP, or by the code alone.
        (vec![Reply::json(401, "")], refused),
        (vec![Reply::json(401, r#"{"token":"t"}"#)], refused),
        (vec![Reply::json(200, r#"{"statusCode":401}"#)], refused),
        (vec![Reply::json(200, r#"{"statusCode":401,"token":"t"}"#)], refused),
        (vec![Reply::json(400, r#"{"statusCode":401}"#)], refused),
        (vec![Reply::json(503, r#"{"statusCode":401}"#)], refused),
        (vec![Reply::cut(), Reply::json(401, "")], refused),
        // What is no such code is no such refusal.
        (vec![Reply::json(200, r#"{"statusCode":"401"}"#)], failed),
        (vec![Reply::json(200, r#"{"statusCode":401.0}"#)], failed),
        (vec![Reply::json(400, r#"{"statusCode":401,"statusCode":401}"#)], failed),
        (vec![Reply::json(200, r#"{"statusCode":0,"token":"t"}"#)], Ok("t")),
    ] {
        let server = Server::start(replies.clone()).await;
        let collected = gateway(&server.url()).device_data(&session_secret(), &new_card()).await;
        assert_eq!(
            (collected.as_deref().map_err(|failure| *failure), server.seen().len()),
            (expected, replies.len()),
            "{replies:?}"
        );
    }
}

fn google_pay() -> GooglePayPayment {
    let data = r#"{"paymentMethodData":{"tokenizationData":{"token":"google-token"}}}"#;
    GooglePayPayment::parse(&Secret::from(data), CollectionRequirements::default()).unwrap()
}

/// D7-12.
#[tokio::test]
async fn a_wallets_token_is_opened_with_the_retries_of_a_get() {
    let opened = || {
        Reply::json(
            200,
            r#"{"paymentMethodDetails":{"authMethod":"PAN_ONLY","pan":"5200000000001096","expirationMonth":"5","expirationYear":"2029"}}"#,
        )
    };
    let unknown = || Reply::json(200, r#"{"paymentMethodDetails":{"authMethod":"DEVICE_BOUND"}}"#);
    let (failed, refused) = (Err(PreparationFailure::Failed), Err(PreparationFailure::SecretRefused));
    for (replies, expected) in [
        (vec![opened()], Ok(())),
        (vec![Reply::json(503, ""), Reply::cut(), opened()], Ok(())),
        (vec![Reply::json(503, ""), Reply::cut(), Reply::json(500, "")], failed),
        (vec![Reply::json(400, r#"{"statusCode":400}"#)], failed),
        (vec![Reply::json(401, "<html>")], refused),
        (vec![Reply::json(200, r#"{"statusCode":401}"#)], refused),
        (vec![unknown()], failed),
        (vec![Reply::json(200, "")], failed),
    ] {
        let server = Server::start(replies.clone()).await;
        let decrypted = gateway(&server.url())
            .decrypt_wallet(&session_secret(), &google_pay())
            .await;
        assert_eq!(
            (decrypted.map(drop), server.seen().len()),
            (expected, replies.len()),
            "{replies:?}"
        );
        assert_eq!(
            server.lines()[0],
            "POST /api/payments/c2Vj-_cmV0%2FMQ==/google-pay/decrypt-token"
        );
        assert_eq!(server.seen()[0].body, r#"{"token":"google-token"}"#);
    }
}

#[tokio::test]
async fn wallets_have_routes_of_their_own_and_are_sent_once() {
    let apple_pay = ApplePayInput::new(
        r#"{"paymentData":{"data":"d","signature":"s","version":"EC_v1","header":{"publicKeyHash":"h",
            "ephemeralPublicKey":"k","transactionId":"t"}},"paymentMethod":{"type":"credit"},"transactionIdentifier":"T"}"#,
    );
    let apple_pay = ApplePayPayment::parse(apple_pay, CollectionRequirements::default());
    for (instrument, line) in [
        (
            Instrument::GooglePay {
                payment: Box::new(google_pay()),
                decrypted: None,
            },
            "POST /api/payments/c2Vj-_cmV0%2FMQ==/google-pay",
        ),
        (
            Instrument::ApplePay(Box::new(apple_pay.unwrap())),
            "POST /cors/api/payments/c2Vj-_cmV0%2FMQ==/apple-pay",
        ),
    ] {
        for (reply, expected) in [
            (Reply::json(200, r#"{"statusCode":0}"#), status(0)),
            (Reply::json(503, ""), http(503)),
            (Reply::cut(), GatewayAnswer::Lost),
        ] {
            let server = Server::start([reply, Reply::json(200, r#"{"statusCode":0}"#)]).await;
            let answer = gateway(&server.url()).pay(&session_secret(), &instrument, soon()).await;
            assert_eq!((answer, server.lines()), (expected, vec![line.to_owned()]));
        }
        let server = Server::start([]).await;
        let device_data = gateway(&server.url()).device_data(&session_secret(), &instrument).await;
        assert_eq!(
            (device_data, server.seen().len()),
            (Err(PreparationFailure::Failed), 0),
            "there is nothing to collect it for"
        );
    }
}

fn connections(server: &Server) -> Vec<usize> {
    server.seen().iter().map(|seen| seen.connection).collect()
}

/// A gateway whose connection was opened ahead, and has been idle for so many seconds.
async fn opened_ahead(idle: u64, replies: Vec<Reply>) -> (Server, GatewayApi) {
    let server = Server::start([vec![Reply::json(404, "")], replies].concat()).await;
    let gateway = gateway_with(&CheckoutConfig {
        api_url: refusing_url(),
        ..config_for(&server.url())
    });
    gateway.open_connection().await;
    gateway.http.age_connections(Duration::from_secs(idle));
    (server, gateway)
}

/// The customer chose for a while, and the network changed meanwhile.
#[tokio::test]
async fn a_connection_that_fell_silent_carries_no_payment() {
    let (token, paid) = (
        Reply::json(200, r#"{"token":"t"}"#),
        Reply::json(200, r#"{"statusCode":0}"#),
    );
    let secret = session_secret();

    let (server, gateway) = opened_ahead(30, vec![Reply::Silence, token.clone(), paid.clone()]).await;
    let started = Instant::now();
    assert_eq!(gateway.device_data(&secret, &new_card()).await.as_deref(), Ok("t"));
    assert_eq!(gateway.pay(&secret, &new_card(), soon()).await, status(0));
    assert_eq!(connections(&server), [0, 0, 1, 1], "the payment follows device data");
    assert!(started.elapsed() < PATIENCE);

    // What is paid without device data, and what ends a challenge that took a while.
    let (server, gateway) = opened_ahead(30, vec![paid.clone(), paid.clone()]).await;
    assert_eq!(gateway.pay(&secret, &saved_card(), soon()).await, status(0));
    gateway.http.age_connections(Duration::from_secs(30));
    let outcome = ChallengeOutcome::authenticated("eyJ.res");
    assert_eq!(
        gateway.complete_three_ds(&secret, "tx", &outcome, soon()).await,
        status(0)
    );
    assert_eq!(connections(&server), [0, 1, 2]);

    // A quick customer's payment goes over what was opened for it.
    let (server, gateway) = opened_ahead(9, vec![paid]).await;
    assert_eq!(gateway.pay(&secret, &saved_card(), soon()).await, status(0));
    assert_eq!(connections(&server), [0, 0]);
}

#[tokio::test]
async fn the_connection_is_opened_ahead_and_then_used() {
    let server = Server::start([Reply::json(404, ""), Reply::json(200, r#"{"statusCode":0}"#)]).await;
    let gateway = gateway_with(&CheckoutConfig {
        api_url: refusing_url(),
        ..config_for(&format!("{}/region-a/", server.url()))
    });
    gateway.open_connection().await;
    assert_eq!(gateway.pay(&Secret::from("s"), &saved_card(), soon()).await, status(0));
    assert_eq!(server.lines(), ["HEAD /", "POST /region-a/api/payments/recurring/s"]);
    for seen in server.seen() {
        assert_eq!(seen.header("is-mobile"), Some("true"), "D5-02: {}", seen.line);
    }
    assert_eq!(connections(&server), [0, 0]);
}

#[tokio::test]
async fn nothing_is_opened_ahead_where_the_api_host_is_the_gateway() {
    let server = Server::start([]).await;
    let config = CheckoutConfig {
        api_url: format!("{}/api-prefix", server.url()),
        ..config_for(&server.url())
    };
    gateway_with(&config).open_connection().await;
    assert!(server.seen().is_empty());
    gateway(&refusing_url()).open_connection().await;
}

/// A gateway that two manifests name, and what they were asked.
async fn by_region(gcp: Vec<Reply>, aws: Vec<Reply>, fallback: &str) -> (GatewayApi, Server, Server) {
    let (gcp, aws) = (Server::start(gcp).await, Server::start(aws).await);
    let config = CheckoutConfig {
        gateway: GatewayChoice::RegionManifests(RegionManifests {
            gcp_url: format!("{}/gcp.json", gcp.url()),
            aws_url: format!("{}/aws.json", aws.url()),
            fallback_url: fallback.to_owned(),
            allowed_hosts: Vec::new(),
        }),
        request_timeout: SOON_OVER,
        ..config_for(fallback)
    };
    (gateway_with(&config), gcp, aws)
}

fn manifest(gateway: &Server, modified: &str) -> Reply {
    let body = format!(r#"{{"format":"1","baseUrl":"{}"}}"#, gateway.url());
    Reply::with_headers(200, &[("Last-Modified", modified)], &body)
}

const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
const NEW: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

/// D5-05.
#[tokio::test]
async fn the_newest_manifest_is_followed_and_fetched_once() {
    let paid = || Reply::json(200, r#"{"statusCode":0}"#);
    let older = Server::start([]).await;
    let newer = Server::start([paid(), paid()]).await;
    let (gateway, gcp, aws) = by_region(vec![manifest(&older, OLD)], vec![manifest(&newer, NEW)], &older.url()).await;
    let (secret, card) = (Secret::from("s"), saved_card());
    let both = tokio::join!(gateway.pay(&secret, &card, soon()), gateway.pay(&secret, &card, soon()));
    assert_eq!(both, (status(0), status(0)));
    assert_eq!(
        (gcp.lines(), aws.lines()),
        (vec!["GET /gcp.json".to_owned()], vec!["GET /aws.json".to_owned()])
    );
    assert_eq!((older.seen().len(), newer.seen().len()), (0, 2));
    assert_eq!(gcp.seen()[0].header("IS-MOBILE"), None);
}

/// D5-05.
#[tokio::test]
async fn the_fallback_serves_when_no_manifest_can_be_used() {
    let dead = || vec![Reply::Silence];
    let evil = || vec![Reply::json(200, r#"{"baseUrl":"https://192.0.2.1"}"#)];
    for (gcp, aws) in [(dead(), dead()), (evil(), dead()), (vec![Reply::json(404, "")], evil())] {
        let fallback = Server::start([Reply::json(200, r#"{"statusCode":0}"#)]).await;
        let (gateway, _gcp, _aws) = by_region(gcp.clone(), aws.clone(), &fallback.url()).await;
        let started = Instant::now();
        gateway.open_connection().await;
        assert_eq!(
            gateway.pay(&Secret::from("s"), &saved_card(), soon()).await,
            status(0),
            "{gcp:?} {aws:?}"
        );
        assert!(
            started.elapsed() < PATIENCE,
            "a dead manifest host must not hold a payment"
        );
        assert_eq!(fallback.lines().last().unwrap(), "POST /api/payments/recurring/s");
    }
}

#[tokio::test]
async fn one_usable_manifest_is_enough() {
    let named = Server::start([Reply::json(200, r#"{"statusCode":0}"#)]).await;
    let fallback = Server::start([]).await;
    let (gateway, _gcp, _aws) = by_region(
        vec![Reply::json(403, "<Error/>")],
        vec![manifest(&named, "no date")],
        &fallback.url(),
    )
    .await;
    assert_eq!(gateway.pay(&Secret::from("s"), &saved_card(), soon()).await, status(0));
    assert!(fallback.seen().is_empty());
}

fn http(status: u16) -> GatewayAnswer {
    GatewayAnswer::Http {
        status,
        claims_a_code: false,
    }
}
