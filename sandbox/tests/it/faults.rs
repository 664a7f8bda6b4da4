//! Every fault, as a client feels it.

use std::time::{Duration, Instant};

use checkout_sandbox::{Answered, Cut, FaultRule, Rewrite, Shown, Silent};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::{CHALLENGES, PATIENCE, PAYS, Reply, World, card, send, until, what_has_come_is_noticed};

/// A world, an intent, and a payment request for it that is not sent yet.
async fn about_to_pay(rule: FaultRule) -> (World, String, RequestBuilder) {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    world.sandbox.script(rule).unwrap();
    let payment = world
        .app(Method::POST, &format!("/api/payments/{secret}"))
        .json(&card(PAYS));
    (world, intent, payment)
}

fn on_payment() -> checkout_sandbox::FaultTarget {
    FaultRule::on("POST", "/api/payments/*")
}

#[tokio::test]
async fn respond_executes_nothing() {
    let (world, intent, payment) = about_to_pay(on_payment().respond(503, json!({ "busy": true }))).await;
    let reply = send(payment).await;
    assert_eq!((reply.status.as_u16(), reply.body), (503, json!({ "busy": true })));
    assert_eq!(world.status_of(&intent), "Created");
    let last = world.sandbox.requests().pop().unwrap();
    assert_eq!((last.status, last.fault), (Answered::Status(503), Some(1)));
}

#[tokio::test]
async fn respond_with_raw_text_and_headers() {
    let rule = json!({
        "match": { "path": "/payment-intents/public/*" },
        "action": { "respond": { "status": 429, "raw_body": "{\"half\":", "headers": { "retry-after": "2", "content-type": "text/plain", "date": "Thu, 01 Jan 1970 00:00:00 GMT" } } },
    });
    let world = World::start().await;
    assert_eq!(world.post("/_sandbox/faults", rule).await.status, 201);
    let response = world
        .app(Method::GET, &format!("/payment-intents/public/{}", world.intent()))
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 429);
    assert_eq!(response.headers()["retry-after"], "2");
    assert_eq!(response.headers()["content-type"], "text/plain");
    assert_eq!(response.headers()["date"], "Thu, 01 Jan 1970 00:00:00 GMT");
    assert_eq!(response.text().await.unwrap(), "{\"half\":");
}

#[tokio::test]
async fn cut_before_executes_nothing_and_answers_nothing() {
    let (world, intent, payment) = about_to_pay(on_payment().cut(Cut::Before)).await;
    let error = payment.send().await.unwrap_err();
    assert!(
        error.is_request() && !error.is_connect() && !error.is_timeout(),
        "{error:?}"
    );
    assert_eq!(world.status_of(&intent), "Created");
    assert_eq!(world.sandbox.requests().pop().unwrap().status, Answered::Cut);
}

#[tokio::test]
async fn cut_after_executes_the_payment_and_answers_nothing() {
    let (world, intent, payment) = about_to_pay(on_payment().cut(Cut::After)).await;
    let error = payment.send().await.unwrap_err();
    assert!(
        error.is_request() && !error.is_connect() && !error.is_timeout(),
        "{error:?}"
    );
    assert_eq!(world.status_of(&intent), "Captured");
    assert_eq!(world.sandbox.requests().pop().unwrap().status, Answered::Cut);
}

#[tokio::test]
async fn cut_during_executes_the_payment_and_sends_half_an_answer() {
    let (world, intent, payment) = about_to_pay(on_payment().cut(Cut::During)).await;
    let mut response = payment.send().await.unwrap();
    assert_eq!(response.status(), 200);
    let announced = response.content_length().unwrap();
    let mut got = Vec::new();
    let error = loop {
        match response.chunk().await {
            Ok(Some(chunk)) => got.extend_from_slice(&chunk),
            Ok(None) => panic!("the body ended well after {} of {announced} bytes", got.len()),
            Err(error) => break error,
        }
    };
    assert!(error.is_body() || error.is_decode(), "{error:?}");
    assert_eq!(got.len() as u64, announced / 2);
    assert_eq!(world.status_of(&intent), "Captured");
    assert_eq!(world.sandbox.requests().pop().unwrap().status, Answered::Cut);
}

#[tokio::test]
async fn delay_waits_before_the_work_is_done() {
    let (world, intent, payment) = about_to_pay(on_payment().delay(2000)).await;
    let start = Instant::now();
    let payment = tokio::spawn(send(payment));
    until("it has arrived", || last_is(&world, Answered::Pending)).await;
    assert_eq!(world.status_of(&intent), "Created");
    assert_eq!(payment.await.unwrap().code(), 0);
    assert!(start.elapsed() >= Duration::from_millis(2000));
    assert_eq!(world.status_of(&intent), "Captured");
}

#[tokio::test]
async fn delay_answer_waits_after_the_work_is_done() {
    let (world, intent, payment) = about_to_pay(on_payment().delay_answer(2000)).await;
    let start = Instant::now();
    let payment = tokio::spawn(send(payment));
    until("it is paid", || world.status_of(&intent) == "Captured").await;
    assert!(last_is(&world, Answered::Pending));
    assert_eq!(payment.await.unwrap().code(), 0);
    assert!(start.elapsed() >= Duration::from_millis(2000));
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_undo_the_payment() {
    let (world, intent, payment) = about_to_pay(on_payment().delay(3000)).await;
    let error = payment.timeout(Duration::from_secs(1)).send().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(world.status_of(&intent), "Created");
    until("it is paid", || world.status_of(&intent) == "Captured").await;
}

/// What became of the last request so far.
fn last_is(world: &World, answered: Answered) -> bool {
    world
        .sandbox
        .requests()
        .pop()
        .is_some_and(|last| last.status == answered)
}

#[tokio::test]
async fn rewrite_does_the_work_and_alters_the_answer() {
    let remove = Rewrite {
        remove: vec!["statusCode".to_owned()],
        ..Rewrite::default()
    };
    let (world, intent, payment) = about_to_pay(on_payment().rewrite(remove)).await;
    let reply = send(payment).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.body, json!({ "message": "Paid." }));
    assert_eq!(world.status_of(&intent), "Captured");
}

#[tokio::test]
async fn rewrite_changes_status_headers_and_bodies() {
    let rewritten = async |rewrite: Value| {
        let world = World::start().await;
        let rule = json!({ "match": { "path": "/payment-intents/public/*" }, "action": { "rewrite": rewrite } });
        assert_eq!(world.post("/_sandbox/faults", rule).await.status, 201);
        let path = format!("/payment-intents/public/{}", world.intent());
        world.app(Method::GET, &path).send().await.unwrap()
    };
    let response =
        rewritten(json!({ "status": 500, "headers": { "x-test": "1" }, "remove_headers": ["date", "content-type"] }))
            .await;
    assert_eq!(response.status(), 500);
    assert_eq!(response.headers()["x-test"], "1");
    assert!(!response.headers().contains_key("date") && !response.headers().contains_key("content-type"));
    assert_eq!(response.json::<Value>().await.unwrap()["status"], "Created");

    let response = rewritten(json!({ "merge": { "status": null, "totalAmount": { "currencyCode": "JPY" } } })).await;
    let body = response.json::<Value>().await.unwrap();
    assert_eq!(
        (&body["status"], &body["totalAmount"]),
        (&Value::Null, &json!({ "value": 1250, "currencyCode": "JPY" }))
    );

    assert_eq!(
        rewritten(json!({ "body": { "only": 1 } }))
            .await
            .json::<Value>()
            .await
            .unwrap(),
        json!({ "only": 1 })
    );
    assert_eq!(
        rewritten(json!({ "raw_body": "<html>" })).await.text().await.unwrap(),
        "<html>"
    );
}

#[tokio::test]
async fn rules_queue_skip_and_count() {
    let world = World::start().await;
    let intent = world.intent();
    let path = format!("/payment-intents/public/{intent}");
    world
        .sandbox
        .script(
            FaultRule::on("GET", "/payment-intents/public/*")
                .respond(500, json!({}))
                .skip(1)
                .times(2),
        )
        .unwrap();
    world
        .sandbox
        .script(
            FaultRule::on("GET", "/payment-intents/public/*")
                .respond(429, json!({}))
                .skip(2),
        )
        .unwrap();
    let mut seen = Vec::new();
    for _ in 0..6 {
        seen.push(world.get(&path).await.status.as_u16());
    }
    assert_eq!(seen, [200, 500, 500, 200, 429, 200]);
    let used: Vec<_> = world
        .sandbox
        .faults()
        .iter()
        .map(|fault| (fault.used, fault.live))
        .collect();
    assert_eq!(used, [(2, false), (1, false)]);
}

#[tokio::test]
async fn a_manifest_can_be_made_newer_or_broken() {
    let world = World::start().await;
    let (gcp, aws) = world.sandbox.manifest_urls();
    let rule = json!({
        "match": { "path": "/manifests/aws/*" }, "times": null,
        "action": { "rewrite": { "merge": { "baseUrl": "https://gw.example" }, "headers": { "last-modified": "Fri, 01 Jan 2100 00:00:00 GMT" } } },
    });
    assert_eq!(world.post("/_sandbox/faults", rule).await.status, 201);
    let fetch = async |url: &str| {
        let response = world.client.get(url).send().await.unwrap();
        let date = httpdate_of(response.headers()["last-modified"].to_str().unwrap());
        (
            date,
            response.json::<Value>().await.unwrap()["baseUrl"]
                .as_str()
                .unwrap()
                .to_owned(),
        )
    };
    for _ in 0..2 {
        let (older, real) = fetch(&gcp).await;
        let (newer, other) = fetch(&aws).await;
        assert!(newer > older);
        assert_eq!(
            (real, other),
            (world.sandbox.gateway_url(), "https://gw.example".to_owned())
        );
    }
}

fn httpdate_of(text: &str) -> std::time::SystemTime {
    httpdate::parse_http_date(text).unwrap_or_else(|_| panic!("{text} is not a date"))
}

#[tokio::test]
async fn rules_that_make_no_sense_are_400() {
    let world = World::start().await;
    for rule in [
        json!({}),
        json!({ "action": { "explode": {} } }),
        json!({ "action": { "cut": "sometimes" } }),
        json!({ "action": { "cut": "after" }, "time": 2 }),
        json!({ "action": { "cut": "after" }, "times": 0 }),
        json!({ "action": { "cut": "after" }, "times": -1 }),
        json!({ "match": { "url": "/" }, "action": { "cut": "after" } }),
        json!({ "match": { "path": "/a***" }, "action": { "cut": "after" } }),
        json!({ "match": { "method": "G T" }, "action": { "cut": "after" } }),
        json!({ "action": { "respond": { "status": 42 } } }),
        json!({ "action": { "respond": { "headers": { "bad name": "x" } } } }),
        json!({ "action": { "respond": { "body": {}, "raw_body": "" } } }),
        json!({ "action": { "rewrite": { "raw_body": "x", "remove": ["a"] } } }),
        json!({ "action": { "rewrite": { "drop": ["a"] } } }),
        json!({ "action": { "delay": { "seconds": 1 } } }),
        json!({ "action": { "delay": { "milliseconds": 600_001 } } }),
        json!({ "action": { "deliver_twice": { "show": "third" } } }),
        json!({ "action": { "deliver_twice": 2 } }),
        json!({ "action": { "silent": { "execute": true } } }),
        json!([1]),
    ] {
        let reply: Reply = world.post("/_sandbox/faults", rule.clone()).await;
        assert_eq!(reply.status, 400, "{rule}: {}", reply.body);
        reply.is_problem(400);
    }
    assert!(world.sandbox.faults().is_empty());
}

#[tokio::test]
async fn deliver_twice_executes_once_and_shows_what_the_second_copy_met() {
    let (world, intent, payment) = about_to_pay(on_payment().deliver_twice(Shown::Second)).await;
    assert_eq!(send(payment).await.code(), 401, "the first copy has used the secret up");
    assert_eq!(world.status_of(&intent), "Captured");
    assert_eq!(charges(&world, &intent), 1);
    let seen = world.sandbox.requests();
    let payments: Vec<_> = seen.iter().filter(|request| request.method == "POST").collect();
    assert_eq!(payments.len(), 1, "the client sent it once");
    assert_eq!((payments[0].delivered, payments[0].fault), (2, Some(1)));
    assert_eq!(seen[0].delivered, 1);
    let shown = world.get("/_sandbox/requests").await.body;
    assert_eq!(shown[1]["delivered"], 2);
}

#[tokio::test]
async fn deliver_twice_can_show_the_first_answer_or_neither() {
    let (world, intent, payment) = about_to_pay(on_payment().deliver_twice(Shown::First)).await;
    assert_eq!(send(payment).await.code(), 0);
    assert_eq!(charges(&world, &intent), 1);

    let (world, intent, payment) = about_to_pay(on_payment().deliver_twice(Shown::Neither)).await;
    assert!(payment.send().await.is_err());
    assert_eq!(
        (charges(&world, &intent), world.status_of(&intent)),
        (1, "Captured".to_owned())
    );
    let last = world.sandbox.requests().pop().unwrap();
    assert_eq!((last.status, last.delivered), (Answered::Cut, 2));
}

#[tokio::test]
async fn a_completion_delivered_twice_is_paid_and_says_that_the_secret_is_used() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let challenge = world.pay(&secret, card(CHALLENGES)).await;
    assert_eq!(challenge.code(), 3);
    let rule = json!({ "match": { "path": "/mobile/**" }, "action": { "deliver_twice": {} } });
    assert_eq!(world.post("/_sandbox/faults", rule).await.status, 201);
    let outcome = json!({ "isValidated": true, "actionCode": "SUCCESS", "errorNumber": 0, "errorDescription": "" });
    let report = json!({ "transactionId": challenge.body["md"], "paRes": "x", "cardinalValidateResponse": outcome });
    let answer = world
        .post(&format!("/mobile/payments/{secret}/three-ds-complete"), report)
        .await;
    assert_eq!(answer.code(), 401);
    assert_eq!(
        (charges(&world, &intent), world.status_of(&intent)),
        (1, "Captured".to_owned())
    );
}

/// How often money was taken, by the intent's timeline.
fn charges(world: &World, intent: &str) -> usize {
    let state = world.sandbox.state();
    let intents = state["paymentIntents"].as_array().unwrap();
    let intent = intents.iter().find(|it| it["id"] == intent).unwrap();
    let timeline = intent["timeline"].as_array().unwrap();
    timeline.iter().filter(|entry| entry["event"] == "Captured").count()
}

#[tokio::test]
async fn silent_says_nothing_and_does_the_work_only_when_told_to() {
    for executed in [false, true] {
        let silent = Silent {
            executed,
            connection: false,
        };
        let (world, intent, payment) = about_to_pay(on_payment().silent(silent)).await;
        let error = payment.timeout(Duration::from_secs(2)).send().await.unwrap_err();
        assert!(error.is_timeout(), "neither an answer nor an end: {error:?}");
        let status = if executed { "Captured" } else { "Created" };
        assert_eq!(world.status_of(&intent), status);
        assert_eq!(world.sandbox.requests().pop().unwrap().status, Answered::Silent);
        assert_eq!(world.get("/_sandbox/requests").await.body[1]["status"], "silent");
    }
}

/// A connection by hand: what a client library does with a silent one is its own affair.
struct Wire(TcpStream);

impl Wire {
    async fn to(world: &World) -> Self {
        let address = world.sandbox.url().trim_start_matches("http://").to_owned();
        Self(TcpStream::connect(address).await.unwrap())
    }

    async fn sends(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    async fn knocks(&mut self) {
        self.sends("HEAD / HTTP/1.1\r\nhost: x\r\n\r\n").await;
    }

    /// Whether bytes come next, and not the end.
    async fn hears(&mut self) -> bool {
        let mut bytes = [0; 4096];
        let heard = tokio::time::timeout(PATIENCE, self.0.read(&mut bytes)).await;
        heard.unwrap().unwrap() > 0
    }

    /// Neither a byte nor an end comes for a while.
    async fn is_silent(&mut self) -> bool {
        let mut byte = [0];
        let heard = tokio::time::timeout(Duration::from_millis(300), self.0.read(&mut byte));
        heard.await.is_err()
    }
}

#[tokio::test]
async fn a_connection_that_fell_silent_takes_everything_and_says_nothing() {
    let world = World::start().await;
    let silent = Silent {
        executed: false,
        connection: true,
    };
    world
        .sandbox
        .script(FaultRule::on("HEAD", "/").silent(silent).skip(1))
        .unwrap();
    let mut wire = Wire::to(&world).await;
    wire.knocks().await;
    assert!(wire.hears().await, "the first is answered");
    wire.knocks().await;
    assert!(wire.is_silent().await);
    let more = "x".repeat(64 * 1024);
    for _ in 0..200 {
        let sent = tokio::time::timeout(PATIENCE, wire.sends(&more)).await;
        sent.expect("every byte is taken, more than fit into any buffer on the way");
    }
    assert!(wire.is_silent().await);
    assert_eq!(world.sandbox.requests().len(), 2);
}

#[tokio::test]
async fn after_a_change_of_network_open_connections_are_silent_and_new_ones_work() {
    let world = World::start().await;
    let mut idle = Wire::to(&world).await;
    idle.knocks().await;
    assert!(idle.hears().await);
    let mut fresh = Wire::to(&world).await;
    fresh.sends("HEAD / HT").await;
    what_has_come_is_noticed().await;

    let reply = world.post("/_sandbox/connections/silence", Value::Null).await;
    assert_eq!((reply.status.as_u16(), reply.body), (200, json!({ "silenced": 2 })));
    let before = world.sandbox.requests().len();
    idle.knocks().await;
    fresh.sends("TP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(idle.is_silent().await && fresh.is_silent().await);
    assert_eq!(world.sandbox.requests().len(), before, "nothing of it is executed");

    let mut new = Wire::to(&world).await;
    new.knocks().await;
    assert!(new.hears().await);
    assert_eq!(
        world.get("/_sandbox/clock").await.status,
        200,
        "who asked for it hears on"
    );
}

#[tokio::test]
async fn what_runs_while_the_network_changes_is_executed_and_nobody_hears_of_it() {
    let (world, intent, payment) = about_to_pay(on_payment().delay(1500)).await;
    let payment = payment.timeout(Duration::from_secs(4));
    let payment = tokio::spawn(async { payment.send().await });
    until("it has arrived", || last_is(&world, Answered::Pending)).await;
    assert!(world.sandbox.silence_connections() > 0);
    assert!(payment.await.unwrap().unwrap_err().is_timeout());
    until("it is paid", || last_is(&world, Answered::Silent)).await;
    assert_eq!(world.status_of(&intent), "Captured");
    let start = Instant::now();
    world.sandbox.shutdown().await;
    assert!(
        start.elapsed() < Duration::from_secs(4),
        "silence does not keep a sandbox from ending"
    );
}
