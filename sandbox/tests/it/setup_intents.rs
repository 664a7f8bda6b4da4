//! Setup intents: a card is kept with the shopper's consent, and no money moves.

use reqwest::Method;
use serde_json::{Value, json};

use super::{CHALLENGES, PAYS, Reply, World, card, saved, send};

fn order() -> Value {
    json!({
        "reference": "Table 4", "merchantInitiatedTransactionType": "NoShow", "terms": "20 GBP if you do not come.",
        "intendedAmount": { "value": "2000", "currencyCode": "GBP" },
    })
}

fn consented(number: &str) -> Value {
    let mut body = card(number);
    body["mitConsentGiven"] = json!(true);
    body
}

async fn create(world: &World, order: Value) -> Reply {
    send(world.backend(Method::POST, "/setup-intents").json(&order)).await
}

/// A setup intent for a customer: (intent, secret).
async fn for_customer(world: &World, customer: &str) -> (String, String) {
    let mut order = order();
    order["customer"] = json!({ "id": customer });
    let body = create(world, order).await.body;
    let text = |field: &str| body[field].as_str().unwrap().to_owned();
    (text("id"), text("clientSessionSecret"))
}

#[tokio::test]
async fn a_new_one_has_a_secret_in_every_version_and_no_total() {
    let world = World::start().await;
    for version in ["2022-04-07", "2024-02-05", "2026-02-27"] {
        let request = world
            .client
            .post(format!("{}/setup-intents", world.sandbox.url()))
            .header("authorization", "Basic sk_sandbox_local")
            .header("version", version);
        let body = send(request.json(&order())).await.body;
        assert!(body["id"].as_str().unwrap().starts_with("si_sandbox_"), "{body}");
        assert_eq!(body["clientSessionSecret"].as_str().unwrap().len(), 160);
        assert_eq!(body["status"], "Created");
        assert_eq!(body["paymentSource"], "api");
        assert_eq!(body["merchantInitiatedTransactionType"], "NoShow");
        assert_eq!(body["terms"], "20 GBP if you do not come.");
        assert_eq!(body["intendedAmount"], json!({ "value": 2000, "currencyCode": "GBP" }));
        assert_eq!(body["merchantConfig"]["supportedPaymentMethods"]["wallets"], json!([]));
        assert_eq!(body["setupEvents"], json!([]));
        assert!(body.get("totalAmount").is_none() && body.get("paymentEvents").is_none());
    }
}

#[tokio::test]
async fn an_amount_is_optional_and_a_request_is_checked_field_by_field() {
    let world = World::start().await;
    let mut without = order();
    without.as_object_mut().unwrap().remove("intendedAmount");
    let body = create(&world, without).await.body;
    assert!(body["id"].is_string() && body.get("intendedAmount").is_none(), "{body}");
    for (field, value, blamed) in [
        ("reference", json!(""), "reference"),
        ("terms", json!(""), "terms"),
        ("terms", json!("x".repeat(10_241)), "terms"),
        (
            "merchantInitiatedTransactionType",
            json!("Subscription"),
            "merchantInitiatedTransactionType",
        ),
        (
            "intendedAmount",
            json!({ "value": "20.00", "currencyCode": "GBP" }),
            "intendedAmount.value",
        ),
        (
            "intendedAmount",
            json!({ "value": 1, "currencyCode": "POUND" }),
            "intendedAmount.currencyCode",
        ),
        ("customer", json!({ "id": "cust_unknown" }), "customer.id"),
        ("customer", json!({ "customerId": "cust_1" }), "customer.customerId"),
        ("amount", json!({ "value": 1 }), "amount.currencyCode"),
    ] {
        let mut order = order();
        order[field] = value;
        create(&world, order).await.blames(blamed);
    }
    for required in ["reference", "terms", "merchantInitiatedTransactionType"] {
        let mut order = order();
        order.as_object_mut().unwrap().remove(required);
        create(&world, order).await.blames(required);
    }
}

#[tokio::test]
async fn with_consent_the_card_is_kept_for_the_customer() {
    let world = World::start().await;
    let customer = world.customer();
    let (intent, secret) = for_customer(&world, &customer).await;
    let answer = world.pay(&secret, consented(PAYS)).await;
    assert_eq!(answer.code(), 0);
    let shown = send(world.backend(Method::GET, &format!("/setup-intents/{intent}")))
        .await
        .body;
    assert_eq!(shown["status"], "Completed");
    assert_eq!(shown["setupEvents"][0]["eventType"], "Authorized");
    assert!(shown.get("paymentDetails").is_none(), "not in this version");
    let kept = shown["setupEvents"][0]["paymentMethodId"].as_str().unwrap();
    let cards = world.sandbox.state()["customers"][0]["savedCards"].clone();
    assert_eq!(cards[0]["id"], kept, "the card is on file");
    assert_eq!(
        world.pay(&secret, consented(PAYS)).await.code(),
        401,
        "the secret is used"
    );
    let public = world.get(&format!("/setup-intents/public/{intent}")).await.body;
    assert_eq!(public["status"], "Completed");
    assert!(public.get("setupEvents").is_none());
    // A second card for the same intent is a duplicate.
    let secret = public["clientSessionSecret"].as_str().unwrap();
    assert_eq!(world.pay(secret, consented(PAYS)).await.code(), 20);
}

#[tokio::test]
async fn without_consent_nothing_is_kept_and_the_secret_stays_good() {
    let world = World::start().await;
    let customer = world.customer();
    let (intent, secret) = for_customer(&world, &customer).await;
    let mut declined = card(PAYS);
    declined["mitConsentGiven"] = json!(false);
    for body in [card(PAYS), declined] {
        let answer = world.pay(&secret, body).await;
        assert_eq!(answer.code(), 400);
        assert!(answer.body["message"].as_str().unwrap().contains("mitConsentGiven"));
    }
    assert_eq!(world.status_of(&intent), "Created");
    assert_eq!(world.sandbox.state()["customers"][0]["savedCards"], json!([]));
    let recurring = world
        .post(&format!("/api/payments/recurring/{secret}"), saved("pm_any"))
        .await;
    assert_eq!(recurring.code(), 400, "a saved card is already saved");
    assert_eq!(world.pay(&secret, consented(PAYS)).await.code(), 0);
}

#[tokio::test]
async fn a_challenge_and_a_refusal_work_as_for_a_payment() {
    let world = World::start().await;
    let customer = world.customer();
    let (intent, secret) = for_customer(&world, &customer).await;
    let challenge = world.pay(&secret, consented(CHALLENGES)).await;
    assert_eq!(challenge.code(), 3);
    let outcome = json!({
        "paRes": "", "transactionId": challenge.body["md"],
        "cardinalValidateResponse": { "isValidated": true, "actionCode": "SUCCESS" },
    });
    let complete = format!("/mobile/payments/{secret}/three-ds-complete");
    assert_eq!(world.post(&complete, outcome).await.code(), 0);
    assert_eq!(world.status_of(&intent), "Completed");

    let (refused, secret) = for_customer(&world, &customer).await;
    let mut body = consented("4456530000001013");
    body["cV2"] = json!("341");
    assert_eq!(world.pay(&secret, body).await.code(), 5);
    assert_eq!(world.status_of(&refused), "Created");
}

#[tokio::test]
async fn both_refreshes_replace_the_secret() {
    let world = World::start().await;
    let customer = world.customer();
    let (intent, first) = for_customer(&world, &customer).await;
    let path = format!("/setup-intents/{intent}/refresh-client-session-secret");
    let second = send(world.backend(Method::POST, &path)).await.body["clientSessionSecret"].clone();
    let path = format!("/setup-intents/public/{intent}/refresh-client-session-secret");
    let third = send(world.app(Method::POST, &path)).await.body["clientSessionSecret"].clone();
    for void in [first.as_str(), second.as_str().unwrap()] {
        assert_eq!(world.pay(void, consented(PAYS)).await.code(), 401);
    }
    assert_eq!(world.pay(third.as_str().unwrap(), consented(PAYS)).await.code(), 0);
}

#[tokio::test]
async fn a_canceled_one_is_gone_for_the_app_and_the_kinds_are_kept_apart() {
    let world = World::start().await;
    let setup = create(&world, order()).await.body["id"].as_str().unwrap().to_owned();
    let payment = world.intent();
    for path in [
        format!("/setup-intents/public/{payment}"),
        format!("/payment-intents/public/{setup}"),
    ] {
        world.get(&path).await.is_problem(404);
    }
    send(world.backend(Method::GET, &format!("/payment-intents/{setup}?returnCanceled=true")))
        .await
        .is_problem(404);
    let path = format!("/setup-intents/{setup}");
    let canceled = send(world.backend(Method::DELETE, &path)).await;
    assert_eq!(canceled.body["status"], "Canceled", "{}", canceled.body);
    world
        .get(&format!("/setup-intents/public/{setup}"))
        .await
        .is_problem(404);
    assert_eq!(send(world.backend(Method::GET, &path)).await.body["status"], "Canceled");
    for method in [Method::GET, Method::DELETE] {
        send(world.app(method, &path)).await.is_problem(401);
    }
}

#[tokio::test]
async fn the_in_process_merchant_makes_one_too() {
    let world = World::start().await;
    let intent = world.sandbox.merchant().create_setup_intent(order()).unwrap();
    let shown = world.get(&format!("/setup-intents/public/{intent}")).await.body;
    assert_eq!(shown["id"], json!(intent));
    let refused = world.sandbox.merchant().create_setup_intent(json!({})).unwrap_err();
    assert!(refused.to_string().contains("reference"), "{refused}");
}
