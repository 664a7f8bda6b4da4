//! A payment with a wallet.

use serde::{Serialize, Serializer};

use super::{MetaData, in_request};
use crate::secret::{InRequest, Secret};
use crate::wallet::{ApplePayContact, ApplePayPayment, GooglePayContact, GooglePayPayment};

/// The body that has Google's token opened.
#[derive(Serialize)]
pub(in crate::gateway) struct DecryptTokenBody<'a> {
    token: InRequest<'a>,
}

impl<'a> DecryptTokenBody<'a> {
    pub(in crate::gateway) fn of(payment: &'a GooglePayPayment) -> Self {
        DecryptTokenBody {
            token: InRequest(&payment.token),
        }
    }
}

/// The body of a Google Pay payment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::gateway) struct GooglePayBody<'a> {
    token: InRequest<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_contact: Option<GoogleContactFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_contact: Option<GoogleContactFields<'a>>,
    meta_data: MetaData<'a>,
}

impl<'a> GooglePayBody<'a> {
    pub(in crate::gateway) fn of(payment: &'a GooglePayPayment) -> Self {
        GooglePayBody {
            token: InRequest(&payment.token),
            email: in_request(&payment.email),
            phone_number: in_request(&payment.phone),
            billing_contact: payment.billing_contact.as_ref().map(GoogleContactFields::of),
            shipping_contact: payment.shipping_contact.as_ref().map(GoogleContactFields::of),
            meta_data: MetaData::default(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GoogleContactFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address1: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address2: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address3: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    administrative_area: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sorting_code: Option<InRequest<'a>>,
}

impl<'a> GoogleContactFields<'a> {
    fn of(contact: &'a GooglePayContact) -> Self {
        GoogleContactFields {
            name: in_request(&contact.name),
            phone_number: in_request(&contact.phone),
            address1: in_request(&contact.address1),
            address2: in_request(&contact.address2),
            address3: in_request(&contact.address3),
            locality: in_request(&contact.locality),
            administrative_area: in_request(&contact.administrative_area),
            postcode: in_request(&contact.postcode),
            country_code: in_request(&contact.country_code),
            sorting_code: in_request(&contact.sorting_code),
        }
    }
}

/// The body of an Apple Pay payment. It has no `metaData`, so it is the one payment that does not carry our version.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::gateway) struct ApplePayBody<'a> {
    token: ApplePayToken<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_contact: Option<AppleContactFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_contact: Option<AppleContactFields<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplePayToken<'a> {
    payment_data: ApplePayData<'a>,
    payment_method: ApplePayMethod<'a>,
    transaction_identifier: InRequest<'a>,
}

#[derive(Serialize)]
struct ApplePayData<'a> {
    data: InRequest<'a>,
    signature: InRequest<'a>,
    version: InRequest<'a>,
    header: ApplePayHeader<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplePayHeader<'a> {
    public_key_hash: InRequest<'a>,
    ephemeral_public_key: InRequest<'a>,
    transaction_id: InRequest<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    application_data: Option<InRequest<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApplePayMethod<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<InRequest<'a>>,
    #[serde(rename = "type")]
    method_type: &'static str,
}

impl<'a> ApplePayBody<'a> {
    pub(in crate::gateway) fn of(payment: &'a ApplePayPayment) -> Self {
        ApplePayBody {
            token: ApplePayToken {
                payment_data: ApplePayData {
                    data: InRequest(&payment.data),
                    signature: InRequest(&payment.signature),
                    version: InRequest(&payment.version),
                    header: ApplePayHeader {
                        public_key_hash: InRequest(&payment.public_key_hash),
                        ephemeral_public_key: InRequest(&payment.ephemeral_public_key),
                        transaction_id: InRequest(&payment.transaction_id),
                        application_data: in_request(&payment.application_data),
                    },
                },
                payment_method: ApplePayMethod {
                    display_name: in_request(&payment.display_name),
                    network: in_request(&payment.network),
                    method_type: payment.method_type,
                },
                transaction_identifier: InRequest(&payment.transaction_identifier),
            },
            billing_contact: payment.billing_contact.as_ref().map(AppleContactFields::of),
            shipping_contact: payment.shipping_contact.as_ref().map(AppleContactFields::of),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AppleContactFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    given_name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    family_name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phonetic_given_name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phonetic_family_name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email_address: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<InRequest<'a>>,
    address_lines: AddressLines<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_locality: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locality: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sub_administrative_area: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    administrative_area: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<InRequest<'a>>,
}

impl<'a> AppleContactFields<'a> {
    fn of(contact: &'a ApplePayContact) -> Self {
        AppleContactFields {
            given_name: in_request(&contact.given_name),
            family_name: in_request(&contact.family_name),
            phonetic_given_name: in_request(&contact.phonetic_given_name),
            phonetic_family_name: in_request(&contact.phonetic_family_name),
            email_address: in_request(&contact.email),
            phone_number: in_request(&contact.phone),
            address_lines: AddressLines(&contact.address_lines),
            sub_locality: in_request(&contact.sub_locality),
            locality: in_request(&contact.locality),
            sub_administrative_area: in_request(&contact.sub_administrative_area),
            administrative_area: in_request(&contact.administrative_area),
            postal_code: in_request(&contact.postal_code),
            country: in_request(&contact.country),
            country_code: in_request(&contact.country_code),
        }
    }
}

/// The lines of a street. A contact that is sent has at least one line, an empty one if need be: Dojo's own SDK sends no
/// contact without them, so a server may count on them.
struct AddressLines<'a>(&'a [Secret]);

impl Serialize for AddressLines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [] => serializer.collect_seq([""]),
            lines => serializer.collect_seq(lines.iter().map(InRequest)),
        }
    }
}
