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

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &serde_json::Value, found: &mut Vec<String>) {
        match value {
            serde_json::Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(|target| target.as_str()).map(str::to_owned));
                fields.values().for_each(|value| references(value, found));
            }
            serde_json::Value::Array(items) => items.iter().for_each(|item| references(item, found)),
            _ => {}
        }
    }
    let document = Sandbox::openapi();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 100);
    for reference in found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}
