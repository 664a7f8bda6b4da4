//! Another attempt: after what it is offered, and what it does first.

use checkout_core::result::Charge;
use checkout_sheet::model::{Action, FieldId};
use checkout_sheet::screen::{Content, Tone};
use serde_json::json;

use crate::shop::{APPROVED, DECLINED, Shop};

#[tokio::test]
async fn after_a_decline_another_card_pays() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(DECLINED).await;
    assert_eq!(customer.is_done().await.tone, Tone::Problem);
    assert_eq!(customer.may().await, [Action::TryAgain, Action::Close]);

    customer.act(Action::TryAgain);
    let screen = customer.is_at("form").await;
    let Content::Form(form) = &screen.content else {
        panic!("{screen:?}");
    };
    let texts: Vec<&str> = form.sections[0]
        .fields
        .iter()
        .map(|field| field.text.expose())
        .collect();
    assert_eq!(
        texts,
        ["4456 5300 0000 1013", "12/29", "", "A Demo"],
        "all but the CVV is kept"
    );
    assert_eq!(screen.frame.focus.map(|focus| focus.field), Some(FieldId::Cvv));

    customer.types_card(APPROVED);
    customer.pay();
    assert_eq!(customer.is_done().await.code, Some(0));
    assert_eq!(customer.closes().await.last_attempt, None);
}

#[tokio::test]
async fn leaving_after_a_decline_is_7780_with_the_decline_beside_it() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(DECLINED).await;
    customer.is_done().await;
    let result = customer.closes().await;
    let payment = result.payment.expect("a result");
    assert_eq!((payment.code(), payment.charge), (7780, Charge::NotCharged));
    assert_eq!(result.last_attempt.map(|attempt| attempt.code()), Some(5));
}

#[tokio::test]
async fn an_intent_that_was_paid_meanwhile_is_the_result() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let customer = shop.payment(&intent);
    customer.pays_with_new_card(DECLINED).await;
    customer.is_done().await;
    shop.sandbox.force_status(&intent, "Captured").expect("a known intent");
    customer.act(Action::TryAgain);
    customer
        .sees(|screen| matches!(&screen.content, Content::Done(done) if done.code == Some(0)).then_some(()))
        .await;
    assert_eq!(shop.payments(), 1);
}

#[tokio::test]
async fn an_intent_that_cannot_be_read_leaves_everything_as_it_is() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(DECLINED).await;
    customer.is_done().await;
    shop.fault(json!({ "match": { "path": "/payment-intents/public/*" }, "times": null,
        "action": { "respond": { "status": 503 } } }));
    customer.act(Action::TryAgain);
    let screen = customer
        .sees(|screen| screen.frame.notice.is_some().then(|| screen.clone()))
        .await;
    let Content::Done(done) = &screen.content else {
        panic!("{screen:?}");
    };
    assert_eq!(done.code, Some(5), "still the decline");
    assert_eq!(
        customer.may().await,
        [Action::TryAgain, Action::Close],
        "and still offered"
    );
    assert_eq!(shop.payments(), 1);
}

#[tokio::test]
async fn a_network_that_comes_back_can_be_tried_again() {
    let shop = Shop::open().await;
    shop.fault(json!({ "match": { "path": "/payment-intents/public/*" }, "times": 4,
        "action": { "respond": { "status": 503 } } }));
    let customer = shop.payment(&shop.intent());
    customer.is_done().await;
    assert_eq!(customer.may().await, [Action::TryAgain, Action::Close]);
    loop {
        customer.act(Action::TryAgain);
        let screen = customer
            .sees(|screen| {
                let is_over = matches!(screen.content, Content::Form(_) | Content::Done(_));
                is_over.then(|| screen.clone())
            })
            .await;
        if let Content::Form(_) = screen.content {
            break;
        }
    }
    customer.types_card(APPROVED);
    customer.pay();
    assert_eq!(customer.is_done().await.code, Some(0));
}
