//! What the merchant does with a payment's money, and what the others see of it.

use checkout_sandbox::NewPaymentIntent;
use reqwest::Method;
use serde_json::{Value, json};

use super::{PAYS, Reply, World, card, send};

async fn post(world: &World, path: &str, body: Value) -> Reply {
    send(world.backend(Method::POST, path).json(&body)).await
}

async fn shown(world: &World, intent: &str) -> Value {
    send(world.backend(Method::GET, &format!("/payment-intents/{intent}")))
        .await
        .body
}

/// As version 2026-02-27 shows it.
async fn shown_today(world: &World, intent: &str) -> Value {
    let url = format!("{}/payment-intents/{intent}", world.sandbox.url());
    let request = world.client.get(url).header("version", "2026-02-27");
    send(request.header("authorization", "Basic sk_sandbox_local"))
        .await
        .body
}

async fn paid(world: &World, order: NewPaymentIntent) -> String {
    let intent = world.sandbox.merchant().create_payment_intent(order).unwrap();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    intent
}

async fn refund(world: &World, intent: &str, key: &str, amount: i64) -> Reply {
    let path = format!("/payment-intents/{intent}/refunds");
    let request = world.backend(Method::POST, &path).header("idempotencyKey", key);
    send(request.json(&json!({ "amount": amount, "refundReason": "Cold tea" }))).await
}

#[tokio::test]
async fn an_authorised_amount_is_captured_in_parts() {
    let world = World::start().await;
    let intent = paid(&world, NewPaymentIntent::gbp(1000).manual()).await;
    let path = format!("/payment-intents/{intent}/captures");
    assert_eq!(shown(&world, &intent).await["status"], "Authorized");
    let first = post(&world, &path, json!({ "amount": 400, "tipsAmount": 50 })).await;
    assert!(
        first.body["captureId"].as_str().unwrap().starts_with("cp_"),
        "{}",
        first.body
    );
    assert_eq!(shown(&world, &intent).await["status"], "Captured");
    post(&world, &path, json!({ "amount": 601 })).await.blames("amount");
    assert_eq!(post(&world, &path, json!({ "amount": 600 })).await.status, 200);
    post(&world, &path, json!({ "amount": 1 })).await.blames("amount");
    post(&world, &path, json!({ "amount": 0 })).await.blames("amount");
    post(&world, &path, json!({ "amount": 1, "tipsAmount": -1 }))
        .await
        .blames("tipsAmount");
    let today = shown_today(&world, &intent).await;
    assert_eq!(today["captures"].as_array().unwrap().len(), 2);
    assert_eq!(today["captures"][0]["tipsAmount"], 50);
    let old = shown(&world, &intent).await;
    assert!(old.get("captures").is_none(), "2022-04-07 has no captures");
    let events: Vec<_> = old["paymentEvents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| &event["eventType"])
        .collect();
    assert_eq!(events, ["Authorized", "Captured", "Captured"]);
    // All of it, tip included, can be given back.
    assert_eq!(refund(&world, &intent, "all", 1050).await.status, 200);
    assert_eq!(shown(&world, &intent).await["status"], "Refunded");
}

#[tokio::test]
async fn what_is_not_authorised_cannot_be_captured() {
    let world = World::start().await;
    let unpaid = world.intent();
    let taken = paid(&world, NewPaymentIntent::gbp(1000)).await;
    for intent in [unpaid, taken] {
        let path = format!("/payment-intents/{intent}/captures");
        post(&world, &path, json!({ "amount": 1 })).await.is_problem(409);
    }
    post(&world, "/payment-intents/pi_unknown/captures", json!({ "amount": 1 }))
        .await
        .is_problem(404);
}

#[tokio::test]
async fn a_refund_is_made_once_for_each_key() {
    let world = World::start().await;
    let intent = paid(&world, NewPaymentIntent::gbp(1000)).await;
    let first = refund(&world, &intent, "a", 300).await;
    assert_eq!(first.body["refundReason"], "Cold tea");
    assert_eq!(
        refund(&world, &intent, "a", 300).await.body["refundId"],
        first.body["refundId"]
    );
    assert_eq!(shown(&world, &intent).await["refundedAmount"], 300);
    assert_eq!(shown(&world, &intent).await["status"], "Captured");
    refund(&world, &intent, "b", 701).await.blames("amount");
    refund(&world, &intent, "b", -1).await.blames("amount");
    refund(&world, &intent, "", 1).await.blames("idempotencyKey");
    assert_eq!(refund(&world, &intent, "b", 700).await.status, 200);
    let after = shown(&world, &intent).await;
    assert_eq!(
        (&after["status"], &after["refundedAmount"]),
        (&json!("Refunded"), &json!(1000))
    );
    refund(&world, &intent, "c", 1).await.is_problem(400);
    let path = format!("/payment-intents/refunds/{}", first.body["refundId"].as_str().unwrap());
    assert_eq!(send(world.backend(Method::GET, &path)).await.body, first.body);
    send(world.backend(Method::GET, "/payment-intents/refunds/rfnd_x"))
        .await
        .is_problem(404);
    let app = world.get(&format!("/payment-intents/public/{intent}")).await.body;
    assert_eq!(app["status"], "Refunded");
}

#[tokio::test]
async fn a_reversal_gives_everything_back_once() {
    let world = World::start().await;
    for order in [NewPaymentIntent::gbp(1000), NewPaymentIntent::gbp(1000).manual()] {
        let intent = paid(&world, order).await;
        let path = format!("/payment-intents/{intent}/reversal");
        let reversal = send(world.backend(Method::POST, &path)).await;
        assert!(reversal.body["reversalId"].as_str().unwrap().starts_with("rvs_"));
        assert_eq!(shown(&world, &intent).await["status"], "Reversed");
        send(world.backend(Method::POST, &path)).await.is_problem(409);
    }
    let unpaid = format!("/payment-intents/{}/reversal", world.intent());
    send(world.backend(Method::POST, &unpaid)).await.is_problem(409);
}

#[tokio::test]
async fn a_kept_card_is_charged_later() {
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let setup = merchant
        .create_setup_intent(json!({ "reference": "r", "terms": "t", "merchantInitiatedTransactionType": "NoShow" }))
        .unwrap();
    let intent = merchant
        .create_payment_intent(NewPaymentIntent::gbp(2000).with("setupIntentId", json!(setup)))
        .unwrap();
    let path = format!("/payment-intents/{intent}/charge");
    send(world.backend(Method::POST, &path)).await.is_problem(400);
    let secret = world.get(&format!("/setup-intents/public/{setup}")).await.body["clientSessionSecret"].clone();
    let mut keep = card(PAYS);
    keep["mitConsentGiven"] = json!(true);
    assert_eq!(world.pay(secret.as_str().unwrap(), keep).await.code(), 0);
    let charged = send(world.backend(Method::POST, &path)).await.body;
    assert_eq!(
        charged,
        json!({ "paymentIntentId": intent, "status": "Successful", "message": "DEPOSITED" })
    );
    let early = shown(&world, &intent).await;
    assert_eq!(
        (&early["status"], early.get("setupIntentId")),
        (&json!("Captured"), None)
    );
    let later = world.backend_in("2024-02-05", Method::GET, &format!("/payment-intents/{intent}"));
    assert_eq!(send(later).await.body["setupIntentId"], json!(setup));
    send(world.backend(Method::POST, &path)).await.is_problem(400);

    // The card expires before the next one.
    let late = merchant
        .create_payment_intent(NewPaymentIntent::gbp(1).with("setupIntentId", json!(setup)))
        .unwrap();
    world
        .sandbox
        .clock()
        .advance(std::time::Duration::from_secs(9 * 365 * 24 * 3600));
    let declined = send(world.backend(Method::POST, &format!("/payment-intents/{late}/charge"))).await;
    assert_eq!(declined.body["status"], "Declined");
    assert_eq!(world.status_of(&late), "Created");
    let unlinked = format!("/payment-intents/{}/charge", world.intent());
    send(world.backend(Method::POST, &unlinked)).await.is_problem(400);
    let refused = merchant.create_payment_intent(NewPaymentIntent::gbp(1).with("setupIntentId", json!("si_x")));
    assert!(refused.unwrap_err().to_string().contains("setupIntentId"));
}

#[tokio::test]
async fn what_is_owed_changes_where_the_merchant_allowed_it() {
    let world = World::start().await;
    let gbp = |value: i64| json!({ "value": value, "currencyCode": "GBP" });
    let fixed = world.intent();
    let amount = |intent: &str| format!("/payment-intents/{intent}/amount");
    let tips = |intent: &str| format!("/payment-intents/{intent}/tips-amount");
    post(&world, &amount(&fixed), json!({ "amount": gbp(1) }))
        .await
        .is_problem(405);
    post(&world, &tips(&fixed), json!({ "tipsAmount": gbp(1) }))
        .await
        .is_problem(405);

    let order = NewPaymentIntent::gbp(1000)
        .with(
            "config",
            json!({ "payment": { "customAmountAllowed": true, "tipsAllowed": true } }),
        )
        .with("serviceChargeAmount", gbp(30));
    let open = world.sandbox.merchant().create_payment_intent(order).unwrap();
    let lines = json!([{ "caption": "Tea", "amountTotal": gbp(500) }]);
    let changed = post(
        &world,
        &amount(&open),
        json!({ "amount": gbp(500), "itemLines": lines }),
    )
    .await
    .body;
    assert_eq!(changed["itemLines"], lines);
    let tipped = post(&world, &tips(&open), json!({ "tipsAmount": gbp(70) })).await.body;
    assert_eq!(tipped["amount"], gbp(500));
    assert_eq!((&tipped["tipsAmount"], &tipped["totalAmount"]), (&gbp(70), &gbp(600)));
    let euro = json!({ "amount": { "value": 1, "currencyCode": "EUR" } });
    post(&world, &amount(&open), euro).await.blames("amount.currencyCode");
    let app = world.get(&format!("/payment-intents/public/{open}")).await.body;
    assert_eq!(app["totalAmount"], gbp(600), "the app sees it");
    let secret = app["clientSessionSecret"].as_str().unwrap();
    assert_eq!(world.pay(secret, card(PAYS)).await.code(), 0);
    post(&world, &amount(&open), json!({ "amount": gbp(1) }))
        .await
        .is_problem(400);
    let mixed = NewPaymentIntent::gbp(1).with("tipsAmount", json!({ "value": 1, "currencyCode": "EUR" }));
    let refused = world.sandbox.merchant().create_payment_intent(mixed).unwrap_err();
    assert!(refused.to_string().contains("tipsAmount.currencyCode"), "{refused}");
}

#[tokio::test]
async fn a_receipt_is_noted() {
    let world = World::start().await;
    let intent = world.intent();
    let path = format!("/payment-intents/{intent}/receipt");
    let sent = post(&world, &path, json!({ "emails": ["sam@example.test"] })).await;
    assert_eq!((sent.status.as_u16(), sent.body), (204, Value::Null));
    assert!(world.sandbox.state().to_string().contains("ReceiptSent"));
    post(&world, &path, json!({ "emails": [] })).await.blames("emails");
    post(&world, &path, json!({ "emails": ["sam"] }))
        .await
        .blames("emails[0]");
}
