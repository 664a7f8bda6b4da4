//! To code 0, by each way.

use checkout_core::result::Charge;
use checkout_core::summary::Wallet;
use checkout_core::threeds::ChallengeOutcome;
use checkout_sandbox::NewPaymentIntent;
use checkout_sheet::model::{Action, FieldId, ToggleId, WalletEnd};
use checkout_sheet::params::{SheetFlow, SheetParams};
use checkout_sheet::screen::{Content, Tone};
use serde_json::json;

use crate::shop::{APPROVED, CHALLENGED, Shop};

#[tokio::test]
async fn a_new_card_pays() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.comes_to_the_form().await;
    let number = customer.types(FieldId::CardNumber, APPROVED);
    assert_eq!(number.text.expose(), "5200 0000 0000 1005");
    customer.types_card(APPROVED);
    customer.pay();
    let done = customer.is_done().await;
    assert_eq!(
        (done.tone, done.code, done.total.as_deref()),
        (Tone::Success, Some(0), Some("£12.50"))
    );

    let result = customer.closes().await;
    let payment = result.payment.expect("a payment");
    assert_eq!(
        (payment.code(), payment.charge, result.last_attempt),
        (0, Charge::Charged, None)
    );
}

#[tokio::test]
async fn a_double_tap_is_one_payment() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.comes_to_the_form().await;
    customer.types_card(APPROVED);
    customer.pay();
    customer.refuses(Action::Pay);
    customer.is_done().await;
    assert_eq!(shop.payments(), 1);
}

#[tokio::test]
async fn a_second_sheet_of_an_intent_is_the_same_one() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let customer = shop.payment(&intent);
    customer.comes_to_the_form().await;
    customer.types(FieldId::CardholderName, "A Demo");
    let again = shop.payment(&intent);
    let Content::Form(form) = again.screen().content else {
        panic!("{:?}", again.screen());
    };
    assert_eq!(form.sections[0].fields[3].text.expose(), "A Demo");
}

#[tokio::test]
async fn a_saved_card_pays_with_its_cvv() {
    let shop = Shop::open().await;
    shop.save_card(APPROVED);
    let customer = shop.payment(&shop.intent());
    let screen = customer.is_at("choose").await;
    let Content::Choose(choose) = screen.content else {
        panic!("{screen:?}");
    };
    assert!(choose.saved_cards[0].selected);
    assert_eq!(choose.saved_cards[0].number, "•••• 1005");

    // Without a CVV nothing is sent, and the field says why.
    customer.pay();
    let screen = customer.is_at("choose").await;
    let Content::Choose(choose) = &screen.content else {
        panic!("{screen:?}");
    };
    let cvv = choose.saved_cards[0].cvv.as_ref().expect("a CVV field");
    assert!(cvv.error.is_some());
    assert_eq!(screen.frame.focus.map(|focus| focus.field), Some(FieldId::SavedCardCvv));
    assert_eq!(shop.payments(), 0);

    customer.types_cvv(FieldId::SavedCardCvv, APPROVED);
    customer.pay();
    assert_eq!(customer.is_done().await.code, Some(0));
}

#[tokio::test]
async fn a_challenge_is_shown_and_passed() {
    let shop = Shop::open().await;
    let customer = shop.payment(&shop.intent());
    customer.pays_with_new_card(CHALLENGED).await;
    let screen = customer.is_at("challenge").await;
    assert!(screen.frame.holds);
    customer.act(Action::ChallengeEnded(ChallengeOutcome::authenticated(
        "eyJ.demo.approved",
    )));
    assert_eq!(customer.is_done().await.code, Some(0));
}

#[tokio::test]
async fn nothing_wrong_is_sent_and_every_error_is_told() {
    let shop = Shop::open().await;
    let intent = NewPaymentIntent::gbp(1250).with("config", json!({ "customerEmail": { "collectionRequired": true } }));
    let customer = shop.payment(&shop.intent_with(intent));
    customer.comes_to_the_form().await;
    customer.types(FieldId::CardNumber, "5200 0000 0000 1004");
    customer.pay();
    let screen = customer.is_at("form").await;
    let Content::Form(form) = &screen.content else {
        panic!("{screen:?}");
    };
    let wrong: Vec<FieldId> = form
        .sections
        .iter()
        .flat_map(|section| &section.fields)
        .filter(|field| field.error.is_some())
        .map(|field| field.id)
        .collect();
    assert_eq!(wrong[..3], [FieldId::CardNumber, FieldId::Expiry, FieldId::Cvv]);
    assert_eq!(screen.frame.focus.map(|focus| focus.field), Some(FieldId::CardNumber));
    assert_eq!(shop.payments(), 0);

    // The error goes as soon as the field is mended.
    assert_eq!(customer.types(FieldId::CardNumber, APPROVED).error, None);
}

#[tokio::test]
async fn a_setup_needs_consent_which_is_not_ticked_beforehand() {
    let shop = Shop::open().await;
    let order = json!({ "reference": "Table 4", "merchantInitiatedTransactionType": "NoShow",
        "terms": "20 GBP if you do not come.", "customer": { "id": shop.customer_id } });
    let intent = shop
        .sandbox
        .merchant()
        .create_setup_intent(order)
        .expect("a valid setup intent");
    let customer = shop.setup(&intent);
    customer.comes_to_the_form().await;
    customer.types_card(APPROVED);
    customer.pay();
    let screen = customer.is_at("form").await;
    let Content::Form(form) = &screen.content else {
        panic!("{screen:?}");
    };
    assert!(!form.toggles[0].on);
    assert!(form.toggles[0].error.is_some());

    customer.act(Action::Tick {
        toggle: ToggleId::SetupConsent,
        on: true,
    });
    // The CVV stays until something is sent.
    customer.pay();
    let done = customer.is_done().await;
    assert_eq!((done.code, done.tone), (Some(0), Tone::Success));
    let result = customer.closes().await.payment.expect("a result");
    assert_eq!(result.charge, Charge::NotCharged);
}

#[tokio::test]
async fn a_merchant_keys_a_payment_in() {
    let shop = Shop::open().await;
    let intent = NewPaymentIntent::gbp(1250).with("cardHolderNotPresent", json!(true));
    let customer = shop.terminal(&shop.intent_with(intent));
    customer.pays_with_new_card(APPROVED).await;
    assert_eq!(customer.is_done().await.code, Some(0));
}

#[tokio::test]
async fn a_wallet_is_asked_for_once_and_may_be_closed() {
    let shop = Shop::open().await;
    let params = checkout_core::PaymentParams::new(shop.intent());
    let customer = shop.customer(SheetParams {
        wallets: vec![Wallet::GooglePay],
        ..SheetParams::new(SheetFlow::Payment(params))
    });
    customer.is_at("choose").await;
    let google = Action::PayWith {
        wallet: Wallet::GooglePay,
    };
    customer.act(google.clone());
    customer.refuses(google);
    let request = customer.screen().frame.wallet.expect("a wallet to be opened");
    assert_eq!(request.wallet, Wallet::GooglePay);
    customer.act(Action::WalletEnded(WalletEnd::Cancelled));
    let screen = customer.is_at("choose").await;
    assert_eq!((screen.frame.wallet, screen.frame.notice), (None, None));
}
