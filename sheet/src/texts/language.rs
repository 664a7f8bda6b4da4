//! In which language, and of which region, the texts are.

use std::fmt;

/// A language that the texts are there in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English, in British spelling. It stands in for every language that is not here.
    #[default]
    English,
    /// Spanish.
    Spanish,
    /// Italian.
    Italian,
    /// German.
    German,
    /// French.
    French,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 5] = [
        Language::English,
        Language::Spanish,
        Language::Italian,
        Language::German,
        Language::French,
    ];

    /// The language's tag: `en`, `es`, `it`, `de`, `fr`.
    pub const fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Spanish => "es",
            Language::Italian => "it",
            Language::German => "de",
            Language::French => "fr",
        }
    }

    /// The language of a code of ISO 639: of two letters as tags have it, or of three as some platforms do.
    fn of(code: &str) -> Option<Language> {
        Some(match code {
            "en" | "eng" => Language::English,
            "es" | "spa" => Language::Spanish,
            "it" | "ita" => Language::Italian,
            "de" | "deu" | "ger" => Language::German,
            "fr" | "fra" | "fre" => Language::French,
            _ => return None,
        })
    }
}

/// The scripts that are written from right to left, by ISO 15924.
const RIGHT_TO_LEFT_SCRIPTS: [&str; 14] = [
    "adlm", "arab", "aran", "armi", "hebr", "mand", "mend", "nkoo", "phnx", "rohg", "samr", "syrc", "thaa", "yezi",
];

/// The languages that are written from right to left, some of them only in one region, unless their tag names a script.
#[rustfmt::skip]
const RIGHT_TO_LEFT_LANGUAGES: &[&str] = &[
    "aao", "acm", "aeb", "ajp", "apc", "ar", "ara", "arb", "arc", "ars", "ary", "arz", "azb", "bal", "bcc", "bgn", "bqi",
    "ckb", "cld", "drw", "dv", "fa", "fas", "glk", "he", "heb", "iw", "ji", "kas", "ks", "lrc", "luz", "mzn", "nqo",
    "pbu", "per", "pes", "pnb", "prs", "ps", "pus", "rhg", "sd", "sdh", "skr", "snd", "syr", "tnf", "ug", "uig",
    "ur", "urd", "ydd", "yi", "yid", "az-IR", "kk-AF", "kk-CN", "kk-IR", "pa-PK", "uz-AF",
];

/// The customer's locale: which language the texts are in, and by which region's habits amounts are written.
///
/// ```
/// use checkout_sheet::texts::{Language, Locale};
///
/// let austrian = Locale::from_tag("de_AT.UTF-8");
/// assert_eq!((austrian.language(), austrian.region()), (Language::German, Some("AT")));
///
/// // There are no Hebrew texts: the customer reads English ones, in a layout from right to left.
/// let hebrew = Locale::from_tag("he-IL");
/// assert_eq!((hebrew.language(), hebrew.is_right_to_left()), (Language::English, true));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locale {
    language: Language,
    /// Two letters in capitals, or three digits.
    region: Option<Region>,
    right_to_left: bool,
}

impl Locale {
    /// A language without a region.
    pub const fn new(language: Language) -> Self {
        Locale {
            language,
            region: None,
            right_to_left: false,
        }
    }

    /// The locale of a tag as platforms write it: BCP 47 (`de-AT`, `zh-Hant-TW`), POSIX (`de_AT.UTF-8`, `C`), Java
    /// (`de_AT_#Latn`, `iw_IL`) or Android's resources (`de-rAT`, `b+es+419`).
    ///
    /// It never fails: for a language that there are no texts in, it is English as the region writes its amounts.
    pub fn from_tag(tag: &str) -> Self {
        // What follows is a charset or a modifier.
        let tag = tag.trim().split(['.', '@']).next().unwrap_or_default();
        let tag = tag.strip_prefix("b+").unwrap_or(tag);
        let mut subtags = tag.split(['-', '_', '+']);
        let code = subtags.next().unwrap_or_default().to_ascii_lowercase();

        let mut region = None;
        let mut script = None;
        for subtag in subtags {
            let subtag = subtag.trim_start_matches('#');
            if code.len() == 1 || subtag.len() == 1 {
                break; // Extensions and private use follow.
            }
            if is_script(subtag) {
                script = script.or_else(|| Some(subtag.to_ascii_lowercase()));
            } else {
                region = region.or_else(|| Region::of(subtag));
            }
        }
        let right_to_left = match &script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script.as_str()),
            None => {
                let of_region = region.as_ref().map(|region| format!("{code}-{}", region.as_str()));
                let is_listed = |tag: &str| RIGHT_TO_LEFT_LANGUAGES.contains(&tag);
                is_listed(&code) || of_region.is_some_and(|tag| is_listed(&tag))
            }
        };
        Locale {
            language: Language::of(&code).unwrap_or_default(),
            region,
            right_to_left,
        }
    }

    /// The same locale in a layout that runs the other way, where the host knows better than the tag.
    #[must_use]
    pub const fn with_right_to_left(self, right_to_left: bool) -> Self {
        Locale { right_to_left, ..self }
    }

    /// The language of the texts.
    pub const fn language(&self) -> Language {
        self.language
    }

    /// The region, if the tag named one: `AT`, `419`.
    pub fn region(&self) -> Option<&str> {
        self.region.as_ref().map(Region::as_str)
    }

    /// Whether the layout around the texts runs from right to left. What stands in a sentence is isolated then.
    pub const fn is_right_to_left(&self) -> bool {
        self.right_to_left
    }
}

impl fmt::Display for Locale {
    /// The tag of BCP 47: `de-AT`, `en`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.language.tag())?;
        match &self.region {
            Some(region) => write!(f, "-{}", region.as_str()),
            None => Ok(()),
        }
    }
}

fn is_script(subtag: &str) -> bool {
    subtag.len() == 4 && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// A region of ISO 3166-1 alpha-2 or UN M49, two or three ASCII characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Region {
    bytes: [u8; 3],
    length: u8,
}

impl Region {
    fn of(subtag: &str) -> Option<Region> {
        let of_android = |subtag: &str| subtag.len() == 3 && subtag.bytes().next().is_some_and(|byte| byte == b'r');
        let code = match subtag.bytes().collect::<Vec<u8>>()[..] {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => [a, b, 0],
            [_, a, b] if of_android(subtag) && a.is_ascii_uppercase() && b.is_ascii_uppercase() => [a, b, 0],
            [a, b, c] if [a, b, c].iter().all(u8::is_ascii_digit) => [a, b, c],
            _ => return None,
        };
        let length = if code[2] == 0 { 2 } else { 3 };
        Some(Region {
            bytes: code.map(|byte| byte.to_ascii_uppercase()),
            length,
        })
    }

    fn as_str(&self) -> &str {
        let code = self.bytes.get(..self.length.into()).unwrap_or_default();
        std::str::from_utf8(code).unwrap_or_default()
    }
}
