//! What a host sees: snapshots, the summary, deletions, refused actions, sessions found again.

use std::sync::{Arc, mpsc};
use std::task::{Context, Wake, Waker};
use std::time::{Duration, SystemTime};

use checkout_core::config::HostPins;
use checkout_core::error::{ActionError, CallError};
use checkout_core::input::{CardField, NewCardInput};
use checkout_core::snapshot::{CheckoutState, Diagnostic};
use checkout_core::{Checkout, CheckoutSession, PaymentParams, SetupParams};
use serde_json::json;

use crate::shop::{APPROVED, Shop, card, choosing, config, paid};

#[tokio::test]
async fn revisions_grow_and_the_end_is_given_at_once() {
    let shop = Shop::open().await;
    let session = shop.start(&shop.intent());
    let mut revisions = vec![session.state().revision];
    choosing(&session).await;
    revisions.push(session.state().revision);
    let result = paid(&session, APPROVED).await;
    let end = session.state();
    revisions.push(end.revision);
    assert!(revisions.is_sorted_by(|a, b| a < b), "{revisions:?}");
    assert_eq!(end.state, CheckoutState::Finished(result.clone()));
    assert_eq!(session.next_state(end.revision).await, end);
    assert_eq!(session.next_state(u64::MAX).await, end);
    assert_eq!(session.result().await, result);
}

#[tokio::test]
async fn the_summary_tells_what_a_ui_shows() {
    let shop = Shop::open().await;
    let saved = shop
        .sandbox
        .merchant()
        .save_card(&shop.customer_id, APPROVED, "12/29")
        .expect("a valid card");
    let summary = choosing(&shop.start(&shop.intent())).await;
    assert_eq!(summary.total.expect("a total").major(), "12.50");
    assert_eq!(summary.total.expect("a total").currency.code(), "GBP");
    assert!(summary.can_save_card());
    assert_eq!(summary.customer_id.as_deref(), Some(shop.customer_id.as_str()));
    let cards = summary.saved_cards;
    assert_eq!(cards.len(), 1);
    assert_eq!(
        (cards[0].id.as_str(), cards[0].masked_pan.as_str(), cards[0].payable),
        (&*saved, "52000000****1005", true)
    );
}

#[tokio::test]
async fn a_saved_card_is_paid_with_and_deleted() {
    let shop = Shop::open().await;
    let saved = shop
        .sandbox
        .merchant()
        .save_card(&shop.customer_id, APPROVED, "12/29")
        .expect("a valid card");
    let session = shop.start(&shop.intent());
    choosing(&session).await;
    let short = session.pay_with_saved_card(&saved, "02").expect_err("too short");
    assert!(matches!(short, ActionError::InvalidCvv(_)), "{short:?}");
    assert_eq!(
        session.pay_with_saved_card("pm_other", "020"),
        Err(ActionError::UnknownSavedCard)
    );
    assert_eq!(
        session.delete_saved_card("pm_other").await,
        Err(ActionError::UnknownSavedCard)
    );

    shop.fault(json!({ "match": { "method": "DELETE" }, "times": 3, "action": { "respond": { "status": 503 } } }));
    let failed = session.delete_saved_card(&saved).await;
    assert_eq!(
        failed,
        Err(ActionError::DeletionFailed(CallError::Server { status: 503 }))
    );
    assert_eq!(choosing(&session).await.saved_cards.len(), 1, "a failure leaves it");

    session.delete_saved_card(&saved).await.expect("deleted");
    assert!(choosing(&session).await.saved_cards.is_empty());
    assert_eq!(
        session.pay_with_saved_card(&saved, "020"),
        Err(ActionError::UnknownSavedCard)
    );
    assert_eq!(paid(&session, APPROVED).await.code(), 0);
}

#[tokio::test]
async fn a_saved_card_of_a_scheme_that_the_intent_does_not_take_is_listed_and_not_payable() {
    let shop = Shop::open().await;
    let saved = shop
        .sandbox
        .merchant()
        .save_card(&shop.customer_id, APPROVED, "12/29")
        .expect("a valid card");
    shop.fault(
        json!({ "match": { "path": "/payment-intents/public/*" }, "action": { "rewrite": { "merge": {
            "merchantConfig": { "supportedPaymentMethods": { "cardSchemes": ["AMEX"] } } } } } }),
    );
    let session = shop.start(&shop.intent());
    assert!(!choosing(&session).await.saved_cards[0].payable);
    assert_eq!(
        session.pay_with_saved_card(&saved, "020"),
        Err(ActionError::SavedCardNotPayable)
    );
    session.delete_saved_card(&saved).await.expect("deleted");
    session.cancel();
}

#[tokio::test]
async fn a_card_form_is_refused_field_by_field_and_can_be_corrected() {
    let shop = Shop::open().await;
    let session = shop.start(&shop.intent());
    choosing(&session).await;
    let error = session
        .pay_with_card(NewCardInput::new("4111 1111 1111 1112", "13/29", "12"))
        .expect_err("all wrong");
    let ActionError::InvalidCard(errors) = &error else {
        panic!("{error:?}")
    };
    let fields: Vec<CardField> = errors.fields().iter().map(|error| error.field).collect();
    assert_eq!(fields, [CardField::Number, CardField::Expiry, CardField::Cvv]);
    assert!(!format!("{error} {error:?}").contains("4111"));
    assert_eq!(session.three_ds_ready(true), Err(ActionError::WrongState));
    assert_eq!(paid(&session, APPROVED).await.code(), 0);
}

#[tokio::test]
async fn saved_cards_that_cannot_be_fetched_do_not_stop_a_payment() {
    let shop = Shop::open().await;
    let params = PaymentParams::new(shop.intent()).with_customer_secret("cs_of_nobody");
    let session = shop.checkout.start_payment(params);
    assert!(choosing(&session).await.saved_cards.is_empty());
    assert_eq!(
        session.diagnostics(),
        [Diagnostic::SavedCardsUnavailable(CallError::AccessDenied)]
    );
    assert_eq!(paid(&session, APPROVED).await.code(), 0);
}

#[tokio::test]
async fn pins_that_have_expired_are_a_diagnostic_of_each_checkout_and_do_not_stop_it() {
    let pins = |host: &str, valid_until| HostPins {
        host: host.to_owned(),
        spki_sha256: ["A", "B"].map(|letter| letter.repeat(42) + "A=").to_vec(),
        valid_until,
    };
    let (now, day) = (SystemTime::now(), Duration::from_secs(24 * 60 * 60));
    let shop = Shop::pinning(vec![
        pins("old.example.test", now - day),
        pins("good.example.test", now + day),
    ])
    .await;
    let expired = [Diagnostic::CertificatePinsExpired {
        host: "old.example.test".to_owned(),
    }];
    for _ in 0..2 {
        let session = shop.start(&shop.intent());
        assert_eq!(session.diagnostics(), expired);
        assert_eq!(paid(&session, APPROVED).await.code(), 0);
    }
    let setup = shop.checkout.start_setup(SetupParams::new("no id"));
    assert_eq!(setup.diagnostics(), expired);
}

#[tokio::test]
async fn a_session_is_found_again_by_its_intent() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    assert!(shop.checkout.session(&intent).is_none());
    drop(shop.start(&intent));
    let found = shop.checkout.session(&intent).expect("the client keeps it");
    choosing(&found).await;
    assert_eq!(paid(&found, APPROVED).await.code(), 0);
    drop(found);
    let finished = shop
        .checkout
        .session(&intent)
        .expect("its result can be asked for again");
    assert_eq!(finished.result().await.code(), 0);
}

#[tokio::test]
async fn headless_calls_need_no_session() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let saved = shop
        .sandbox
        .merchant()
        .save_card(&shop.customer_id, APPROVED, "12/29")
        .expect("a valid card");
    let Shop {
        checkout, customer_id, ..
    } = &shop;

    assert_eq!(
        checkout
            .payment_intent(&intent)
            .await
            .expect("a known intent")
            .total
            .expect("a total")
            .minor_units,
        1250
    );
    assert_eq!(checkout.payment_intent("pi_nowhere").await, Err(CallError::NotFound));
    assert!(matches!(
        checkout.payment_intent("../x").await,
        Err(CallError::InvalidArgument(_))
    ));

    assert_eq!(
        checkout
            .saved_cards(customer_id, shop.secret())
            .await
            .expect("valid")
            .len(),
        1
    );
    assert_eq!(
        checkout.saved_cards(customer_id, "cs_wrong").await,
        Err(CallError::AccessDenied)
    );
    assert!(matches!(
        checkout.saved_cards(customer_id, "a\nb").await,
        Err(CallError::InvalidArgument(_))
    ));
    checkout
        .delete_saved_card(customer_id, &saved, shop.secret())
        .await
        .expect("deleted");
    assert!(
        checkout
            .saved_cards(customer_id, shop.secret())
            .await
            .expect("valid")
            .is_empty()
    );

    assert_eq!(checkout.payment_status(&intent).await.code(), 99);
    assert_eq!(paid(&shop.start(&intent), APPROVED).await.code(), 0);
    assert_eq!(checkout.payment_status(&intent).await.code(), 0);
    assert_eq!(checkout.payment_status("").await.code(), 400);
}

#[test]
fn without_a_runtime_the_client_says_so() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let shop = runtime.block_on(Shop::open());
    let error = Checkout::new(config(&shop.sandbox)).expect_err("there is no runtime here");
    assert!(error.to_string().contains("tokio runtime"), "{error}");
}

#[tokio::test]
async fn nothing_secret_is_printed() {
    let shop = Shop::open().await;
    let secret = shop.secret();
    let params = PaymentParams::new(shop.intent()).with_customer_secret(secret.as_str());
    let printed = format!("{params:?} {:?} {:?}", card(APPROVED), shop.checkout);
    assert!(
        !printed.contains(&secret) && !printed.contains(APPROVED) && !printed.contains("020"),
        "{printed}"
    );
}

/// A host's runtime can take a lock in its waker that it also holds while it calls the session; then a waker that is
/// called under the session's own lock would never return.
#[test]
fn who_waits_is_woken_when_the_session_can_be_used() {
    struct Caller(CheckoutSession, mpsc::Sender<()>);
    impl Wake for Caller {
        fn wake(self: Arc<Self>) {
            let session = self.0.clone();
            // On another thread, which this one waits for: as if it held the host's lock.
            std::thread::spawn(move || session.diagnostics())
                .join()
                .expect("no panic");
            self.1.send(()).expect("the test waits");
        }
    }

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("threads");
    let (shop, session) = runtime.block_on(async {
        let shop = Shop::open().await;
        let session = shop.start(&shop.intent());
        choosing(&session).await;
        (shop, session)
    });
    let (woken, has_woken) = mpsc::channel();
    let waker = Waker::from(Arc::new(Caller(session.clone(), woken)));
    let mut waiting = std::pin::pin!(session.next_state(session.state().revision));
    assert!(waiting.as_mut().poll(&mut Context::from_waker(&waker)).is_pending());

    let customer = session.clone();
    std::thread::spawn(move || customer.cancel());
    has_woken
        .recv_timeout(Duration::from_secs(10))
        .expect("the waker returns");
    drop(shop);
}
