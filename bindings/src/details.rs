//! What the merchant wants to know of the customer besides the card.

use std::collections::HashMap;
use std::fmt;

use checkout_core::input as core;

/// What was asked of the customer. Leave out what was not; a blank text counts as left out.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct CustomerDetails {
    /// The e-mail address.
    #[uniffi(default)]
    pub email: Option<String>,
    /// The phone number, with or without spaces and a leading `+`.
    #[uniffi(default)]
    pub phone: Option<String>,
    /// Where the card's bills go.
    #[uniffi(default)]
    pub billing_address: Option<Address>,
    /// Where the order goes.
    #[uniffi(default)]
    pub shipping: Option<ShippingDetails>,
    /// Notes for the delivery, at most 120 characters. Sent by a virtual terminal payment only.
    #[uniffi(default)]
    pub delivery_notes: Option<String>,
    /// The app's own data for the payment. It is sent as it is, so it is no place for secrets.
    #[uniffi(default)]
    pub metadata: HashMap<String, String>,
}

/// An address as typed.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct Address {
    /// The lines above the city, at most four.
    #[uniffi(default)]
    pub lines: Vec<String>,
    /// The city.
    #[uniffi(default)]
    pub city: Option<String>,
    /// The state, province or county.
    #[uniffi(default)]
    pub state: Option<String>,
    /// The postcode.
    #[uniffi(default)]
    pub postcode: Option<String>,
    /// The country: ISO 3166-1 alpha-2, such as `GB`.
    #[uniffi(default)]
    pub country_code: Option<String>,
}

/// Where the order goes.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct ShippingDetails {
    /// Whom it goes to.
    #[uniffi(default)]
    pub name: Option<String>,
    /// Where that is.
    pub address: Address,
}

// Who prints a record in Kotlin or Swift prints what is written here, and personal data belongs in no log.

impl fmt::Debug for CustomerDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CustomerDetails(***)")
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Address(***)")
    }
}

impl fmt::Debug for ShippingDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShippingDetails(***)")
    }
}

impl From<CustomerDetails> for core::CustomerDetailsInput {
    fn from(details: CustomerDetails) -> Self {
        core::CustomerDetailsInput {
            email: details.email.map(Into::into),
            phone: details.phone.map(Into::into),
            billing_address: details.billing_address.map(Into::into),
            shipping: details.shipping.map(|shipping| core::ShippingInput {
                name: shipping.name.map(Into::into),
                address: shipping.address.into(),
            }),
            delivery_notes: details.delivery_notes.map(Into::into),
            metadata: details.metadata.into_iter().collect(),
        }
    }
}

impl From<Address> for core::AddressInput {
    fn from(address: Address) -> Self {
        core::AddressInput {
            lines: address.lines.into_iter().map(Into::into).collect(),
            city: address.city.map(Into::into),
            state: address.state.map(Into::into),
            postcode: address.postcode.map(Into::into),
            country_code: address.country_code,
        }
    }
}
