//! Google Pay and Apple Pay on the gateway.

use checkout_sandbox::{NewPaymentIntent, Wallet, WalletAuth, test_cards, test_wallet_tokens};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CHALLENGES, PAYS, Reply, World, send};

async fn decrypt(world: &World, secret: &str, token: &str) -> Reply {
    let path = format!("/api/payments/{secret}/google-pay/decrypt-token");
    world.post(&path, json!({ "token": token })).await
}

async fn google_pay(world: &World, secret: &str, body: Value) -> Reply {
    world.post(&format!("/api/payments/{secret}/google-pay"), body).await
}

async fn apple_pay(world: &World, secret: &str, body: Value) -> Reply {
    world
        .post(&format!("/cors/api/payments/{secret}/apple-pay"), body)
        .await
}

/// Device data for a PAN_ONLY token, by what decrypt-token said.
async fn device_data(world: &World, secret: &str, inside: &Value) {
    let text = |field: &str| inside["paymentMethodDetails"][field].as_str().unwrap().to_owned();
    let (month, year) = (text("expirationMonth"), text("expirationYear"));
    let expiry = format!("{month:0>2} / {}", &year[year.len() - 2..]);
    let body = json!({ "cardNumber": text("pan"), "expiryDate": expiry, "metaData": {} });
    let reply = world.post(&format!("/api/device-data/{secret}"), body).await;
    assert!(reply.body["token"].is_string(), "{}", reply.body);
}

fn apple_token(data: &str) -> Value {
    json!({ "token": {
        "paymentData": {
            "data": data, "signature": "c2lnbmF0dXJl", "version": "EC_v1",
            "header": { "publicKeyHash": "aA==", "ephemeralPublicKey": "aA==", "transactionId": "00ff" },
        },
        "paymentMethod": { "displayName": "Visa 1005", "network": "Visa", "type": "debit" },
        "transactionIdentifier": "00FF",
    } })
}

#[tokio::test]
async fn every_google_token_does_what_its_row_says() {
    let world = World::start().await;
    for known in test_wallet_tokens()
        .iter()
        .filter(|known| known.wallet == Wallet::GooglePay)
    {
        let intent = world.intent();
        let secret = world.secret(&intent).await;
        let inside = decrypt(&world, &secret, known.token).await;
        assert_eq!(inside.status, StatusCode::OK);
        let row = test_cards()
            .iter()
            .find(|card| card.number == known.card_number)
            .unwrap();
        let pay = async || google_pay(&world, &secret, json!({ "token": known.token })).await;
        match known.auth_method {
            WalletAuth::Undecryptable => {
                assert_eq!(inside.code(), 400);
                assert_eq!(pay().await.code(), 400);
                continue;
            }
            WalletAuth::Unknown => {
                assert_eq!(inside.body["paymentMethodDetails"]["authMethod"], "DEVICE_BOUND");
                assert_eq!(pay().await.code(), 400);
                continue;
            }
            WalletAuth::PanOnly => {
                assert_eq!(pay().await.code(), 400, "device data first");
                device_data(&world, &secret, &inside.body).await;
            }
            _ => {}
        }
        let details = &inside.body["paymentMethodDetails"];
        assert_eq!(details["authMethod"], known.auth_method.as_str());
        assert_eq!(details["pan"], known.card_number);
        let mut reply = pay().await;
        let challenged = known.auth_method == WalletAuth::PanOnly && row.three_ds();
        assert_eq!(reply.code() == 3, challenged, "{}", known.token);
        if challenged {
            let outcome = json!({
                "paRes": "", "transactionId": reply.body["md"],
                "cardinalValidateResponse": { "isValidated": true, "actionCode": "SUCCESS" },
            });
            reply = world
                .post(&format!("/mobile/payments/{secret}/three-ds-complete"), outcome)
                .await;
        }
        assert_eq!(reply.code(), i64::from(row.result()), "{}", known.token);
        let paid = row.result() == 0;
        assert_eq!(world.status_of(&intent), if paid { "Captured" } else { "Created" });
    }
}

#[tokio::test]
async fn device_data_must_be_of_the_card_in_the_token() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    let other = json!({ "cardNumber": PAYS, "expiryDate": "12 / 29" });
    world.post(&format!("/api/device-data/{secret}"), other).await;
    let body = json!({ "token": "google-pay-pan-only-challenged" });
    let reply = google_pay(&world, &secret, body).await;
    assert_eq!(reply.code(), 400);
    assert!(reply.body["message"].as_str().unwrap().contains("device data"));
    let unformatted = json!({ "cardNumber": CHALLENGES, "expiryDate": "12/29" });
    let reply = world.post(&format!("/api/device-data/{secret}"), unformatted).await;
    assert_eq!(reply.code(), 400, "the expiry has spaces round its slash");
}

#[tokio::test]
async fn googles_contacts_are_kept_with_their_postcode() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let body = json!({
        "token": "google-pay-cryptogram-approved", "email": "sam@example.test", "phoneNumber": "+44 1",
        "billingContact": { "name": "Sam", "address1": "1 High St", "locality": "Hull", "postcode": "HU1 1AA",
            "countryCode": "GB", "administrativeArea": "", "sortingCode": "" },
        "shippingContact": { "name": "Sam Demo", "address1": "2 Low St", "countryCode": "GB" },
    });
    assert_eq!(google_pay(&world, &secret, body).await.code(), 0);
    let shown = send(world.backend(Method::GET, &format!("/payment-intents/{intent}")))
        .await
        .body;
    assert_eq!(
        shown["customer"],
        json!({ "emailAddress": "sam@example.test", "phoneNumber": "+44 1" })
    );
    assert_eq!(
        shown["billingAddress"],
        json!({ "address1": "1 High St", "city": "Hull", "postcode": "HU1 1AA", "countryCode": "GB" })
    );
    assert_eq!(shown["shippingDetails"]["name"], "Sam Demo");
    assert_eq!(shown["paymentDetails"]["cardNumber"], "44565300****1005");
}

#[tokio::test]
async fn apple_pays_data_decides() {
    let world = World::start().await;
    for (data, code) in [
        ("apple-pay-approved", 0),
        ("apple-pay-declined", 5),
        ("google-pay-cryptogram-approved", 5),
        ("", 5),
    ] {
        let intent = world.intent();
        let secret = world.secret(&intent).await;
        let mut body = apple_token(data);
        body["billingContact"] = json!({
            "addressLines": ["1 High St"], "postalCode": "HU1 1AA", "country": "United Kingdom", "countryCode": "GB",
            "givenName": "Sam", "familyName": "Demo",
        });
        body["shippingContact"] = json!({ "addressLines": [""], "emailAddress": "sam@example.test" });
        assert_eq!(apple_pay(&world, &secret, body).await.code(), code, "{data}");
        if code == 0 {
            let shown = send(world.backend(Method::GET, &format!("/payment-intents/{intent}")))
                .await
                .body;
            assert_eq!(shown["status"], "Captured");
            assert_eq!(shown["billingAddress"]["postcode"], "HU1 1AA");
            assert_eq!(shown["customer"]["emailAddress"], "sam@example.test");
            assert!(shown.get("shippingDetails").is_none());
        } else {
            assert_eq!(world.status_of(&intent), "Created");
        }
    }
}

#[tokio::test]
async fn a_token_with_a_part_missing_is_a_bad_request() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    for part in [
        "/paymentData",
        "/paymentData/header",
        "/paymentData/header/publicKeyHash",
        "/paymentData/signature",
        "/paymentMethod",
        "/transactionIdentifier",
    ] {
        let mut body = apple_token("apple-pay-approved");
        let (parent, name) = part.rsplit_once('/').unwrap();
        body["token"]
            .pointer_mut(parent)
            .unwrap()
            .as_object_mut()
            .unwrap()
            .remove(name);
        let reply = apple_pay(&world, &secret, body).await;
        reply.is_problem(400);
        assert_eq!(reply.body["statusCode"], 400, "{part}");
    }
    assert_eq!(google_pay(&world, &secret, json!({})).await.code(), 400);
    decrypt(&world, &secret, "")
        .await
        .body
        .as_object()
        .and_then(|body| body.get("message"))
        .unwrap();
}

#[tokio::test]
async fn a_wrong_secret_opens_nothing() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    for wrong in ["wrong", &secret[..159]] {
        let inside = decrypt(&world, wrong, "google-pay-pan-only-approved").await;
        assert_eq!(inside.code(), 401);
        assert!(inside.body.get("paymentMethodDetails").is_none());
        let body = json!({ "token": "nonsense" });
        assert_eq!(google_pay(&world, wrong, body).await.code(), 401);
        assert_eq!(apple_pay(&world, wrong, apple_token("x")).await.code(), 401);
    }
    for path in [
        "/api/payments//google-pay",
        "/api/payments//google-pay/decrypt-token",
        "/cors/api/payments//apple-pay",
    ] {
        assert_eq!(world.post(path, json!({})).await.code(), 404);
    }
}

#[tokio::test]
async fn an_intent_without_wallets_takes_none() {
    let world = World::start().await;
    let order = NewPaymentIntent::gbp(1).with("paymentMethods", json!(["Card"]));
    let only_cards = world.sandbox.merchant().create_payment_intent(order).unwrap();
    let terminal = NewPaymentIntent::gbp(1).with("cardHolderNotPresent", json!(true));
    let terminal = world.sandbox.merchant().create_payment_intent(terminal).unwrap();
    for intent in [only_cards, terminal] {
        let shown = world.get(&format!("/payment-intents/public/{intent}")).await.body;
        assert_eq!(shown["merchantConfig"]["supportedPaymentMethods"]["wallets"], json!([]));
        let secret = shown["clientSessionSecret"].as_str().unwrap();
        let reply = apple_pay(&world, secret, apple_token("apple-pay-approved")).await;
        assert_eq!(reply.code(), 30);
        assert_eq!(world.status_of(&intent), "Created");
    }
}

#[tokio::test]
async fn no_token_and_no_decrypted_number_is_recorded_or_shown() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    let inside = decrypt(&world, &secret, "google-pay-pan-only-challenged").await;
    device_data(&world, &secret, &inside.body).await;
    google_pay(&world, &secret, json!({ "token": "google-pay-pan-only-challenged" })).await;
    google_pay(&world, &secret, json!({ "token": "real-and-encrypted" })).await;
    apple_pay(&world, &secret, apple_token("real-and-encrypted")).await;
    let recorded = serde_json::to_string(&world.sandbox.requests()).unwrap();
    let shown = format!("{recorded} {} {}", world.sandbox.state(), super::logged());
    for hidden in [CHALLENGES, "real-and-encrypted", "c2lnbmF0dXJl", secret.as_str()] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
    assert!(recorded.contains("google-pay-pan-only-challenged") && recorded.contains("520000******1096"));
}

#[tokio::test]
async fn the_tokens_are_listed_for_people_and_tools() {
    let world = World::start().await;
    let listed = world.get("/_sandbox/test-wallet-tokens").await.body;
    assert_eq!(listed, json!(test_wallet_tokens()));
    assert_eq!(listed[0]["wallet"], "GOOGLE_PAY");
    assert_eq!(listed[0]["authMethod"], "CRYPTOGRAM_3DS");
    assert!(Wallet::GooglePay.to_string() == "Google Pay" && Wallet::ApplePay.to_string() == "Apple Pay");
}
