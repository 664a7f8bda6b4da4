//! Names of countries in English, for a host whose platform has none.

use country_code_enum::CountryCode;

/// The English name of a country of [`countries`](checkout_core::input::countries). Phones have names of their own, in the
/// customer's language and order: this is for a terminal.
///
/// ```
/// assert_eq!(checkout_sheet::texts::english_country_name("GB"), Some("United Kingdom"));
/// ```
pub fn english_country_name(code: &str) -> Option<&'static str> {
    code.parse::<CountryCode>().ok().map(|country| country.name())
}
