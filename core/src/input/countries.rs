//! Countries: which there are, and which of them need a postcode.

use country_code_enum::CountryCode;

use crate::text;

/// The countries whose postcode a payment needs, as ISO 3166-1 alpha-2 codes.
const NEED_POSTCODE: [&str; 3] = ["GB", "US", "CA"];

/// Whether a billing or shipping address in this country has to have a postcode. The code is ISO 3166-1 alpha-2, in any
/// case.
pub fn needs_postcode(country_code: &str) -> bool {
    country(country_code).is_some_and(|code| NEED_POSTCODE.contains(&code))
}

/// The countries of an address form: every alpha-2 code of ISO 3166-1, and `XK` for Kosovo, in alphabetical order.
/// Their names are the platform's business.
pub fn countries() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = CountryCode::iter().map(<&'static str>::from).collect();
    codes.sort_unstable();
    codes
}

/// The country of a code in any case and any form of its letters, in capitals.
pub(crate) fn country(code: &str) -> Option<&'static str> {
    let code = text::code(code);
    // ASCII only: the capitals of `ß` would be South Sudan.
    if code.len() != 2 || !code.is_ascii() {
        return None;
    }
    code.parse::<CountryCode>().ok().map(<&'static str>::from)
}
