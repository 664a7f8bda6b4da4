use crate::shop::checkout;

/// What stands below a heading.
fn chapter<'a>(output: &'a str, heading: &str) -> &'a str {
    let after = output.split_once(heading).unwrap().1;
    after.split("\n\n").next().unwrap()
}

/// The requests below each of the headings, in order.
fn requests_of(output: &str, heading: &str) -> Vec<String> {
    let requests = chapter(output, heading).lines().filter(|line| {
        ["POST /", "GET  /", "DELETE /"]
            .iter()
            .any(|method| line.contains(method))
    });
    requests
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

const BEFORE_THE_PAYMENT: [&str; 4] = [
    "200 POST /payment-intents",
    "200 GET /payment-intents/public/{intent}",
    "200 GET /customers/public/{customer}/payment-methods",
    "200 POST /api/device-data/{secret}",
];

#[test]
fn the_whole_guide_costs_these_requests_and_gives_these_codes() {
    let demo = checkout(&["demo"]).run();
    assert_eq!(demo.exit, 0, "{}", demo.stderr);
    assert_eq!(demo.stdout.lines().last(), Some("Status codes: 0, 0, 0, 5"));

    let customer = requests_of(&demo.stdout, "The shop's backend");
    assert_eq!(
        customer,
        ["200 POST /customers", "200 POST /customers/{customer}/create-secret"]
    );
    for (heading, payment) in [
        ("1. ", &["200 POST /api/payments/{secret}"][..]),
        ("2. ", &["200 POST /api/payments/recurring/{secret}"]),
        (
            "3. ",
            &[
                "200 POST /api/payments/{secret}",
                "200 POST /mobile/payments/{secret}/three-ds-complete",
            ],
        ),
        ("4. ", &["200 POST /api/payments/{secret}"]),
    ] {
        let expected: Vec<&str> = BEFORE_THE_PAYMENT.iter().chain(payment).copied().collect();
        assert_eq!(requests_of(&demo.stdout, heading), expected, "{heading}");
    }
}

#[test]
fn with_all_every_other_flow_follows() {
    const CREATED: &str = "200 POST /payment-intents";
    const LOADED: &str = "200 GET /payment-intents/public/{intent}";
    const SAVED_CARDS: &str = "200 GET /customers/public/{customer}/payment-methods";
    const DEVICE_DATA: &str = "200 POST /api/device-data/{secret}";
    const PAID: &str = "200 POST /api/payments/{secret}";
    const DECRYPTED: &str = "200 POST /api/payments/{secret}/google-pay/decrypt-token";
    const PAID_BY_GOOGLE: &str = "200 POST /api/payments/{secret}/google-pay";

    let demo = checkout(&["demo", "--all"]).run();
    assert_eq!(demo.exit, 0, "{}", demo.stderr);
    assert_eq!(
        demo.stdout.lines().last(),
        Some("Status codes: 0, 0, 0, 5, 0, 0, 0, 0, 0, 7780")
    );
    for (heading, outcome, seen_as, requests) in [
        (
            "\n5. A card set up",
            "0 Successful, NotCharged",
            "Completed",
            &[
                "200 POST /setup-intents",
                "200 GET /setup-intents/public/{intent}",
                DEVICE_DATA,
                PAID,
            ][..],
        ),
        (
            "\n6. A virtual terminal",
            "0 Successful, Charged",
            "Captured",
            &[CREATED, LOADED, PAID],
        ),
        (
            "\n7. Google Pay, a card on the device (CRYPTOGRAM_3DS)",
            "0 Successful, Charged",
            "Captured",
            &[CREATED, LOADED, SAVED_CARDS, DECRYPTED, PAID_BY_GOOGLE],
        ),
        (
            "\n8. Google Pay, a card of the account (PAN_ONLY)",
            "0 Successful, Charged",
            "Captured",
            &[
                CREATED,
                LOADED,
                SAVED_CARDS,
                DECRYPTED,
                DEVICE_DATA,
                PAID_BY_GOOGLE,
                "200 POST /mobile/payments/{secret}/three-ds-complete",
            ],
        ),
        (
            "\n9. Apple Pay",
            "0 Successful, Charged",
            "Captured",
            &[
                CREATED,
                LOADED,
                SAVED_CARDS,
                "200 POST /cors/api/payments/{secret}/apple-pay",
            ],
        ),
        (
            "\n10. A saved card that is deleted",
            "7780 UserClosedWithoutPaying, NotCharged",
            "Created",
            &[
                CREATED,
                LOADED,
                SAVED_CARDS,
                "204 DELETE /customers/public/{customer}/payment-methods/{card}",
            ],
        ),
    ] {
        assert_eq!(requests_of(&demo.stdout, heading), requests, "{heading}");
        let chapter = chapter(&demo.stdout, heading);
        assert!(chapter.contains(&format!("\n  Result {outcome}")), "{chapter}");
        assert!(
            chapter.contains(&format!("\n  The backend sees the intent as {seen_as}")),
            "{chapter}"
        );
    }
    let deletion = "deletes the saved card MASTERCARD ****1005, 12/29, keeps VISA ****1005, 12/29, and leaves";
    assert!(demo.stdout.contains(deletion), "{}", demo.stdout);
}

#[test]
fn with_all_it_begins_like_the_demo_without() {
    let guide = checkout(&["demo"]).run().stdout;
    let all = checkout(&["demo", "--all"]).run().stdout;
    let (guide, _) = guide.split_once("\nStatus codes").unwrap();
    let (same, _) = all.split_once("\n5. ").unwrap();
    assert_eq!(stable(same), stable(guide));
}

#[test]
fn two_demos_differ_only_in_ids_and_in_the_port() {
    assert_eq!(
        stable(&checkout(&["demo"]).run().stdout),
        stable(&checkout(&["demo"]).run().stdout)
    );
}

/// The words that are the same in every run.
fn stable(output: &str) -> Vec<String> {
    let words = output
        .split_whitespace()
        .filter(|word| !word.contains("_sandbox_") && !word.contains("127.0.0.1"));
    words.map(str::to_owned).collect()
}
