//! What was typed wrongly ends with status 2, says why, and sends nothing.

use crate::shop::{PAYS, Shop, checkout};

#[tokio::test(flavor = "multi_thread")]
async fn wrong_options_end_with_status_2() {
    let shop = Shop::open().await;
    let card = ["--card", PAYS, "--expiry", "12/29", "--cvv", "020"];
    for (args, named) in [
        (&[][..], "nothing to pay with"),
        (&["--card", PAYS, "--cvv", "020"], "--expiry"),
        (&["--card", PAYS, "--expiry", "12/29"], "--cvv"),
        (&["--saved-card", "pm_1"], "--cvv"),
        (
            &[
                "--saved-card",
                "pm_1",
                "--cvv",
                "020",
                "--card",
                PAYS,
                "--expiry",
                "12/29",
            ],
            "--card",
        ),
        (&["--saved-card", "pm_1", "--cvv", "020", "--save-card"], "--card"),
        (&["--save-card"], "--card"),
        (&["--email", "sam@example.test"], "--card"),
        (&["--billing-country", "GB"], "--card"),
        (&["--flow", "setup", "--mit-consent"], "--card"),
        (&["--language", "tlh"], "en, es, it, de, fr"),
        (&["--flow", "setup"], "give --card"),
        (&["--flow", "virtual-terminal"], "give --card"),
        (&["--google-pay", "/nowhere/google.json"], "/nowhere/google.json"),
        (&["--apple-pay", "/nowhere/apple.json"], "/nowhere/apple.json"),
        (&["--google-pay", "-", "--apple-pay", "-"], "--apple-pay"),
        (&["--google-pay", "-", "--saved-card", "pm_1"], "--saved-card"),
        (&["--google-pay", "-", "--email", "sam@example.test"], "--email"),
        (&["--apple-pay", "-", "--billing-country", "GB"], "--billing-country"),
        (
            &["--saved-card", "pm_1", "--cvv", "020", "--billing-postcode", "HU1 1AA"],
            "--billing-postcode",
        ),
        (
            &["--card", "-", "--expiry", "12/29", "--cvv", "020"],
            "standard input ended before the card number",
        ),
    ] {
        let refused = shop.pay("pi_1").args(args).run();
        assert_eq!(
            (refused.exit, refused.stdout.as_str()),
            (2, ""),
            "{named}: {}",
            refused.stderr
        );
        assert!(refused.stderr.contains(named), "{named}: {}", refused.stderr);
    }
    for (args, named) in [
        (&["--deadline", "soon"][..], "--deadline"),
        (&["--deadline", "1e19"], "--deadline"),
        (&["--read-back", "-1"], "-1"),
        (&["--read-back", "0"], "must be more than zero and at most an hour"),
        (&["--read-back", "0.0"], "--read-back"),
        (&["--read-back", "3601"], "must be more than zero and at most an hour"),
        (&["--three-ds", "maybe"], "--three-ds"),
        (&["--flow", "sideways"], "--flow"),
        (&["--flow", "setup"], "a setup needs --mit-consent"),
        (&["--flow", "setup", "--mit-consent", "--save-card"], "--save-card"),
        (
            &["--flow", "setup", "--mit-consent", "--delivery-notes", "x"],
            "--delivery-notes",
        ),
        (&["--flow", "virtual-terminal", "--mit-consent"], "--mit-consent"),
        (&["--flow", "virtual-terminal", "--three-ds", "approve"], "--three-ds"),
        (&["--mit-consent"], "--mit-consent cannot be used with --flow payment"),
        (&["--delivery-notes", "Ring twice"], "--delivery-notes"),
        (&["--google-pay", "-"], "--google-pay"),
        (&["--apple-pay", "-"], "--apple-pay"),
        (&["--metadata", "no value"], "--metadata"),
        (&["--ca-cert", "/nowhere/ca.pem"], "/nowhere/ca.pem"),
        (
            &["--ca-cert", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")],
            "certificate",
        ),
        (&["--no-such-option"], "--no-such-option"),
    ] {
        let refused = shop.pay("pi_1").args(&card).args(args).run();
        assert_eq!(
            (refused.exit, refused.stdout.as_str()),
            (2, ""),
            "{named}: {}",
            refused.stderr
        );
        assert!(refused.stderr.contains(named), "{named}: {}", refused.stderr);
    }
    for (method, named) in [
        (["--saved-card", "pm_1"], "--saved-card"),
        (["--google-pay", "-"], "--google-pay"),
        (["--apple-pay", "-"], "--apple-pay"),
    ] {
        for flow in ["setup", "virtual-terminal"] {
            let refused = shop.pay("pi_1").args(&["--flow", flow]).args(&method).run();
            assert_eq!((refused.exit, refused.stdout.as_str()), (2, ""), "{named}, {flow}");
            let why = format!("{named} cannot be used with --flow {flow}");
            assert!(refused.stderr.contains(&why), "{}", refused.stderr);
        }
    }
    assert_eq!(shop.requests(), [""; 0]);
}

#[test]
fn urls_that_cannot_be_used_end_with_status_2() {
    for (api_url, named) in [
        ("not a url", "cannot be read"),
        ("ftp://api.example.test", "scheme"),
        ("http://api.example.test", "not https"),
        ("http://127.0.0.1:1", "not https"),
    ] {
        let refused = checkout(&["status", "--payment-intent", "pi_1", "--api-url", api_url]).run();
        assert_eq!(
            (refused.exit, refused.stdout.as_str()),
            (2, ""),
            "{api_url}: {}",
            refused.stderr
        );
        assert!(refused.stderr.contains(named), "{}", refused.stderr);
    }
}

#[test]
fn commands_that_are_none_or_incomplete_end_with_status_2() {
    for args in [
        &[][..],
        &["buy"],
        &["pay"],
        &["status"],
        &["saved-cards", "--customer-id", "cust_1"],
        &["saved-cards", "--customer-id", "no id", "--customer-secret", "cs_1"],
        &["delete-card", "--customer-id", "cust_1", "--customer-secret", "cs_1"],
        &["sandbox", "--port", "70000"],
        &["sandbox", "--ca-cert-out", "ca.pem"],
        &["sandbox", "--host", "two words"],
        &["demo", "now"],
        &["demo", "--every"],
        &["demo", "--sheet", "--all"],
        &[
            "saved-cards",
            "--customer-id",
            "cust_1",
            "--customer-secret",
            "cs_1",
            "--manage",
        ],
        &[
            "saved-cards",
            "--customer-id",
            "cust_1",
            "--customer-secret",
            "cs_1",
            "--manage",
            "--json",
        ],
        &["status", "--payment-intent", "pi_1", "--flow", "sideways"],
    ] {
        let refused = checkout(args).run();
        assert_eq!(
            (refused.exit, refused.stdout.as_str()),
            (2, ""),
            "{args:?}: {}",
            refused.stderr
        );
    }
}

#[test]
fn help_does_not_show_secrets_of_the_environment() {
    let help = checkout(&["pay", "--help"])
        .env("CHECKOUT_CVV", "020")
        .env("CHECKOUT_CUSTOMER_SECRET", "cs_of_the_environment")
        .run();
    assert_eq!(help.exit, 0);
    assert!(help.stdout.contains("CHECKOUT_CUSTOMER_SECRET"), "{}", help.stdout);
    assert!(!help.stdout.contains("cs_of_the_environment"));
}
