//! What an app reads on the API host: intents by id, saved cards by customer secret.

use std::time::Duration;

use checkout_sandbox::{CardScheme, NewPaymentIntent, SandboxConfig};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CHALLENGES, PAYS, Reply, World, send};

async fn cards(world: &World, customer: &str, secret: &str) -> Reply {
    let path = format!("/customers/public/{customer}/payment-methods");
    send(
        world
            .app(Method::GET, &path)
            .header("authorization", format!("Basic {secret}")),
    )
    .await
}

async fn delete(world: &World, customer: &str, card: &str, secret: &str) -> Reply {
    let path = format!("/customers/public/{customer}/payment-methods/{card}");
    send(
        world
            .app(Method::DELETE, &path)
            .header("authorization", format!("Basic {secret}")),
    )
    .await
}

#[tokio::test]
async fn an_intent_shows_the_app_what_it_needs_and_no_more() {
    let world = World::with(SandboxConfig {
        card_schemes: vec![CardScheme::Visa, CardScheme::Dci],
        ..Default::default()
    })
    .await;
    let order = NewPaymentIntent::gbp(1250)
        .manual()
        .with(
            "config",
            json!({ "title": "Shop", "customerEmail": { "collectionRequired": true } }),
        )
        .with("description", json!("Tea"));
    let intent = world.sandbox.merchant().create_payment_intent(order).unwrap();
    let Reply { status, body } = world.get(&format!("/payment-intents/public/{intent}")).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["id"], json!(intent));
    assert_eq!(body["status"], "Created");
    assert_eq!(body["captureMode"], "Manual");
    assert_eq!(body["description"], "Tea");
    assert_eq!(body["paymentSource"], "api");
    assert_eq!(
        body["merchantConfig"]["supportedPaymentMethods"]["cardSchemes"],
        json!(["VISA", "DCI"])
    );
    assert_eq!(body["config"]["title"], "Shop");
    assert_eq!(body["config"]["customerEmail"], json!({ "collectionRequired": true }));
    assert_eq!(body["config"]["billingAddress"], json!({ "collectionRequired": false }));
    assert!(body.get("paymentEvents").is_none() && body.get("refundedAmount").is_none());
    let secret = body["clientSessionSecret"].as_str().unwrap();
    assert_eq!(secret.len(), 160);
    assert!(['-', '_', '='].iter().all(|c| secret.contains(*c)));
}

#[tokio::test]
async fn reading_again_keeps_a_live_secret_and_mints_one_when_there_is_none() {
    let world = World::start().await;
    let intent = world.intent();
    let first = world.secret(&intent).await;
    assert_eq!(world.secret(&intent).await, first);
    assert!(world.sandbox.clock().advance(Duration::from_secs(30 * 60 + 1)));
    let second = world.secret(&intent).await;
    assert_ne!(second, first);
    assert_ne!(world.refreshed_secret(&intent).await, second);
}

#[tokio::test]
async fn unknown_intents_are_404_and_a_forced_status_is_shown_as_it_is() {
    let world = World::start().await;
    world.get("/payment-intents/public/pi_unknown").await.is_problem(404);
    send(world.app(
        Method::POST,
        "/payment-intents/public/pi_unknown/refresh-client-session-secret",
    ))
    .await
    .is_problem(404);
    let intent = world.intent();
    for status in ["Canceled", "Expired", "Reversed", "Whatever", "Captured", "Created"] {
        world.sandbox.force_status(&intent, status).unwrap();
        assert_eq!(
            world.get(&format!("/payment-intents/public/{intent}")).await.body["status"],
            status
        );
    }
    assert!(world.sandbox.force_status("pi_unknown", "Captured").is_err());
}

#[tokio::test]
async fn cards_are_listed_masked_and_deleted_with_204() {
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let customer = world.customer();
    let secret = merchant.create_customer_secret(&customer).unwrap();
    assert_eq!(
        cards(&world, &customer, &secret).await.body["savedPaymentMethods"],
        json!([])
    );
    let id = merchant.save_card(&customer, PAYS, "02/28").unwrap();
    let other = merchant.save_card(&customer, CHALLENGES, "12/29").unwrap();

    let listed = cards(&world, &customer, &secret).await.body;
    assert_eq!(listed["customerId"], json!(customer));
    assert_eq!(
        listed["savedPaymentMethods"][0],
        json!({ "id": id, "cardDetails": { "pan": "52000000****1005", "expiryDate": "2028-02-29", "scheme": "MASTERCARD" } }),
    );
    let deleted = delete(&world, &customer, &id, &secret).await;
    assert_eq!((deleted.status, deleted.body), (StatusCode::NO_CONTENT, Value::Null));
    delete(&world, &customer, &id, &secret).await.is_problem(404);
    let left = cards(&world, &customer, &secret).await.body;
    assert_eq!(left["savedPaymentMethods"].as_array().unwrap().len(), 1);
    assert_eq!(left["savedPaymentMethods"][0]["id"], json!(other));
}

#[tokio::test]
async fn a_customer_secret_opens_one_customer_for_fifteen_minutes_and_as_often_as_wanted() {
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let (customer, stranger) = (world.customer(), world.customer());
    let card = merchant.save_card(&customer, PAYS, "12/29").unwrap();
    let secret = merchant.create_customer_secret(&customer).unwrap();
    let foreign = merchant.create_customer_secret(&stranger).unwrap();

    for wrong in [foreign.as_str(), "cs_unknown", "", "sk_sandbox_local"] {
        cards(&world, &customer, wrong).await.is_problem(401);
        delete(&world, &customer, &card, wrong).await.is_problem(401);
    }
    world
        .get(&format!("/customers/public/{customer}/payment-methods"))
        .await
        .is_problem(401);
    world.get("/customers/public//payment-methods").await.is_problem(404);

    for _ in 0..3 {
        assert_eq!(cards(&world, &customer, &secret).await.status, StatusCode::OK);
    }
    assert!(world.sandbox.clock().advance(Duration::from_secs(14 * 60 + 50)));
    assert_eq!(cards(&world, &customer, &secret).await.status, StatusCode::OK);
    assert!(world.sandbox.clock().advance(Duration::from_secs(11)));
    cards(&world, &customer, &secret).await.is_problem(401);
}

#[tokio::test]
async fn a_card_deleted_of_one_customer_stays_with_another() {
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let (one, two) = (world.customer(), world.customer());
    let (card_one, card_two) = (
        merchant.save_card(&one, PAYS, "12/29").unwrap(),
        merchant.save_card(&two, PAYS, "12/29").unwrap(),
    );
    assert_ne!(card_one, card_two);
    let secret = merchant.create_customer_secret(&one).unwrap();
    delete(&world, &one, &card_two, &secret).await.is_problem(404);
    delete(&world, &two, &card_two, &secret).await.is_problem(401);
    assert_eq!(
        delete(&world, &one, &card_one, &secret).await.status,
        StatusCode::NO_CONTENT
    );
    let secret = merchant.create_customer_secret(&two).unwrap();
    assert_eq!(
        cards(&world, &two, &secret).await.body["savedPaymentMethods"][0]["id"],
        json!(card_two)
    );
}
