//! The documentation's table of test cards is the code's.

use std::fmt::Write;

use checkout_sandbox::test_cards;

fn table() -> String {
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

#[test]
fn the_table_in_the_documentation_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/sandbox.md");
    let document = std::fs::read_to_string(path).unwrap();
    let table = table();
    assert!(
        document.contains(&table),
        "docs/sandbox.md should contain this table:\n\n{table}"
    );
}
