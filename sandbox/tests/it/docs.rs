//! The documentation's tables of test cards and wallet tokens are the code's.

use std::fmt::Write;

use checkout_sandbox::{test_cards, test_wallet_tokens};

fn cards() -> String {
    let mut table = String::from(
        "| Number | Scheme | Expiry | CVV | 3-D Secure | Result | What it is for |\n|---|---|---|---|---|---|---|\n",
    );
    for card in test_cards() {
        let three_ds = if card.three_ds() { "yes" } else { "no" };
        writeln!(
            table,
            "| `{}` | {} | {} | `{}` | {three_ds} | {} | {} |",
            card.number,
            card.scheme,
            card.expiry,
            card.cvv,
            card.result(),
            card.purpose
        )
        .unwrap();
    }
    table
}

fn tokens() -> String {
    let mut table =
        String::from("| Token | Wallet | `authMethod` | Card | Expiry | What it is for |\n|---|---|---|---|---|---|\n");
    for known in test_wallet_tokens() {
        writeln!(
            table,
            "| `{}` | {} | `{}` | `{}` | {}/{} | {} |",
            known.token,
            known.wallet,
            known.auth_method.as_str(),
            known.card_number,
            known.expiration_month,
            known.expiration_year,
            known.purpose
        )
        .unwrap();
    }
    table
}

#[test]
fn the_tables_in_the_documentation_are_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox.md");
    let document = std::fs::read_to_string(path).unwrap();
    for table in [cards(), tokens()] {
        assert!(
            document.contains(&table),
            "docs/sandbox.md should contain this table:\n\n{table}"
        );
    }
}
