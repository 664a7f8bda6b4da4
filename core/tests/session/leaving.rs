//! Customers who leave, and hosts that forget their sessions.

use std::time::{Duration, SystemTime};

use checkout_core::PaymentParams;
use checkout_core::error::ActionError;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::snapshot::CheckoutState;
use checkout_core::threeds::ChallengeOutcome;
use serde_json::json;

use crate::shop::{APPROVED, CHALLENGED, Shop, card, challenge, choosing, pay, three_ds_start};

fn is_left(result: &PaymentResult) -> bool {
    result.code() == 7780
        && result.charge == Charge::NotCharged
        && result
            .reason
            .as_ref()
            .is_some_and(|reason| reason.kind == ReasonKind::UserLeft)
}

#[tokio::test]
async fn leaving_before_the_payment_is_sent_charges_nothing() {
    let shop = Shop::open().await;

    let loading = shop.start(&shop.intent());
    loading.cancel();
    assert!(is_left(&loading.result().await));

    let deciding = shop.start(&shop.intent());
    choosing(&deciding).await;
    deciding.cancel();
    assert!(is_left(&deciding.result().await));

    let starting = shop.start(&shop.intent());
    choosing(&starting).await;
    starting.pay_with_card(card(APPROVED)).expect("a valid card");
    three_ds_start(&starting).await;
    starting.cancel();
    assert!(is_left(&starting.result().await));
    assert!(starting.three_ds_ready(true).is_err(), "too late");

    assert!(!shop.requests().contains(&"pay".to_owned()));
}

#[tokio::test]
async fn leaving_after_it_was_sent_gives_the_real_result() {
    let shop = Shop::open().await;
    shop.fault(
        json!({ "match": { "path": "/api/payments/*" }, "action": { "delay_answer": { "milliseconds": 200 } } }),
    );
    let session = shop.start(&shop.intent());
    pay(&session, APPROVED).await;
    session.cancel();
    let result = session.result().await;
    assert_eq!((result.code(), result.charge), (0, Charge::Charged));
}

#[tokio::test]
async fn leaving_during_the_challenge_cancels_it() {
    let shop = Shop::open().await;
    let session = shop.start(&shop.intent());
    pay(&session, CHALLENGED).await;
    challenge(&session).await;
    session.cancel();
    let result = session.result().await;
    assert_eq!((result.code(), result.charge), (5, Charge::NotCharged));
    let complete = shop.sandbox.requests().pop().expect("a request");
    assert_eq!(complete.body["cardinalValidateResponse"]["actionCode"], "CANCEL");
    assert!(
        session
            .complete_challenge(ChallengeOutcome::authenticated("jwt"))
            .is_err(),
        "too late"
    );
}

#[tokio::test]
async fn leaving_before_the_challenge_came_cancels_it_too() {
    let shop = Shop::open().await;
    shop.fault(
        json!({ "match": { "path": "/api/payments/*" }, "action": { "delay_answer": { "milliseconds": 200 } } }),
    );
    let session = shop.start(&shop.intent());
    pay(&session, CHALLENGED).await;
    session.cancel();
    assert_eq!(session.result().await.code(), 5);
}

#[tokio::test]
async fn a_deadline_in_the_past_sends_nothing() {
    let shop = Shop::open().await;
    let params = PaymentParams::new(shop.intent()).must_complete_by(SystemTime::now() - Duration::from_secs(1));
    let result = shop.checkout.start_payment(params).result().await;
    assert_eq!((result.code(), result.charge), (40, Charge::NotCharged));
    assert!(shop.requests().is_empty());
}

#[tokio::test]
async fn a_deadline_ends_a_customer_who_does_not_choose() {
    let shop = Shop::open().await;
    let params = PaymentParams::new(shop.intent()).must_complete_by(SystemTime::now() + Duration::from_millis(300));
    let result = shop.checkout.start_payment(params).result().await;
    assert_eq!(
        result.reason.map(|reason| reason.kind),
        Some(ReasonKind::DeadlinePassed)
    );
}

/// D3-15. On a phone that sleeps timers stand still, and the customer's next tap can come before they go on.
#[tokio::test]
async fn a_deadline_that_passed_while_the_device_slept_is_noticed_before_anything_is_sent() {
    let shop = Shop::open().await;
    let soon = || SystemTime::now() + Duration::from_secs(2);
    // And with it the timers of this thread.
    let device_sleeps_past = |deadline: SystemTime| {
        let left = deadline.duration_since(SystemTime::now()).unwrap_or_default();
        std::thread::sleep(left + Duration::from_millis(50));
    };

    let deadline = soon();
    let deciding = shop
        .checkout
        .start_payment(PaymentParams::new(shop.intent()).must_complete_by(deadline));
    choosing(&deciding).await;
    device_sleeps_past(deadline);
    assert_eq!(
        deciding.pay_with_card(card(APPROVED)),
        Err(ActionError::WrongState),
        "too late"
    );
    assert!(matches!(deciding.state().state, CheckoutState::Finished(result) if result.code() == 40));

    let deadline = soon();
    let starting = shop
        .checkout
        .start_payment(PaymentParams::new(shop.intent()).must_complete_by(deadline));
    choosing(&starting).await;
    starting.pay_with_card(card(APPROVED)).expect("a valid card");
    three_ds_start(&starting).await;
    device_sleeps_past(deadline);
    assert_eq!(starting.three_ds_ready(true), Err(ActionError::WrongState), "too late");
    assert_eq!(starting.result().await.code(), 40);

    assert!(!shop.requests().contains(&"pay".to_owned()));
}
