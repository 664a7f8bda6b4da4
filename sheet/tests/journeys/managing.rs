//! Saved cards are looked at and deleted: in a payment, and without one.

use checkout_sheet::model::Action;
use checkout_sheet::params::{SheetFlow, SheetParams};
use checkout_sheet::screen::Content;
use serde_json::json;

use crate::shop::{APPROVED, Shop};

#[tokio::test]
async fn a_card_is_deleted_after_a_question() {
    let shop = Shop::open().await;
    let id = shop.save_card(APPROVED);
    let customer = shop.payment(&shop.intent());
    customer.is_at("choose").await;
    customer.act(Action::ManageCards);
    customer.act(Action::DeleteCard { id: id.clone() });
    customer.refuses(Action::DeleteCard { id });
    customer.act(Action::Confirm);
    customer
        .sees(|screen| matches!(&screen.content, Content::Manage(manage) if manage.empty.is_some()).then_some(()))
        .await;
    customer.act(Action::Back);
    // There is nothing to choose from any more.
    customer.is_at("form").await;
}

#[tokio::test]
async fn a_deletion_that_fails_says_so_and_the_card_stays() {
    let shop = Shop::open().await;
    let id = shop.save_card(APPROVED);
    shop.fault(json!({ "match": { "method": "DELETE" }, "times": null, "action": { "respond": { "status": 503 } } }));
    let customer = shop.payment(&shop.intent());
    customer.is_at("choose").await;
    customer.act(Action::ManageCards);
    customer.act(Action::DeleteCard { id });
    customer.act(Action::Confirm);
    let screen = customer
        .sees(|screen| screen.frame.notice.is_some().then(|| screen.clone()))
        .await;
    let Content::Manage(manage) = &screen.content else {
        panic!("{screen:?}");
    };
    let delete = manage.saved_cards[0].delete.as_ref().expect("a button");
    assert!(delete.enabled, "it can be tried again");
}

#[tokio::test]
async fn cards_are_managed_without_a_payment() {
    let shop = Shop::open().await;
    let id = shop.save_card(APPROVED);
    let customer = shop.customer(SheetParams::new(SheetFlow::SavedCards {
        customer_id: shop.customer_id.clone(),
        customer_secret: shop.secret().into(),
    }));
    customer.is_at("manage").await;
    customer.act(Action::DeleteCard { id });
    customer.act(Action::Confirm);
    customer
        .sees(|screen| matches!(&screen.content, Content::Manage(manage) if manage.empty.is_some()).then_some(()))
        .await;
    let result = customer.closes().await;
    assert_eq!((result.payment, result.last_attempt), (None, None));
}

#[tokio::test]
async fn cards_that_cannot_be_fetched_can_be_tried_again() {
    let shop = Shop::open().await;
    let customer = shop.customer(SheetParams::new(SheetFlow::SavedCards {
        customer_id: shop.customer_id.clone(),
        customer_secret: "cs_unknown".into(),
    }));
    customer.is_done().await;
    assert_eq!(customer.may().await, [Action::TryAgain, Action::Close]);
    assert_eq!(customer.closes().await.payment, None);
}
