//! What Dojo's own samples, clients and test suites send, and what its documents allow.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Reply, World, send};

const VERSIONS: [&str; 4] = ["2022-04-07", "2024-02-05", "2025-09-10", "2026-02-27"];

async fn create(world: &World, version: &str, more: Value) -> Reply {
    let mut order = json!({ "amount": { "value": 1250, "currencyCode": "GBP" }, "reference": "order-1" });
    for (name, value) in more.as_object().unwrap() {
        order[name] = value.clone();
    }
    send(world.backend_in(version, Method::POST, "/payment-intents").json(&order)).await
}

fn mandate() -> Value {
    json!({ "reference": "card-1", "terms": "20 GBP", "merchantInitiatedTransactionType": "NoShow" })
}

#[tokio::test]
async fn a_slash_at_the_end_is_the_same_route() {
    let world = World::start().await;
    let order = json!({ "amount": { "value": 1, "currencyCode": "GBP" }, "reference": "r" });
    let created = send(world.backend(Method::POST, "/payment-intents/").json(&order)).await;
    assert_eq!(created.status, StatusCode::OK, "{}", created.body);
    let id = created.body["id"].as_str().unwrap();
    let loaded = world.get(&format!("/payment-intents/public/{id}/")).await;
    assert_eq!(loaded.body["id"], id);
    let query = format!("/payment-intents/{id}/?returnCanceled=true");
    assert_eq!(send(world.backend(Method::GET, &query)).await.body["id"], id);
    let secret = loaded.body["clientSessionSecret"].as_str().unwrap();
    let paid = world
        .post(&format!("/api/payments/{secret}/"), super::card(super::PAYS))
        .await;
    assert_eq!(paid.code(), 0);
    assert_eq!(world.get("/_sandbox/clock/").await.status, StatusCode::OK);
    // Without a secret the slash stands before nothing, and that is a route of its own.
    assert_eq!(world.post("/api/payments/", super::card(super::PAYS)).await.code(), 404);
    world.get("/no-such-route/").await.is_problem(404);
    world.get("/payment-intents/public//").await.is_problem(404);

    let rule = checkout_sandbox::FaultRule::on("GET", "/payment-intents/public/*");
    world.sandbox.script(rule.respond(503, json!({}))).unwrap();
    let faulty = world.get(&format!("/payment-intents/public/{id}/")).await;
    assert_eq!(faulty.status, 503, "a fault finds it too");
}

#[tokio::test]
async fn the_secret_is_in_the_answer_to_a_create_as_its_version_has_it() {
    let world = World::start().await;
    for version in VERSIONS {
        let created = create(&world, version, json!({})).await;
        let has_secret = created.body["clientSessionSecret"].is_string();
        assert_eq!(has_secret, version < "2026-02-27", "{version}");
        let wanted = create(&world, version, json!({ "generateRemoteToken": true })).await;
        assert!(wanted.body["clientSessionSecret"].is_string(), "{version}");
    }
}

#[tokio::test]
async fn what_samples_send_is_taken() {
    let world = World::start().await;
    for not_present in [json!("true"), json!(true), json!("True")] {
        let created = create(&world, "2024-02-05", json!({ "cardHolderNotPresent": not_present })).await;
        assert_eq!(created.body["paymentSource"], "virtual-terminal", "{not_present}");
    }
    for present in [json!("false"), json!(false), Value::Null] {
        let created = create(&world, "2024-02-05", json!({ "cardHolderNotPresent": present })).await;
        assert_eq!(created.body["paymentSource"], "api", "{present}");
    }
    for wrong in [json!("yes"), json!(1), json!("")] {
        let refused = create(&world, "2024-02-05", json!({ "cardHolderNotPresent": wrong })).await;
        refused.blames("cardHolderNotPresent");
        assert!(
            refused.body["detail"].as_str().unwrap().ends_with("must be a boolean"),
            "{}",
            refused.body
        );
    }
    let expiring =
        json!({ "captureMode": "Manual", "autoExpireAt": "2030-01-01T00:00:00Z", "autoExpireAction": "Release" });
    let created = create(&world, "2024-02-05", expiring).await;
    assert_eq!(created.status, StatusCode::OK, "{}", created.body);

    let mut setup = mandate();
    setup["amount"] = json!({ "value": 100, "currencyCode": "GBP" });
    let created = send(world.backend(Method::POST, "/setup-intents").json(&setup)).await;
    assert_eq!(created.status, StatusCode::OK, "{}", created.body);
    assert!(created.body["intendedAmount"].is_null());

    let events = send(world.backend(Method::GET, "/webhooks/events"))
        .await
        .body
        .to_string();
    for event in ["payment_intent.send-receipt", "terminal_session.status_updated"] {
        assert!(events.contains(event), "{event}");
        let url = format!("https://shop.example/{event}");
        let subscription = json!({ "url": url, "events": [event] });
        let made = send(world.backend(Method::POST, "/webhooks").json(&subscription)).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.body);
    }
}

#[tokio::test]
async fn a_401_says_how_to_authenticate() {
    let world = World::start().await;
    for path in ["/customers/cust_x", "/customers/public/cust_x/payment-methods"] {
        let refused = world.app(Method::GET, path).send().await.unwrap();
        assert_eq!(refused.status(), 401);
        let challenge = refused.headers()["www-authenticate"].to_str().unwrap();
        assert_eq!(challenge, r#"Basic realm="Dojo sandbox", charset="UTF-8""#);
    }
}

/// Every optional object without its properties, and every optional property as `null`.
#[tokio::test]
async fn what_is_optional_may_be_absent_null_or_empty() {
    let world = World::start().await;
    for version in VERSIONS {
        for name in [
            "captureMode",
            "tipsAmount",
            "description",
            "customer",
            "billingAddress",
            "shippingDetails",
            "transactionSource",
            "config",
            "requestSecurity",
            "itemLines",
            "taxLines",
            "paymentMethods",
            "actionLink",
            "expireAt",
            "autoExpireIn",
            "autoExpireAt",
            "autoExpireAction",
            "metadata",
            "setupIntentId",
            "cardHolderNotPresent",
            "cashbackAmount",
            "serviceChargeAmount",
            "orderDetails",
            "generateRemoteToken",
            "isNotOnlineCheckout",
        ] {
            let created = create(&world, version, json!({ name: null })).await;
            assert_eq!(created.status, StatusCode::OK, "{name}: {}", created.body);
        }
        for part in [
            json!({ "description": "", "customer": {}, "config": {}, "shippingDetails": {}, "requestSecurity": {}, "metadata": {} }),
            json!({ "itemLines": [], "taxLines": [], "paymentMethods": [], "orderDetails": {} }),
            json!({ "itemLines": [{}], "taxLines": [{}] }),
            json!({ "itemLines": [{ "amountTotal": null, "modifiers": [] }] }),
            json!({ "config": { "customerEmail": {}, "billingAddress": {}, "shippingDetails": {}, "details": {}, "payment": {} } }),
            json!({ "config": { "customerEmail": { "collectionRequired": null }, "title": "", "redirectUrl": null } }),
            json!({ "customer": { "id": null, "emailAddress": "", "phoneNumber": "" } }),
            json!({ "customer": { "id": "" }, "setupIntentId": "" }),
            json!({ "billingAddress": { "countryCode": "GB", "address1": null, "city": "" } }),
            json!({ "shippingDetails": { "name": "", "deliveryNotes": null, "address": null } }),
        ] {
            let created = create(&world, version, part.clone()).await;
            assert_eq!(created.status, StatusCode::OK, "{part}: {}", created.body);
            let shown = &created.body["config"]["customerEmail"]["collectionRequired"];
            assert!(shown.is_boolean(), "{part}: apps read a boolean");
            assert_eq!(created.body["paymentMethods"], json!(["Card", "Wallet"]));
            let line = &created.body["itemLines"][0];
            if line.is_object() {
                assert_eq!(
                    line.get("amountTotal").is_some(),
                    version == "2026-02-27",
                    "{version}: {line}"
                );
            }
        }
    }
    for part in [
        json!({ "intendedAmount": null, "captureMode": null, "expireAt": null, "orderDetails": null, "amount": null }),
        json!({ "config": { "customerEmail": {} }, "paymentMethods": [], "metadata": {}, "customer": {} }),
    ] {
        let mut setup = mandate();
        setup.as_object_mut().unwrap().extend(part.as_object().unwrap().clone());
        let created = send(world.backend(Method::POST, "/setup-intents").json(&setup)).await;
        assert_eq!(created.status, StatusCode::OK, "{part}: {}", created.body);
    }
    create(&world, "2022-04-07", json!({})).await;
    for search in [
        json!({}),
        json!({ "statuses": [], "startDate": null, "cursor": {} }),
        json!({ "statuses": null, "cursor": { "limit": null, "before": "", "after": null } }),
    ] {
        let found = send(world.backend(Method::POST, "/payment-intents/search").json(&search)).await;
        assert!(
            !found.body["data"].as_array().unwrap().is_empty(),
            "{search}: {}",
            found.body
        );
    }
}

#[tokio::test]
async fn a_message_speaks_of_json_and_not_of_this_program() {
    let world = World::start().await;
    for (wrong, field, said) in [
        (json!({ "amount": 5 }), "amount", "must be an object"),
        (
            json!({ "amount": { "value": "x", "currencyCode": "GBP" } }),
            "amount.value",
            "must be a whole number",
        ),
        (json!({ "amount": null }), "amount", "is required"),
        (json!({ "itemLines": {} }), "itemLines", "must be a list"),
        (
            json!({ "config": { "customerEmail": { "collectionRequired": "x" } } }),
            "config.customerEmail.collectionRequired",
            "must be a boolean",
        ),
        (json!({ "metadata": [] }), "metadata", "must be an object"),
        (json!({ "expireAt": "soon" }), "expireAt", ""),
        (json!({ "captureMode": "Later" }), "captureMode", ""),
        (json!({ "captureMode": 1 }), "captureMode", ""),
        (json!({ "paymentMethods": [1] }), "paymentMethods[0]", ""),
        (json!({ "transactionSource": "" }), "transactionSource", ""),
    ] {
        let refused = create(&world, "2022-04-07", wrong.clone()).await;
        refused.blames(field);
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(detail.contains(said), "{wrong}: {detail}");
        for ours in ["struct", "enum", "i64", "variant", "Option", "OffsetDateTime"] {
            assert!(!detail.contains(ours), "{wrong}: {detail}");
        }
    }
}
