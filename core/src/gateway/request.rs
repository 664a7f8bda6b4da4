//! The gateway's request bodies. Keys and formats are the wire's; what the customer was not asked is left out.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Instrument;
use crate::card::{Cvv, NewCard};
use crate::details::{self, Address, CustomerDetails, Shipping};
use crate::secret::{InRequest, Secret};
use crate::threeds::ChallengeOutcome;
use crate::wallet::{ApplePayContact, ApplePayPayment, GooglePayContact, GooglePayPayment};

/// What `metaData` says of us.
const CORE_VERSION: &str = concat!("rust-", env!("CARGO_PKG_VERSION"));

/// The body of device data: that of the payment which follows, or for a wallet no more than the card in its token.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum DeviceDataBody<'a> {
    Card(Box<CardBody<'a>>),
    #[serde(rename_all = "camelCase")]
    WalletCard {
        card_number: InRequest<'a>,
        expiry_date: String,
        meta_data: MetaData<'a>,
    },
}

impl<'a> DeviceDataBody<'a> {
    /// `None` for what is paid without device data.
    pub(super) fn of(instrument: &'a Instrument) -> Option<Self> {
        match instrument {
            Instrument::NewCard(card) => Some(DeviceDataBody::Card(Box::new(CardBody::new_card(card)))),
            Instrument::SavedCard { id, cvv } => Some(DeviceDataBody::Card(Box::new(CardBody::saved_card(id, cvv)))),
            Instrument::GooglePay { decrypted, .. } => {
                let (number, expiry) = decrypted.as_ref()?.card.as_ref()?;
                Some(DeviceDataBody::WalletCard {
                    card_number: InRequest(number),
                    expiry_date: expiry.wire_format(),
                    meta_data: MetaData::default(),
                })
            }
            Instrument::ApplePay(_) => None,
        }
    }
}

/// The body of a payment with a card.
#[derive(Serialize)]
pub(super) struct CardBody<'a> {
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
    pub(super) fn new_card(card: &'a NewCard) -> Self {
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

    pub(super) fn saved_card(id: &'a str, cvv: &'a Cvv) -> Self {
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

/// Text by text: the version of the core, then what the app and the flow add.
#[derive(Default)]
pub(super) struct MetaData<'a> {
    details: Option<&'a CustomerDetails>,
}

impl<'a> MetaData<'a> {
    fn of(details: &'a CustomerDetails) -> Self {
        MetaData { details: Some(details) }
    }
}

impl Serialize for MetaData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries: BTreeMap<&str, &str> = BTreeMap::new();
        if let Some(details) = self.details {
            entries.extend(
                details
                    .metadata
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            let notes = details.delivery_notes.as_ref().map(Secret::expose);
            entries.extend(notes.map(|notes| (details::DELIVERY_NOTES_KEY, notes)));
        }
        entries.insert(details::VERSION_KEY, CORE_VERSION);
        serializer.collect_map(entries)
    }
}

/// The body that has Google's token opened.
#[derive(Serialize)]
pub(super) struct DecryptTokenBody<'a> {
    token: InRequest<'a>,
}

impl<'a> DecryptTokenBody<'a> {
    pub(super) fn of(payment: &'a GooglePayPayment) -> Self {
        DecryptTokenBody {
            token: InRequest(&payment.token),
        }
    }
}

/// The body of a Google Pay payment.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GooglePayBody<'a> {
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
    pub(super) fn of(payment: &'a GooglePayPayment) -> Self {
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
pub(super) struct ApplePayBody<'a> {
    token: ApplePayToken<'a>,
    billing_contact: AppleContactFields<'a>,
    shipping_contact: AppleContactFields<'a>,
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
    pub(super) fn of(payment: &'a ApplePayPayment) -> Self {
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
                    },
                },
                payment_method: ApplePayMethod {
                    display_name: in_request(&payment.display_name),
                    network: in_request(&payment.network),
                    method_type: payment.method_type,
                },
                transaction_identifier: InRequest(&payment.transaction_identifier),
            },
            billing_contact: AppleContactFields::of(&payment.billing_contact),
            shipping_contact: AppleContactFields::of(&payment.shipping_contact),
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

/// The lines of a street. Both contacts are always sent and have at least one line, an empty one if need be: Dojo's own
/// SDK sends no payment without them, so a server may count on them.
struct AddressLines<'a>(&'a [Secret]);

impl Serialize for AddressLines<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [] => serializer.collect_seq([""]),
            lines => serializer.collect_seq(lines.iter().map(InRequest)),
        }
    }
}

fn in_request(text: &Option<Secret>) -> Option<InRequest<'_>> {
    text.as_ref().map(InRequest)
}

/// The body that reports how a challenge ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThreeDsCompleteBody<'a> {
    pa_res: &'a str,
    transaction_id: &'a str,
    cardinal_validate_response: CardinalValidateResponse<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CardinalValidateResponse<'a> {
    is_validated: bool,
    error_number: i32,
    error_description: &'a str,
    action_code: &'static str,
}

impl<'a> ThreeDsCompleteBody<'a> {
    pub(super) fn of(transaction_id: &'a str, outcome: &'a ChallengeOutcome) -> Self {
        ThreeDsCompleteBody {
            pa_res: &outcome.pa_res,
            transaction_id,
            cardinal_validate_response: CardinalValidateResponse {
                is_validated: outcome.action.is_validated(),
                error_number: outcome.error_number,
                error_description: &outcome.error_description,
                action_code: outcome.action.wire_name(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::card::{Cvv, Expiry, NewCardInput, UtcDay};
    use crate::details::{AddressInput, CustomerDetailsInput, ShippingInput};
    use crate::flow::{Flow, WalletAuth};
    use crate::summary::{CollectionRequirements, PaymentSummary};
    use crate::wallet::{ApplePayInput, DecryptedCard};

    fn new_card(name: Option<&str>, save: Option<bool>) -> Instrument {
        let mut input = NewCardInput::new("5200 0000 0000 1005", "1/29", "020");
        input.cardholder_name = name.map(Into::into);
        input.save = save;
        let today = UtcDay::new(2026, 3, 1).unwrap();
        Instrument::NewCard(Box::new(input.validate(&["MASTERCARD"], today).unwrap()))
    }

    /// Of a card: what device data and the payment have in common.
    fn body(instrument: &Instrument) -> Value {
        serde_json::to_value(DeviceDataBody::of(instrument)).unwrap()
    }

    fn meta_data() -> Value {
        json!({ "dojo-sdk-core-version": concat!("rust-", env!("CARGO_PKG_VERSION")) })
    }

    #[test]
    fn a_new_card() {
        assert_eq!(
            body(&new_card(Some("A Demo"), Some(true))),
            json!({ "cV2": "020", "cardNumber": "5200000000001005", "cardName": "A Demo", "expiryDate": "01 / 29",
                "savePaymentMethod": true, "metaData": meta_data() })
        );
    }

    /// D5-03.
    #[test]
    fn what_the_customer_was_not_asked_is_left_out() {
        assert_eq!(
            body(&new_card(None, None)),
            json!({ "cV2": "020", "cardNumber": "5200000000001005", "expiryDate": "01 / 29", "metaData": meta_data() })
        );
        assert_eq!(body(&new_card(None, Some(false)))["savePaymentMethod"], json!(false));
    }

    #[test]
    fn a_saved_card() {
        let instrument = Instrument::SavedCard {
            id: "pm_demo_1".to_owned(),
            cvv: Cvv::parse("1234", None).unwrap(),
        };
        assert_eq!(
            body(&instrument),
            json!({ "cV2": "1234", "paymentMethodId": "pm_demo_1", "metaData": meta_data() })
        );
    }

    fn details() -> CustomerDetailsInput {
        CustomerDetailsInput {
            email: Some(" alex@example.test ".into()),
            phone: Some("+441482000000".into()),
            billing_address: Some(AddressInput::new("gb", "AB1 2CD")),
            shipping: Some(ShippingInput {
                name: Some("Alex Example".into()),
                address: AddressInput {
                    lines: vec!["1 High Street".into(), " ".into(), "Flat 2".into()],
                    city: Some("Hull".into()),
                    state: Some("East Riding".into()),
                    ..AddressInput::new("FR", "")
                },
            }),
            delivery_notes: Some("Ring twice".into()),
            metadata: [("order".to_owned(), "17".to_owned())].into(),
        }
    }

    fn with_details(flow: Flow) -> Value {
        let input = NewCardInput::new("5200000000001005", "12/29", "020")
            .with_mit_consent(true)
            .with_save(true)
            .with_details(details());
        let mut summary = PaymentSummary::new("pi_1", None);
        summary.supported_schemes = vec!["MASTERCARD".to_owned()];
        summary.customer_id = Some("cust_1".to_owned());
        let card = input.validate_for(flow, &summary, UtcDay::new(2026, 3, 1).unwrap());
        body(&Instrument::NewCard(Box::new(card.unwrap())))
    }

    /// D7-20, D7-21.
    #[test]
    fn the_customers_details() {
        let body = with_details(Flow::VirtualTerminal);
        assert_eq!(
            body,
            json!({
                "cV2": "020", "cardNumber": "5200000000001005", "expiryDate": "12 / 29", "savePaymentMethod": true,
                "userEmailAddress": "alex@example.test", "userPhoneNumber": "+441482000000",
                "billingAddress": { "postcode": "AB1 2CD", "countryCode": "GB" },
                "shippingDetails": {
                    "name": "Alex Example",
                    "address": {
                        "address1": "1 High Street", "address2": "Flat 2", "city": "Hull", "state": "East Riding",
                        "countryCode": "FR",
                    },
                },
                "metaData": { "DeliveryNotes": "Ring twice", "dojo-sdk-core-version": CORE_VERSION, "order": "17" },
            })
        );
    }

    /// D7-18, D7-20.
    #[test]
    fn each_flow_sends_what_is_its_own() {
        let payment = with_details(Flow::Payment);
        assert_eq!(
            (&payment["savePaymentMethod"], payment.get("mitConsentGiven")),
            (&json!(true), None)
        );
        assert_eq!(payment["metaData"].get("DeliveryNotes"), None);
        let setup = with_details(Flow::SetupIntent);
        assert_eq!(
            (setup.get("savePaymentMethod"), &setup["mitConsentGiven"]),
            (None, &json!(true))
        );
    }

    fn google_pay(collect: CollectionRequirements, decrypted: Option<DecryptedCard>) -> Instrument {
        let address = json!({ "name": "Alex", "address1": "1 High Street", "locality": "Hull", "postalCode": "HU1 1AA",
            "administrativeArea": "East Riding", "countryCode": "GB", "sortingCode": "7", "phoneNumber": "+441482000000" });
        let data = json!({ "email": "alex@example.test", "shippingAddress": address, "paymentMethodData": {
            "info": { "billingAddress": address }, "tokenizationData": { "token": "google-token" } } });
        let payment = GooglePayPayment::parse(&data.to_string().into(), collect).unwrap();
        Instrument::GooglePay { payment, decrypted }
    }

    fn payment_of(instrument: &Instrument) -> Value {
        match instrument {
            Instrument::GooglePay { payment, .. } => serde_json::to_value(GooglePayBody::of(payment)).unwrap(),
            Instrument::ApplePay(payment) => serde_json::to_value(ApplePayBody::of(payment)).unwrap(),
            card => body(card),
        }
    }

    /// D5-03, D5-04, D7-15.
    #[test]
    fn google_pay_with_and_without_contacts() {
        let none = google_pay(CollectionRequirements::default(), None);
        assert_eq!(
            payment_of(&none),
            json!({ "token": "google-token", "metaData": meta_data() })
        );
        let all = CollectionRequirements {
            email: true,
            billing_address: true,
            shipping_details: true,
        };
        let contact = json!({ "name": "Alex", "phoneNumber": "+441482000000", "address1": "1 High Street",
            "locality": "Hull", "administrativeArea": "East Riding", "postcode": "HU1 1AA", "countryCode": "GB",
            "sortingCode": "7" });
        assert_eq!(
            payment_of(&google_pay(all, None)),
            json!({ "token": "google-token", "email": "alex@example.test", "phoneNumber": "+441482000000",
                "billingContact": contact, "shippingContact": contact, "metaData": meta_data() })
        );
    }

    /// D7-15.
    #[test]
    fn device_data_of_google_pay_is_the_card_alone() {
        let card = Some(("5200000000001096".into(), Expiry::new(5, 2029).unwrap()));
        let decrypted = Some(DecryptedCard {
            auth: WalletAuth::PanOnly,
            card,
        });
        let collect = CollectionRequirements {
            email: true,
            ..Default::default()
        };
        assert_eq!(
            body(&google_pay(collect, decrypted)),
            json!({ "cardNumber": "5200000000001096", "expiryDate": "05 / 29", "metaData": meta_data() })
        );
        assert!(
            DeviceDataBody::of(&google_pay(collect, None)).is_none(),
            "not opened yet"
        );
    }

    /// D7-15, D7-16.
    #[test]
    fn apple_pay_has_both_contacts_and_no_metadata() {
        let token = json!({
            "paymentData": { "data": "data", "signature": "sig", "version": "EC_v1",
                "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx", "more": 1 } },
            "paymentMethod": { "displayName": "Visa 1234", "network": "Visa", "type": "eMoney" },
            "transactionIdentifier": "TX", "more": 1,
        });
        let mut input = ApplePayInput::new(token.to_string());
        input.shipping_contact = Some(ApplePayContact {
            given_name: Some("Alex".into()),
            email: Some("alex@example.test".into()),
            address_lines: vec!["1 High Street".into(), "Flat 2".into()],
            postal_code: Some("HU1 1AA".into()),
            country_code: Some("GB".into()),
            ..ApplePayContact::default()
        });
        let instrument = Instrument::ApplePay(Box::new(ApplePayPayment::parse(input).unwrap()));
        assert!(DeviceDataBody::of(&instrument).is_none());
        assert_eq!(
            payment_of(&instrument),
            json!({
                "token": {
                    "paymentData": { "data": "data", "signature": "sig", "version": "EC_v1",
                        "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx" } },
                    "paymentMethod": { "displayName": "Visa 1234", "network": "Visa", "type": "eMoney" },
                    "transactionIdentifier": "TX",
                },
                "billingContact": { "addressLines": [""] },
                "shippingContact": { "givenName": "Alex", "emailAddress": "alex@example.test", "postalCode": "HU1 1AA",
                    "addressLines": ["1 High Street", "Flat 2"], "countryCode": "GB" },
            })
        );
    }

    #[test]
    fn the_end_of_a_challenge() {
        let body =
            |outcome: ChallengeOutcome| serde_json::to_value(ThreeDsCompleteBody::of("3ds-tx-0001", &outcome)).unwrap();
        assert_eq!(
            body(ChallengeOutcome::authenticated("eyJ.demo.jwt")),
            json!({ "paRes": "eyJ.demo.jwt", "transactionId": "3ds-tx-0001", "cardinalValidateResponse": {
                "isValidated": true, "errorNumber": 0, "errorDescription": "", "actionCode": "SUCCESS" } })
        );
        assert_eq!(
            body(ChallengeOutcome::error(-7, "no \"network\"")),
            json!({ "paRes": "", "transactionId": "3ds-tx-0001", "cardinalValidateResponse": {
                "isValidated": false, "errorNumber": -7, "errorDescription": "no \"network\"", "actionCode": "ERROR" } })
        );
        for (outcome, action) in [
            (ChallengeOutcome::failed(), "FAILURE"),
            (ChallengeOutcome::cancelled(), "CANCEL"),
            (ChallengeOutcome::timed_out(), "TIMEOUT"),
        ] {
            let response = &body(outcome)["cardinalValidateResponse"];
            assert_eq!(
                (&response["isValidated"], &response["actionCode"]),
                (&json!(false), &json!(action))
            );
        }
    }

    #[test]
    fn printing_an_instrument_shows_no_secret() {
        let printed = format!("{:?}", new_card(Some("A Demo"), None));
        for secret in ["5200", "1005", "020", "A Demo"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
