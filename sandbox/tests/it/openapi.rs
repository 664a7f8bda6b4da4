//! The sandbox's description of itself.

use checkout_sandbox::Sandbox;
use serde_json::json;

use super::World;

#[tokio::test]
async fn it_is_served_and_names_every_area() {
    let world = World::start().await;
    let document = world.get("/openapi.json").await.body;
    assert_eq!(document, Sandbox::openapi());
    let paths = document["paths"].as_object().unwrap();
    for path in [
        "/customers/{customerId}",
        "/payment-intents/{paymentIntentId}/refunds",
        "/setup-intents/public/{setupIntentId}",
        "/api/payments/{secret}",
        "/cors/api/payments/{secret}/apple-pay",
        "/webhooks/{subscriptionId}/secrets/{secretId}/activate",
        "/manifests/gcp/rag-manifest.json",
        "/_sandbox/webhooks/deliveries",
        "/openapi.json",
    ] {
        assert!(paths.contains_key(path), "{path}");
    }
    assert_eq!(
        document["components"]["securitySchemes"]["apiKey"]["name"],
        json!("Authorization")
    );
}

/// Every operation has a name of its own and says what it answers.
#[test]
fn every_operation_is_described() {
    let document = Sandbox::openapi();
    let mut names = std::collections::HashSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            assert!(
                !operation["responses"].as_object().unwrap().is_empty(),
                "{method} {path}"
            );
        }
    }
    assert!(names.len() > 50, "{}", names.len());
}
