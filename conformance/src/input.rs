//! What a host passes to the SDK, the same in a scenario and in its plan. In a plan every field is there, `null` where
//! nothing is given.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The customer's details.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Details {
    /// The e-mail address.
    pub email: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// Where the card's bills go.
    pub billing_address: Option<Address>,
    /// Where the order goes.
    pub shipping: Option<Shipping>,
    /// Notes for the delivery.
    pub delivery_notes: Option<String>,
    /// The app's own data.
    pub metadata: BTreeMap<String, String>,
}

/// An address as typed.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Address {
    /// The lines above the city.
    pub lines: Vec<String>,
    /// The city.
    pub city: Option<String>,
    /// The state, province or county.
    pub state: Option<String>,
    /// The postcode.
    pub postcode: Option<String>,
    /// The country's code.
    pub country_code: Option<String>,
}

/// Where the order goes.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shipping {
    /// Whom it goes to.
    pub name: Option<String>,
    /// Where that is. It is always there, perhaps with nothing in it.
    pub address: Address,
}

/// A contact of Apple's sheet.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ApplePayContact {
    /// `name.givenName`
    pub given_name: Option<String>,
    /// `name.familyName`
    pub family_name: Option<String>,
    /// `name.phoneticRepresentation.givenName`
    pub phonetic_given_name: Option<String>,
    /// `name.phoneticRepresentation.familyName`
    pub phonetic_family_name: Option<String>,
    /// `emailAddress`
    pub email: Option<String>,
    /// `phoneNumber`
    pub phone: Option<String>,
    /// `postalAddress.street`, line by line.
    pub address_lines: Vec<String>,
    /// `postalAddress.subLocality`
    pub sub_locality: Option<String>,
    /// `postalAddress.city`
    pub locality: Option<String>,
    /// `postalAddress.subAdministrativeArea`
    pub sub_administrative_area: Option<String>,
    /// `postalAddress.state`
    pub administrative_area: Option<String>,
    /// `postalAddress.postalCode`
    pub postal_code: Option<String>,
    /// `postalAddress.country`
    pub country: Option<String>,
    /// `postalAddress.isoCountryCode`
    pub country_code: Option<String>,
}

/// The merchant of a request for Google's sheet.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GooglePayMerchant {
    /// The merchant's id with the gateway.
    pub gateway_merchant_id: String,
    /// The merchant's id with Google.
    #[serde(default)]
    pub merchant_id: Option<String>,
    /// The name in the sheet.
    #[serde(default)]
    pub merchant_name: Option<String>,
    /// Where the payment is processed.
    pub country_code: String,
}

/// A look at a field of the form.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldCheck {
    /// Which.
    pub field: FormField,
    /// What stands in it. A scenario may write `{month+N}` for an expiry.
    pub typed: String,
    /// When it is looked at.
    pub moment: Moment,
    /// What it depends on: of `Cvv` the number, of `SavedCardCvv` the scheme's name, of `BillingPostcode` the country.
    #[serde(default)]
    pub beside: Option<String>,
    /// The schemes that the intent takes, for `Number`.
    #[serde(default)]
    pub supported_schemes: Vec<String>,
}

/// A field of the form that can be looked at while it is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FormField {
    /// The card number.
    Number,
    /// The expiry.
    Expiry,
    /// The CVV of a new card.
    Cvv,
    /// The CVV of a saved card.
    SavedCardCvv,
    /// The cardholder name.
    CardholderName,
    /// The e-mail address.
    Email,
    /// The postcode of the billing address.
    BillingPostcode,
}

/// An address that a challenge's page wants to go to. The challenge is `3ds-1`, its step-up URL
/// `https://acs.example.test/acs/challenge`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChallengeAddress {
    /// The address.
    pub url: String,
    /// A frame in the page asks.
    #[serde(default)]
    pub in_frame: bool,
    /// Why.
    pub cause: NavigationCause,
    /// A window of its own is asked for.
    #[serde(default)]
    pub new_window: bool,
    /// How many windows are open.
    #[serde(default)]
    pub depth: i32,
}

/// Why a page goes somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NavigationCause {
    /// The customer tapped.
    Gesture,
    /// A server redirected.
    Redirect,
    /// Neither.
    Script,
}

/// When a field is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Moment {
    /// More may be typed.
    Typing,
    /// The customer goes on to another field.
    Leaving,
}
