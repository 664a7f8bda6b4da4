use crate::shop::checkout;

/// The requests below each of the headings, in order.
fn requests_of(output: &str, heading: &str) -> Vec<String> {
    let after = output.split_once(heading).unwrap().1;
    let chapter = after.split("\n\n").next().unwrap();
    let requests = chapter
        .lines()
        .filter(|line| line.contains("POST /") || line.contains("GET  /"));
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
fn two_demos_differ_only_in_ids_and_in_the_port() {
    let stable = |output: &str| -> Vec<String> {
        let words = output
            .split_whitespace()
            .filter(|word| !word.contains("_sandbox_") && !word.contains("127.0.0.1"));
        words.map(str::to_owned).collect()
    };
    assert_eq!(
        stable(&checkout(&["demo"]).run().stdout),
        stable(&checkout(&["demo"]).run().stdout)
    );
}
