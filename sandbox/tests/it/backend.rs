//! The merchant's backend routes.

use reqwest::Method;
use serde_json::{Value, json};

use super::{PAYS, World, card, send};

async fn post(world: &World, path: &str, body: Value) -> super::Reply {
    send(world.backend(Method::POST, path).json(&body)).await
}

#[tokio::test]
async fn the_save_card_guide_in_four_steps() {
    let world = World::start().await;
    let customer = post(
        &world,
        "/customers",
        json!({ "name": "Sam Demo", "emailAddress": "sam@example.test" }),
    )
    .await;
    assert_eq!(customer.status, 200);
    let id = customer.body["id"].as_str().unwrap();
    assert!(id.starts_with("cust_sandbox_"));
    assert_eq!(customer.body["documentVersion"], 0);

    let secret = send(world.backend(Method::POST, &format!("/customers/{id}/create-secret"))).await;
    assert!(secret.body["secret"].as_str().unwrap().starts_with("cs_"));
    let at = |field: &str| secret.body[field].as_str().unwrap()[14..16].parse::<i32>().unwrap();
    assert_eq!((at("expireAt") - at("createdAt")).rem_euclid(60), 15);

    let intent = post(
        &world,
        "/payment-intents",
        json!({ "amount": { "value": 1250, "currencyCode": "GBP" }, "reference": "demo-order-1", "customer": { "id": id } }),
    )
    .await;
    assert_eq!(intent.status, 200, "{}", intent.body);
    assert!(intent.body["id"].as_str().unwrap().starts_with("pi_sandbox_"));
    assert_eq!(intent.body["status"], "Created");
    assert_eq!(intent.body["captureMode"], "Auto");
    assert_eq!(
        intent.body["totalAmount"],
        json!({ "value": 1250, "currencyCode": "GBP" })
    );
    assert_eq!(intent.body["customer"], json!({ "id": id }));
    assert_eq!(intent.body["paymentEvents"], json!([]));
}

#[tokio::test]
async fn customers_are_read_as_an_array_by_one_id_or_several() {
    let world = World::start().await;
    let (one, two) = (world.customer(), world.customer());
    let both = send(world.backend(Method::GET, &format!("/customers/{one},{two},cust_unknown"))).await;
    let ids: Vec<_> = both
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|customer| customer["id"].clone())
        .collect();
    assert_eq!(ids, [one, two]);
    let none = send(world.backend(Method::GET, "/customers/cust_unknown")).await;
    assert_eq!((none.status.as_u16(), none.body), (200, json!([])));
}

#[tokio::test]
async fn every_backend_route_wants_the_raw_api_key_and_a_version() {
    let world = World::start().await;
    let (customer, intent) = (world.customer(), world.intent());
    for (method, path) in [
        (Method::POST, "/customers".to_owned()),
        (Method::GET, format!("/customers/{customer}")),
        (Method::POST, format!("/customers/{customer}/create-secret")),
        (Method::POST, "/payment-intents".to_owned()),
        (Method::GET, format!("/payment-intents/{intent}")),
        (Method::DELETE, format!("/payment-intents/{intent}")),
        (
            Method::POST,
            format!("/payment-intents/{intent}/refresh-client-session-secret"),
        ),
    ] {
        let url = format!("{}{path}", world.sandbox.url());
        let request = || world.client.request(method.clone(), &url);
        send(request().header("version", "2022-04-07")).await.is_problem(401);
        for wrong in [
            "Basic sk_sandbox_other",
            "Bearer sk_sandbox_local",
            "Basic c2tfc2FuZGJveF9sb2NhbA==",
            "Basic ",
            "sk_sandbox_local",
        ] {
            send(request().header("version", "2022-04-07").header("authorization", wrong))
                .await
                .is_problem(401);
        }
        send(request().header("authorization", "Basic sk_sandbox_local"))
            .await
            .blames("Version");
        send(
            request()
                .header("authorization", "Basic sk_sandbox_local")
                .header("version", "latest"),
        )
        .await
        .blames("Version");
    }
}

#[tokio::test]
async fn the_guides_mistake_gets_an_answer_that_names_it() {
    let world = World::start().await;
    let customer = world.customer();
    let order = json!({
        "amount": { "value": 1, "currencyCode": "GBP" }, "reference": "r", "customer": { "customerId": customer },
    });
    let reply = post(&world, "/payment-intents", order).await;
    reply.blames("customer.customerId");
    assert!(
        reply.body["detail"].as_str().unwrap().contains("customer.id"),
        "{}",
        reply.body
    );
}

#[tokio::test]
async fn an_order_is_checked_field_by_field() {
    let world = World::start().await;
    let good = || json!({ "amount": { "value": 100, "currencyCode": "GBP" }, "reference": "r" });
    for (pointer, value, field) in [
        ("amount", Value::Null, "amount"),
        ("amount", json!({ "value": 1 }), "amount.currencyCode"),
        (
            "amount",
            json!({ "value": "100", "currencyCode": "GBP" }),
            "amount.value",
        ),
        ("amount", json!({ "value": 1.5, "currencyCode": "GBP" }), "amount.value"),
        ("amount", json!({ "value": -1, "currencyCode": "GBP" }), "amount.value"),
        (
            "amount",
            json!({ "value": 1, "currencyCode": "XYZ" }),
            "amount.currencyCode",
        ),
        (
            "amount",
            json!({ "value": 1, "currencyCode": "GBP", "exponent": 2 }),
            "amount.exponent",
        ),
        ("reference", json!(""), "reference"),
        ("reference", json!("x".repeat(61)), "reference"),
        ("reference", json!(7), "reference"),
        ("captureMode", json!("Later"), "captureMode"),
        ("customer", json!({ "id": "cust_unknown" }), "customer.id"),
        ("customer", json!({ "mail": "x" }), "customer.mail"),
        (
            "billingAddress",
            json!({ "city": "Hull" }),
            "billingAddress.countryCode",
        ),
        (
            "config",
            json!({ "customerEmail": { "collectionRequired": "yes" } }),
            "config.customerEmail.collectionRequired",
        ),
        ("config", json!({ "redirectUrl": "" }), "config.redirectUrl"),
        (
            "config",
            json!({ "cancelUrl": "https://shop.example/a b" }),
            "config.cancelUrl",
        ),
        (
            "actionLink",
            json!({ "label": "Menu", "url": "menu" }),
            "actionLink.url",
        ),
        (
            "itemLines",
            json!([{ "caption": "Tea", "amountTotal": { "value": 1, "currencyCode": "?" } }]),
            "itemLines[0].amountTotal.currencyCode",
        ),
        ("currency", json!("GBP"), "currency"),
        ("metadata", json!({ "a": 1 }), "metadata.a"),
    ] {
        let mut order = good();
        order[pointer] = value;
        if order[pointer].is_null() {
            order.as_object_mut().unwrap().remove(pointer);
        }
        post(&world, "/payment-intents", order).await.blames(field);
    }
    assert_eq!(post(&world, "/payment-intents", good()).await.status, 200);
    post(
        &world,
        "/customers",
        json!({ "name": "x".repeat(101), "phoneNumber": "1" }),
    )
    .await
    .blames("name")
    .blames("phoneNumber");
}

#[tokio::test]
async fn texts_of_lines_have_their_lengths() {
    let world = World::start().await;
    for (lines, text, longest) in [
        ("itemLines", "id", 60),
        ("itemLines", "name", 100),
        ("itemLines", "plu", 200),
        ("taxLines", "id", 60),
        ("taxLines", "caption", 100),
        ("taxLines", "subCaption", 100),
        ("taxLines", "affectedPlu", 200),
    ] {
        let with = |length: usize| {
            let line = json!({ text: "é".repeat(length) });
            post(&world, "/payment-intents", order_with(lines, json!([{}, line])))
        };
        assert_eq!(with(longest).await.status, 200, "{lines} {text}");
        with(longest + 1).await.blames(&format!("{lines}[1].{text}"));
    }
}

#[tokio::test]
async fn a_modifier_may_take_something_off_and_has_a_currency() {
    let world = World::start().await;
    let with = |currency: &str| {
        let amount = json!({ "value": -50, "currencyCode": currency });
        let modifier = json!({ "id": "m", "name": "Without milk", "quantity": 1, "amountPerModifier": amount });
        let line = json!({ "name": "Tea", "modifiers": [modifier] });
        post(&world, "/payment-intents", order_with("itemLines", json!([line])))
    };
    assert_eq!(with("GBP").await.status, 200);
    for currency in ["", "?", "XXZ"] {
        with(currency)
            .await
            .blames("itemLines[0].modifiers[0].amountPerModifier.currencyCode");
    }
}

fn order_with(lines: &str, of: Value) -> Value {
    json!({ "amount": { "value": 1, "currencyCode": "GBP" }, "reference": "r", lines: of })
}

#[tokio::test]
async fn broken_bodies_are_refused() {
    let world = World::start().await;
    let raw = |text: &'static str, kind: &'static str| {
        send(
            world
                .backend(Method::POST, "/customers")
                .header("content-type", kind)
                .body(text),
        )
    };
    raw("{", "application/json").await.is_problem(400);
    raw("", "application/json").await.is_problem(400);
    raw("[]", "application/json").await.is_problem(400);
    raw("null", "application/json").await.is_problem(400);
    raw("a=b", "application/x-www-form-urlencoded").await.is_problem(415);
    assert_eq!(raw("{}", "application/json; charset=UTF-8").await.status, 200);
    send(world.backend(Method::PUT, "/customers")).await.is_problem(405);
    send(world.backend(Method::GET, "/nothing/here")).await.is_problem(404);
    send(world.backend(Method::GET, "/customers/%ff")).await.is_problem(400);
    send(world.backend(Method::POST, "/customers/cust_unknown/create-secret"))
        .await
        .is_problem(404);
    send(world.backend(Method::GET, "/payment-intents/pi_unknown"))
        .await
        .is_problem(404);
    send(world.backend(Method::GET, "/payment-intents/pi_unknown?returnCanceled=maybe"))
        .await
        .is_problem(400);
}

#[tokio::test]
async fn the_version_decides_about_the_secret_of_a_new_intent_and_the_name_of_a_line() {
    let world = World::start().await;
    let line = json!({ "caption": "Tea", "amountTotal": { "value": 1, "currencyCode": "GBP" } });
    let order = json!({ "amount": { "value": 1, "currencyCode": "GBP" }, "reference": "r", "itemLines": [line] });
    let create = |version: &'static str, order: Value| {
        let url = format!("{}/payment-intents", world.sandbox.url());
        let request = world
            .client
            .post(url)
            .header("authorization", "Basic sk_sandbox_local")
            .header("version", version);
        send(request.json(&order))
    };
    let old = create("2022-04-07", order.clone()).await.body;
    assert_eq!(old["clientSessionSecret"].as_str().unwrap().len(), 160);
    assert_eq!(old["itemLines"][0]["caption"], "Tea");
    let new = create("2026-02-27", order.clone()).await.body;
    assert!(new.get("clientSessionSecret").is_none());
    assert_eq!(new["clientSessionSecretExpirationDate"], "0001-01-01T00:00:00Z");
    assert_eq!(new["itemLines"][0]["name"], "Tea");
    let mut asked = order;
    asked["generateRemoteToken"] = json!(true);
    assert!(create("2026-02-27", asked).await.body["clientSessionSecret"].is_string());
}

#[tokio::test]
async fn a_canceled_intent_is_hidden_unless_asked_for() {
    let world = World::start().await;
    let intent = world.intent();
    let path = format!("/payment-intents/{intent}");
    let canceled = send(world.backend(Method::DELETE, &path)).await;
    assert_eq!(
        (canceled.status.as_u16(), &canceled.body["status"]),
        (200, &json!("Canceled"))
    );
    send(world.backend(Method::GET, &path)).await.is_problem(404);
    let shown = send(world.backend(Method::GET, &format!("{path}?returnCanceled=true"))).await;
    assert_eq!(shown.body["status"], "Canceled");
    world
        .get(&format!("/payment-intents/public/{intent}"))
        .await
        .is_problem(404);
    send(world.app(
        Method::POST,
        &format!("/payment-intents/public/{intent}/refresh-client-session-secret"),
    ))
    .await
    .is_problem(404);
    send(world.backend(Method::DELETE, &path)).await.is_problem(404);
}

#[tokio::test]
async fn a_paid_intent_cannot_be_canceled_and_shows_how_it_was_paid() {
    let world = World::start().await;
    let intent = world.intent();
    let secret = world.secret(&intent).await;
    assert_eq!(world.pay(&secret, card(PAYS)).await.code(), 0);
    let path = format!("/payment-intents/{intent}");
    send(world.backend(Method::DELETE, &path)).await.is_problem(400);
    let shown = send(world.backend(Method::GET, &path)).await.body;
    assert_eq!(shown["status"], "Captured");
    assert_eq!(shown["paymentEvents"][0]["eventType"], "Captured");
    let details = &shown["paymentDetails"];
    assert_eq!(details["cardNumber"], "52000000****1005");
    assert_eq!(details["expiryDate"], "12/29");
    assert_eq!(details["cardType"], "MASTERCARD");
    assert!(
        details.get("card").is_none() && details.get("transactionId").is_none(),
        "{details}"
    );

    for version in ["2024-02-05", "2026-02-27"] {
        let shown = send(world.backend_in(version, Method::GET, &path)).await.body;
        let details = &shown["paymentDetails"];
        assert_eq!(details["card"]["cardNumber"], "52000000****1005", "{version}");
        assert_eq!(details["card"]["expiryDate"], "2029-12-31", "{version}");
        assert_eq!(details["card"]["cardType"], "MASTERCARD", "{version}");
        assert!(details["transactionId"].is_string() && details.get("cardNumber").is_none());
    }
}

#[tokio::test]
async fn the_backend_refreshes_a_secret_too() {
    let world = World::start().await;
    let intent = world.intent();
    let first = world.secret(&intent).await;
    let path = format!("/payment-intents/{intent}/refresh-client-session-secret");
    let second = send(world.backend(Method::POST, &path)).await.body["clientSessionSecret"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_ne!(first, second);
    assert_eq!(world.pay(&first, card(PAYS)).await.code(), 401);
    assert_eq!(world.pay(&second, card(PAYS)).await.code(), 0);
}
