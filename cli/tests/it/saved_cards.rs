use checkout_sandbox::{FaultRule, Rewrite};
use serde_json::json;

use crate::shop::Shop;

#[tokio::test(flavor = "multi_thread")]
async fn saved_cards_are_listed_and_deleted() {
    let shop = Shop::open().await;
    let id = shop.save_card();
    let access = [
        "--customer-id",
        shop.customer.as_str(),
        "--customer-secret",
        shop.customer_secret.as_str(),
    ];

    let listed = shop.command("saved-cards").args(&access).run();
    assert_eq!(
        (listed.exit, listed.stdout),
        (0, format!("{id}  MASTERCARD ****1005, 12/29\n"))
    );
    let as_json = shop.command("saved-cards").args(&access).args(&["--json"]).run();
    let expected = format!(
        r#"{{"id":"{id}","scheme":"MASTERCARD","masked_pan":"52000000****1005","expiry":"12/29","is_expired":false,"payable":true}}"#
    );
    assert_eq!(as_json.stdout, format!("{expected}\n"));

    let deleted = shop
        .command("delete-card")
        .args(&access)
        .args(&["--saved-card", &id])
        .run();
    assert_eq!((deleted.exit, deleted.stdout.as_str()), (0, ""));
    let none_left = shop.command("saved-cards").args(&access).run();
    assert_eq!((none_left.exit, none_left.stdout.as_str()), (0, ""));
    let again = shop
        .command("delete-card")
        .args(&access)
        .args(&["--saved-card", &id])
        .run();
    assert_eq!(again.exit, 1, "{}", again.stderr);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_customer_secret_is_refused_with_what_to_do() {
    let shop = Shop::open().await;
    let args = ["--customer-id", shop.customer.as_str(), "--customer-secret", "cs_wrong"];
    let refused = shop.command("saved-cards").args(&args).run();
    assert_eq!(refused.exit, 1);
    assert!(
        refused.stderr.contains("get a new customer secret from the backend"),
        "{}",
        refused.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_a_card_cannot_steer_the_terminal() {
    let shop = Shop::open().await;
    shop.save_card();
    let body = json!({ "customerId": shop.customer, "savedPaymentMethods": [{
        "id": "pm_1\u{1b}[2J", "cardDetails": { "pan": "52000000****1005\u{9b}", "expiryDate": "2029-12-31", "scheme": "VI\u{202e}SA\n" },
    }] });
    let on = FaultRule::on("GET", "/customers/public/*/payment-methods");
    let body = Rewrite {
        body: Some(body),
        ..Rewrite::default()
    };
    shop.sandbox.script(on.rewrite(body).always()).unwrap();
    let access = [
        "--customer-id",
        shop.customer.as_str(),
        "--customer-secret",
        shop.customer_secret.as_str(),
    ];
    for json in [&[][..], &["--json"]] {
        let listed = shop.command("saved-cards").args(&access).args(json).run();
        assert_eq!(listed.exit, 0, "{}", listed.stderr);
        assert_eq!(listed.stdout.lines().count(), 1, "{:?}", listed.stdout);
        let acts = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
        assert!(!listed.stdout.contains(acts), "{:?}", listed.stdout);
        if !json.is_empty() {
            let card: serde_json::Value = serde_json::from_str(&listed.stdout).unwrap();
            assert_eq!(card["id"], "pm_1\u{1b}[2J", "for a machine it is what it was");
        }
    }
}
