//! `checkout pay` on a terminal: it asks, and what is secret does not show.

use checkout_sandbox::{FaultRule, NewPaymentIntent, Rewrite};
use rexpect::session::{PtySession, spawn_command};
use serde_json::json;

use crate::shop::{CHALLENGED, Checkout, PAYS, PAYS_CVV, Shop, keep_and_search};

const PATIENCE_MS: u64 = 60_000;

fn on_a_terminal(checkout: Checkout) -> PtySession {
    let mut command = checkout.into_command();
    command.env("TERM", "xterm");
    spawn_command(command, Some(PATIENCE_MS)).unwrap()
}

/// Waits for a question and answers it; returns what the terminal showed before it.
fn answer(terminal: &mut PtySession, question: &str, answer: &str) -> String {
    let shown = terminal.exp_string(question).unwrap();
    terminal.send(answer).unwrap();
    press_enter(terminal);
    shown
}

fn press_enter(terminal: &mut PtySession) {
    terminal.send("\r").unwrap();
    terminal.flush().unwrap();
}

/// Waits for the result, and searches the rest of what the terminal showed.
fn result(terminal: &mut PtySession, code: &str) {
    let shown = terminal.exp_string(&format!(r#"{{"code":{code},"#)).unwrap();
    keep_and_search(&shown);
    keep_and_search(&terminal.exp_eof().unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_cards_are_listed_and_the_cvv_does_not_show() {
    let shop = Shop::open().await;
    shop.save_card();
    let mut terminal = on_a_terminal(
        shop.pay(&shop.intent())
            .args(&["--customer-secret", &shop.customer_secret]),
    );
    assert!(terminal.exp_string("12.50 GBP").is_ok());
    keep_and_search(&terminal.exp_string("MASTERCARD ****1005, 12/29").unwrap());
    press_enter(&mut terminal);
    // A wrong CVV can be corrected.
    keep_and_search(&answer(&mut terminal, "CVV", "12"));
    keep_and_search(&terminal.exp_string("the security code has the wrong length").unwrap());
    terminal.exp_string("Another card").unwrap();
    press_enter(&mut terminal);
    keep_and_search(&answer(&mut terminal, "CVV", PAYS_CVV));
    result(&mut terminal, "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_card_and_its_challenge_are_asked_for() {
    let shop = Shop::open().await;
    let mut terminal = on_a_terminal(shop.pay(&shop.intent()));
    terminal.exp_string("Another card").unwrap();
    press_enter(&mut terminal);
    answer(&mut terminal, "Card number", CHALLENGED);
    keep_and_search(&answer(&mut terminal, "Expiry", "12/29"));
    keep_and_search(&answer(&mut terminal, "CVV", PAYS_CVV));
    keep_and_search(&answer(&mut terminal, "Name", "Sam Test"));
    keep_and_search(&answer(&mut terminal, "Save this card?", "n"));
    terminal.exp_string("The cardholder authenticates").unwrap();
    press_enter(&mut terminal);
    result(&mut terminal, "0");
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
    let mut terminal = on_a_terminal(shop.pay(&intent).args(&["--flow", "setup", "--three-ds", "approve"]));
    terminal.exp_string("A card for later").unwrap();
    terminal.exp_string("Another card").unwrap();
    press_enter(&mut terminal);
    answer(&mut terminal, "Card number", PAYS);
    keep_and_search(&answer(&mut terminal, "Expiry", "12/29"));
    keep_and_search(&answer(&mut terminal, "CVV", PAYS_CVV));
    keep_and_search(&answer(&mut terminal, "Name", ""));
    answer(&mut terminal, "May the merchant charge this card later?", "y");
    answer(&mut terminal, "E-mail", "sam@example.test");
    answer(&mut terminal, "Billing country", "gb");
    answer(&mut terminal, "Billing postcode", "HU1 1AA");
    result(&mut terminal, "0");
    let body = shop.body_of("/api/payments/{secret}");
    assert_eq!(body["mitConsentGiven"], true);
    assert_eq!(body["userEmailAddress"], "sam@example.test");
    assert_eq!(
        body["billingAddress"],
        json!({ "postcode": "HU1 1AA", "countryCode": "GB" })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_virtual_terminal_the_merchant_is_asked_where_to_deliver() {
    let shop = Shop::open().await;
    let order = shop
        .terminal_intent()
        .with("config", json!({ "shippingDetails": { "collectionRequired": true } }));
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    let mut terminal = on_a_terminal(shop.pay(&intent).args(&["--flow", "virtual-terminal"]));
    terminal.exp_string("Another card").unwrap();
    press_enter(&mut terminal);
    answer(&mut terminal, "Card number", PAYS);
    answer(&mut terminal, "Expiry", "12/29");
    answer(&mut terminal, "CVV", PAYS_CVV);
    answer(&mut terminal, "Name", "");
    answer(&mut terminal, "Deliver to (name)", "Sam Test");
    answer(&mut terminal, "Deliver to (address)", "2 Low Street");
    // Ireland needs no postcode, so none is asked for.
    answer(&mut terminal, "Delivery country", "IE");
    result(&mut terminal, "0");
    assert_eq!(
        shop.body_of("/api/payments/{secret}")["shippingDetails"],
        json!({ "name": "Sam Test", "address": { "address1": "2 Low Street", "countryCode": "IE" } })
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_at_a_question_leaves_without_paying() {
    let shop = Shop::open().await;
    let mut terminal = on_a_terminal(shop.pay(&shop.intent()));
    terminal.exp_string("Another card").unwrap();
    terminal.send_control('c').unwrap();
    result(&mut terminal, "7780");
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_while_a_payment_is_out_waits_for_its_real_result() {
    let shop = Shop::open().await;
    shop.sandbox
        .script(FaultRule::on("POST", "/api/payments/*").delay_answer(5000))
        .unwrap();
    let intent = shop.intent();
    let card = ["--card", PAYS, "--expiry", "12/29", "--cvv", PAYS_CVV];
    let mut terminal = on_a_terminal(shop.pay(&intent).args(&card));
    terminal.exp_string("Paying").unwrap();
    while shop.payments() == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    terminal.send_control('c').unwrap();
    terminal.exp_string("Leaving").unwrap();
    result(&mut terminal, "0");
    assert_eq!(
        shop.merchant.payment_intent_status(&intent).as_deref(),
        Some("Captured")
    );
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
    let mut terminal = on_a_terminal(shop.pay(&intent).args(&["--customer-secret", &shop.customer_secret]));
    let before = terminal.exp_string("Pay with").unwrap();
    for text in [
        r"order\u{1b}[2J\u{9b}31m\u{d}\u{a}Paid \u{202e}",
        r"tea\u{1b}]0;x\u{7}",
        r"A\u{1b}[31mShop",
    ] {
        assert!(before.contains(text), "{text}: {before:?}");
    }
    terminal.send_control('c').unwrap();
    result(&mut terminal, "7780");
}
