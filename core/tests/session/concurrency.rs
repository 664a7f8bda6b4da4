//! At most one payment per intent and process, whoever starts it.

use checkout_core::result::{Charge, ReasonKind};
use checkout_core::{Checkout, PaymentParams};
use serde_json::json;

use crate::shop::{APPROVED, Shop, choosing, config, paid, pay};

#[tokio::test]
async fn a_second_start_is_refused_at_once_and_sends_nothing() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let first = shop.start(&intent);
    choosing(&first).await;
    let before = shop.requests().len();

    let other_client = Checkout::new(config(&shop.sandbox)).expect("a valid configuration");
    for checkout in [&shop.checkout, &other_client] {
        let second = checkout.start_payment(PaymentParams::new(&intent));
        let result = second.result().await;
        assert_eq!(result.code(), 400);
        assert_eq!(
            result.reason.map(|reason| reason.kind),
            Some(ReasonKind::AlreadyInProgress)
        );
        assert_eq!(result.charge, Charge::Unknown, "the first may be paying");
    }

    assert_eq!(shop.requests().len(), before);
    assert_eq!(paid(&first, APPROVED).await.code(), 0);
}

#[tokio::test]
async fn a_second_start_while_a_payment_is_out_does_not_claim_that_nothing_was_charged() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    shop.fault(
        json!({ "match": { "path": "/api/payments/*" }, "action": { "delay_answer": { "milliseconds": 2000 } } }),
    );
    let first = shop.start(&intent);
    pay(&first, APPROVED).await;
    while !shop.requests().contains(&"pay".to_owned()) {
        tokio::task::yield_now().await;
    }
    let second = shop.checkout.start_payment(PaymentParams::new(&intent)).result().await;
    assert_eq!((second.code(), second.charge), (400, Charge::Unknown));
    assert_eq!(first.result().await.code(), 0);
}

#[tokio::test]
async fn many_starts_at_once_make_one_payment() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let attempts = (0..20).map(|_| {
        let session = shop.start(&intent);
        tokio::spawn(async move {
            match session.next_state(1).await.state {
                checkout_core::snapshot::CheckoutState::Finished(result) => result,
                _ => paid(&session, APPROVED).await,
            }
        })
    });
    let mut codes = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        codes.push(attempt.await.expect("no panic").code());
    }
    codes.sort_unstable();
    assert_eq!(codes[0], 0);
    assert!(codes[1..].iter().all(|code| *code == 400), "{codes:?}");
    assert_eq!(shop.requests().iter().filter(|request| *request == "pay").count(), 1);
}

#[tokio::test]
async fn actions_of_a_tapping_customer_send_one_payment() {
    let shop = Shop::open().await;
    let session = shop.start(&shop.intent());
    choosing(&session).await;
    let accepted = (0..10)
        .filter(|_| session.pay_with_card(crate::shop::card(APPROVED)).is_ok())
        .count();
    assert_eq!(accepted, 1);
    crate::shop::three_ds_start(&session).await;
    let accepted = (0..10).filter(|_| session.three_ds_ready(true).is_ok()).count();
    assert_eq!(accepted, 1);
    assert_eq!(session.result().await.code(), 0);
    assert_eq!(shop.requests(), ["intent", "saved cards", "device data", "pay"]);
}

#[tokio::test]
async fn an_intent_is_free_again_after_its_result() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let first = shop.start(&intent);
    choosing(&first).await;
    first.cancel();
    assert_eq!(first.result().await.code(), 7780);
    assert_eq!(paid(&shop.start(&intent), APPROVED).await.code(), 0);
}
