//! The control routes and their in-process twins.

use std::time::{Duration, SystemTime};

use checkout_sandbox::{Cut, FaultRule};
use reqwest::Method;
use serde_json::{Value, json};

use super::{PAYS, World, card, send};

#[tokio::test]
async fn requests_are_recorded_in_order_with_their_answers() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    world.post(&format!("/api/device-data/{secret}"), card(PAYS)).await;
    world.pay(&secret, card(PAYS)).await;
    world
        .get("/payment-intents/public/pi_unknown?returnCanceled=true")
        .await;
    let seen = world.get("/_sandbox/requests").await.body;
    assert_eq!(seen, json!(world.sandbox.requests()), "the same in-process");
    let lines: Vec<_> = seen
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (
                r["method"].as_str().unwrap(),
                r["path"].as_str().unwrap(),
                r["status"].as_u64(),
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            ("GET", format!("/payment-intents/public/{intent}").as_str(), Some(200)),
            ("POST", "/api/device-data/{secret}", Some(200)),
            ("POST", "/api/payments/{secret}", Some(200)),
            ("GET", "/payment-intents/public/pi_unknown", Some(404)),
        ]
    );
    assert_eq!(seen[0]["headers"]["version"], "2022-04-07");
    assert_eq!(seen[0]["body"], Value::Null);
    assert_eq!(seen[2]["body"]["metaData"]["dojo-sdk-core-version"], "rust-0.1.0");
    assert_eq!(seen[3]["query"], "returnCanceled=true");
    assert_eq!(send(world.app(Method::DELETE, "/_sandbox/requests")).await.status, 204);
    assert!(world.sandbox.requests().is_empty());
}

#[tokio::test]
async fn the_clock_moves_every_answers_date() {
    let world = World::start().await;
    let date = async || {
        let response = world
            .app(Method::GET, "/payment-intents/public/pi_x")
            .send()
            .await
            .unwrap();
        httpdate::parse_http_date(response.headers()["date"].to_str().unwrap()).unwrap()
    };
    assert!(date().await <= SystemTime::now());
    let reply = world.post("/_sandbox/clock", json!({ "advance_seconds": 3600 })).await;
    assert_eq!(reply.status, 200);
    assert_eq!(
        world.get("/_sandbox/clock").await.body["now"].as_str().unwrap()[..13],
        reply.body["now"].as_str().unwrap()[..13]
    );
    assert!(date().await > SystemTime::now() + Duration::from_secs(3500));
    assert!(world.sandbox.clock().now() > SystemTime::now() + Duration::from_secs(3590));
    for bad in [
        json!({}),
        json!({ "advance_seconds": -1 }),
        json!({ "advance_seconds": u64::MAX }),
        json!({ "advance_seconds": 1, "x": 1 }),
    ] {
        world.post("/_sandbox/clock", bad).await.is_problem(400);
    }
}

#[tokio::test]
async fn a_status_can_be_forced_over_http() {
    let world = World::start().await;
    let intent = world.intent();
    let path = format!("/_sandbox/payment-intents/{intent}/status");
    let reply = world.post(&path, json!({ "status": "Expired" })).await;
    assert_eq!((reply.status.as_u16(), &reply.body["status"]), (200, &json!("Expired")));
    assert_eq!(world.status_of(&intent), "Expired");
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 20, "not Created any more");
    world
        .post("/_sandbox/payment-intents/pi_x/status", json!({ "status": "Expired" }))
        .await
        .is_problem(404);
    world.post(&path, json!({ "state": "Expired" })).await.is_problem(400);
}

#[tokio::test]
async fn faults_are_listed_and_cleared_over_http() {
    let world = World::start().await;
    let rule = json!({ "match": { "method": "POST", "path": "/api/payments/*" }, "action": { "cut": "after" } });
    assert_eq!(world.post("/_sandbox/faults", rule).await.body, json!({ "id": 1 }));
    assert_eq!(
        world.get("/_sandbox/faults").await.body,
        json!([{
            "id": 1, "match": { "method": "POST", "path": "/api/payments/*" }, "skip": 0, "times": 1, "action": { "cut": "after" },
            "skipped": 0, "used": 0, "live": true,
        }])
    );
    assert_eq!(send(world.app(Method::DELETE, "/_sandbox/faults")).await.status, 204);
    assert_eq!(world.get("/_sandbox/faults").await.body, json!([]));
}

#[tokio::test]
async fn reset_empties_the_world_and_keeps_the_key() {
    let world = World::start().await;
    world.customer();
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    world
        .sandbox
        .script(FaultRule::on("GET", "/**").cut(Cut::Before))
        .unwrap();
    world.sandbox.clock().advance(Duration::from_secs(1000));
    assert_eq!(world.post("/_sandbox/reset", json!({})).await.status, 204);
    let state = world.get("/_sandbox/state").await.body;
    assert_eq!(
        (&state["customers"], &state["paymentIntents"]),
        (&json!([]), &json!([]))
    );
    assert!(world.sandbox.faults().is_empty() && world.sandbox.requests().is_empty());
    assert!(world.sandbox.clock().now() <= SystemTime::now());
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 401);
    assert_eq!(
        send(world.backend(Method::POST, "/customers").json(&json!({})))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn control_routes_are_neither_recorded_nor_hit_by_faults() {
    let world = World::start().await;
    world
        .sandbox
        .script(FaultRule::on("GET", "/**").cut(Cut::Before).always())
        .unwrap();
    assert_eq!(world.get("/_sandbox/state").await.status, 200);
    world.get("/_sandbox/nothing").await.is_problem(404);
    assert!(world.sandbox.requests().is_empty());
}

#[tokio::test]
async fn test_cards_can_be_asked_for() {
    let world = World::start().await;
    let cards = world.get("/_sandbox/test-cards").await.body;
    assert_eq!(cards.as_array().unwrap().len(), checkout_sandbox::test_cards().len());
    assert_eq!(cards[0]["number"], PAYS);
}

#[tokio::test]
async fn the_in_process_merchant_refuses_what_the_api_refuses() {
    use checkout_sandbox::NewPaymentIntent;
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let customer = world.customer();
    let said = |error: checkout_sandbox::SandboxError| error.to_string();
    assert!(said(merchant.create_customer_secret("cust_x").unwrap_err()).contains("customer"));
    assert!(said(merchant.create_payment_intent(NewPaymentIntent::gbp(-1)).unwrap_err()).contains("amount.value"));
    assert!(
        said(
            merchant
                .create_payment_intent(NewPaymentIntent::gbp(1).for_customer("cust_x"))
                .unwrap_err()
        )
        .contains("customer.id")
    );
    for (number, expiry) in [
        ("123", "12/29"),
        (PAYS, "13/29"),
        (PAYS, "12 / 29"),
        ("9999999999999995", "12/29"),
    ] {
        assert!(
            merchant.save_card(&customer, number, expiry).is_err(),
            "{number} {expiry}"
        );
    }
    assert!(merchant.save_card("cust_x", PAYS, "12/29").is_err());
    assert!(world.sandbox.requests().is_empty());
}

#[tokio::test]
async fn one_fault_is_removed_and_the_others_stay() {
    let world = World::start().await;
    let on = |path: &str| FaultRule::on("GET", path).cut(Cut::Before).always();
    let (first, second) = (
        world.sandbox.script(on("/a")).unwrap(),
        world.sandbox.script(on("/b")).unwrap(),
    );
    let remove = |id: &str| send(world.app(Method::DELETE, &format!("/_sandbox/faults/{id}")));
    assert_eq!(remove(&first.to_string()).await.status, 204);
    let left: Vec<_> = world.sandbox.faults().iter().map(|fault| fault.id).collect();
    assert_eq!(left, [second]);
    for gone in [first.to_string().as_str(), "99", "-1", "x"] {
        remove(gone).await.is_problem(404);
    }
}

#[tokio::test]
async fn the_page_at_the_root_is_for_browsers_and_is_not_recorded() {
    let world = World::start().await;
    let page = world.app(Method::GET, "/").header("accept", "text/html,*/*;q=0.8");
    let page = page.send().await.unwrap();
    assert_eq!(page.status(), 200);
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(
        policy.contains("frame-ancestors 'none'") && policy.contains("connect-src 'self'"),
        "{policy}"
    );
    assert!(page.text().await.unwrap().contains("<h1>Dojo sandbox</h1>"));
    send(world.app(Method::GET, "/").header("accept", "application/json"))
        .await
        .is_problem(406);
    let knock = world
        .app(Method::HEAD, "/")
        .header("accept", "text/html")
        .send()
        .await
        .unwrap();
    assert_eq!(knock.status(), 204);
    let recorded: Vec<_> = world
        .sandbox
        .requests()
        .into_iter()
        .map(|request| request.method)
        .collect();
    assert_eq!(recorded, ["HEAD"]);
}

#[tokio::test]
async fn events_tell_every_part_and_then_what_changes() {
    let world = World::start().await;
    let mut stream = world.app(Method::GET, "/_sandbox/events").send().await.unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let mut told = String::new();
    let parts = ["clock", "intents", "customers", "requests", "faults", "webhooks"];
    while !parts.iter().all(|part| told.contains(&format!("event: {part}\n"))) {
        told.push_str(std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap());
    }
    let intent = world.intent();
    let mut told = String::new();
    while !told.contains(&intent) {
        told.push_str(std::str::from_utf8(&stream.chunk().await.unwrap().unwrap()).unwrap());
    }
    assert!(!told.contains("event: faults"), "only what changed: {told}");
}

#[tokio::test]
async fn events_end_after_as_many_as_were_asked_for() {
    let world = World::start().await;
    let events = world.app(Method::GET, "/_sandbox/events?limit=6").send().await.unwrap();
    let text = events.text().await.unwrap();
    let named: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("event: ")).collect();
    assert_eq!(
        named,
        ["clock", "intents", "customers", "requests", "faults", "webhooks"]
    );
    for data in text.lines().filter_map(|line| line.strip_prefix("data: ")) {
        serde_json::from_str::<serde_json::Value>(data).unwrap();
    }
}
