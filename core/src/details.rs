//! What the merchant wants to know of the customer besides the card: e-mail, phone, addresses; and the app's own data.
//!
//! What the intent asks for ([`CollectionRequirements`]) has to be there. What it does not ask for may be given, is
//! checked like the rest and sent; what was not given is left out of the request.

use std::collections::BTreeMap;

use country_code_enum::CountryCode;
use email_address::{EmailAddress, Options};

use crate::card::{CardErrors, CardField, CardProblem};
use crate::flow::Flow;
use crate::secret::Secret;
use crate::summary::CollectionRequirements;

/// The key under which every payment carries the version of this core.
pub(crate) const VERSION_KEY: &str = "dojo-sdk-core-version";
/// The key under which a virtual terminal payment carries the notes for the delivery.
pub(crate) const DELIVERY_NOTES_KEY: &str = "DeliveryNotes";

/// The longest text of an address, a name or an e-mail address, in characters.
const MAX_TEXT: usize = 255;
/// The longest postcode, in characters.
const MAX_POSTCODE: usize = 50;
/// The longest notes for a delivery, in characters.
const MAX_DELIVERY_NOTES: usize = 120;
/// The most entries of metadata, and the longest key and value in characters.
const MAX_METADATA: (usize, usize, usize) = (50, 100, 500);
/// How many digits a phone number has: E.164 allows 15.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 5..=15;

/// The countries whose postcode a payment needs, as ISO 3166-1 alpha-2 codes.
const NEED_POSTCODE: [&str; 3] = ["GB", "US", "CA"];

/// Whether a billing or shipping address in this country has to have a postcode. The code is ISO 3166-1 alpha-2, in any
/// case.
pub fn needs_postcode(country_code: &str) -> bool {
    NEED_POSTCODE
        .iter()
        .any(|code| code.eq_ignore_ascii_case(country_code.trim()))
}

/// The countries of an address form: every alpha-2 code of ISO 3166-1, and `XK` for Kosovo, in alphabetical order.
/// Their names are the platform's business.
pub fn countries() -> Vec<&'static str> {
    let mut codes: Vec<&'static str> = CountryCode::iter().map(<&'static str>::from).collect();
    codes.sort_unstable();
    codes
}

/// The country of a code in any case, in capitals.
pub(crate) fn country(code: &str) -> Option<&'static str> {
    // ASCII only: the capitals of `ß` would be South Sudan.
    if code.len() != 2 || !code.is_ascii() {
        return None;
    }
    code.parse::<CountryCode>().ok().map(<&'static str>::from)
}

/// What was asked of the customer, not checked yet. Personal data prints as `***`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerDetailsInput {
    /// The e-mail address.
    pub email: Option<Secret>,
    /// The phone number, with or without spaces and a leading `+`.
    pub phone: Option<Secret>,
    /// Where the card's bills go.
    pub billing_address: Option<AddressInput>,
    /// Where the order goes.
    pub shipping: Option<ShippingInput>,
    /// Notes for the delivery, at most 120 characters. Sent by a virtual terminal payment only.
    pub delivery_notes: Option<Secret>,
    /// The app's own data for the payment, such as an order number. It is sent as it is, so it is no place for secrets.
    pub metadata: BTreeMap<String, String>,
}

/// An address as typed. A blank field counts as not given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressInput {
    /// The lines of the address above the city, at most four.
    pub lines: Vec<Secret>,
    /// The city.
    pub city: Option<Secret>,
    /// The state, province or county.
    pub state: Option<Secret>,
    /// The postcode.
    pub postcode: Option<Secret>,
    /// The country: ISO 3166-1 alpha-2, such as `GB`.
    pub country_code: Option<String>,
}

impl AddressInput {
    /// An address that is no more than a country and a postcode: all that a card payment needs.
    pub fn new(country_code: impl Into<String>, postcode: impl Into<Secret>) -> Self {
        AddressInput {
            postcode: Some(postcode.into()),
            country_code: Some(country_code.into()),
            ..AddressInput::default()
        }
    }
}

/// Where the order goes, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShippingInput {
    /// Whom it goes to.
    pub name: Option<Secret>,
    /// Where that is.
    pub address: AddressInput,
}

/// What is wrong with one of the customer's details. The messages continue the name of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DetailProblem {
    /// Nothing was entered where something is needed.
    #[error("is missing")]
    Missing,
    /// It is not an e-mail address, not a phone number.
    #[error("is not well formed")]
    Malformed,
    /// The country is no ISO 3166-1 alpha-2 code.
    #[error("is not an ISO 3166-1 alpha-2 code")]
    UnknownCountry,
    /// It has too many characters, lines or entries.
    #[error("is too long")]
    TooLong,
    /// There is a line break or the like in it.
    #[error("has control characters")]
    ControlCharacters,
    /// Metadata: a name that the SDK uses itself.
    #[error("has a name that is taken by the SDK")]
    ReservedName,
}

/// The customer's details, checked. What was not given is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerDetails {
    pub(crate) email: Option<Secret>,
    pub(crate) phone: Option<Secret>,
    pub(crate) billing_address: Option<Address>,
    pub(crate) shipping: Option<Shipping>,
    pub(crate) delivery_notes: Option<Secret>,
    pub(crate) metadata: BTreeMap<String, String>,
}

/// A checked address with at least one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Address {
    pub(crate) lines: Vec<Secret>,
    pub(crate) city: Option<Secret>,
    pub(crate) state: Option<Secret>,
    pub(crate) postcode: Option<Secret>,
    pub(crate) country_code: Option<&'static str>,
}

/// Checked shipping details with at least one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shipping {
    pub(crate) name: Option<Secret>,
    pub(crate) address: Option<Address>,
}

impl CustomerDetailsInput {
    /// Checks every field against what the flow and the intent want, and reports all that are wrong.
    pub fn validate(&self, flow: Flow, collect: CollectionRequirements) -> Result<CustomerDetails, CardErrors> {
        let mut errors = CardErrors::default();
        match self.check(flow, collect, &mut errors) {
            Some(details) if errors.fields().is_empty() => Ok(details),
            _ => Err(errors),
        }
    }

    /// Adds what is wrong to the `errors` of a form. `None` only if something is.
    pub(crate) fn check(
        &self,
        flow: Flow,
        collect: CollectionRequirements,
        errors: &mut CardErrors,
    ) -> Option<CustomerDetails> {
        let mut check = Check { errors, failed: false };
        let is_terminal = flow == Flow::VirtualTerminal;
        let details = CustomerDetails {
            email: check.email(self.email.as_ref(), collect.email),
            phone: check.phone(self.phone.as_ref()),
            billing_address: check.billing(self.billing_address.as_ref(), collect.billing_address),
            // Only the virtual terminal has a form for it: elsewhere an intent that asks for it must still be payable.
            shipping: check.shipping(self.shipping.as_ref(), collect.shipping_details && is_terminal),
            delivery_notes: check.delivery_notes(self.delivery_notes.as_ref().filter(|_| is_terminal)),
            metadata: check.metadata(&self.metadata),
        };
        (!check.failed).then_some(details)
    }
}

/// The fields of an address, as errors name them.
struct AddressFields {
    address: CardField,
    country: CardField,
    postcode: CardField,
}

const BILLING: AddressFields = AddressFields {
    address: CardField::BillingAddress,
    country: CardField::BillingCountry,
    postcode: CardField::BillingPostcode,
};
const SHIPPING: AddressFields = AddressFields {
    address: CardField::ShippingAddress,
    country: CardField::ShippingCountry,
    postcode: CardField::ShippingPostcode,
};

/// Checks fields and notes what is wrong with them.
struct Check<'a> {
    errors: &'a mut CardErrors,
    failed: bool,
}

impl Check<'_> {
    fn wrong(&mut self, field: CardField, problem: DetailProblem) {
        self.errors.push(CardProblem::Detail(field, problem));
        self.failed = true;
    }

    fn need(&mut self, needed: bool, field: CardField) {
        if needed {
            self.wrong(field, DetailProblem::Missing);
        }
    }

    /// A text without the white space around it; none if it is blank.
    fn text(&mut self, typed: Option<&Secret>, field: CardField, longest: usize) -> Option<Secret> {
        let text = typed?.expose().trim();
        match plain_text(text, longest) {
            Ok(()) => (!text.is_empty()).then(|| Secret::from(text)),
            Err(problem) => {
                self.wrong(field, problem);
                None
            }
        }
    }

    fn email(&mut self, typed: Option<&Secret>, needed: bool) -> Option<Secret> {
        match email(typed.map_or("", Secret::expose)) {
            Ok(email) => Some(email),
            Err(DetailProblem::Missing) if !needed => None,
            Err(problem) => {
                self.wrong(CardField::Email, problem);
                None
            }
        }
    }

    fn phone(&mut self, typed: Option<&Secret>) -> Option<Secret> {
        let phone = self.text(typed, CardField::Phone, MAX_TEXT)?;
        if !is_phone_number(phone.expose()) {
            self.wrong(CardField::Phone, DetailProblem::Malformed);
        }
        Some(phone)
    }

    fn billing(&mut self, typed: Option<&AddressInput>, needed: bool) -> Option<Address> {
        self.address(typed, needed, &BILLING)
    }

    fn shipping(&mut self, typed: Option<&ShippingInput>, needed: bool) -> Option<Shipping> {
        let name = self.text(
            typed.and_then(|shipping| shipping.name.as_ref()),
            CardField::ShippingName,
            MAX_TEXT,
        );
        self.need(needed && name.is_none(), CardField::ShippingName);
        let address = self.address(typed.map(|shipping| &shipping.address), needed, &SHIPPING);
        let has_lines = address.as_ref().is_some_and(|address| !address.lines.is_empty());
        self.need(needed && !has_lines, SHIPPING.address);
        (name.is_some() || address.is_some()).then_some(Shipping { name, address })
    }

    /// Where an address is needed, its country is, and in some countries its postcode.
    fn address(&mut self, typed: Option<&AddressInput>, needed: bool, fields: &AddressFields) -> Option<Address> {
        let Some(typed) = typed else {
            self.need(needed, fields.country);
            return None;
        };
        let address = Address {
            lines: self.lines(&typed.lines, fields.address),
            city: self.text(typed.city.as_ref(), fields.address, MAX_TEXT),
            state: self.text(typed.state.as_ref(), fields.address, MAX_TEXT),
            postcode: self.text(typed.postcode.as_ref(), fields.postcode, MAX_POSTCODE),
            country_code: self.country(typed.country_code.as_deref(), fields.country, needed),
        };
        let needs_postcode = address.country_code.is_some_and(needs_postcode);
        self.need(needed && needs_postcode && address.postcode.is_none(), fields.postcode);
        (address != Address::default()).then_some(address)
    }

    fn lines(&mut self, typed: &[Secret], field: CardField) -> Vec<Secret> {
        let lines: Vec<Secret> = typed
            .iter()
            .filter_map(|line| self.text(Some(line), field, MAX_TEXT))
            .collect();
        if lines.len() > 4 {
            self.wrong(field, DetailProblem::TooLong);
        }
        lines
    }

    fn country(&mut self, typed: Option<&str>, field: CardField, needed: bool) -> Option<&'static str> {
        let code = typed.unwrap_or_default().trim();
        if code.is_empty() {
            self.need(needed, field);
            return None;
        }
        let known = country(code);
        if known.is_none() {
            self.wrong(field, DetailProblem::UnknownCountry);
        }
        known
    }

    fn delivery_notes(&mut self, typed: Option<&Secret>) -> Option<Secret> {
        let notes = typed?.expose().trim();
        // A note may have line breaks.
        let without_breaks = |c: char| !matches!(c, '\n' | '\r' | '\t') && c.is_control();
        if notes.chars().count() > MAX_DELIVERY_NOTES {
            self.wrong(CardField::DeliveryNotes, DetailProblem::TooLong);
        } else if notes.chars().any(without_breaks) {
            self.wrong(CardField::DeliveryNotes, DetailProblem::ControlCharacters);
        }
        (!notes.is_empty()).then(|| Secret::from(notes))
    }

    fn metadata(&mut self, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let (most, longest_name, longest_value) = MAX_METADATA;
        if given.len() > most {
            self.wrong(CardField::Metadata, DetailProblem::TooLong);
        }
        for (name, value) in given {
            let problem = match name.as_str() {
                name if name.trim().is_empty() => Some(DetailProblem::Missing),
                VERSION_KEY | DELIVERY_NOTES_KEY => Some(DetailProblem::ReservedName),
                name => plain_text(name, longest_name)
                    .and(not_longer(value, longest_value))
                    .err(),
            };
            if let Some(problem) = problem {
                self.wrong(CardField::Metadata, problem);
            }
        }
        given.clone()
    }
}

/// An e-mail address without the white space around it, by the grammar of RFC 5322 and with a domain of two parts or
/// more: `alex@example` is mistyped. Whether anybody reads it only an e-mail can tell.
pub(crate) fn email(typed: &str) -> Result<Secret, DetailProblem> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(DetailProblem::Missing);
    }
    plain_text(typed, MAX_TEXT)?;
    let options = Options::default()
        .without_display_text()
        .without_domain_literal()
        .with_required_tld();
    match EmailAddress::parse_with_options(typed, options) {
        Ok(_) => Ok(Secret::from(typed)),
        Err(_) => Err(DetailProblem::Malformed),
    }
}

/// A postcode that an address in this country needs, or may do without.
pub(crate) fn postcode(typed: &str, country_code: &str) -> Result<(), DetailProblem> {
    match typed.trim() {
        "" if needs_postcode(country_code) => Err(DetailProblem::Missing),
        postcode => plain_text(postcode, MAX_POSTCODE),
    }
}

fn is_phone_number(typed: &str) -> bool {
    let national = typed.strip_prefix('+').unwrap_or(typed);
    let digits = national.bytes().filter(u8::is_ascii_digit).count();
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    PHONE_DIGITS.contains(&digits) && national.chars().all(plain)
}

fn plain_text(text: &str, longest: usize) -> Result<(), DetailProblem> {
    match text.chars().any(char::is_control) {
        true => Err(DetailProblem::ControlCharacters),
        false => not_longer(text, longest),
    }
}

fn not_longer(text: &str, longest: usize) -> Result<(), DetailProblem> {
    match text.chars().count() > longest {
        true => Err(DetailProblem::TooLong),
        false => Ok(()),
    }
}
