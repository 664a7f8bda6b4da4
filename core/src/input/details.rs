//! What the merchant wants to know of the customer besides the card: e-mail, phone, addresses; and the app's own data.
//!
//! What the intent asks for ([`CollectionRequirements`]) has to be there and to be right. What it does not ask for may be
//! given, and is sent if it is right: nobody's payment fails because of a phone number that nobody asked for.

use std::collections::BTreeMap;

use super::countries::{country, needs_postcode};
use super::problems::{CardErrors, CardField, CardProblem, DetailProblem};
use super::text;
use crate::flow::Flow;
use crate::secret::Secret;
use crate::summary::CollectionRequirements;
use crate::text::{has_lost_half, is_blank};

/// The key under which every payment carries the version of this core.
pub(crate) const VERSION_KEY: &str = "dojo-sdk-core-version";
/// The key under which a virtual terminal payment carries the notes for the delivery.
pub(crate) const DELIVERY_NOTES_KEY: &str = "DeliveryNotes";

/// The most entries of metadata, and the longest key and value in characters.
const MAX_METADATA: (usize, usize, usize) = (50, 100, 500);

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
        let known_errors = errors.fields().len();
        let is_terminal = flow == Flow::VirtualTerminal;
        // Only the virtual terminal has a form for it: elsewhere an intent that asks for it must still be payable.
        let collects_shipping = collect.shipping_details && is_terminal;
        let mut check = Check { errors };
        let details = CustomerDetails {
            email: check.asked(collect.email, |check| check.email(self.email.as_ref(), collect.email)),
            phone: check.asked(collects_shipping, |check| check.phone(self.phone.as_ref())),
            billing_address: check.asked(collect.billing_address, |check| {
                check.billing(self.billing_address.as_ref(), collect.billing_address)
            }),
            shipping: check.asked(collects_shipping, |check| {
                check.shipping(self.shipping.as_ref(), collects_shipping)
            }),
            delivery_notes: check.delivery_notes(self.delivery_notes.as_ref().filter(|_| is_terminal)),
            metadata: check.metadata(&self.metadata),
        };
        (errors.fields().len() == known_errors).then_some(details)
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
}

impl Check<'_> {
    fn wrong(&mut self, field: CardField, problem: DetailProblem) {
        self.errors.push(CardProblem::Detail(field, problem));
    }

    fn need(&mut self, needed: bool, field: CardField) {
        if needed {
            self.wrong(field, DetailProblem::Missing);
        }
    }

    /// D6-14: what nobody asked for is left out where it cannot be used.
    fn asked<T>(&mut self, is_asked: bool, check: impl FnOnce(&mut Check<'_>) -> Option<T>) -> Option<T> {
        if is_asked {
            return check(self);
        }
        let mut errors = CardErrors::default();
        let checked = check(&mut Check { errors: &mut errors });
        checked.filter(|_| errors.fields().is_empty())
    }

    /// What a reader made of a text; none if it is blank or wrong.
    fn read(&mut self, field: CardField, read: Result<Option<Secret>, DetailProblem>) -> Option<Secret> {
        read.unwrap_or_else(|problem| {
            self.wrong(field, problem);
            None
        })
    }

    fn line(&mut self, typed: Option<&Secret>, field: CardField) -> Option<Secret> {
        self.read(field, text::line(typed?.expose()))
    }

    fn email(&mut self, typed: Option<&Secret>, needed: bool) -> Option<Secret> {
        match text::email(typed.map_or("", Secret::expose)) {
            Err(DetailProblem::Missing) if !needed => None,
            read => self.read(CardField::Email, read.map(Some)),
        }
    }

    fn phone(&mut self, typed: Option<&Secret>) -> Option<Secret> {
        self.read(CardField::Phone, text::phone(typed?.expose()))
    }

    fn billing(&mut self, typed: Option<&AddressInput>, needed: bool) -> Option<Address> {
        self.address(typed, needed, &BILLING)
    }

    fn shipping(&mut self, typed: Option<&ShippingInput>, needed: bool) -> Option<Shipping> {
        let name = self.line(
            typed.and_then(|shipping| shipping.name.as_ref()),
            CardField::ShippingName,
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
            city: self.line(typed.city.as_ref(), fields.address),
            state: self.line(typed.state.as_ref(), fields.address),
            postcode: self.postcode(typed.postcode.as_ref(), fields.postcode),
            country_code: self.country(typed.country_code.as_deref(), fields.country, needed),
        };
        let needs_postcode = address.country_code.is_some_and(needs_postcode);
        self.need(needed && needs_postcode && address.postcode.is_none(), fields.postcode);
        (address != Address::default()).then_some(address)
    }

    fn lines(&mut self, typed: &[Secret], field: CardField) -> Vec<Secret> {
        let lines: Vec<Secret> = typed.iter().filter_map(|line| self.line(Some(line), field)).collect();
        if lines.len() > 4 {
            self.wrong(field, DetailProblem::TooLong);
        }
        lines
    }

    fn postcode(&mut self, typed: Option<&Secret>, field: CardField) -> Option<Secret> {
        self.read(field, text::postcode(typed?.expose()))
    }

    fn country(&mut self, typed: Option<&str>, field: CardField, needed: bool) -> Option<&'static str> {
        let code = typed.unwrap_or_default();
        if is_blank(code) {
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
        self.read(CardField::DeliveryNotes, text::notes(typed?.expose()))
    }

    fn metadata(&mut self, given: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let (most, longest_name, longest_value) = MAX_METADATA;
        if given.len() > most {
            self.wrong(CardField::Metadata, DetailProblem::TooLong);
        }
        for (name, value) in given {
            let problem = match name.as_str() {
                name if is_blank(name) => Some(DetailProblem::Missing),
                VERSION_KEY | DELIVERY_NOTES_KEY => Some(DetailProblem::ReservedName),
                name if has_lost_half(name) || has_lost_half(value) => Some(DetailProblem::BrokenText),
                name => text::is_plain(name, longest_name)
                    .and(text::is_not_longer(value, longest_value))
                    .err(),
            };
            if let Some(problem) = problem {
                self.wrong(CardField::Metadata, problem);
            }
        }
        given.clone()
    }
}
