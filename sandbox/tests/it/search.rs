//! Searches, and changing and deleting customers.

use checkout_sandbox::NewPaymentIntent;
use reqwest::Method;
use serde_json::{Value, json};

use super::{PAYS, Reply, World, card, send};

async fn post(world: &World, path: &str, body: Value) -> Reply {
    send(world.backend(Method::POST, path).json(&body)).await
}

fn ids(page: &Value) -> Vec<&str> {
    let items = page["data"].as_array().unwrap().iter();
    items.map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn customers_come_in_pages_newest_first() {
    let world = World::start().await;
    let mut known: Vec<_> = (0..5).map(|_| world.customer()).collect();
    known.reverse();
    let all = post(&world, "/customers/search", json!({})).await.body;
    assert_eq!(ids(&all), known);
    assert!(all.get("before").is_none() && all.get("after").is_none());
    let first = post(&world, "/customers/search", json!({ "limit": 2 })).await.body;
    assert_eq!(ids(&first), known[..2]);
    let next = json!({ "limit": 2, "after": first["after"] });
    let second = post(&world, "/customers/search", next).await.body;
    assert_eq!(ids(&second), known[2..4]);
    let back = json!({ "limit": 2, "before": second["before"] });
    assert_eq!(ids(&post(&world, "/customers/search", back).await.body), known[..2]);
    for (bad, field) in [
        (json!({ "limit": 0 }), "limit"),
        (json!({ "limit": 101 }), "limit"),
        (json!({ "after": "cust_unknown" }), "after"),
        (json!({ "before": "x".repeat(201) }), "before"),
    ] {
        post(&world, "/customers/search", bad).await.blames(field);
    }
}

#[tokio::test]
async fn payment_intents_are_found_by_status_and_time() {
    let world = World::start().await;
    let (open, paid, gone) = (world.intent(), world.intent(), world.intent());
    let secret = world.secret(&paid).await;
    world.pay(&secret, card(PAYS)).await;
    world.sandbox.merchant().cancel_payment_intent(&gone).unwrap();
    world
        .sandbox
        .merchant()
        .create_setup_intent(json!({ "reference": "r", "terms": "t", "merchantInitiatedTransactionType": "NoShow" }))
        .unwrap();
    world.sandbox.clock().advance(std::time::Duration::from_secs(3600));
    let boundary = world.get("/_sandbox/clock").await.body["now"].clone();
    let late = world
        .sandbox
        .merchant()
        .create_payment_intent(NewPaymentIntent::gbp(1))
        .unwrap();
    let search = async |body: Value| post(&world, "/payment-intents/search", body).await.body;
    assert_eq!(ids(&search(json!({})).await).len(), 4, "no setup intents");
    assert_eq!(ids(&search(json!({ "statuses": ["Captured"] })).await), [paid.as_str()]);
    let both = search(json!({ "statuses": ["Created", "Canceled"], "endDate": boundary })).await;
    assert_eq!(ids(&both).len(), 2);
    assert!(ids(&both).contains(&open.as_str()) && ids(&both).contains(&gone.as_str()));
    assert_eq!(ids(&search(json!({ "startDate": boundary })).await), [late.as_str()]);
    let page = search(json!({ "cursor": { "limit": 1 } })).await;
    assert_eq!((ids(&page), &page["after"]), (vec![late.as_str()], &json!(late)));
    for (bad, field) in [
        (json!({ "cursor": { "limit": 0 } }), "cursor.limit"),
        (json!({ "statuses": ["Paid"] }), "statuses[0]"),
        (json!({ "startDate": "yesterday" }), "startDate"),
    ] {
        post(&world, "/payment-intents/search", bad).await.blames(field);
    }
}

#[tokio::test]
async fn a_customer_changes_by_what_is_given() {
    let world = World::start().await;
    let created = post(
        &world,
        "/customers",
        json!({ "name": "Sam", "emailAddress": "sam@example.test" }),
    )
    .await;
    let path = format!("/customers/{}", created.body["id"].as_str().unwrap());
    let change = json!({ "phoneNumber": "+44 123", "emailAddress": null });
    let changed = send(world.backend(Method::PATCH, &path).json(&change)).await.body;
    assert_eq!(
        (&changed["name"], &changed["phoneNumber"]),
        (&json!("Sam"), &json!("+44 123"))
    );
    assert!(changed.get("emailAddress").is_none());
    assert_eq!(changed["documentVersion"], 1);
    assert_eq!(send(world.backend(Method::GET, &path)).await.body[0], changed);
    send(world.backend(Method::PATCH, &path).json(&json!({ "phoneNumber": "1" })))
        .await
        .blames("phoneNumber");
    send(world.backend(Method::PATCH, "/customers/cust_x").json(&json!({})))
        .await
        .is_problem(404);
}

#[tokio::test]
async fn a_deleted_customer_is_forgotten_with_cards_and_secrets() {
    let world = World::start().await;
    let customer = world.customer();
    let merchant = world.sandbox.merchant();
    merchant.save_card(&customer, PAYS, "12/29").unwrap();
    let secret = merchant.create_customer_secret(&customer).unwrap();
    let path = format!("/customers/{customer}");
    assert_eq!(send(world.backend(Method::DELETE, &path)).await.status, 204);
    assert_eq!(send(world.backend(Method::GET, &path)).await.body, json!([]));
    let list = world.app(Method::GET, &format!("/customers/public/{customer}/payment-methods"));
    send(list.header("authorization", format!("Basic {secret}")))
        .await
        .is_problem(401);
    send(world.backend(Method::DELETE, &path)).await.is_problem(404);
}
