//! The judge is not lenient: whatever a runner reports that is not what happened, it says so.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a failed unwrap is a failed test"
)]

use checkout_conformance::{Observed, Outcome, ResultSeen, Scenario, ScenarioRun, scenarios};

fn scenario(name: &str) -> Scenario {
    scenarios()
        .unwrap()
        .into_iter()
        .find(|scenario| scenario.name == name)
        .unwrap()
}

/// Reports `observed` without having done anything: the requests are then missing, too, unless none are expected.
async fn mismatches(name: &str, observe: impl FnOnce(&str) -> Observed) -> Vec<String> {
    let run = ScenarioRun::start(&scenario(name)).await.unwrap();
    let observed = observe(&run.plan().payment_intent_id);
    let verdict = run.finish(&observed).await;
    assert_eq!(verdict.passed, verdict.mismatches.is_empty());
    verdict.mismatches
}

/// What a right runner reports of a scenario without requests.
fn refused(id: &str) -> Observed {
    let result = ResultSeen {
        code: 400,
        status: "InvalidRequest".to_owned(),
        charge: "NotCharged".to_owned(),
        reason: Some("InvalidArgument".to_owned()),
        message: Some("An argument is not valid.".to_owned()),
        gateway_code: None,
        payment_intent_id: id.to_owned(),
    };
    Observed {
        result: Some(result),
        states: vec!["Finished".to_owned()],
        ..Observed::default()
    }
}

const REFUSED: &str = "intent-id-with-a-path";

#[tokio::test]
async fn what_is_right_passes() {
    assert_eq!(mismatches(REFUSED, refused).await, Vec::<String>::new());
}

#[tokio::test]
async fn every_field_of_a_result_counts() {
    type Change = fn(&mut Observed);
    fn result(observed: &mut Observed) -> &mut ResultSeen {
        observed.result.as_mut().unwrap()
    }
    let changes: [(&str, Change); 14] = [
        ("code", |observed| result(observed).code = 0),
        ("an unpublished code", |observed| result(observed).code = 402),
        ("status", |observed| result(observed).status = "Successful".to_owned()),
        ("charge", |observed| result(observed).charge = "Unknown".to_owned()),
        ("reason", |observed| {
            result(observed).reason = Some("Network".to_owned())
        }),
        ("no reason", |observed| result(observed).reason = None),
        ("no message", |observed| result(observed).message = None),
        ("empty message", |observed| {
            result(observed).message = Some(String::new())
        }),
        ("gateway code", |observed| result(observed).gateway_code = Some(5)),
        ("intent id", |observed| result(observed).payment_intent_id.push('x')),
        ("states", |observed| observed.states.clear()),
        ("diagnostics", |observed| {
            observed.diagnostics.push("SavedCardsUnavailable:Network".to_owned())
        }),
        ("configuration error", |observed| {
            observed.config_error = Some("BadUrl".to_owned())
        }),
        ("a step too many", |observed| observed.outcomes.push(Outcome::default())),
    ];
    for (what, change) in changes {
        let mismatches = mismatches(REFUSED, |id| {
            let mut observed = refused(id);
            change(&mut observed);
            observed
        });
        assert!(!mismatches.await.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn a_runner_that_does_nothing_passes_nothing() {
    // A few at a time: setting a world up and ending it mostly waits.
    for some in scenarios().unwrap().chunks(16) {
        let mut runs = tokio::task::JoinSet::new();
        for scenario in some.iter().cloned() {
            runs.spawn(async move {
                let run = ScenarioRun::start(&scenario).await.unwrap();
                let verdict = run.finish(&Observed::default()).await;
                assert!(!verdict.passed, "{}", scenario.name);
            });
        }
        runs.join_all().await;
    }
}

#[tokio::test]
async fn a_success_that_nobody_saw_on_the_wire_does_not_pass() {
    let mismatches = mismatches("new-card", |id| {
        let result = ResultSeen {
            code: 0,
            status: "Successful".to_owned(),
            charge: "Charged".to_owned(),
            reason: None,
            message: None,
            gateway_code: None,
            payment_intent_id: id.to_owned(),
        };
        let states = ["Loading", "ChoosingMethod", "StartingThreeDs", "Finished"]
            .map(str::to_owned)
            .to_vec();
        Observed {
            result: Some(result),
            states,
            outcomes: vec![Outcome::default(); 2],
            ..Observed::default()
        }
    });
    let mismatches = mismatches.await.join("\n");
    assert!(
        mismatches.contains("expected GET /payment-intents/public/{intent}, came nothing"),
        "{mismatches}"
    );
    assert!(mismatches.contains("the intent's status in the end"), "{mismatches}");
}

#[tokio::test]
async fn a_message_with_card_data_does_not_pass() {
    for text in ["card 5200 0000 0000 1005", "cV2 020!"] {
        let mismatches = mismatches("message-without-secrets", |id| {
            let mut observed = refused(id);
            observed.result.as_mut().unwrap().message = Some(text.to_owned());
            observed
        });
        let mismatches = mismatches.await.join("\n");
        assert!(
            mismatches.contains("the message holds card data or a secret"),
            "{mismatches}"
        );
        assert!(!mismatches.contains("1005"), "{mismatches}");
    }
}

#[tokio::test]
async fn a_message_with_what_the_customer_told_does_not_pass() {
    for (name, text) in [
        ("google-pay-unknown-token", "no such token: a-token-of-nobody"),
        ("apple-pay-contacts", "sent to 1 High Street"),
        ("setup-with-details", "declined for alex@example.test"),
        ("terminal-collects", "for Robin Example"),
    ] {
        let mismatches = mismatches(name, |id| {
            let mut observed = refused(id);
            observed.result.as_mut().unwrap().message = Some(text.to_owned());
            observed
        });
        let mismatches = mismatches.await.join("\n");
        assert!(
            mismatches.contains("the message holds card data or a secret"),
            "{name}: {mismatches}"
        );
        assert!(!mismatches.contains(text), "{mismatches}");
    }
}

#[tokio::test]
async fn a_plain_success_is_that_of_its_flow() {
    for (name, charge, plain) in [
        ("setup-saved", "NotCharged", true),
        ("setup-saved", "Charged", false),
        ("terminal-paid", "Charged", true),
        ("terminal-paid", "NotCharged", false),
        ("new-card", "NotCharged", false),
    ] {
        let mismatches = mismatches(name, |id| {
            let mut observed = refused(id);
            let result = observed.result.as_mut().unwrap();
            (result.code, result.charge) = (0, charge.to_owned());
            (result.reason, result.message) = (None, None);
            observed
        });
        let mismatches = mismatches.await.join("\n");
        assert_eq!(
            !mismatches.contains("only a plain success has no reason"),
            plain,
            "{name}, {charge}: {mismatches}"
        );
    }
}

#[tokio::test]
async fn values_count_and_null_is_one() {
    let observed = |outcomes: serde_json::Value| {
        let observed = serde_json::json!({ "outcomes": outcomes });
        serde_json::from_value::<Observed>(observed).unwrap()
    };
    let none = "form-amount-without-currency";
    let nulls = serde_json::json!(vec![serde_json::json!({ "value": null }); 5]);
    assert_eq!(mismatches(none, |_| observed(nulls)).await, Vec::<String>::new());
    for wrong in [serde_json::json!({}), serde_json::json!({ "value": {} })] {
        let outcomes = serde_json::json!(vec![wrong.clone(); 5]);
        assert_eq!(mismatches(none, |_| observed(outcomes)).await.len(), 5, "{wrong}");
    }
    let parts = |name: &str, value: serde_json::Value| {
        let mut outcomes: Vec<_> = scenario_values(name);
        outcomes[0]["value"]["fraction"] = value;
        observed(serde_json::json!(outcomes))
    };
    let some = "form-amount-parts";
    assert_eq!(
        mismatches(some, |_| parts(some, "50".into())).await,
        Vec::<String>::new()
    );
    for wrong in ["5".into(), 50.into(), serde_json::Value::Null] {
        assert_eq!(mismatches(some, |_| parts(some, wrong)).await.len(), 1);
    }
}

/// What a right runner reports of a scenario that is nothing but values.
fn scenario_values(name: &str) -> Vec<serde_json::Value> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/9-forms.json");
    let all: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let scenario = all.into_iter().find(|scenario| scenario["name"] == name).unwrap();
    let steps = scenario["host"].as_array().unwrap();
    steps.iter().map(|step| step["expect"].clone()).collect()
}

#[test]
fn unknown_words_in_a_scenario_are_refused() {
    let fine = serde_json::json!({ "name": "x", "covers": ["D1-01"], "summary": "x",
        "host": [{ "on": "ChoosingMethod", "do": "wait", "ms": 1, "expect": { "error": "WrongState" } }], "expect": {} });
    assert!(serde_json::from_value::<Scenario>(fine.clone()).is_ok());
    for (place, word) in [
        ("", "givn"),
        ("/host/0", "od"),
        ("/host/0/expect", "eror"),
        ("/expect", "request"),
    ] {
        let mut wrong = fine.clone();
        wrong.pointer_mut(place).unwrap()[word] = 1.into();
        assert!(serde_json::from_value::<Scenario>(wrong).is_err(), "{place}/{word}");
    }
    let mut wrong = fine.clone();
    wrong["host"][0]["do"] = "dance".into();
    assert!(serde_json::from_value::<Scenario>(wrong).is_err());

    for (step, place) in [
        (
            serde_json::json!({ "do": "payWithGooglePay", "sheet": { "token": "t", "merge": {} } }),
            "/sheet",
        ),
        (
            serde_json::json!({ "do": "payWithApplePay", "sheet": "t", "billing_contact": {} }),
            "/billing_contact",
        ),
        (
            serde_json::json!({ "do": "payWithCard", "card": { "test_card": "visa", "details": { "shipping": { "address": {} } } } }),
            "/card/details/shipping/address",
        ),
        (
            serde_json::json!({ "do": "checkField", "field": "Email", "typed": "", "moment": "Typing" }),
            "",
        ),
        (
            serde_json::json!({ "do": "amountParts", "minor_units": 1, "currency_code": "GBP" }),
            "",
        ),
        (
            serde_json::json!({ "do": "googlePayRequest", "merchant": { "gateway_merchant_id": "", "country_code": "" } }),
            "/merchant",
        ),
    ] {
        let mut scenario = fine.clone();
        scenario["host"][0] = step;
        assert!(
            serde_json::from_value::<Scenario>(scenario.clone()).is_ok(),
            "{scenario}"
        );
        scenario.pointer_mut(&format!("/host/0{place}")).unwrap()["od"] = 1.into();
        assert!(
            serde_json::from_value::<Scenario>(scenario.clone()).is_err(),
            "{scenario}"
        );
    }
}
