//! Attempts that follow one another on the same intent: what the process remembers.

use checkout_core::PaymentParams;
use checkout_core::result::{Charge, ReasonKind};
use serde_json::json;

use crate::shop::{APPROVED, DECLINED, Shop, choosing, paid, pay};

#[tokio::test]
async fn after_a_decline_another_card_can_be_tried() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let declined = paid(&shop.start(&intent), DECLINED).await;
    assert_eq!((declined.code(), declined.charge), (5, Charge::NotCharged));
    let approved = paid(&shop.start(&intent), APPROVED).await;
    assert_eq!((approved.code(), approved.charge), (0, Charge::Charged));
}

#[tokio::test]
async fn a_used_secret_that_comes_back_is_refreshed_first() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let as_first_read = read_intent(&shop, &intent).await;
    assert_eq!(paid(&shop.start(&intent), DECLINED).await.code(), 5); // uses its secret up
    shop.fault(
        json!({ "match": { "path": "/payment-intents/public/*", "method": "GET" },
        "action": { "respond": { "status": 200, "body": as_first_read } } }),
    );
    shop.sandbox.clear_requests();
    assert_eq!(paid(&shop.start(&intent), APPROVED).await.code(), 0);
    assert_eq!(
        shop.requests(),
        ["intent", "saved cards", "refresh", "device data", "pay"]
    );
}

async fn read_intent(shop: &Shop, intent: &str) -> serde_json::Value {
    // Another of these tests may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let request = reqwest::Client::new()
        .get(format!("{}/payment-intents/public/{intent}", shop.sandbox.url()))
        .header("Version", "2022-04-07");
    request.send().await.expect("an answer").json().await.expect("JSON")
}

#[tokio::test]
async fn after_an_unknown_outcome_nothing_claims_that_the_customer_was_not_charged() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    // Executed, the answer lost, and the intent cannot be read back.
    shop.fault(json!({ "match": { "path": "/api/payments/*" }, "action": { "cut": "after" } }));
    shop.fault(
        json!({ "match": { "path": "/payment-intents/public/*" }, "skip": 1, "times": 3,
        "action": { "respond": { "status": 503 } } }),
    );
    let session = shop.start(&intent);
    pay(&session, APPROVED).await;
    let unknown = session.result().await;
    assert_eq!((unknown.code(), unknown.charge), (7770, Charge::Unknown));
    assert_eq!(
        unknown.reason.map(|reason| reason.kind),
        Some(ReasonKind::OutcomeUnknown)
    );

    let left = shop.start(&intent);
    left.cancel();
    let left = left.result().await;
    assert_eq!((left.code(), left.charge), (7780, Charge::Unknown));

    let already = shop.checkout.start_payment(PaymentParams::new(&intent)).result().await;
    assert_eq!((already.code(), already.charge), (0, Charge::Charged));

    let after = shop.start(&intent);
    after.cancel();
    let after = after.result().await;
    assert_ne!(after.charge, Charge::Unknown, "the server has said what came of it");
}

#[tokio::test]
async fn a_payment_on_a_paid_intent_is_not_sent() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    assert_eq!(paid(&shop.start(&intent), APPROVED).await.code(), 0);
    shop.sandbox.clear_requests();
    let again = shop.start(&intent).result().await;
    assert_eq!(
        again.reason.map(|reason| reason.kind),
        Some(ReasonKind::AlreadyCompleted)
    );
    assert_eq!(shop.requests(), ["intent"]);
}

#[tokio::test]
async fn an_expiring_secret_is_refreshed_before_the_payment() {
    let shop = Shop::open().await;
    let session = shop.start(&shop.intent());
    choosing(&session).await;
    shop.sandbox
        .clock()
        .advance(std::time::Duration::from_secs(29 * 60 + 30));
    // The client learns the server's time with the next answer: the deletion of a card that is not there will do.
    let _ = shop.checkout.payment_status(session.payment_intent_id()).await;
    shop.sandbox.clear_requests();
    assert_eq!(paid(&session, APPROVED).await.code(), 0);
    assert_eq!(shop.requests(), ["refresh", "device data", "pay"]);
}
