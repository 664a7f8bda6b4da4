//! `checkout pay`, when the network is well.

use checkout_sandbox::{CardScript, FaultRule, SandboxConfig, test_cards};

use crate::shop::{CHALLENGED, PAYS, PAYS_CVV, Shop};

#[tokio::test(flavor = "multi_thread")]
async fn the_json_line_has_this_shape() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let paid = shop.pay_with_card(&intent).run();
    let expected = format!(
        r#"{{"code":0,"status":"Successful","charge":"Charged","reason":null,"gateway_code":null,"payment_intent_id":"{intent}"}}"#
    );
    assert_eq!(paid.stdout, format!("{expected}\n"));
    assert_eq!(paid.exit, 0);
    assert_eq!(
        shop.merchant.payment_intent_status(&intent).as_deref(),
        Some("Captured")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_unused_secret_is_not_refreshed() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    shop.pay_with_card(&intent)
        .args(&["--customer-secret", &shop.customer_secret])
        .run();
    let expected = [
        format!("GET /payment-intents/public/{intent}"),
        format!("GET /customers/public/{}/payment-methods", shop.customer),
        "POST /api/device-data/{secret}".to_owned(),
        "POST /api/payments/{secret}".to_owned(),
    ];
    assert_eq!(shop.requests(), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_saved_at_one_checkout_pays_at_the_next() {
    let shop = Shop::open().await;
    let secret = ["--customer-secret", shop.customer_secret.as_str()];
    let first = shop
        .pay_with_card(&shop.intent())
        .args(&secret)
        .args(&["--name", "Sam Test", "--save-card"])
        .run();
    assert_eq!(first.in_short(), "0 Charged -");

    let listed = shop
        .command("saved-cards")
        .args(&["--customer-id", &shop.customer])
        .args(&secret)
        .run();
    let id = listed.stdout.split_whitespace().next().unwrap();
    let second = shop
        .pay(&shop.intent())
        .args(&secret)
        .args(&["--saved-card", id, "--cvv", PAYS_CVV])
        .run();
    assert_eq!(second.in_short(), "0 Charged -");
    assert_eq!(shop.requests().last().unwrap(), "POST /api/payments/recurring/{secret}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_intent_is_not_paid_again() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    assert_eq!(shop.pay_with_card(&intent).run().in_short(), "0 Charged -");
    assert_eq!(
        shop.pay_with_card(&intent).run().in_short(),
        "0 Charged AlreadyCompleted"
    );
    assert_eq!(shop.payments(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_test_card_gives_its_code() {
    let all_schemes = test_cards().iter().map(|card| card.scheme).collect();
    let shop = Shop::with(SandboxConfig {
        card_schemes: all_schemes,
        ..SandboxConfig::default()
    })
    .await;
    for card in test_cards() {
        let intent = shop.intent();
        let ending = match card.script {
            CardScript::ChallengeFails => "fail",
            CardScript::ChallengeCancelled => "cancel",
            CardScript::ChallengeTimesOut => "timeout",
            _ => "approve",
        };
        let card_options = ["--card", card.number, "--expiry", card.expiry, "--cvv", card.cvv];
        let paid = shop
            .pay(&intent)
            .args(&card_options)
            .args(&["--three-ds", ending, "--read-back", "0.001"])
            .run();
        assert_eq!(
            paid.result()["code"],
            card.result(),
            "{}: {}",
            card.purpose,
            paid.stdout
        );
        let completed = shop.requests().last().unwrap().ends_with("/three-ds-complete");
        assert_eq!(completed, card.three_ds(), "{}", card.purpose);
        shop.sandbox.clear_requests();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_approved_unless_said_otherwise() {
    let shop = Shop::open().await;
    let challenged = |args: &[&str]| {
        let card = ["--card", CHALLENGED, "--expiry", "12/29", "--cvv", PAYS_CVV];
        shop.pay(&shop.intent()).args(&card).args(args).run()
    };
    assert_eq!(challenged(&[]).in_short(), "0 Charged -");
    for ending in ["fail", "cancel", "timeout"] {
        assert_eq!(
            challenged(&["--three-ds", ending]).in_short(),
            "5 NotCharged Declined",
            "{ending}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_breaks_a_rule_is_an_invalid_argument_and_nothing_goes_to_the_gateway() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    for (card, expiry, cvv, why) in [
        ("5200000000001006", "12/29", "020", "the check digit"),
        ("52000000", "12/29", "020", "the length"),
        ("5200000000001005", "13/29", "020", "the month"),
        ("5200000000001005", "12/20", "020", "the expiry"),
        ("5200000000001005", "12/29", "0200", "the CVV's length"),
        ("5200000000001005", "12/29", "abc", "the CVV's digits"),
        ("", "", "", "everything"),
        (
            "6011000000001002",
            "12/29",
            "020",
            "a scheme that this merchant does not take",
        ),
    ] {
        let refused = shop
            .pay(&intent)
            .args(&["--card", card, "--expiry", expiry, "--cvv", cvv])
            .run();
        assert_eq!(refused.in_short(), "400 NotCharged InvalidArgument", "{why}");
    }
    let not_listed = shop
        .pay(&intent)
        .args(&["--saved-card", "pm_nobodys", "--cvv", "020"])
        .run();
    assert_eq!(not_listed.in_short(), "400 NotCharged InvalidArgument");
    let bad_cvv = shop
        .pay(&intent)
        .args(&["--saved-card", "pm_nobodys", "--cvv", "2"])
        .run();
    assert_eq!(bad_cvv.in_short(), "400 NotCharged InvalidArgument");
    let gateway = |request: &String| request.contains("/api/") || request.contains("/mobile/");
    assert!(!shop.requests().iter().any(gateway), "{:?}", shop.requests());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_id_that_is_none_is_an_invalid_argument_and_nothing_is_sent() {
    let shop = Shop::open().await;
    for id in ["", " ", "pi/../x", "pi_\u{e9}"] {
        assert_eq!(
            shop.pay_with_card(id).run().in_short(),
            "400 NotCharged InvalidArgument",
            "{id:?}"
        );
    }
    assert_eq!(shop.requests(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_that_nobody_knows_is_not_found() {
    let shop = Shop::open().await;
    assert_eq!(
        shop.pay_with_card("pi_unknown").run().in_short(),
        "7770 NotCharged PaymentIntentNotFound"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadline_that_has_passed_sends_no_payment() {
    let shop = Shop::open().await;
    let late = shop.pay_with_card(&shop.intent()).args(&["--deadline", "0"]).run();
    assert_eq!(late.in_short(), "40 NotCharged DeadlinePassed");
    assert_eq!(shop.payments(), 0);
    let in_time = shop.pay_with_card(&shop.intent()).args(&["--deadline", "600"]).run();
    assert_eq!(in_time.in_short(), "0 Charged -");
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_can_come_from_the_environment_or_from_standard_input() {
    let shop = Shop::open().await;
    let saved = shop.save_card();
    let from_environment = shop
        .pay(&shop.intent())
        .args(&["--saved-card", &saved])
        .env("CHECKOUT_CUSTOMER_SECRET", &shop.customer_secret)
        .env("CHECKOUT_CVV", PAYS_CVV)
        .run();
    assert_eq!(from_environment.in_short(), "0 Charged -");

    let from_input = shop
        .pay(&shop.intent())
        .args(&["--card", "-", "--expiry", "12/29", "--cvv", "-"])
        .input(&format!("{PAYS}\r\n{PAYS_CVV}\n"))
        .run();
    assert_eq!(from_input.in_short(), "0 Charged -");
}

#[tokio::test(flavor = "multi_thread")]
async fn for_a_person_the_result_is_two_lines_and_progress_goes_to_stderr() {
    let shop = Shop::open().await;
    let card = ["--card", "4456530000001013", "--expiry", "12/29", "--cvv", "341"];
    let gateway = shop.sandbox.gateway_url();
    let intent = shop.intent();
    let declined = shop
        .command("pay")
        .args(&["--gateway-url", &gateway, "--payment-intent", &intent])
        .args(&card)
        .run();
    assert_eq!(
        declined.stdout,
        "5 Declined, NotCharged\nDeclined: The payment was declined. Another card may work.\n"
    );
    assert_eq!(declined.exit, 1);
    assert!(declined.stderr.contains("Paying …"), "{}", declined.stderr);
    assert!(
        declined.stderr.contains("/api/payments/{secret}"),
        "-v shows requests: {}",
        declined.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_cards_that_cannot_be_fetched_are_a_warning() {
    let shop = Shop::open().await;
    let rule = FaultRule::on("GET", "/customers/public/*/payment-methods")
        .respond(500, serde_json::json!({}))
        .always();
    shop.sandbox.script(rule).unwrap();
    let paid = shop
        .pay_with_card(&shop.intent())
        .args(&["--customer-secret", &shop.customer_secret])
        .run();
    assert_eq!(paid.in_short(), "0 Charged -");
    assert!(
        paid.stderr.contains("warning: the saved cards could not be fetched"),
        "{}",
        paid.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_what_became_of_an_intent() {
    let shop = Shop::open().await;
    let intent = shop.intent();
    let status = |id: &str| {
        shop.command("status")
            .args(&["--payment-intent", id, "--json"])
            .run()
            .in_short()
    };
    assert_eq!(status(&intent), "99 Unknown NotCompleted");
    shop.pay_with_card(&intent).run();
    assert_eq!(status(&intent), "0 Charged ConfirmedByIntent");
    assert_eq!(status("pi_unknown"), "7770 Unknown PaymentIntentNotFound");
    assert_eq!(status("not an id"), "400 Unknown InvalidArgument");
}
