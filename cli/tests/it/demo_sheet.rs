//! `checkout demo --sheet`.

use std::sync::LazyLock;

use checkout_sheet::texts::{Language, TextId};

use crate::shop::{Ran, checkout};

pub(crate) static DEMO: LazyLock<Ran> = LazyLock::new(|| checkout(&["demo", "--sheet"]).run());

#[test]
fn every_visit_ends_as_it_should() {
    assert_eq!(DEMO.exit, 0, "{}", DEMO.stderr);
    let results: Vec<&str> = DEMO
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("  Result "))
        .collect();
    let charged = "0 Successful, Charged";
    assert_eq!(
        results,
        [
            charged,
            charged,
            charged,
            charged,
            "7780 UserClosedWithoutPaying, NotCharged"
        ]
    );
}

#[test]
fn every_kind_of_screen_is_shown() {
    for id in [
        TextId::Loading,
        TextId::ChooseTitle,
        TextId::SavedCardCvv,
        TextId::FormTitle,
        TextId::CardNumber,
        TextId::WorkingPreparing,
        TextId::WorkingAuthorizing,
        TextId::TryAgain,
        TextId::ChallengeTitle,
        TextId::LeavePayingMessage,
        TextId::WorkingAfterLeave,
        TextId::WorkingChecking,
        TextId::CheckAgain,
        TextId::UnknownNotCompleted,
        TextId::DeleteTitle,
        TextId::Deleting,
        TextId::TestMode,
    ] {
        let begins = id.text(Language::English).chars().take(60).collect::<String>();
        assert!(DEMO.stdout.contains(begins.trim()), "{id:?}: {}", DEMO.stdout);
    }
}

#[test]
fn each_language_has_its_screen() {
    let (_, languages) = DEMO.stdout.split_once("\n6. ").unwrap();
    for language in Language::ALL {
        let (_, screen) = languages.split_once(&format!("\n{}\n", language.tag())).unwrap();
        assert!(
            screen.trim_start().starts_with(TextId::ChooseTitle.text(language)),
            "{language:?}"
        );
    }
}

#[test]
fn it_is_plain_text_of_80_columns() {
    for line in DEMO.stdout.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert!(!line.contains(char::is_control), "{line:?}");
    }
}

#[test]
fn two_demos_differ_only_in_the_port() {
    let again = checkout(&["demo", "--sheet"]).run();
    let stable = |output: &str| output.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(stable(&again.stdout), stable(&DEMO.stdout));
}
