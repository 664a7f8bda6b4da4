//! The sandbox's description of itself.

use checkout_sandbox::Sandbox;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

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
        "/acs/challenge",
        "/",
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

/// That no path is missing, the routes' own tests see; here it is about the methods.
#[tokio::test]
async fn no_method_is_served_that_is_not_described_and_none_is_described_that_is_not_served() {
    let world = World::start().await;
    let document = Sandbox::openapi();
    for (template, operations) in document["paths"].as_object().unwrap() {
        let path = template
            .split('/')
            .map(|part| if part.starts_with('{') { "x" } else { part });
        let path = path.collect::<Vec<_>>().join("/");
        for method in ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE"] {
            let described = |method: &str| operations.get(method.to_lowercase()).is_some();
            if method == "HEAD" && described("GET") {
                continue; // GET without its body
            }
            let request = world.backend(Method::from_bytes(method.as_bytes()).unwrap(), &path);
            let response = request.send().await.unwrap();
            let refused = response.status() == StatusCode::METHOD_NOT_ALLOWED;
            if !described(method) {
                assert!(refused, "{method} {template} is not described");
            } else if refused {
                // A merchant's wish may be refused like this, too.
                let problem: Value = response.json().await.unwrap();
                assert_ne!(
                    problem["detail"],
                    json!(format!("{method} is not allowed here.")),
                    "{template}"
                );
            }
        }
    }
}

/// A page is asked for as a browser does it, the rest of what people see as a script may.
#[tokio::test]
async fn pages_and_events_are_of_the_media_types_that_are_described() {
    let world = World::start().await;
    let document = Sandbox::openapi();
    for (path, template, accept, status) in [
        ("/", "/", "text/html,*/*;q=0.8", "200"),
        ("/", "/", "*/*", "406"),
        (
            "/acs/return?outcome=CANCEL&transactionId=x",
            "/acs/return",
            "text/html",
            "200",
        ),
        ("/acs/return", "/acs/return", "text/html", "400"),
        ("/_sandbox/events", "/_sandbox/events", "*/*", "200"),
        ("/_sandbox/events?limit=0", "/_sandbox/events", "*/*", "400"),
        ("/_sandbox/events?limit=x", "/_sandbox/events", "*/*", "400"),
    ] {
        let request = world.app(Method::GET, path).header("accept", accept);
        let response = request.send().await.unwrap();
        assert_eq!(response.status().as_str(), status, "{path}");
        let sent = response.headers()["content-type"].to_str().unwrap();
        let described = document["paths"][template]["get"]["responses"][status]["content"]
            .as_object()
            .unwrap();
        let described: Vec<_> = described.keys().collect();
        assert_eq!(described, [sent.split(';').next().unwrap()], "{path}");
    }
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
