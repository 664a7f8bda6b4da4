//! What a plan says that the customer typed, as the core takes it.

use checkout_conformance::{Address, ApplePayContact, CardTyped, Details};
use checkout_core::input::NewCardInput;
use checkout_core::input::{AddressInput, CustomerDetailsInput, ShippingInput};
use checkout_core::secret::Secret;
use checkout_core::wallet as core;

pub(crate) fn card(card: &CardTyped) -> NewCardInput {
    let mut input = NewCardInput::new(card.number.as_str(), card.expiry.as_str(), card.cvv.as_str());
    input.cardholder_name = secret(&card.cardholder_name);
    input.save = card.save;
    input.mit_consent = card.mit_consent;
    input.details = card.details.as_deref().map(details).unwrap_or_default();
    input
}

fn details(details: &Details) -> CustomerDetailsInput {
    CustomerDetailsInput {
        email: secret(&details.email),
        phone: secret(&details.phone),
        billing_address: details.billing_address.as_ref().map(address),
        shipping: details.shipping.as_ref().map(|shipping| ShippingInput {
            name: secret(&shipping.name),
            address: address(&shipping.address),
        }),
        delivery_notes: secret(&details.delivery_notes),
        metadata: details.metadata.clone(),
    }
}

fn address(address: &Address) -> AddressInput {
    AddressInput {
        lines: secrets(&address.lines),
        city: secret(&address.city),
        state: secret(&address.state),
        postcode: secret(&address.postcode),
        country_code: address.country_code.clone(),
    }
}

pub(crate) fn apple_pay(
    token: &str,
    billing: Option<&ApplePayContact>,
    shipping: Option<&ApplePayContact>,
) -> core::ApplePayInput {
    core::ApplePayInput {
        billing_contact: billing.map(contact),
        shipping_contact: shipping.map(contact),
        ..core::ApplePayInput::new(token)
    }
}

fn contact(contact: &ApplePayContact) -> core::ApplePayContact {
    core::ApplePayContact {
        given_name: secret(&contact.given_name),
        family_name: secret(&contact.family_name),
        phonetic_given_name: secret(&contact.phonetic_given_name),
        phonetic_family_name: secret(&contact.phonetic_family_name),
        email: secret(&contact.email),
        phone: secret(&contact.phone),
        address_lines: secrets(&contact.address_lines),
        sub_locality: secret(&contact.sub_locality),
        locality: secret(&contact.locality),
        sub_administrative_area: secret(&contact.sub_administrative_area),
        administrative_area: secret(&contact.administrative_area),
        postal_code: secret(&contact.postal_code),
        country: secret(&contact.country),
        country_code: secret(&contact.country_code),
    }
}

fn secret(text: &Option<String>) -> Option<Secret> {
    text.as_deref().map(Into::into)
}

fn secrets(texts: &[String]) -> Vec<Secret> {
    texts.iter().map(|text| text.as_str().into()).collect()
}
