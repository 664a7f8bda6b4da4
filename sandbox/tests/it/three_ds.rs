//! The end of a 3-D Secure challenge.

use serde_json::{Value, json};

use super::{CHALLENGES, PAYS, Reply, World, card, card_to_save};

/// An intent whose payment waits for a challenge: (intent, secret, md).
async fn challenged(world: &World, number: &str) -> (String, String, String) {
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let reply = world.pay(&secret, card(number)).await;
    assert_eq!(reply.code(), 3);
    for field in ["paReq", "stepUpUrl"] {
        assert!(!reply.body[field].as_str().unwrap().is_empty(), "{field}");
    }
    let md = reply.body["md"].as_str().unwrap().to_owned();
    (intent, secret, md)
}

fn outcome(md: &str, validated: Value, action: Value) -> Value {
    json!({
        "paRes": "eyJ.demo.jwt", "transactionId": md,
        "cardinalValidateResponse": { "isValidated": validated, "errorNumber": 0, "errorDescription": "", "actionCode": action },
    })
}

async fn complete(world: &World, secret: &str, body: Value) -> Reply {
    world
        .post(&format!("/mobile/payments/{secret}/three-ds-complete"), body)
        .await
}

#[tokio::test]
async fn the_outcome_decides() {
    let world = World::start().await;
    for (validated, action, code) in [
        (json!(true), json!("SUCCESS"), 0),
        (json!(false), json!("NOACTION"), 0),
        (json!(true), json!(""), 0),
        (json!(true), Value::Null, 0),
        (json!(false), json!("SUCCESS"), 5),
        (json!(false), json!("success"), 5),
        (Value::Null, json!("SUCCESS"), 5),
        (json!(false), json!("CANCEL"), 5),
        (json!(false), json!("FAILURE"), 5),
        (json!(false), json!("ERROR"), 5),
        (json!(false), json!("TIMEOUT"), 5),
        (json!(true), json!("FAILURE"), 5),
        (json!(false), json!("SOMETHING ELSE"), 5),
        (Value::Null, Value::Null, 5),
    ] {
        let (intent, secret, md) = challenged(&world, CHALLENGES).await;
        let reply = complete(&world, &secret, outcome(&md, validated.clone(), action.clone())).await;
        assert_eq!(reply.code(), code, "isValidated {validated}, actionCode {action}");
        assert_eq!(world.status_of(&intent), if code == 0 { "Captured" } else { "Created" });
        assert_eq!(
            complete(&world, &secret, outcome(&md, json!(true), json!("SUCCESS")))
                .await
                .code(),
            401,
            "final"
        );
    }
}

#[tokio::test]
async fn cards_that_are_refused_stay_refused_whatever_is_reported() {
    let world = World::start().await;
    for number in ["4456530000200011", "4456530000200029", "4456530000200037"] {
        for action in ["SUCCESS", "FAILURE", "CANCEL", "TIMEOUT"] {
            let (intent, secret, md) = challenged(&world, number).await;
            assert_eq!(
                complete(&world, &secret, outcome(&md, json!(true), json!(action)))
                    .await
                    .code(),
                5
            );
            assert_eq!(world.status_of(&intent), "Created");
        }
    }
}

#[tokio::test]
async fn a_wrong_transaction_is_400_and_the_challenge_waits_on() {
    let world = World::start().await;
    let (_, secret, md) = challenged(&world, CHALLENGES).await;
    assert_eq!(
        complete(&world, &secret, outcome("3ds-other", json!(true), json!("SUCCESS")))
            .await
            .code(),
        400
    );
    assert_eq!(
        complete(&world, &secret, outcome(&md, json!(true), json!("SUCCESS")))
            .await
            .code(),
        0
    );
}

#[tokio::test]
async fn an_empty_transaction_means_the_challenge_never_started() {
    let world = World::start().await;
    let (intent, secret, _) = challenged(&world, CHALLENGES).await;
    let body = json!({ "paRes": "", "transactionId": "", "cardinalValidateResponse": { "errorDescription": "", "actionCode": "" } });
    assert_eq!(complete(&world, &secret, body).await.code(), 5);
    assert_eq!(world.status_of(&intent), "Created");
}

#[tokio::test]
async fn without_a_challenge_there_is_nothing_to_complete() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    assert_eq!(
        complete(&world, &secret, outcome("3ds-x", json!(true), json!("SUCCESS")))
            .await
            .code(),
        400
    );
    assert_eq!(
        complete(&world, "unknown", outcome("3ds-x", json!(true), json!("SUCCESS")))
            .await
            .code(),
        401
    );
    complete(&world, &secret, json!({ "transactionId": "x" }))
        .await
        .blames("paRes");
}

#[tokio::test]
async fn another_payment_replaces_the_challenge() {
    let world = World::start().await;
    let (_, secret, first) = challenged(&world, CHALLENGES).await;
    let second = world.pay(&secret, card(CHALLENGES)).await.body["md"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    assert_eq!(
        complete(&world, &secret, outcome(&first, json!(true), json!("SUCCESS")))
            .await
            .code(),
        400
    );
    assert_eq!(
        complete(&world, &secret, outcome(&second, json!(true), json!("SUCCESS")))
            .await
            .code(),
        0
    );
}

#[tokio::test]
async fn an_intent_settled_meanwhile_is_a_duplicate() {
    let world = World::start().await;
    let (intent, secret, md) = challenged(&world, CHALLENGES).await;
    world.sandbox.force_status(&intent, "Captured").unwrap();
    assert_eq!(
        complete(&world, &secret, outcome(&md, json!(true), json!("SUCCESS")))
            .await
            .code(),
        20
    );
}

#[tokio::test]
async fn a_passed_challenge_saves_the_card_and_the_timeline_tells_the_story() {
    let world = World::start().await;
    let customer = world.customer();
    let intent = world.intent_for(&customer);
    let secret = world.secret(&intent).await;
    world
        .post(&format!("/api/device-data/{secret}"), card(CHALLENGES))
        .await;
    let md = world.pay(&secret, card_to_save(CHALLENGES)).await.body["md"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(world.sandbox.state()["paymentIntents"][0]["waitingForChallenge"], true);
    assert_eq!(
        complete(&world, &secret, outcome(&md, json!(true), json!("SUCCESS")))
            .await
            .code(),
        0
    );

    let state = world.sandbox.state();
    assert_eq!(
        state["customers"][0]["savedCards"][0]["cardDetails"]["pan"],
        "52000000****1096"
    );
    let timeline = state["paymentIntents"][0]["timeline"].as_array().unwrap();
    let events: Vec<_> = timeline.iter().map(|entry| entry["event"].as_str().unwrap()).collect();
    assert_eq!(
        events,
        [
            "Created",
            "SecretIssued",
            "DeviceDataCollected",
            "AuthChallenged",
            "Captured"
        ]
    );
}

#[tokio::test]
async fn a_declined_payment_shows_among_the_merchants_events() {
    let world = World::start().await;
    let (intent, secret, md) = challenged(&world, CHALLENGES).await;
    complete(&world, &secret, outcome(&md, json!(false), json!("CANCEL"))).await;
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    let shown = super::send(world.backend(reqwest::Method::GET, &format!("/payment-intents/{intent}")))
        .await
        .body;
    let events: Vec<_> = shown["paymentEvents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["eventType"].as_str().unwrap())
        .collect();
    assert_eq!(events, ["AuthChallenged", "Declined", "Captured"]);
}
