//! Virtual terminal: the merchant's staff type the card in; no device data, and what was collected is kept.

use checkout_sandbox::NewPaymentIntent;
use reqwest::Method;
use serde_json::json;

use super::{CHALLENGES, PAYS, World, card, send};

fn intent(world: &World) -> String {
    let order = NewPaymentIntent::gbp(1250).with("cardHolderNotPresent", json!(true));
    world.sandbox.merchant().create_payment_intent(order).unwrap()
}

#[tokio::test]
async fn either_spelling_makes_one() {
    let world = World::start().await;
    for (property, value) in [
        ("cardHolderNotPresent", json!(true)),
        ("transactionSource", json!("MOTO")),
    ] {
        let order = NewPaymentIntent::gbp(1).with(property, value);
        let id = world.sandbox.merchant().create_payment_intent(order).unwrap();
        let shown = world.get(&format!("/payment-intents/public/{id}")).await.body;
        assert_eq!(shown["paymentSource"], "virtual-terminal", "{property}");
        assert_eq!(shown["merchantConfig"]["supportedPaymentMethods"]["wallets"], json!([]));
    }
}

#[tokio::test]
async fn it_pays_without_device_data_and_keeps_what_was_collected() {
    let world = World::start().await;
    let id = intent(&world);
    let secret = world.secret(&id).await;
    let mut body = card(PAYS);
    body["userEmailAddress"] = json!("sam@example.test");
    body["billingAddress"] =
        json!({ "address1": "1 High St", "city": "Hull", "postcode": "HU1 1AA", "countryCode": "GB" });
    body["shippingDetails"] = json!({ "name": "Sam", "address": { "address1": "2 Low St", "countryCode": "GB" } });
    body["metaData"]["DeliveryNotes"] = json!("Ring twice");
    assert_eq!(world.pay(&secret, body).await.code(), 0);
    let shown = send(world.backend(Method::GET, &format!("/payment-intents/{id}")))
        .await
        .body;
    assert_eq!(shown["status"], "Captured");
    assert_eq!(shown["customer"]["emailAddress"], "sam@example.test");
    assert_eq!(
        shown["billingAddress"],
        json!({ "address1": "1 High St", "city": "Hull", "postcode": "HU1 1AA", "countryCode": "GB" })
    );
    assert_eq!(
        shown["shippingDetails"],
        json!({ "name": "Sam", "address": { "address1": "2 Low St", "countryCode": "GB" }, "deliveryNotes": "Ring twice" })
    );
}

#[tokio::test]
async fn empty_fields_are_not_kept() {
    let world = World::start().await;
    let id = intent(&world);
    let secret = world.secret(&id).await;
    let mut body = card(PAYS);
    body["userEmailAddress"] = json!("");
    body["billingAddress"] = json!({ "postcode": "", "countryCode": null });
    body["metaData"]["DeliveryNotes"] = json!("");
    assert_eq!(world.pay(&secret, body).await.code(), 0);
    let shown = send(world.backend(Method::GET, &format!("/payment-intents/{id}")))
        .await
        .body;
    for field in ["customer", "billingAddress", "shippingDetails"] {
        assert!(shown.get(field).is_none(), "{field}: {shown}");
    }
}

#[tokio::test]
async fn a_card_that_wants_a_challenge_answers_3_all_the_same() {
    let world = World::start().await;
    let secret = world.secret(&intent(&world)).await;
    assert_eq!(world.pay(&secret, card(CHALLENGES)).await.code(), 3);
}
