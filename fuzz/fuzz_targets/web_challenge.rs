//! Where the issuer's page goes and what it sends: no success without a signed answer, no foreign page, no HTML that
//! breaks out.
#![no_main]

use checkout_core::threeds::Challenge;
use checkout_core::web_challenge::{challenge_page, outcome_of};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str)| {
    let (of_the_gateway, of_the_page) = input;
    let challenge = |step_up_url: &str| Challenge {
        transaction_id: "tx".to_owned(),
        payload: of_the_gateway.to_owned(),
        step_up_url: Some(step_up_url.to_owned()),
    };
    let usual = challenge("https://acs.example.test/acs/challenge");
    if let Some(outcome) = outcome_of(of_the_page, &usual) {
        assert!(of_the_page.contains("tx") || of_the_page.contains('%') || of_the_page.contains('\\'));
        if outcome.action.is_validated() {
            assert!(!outcome.pa_res.trim().is_empty());
        }
    }
    let odd = challenge(of_the_page);
    for challenge in [usual, odd] {
        let Ok(page) = challenge_page(&challenge) else { continue };
        assert!(page.url.starts_with("https://") || page.url.starts_with("http://"));
        assert!(page.form_body.is_ascii());
        assert_eq!(page.auto_submit_html.matches("<form").count(), 1);
        assert_eq!(page.auto_submit_html.matches("<script").count(), 1);
        let _ = outcome_of(&page.return_url, &challenge);
    }
});
