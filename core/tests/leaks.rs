//! Sessions that nobody holds end, and are freed. The count is of the whole process, so this test has one of its own.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

#[allow(dead_code, reason = "shared with the session tests")]
#[path = "session/shop.rs"]
mod shop;

use std::time::Duration;

use checkout_core::{Checkout, PaymentParams, live_sessions};
use serde_json::json;

use shop::{APPROVED, Shop, choosing, pay};

#[tokio::test]
async fn sessions_that_nobody_holds_end_and_are_freed() {
    let shop = Shop::open().await;
    assert_eq!(live_sessions(), 0);

    // The owner and the client are dropped while the customer chooses: the customer has left.
    let forgotten = shop.start(&shop.intent());
    choosing(&forgotten).await;
    let client = Checkout::new(shop::config(&shop.sandbox)).expect("a valid configuration");
    let intent = shop.intent();
    let other = client.start_payment(PaymentParams::new(&intent));
    choosing(&other).await;
    drop((client, other));
    freed(1).await;
    assert_eq!(
        shop.sandbox.merchant().payment_intent_status(&intent).as_deref(),
        Some("Created")
    );

    // Dropped while the payment is out: it runs on, and the intent is paid.
    shop.fault(
        json!({ "match": { "path": "/api/payments/*" }, "action": { "delay_answer": { "milliseconds": 100 } } }),
    );
    let client = Checkout::new(shop::config(&shop.sandbox)).expect("a valid configuration");
    let intent = shop.intent();
    let paying = client.start_payment(PaymentParams::new(&intent));
    pay(&paying, APPROVED).await;
    drop((client, paying));
    freed(1).await;
    assert_eq!(
        shop.sandbox.merchant().payment_intent_status(&intent).as_deref(),
        Some("Captured")
    );

    // Finished sessions are remembered, but not for ever.
    forgotten.cancel();
    drop(forgotten);
    for _ in 0..40 {
        shop.start(&shop.intent()).cancel();
    }
    freed(16).await; // the last sixteen results
    drop(shop);
    freed(0).await;
}

async fn freed(left: usize) {
    for _ in 0..3000 {
        if live_sessions() == left {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{} sessions live, {left} expected", live_sessions());
}
