//! `checkout pay` without a card, on a terminal: the sheet's own screens, answered by typing.

use checkout_sandbox::NewPaymentIntent;
use checkout_sandbox::{FaultRule, Rewrite};
use checkout_sheet::texts::{Language, Locale, TextId, Texts};
use serde_json::json;

use crate::shop::{CHALLENGED, Checkout, PAYS, PAYS_CVV, Shop};
use crate::terminal::Terminal;

const DECLINED: &str = "4456530000001013";
const DECLINED_CVV: &str = "341";
const PAYMENTS: &str = "/api/payments/*";

fn with_saved_cards(shop: &Shop, intent: &str) -> Checkout {
    shop.pay(intent).args(&["--customer-secret", &shop.customer_secret])
}

/// Types a whole card, at the form.
fn types_card(terminal: &mut Terminal, number: &str, cvv: &str) {
    terminal.presses(TextId::CardNumber);
    terminal.fills(TextId::CardNumber, number);
    terminal.fills(TextId::Expiry, "12/29");
    terminal.fills(TextId::Cvv, cvv);
    terminal.fills(TextId::CardholderName, "Sam Test");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_pays_after_a_wrong_cvv_was_corrected() {
    let shop = Shop::open().await;
    shop.save_card();
    let mut terminal = Terminal::of(with_saved_cards(&shop, &shop.intent()));
    terminal.shows("•••• 1005");
    terminal.presses(TextId::SavedCardCvv);
    terminal.fills(TextId::SavedCardCvv, "12");
    terminal.shows("! ");
    terminal.fills(TextId::SavedCardCvv, PAYS_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.says(TextId::Done);
    terminal.shows("> ");
    terminal.types("");
    terminal.result("0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_without_a_cvv_is_sent_to_the_field() {
    let shop = Shop::open().await;
    shop.save_card();
    let mut terminal = Terminal::of(with_saved_cards(&shop, &shop.intent()));
    terminal.presses(TextId::PayAmount);
    terminal.fills(TextId::SavedCardCvv, PAYS_CVV);
    assert_eq!(shop.payments(), 0);
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::Done);
    terminal.result("0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_card_and_its_challenge_are_answered() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    types_card(&mut terminal, CHALLENGED, PAYS_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.presses_label("The cardholder authenticates");
    terminal.presses(TextId::Done);
    terminal.result("0");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_decline_another_card_pays_and_only_the_cvv_is_forgotten() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    types_card(&mut terminal, DECLINED, DECLINED_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::TryAgain);
    // The sheet asks for what it has forgotten; the number can be corrected after it.
    terminal.fills(TextId::Cvv, PAYS_CVV);
    terminal.presses(TextId::CardNumber);
    terminal.fills(TextId::CardNumber, PAYS);
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::Done);
    terminal.result("0");
    assert_eq!(shop.payments(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_leaves_after_a_decline_is_told_of_it() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    types_card(&mut terminal, DECLINED, DECLINED_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.says(TextId::TryAgain);
    terminal.presses(TextId::Close);
    terminal.shows("The last attempt: 5 Declined, NotCharged");
    terminal.result("7780");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setup_asks_for_consent_and_for_what_the_intent_collects() {
    let shop = Shop::open().await;
    let request = json!({
        "reference": "later",
        "merchantInitiatedTransactionType": "Unscheduled",
        "terms": "We may charge this card for what you order later.",
        "config": { "customerEmail": { "collectionRequired": true }, "billingAddress": { "collectionRequired": true } },
    });
    let intent = shop.merchant.create_setup_intent(request).unwrap();
    let mut terminal = Terminal::of(shop.pay(&intent).args(&["--flow", "setup", "--three-ds", "approve"]));
    types_card(&mut terminal, PAYS, PAYS_CVV);
    terminal.fills(TextId::Email, "sam@example.test");
    terminal.fills(TextId::Country, "the kingdom");
    terminal.shows("AD Andorra");
    terminal.fills(TextId::Country, "united king");
    for empty in [TextId::AddressLine1, TextId::AddressLine2, TextId::City, TextId::State] {
        terminal.fills(empty, "");
    }
    terminal.fills(TextId::Postcode, "HU1 1AA");
    terminal.presses(TextId::SaveCardButton);
    terminal.says(TextId::ConsentMissing);
    assert_eq!(shop.payments(), 0);
    terminal.shows("> ");
    terminal.types("");
    terminal.presses_label("[ ]");
    terminal.presses(TextId::SaveCardButton);
    terminal.presses(TextId::Done);
    terminal.result("0");
    let body = shop.body_of("/api/payments/{secret}");
    assert_eq!(body["mitConsentGiven"], true);
    assert_eq!(body["userEmailAddress"], "sam@example.test");
    assert_eq!(
        body["billingAddress"],
        json!({ "postcode": "HU1 1AA", "countryCode": "GB" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_virtual_terminal_the_merchant_says_where_to_deliver() {
    let shop = Shop::open().await;
    let order = shop
        .terminal_intent()
        .with("config", json!({ "shippingDetails": { "collectionRequired": true } }));
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    // The country of the terminal is there beforehand, and can be another one.
    let pay = shop
        .pay(&intent)
        .args(&["--flow", "virtual-terminal", "--language", "en-GB"]);
    let mut terminal = Terminal::of(pay);
    types_card(&mut terminal, PAYS, PAYS_CVV);
    terminal.fills(TextId::ShippingName, "Sam Test");
    terminal.fills(TextId::Phone, "");
    terminal.fills(TextId::AddressLine1, "2 Low Street");
    terminal.says(TextId::AddressLine2);
    terminal.control('[');
    terminal.presses(TextId::Country);
    terminal.fills(TextId::Country, "ie");
    terminal.says(TextId::AddressLine2);
    terminal.control('[');
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::Done);
    terminal.result("0");
    assert_eq!(
        shop.body_of("/api/payments/{secret}")["shippingDetails"],
        json!({ "name": "Sam Test", "address": { "address1": "2 Low Street", "countryCode": "IE" } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_before_a_payment_leaves_without_paying() {
    let shop = Shop::open().await;
    let mut at_the_screen = Terminal::of(shop.pay(&shop.intent()));
    at_the_screen.shows("> ");
    at_the_screen.control('c');
    at_the_screen.result("7780");
    let mut in_a_field = Terminal::of(shop.pay(&shop.intent()));
    in_a_field.presses(TextId::CardNumber);
    in_a_field.says(TextId::CardNumber);
    in_a_field.control('c');
    in_a_field.result("7780");
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_while_a_payment_is_out_asks_and_its_real_result_comes() {
    for leaves in [true, false] {
        let shop = Shop::open().await;
        shop.sandbox
            .script(FaultRule::on("POST", PAYMENTS).delay_answer(3000))
            .unwrap();
        let intent = shop.intent();
        let mut terminal = Terminal::of(shop.pay(&intent));
        types_card(&mut terminal, PAYS, PAYS_CVV);
        terminal.presses(TextId::PayAmount);
        terminal.says(TextId::WorkingAuthorizing);
        terminal.control('c');
        match leaves {
            true => terminal.presses(TextId::LeaveAnyway),
            false => {
                terminal.presses(TextId::KeepWaiting);
                terminal.presses(TextId::Done);
            }
        }
        terminal.result("0");
        let status = shop.merchant.payment_intent_status(&intent);
        assert_eq!(status.as_deref(), Some("Captured"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_nobody_answers_gives_way_to_the_result() {
    let shop = Shop::open().await;
    shop.sandbox
        .script(FaultRule::on("POST", PAYMENTS).delay_answer(1500))
        .unwrap();
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    types_card(&mut terminal, PAYS, PAYS_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.says(TextId::WorkingAuthorizing);
    terminal.control('c');
    terminal.says(TextId::LeavePayingTitle);
    terminal.presses(TextId::Done);
    terminal.result("0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_ends_the_form_while_somebody_types() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()).args(&["--deadline", "6"]));
    terminal.presses(TextId::CardNumber);
    terminal.says(TextId::CardNumber);
    terminal.presses(TextId::Done);
    terminal.result("40");
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_an_unknown_outcome_it_is_asked_again_and_nothing_is_sent() {
    let shop = Shop::open().await;
    shop.sandbox
        .script(FaultRule::on("POST", PAYMENTS).respond(500, json!({})))
        .unwrap();
    let intent = shop.intent();
    let mut terminal = Terminal::of(shop.pay(&intent).args(&["--read-back", "1"]));
    types_card(&mut terminal, PAYS, PAYS_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::CheckAgain);
    terminal.says(TextId::UnknownNotCompleted);
    shop.sandbox.force_status(&intent, "Captured").unwrap();
    terminal.presses(TextId::CheckAgain);
    terminal.presses(TextId::Done);
    terminal.result("0");
    assert_eq!(shop.payments(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_left_only_after_a_question() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    types_card(&mut terminal, CHALLENGED, PAYS_CVV);
    terminal.presses(TextId::PayAmount);
    terminal.presses(TextId::ChallengeClose);
    terminal.presses(TextId::LeaveChallengeNo);
    terminal.presses(TextId::ChallengeClose);
    terminal.presses(TextId::LeaveChallengeYes);
    terminal.says(TextId::TryAgain);
    terminal.presses(TextId::Close);
    terminal.result("7780");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_card_is_deleted_at_the_checkout_and_without_one() {
    let shop = Shop::open().await;
    shop.save_card();
    let manage = shop.command("saved-cards").args(&[
        "--manage",
        "--customer-id",
        &shop.customer,
        "--customer-secret",
        &shop.customer_secret,
    ]);
    let mut terminal = Terminal::of(manage);
    terminal.presses(TextId::DeleteCard);
    terminal.presses(TextId::DeleteNo);
    terminal.presses(TextId::Close);
    terminal.ends();

    let mut terminal = Terminal::of(with_saved_cards(&shop, &shop.intent()));
    terminal.presses(TextId::ManageCards);
    terminal.presses(TextId::DeleteCard);
    terminal.presses(TextId::DeleteYes);
    terminal.says(TextId::NoSavedCards);
    terminal.presses(TextId::Close);
    terminal.result("7780");
    let deletions = shop
        .requests()
        .into_iter()
        .filter(|request| request.starts_with("DELETE"));
    assert_eq!(deletions.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sheet_speaks_the_language_that_is_asked_for_or_the_terminals() {
    let shop = Shop::open().await;
    let italian = || Texts::new(Locale::new(Language::Italian));
    let german = Texts::new(Locale::new(Language::German));
    let asked = shop
        .pay(&shop.intent())
        .args(&["--language", "it"])
        .env("LANG", "de_DE.UTF-8");
    let inherited = shop.pay(&shop.intent()).env("LANG", "de_DE.UTF-8");
    let first_of_all = shop
        .pay(&shop.intent())
        .env("LANG", "de_DE.UTF-8")
        .env("LC_ALL", "it_IT");
    for (pay, texts) in [(asked, italian()), (inherited, german), (first_of_all, italian())] {
        let mut terminal = Terminal::with(pay, texts);
        terminal.says(TextId::FormTitle);
        terminal.presses(TextId::Close);
        terminal.result("7780");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_are_for_those_who_want_them() {
    let shop = Shop::open().await;
    for (pay, has_colours) in [
        (shop.pay(&shop.intent()), true),
        (shop.pay(&shop.intent()).env("NO_COLOR", "1"), false),
    ] {
        let mut terminal = Terminal::with(pay, Texts::default());
        terminal.says(TextId::FormTitle);
        let shown = terminal.says(TextId::CardNumber);
        assert_eq!(shown.contains('\u{1b}'), has_colours, "{shown:?}");
        terminal.presses(TextId::Close);
        terminal.result("7780");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_offered_is_not_taken() {
    let shop = Shop::open().await;
    let mut terminal = Terminal::of(shop.pay(&shop.intent()));
    for wrong in ["99", "y", "pay", "\u{202e}x"] {
        terminal.shows("> ");
        terminal.types(wrong);
        terminal.shows("1, 2, 3");
    }
    terminal.shows("> ");
    terminal.types("X");
    terminal.result("7780");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_cannot_steer_the_terminal() {
    let shop = Shop::open().await;
    shop.save_card();
    let order = NewPaymentIntent::gbp(1250).for_customer(&shop.customer).with(
        "itemLines",
        json!([{ "caption": "tea\u{1b}]0;x\u{7}", "amountTotal": { "value": 1250, "currencyCode": "GBP" } }]),
    );
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    let hostile = Rewrite {
        merge: json!({ "config": { "tradingName": "A\u{1b}[31mShop" }, "reference": "order\u{1b}[2J\u{9b}31m\r\nPaid \u{202e}" })
            .as_object()
            .cloned(),
        ..Rewrite::default()
    };
    let on = FaultRule::on("GET", "/payment-intents/public/*");
    shop.sandbox.script(on.rewrite(hostile)).unwrap();
    let mut terminal = Terminal::of(with_saved_cards(&shop, &intent));
    terminal.says(TextId::ChooseTitle); // the log before it has colours
    let before = terminal.says(TextId::PayAmount);
    for text in [
        r"order\u{1b}[2J\u{9b}31m\u{d}\u{a}Paid",
        r"tea\u{1b}]0;x\u{7}",
        r"A\u{1b}[31mShop",
    ] {
        assert!(before.contains(text), "{text}: {before:?}");
    }
    assert!(!before.contains('\u{1b}') && !before.contains('\u{202e}'), "{before:?}");
    terminal.control('c');
    terminal.result("7780");
}
