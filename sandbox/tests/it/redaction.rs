//! Nothing that the sandbox records, shows or logs holds a card number, a CVV or a secret.

use reqwest::Method;
use serde_json::json;

use super::{CHALLENGES, PAYS, World, card_to_save, logged, send};

#[tokio::test]
async fn no_card_number_cvv_or_secret_is_recorded_shown_or_logged() {
    let world = World::start().await;
    let customer = world.customer();
    let created = send(world.backend(Method::POST, &format!("/customers/{customer}/create-secret"))).await;
    let customer_secret = created.body["secret"].as_str().unwrap().to_owned();
    let list = format!("/customers/public/{customer}/payment-methods");
    send(
        world
            .app(Method::GET, &list)
            .header("authorization", format!("Basic {customer_secret}")),
    )
    .await;
    let mut secrets = vec![customer_secret];
    for number in [PAYS, CHALLENGES] {
        let secret = world.secret(&world.intent_for(&customer)).await;
        world
            .post(&format!("/api/device-data/{secret}"), card_to_save(number))
            .await;
        world.pay(&secret, card_to_save(number)).await;
        secrets.push(secret);
    }
    // Card data in places where it does not belong, and in a body that is no JSON.
    let order = json!({
        "amount": { "value": 1, "currencyCode": "GBP" }, "reference": format!("card {PAYS}"),
        "metadata": { PAYS: "5200 0000 0000 1005" },
    });
    send(world.backend(Method::POST, "/payment-intents").json(&order)).await;
    let broken = format!(r#"{{"cV2":"020","cardNumber":"{PAYS}""#);
    send(
        world
            .app(Method::POST, &format!("/api/payments/{}", secrets[1]))
            .header("content-type", "application/json")
            .body(broken),
    )
    .await;
    send(
        world
            .app(Method::POST, &format!("/api/unknown/{}", secrets[1]))
            .header("x-card", PAYS),
    )
    .await;

    let recorded = serde_json::to_string(&world.sandbox.requests()).unwrap();
    let debug = format!(
        "{:?} {:?} {:?}",
        world.sandbox,
        world.sandbox.requests(),
        world.sandbox.merchant()
    );
    let logged = logged();
    assert!(logged.contains("/api/payments/{secret}"), "the log was captured");
    assert!(
        recorded.contains("520000******1005") && recorded.contains("Basic cs_***") && recorded.contains("Basic sk_***")
    );
    assert!(recorded.contains(r#""cV2":"***""#));
    for (place, text) in [("recorded", &recorded), ("debug", &debug), ("logged", &logged)] {
        for number in [PAYS, CHALLENGES, "5200 0000 0000 1005"] {
            assert!(!text.contains(number), "{number} is {place}");
        }
        assert!(!text.contains("sk_sandbox_local"), "the API key is {place}");
        for secret in &secrets {
            assert!(!text.contains(secret), "a secret is {place}");
        }
        // As JSON, and as JSON inside a quoted text.
        for cvv in [r#""020""#, r#"\"020\""#] {
            assert!(!text.contains(cvv), "the CVV is {place}");
        }
    }
    let state = world.sandbox.state().to_string();
    assert!(state.contains("52000000****1005") && state.contains("card 520000******1005"));
    assert!(!state.contains(PAYS) && secrets.iter().all(|secret| !state.contains(secret)));
}
