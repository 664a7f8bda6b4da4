//! A payment with a card: typed or saved.

use serde::Serialize;

use super::{MetaData, in_request};
use crate::card::Cvv;
use crate::input::NewCard;
use crate::input::{Address, Shipping};
use crate::secret::InRequest;

/// The body of a payment with a card.
#[derive(Serialize)]
pub(in crate::gateway) struct CardBody<'a> {
    #[serde(rename = "cV2")]
    cvv: InRequest<'a>,
    #[serde(flatten)]
    method: CardFields<'a>,
    #[serde(rename = "metaData")]
    meta_data: MetaData<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum CardFields<'a> {
    #[serde(rename_all = "camelCase")]
    SavedCard {
        payment_method_id: &'a str,
    },
    NewCard(Box<NewCardFields<'a>>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NewCardFields<'a> {
    card_number: InRequest<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card_name: Option<InRequest<'a>>,
    /// `MM / YY`, with the spaces.
    expiry_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    save_payment_method: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mit_consent_given: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_email_address: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_phone_number: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    billing_address: Option<AddressFields<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shipping_details: Option<ShippingFields<'a>>,
}

impl<'a> CardBody<'a> {
    pub(in crate::gateway) fn new_card(card: &'a NewCard) -> Self {
        let details = card.details();
        CardBody {
            cvv: InRequest(card.cvv().digits()),
            method: CardFields::NewCard(Box::new(NewCardFields {
                card_number: InRequest(card.pan().digits()),
                card_name: card.cardholder_name().map(|name| InRequest(name.text())),
                expiry_date: card.expiry().wire_format(),
                save_payment_method: card.save(),
                mit_consent_given: card.mit_consent(),
                user_email_address: in_request(&details.email),
                user_phone_number: in_request(&details.phone),
                billing_address: details.billing_address.as_ref().map(AddressFields::of),
                shipping_details: details.shipping.as_ref().map(ShippingFields::of),
            })),
            meta_data: MetaData::of(details),
        }
    }

    pub(in crate::gateway) fn saved_card(id: &'a str, cvv: &'a Cvv) -> Self {
        CardBody {
            cvv: InRequest(cvv.digits()),
            method: CardFields::SavedCard { payment_method_id: id },
            meta_data: MetaData::default(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct AddressFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    address1: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address2: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address3: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address4: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    postcode: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    country_code: Option<&'static str>,
}

impl<'a> AddressFields<'a> {
    fn of(address: &'a Address) -> Self {
        let line = |index: usize| address.lines.get(index).map(InRequest);
        AddressFields {
            address1: line(0),
            address2: line(1),
            address3: line(2),
            address4: line(3),
            city: in_request(&address.city),
            state: in_request(&address.state),
            postcode: in_request(&address.postcode),
            country_code: address.country_code,
        }
    }
}

#[derive(Serialize)]
struct ShippingFields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<InRequest<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<AddressFields<'a>>,
}

impl<'a> ShippingFields<'a> {
    fn of(shipping: &'a Shipping) -> Self {
        ShippingFields {
            name: in_request(&shipping.name),
            address: shipping.address.as_ref().map(AddressFields::of),
        }
    }
}
