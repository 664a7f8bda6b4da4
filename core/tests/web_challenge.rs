//! Challenges as web pages: what opens them, and that nothing but their own end ends them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use checkout_core::threeds::{Challenge, ChallengeAction, ChallengeOutcome};
use checkout_core::web_challenge::{NoChallengePage, challenge_page, outcome_of};
use proptest::prelude::*;
use serde_json::json;
use url::{Url, form_urlencoded};

const RETURN: &str = "https://acs.example.test/acs/return";

fn challenge_at(step_up_url: Option<&str>) -> Challenge {
    Challenge {
        transaction_id: "3ds-1".to_owned(),
        payload: "pay+load/==".to_owned(),
        step_up_url: step_up_url.map(str::to_owned),
    }
}

fn challenge() -> Challenge {
    challenge_at(Some("https://acs.example.test/acs/challenge?x=1"))
}

fn end(query: &str) -> Option<ChallengeOutcome> {
    outcome_of(&format!("{RETURN}?{query}"), &challenge())
}

#[test]
fn the_form_is_posted_to_the_step_up_url() {
    let page = challenge_page(&challenge()).unwrap();
    assert_eq!(page.url, "https://acs.example.test/acs/challenge?x=1");
    assert_eq!(page.form_body, "JWT=pay%2Bload%2F%3D%3D&MD=3ds-1");
    assert_eq!(page.content_type, "application/x-www-form-urlencoded");
    assert_eq!(page.return_url, RETURN);
}

#[test]
fn pages_that_may_not_be_opened_are_refused() {
    let cases = [
        (None, NoChallengePage::Missing),
        (Some(""), NoChallengePage::NotAPage),
        (Some("/acs/challenge"), NoChallengePage::NotAPage),
        (Some("javascript:alert(1)"), NoChallengePage::NotAPage),
        (Some("file:///etc/passwd"), NoChallengePage::NotAPage),
        (Some("data:text/html,x"), NoChallengePage::NotAPage),
        (Some("http://acs.example.test/c"), NoChallengePage::Unsafe),
        (Some("https://user:word@acs.example.test/c"), NoChallengePage::Unsafe),
        (Some("http://user@127.0.0.1/c"), NoChallengePage::Unsafe),
    ];
    for (url, expected) in cases {
        assert_eq!(challenge_page(&challenge_at(url)).unwrap_err(), expected, "{url:?}");
    }
    for url in ["http://127.0.0.1:8080/c", "http://localhost/c", "http://[::1]:1/c"] {
        assert!(challenge_page(&challenge_at(Some(url))).is_ok(), "{url}");
    }
}

#[test]
fn every_outcome_is_understood_from_the_address_and_from_a_message() {
    let cases = [
        ("SUCCESS", ChallengeOutcome::authenticated("a.b.c")),
        (
            "FAILURE",
            ChallengeOutcome {
                pa_res: "a.b.c".to_owned(),
                ..ChallengeOutcome::failed()
            },
        ),
        (
            "CANCEL",
            ChallengeOutcome {
                pa_res: "a.b.c".to_owned(),
                ..ChallengeOutcome::cancelled()
            },
        ),
        (
            "TIMEOUT",
            ChallengeOutcome {
                pa_res: "a.b.c".to_owned(),
                ..ChallengeOutcome::timed_out()
            },
        ),
    ];
    for (name, expected) in cases {
        let url = end(&format!("outcome={name}&transactionId=3ds-1&paRes=a.b.c"));
        assert_eq!(url, Some(expected.clone()), "{name}");
        let message = json!({ "outcome": name, "transactionId": "3ds-1", "paRes": "a.b.c" });
        assert_eq!(outcome_of(&message.to_string(), &challenge()), Some(expected), "{name}");
    }
    let nothing_asked = end("outcome=NOACTION&transactionId=3ds-1&paRes=a").unwrap();
    assert_eq!(
        (nothing_asked.action, nothing_asked.pa_res.as_str()),
        (ChallengeAction::NoAction, "a")
    );
    assert_eq!(
        end("outcome=CANCEL&transactionId=3ds-1"),
        Some(ChallengeOutcome::cancelled())
    );
}

#[test]
fn an_end_that_is_not_understood_is_an_error_and_never_a_success() {
    for query in [
        "transactionId=3ds-1",
        "outcome=&transactionId=3ds-1&paRes=a",
        "outcome=success&transactionId=3ds-1&paRes=a",
        "outcome=PAID&transactionId=3ds-1&paRes=a",
        "outcome=SUCCESS&outcome=FAILURE&transactionId=3ds-1&paRes=a",
        "outcome=SUCCESS&transactionId=3ds-1",
        "outcome=SUCCESS&transactionId=3ds-1&paRes=%20",
        "outcome=SUCCESS&transactionId=3ds-1&paRes=a&paRes=b",
        "outcome=NOACTION&transactionId=3ds-1",
        "outcome=ERROR&transactionId=3ds-1",
        "outcome=SUCCESS&paRes=a&transactionId=3ds-1&transactionId=3ds-2",
    ] {
        let outcome = end(query).unwrap_or_else(|| panic!("{query}"));
        assert_eq!(outcome.action, ChallengeAction::Error, "{query}");
        assert!(
            outcome.error_number != 0 && !outcome.error_description.is_empty(),
            "{query}"
        );
    }
    for message in [
        json!({ "transactionId": "3ds-1" }),
        json!({ "transactionId": "3ds-1", "outcome": 0, "paRes": "a" }),
        json!({ "transactionId": "3ds-1", "outcome": "SUCCESS" }),
        json!({ "transactionId": "3ds-1", "outcome": "SUCCESS", "paRes": ["a"] }),
    ] {
        let outcome = outcome_of(&message.to_string(), &challenge()).unwrap();
        assert_eq!(outcome.action, ChallengeAction::Error, "{message}");
    }
    for repeated in [
        r#"{"outcome":"SUCCESS","outcome":"FAILURE","paRes":"a","transactionId":"3ds-1"}"#,
        r#"{"outcome":"SUCCESS","paRes":"a","paRes":"b","transactionId":"3ds-1"}"#,
        r#"{"outcome":"SUCCESS","paRes":"a","transactionId":"3ds-1","transactionId":"3ds-1"}"#,
        r#"{"outcome":"SUCCESS","paRes":"a","transactionId":"3ds-2","transactionId":"3ds-1"}"#,
    ] {
        let outcome = outcome_of(repeated, &challenge()).unwrap();
        assert_eq!(outcome.action, ChallengeAction::Error, "{repeated}");
    }
}

#[test]
fn an_end_is_understood_however_the_page_wraps_it() {
    let success = Some(ChallengeOutcome::authenticated("a+b/c=="));
    for query in [
        "outcome=SUCCESS&transactionId=3ds-1&paRes=a+b/c==",
        "outcome=SUCCESS&transactionId=3ds-1&paRes=a%2Bb%2Fc%3D%3D",
        "x=1+2&outcome=SUCCESS&transactionId=3ds-1&paRes=a+b%2Fc==",
    ] {
        assert_eq!(end(query), success, "{query}");
    }
    let message = r#"{"outcome":"SUCCESS","transactionId":"3ds-1","paRes":"a+b/c==","more":{"a":1,"a":2}}"#;
    let in_a_string = serde_json::to_string(message).unwrap();
    for wrapped in [
        message.to_owned(),
        format!("\u{feff}{message}"),
        format!(" \n{message}\n"),
        in_a_string.clone(),
        serde_json::to_string(&in_a_string).unwrap(),
        serde_json::to_string(&format!("\u{feff}{message}")).unwrap(),
        serde_json::to_string(&format!("{RETURN}?outcome=SUCCESS&transactionId=3ds-1&paRes=a+b/c==")).unwrap(),
    ] {
        assert_eq!(outcome_of(&wrapped, &challenge()), success, "{wrapped}");
    }
}

#[test]
fn only_the_end_of_this_challenge_ends_it() {
    let report = "outcome=SUCCESS&transactionId=3ds-1&paRes=a";
    for elsewhere in [
        "https://acs.example.test/acs/challenge",
        "https://acs.example.test/acs/return/",
        "https://acs.example.test/acs/return2",
        "https://acs.example.test/return",
        "https://acs.example.test/ACS/return",
        "https://acs.example.test:444/acs/return",
        "http://acs.example.test/acs/return",
        "https://example.test/acs/return",
        "https://acs.example.test.evil.test/acs/return",
        "https://acs.example.test@evil.test/acs/return",
        "https://evil@acs.example.test/acs/return",
    ] {
        assert_eq!(
            outcome_of(&format!("{elsewhere}?{report}"), &challenge()),
            None,
            "{elsewhere}"
        );
    }
    for other in [
        "outcome=SUCCESS&paRes=a",
        "outcome=SUCCESS&paRes=a&transactionId=3ds-2",
        "outcome=SUCCESS&paRes=a&transactionId=3DS-1",
        "outcome=SUCCESS&paRes=a&transactionId=3ds-2&transactionId=3ds-3",
    ] {
        assert_eq!(end(other), None, "{other}");
    }
    assert_eq!(outcome_of(&format!("{RETURN}#{report}"), &challenge()), None);
    for message in [
        r#"{"outcome":"SUCCESS","paRes":"a","transactionId":"3ds-2"}"#,
        r#"{"outcome":"SUCCESS","paRes":"a"}"#,
        r#"{"outcome":"SUCCESS","paRes":"a","transactionId":"3ds-1"} "#.trim_end_matches("} "),
        r#"[{"outcome":"SUCCESS","paRes":"a","transactionId":"3ds-1"}]"#,
        "",
        "about:blank",
    ] {
        assert_eq!(outcome_of(message, &challenge()), None, "{message}");
    }
    assert_eq!(outcome_of(&format!("{RETURN}?{report}"), &challenge_at(None)), None);
}

/// The values of the hidden fields, as a browser reads them.
fn hidden_fields(html: &str) -> Vec<(String, String)> {
    html.split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            let (value, _) = rest.split_once("\">").unwrap();
            assert!(!value.contains(['<', '>', '"', '\r']), "{value}");
            let value = value.replace("&#13;", "\r").replace("&lt;", "<").replace("&gt;", ">");
            (name.to_owned(), value.replace("&quot;", "\"").replace("&amp;", "&"))
        })
        .collect()
}

proptest! {
    #[test]
    fn whatever_the_gateway_sent_arrives_at_the_page(transaction_id in ".*", payload in ".*") {
        let challenge = Challenge { transaction_id, payload, ..challenge() };
        let page = challenge_page(&challenge).unwrap();
        let sent = vec![
            ("JWT".to_owned(), challenge.payload.clone()),
            ("MD".to_owned(), challenge.transaction_id.clone()),
        ];
        prop_assert!(page.form_body.is_ascii());
        prop_assert_eq!(form_urlencoded::parse(page.form_body.as_bytes()).into_owned().collect::<Vec<_>>(), sent.clone());
        prop_assert_eq!(hidden_fields(&page.auto_submit_html), sent);
    }

    #[test]
    fn whatever_a_page_says_nothing_panics(text in ".*", step_up in ".*") {
        prop_assert_eq!(outcome_of(&text, &challenge()), None);
        let _ = challenge_page(&challenge_at(Some(&step_up)));
        let _ = outcome_of(&format!("{step_up}?transactionId=3ds-1"), &challenge_at(Some(&step_up)));
    }

    #[test]
    fn a_report_comes_through_whatever_its_characters(
        transaction_id in ".+", pa_res in "[!-~]{1,40}", action in 0..4_usize,
    ) {
        let challenge = Challenge { transaction_id, ..challenge() };
        let action = [
            ChallengeAction::Success, ChallengeAction::Failure, ChallengeAction::Cancel, ChallengeAction::Timeout,
        ][action];
        let report = [
            ("outcome", action.wire_name()), ("transactionId", challenge.transaction_id.as_str()), ("paRes", &pa_res),
        ];
        let url = Url::parse_with_params(RETURN, report).unwrap();
        let message = json!({ "outcome": report[0].1, "transactionId": report[1].1, "paRes": report[2].1 });
        for seen in [url.to_string(), message.to_string()] {
            let outcome = outcome_of(&seen, &challenge).unwrap();
            prop_assert_eq!(outcome.action, action);
            prop_assert_eq!(&outcome.pa_res, &pa_res);
        }
    }

    /// Success needs the word, the transaction and an answer: whatever else is in the query.
    #[test]
    fn random_queries_are_no_success(query in "[a-zA-Z=&%0-9]*") {
        if let Some(outcome) = end(&query) {
            prop_assert!(!outcome.action.is_validated(), "{}", query);
        }
    }
}
