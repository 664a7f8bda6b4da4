//! The bodies as JSON.

use serde_json::{Value, json};

use super::*;
use crate::card::{Cvv, Expiry, UtcDay};
use crate::flow::{Flow, WalletAuth};
use crate::input::NewCardInput;
use crate::input::{AddressInput, CustomerDetailsInput, ShippingInput};
use crate::summary::{CollectionRequirements, PaymentSummary};
use crate::wallet::{ApplePayContact, ApplePayInput, ApplePayPayment, DecryptedCard, GooglePayPayment};

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
    let payment = Box::new(GooglePayPayment::parse(&data.to_string().into(), collect).unwrap());
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
fn apple_pay_has_the_contacts_that_there_are_and_no_metadata() {
    let token = json!({
        "paymentData": { "data": "data", "signature": "sig", "version": "EC_v1",
            "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx",
                "applicationData": "hash of the app's", "more": 1 } },
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
    let instrument = Instrument::ApplePay(Box::new(
        ApplePayPayment::parse(input, CollectionRequirements::default()).unwrap(),
    ));
    assert!(DeviceDataBody::of(&instrument).is_none());
    assert_eq!(
        payment_of(&instrument),
        json!({
            "token": {
                "paymentData": { "data": "data", "signature": "sig", "version": "EC_v1",
                    "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx",
                        "applicationData": "hash of the app's" } },
                "paymentMethod": { "displayName": "Visa 1234", "network": "Visa", "type": "eMoney" },
                "transactionIdentifier": "TX",
            },
            "shippingContact": { "givenName": "Alex", "emailAddress": "alex@example.test", "postalCode": "HU1 1AA",
                "addressLines": ["1 High Street", "Flat 2"], "countryCode": "GB" },
        })
    );
}

/// D5-03, D7-16.
#[test]
fn what_is_blank_in_an_apple_pay_contact_is_left_out() {
    let token = json!({
        "paymentData": { "data": "data", "signature": "sig", "version": "EC_v1",
            "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx" } },
        "paymentMethod": { "type": "debit" }, "transactionIdentifier": "TX",
    });
    let mut input = ApplePayInput::new(token.to_string());
    input.billing_contact = Some(ApplePayContact {
        given_name: Some("Alex".into()),
        family_name: Some("".into()),
        email: Some(" ".into()),
        phone: Some("".into()),
        address_lines: vec!["".into(), " ".into()],
        locality: Some("".into()),
        country: Some("".into()),
        ..ApplePayContact::default()
    });
    input.shipping_contact = Some(ApplePayContact {
        address_lines: vec!["1 High Street".into(), "".into(), "Flat 2".into()],
        postal_code: Some("HU1 1AA".into()),
        ..ApplePayContact::default()
    });
    let body = payment_of(&Instrument::ApplePay(Box::new(
        ApplePayPayment::parse(input, CollectionRequirements::default()).unwrap(),
    )));
    assert_eq!(
        body["billingContact"],
        json!({ "givenName": "Alex", "addressLines": [""] })
    );
    assert_eq!(
        body["shippingContact"],
        json!({ "addressLines": ["1 High Street", "Flat 2"], "postalCode": "HU1 1AA" })
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
