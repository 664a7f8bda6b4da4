//! The table as a whole: complete, well formed, and in the customer's language.

use std::collections::BTreeSet;

use icu_locale::{LocaleCanonicalizer, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules};
use proptest::prelude::*;

use super::*;
use crate::texts::counting::Plural;
use crate::texts::template::{Part, parts};

fn every_text() -> impl Iterator<Item = (TextId, Language, &'static str)> {
    let of = |id: TextId| {
        Language::ALL
            .into_iter()
            .map(move |language| (id, language, id.text(language)))
    };
    TextId::ALL.iter().copied().flat_map(of)
}

#[test]
fn names_are_snake_case_and_lead_back() {
    let names: BTreeSet<&str> = TextId::ALL.iter().map(|id| id.name()).collect();
    assert_eq!(names.len(), TextId::ALL.len());
    for id in TextId::ALL {
        let is_snake =
            |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_';
        assert!(id.name().chars().all(is_snake), "{}", id.name());
        assert_eq!(id.name().replace('_', ""), format!("{id:?}").to_lowercase());
        assert_eq!(TextId::from_name(id.name()), Some(*id));
    }
    assert_eq!(TextId::from_name("pay_everything"), None);
}

#[test]
fn packing_changes_no_text() {
    for id in TextId::ALL.iter().copied() {
        let written = [
            english::text(id),
            spanish::text(id),
            italian::text(id),
            german::text(id),
            french::text(id),
        ];
        assert_eq!(Language::ALL.map(|language| id.text(language)), written);
    }
}

#[test]
fn texts_are_well_formed() {
    for (id, language, text) in every_text() {
        let about = format!("{} in {}: {text:?}", id.name(), language.tag());
        assert_eq!(text.trim(), text, "{about}");
        assert!(!text.is_empty() && !text.contains("  "), "{about}");
        assert!(
            !text.contains(['\'', '"', '\n', '\t', '<', '%']) && !text.contains("..."),
            "{about}"
        );
        let unbalanced = parts(text).any(|part| part == Part::Unbalanced);
        assert!(!unbalanced, "{about}");
        assert_eq!(template::check(id, &id.placeholders(), text), Ok(()), "{about}");
        // A sentence ends like one in every language.
        let ends = |text: &str| text.ends_with('.');
        assert_eq!(ends(text), ends(id.text(Language::English)), "{about}");
        let goes_on = |text: &str| text.ends_with('…');
        assert_eq!(goes_on(text), goes_on(id.text(Language::English)), "{about}");
        let asks = |text: &str| text.ends_with('?');
        assert_eq!(asks(text), asks(id.text(Language::English)), "{about}");
    }
}

#[test]
fn placeholders_are_the_same_in_every_language() {
    for (id, language, text) in every_text() {
        assert_eq!(
            template::placeholders(text),
            id.placeholders(),
            "{} in {}",
            id.name(),
            language.tag()
        );
    }
    let used: BTreeSet<Placeholder> = TextId::ALL.iter().flat_map(|id| id.placeholders()).collect();
    assert_eq!(used.into_iter().collect::<Vec<_>>(), Placeholder::ALL);
}

#[test]
fn each_language_has_its_own_words() {
    // Numbers, names and abbreviations that are the same, and words that two languages share.
    let shared = [
        "card_masked",
        "card_number_hint",
        "order_line",
        "total",
        "ok",
        "email_hint",
        "optional",
        "items_one",
    ];
    for (id, language, text) in every_text().filter(|(_, language, _)| *language != Language::English) {
        let is_english = text == id.text(Language::English);
        assert!(
            !is_english || shared.contains(&id.name()),
            "{} in {} is English: {text:?}",
            id.name(),
            language.tag()
        );
    }
}

#[test]
fn languages_keep_their_typography() {
    for (id, language, text) in every_text() {
        let about = format!("{} in {}: {text:?}", id.name(), language.tag());
        match language {
            Language::French => {
                for (sign, space) in [(':', '\u{a0}'), ('?', '\u{202f}'), ('!', '\u{202f}'), (';', '\u{202f}')] {
                    for (at, _) in text.match_indices(sign) {
                        assert_eq!(text[..at].chars().next_back(), Some(space), "{about}");
                    }
                }
            }
            Language::Spanish => assert_eq!(text.matches('?').count(), text.matches('¿').count(), "{about}"),
            Language::English | Language::Italian | Language::German => {
                assert!(!text.contains(" :") && !text.contains(" ?"), "{about}");
            }
        }
        // Nobody is on first-name terms with a payment.
        let familiar: &[&str] = match language {
            Language::German => &[" du ", " dein", " dich", " dir ", "Du ", "Dein"],
            Language::French => &[" tu ", " ton ", " ta ", " tes ", "Tu ", " toi"],
            Language::Spanish => &[" tu ", " tus ", " te ", "Tu ", "Tus ", "Inténtalo", "Comprueba "],
            Language::Italian => &[" tuo", " tua", " tuoi", " tue ", "Tuo"],
            Language::English => &[],
        };
        assert!(!familiar.iter().any(|word| text.contains(word)), "{about}");
    }
}

#[test]
fn a_text_is_replaced_and_checked() {
    let texts = || Texts::new(Locale::from_tag("it-IT"));
    let replaced = texts().with_named("pay_amount", "Ordina e paga {amount}").unwrap();
    let filled = replaced.fill(TextId::PayAmount, &[(Placeholder::Amount, "12,50\u{a0}€")]);
    assert_eq!(filled, "Ordina e paga 12,50\u{a0}€");
    assert_eq!(replaced.get(TextId::Done), "Fine");
    assert!(texts().with(TextId::PayAmount, "Ordina e paga").is_ok());

    let unknown = texts().with_named("pay_all", "…").unwrap_err();
    assert_eq!(unknown.to_string(), "there is no text named `pay_all`");
    let placeholder = texts().with(TextId::PayAmount, "Paga {merchant}").unwrap_err();
    assert_eq!(
        placeholder.to_string(),
        "the text `pay_amount` has no placeholder `{merchant}`"
    );
    for text in ["Paga {amount", "Paga amount}", "Paga {{amount}}", "{", "}"] {
        let error = texts().with(TextId::PayAmount, text).unwrap_err();
        assert_eq!(
            error,
            TextError::UnbalancedBrace {
                text: TextId::PayAmount
            },
            "{text}"
        );
    }
    for text in ["", " ", "\u{a0}\n"] {
        assert_eq!(
            texts().with(TextId::Pay, text),
            Err(TextError::Blank { text: TextId::Pay })
        );
    }
}

#[test]
fn what_stands_in_a_sentence_is_isolated_where_directions_mix() {
    let left = Texts::new(Locale::from_tag("en-GB"));
    let right = Texts::new(Locale::from_tag("he-IL"));
    let paid = |texts: &Texts, merchant| {
        let values = [(Placeholder::Amount, "£12.50"), (Placeholder::Merchant, merchant)];
        texts.fill(TextId::PaidAmountTo, &values)
    };
    assert_eq!(paid(&left, "Corner Shop"), "You have paid £12.50 to Corner Shop.");
    assert_eq!(paid(&left, "חנות"), "You have paid £12.50 to \u{2068}חנות\u{2069}.");
    assert_eq!(
        paid(&right, "Corner Shop"),
        "You have paid \u{2066}£12.50\u{2069} to \u{2068}Corner Shop\u{2069}."
    );
    // An override in a merchant's name ends with the name.
    assert_eq!(
        paid(&left, "Shop\u{202e}"),
        "You have paid £12.50 to \u{2068}Shop\u{2069}."
    );
    // An amount that is isolated already is not wrapped once more.
    let isolated = "\u{2066}£12.50\u{2069}";
    assert_eq!(
        right.fill(TextId::PayAmount, &[(Placeholder::Amount, isolated)]),
        format!("Pay {isolated}")
    );
    assert_eq!(right.count(Counted::Items, 3), "\u{2066}3\u{2069} items");
}

#[test]
fn plurals_are_those_of_icu4x() {
    for language in Language::ALL {
        let locale: icu_locale::Locale = language.tag().parse().unwrap();
        let rules = PluralRules::try_new_cardinal(locale.into()).unwrap();
        let large = [1_000_000, 1_000_001, 1_500_000, 2_000_000, 10_000_000, u64::MAX - 1];
        for count in (0..2_000).chain(large) {
            let expected = match rules.category_for(count) {
                PluralCategory::One => Plural::One,
                PluralCategory::Many => Plural::Many,
                PluralCategory::Other => Plural::Other,
                other => panic!("{language:?} has {other:?}"),
            };
            assert_eq!(Plural::of(language, count), expected, "{count} in {language:?}");
        }
    }
    let french = Texts::new(Locale::from_tag("fr"));
    assert_eq!(french.count(Counted::Items, 0), "0 article");
    assert_eq!(french.count(Counted::SavedCards, 2), "2 cartes enregistrées");
}

#[test]
fn tags_of_every_platform_are_read() {
    for (tag, expected) in [
        ("de-AT", "de-AT"),
        ("de_AT.UTF-8", "de-AT"),
        ("de_AT@euro", "de-AT"),
        ("DE_at", "de-AT"),
        ("de-rAT", "de-AT"),
        ("de-Latn-AT-1996", "de-AT"),
        ("de_AT_#Latn", "de-AT"),
        ("deu-AT", "de-AT"),
        (" fr-CH ", "fr-CH"),
        ("es-419", "es-419"),
        ("b+es+419", "es-419"),
        ("b+es+Latn+MX", "es-MX"),
        ("it", "it"),
        ("en-150", "en-150"),
        ("fr-FR-u-nu-arab", "fr-FR"),
        ("fr-u-rg-chzzzz", "fr"),
        ("de-x-AT", "de"),
        ("en-US-POSIX", "en-US"),
        ("pt-BR", "en-BR"),
        ("zh-Hant-TW", "en-TW"),
        ("C", "en"),
        ("POSIX", "en"),
        ("", "en"),
        ("und", "en"),
        ("-", "en"),
        ("__", "en"),
        ("x-de-AT", "en"),
        ("german", "en"),
        ("de-", "de"),
        ("ß-AT", "en-AT"),
    ] {
        assert_eq!(Locale::from_tag(tag).to_string(), expected, "{tag}");
    }
}

#[test]
fn the_direction_is_that_of_icu4x() {
    let common = LocaleDirectionality::new_common();
    let every = LocaleDirectionality::new_extended();
    let canonical = LocaleCanonicalizer::new_extended();
    let letters = || 'a'..='z';
    let two = letters().flat_map(|a| letters().map(move |b| String::from_iter([a, b])));
    let three = two
        .clone()
        .flat_map(|pair| letters().map(move |c| format!("{pair}{c}")));
    let others = [
        "pa-PK",
        "uz-AF",
        "kk-CN",
        "az-IR",
        "pa-IN",
        "uz-UZ",
        "ar-Latn",
        "uz-Arab",
        "az-Arab-IR",
        "ff-Adlm",
    ];
    let mut wrong = Vec::new();
    for tag in two.chain(three).chain(others.map(String::from)) {
        let mut locale: icu_locale::Locale = tag.parse().unwrap();
        canonical.canonicalize(&mut locale);
        let is_right = match Locale::from_tag(&tag).is_right_to_left() {
            true => every.is_right_to_left(&locale.id),
            false => !common.is_right_to_left(&locale.id),
        };
        if !is_right {
            wrong.push(tag);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(Locale::from_tag("en").with_right_to_left(true).is_right_to_left());
}

#[test]
fn every_country_has_an_english_name() {
    for code in checkout_core::input::countries() {
        assert!(english_country_name(code).is_some_and(|name| name.len() > 2), "{code}");
    }
    assert_eq!(english_country_name("ZZ"), None);
}

#[test]
fn the_guide_lists_every_text_in_english() {
    let guide = include_str!("../../../docs/texts.md");
    let (_, list) = guide.split_once("## Every text").unwrap();
    let listed: Vec<&str> = list.lines().filter(|line| line.starts_with("| `")).collect();
    let rows: Vec<String> = TextId::ALL
        .iter()
        .map(|id| format!("| `{}` | {} |", id.name(), id.text(Language::English)))
        .collect();
    for row in &rows {
        assert!(listed.contains(&row.as_str()), "the guide lacks: {row}");
    }
    let surplus: Vec<&&str> = listed
        .iter()
        .filter(|line| !rows.iter().any(|row| row == *line))
        .collect();
    assert!(surplus.is_empty(), "{surplus:?}");
}

proptest! {
    #[test]
    fn filling_balances_isolates_whatever_is_put_there(
        id in proptest::sample::select(TextId::ALL),
        tag in proptest::sample::select(vec!["en", "de-AT", "fr-CA", "ar", "he-IL"]),
        value in "[\u{2066}-\u{2069}\u{202a}-\u{202e}\u{200e}\u{200f}a-zא-ת0-9{}]{0,12}",
    ) {
        let texts = Texts::new(Locale::from_tag(tag));
        let values: Vec<(Placeholder, &str)> = Placeholder::ALL.iter().map(|id| (*id, value.as_str())).collect();
        let filled = texts.fill(id, &values);
        let mut depth = 0_i32;
        for character in filled.chars() {
            match character {
                '\u{2066}'..='\u{2068}' => depth += 1,
                '\u{2069}' => depth -= 1,
                '\u{202a}'..='\u{202e}' => prop_assert!(false, "an embedding in {:?}", filled),
                _ => {}
            }
            prop_assert!(depth >= 0, "{:?}", filled);
        }
        prop_assert_eq!(depth, 0, "{:?}", filled);
    }
}
