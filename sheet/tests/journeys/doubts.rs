//! After a payment whose outcome is not known nothing offers another one.

use checkout_core::PaymentParams;
use checkout_core::input::NewCardInput;
use checkout_core::result::Charge;
use checkout_core::snapshot::CheckoutState;
use checkout_sheet::model::Action;
use checkout_sheet::params::{SheetFlow, SheetParams};
use checkout_sheet::screen::{Content, Tone};
use serde_json::json;

use crate::shop::{APPROVED, Customer, DECLINED, Shop};

/// A payment whose answer is lost, and whose intent stays open.
async fn in_doubt(shop: &Shop, intent: &str) -> Customer {
    shop.fault(json!({ "match": { "path": "/api/payments/*" }, "action": { "respond": { "status": 500 } } }));
    let customer = shop.payment(intent);
    customer.pays_with_new_card(APPROVED).await;
    assert_eq!(customer.is_done().await.tone, Tone::Uncertain);
    customer
}

#[tokio::test]
async fn only_a_read_and_the_way_out_are_offered() {
    let shop = Shop::open().await;
    let customer = in_doubt(&shop, &shop.intent()).await;
    assert_eq!(customer.may().await, [Action::CheckAgain, Action::Close]);
    customer.refuses(Action::TryAgain);
    customer.refuses(Action::Pay);
    customer.act(Action::CheckAgain);
    let screen = customer
        .sees(|screen| screen.frame.notice.is_some().then(|| screen.clone()))
        .await;
    assert!(matches!(&screen.content, Content::Done(done) if done.tone == Tone::Uncertain));
    assert_eq!(customer.may().await, [Action::CheckAgain, Action::Close]);
    let result = customer.closes().await.payment.expect("a result");
    assert_eq!(result.charge, Charge::Unknown);
    assert_eq!(shop.payments(), 1);
}

#[tokio::test]
async fn opening_again_shows_the_same_until_a_read_settles_it() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let first = in_doubt(&shop, &intent).await;
    let told = first.is_done().await;
    first.closes().await;

    let again = shop.payment(&intent);
    let done = again.is_done().await;
    assert_eq!(
        (done.title, done.message, done.code),
        (told.title, told.message, told.code)
    );
    assert_eq!(again.may().await, [Action::CheckAgain, Action::Close]);

    shop.sandbox.force_status(&intent, "Captured").expect("a known intent");
    again.act(Action::CheckAgain);
    again
        .sees(|screen| matches!(&screen.content, Content::Done(done) if done.code == Some(0)).then_some(()))
        .await;
    assert_eq!(
        again.closes().await.payment.map(|payment| payment.charge),
        Some(Charge::Charged)
    );
    assert_eq!(shop.payments(), 1);

    // Nobody doubts any more: a new sheet reads the intent as any other one does.
    let later = shop.payment(&intent);
    assert_eq!(later.is_done().await.code, Some(0));
    assert_eq!(later.may().await, [Action::Close]);
}

/// A decline stays on the screen, and meanwhile the app pays the intent by another checkout, whose answer is lost.
#[tokio::test]
async fn what_another_checkout_has_left_in_doubt_is_found_before_anything_is_offered_again() {
    for action in [Action::TryAgain, Action::Close] {
        let shop = Shop::open().await;
        let intent = shop.intent();
        let customer = shop.payment(&intent);
        customer.pays_with_new_card(DECLINED).await;
        assert_eq!(customer.may().await, [Action::TryAgain, Action::Close]);

        shop.fault(json!({ "match": { "path": "/api/payments/*" }, "action": { "respond": { "status": 500 } } }));
        let other = shop
            .sheets
            .checkout()
            .start_payment(PaymentParams::new(intent.as_str()));
        while !matches!(other.state().state, CheckoutState::ChoosingMethod(_)) {
            other.next_state(other.state().revision).await;
        }
        let card = NewCardInput::new(APPROVED, "12/29", "020").with_cardholder_name("A Demo");
        other.pay_with_card(card).expect("a valid card");
        while !matches!(other.state().state, CheckoutState::StartingThreeDs { .. }) {
            other.next_state(other.state().revision).await;
        }
        other.three_ds_ready(true).expect("asked for");
        assert_eq!(other.result().await.charge, Charge::Unknown);

        let is_another_attempt = action == Action::TryAgain;
        assert_eq!(customer.sheet.act(action).accepted, !is_another_attempt);
        if is_another_attempt {
            assert_eq!(customer.may().await, [Action::CheckAgain, Action::Close]);
            customer.act(Action::Close);
        }
        let result = customer.sheet.result().await.payment.expect("a result");
        assert_eq!(result.charge, Charge::Unknown);
        assert_eq!(shop.payments(), 2);
    }
}

#[tokio::test]
async fn an_app_that_was_ended_reads_the_status_and_never_pays() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let restored = |intent: &str| {
        SheetParams::new(SheetFlow::Restored {
            payment_intent_id: intent.to_owned(),
        })
    };
    let customer = shop.customer(restored(&intent));
    assert_eq!(customer.is_done().await.tone, Tone::Uncertain);
    customer.refuses(Action::TryAgain);
    assert_eq!(customer.closes().await.payment.map(|payment| payment.code()), Some(99));

    shop.sandbox.force_status(&intent, "Captured").expect("a known intent");
    let customer = shop.customer(restored(&intent));
    assert_eq!(customer.is_done().await.code, Some(0));
    assert_eq!(shop.payments(), 0);
}
