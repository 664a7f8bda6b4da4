//! Ways out, and what they may not do.

use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::time::Duration;

use checkout_core::result::Charge;
use checkout_sheet::Sheet;
use checkout_sheet::model::Action;
use serde_json::json;

use crate::shop::{APPROVED, CHALLENGED, Shop};

#[tokio::test]
async fn before_a_payment_leaving_is_7780() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.comes_to_the_form().await;
    let result = customer.closes().await;
    let payment = result.payment.expect("a result");
    assert_eq!((payment.code(), payment.charge), (7780, Charge::NotCharged));
    assert_eq!(result.last_attempt, None);
}

#[tokio::test]
async fn back_at_the_first_screen_is_leaving() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.comes_to_the_form().await;
    customer.act(Action::Back);
    assert_eq!(
        customer.sheet.result().await.payment.map(|payment| payment.code()),
        Some(7780)
    );
}

#[tokio::test]
async fn while_a_payment_is_out_leaving_asks_and_the_payment_runs_on() {
    let shop = Shop::open().await;
    shop.fault(json!({ "match": { "path": "/api/payments/*" }, "action": { "delay": { "milliseconds": 1500 } } }));
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(APPROVED).await;
    customer.is_at("working").await;
    customer.act(Action::Close);
    let question = customer.screen().frame.question.expect("a question");
    assert!(question.message.len() > 20);
    customer.act(Action::Dismiss);
    assert_eq!(customer.screen().frame.question, None);

    customer.act(Action::Back);
    customer.act(Action::Confirm);
    assert!(!customer.screen().frame.is_closed, "the payment is still out");
    let result = customer.sheet.result().await.payment.expect("a result");
    assert!(matches!(
        (result.code(), result.charge),
        (0, Charge::Charged) | (7780, Charge::NotCharged)
    ));
    let was_paid = shop.sandbox.merchant().payment_intent_status(customer.sheet.id());
    assert_eq!(result.code() == 0, was_paid.as_deref() == Some("Captured"));
}

#[tokio::test]
async fn a_challenge_is_left_only_after_a_question() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(CHALLENGED).await;
    customer.is_at("challenge").await;
    customer.act(Action::Back);
    assert!(customer.screen().frame.question.is_some());
    customer.act(Action::Confirm);
    let done = customer.is_done().await;
    assert_ne!(done.code, Some(0));
    assert_eq!(customer.may().await.last(), Some(&Action::Close));
}

/// A host may go on in the middle of the call that wakes it: some dispatchers do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_woken_can_look_at_the_sheet_at_once() {
    struct Looks(Sheet);
    impl Wake for Looks {
        fn wake(self: Arc<Self>) {
            let _ = self.0.screen();
        }
    }
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.comes_to_the_form().await;
    let sheet = customer.sheet.clone();
    let waker = Waker::from(Arc::new(Looks(sheet.clone())));
    let mut waiting = Box::pin(sheet.next_screen(sheet.screen().revision));
    let mut context = Context::from_waker(&waker);
    assert!(waiting.as_mut().poll(&mut context).is_pending());

    let (acted, has_acted) = mpsc::channel();
    let acting = sheet.clone();
    std::thread::spawn(move || acted.send(acting.act(Action::Back).accepted));
    assert_eq!(has_acted.recv_timeout(Duration::from_secs(20)), Ok(true));
    assert!(waiting.as_mut().poll(&mut context).is_ready());
}
