//! Where the issuer's page goes and what it sends: no success without a signed answer, no foreign page, no HTML that
//! breaks out, and nothing handed to the system but links to apps.
#![no_main]

use checkout_core::threeds::Challenge;
use checkout_core::web_challenge::{
    Navigation, NavigationCause, NavigationContext, challenge_page, navigation, outcome_of,
};
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
    handed_to_the_system(of_the_page, &usual);
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

fn handed_to_the_system(url: &str, challenge: &Challenge) {
    let context = NavigationContext {
        main_frame: true,
        cause: NavigationCause::Gesture,
        new_window: false,
        depth: 0,
    };
    let Navigation::Open(link) = navigation(url, context, challenge) else {
        return;
    };
    for never in ["file:", "content:", "javascript:", "tel:", "sms:", "http:", "https:", "data:"] {
        assert!(!link.url.starts_with(never));
    }
    if link.url.starts_with("intent:") {
        for never in [";component=", ";launchFlags=", ";SEL;", "scheme=file;", "scheme=content;", "scheme=javascript;"] {
            let (_, fields) = link.url.rsplit_once('#').expect("a rebuilt intent has its fields");
            assert!(!fields.contains(never));
        }
    }
    assert!(link.fallback.is_none_or(|page| page.starts_with("https://")));
    for elsewhere in [
        NavigationContext { main_frame: false, ..context },
        NavigationContext { cause: NavigationCause::Script, ..context },
    ] {
        assert!(!matches!(navigation(url, elsewhere, challenge), Navigation::Open(_)));
    }
}
