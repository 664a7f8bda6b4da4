//! Where a challenge's page may go: the table of the rule, and that no disguise gets anything past it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a failed unwrap is a failed test")]

use checkout_core::threeds::{Challenge, ChallengeOutcome};
use checkout_core::web_challenge::NavigationCause::{Gesture, Redirect, Script};
use checkout_core::web_challenge::{AppLink, MOST_WINDOWS, Navigation, NavigationContext, navigation};
use proptest::prelude::*;

const PAGE: NavigationContext = NavigationContext {
    main_frame: true,
    cause: Gesture,
    new_window: false,
    depth: 0,
};
const FRAME: NavigationContext = NavigationContext {
    main_frame: false,
    ..PAGE
};
const WINDOW: NavigationContext = NavigationContext {
    new_window: true,
    ..PAGE
};

fn challenge() -> Challenge {
    Challenge {
        transaction_id: "3ds-1".to_owned(),
        payload: "payload".to_owned(),
        step_up_url: Some("https://acs.example.test/acs/challenge".to_owned()),
    }
}

fn asked(url: &str, context: NavigationContext) -> Navigation {
    navigation(url, context, &challenge())
}

fn link(url: &str) -> Navigation {
    link_or(url, None)
}

fn link_or(url: &str, fallback: Option<&str>) -> Navigation {
    Navigation::Open(AppLink {
        url: url.to_owned(),
        fallback: fallback.map(str::to_owned),
    })
}

#[test]
fn pages_of_the_web_stay_in_the_page() {
    for url in [
        "https://acs.example.test/acs/challenge",
        "https://bank.example.test/approve?x=1#y",
        "HTTPS://BANK.EXAMPLE.TEST/",
        "https://apps.apple.com/app/id1",
        "https://play.google.com/store/apps/details?id=test.bank",
        "https://app.bank.example.test/universal/link",
        "http://127.0.0.1:8080/acs",
        "http://localhost/acs",
        "http://[::1]:1/acs",
        "about:blank",
        "about:blank#x",
        "",
    ] {
        for cause in [Gesture, Redirect, Script] {
            for context in [PAGE, FRAME, WINDOW] {
                assert_eq!(
                    asked(url, NavigationContext { cause, ..context }),
                    Navigation::Stay,
                    "{url}"
                );
            }
        }
    }
}

#[test]
fn what_is_not_encrypted_or_disguises_its_host_is_not_loaded() {
    for url in [
        "http://bank.example.test/",
        "http://localhost.example.test/",
        "http://127.0.0.1.example.test/",
        "http://128.0.0.1/",
        "https://acs.example.test@evil.example.test/",
        "https://user:word@acs.example.test/",
        "http://user@127.0.0.1/",
        "https://",
        "//acs.example.test/",
        "/acs/return",
        "acs.example.test",
    ] {
        for context in [PAGE, FRAME, WINDOW] {
            assert_eq!(asked(url, context), Navigation::Ignore, "{url}");
        }
    }
}

#[test]
fn documents_without_a_host_are_for_frames() {
    for url in ["data:text/html,x", "blob:https://acs.example.test/1", "about:srcdoc"] {
        assert_eq!(asked(url, FRAME), Navigation::Stay, "{url}");
        assert_eq!(asked(url, PAGE), Navigation::Ignore, "{url}");
        assert_eq!(asked(url, WINDOW), Navigation::Ignore, "{url}");
    }
}

#[test]
fn links_to_apps_are_handed_to_the_system() {
    for url in [
        "bankid:///?autostarttoken=1&redirect=null",
        "bank.app+v2://approve/1?x=%20y",
        "swish://payment?data=%7B%7D",
        "market://details?id=test.bank",
        "itms-apps://itunes.apple.com/app/id1",
        "itms://itunes.apple.com/app/id1",
        "bank:approve",
    ] {
        for cause in [Gesture, Redirect] {
            for new_window in [false, true] {
                let context = NavigationContext {
                    cause,
                    new_window,
                    depth: MOST_WINDOWS,
                    ..PAGE
                };
                assert_eq!(asked(url, context), link(url), "{url}");
            }
            let of_a_frame = NavigationContext { cause, ..FRAME };
            assert_eq!(asked(url, of_a_frame), Navigation::Ignore, "{url} from a frame");
        }
        let of_a_script = NavigationContext { cause: Script, ..PAGE };
        assert_eq!(asked(url, of_a_script), Navigation::Ignore, "{url} from a script");
    }
    let too_long = format!("bank:{}", "x".repeat(16 * 1024));
    assert_eq!(asked(&too_long, PAGE), Navigation::Ignore);
}

#[test]
fn windows_have_a_limit() {
    let at = |depth| NavigationContext { depth, ..WINDOW };
    for url in ["https://bank.example.test/", "about:blank", ""] {
        assert_eq!(asked(url, at(MOST_WINDOWS - 1)), Navigation::Stay);
        assert_eq!(asked(url, at(MOST_WINDOWS)), Navigation::Ignore);
        assert_eq!(asked(url, at(u32::MAX)), Navigation::Ignore);
        let inside = NavigationContext {
            depth: u32::MAX,
            ..PAGE
        };
        assert_eq!(asked(url, inside), Navigation::Stay, "it is open already");
    }
}

#[test]
fn the_way_back_ends_the_challenge_from_every_window_and_from_no_frame() {
    let back = "https://acs.example.test/acs/return?transactionId=3ds-1&outcome=CANCEL";
    for context in [PAGE, WINDOW, NavigationContext { depth: 9, ..WINDOW }] {
        for cause in [Gesture, Redirect, Script] {
            let context = NavigationContext { cause, ..context };
            assert_eq!(asked(back, context), Navigation::Ended(ChallengeOutcome::cancelled()));
        }
    }
    assert_eq!(asked(back, FRAME), Navigation::Stay);
    for other in [
        "https://acs.example.test/acs/return",
        "https://acs.example.test/acs/return?transactionId=3ds-2&outcome=CANCEL",
        "https://acs.example.test/acs/return/?transactionId=3ds-1&outcome=CANCEL",
        "https://evil.example.test/acs/return?transactionId=3ds-1&outcome=CANCEL",
    ] {
        assert_eq!(asked(other, PAGE), Navigation::Stay, "{other}");
    }
    let message = r#"{"transactionId": "3ds-1", "outcome": "CANCEL"}"#;
    assert_eq!(asked(message, PAGE), Navigation::Ignore, "an address is no message");
}

#[test]
fn an_intent_is_written_anew() {
    const CLEAN: &str = "action=android.intent.action.VIEW;category=android.intent.category.BROWSABLE;";
    let cases = [
        (
            "intent://approve/1?x=y#Intent;scheme=bank;package=test.bank;end",
            format!("intent://approve/1?x=y#Intent;scheme=bank;{CLEAN}package=test.bank;end"),
        ),
        (
            "INTENT:approve#Intent;scheme=BANK;end",
            format!("intent:approve#Intent;scheme=bank;{CLEAN}end"),
        ),
        (
            "intent:#Intent;package=test.bank;end",
            format!("intent:#Intent;{CLEAN}package=test.bank;end"),
        ),
        (
            "intent:bank://approve#Intent;end",
            format!("intent://approve#Intent;scheme=bank;{CLEAN}end"),
        ),
        (
            "intent://bank.example.test/app#Intent;scheme=https;package=test.bank;end",
            format!("intent://bank.example.test/app#Intent;scheme=https;{CLEAN}package=test.bank;end"),
        ),
        // Component, flags (the grants among them), categories, type, identifier and bounds.
        (
            "intent://a#Intent;scheme=bank;component=test.other/.Secret;launchFlags=0x3;category=test.HOME;\
             type=text%2Fplain;identifier=1;sourceBounds=0%200%201%201;end",
            format!("intent://a#Intent;scheme=bank;{CLEAN}end"),
        ),
        // All that is said of a selector; and what is behind the end.
        (
            "intent://a#Intent;scheme=bank;SEL;component=test.other/.Secret;package=test.other;S.a=b;end;package=test.last",
            format!("intent://a#Intent;scheme=bank;{CLEAN}end"),
        ),
        // Texts and truths of the bank's; no numbers, and none of the system's names.
        (
            "intent://a#Intent;scheme=bank;S.to%6Ben=a%3Bb%3Dc%20%C3%BC;B.now=true;B.later=yes;i.count=zzz;\
             S.android.intent.extra.REFERRER_NAME=x;S.=y;end",
            format!("intent://a#Intent;scheme=bank;{CLEAN}S.token=a%3Bb%3Dc%20%C3%BC;B.now=true;B.later=false;end"),
        ),
    ];
    for (written, clean) in cases {
        assert_eq!(asked(written, PAGE), link(&clean), "{written}");
        assert_eq!(asked(&clean, PAGE), link(&clean), "once clean, always clean");
        assert_eq!(asked(written, FRAME), Navigation::Ignore, "{written}");
    }
    assert_eq!(
        asked("intent://a#Intent;scheme=bank;action=test.bank.APPROVE;end", PAGE),
        link("intent://a#Intent;scheme=bank;action=test.bank.APPROVE;category=android.intent.category.BROWSABLE;end")
    );
}

#[test]
fn the_fallback_of_an_intent_is_a_safe_page_or_none() {
    let fallback = |page: &str| {
        let url = format!("intent://a#Intent;scheme=bank;S.browser_fallback_url={page};end");
        let clean = "intent://a#Intent;scheme=bank;action=android.intent.action.VIEW;\
                     category=android.intent.category.BROWSABLE;end";
        match asked(&url, PAGE) {
            Navigation::Open(link) if link.url == clean => link.fallback,
            other => panic!("{page}: {other:?}"),
        }
    };
    let page = "https%3A%2F%2Fbank.example.test%2Fno-app%3Fx%3D1";
    assert_eq!(fallback(page).as_deref(), Some("https://bank.example.test/no-app?x=1"));
    for page in [
        "http%3A%2F%2Fbank.example.test",
        "http%3A%2F%2F127.0.0.1",
        "javascript%3Aalert(1)",
        "file%3A%2F%2F%2Fetc%2Fpasswd",
        "market%3A%2F%2Fdetails",
        "intent%3A%2F%2Fa%23Intent%3Bend",
        "https%3A%2F%2Fbank%40evil.example.test",
        "bank.example.test",
        "",
    ] {
        assert_eq!(fallback(page), None, "{page}");
    }
}

#[test]
fn an_intent_with_something_forbidden_in_it_is_not_opened() {
    for url in [
        "intent:",
        "intent:#Intent;end",
        "intent://a",
        "intent://a#Intent;scheme=bank",
        "intent://a#intent;scheme=bank;end",
        "intent://a#Intent;scheme=javascript;end",
        "intent://a#Intent;scheme=%6Aava%53cript;end",
        "intent://a#Intent;scheme=java%09script;end",
        "intent://a#Intent;scheme=%20file;end",
        "intent://a#Intent;scheme=content:;end",
        "intent:content://contacts#Intent;end",
        "intent:FILE:///etc/passwd#Intent;end",
        "intent:1234#Intent;scheme=tel;end",
        "intent:1234#Intent;scheme=smsto;action=android.intent.action.SENDTO;end",
        "intent:intent:a#Intent;end",
        "intent://a#Intent;scheme=intent;end",
        "intent://a#Intent;scheme=http;package=test.bank;end",
        "intent://user@bank.example.test#Intent;scheme=https;end",
        "intent://a#Intent;scheme=;end",
        "intent://a#Intent;end",
        "intent://a#Intent;scheme=bank;package=a/b;end",
        "intent://a#Intent;scheme=bank;action=android.intent.action.CALL;end",
        "intent://a#Intent;scheme=bank;action=;end",
        "intent:#Intent;component=test.other/.Secret;end",
        "intent:#Intent;SEL;package=test.other;end",
        "android-app://test.bank/bank/approve",
    ] {
        assert_eq!(asked(url, PAGE), Navigation::Ignore, "{url}");
    }
}

/// What no page may ever ask of the system.
const FORBIDDEN: [&str; 30] = [
    "file",
    "content",
    "filesystem",
    "javascript",
    "vbscript",
    "data",
    "blob",
    "about",
    "view-source",
    "chrome",
    "chrome-extension",
    "tel",
    "telprompt",
    "sms",
    "smsto",
    "mms",
    "mailto",
    "callto",
    "sip",
    "facetime",
    "facetime-audio",
    "itms-services",
    "shortcuts",
    "app-settings",
    "package",
    "android-app",
    "http",
    "ws",
    "ftp",
    "jar",
];

#[test]
fn forbidden_schemes_are_never_opened() {
    for scheme in FORBIDDEN {
        for rest in ["", "//", "//a", "/a", "a", "alert(1)", "//a#Intent;scheme=bank;end"] {
            for context in [PAGE, WINDOW, FRAME] {
                assert!(
                    !is_open(&asked(&format!("{scheme}:{rest}"), context)),
                    "{scheme}:{rest}"
                );
            }
        }
    }
}

fn is_open(navigation: &Navigation) -> bool {
    matches!(navigation, Navigation::Open(_))
}

/// A scheme as somebody writes it who wants it to be overlooked.
fn disguised(scheme: &'static str) -> impl Strategy<Value = String> {
    let noise = prop::sample::select(vec![
        "", "", "", " ", "\t", "\n", "\r", "\0", "\u{1}", "\u{a0}", "\u{200b}", "\u{feff}",
    ]);
    let letters = prop::collection::vec((any::<bool>(), any::<u8>(), noise.clone()), scheme.len());
    (noise, letters).prop_map(move |(before, letters)| {
        let written = scheme.chars().zip(letters).map(|(letter, (upper, percent, noise))| {
            let letter = if upper { letter.to_ascii_uppercase() } else { letter };
            match percent {
                0..=20 => format!("%{:02x}{noise}", u32::from(letter)),
                _ => format!("{letter}{noise}"),
            }
        });
        before.to_owned() + &written.collect::<String>()
    })
}

fn forbidden() -> impl Strategy<Value = String> {
    prop::sample::select(FORBIDDEN.to_vec()).prop_flat_map(disguised)
}

fn contexts() -> impl Strategy<Value = NavigationContext> {
    let cause = prop::sample::select(vec![Gesture, Redirect, Script]);
    (any::<bool>(), cause, any::<bool>(), 0_u32..5).prop_map(|(main_frame, cause, new_window, depth)| {
        NavigationContext {
            main_frame,
            cause,
            new_window,
            depth,
        }
    })
}

/// What every answer has to be, whatever was asked.
fn check(url: &str, context: NavigationContext) {
    let Navigation::Open(link) = asked(url, context) else {
        return;
    };
    assert!(context.main_frame && context.cause != Script, "{url:?}");
    assert!(
        link.url.bytes().all(|byte| (b' '..=b'~').contains(&byte)),
        "{:?}",
        link.url
    );
    let (scheme, rest) = link.url.split_once(':').unwrap();
    assert!(!FORBIDDEN.contains(&scheme) && scheme != "https", "{:?}", link.url);
    if let Some(fallback) = &link.fallback {
        assert!(fallback.starts_with("https://") && scheme == "intent");
    }
    if scheme == "intent" {
        let (data, fields) = rest.rsplit_once("#Intent;").unwrap();
        let fields: Vec<&str> = fields.split(';').collect();
        assert_eq!(fields.last(), Some(&"end"));
        assert_eq!(fields.iter().filter(|field| **field == "end").count(), 1);
        assert!(fields.contains(&"category=android.intent.category.BROWSABLE"));
        for field in &fields[..fields.len() - 1] {
            let (name, value) = field.split_once('=').unwrap();
            let is_known = matches!(name, "scheme" | "action" | "category" | "package") || name.starts_with(['S', 'B']);
            assert!(is_known && (name != "scheme" || !FORBIDDEN.contains(&value)), "{field}");
        }
        let has_scheme = fields.iter().any(|field| field.starts_with("scheme="));
        assert!(has_scheme || data.is_empty(), "nothing is left to be guessed");
    }
    assert_eq!(
        asked(&link.url, context),
        Navigation::Open(AppLink {
            fallback: None,
            ..link.clone()
        })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_disguise_gets_a_forbidden_scheme_to_the_system(scheme in forbidden(), rest in ".{0,12}", context in contexts()) {
        let plain = format!("{scheme}:{rest}");
        check(&plain, context);
        for url in [
            format!("intent:{plain}#Intent;end"),
            format!("intent:{rest}#Intent;scheme={scheme};end"),
            format!("intent:{rest}#Intent;scheme={scheme};package=test.bank;end"),
            format!("intent:#Intent;S.browser_fallback_url={scheme}:{rest};package=test.bank;end"),
        ] {
            check(&url, context);
        }
    }

    #[test]
    fn any_text_is_answered(url in any::<String>(), context in contexts()) {
        check(&url, context);
    }

    #[test]
    fn any_intent_is_answered(
        data in "[a-z:/#?%;= ]{0,12}",
        fields in prop::collection::vec(
            ("(S\\.|B\\.|i\\.)?(scheme|action|package|component|SEL|end|launchFlags|browser_fallback_url|x|%[0-9a-f]{2})",
             "(=[ -~]{0,10}|=%[0-9a-f]{2}|)"),
            0..6,
        ),
        context in contexts(),
    ) {
        let fields: String = fields.iter().map(|(name, value)| format!("{name}{value};")).collect();
        check(&format!("intent:{data}#Intent;{fields}end"), context);
    }
}
