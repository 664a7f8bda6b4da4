//! The payment gateway: device data, payments, and the life of a session secret.

use std::time::Duration;

use checkout_sandbox::{CardScheme, CardScript, NewPaymentIntent, SandboxConfig, test_cards};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CHALLENGES, PAYS, World, card, card_to_save, saved, send};

const EVERY_SCHEME: [CardScheme; 8] = [
    CardScheme::Visa,
    CardScheme::Mastercard,
    CardScheme::Amex,
    CardScheme::Maestro,
    CardScheme::Discover,
    CardScheme::Dci,
    CardScheme::Jcb,
    CardScheme::UnionPay,
];

#[tokio::test]
async fn device_data_gives_a_token_and_does_not_use_up_the_secret() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    for body in [
        card(PAYS),
        json!({ "cardNumber": PAYS, "expiryDate": "12 / 29", "metaData": {} }),
        saved("pm_any"),
    ] {
        let reply = world.post(&format!("/api/device-data/{secret}"), body).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(
            reply.body["token"].as_str().unwrap().split('.').count(),
            3,
            "looks like a JWT"
        );
        assert!(reply.body["formAction"].is_string());
    }
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    let late = world.post(&format!("/api/device-data/{secret}"), card(PAYS)).await;
    assert_eq!(late.code(), 401);
    assert!(late.body.get("token").is_none());
}

#[tokio::test]
async fn every_test_card_does_what_its_row_says() {
    let world = World::with(SandboxConfig {
        card_schemes: EVERY_SCHEME.to_vec(),
        ..Default::default()
    })
    .await;
    for known in test_cards() {
        let intent = world.intent();
        let secret = world.secret(&intent).await;
        let mut reply = world.pay(&secret, card(known.number)).await;
        assert_eq!(reply.code() == 3, known.three_ds(), "{}", known.number);
        if known.three_ds() {
            let body = json!({
                "paRes": "eyJ.demo.jwt", "transactionId": reply.body["md"],
                "cardinalValidateResponse": { "isValidated": true, "errorNumber": 0, "errorDescription": "", "actionCode": "SUCCESS" },
            });
            reply = world
                .post(&format!("/mobile/payments/{secret}/three-ds-complete"), body)
                .await;
        }
        assert_eq!(reply.code(), i64::from(known.result()), "{}", known.number);
        let status = if known.result() == 0 { "Captured" } else { "Created" };
        assert_eq!(world.status_of(&intent), status, "{}", known.number);
    }
}

#[tokio::test]
async fn a_wrong_cvv_an_unlisted_number_and_an_expired_card_are_declined() {
    let world = World::start().await;
    let intent = world.intent();
    let mut wrong_cvv = card(PAYS);
    wrong_cvv["cV2"] = json!("999");
    let mut expired = card(PAYS);
    expired["expiryDate"] = json!("01 / 24");
    for body in [wrong_cvv, expired, card("4111111111111111")] {
        let secret = world.secret(&intent).await;
        assert_eq!(world.pay(&secret, body).await.code(), 5);
        assert_eq!(world.status_of(&intent), "Created");
    }
    let secret = world.secret(&intent).await;
    assert_eq!(
        world.pay(&secret, card(PAYS)).await.code(),
        0,
        "a declined intent can still be paid"
    );
}

#[tokio::test]
async fn a_scheme_that_the_merchant_does_not_take_fails() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card("6011000000001002")).await.code(), 30);
    assert_eq!(world.status_of(&intent), "Created");
}

#[tokio::test]
async fn manual_capture_only_authorises() {
    let world = World::start().await;
    let intent = world
        .sandbox
        .merchant()
        .create_payment_intent(NewPaymentIntent::gbp(1).manual())
        .unwrap();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    assert_eq!(world.status_of(&intent), "Authorized");
}

#[tokio::test]
async fn a_final_result_a_refresh_and_time_void_a_secret() {
    let world = World::start().await;
    let intent = world.intent();
    assert_eq!(world.pay("no-such-secret", card(PAYS)).await.code(), 401);

    let declined = world.secret(&intent).await;
    assert_eq!(world.pay(&declined, card("4456530000001013")).await.code(), 5);
    assert_eq!(world.pay(&declined, card(PAYS)).await.code(), 401);

    let replaced = world.secret(&intent).await;
    world.refreshed_secret(&intent).await;
    assert_eq!(world.pay(&replaced, card(PAYS)).await.code(), 401);

    let expired = world.secret(&intent).await;
    assert!(world.sandbox.clock().advance(Duration::from_secs(30 * 60 + 1)));
    assert_eq!(world.pay(&expired, card(PAYS)).await.code(), 401);
    assert_eq!(world.status_of(&intent), "Created");

    let good = world.secret(&intent).await;
    assert!(world.sandbox.clock().advance(Duration::from_secs(29 * 60)));
    assert_eq!(world.pay(&good, card(PAYS)).await.code(), 0);
}

#[tokio::test]
async fn results_that_settle_nothing_leave_the_secret_alive() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    for (number, code) in [("4456530000100997", 99), ("4456530000105004", 500), (CHALLENGES, 3)] {
        assert_eq!(world.pay(&secret, card(number)).await.code(), code);
    }
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
}

#[tokio::test]
async fn a_second_payment_is_a_duplicate() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    let again = world.refreshed_secret(&intent).await;
    assert_eq!(world.pay(&again, card(PAYS)).await.code(), 20);
    assert_eq!(world.pay(&again, card(PAYS)).await.code(), 401);
    assert_eq!(world.status_of(&intent), "Captured");
}

#[tokio::test]
async fn of_payments_in_a_race_exactly_one_succeeds() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    let race = (0..8).map(|_| {
        let request = world
            .app(Method::POST, &format!("/api/payments/{secret}"))
            .json(&card(PAYS));
        tokio::spawn(send(request))
    });
    let race: Vec<_> = race.collect();
    let mut codes = Vec::new();
    for runner in race {
        codes.push(runner.await.unwrap().code());
    }
    codes.sort_unstable();
    assert_eq!(codes, [0, 401, 401, 401, 401, 401, 401, 401]);
}

#[tokio::test]
async fn a_card_is_saved_once_and_paid_with_again() {
    let world = World::start().await;
    let customer = world.customer();
    let paid_and_saved = async || {
        let intent = world.intent_for(&customer);
        let secret = world.secret(&intent).await;
        assert_eq!(world.pay(&secret, card_to_save(PAYS)).await.code(), 0);
        let shown = send(world.backend(Method::GET, &format!("/payment-intents/{intent}")))
            .await
            .body;
        shown["paymentEvents"][0]["paymentMethodId"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let first = paid_and_saved().await;
    assert_eq!(paid_and_saved().await, first, "the same card keeps its id");

    let intent = world.intent_for(&customer);
    let secret = world.secret(&intent).await;
    assert_eq!(
        world
            .post(&format!("/api/payments/recurring/{secret}"), saved(&first))
            .await
            .code(),
        0
    );
    assert_eq!(world.status_of(&intent), "Captured");
}

#[tokio::test]
async fn a_card_is_not_saved_when_declined_unasked_or_without_a_customer() {
    let world = World::start().await;
    let customer = world.customer();
    let attempts = [
        (world.intent_for(&customer), card_to_save("4456530000001013"), 5),
        (world.intent_for(&customer), card(PAYS), 0),
        (world.intent(), card_to_save(PAYS), 0),
    ];
    for (intent, body, code) in attempts {
        let secret = world.secret(&intent).await;
        assert_eq!(world.pay(&secret, body).await.code(), code);
    }
    assert_eq!(world.sandbox.state()["customers"][0]["savedCards"], json!([]));
}

#[tokio::test]
async fn a_saved_card_pays_only_for_its_customer_and_with_its_cvv() {
    let world = World::start().await;
    let merchant = world.sandbox.merchant();
    let (owner, stranger) = (world.customer(), world.customer());
    let pm = merchant.save_card(&owner, PAYS, "12/29").unwrap();
    let challenged = merchant.save_card(&owner, CHALLENGES, "12/29").unwrap();
    let expired = merchant.save_card(&owner, PAYS, "01/24").unwrap();
    let recurring = async |intent: &str, body: Value| {
        let secret = world.secret(intent).await;
        world
            .post(&format!("/api/payments/recurring/{secret}"), body)
            .await
            .code()
    };
    assert_eq!(recurring(&world.intent_for(&stranger), saved(&pm)).await, 400);
    assert_eq!(recurring(&world.intent(), saved(&pm)).await, 400);
    assert_eq!(recurring(&world.intent_for(&owner), saved("pm_unknown")).await, 400);
    assert_eq!(
        recurring(
            &world.intent_for(&owner),
            json!({ "cV2": "999", "paymentMethodId": pm })
        )
        .await,
        5
    );
    assert_eq!(recurring(&world.intent_for(&owner), saved(&expired)).await, 5);
    assert_eq!(recurring(&world.intent_for(&owner), saved(&challenged)).await, 3);
    assert_eq!(recurring(&world.intent_for(&owner), saved(&pm)).await, 0);
}

#[tokio::test]
async fn a_request_that_says_too_little_is_400_in_the_body_and_costs_nothing() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    let without = |field: &str| {
        let mut body = card(PAYS);
        body.as_object_mut().unwrap().remove(field);
        body
    };
    let with = |field: &str, value: Value| {
        let mut body = card(PAYS);
        body[field] = value;
        body
    };
    for body in [
        without("cV2"),
        without("cardNumber"),
        without("expiryDate"),
        with("expiryDate", json!("12/29")),
        with("expiryDate", json!("2029-12")),
        with("cardNumber", json!("5200 0000 0000 1005")),
        with("cardNumber", json!("5200000000001006")),
        with("cV2", json!("12")),
        with("paymentMethodId", json!("pm_1")),
    ] {
        let reply = world.pay(&secret, body.clone()).await;
        assert_eq!(reply.code(), 400, "{body}");
        assert!(reply.body["message"].is_string());
    }
    let recurring = format!("/api/payments/recurring/{secret}");
    assert_eq!(world.post(&recurring, card(PAYS)).await.code(), 400);
    assert_eq!(world.post(&recurring, json!({ "cV2": "020" })).await.code(), 400);
    assert_eq!(
        world
            .post(&format!("/api/device-data/{secret}"), json!({}))
            .await
            .code(),
        400
    );
    assert_eq!(
        world.pay("unknown", json!({})).await.code(),
        401,
        "the secret comes first"
    );
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
}

#[tokio::test]
async fn both_sdks_request_variants_are_accepted() {
    let world = World::start().await;
    let android = json!({
        "cV2": "020", "savePaymentMethod": true, "cardName": "A Demo", "cardNumber": PAYS, "expiryDate": "12 / 29",
        "billingAddress": {}, "metaData": { "dojo-sdk-core-version": "android-1.7.2" },
    });
    let ios = json!({
        "cV2": "020", "cardName": "A Demo", "cardNumber": PAYS, "expiryDate": "12 / 29", "userEmailAddress": "",
        "billingAddress": { "postcode": "", "countryCode": "GB" }, "savePaymentMethod": false, "mitConsentGiven": true,
        "shippingDetails": { "name": "A", "address": { "address1": "1 Road" } }, "userPhoneNumber": "1",
        "metaData": { "dojo-sdk-core-version": "ios-142" },
    });
    for body in [android, ios] {
        let secret = world.secret(&world.intent()).await;
        assert_eq!(world.pay(&secret, body).await.code(), 0);
    }
}

#[tokio::test]
async fn broken_gateway_requests_are_problems_with_a_status_code_that_repeat_no_card_data() {
    let world = World::start().await;
    let secret = world.secret(&world.intent()).await;
    for (body, status) in [
        (r#"{"cardNumber":5200000000001005}"#, 400),
        (r#"{"cV2":341}"#, 400),
        (r#"{"cvv":"341"}"#, 400),
        (r#"{"cV2":"341","#, 400),
        ("", 400),
    ] {
        for route in ["/api/payments/", "/api/payments/recurring/", "/api/device-data/"] {
            let request = world
                .app(Method::POST, &format!("{route}{secret}"))
                .header("content-type", "application/json");
            let reply = send(request.body(body)).await;
            reply.is_problem(status);
            assert_eq!(reply.body["statusCode"], status);
            // The trace id is random digits, so it is left out.
            let text = format!("{} {}", reply.body["detail"], reply.body["errors"]);
            assert!(
                !text.contains("341") && !text.contains("5200000000001005") && !text.contains(&secret),
                "{text}"
            );
        }
    }
    send(world.app(Method::GET, &format!("/api/payments/{secret}")))
        .await
        .is_problem(405);
    send(world.app(Method::POST, &format!("/api/nothing/{secret}")))
        .await
        .is_problem(404);
}

#[tokio::test]
async fn a_secret_may_be_percent_encoded_in_the_path() {
    let world = World::start().await;
    let secret = world
        .secret(&world.intent())
        .await
        .replace('=', "%3D")
        .replace('_', "%5f");
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    let path = world.sandbox.requests().pop().unwrap().path;
    assert_eq!(path, "/api/payments/{secret}");
}

#[tokio::test]
async fn a_path_without_a_secret_is_404_in_the_body() {
    let world = World::start().await;
    for path in [
        "/api/device-data/",
        "/api/payments/",
        "/api/payments/recurring/",
        "/mobile/payments//three-ds-complete",
    ] {
        assert_eq!(world.post(path, card(PAYS)).await.code(), 404, "{path}");
    }
}

#[tokio::test]
async fn the_table_knows_which_cards_challenge() {
    let challenged: Vec<_> = test_cards()
        .iter()
        .filter(|card| card.three_ds())
        .map(|card| card.script)
        .collect();
    for script in [
        CardScript::Challenge,
        CardScript::ChallengeFails,
        CardScript::ChallengeCancelled,
        CardScript::ChallengeTimesOut,
    ] {
        assert!(challenged.contains(&script), "{script:?}");
    }
}
