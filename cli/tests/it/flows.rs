//! `checkout pay` and `checkout status` for setup intents and virtual terminals, and the customer's details.

use serde_json::json;

use crate::shop::{CHALLENGED, PAYS, PAYS_CVV, Shop};

const CARD: [&str; 6] = ["--card", PAYS, "--expiry", "12/29", "--cvv", PAYS_CVV];

#[tokio::test(flavor = "multi_thread")]
async fn a_setup_saves_the_card_and_charges_nothing() {
    let shop = Shop::open().await;
    let intent = shop.setup_intent();
    let setup = shop
        .command("pay")
        .args(&["--gateway-url", &shop.sandbox.gateway_url(), "--json"])
        .args(&["--flow", "setup", "--setup-intent", &intent, "--mit-consent"])
        .args(&CARD)
        .run();
    assert_eq!(setup.in_short(), "0 NotCharged -");
    let expected = [
        &format!("GET /setup-intents/public/{intent}"),
        "POST /api/device-data/{secret}",
        "POST /api/payments/{secret}",
    ];
    assert_eq!(shop.requests(), expected);
    assert_eq!(shop.body_of("/api/payments/{secret}")["mitConsentGiven"], true);

    let listed = shop
        .command("saved-cards")
        .args(&[
            "--customer-id",
            &shop.customer,
            "--customer-secret",
            &shop.customer_secret,
        ])
        .run();
    assert!(listed.stdout.contains("MASTERCARD ****1005"), "{}", listed.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setup_is_challenged_like_a_payment() {
    let shop = Shop::open().await;
    let challenged = |ending: &str| {
        shop.pay(&shop.setup_intent())
            .args(&["--flow", "setup", "--mit-consent", "--three-ds", ending])
            .args(&["--card", CHALLENGED, "--expiry", "12/29", "--cvv", PAYS_CVV])
            .run()
            .in_short()
    };
    assert_eq!(challenged("approve"), "0 NotCharged -");
    assert_eq!(challenged("cancel"), "5 NotCharged Declined");
}

#[tokio::test(flavor = "multi_thread")]
async fn status_tells_what_became_of_a_setup_intent() {
    let shop = Shop::open().await;
    let intent = shop.setup_intent();
    let status = |flow: &str| {
        let options = ["--setup-intent", &intent, "--flow", flow, "--json"];
        shop.command("status").args(&options).run().in_short()
    };
    assert_eq!(status("setup"), "99 Unknown NotCompleted");
    let paid = shop
        .pay(&intent)
        .args(&["--flow", "setup", "--mit-consent"])
        .args(&CARD)
        .run();
    assert_eq!(paid.in_short(), "0 NotCharged -");
    assert_eq!(status("setup"), "0 NotCharged ConfirmedByIntent");
    assert_eq!(status("payment"), "7770 Unknown PaymentIntentNotFound");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_virtual_terminal_pays_without_device_data_and_says_where_to_deliver() {
    let shop = Shop::open().await;
    let order = shop.terminal_intent().with(
        "config",
        json!({ "billingAddress": { "collectionRequired": true }, "shippingDetails": { "collectionRequired": true } }),
    );
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    let terminal = || shop.pay(&intent).args(&["--flow", "virtual-terminal"]).args(&CARD);
    let without_address = terminal().run();
    assert_eq!(without_address.in_short(), "400 NotCharged InvalidArgument");
    assert!(without_address.stderr.contains("country"), "{}", without_address.stderr);

    let paid = terminal()
        .args(&["--billing-line", "1 High Street", "--billing-line", "Flat 2"])
        .args(&["--billing-city", "Hull", "--billing-state", "East Riding"])
        .args(&["--billing-country", "GB", "--billing-postcode", "HU1 1AA"])
        .args(&[
            "--shipping-name",
            "Sam Test",
            "--shipping-line",
            "2 Low Street",
            "--shipping-city",
            "Leeds",
        ])
        .args(&[
            "--shipping-state",
            "Yorkshire",
            "--shipping-country",
            "gb",
            "--shipping-postcode",
            "LS1 1AA",
        ])
        .args(&["--delivery-notes", "Ring twice"])
        .run();
    assert_eq!(paid.in_short(), "0 Charged -");
    let body = shop.body_of("/api/payments/{secret}");
    assert_eq!(
        body["billingAddress"],
        json!({ "address1": "1 High Street", "address2": "Flat 2", "city": "Hull", "state": "East Riding",
            "postcode": "HU1 1AA", "countryCode": "GB" })
    );
    assert_eq!(
        body["shippingDetails"],
        json!({ "name": "Sam Test", "address": { "address1": "2 Low Street", "city": "Leeds", "state": "Yorkshire",
            "postcode": "LS1 1AA", "countryCode": "GB" } })
    );
    assert_eq!(body["metaData"]["DeliveryNotes"], "Ring twice");
    assert!(!shop.requests().iter().any(|request| request.contains("device-data")));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_intent_collects_has_to_be_given_and_is_sent() {
    let shop = Shop::open().await;
    let order = checkout_sandbox::NewPaymentIntent::gbp(1250).with(
        "config",
        json!({ "customerEmail": { "collectionRequired": true }, "billingAddress": { "collectionRequired": true } }),
    );
    let intent = shop.merchant.create_payment_intent(order).unwrap();
    for (given, missing) in [
        (&[][..], "e-mail"),
        (&["--email", "sam@example.test"], "country"),
        (&["--email", "sam@example.test", "--billing-country", "GB"], "postcode"),
        (&["--email", "sam", "--billing-country", "FR"], "well formed"),
    ] {
        let refused = shop.pay_with_card(&intent).args(given).run();
        assert_eq!(refused.in_short(), "400 NotCharged InvalidArgument", "{missing}");
        assert!(refused.stderr.contains(missing), "{missing}: {}", refused.stderr);
    }
    assert_eq!(shop.payments(), 0);

    let paid = shop
        .pay_with_card(&intent)
        .args(&["--email", "sam@example.test", "--phone", "+44 20 7946 0000"])
        .args(&["--billing-country", "GB", "--billing-postcode", "HU1 1AA"])
        .args(&["--metadata", "table=17", "--metadata", "note=a=b"])
        .run();
    assert_eq!(paid.in_short(), "0 Charged -");
    let body = shop.body_of("/api/payments/{secret}");
    assert_eq!(body["userEmailAddress"], "sam@example.test");
    assert_eq!(
        body["billingAddress"],
        json!({ "postcode": "HU1 1AA", "countryCode": "GB" })
    );
    assert_eq!(
        (&body["metaData"]["table"], &body["metaData"]["note"]),
        (&json!("17"), &json!("a=b"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_intent_of_another_flow_is_not_paid() {
    let shop = Shop::open().await;
    let keyed_in = shop.merchant.create_payment_intent(shop.terminal_intent()).unwrap();
    for (intent, flow) in [(shop.intent(), "virtual-terminal"), (keyed_in, "payment")] {
        let refused = shop.pay_with_card(&intent).args(&["--flow", flow]).run();
        assert_eq!(refused.in_short(), "7770 NotCharged WrongIntentType", "{flow}");
    }
    assert_eq!(shop.payments(), 0);
}
