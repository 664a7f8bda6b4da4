//! `checkout pay --google-pay` and `--apple-pay`.

use std::fs;

use serde_json::{Value, json};

use crate::shop::{Ran, Shop};

fn google_payment_data(token: &str) -> Value {
    json!({
        "apiVersion": 2, "apiVersionMinor": 0, "email": "sam@example.test",
        "paymentMethodData": {
            "type": "CARD",
            "info": { "cardNetwork": "VISA", "billingAddress": { "name": "Sam Test", "countryCode": "GB", "postalCode": "HU1 1AA" } },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": token },
        },
    })
}

fn apple_token(data: &str) -> Value {
    json!({
        "paymentData": {
            "data": data, "signature": "s", "version": "EC_v1",
            "header": { "publicKeyHash": "h", "ephemeralPublicKey": "k", "transactionId": "t" },
        },
        "paymentMethod": { "displayName": "Visa 1005", "network": "Visa", "type": "debit" },
        "transactionIdentifier": "t",
    })
}

/// Pays a new intent with JSON on standard input.
fn pay(shop: &Shop, option: &str, json: &Value) -> Ran {
    let command = shop.pay(&shop.intent()).args(&[option, "-"]);
    command.input(&json.to_string()).run()
}

#[tokio::test(flavor = "multi_thread")]
async fn google_pays_tokens_give_their_codes() {
    let shop = Shop::open().await;
    for (token, result) in [
        ("google-pay-cryptogram-approved", "0 Charged -"),
        ("google-pay-cryptogram-declined", "5 NotCharged Declined"),
        ("google-pay-pan-only-approved", "0 Charged -"),
        ("google-pay-pan-only-challenged", "0 Charged -"),
        ("google-pay-pan-only-declined", "5 NotCharged Declined"),
        ("google-pay-unknown-auth-method", "7770 NotCharged WalletFailed"),
    ] {
        let paid = pay(&shop, "--google-pay", &google_payment_data(token));
        assert_eq!(paid.in_short(), result, "{token}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pan_only_challenge_ends_as_it_is_told() {
    let shop = Shop::open().await;
    let challenged = shop
        .pay(&shop.intent())
        .args(&["--google-pay", "-", "--three-ds", "fail"])
        .input(&google_payment_data("google-pay-pan-only-challenged").to_string())
        .run();
    assert_eq!(challenged.in_short(), "5 NotCharged Declined");
    assert!(shop.requests().last().unwrap().ends_with("/three-ds-complete"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_google_pays_contacts_the_gateway_gets_what_the_intent_collects() {
    let shop = Shop::open().await;
    let order = checkout_sandbox::NewPaymentIntent::gbp(1250)
        .with("config", json!({ "billingAddress": { "collectionRequired": true } }));
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("google.json");
    let payment_data = google_payment_data("google-pay-cryptogram-approved");
    fs::write(&file, payment_data.to_string()).unwrap();
    let paid = shop.pay(&intent).args(&["--google-pay", file.to_str().unwrap()]).run();
    assert_eq!(paid.in_short(), "0 Charged -");
    let body = shop.body_of("/api/payments/{secret}/google-pay");
    assert_eq!(body["billingContact"]["postcode"], "HU1 1AA");
    assert!(body.get("email").is_none(), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn apple_pays_tokens_give_their_codes() {
    let shop = Shop::open().await;
    for (data, result) in [
        ("apple-pay-approved", "0 Charged -"),
        ("apple-pay-declined", "5 NotCharged Declined"),
    ] {
        let paid = pay(&shop, "--apple-pay", &apple_token(data));
        assert_eq!(paid.in_short(), result, "{data}");
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("apple.json");
    fs::write(&file, apple_token("apple-pay-approved").to_string()).unwrap();
    let intent = shop.intent();
    let paid = shop.pay(&intent).args(&["--apple-pay", file.to_str().unwrap()]).run();
    assert_eq!(paid.in_short(), "0 Charged -");
    let expected = [
        format!("GET /payment-intents/public/{intent}"),
        "POST /cors/api/payments/{secret}/apple-pay".to_owned(),
    ];
    assert!(shop.requests().ends_with(&expected), "{:?}", shop.requests());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_sheet_returns_is_an_invalid_argument_and_nothing_goes_to_the_gateway() {
    let shop = Shop::open().await;
    let mut untyped = apple_token("apple-pay-approved");
    untyped["paymentMethod"]["type"] = json!("cash");
    for (option, json, named) in [
        ("--google-pay", json!("text"), "not a JSON object"),
        ("--google-pay", json!({}), "paymentMethodData.tokenizationData.token"),
        (
            "--google-pay",
            google_payment_data(""),
            "paymentMethodData.tokenizationData.token",
        ),
        ("--apple-pay", json!([]), "not a JSON object"),
        ("--apple-pay", json!({}), "paymentData.data"),
        ("--apple-pay", untyped, "paymentMethod.type"),
    ] {
        let refused = pay(&shop, option, &json);
        assert_eq!(refused.in_short(), "400 NotCharged InvalidArgument", "{named}");
        assert!(refused.stderr.contains(named), "{named}: {}", refused.stderr);
    }
    assert_eq!(shop.payments(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wallet_that_the_intent_does_not_take_is_refused() {
    let shop = Shop::open().await;
    let order = checkout_sandbox::NewPaymentIntent::gbp(1250).with("paymentMethods", json!(["Card"]));
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    let refused = shop
        .pay(&intent)
        .args(&["--apple-pay", "-"])
        .input(&apple_token("apple-pay-approved").to_string())
        .run();
    assert_eq!(refused.in_short(), "400 NotCharged InvalidArgument");
    assert!(
        refused.stderr.contains("does not offer this way to pay"),
        "{}",
        refused.stderr
    );
}
