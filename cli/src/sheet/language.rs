//! `--language`, and what the environment says instead.

use checkout_sheet::texts::{Language as Known, Locale, Texts};

#[derive(clap::Args)]
pub(crate) struct Language {
    /// The language of the sheet, with or without a region: en, es, it, de, fr, de-AT … [default: as LC_ALL, LC_MESSAGES or
    /// LANG says, else en]
    #[arg(long, value_name = "TAG", value_parser = locale)]
    language: Option<Locale>,
}

impl Language {
    /// The texts for whoever sits at the terminal.
    pub(crate) fn texts(&self) -> Texts {
        let locale = self
            .language
            .unwrap_or_else(|| of_environment(|name| std::env::var(name).ok()));
        // Which way a line runs is the terminal's to know, and marks that say so would only get in its way.
        Texts::new(locale.with_right_to_left(false))
    }
}

fn locale(tag: &str) -> Result<Locale, String> {
    let locale = Locale::from_tag(tag);
    let code = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    // What is not known becomes English, and somebody who has asked for it should hear that.
    match locale.language() != Known::English || ["en", "eng"].contains(&code.as_str()) {
        true => Ok(locale),
        false => Err(format!(
            "the texts are there in {}",
            Known::ALL.map(Known::tag).join(", ")
        )),
    }
}

/// The first of these that says anything counts, as POSIX has it.
fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Locale {
    let named = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|tag| !tag.is_empty()));
    named.map_or_else(Locale::default, |tag| Locale::from_tag(&tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_without_texts_is_refused_and_not_replaced() {
        assert_eq!(locale("it"), Ok(Locale::from_tag("it")));
        assert_eq!(locale("de_AT"), Ok(Locale::from_tag("de-AT")));
        assert_eq!(locale("EN-US"), Ok(Locale::from_tag("en-US")));
        for tag in ["", "ja", "klingon", "-it"] {
            assert_eq!(
                locale(tag),
                Err("the texts are there in en, es, it, de, fr".to_owned()),
                "{tag}"
            );
        }
    }

    #[test]
    fn the_environment_is_asked_in_its_order() {
        let environment = |variables: &'static [(&str, &str)]| {
            let of = move |name: &str| {
                let found = variables.iter().find(|(of, _)| *of == name);
                found.map(|(_, value)| (*value).to_owned())
            };
            of_environment(of)
        };
        let all = environment(&[("LANG", "fr_FR.UTF-8"), ("LC_ALL", "it_IT.UTF-8")]);
        assert_eq!(all, Locale::from_tag("it-IT"));
        let empty = environment(&[("LC_ALL", ""), ("LC_MESSAGES", "es_ES"), ("LANG", "fr_FR")]);
        assert_eq!(empty, Locale::from_tag("es-ES"));
        assert_eq!(environment(&[("LANG", "C.UTF-8")]), Locale::default());
        assert_eq!(environment(&[]), Locale::default());
    }
}
