//! What Google's sheet gives and is asked, in tables.

use super::*;
use crate::money::{Currency, Money};

const EVERYTHING: CollectionRequirements = CollectionRequirements {
    email: true,
    billing_address: true,
    shipping_details: true,
};

fn merchant() -> GooglePayMerchant {
    GooglePayMerchant {
        gateway_merchant_id: "gateway-merchant-1".to_owned(),
        merchant_id: None,
        merchant_name: None,
        country_code: "gb".to_owned(),
    }
}

fn summary() -> PaymentSummary {
    let mut summary = PaymentSummary::new("pi_sandbox_1", Some(Money::new(1250, Currency::GBP)));
    summary.wallets = vec![Wallet::ApplePay, Wallet::GooglePay];
    summary.supported_schemes = ["visa", "MAESTRO", "MASTERCARD", "VISA", "DCI", "NEW"]
        .map(str::to_owned)
        .into();
    summary.merchant_name = Some("Example Teas".to_owned());
    summary
}

fn request(summary: &PaymentSummary, merchant: &GooglePayMerchant) -> Value {
    serde_json::from_str(&google_pay_request_json(summary, merchant).unwrap()).unwrap()
}

/// D7-17.
#[test]
fn the_request_is_what_the_intent_takes() {
    assert_eq!(
        request(&summary(), &merchant()),
        json!({
            "apiVersion": 2, "apiVersionMinor": 0,
            "merchantInfo": { "merchantName": "Example Teas" },
            "allowedPaymentMethods": [{
                "type": "CARD",
                "parameters": {
                    "allowedAuthMethods": ["PAN_ONLY", "CRYPTOGRAM_3DS"],
                    "allowedCardNetworks": ["VISA", "MASTERCARD"],
                },
                "tokenizationSpecification": {
                    "type": "PAYMENT_GATEWAY",
                    "parameters": { "gateway": "dojo", "gatewayMerchantId": "gateway-merchant-1" },
                },
            }],
            "transactionInfo": {
                "totalPriceStatus": "FINAL", "totalPrice": "12.50", "currencyCode": "GBP", "countryCode": "GB",
            },
            "emailRequired": false,
            "shippingAddressRequired": false,
        })
    );
}

#[test]
fn each_contact_has_its_own_flag() {
    for bits in 0..8u8 {
        let collect = CollectionRequirements {
            email: bits & 1 != 0,
            billing_address: bits & 2 != 0,
            shipping_details: bits & 4 != 0,
        };
        let summary = PaymentSummary { collect, ..summary() };
        let request = request(&summary, &merchant());
        let parameters = &request["allowedPaymentMethods"][0]["parameters"];
        let billing = collect.billing_address.then_some("FULL");
        assert_eq!(request["emailRequired"], collect.email);
        assert_eq!(request["shippingAddressRequired"], collect.shipping_details);
        assert_eq!(
            request.get("shippingAddressParameters").is_some(),
            collect.shipping_details
        );
        assert_eq!(
            parameters.get("billingAddressRequired").is_some(),
            collect.billing_address
        );
        assert_eq!(parameters["billingAddressParameters"]["format"].as_str(), billing);
    }
}

#[test]
fn the_price_has_the_decimals_of_its_currency_but_no_more_than_two() {
    let of = |minor_units, code| Some(Money::new(minor_units, Currency::from_code(code).unwrap()));
    for (minor_units, code, price) in [
        (1250, "GBP", "12.50"),
        (0, "GBP", "0.00"),
        (1250, "JPY", "1250"),
        (1250, "KWD", "1.25"),
        (1000, "KWD", "1.00"),
        (12500, "CLF", "1.25"),
    ] {
        let total = of(minor_units, code);
        let request = request(&PaymentSummary { total, ..summary() }, &merchant());
        assert_eq!(request["transactionInfo"]["totalPrice"], price, "{minor_units} {code}");
    }
    for (minor_units, code) in [(1255, "KWD"), (1, "KWD"), (12510, "CLF")] {
        let total = of(minor_units, code);
        let refused = google_pay_request_json(&PaymentSummary { total, ..summary() }, &merchant());
        assert_eq!(refused, Err(WalletError::NoAmount), "{minor_units} {code}");
    }
}

#[test]
fn the_apps_name_goes_before_the_intents() {
    let merchant = GooglePayMerchant {
        merchant_id: Some("BCR2DN4T".to_owned()),
        merchant_name: Some("Example App".to_owned()),
        ..merchant()
    };
    let expected = json!({ "merchantId": "BCR2DN4T", "merchantName": "Example App" });
    assert_eq!(request(&summary(), &merchant)["merchantInfo"], expected);
    let blank = GooglePayMerchant {
        merchant_id: Some(" ".to_owned()),
        ..merchant
    };
    assert_eq!(
        request(&summary(), &blank)["merchantInfo"],
        json!({ "merchantName": "Example App" })
    );
}

#[test]
fn readiness_is_asked_for_the_same_cards() {
    let summary = PaymentSummary {
        collect: EVERYTHING,
        ..summary()
    };
    let ready: Value = serde_json::from_str(&google_pay_is_ready_to_pay_json(&summary).unwrap()).unwrap();
    let method = &ready["allowedPaymentMethods"][0];
    assert_eq!(
        (&ready["apiVersion"], &ready["apiVersionMinor"]),
        (&json!(2), &json!(0))
    );
    assert_eq!(
        method["parameters"],
        request(&summary, &merchant())["allowedPaymentMethods"][0]["parameters"]
    );
    assert_eq!(method.get("tokenizationSpecification"), None);
}

/// D7-17.
#[test]
fn what_cannot_be_offered_is_an_error() {
    let error = |summary: &PaymentSummary, merchant: &GooglePayMerchant| {
        google_pay_request_json(summary, merchant).unwrap_err()
    };
    let without_wallet = PaymentSummary {
        wallets: vec![Wallet::ApplePay],
        ..summary()
    };
    assert_eq!(error(&without_wallet, &merchant()), WalletError::NotOffered);
    assert_eq!(
        google_pay_is_ready_to_pay_json(&without_wallet),
        Err(WalletError::NotOffered)
    );
    let only_maestro = PaymentSummary {
        supported_schemes: vec!["MAESTRO".to_owned()],
        ..summary()
    };
    assert_eq!(error(&only_maestro, &merchant()), WalletError::NoCommonScheme);
    assert_eq!(
        error(
            &PaymentSummary {
                total: None,
                ..summary()
            },
            &merchant()
        ),
        WalletError::NoAmount
    );
    for (setting, merchant) in [
        (
            "country_code",
            GooglePayMerchant {
                country_code: "UK".to_owned(),
                ..merchant()
            },
        ),
        (
            "gateway_merchant_id",
            GooglePayMerchant {
                gateway_merchant_id: " ".to_owned(),
                ..merchant()
            },
        ),
    ] {
        assert_eq!(error(&summary(), &merchant), WalletError::BadSetting { setting });
    }
}

#[test]
fn the_environment_is_that_of_the_intent() {
    for (id, name) in [
        ("pi_sandbox_1", "TEST"),
        ("si_sandbox_1", "TEST"),
        ("pi_prod_1", "PRODUCTION"),
        ("pi_1", "PRODUCTION"),
        ("pi", "PRODUCTION"),
    ] {
        assert_eq!(GooglePayEnvironment::of(id).name(), name, "{id}");
    }
}

fn payment_data() -> Value {
    let address = |street: &str| {
        json!({
            "name": "Alex Example", "address1": street, "address2": "Flat 2", "address3": "", "locality": "Hull",
            "administrativeArea": "East Riding", "postalCode": "HU1 1AA", "countryCode": "GB", "sortingCode": "7",
            "phoneNumber": "+441482000000",
        })
    };
    json!({
        "apiVersion": 2, "apiVersionMinor": 0, "email": "alex@example.test",
        "paymentMethodData": {
            "type": "CARD", "description": "Visa •••• 1234",
            "info": { "cardNetwork": "VISA", "cardDetails": "1234", "billingAddress": address("1 High Street") },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": "{\"signature\":\"secret-token\"}" },
        },
        "shippingAddress": address("2 Low Street"),
    })
}

fn parse_data(data: &Value, collect: CollectionRequirements) -> Result<GooglePayPayment, WalletError> {
    GooglePayPayment::parse(&Secret::from(data.to_string()), collect)
}

/// D5-04.
#[test]
fn each_contact_is_taken_by_its_own_flag_and_keeps_its_postcode() {
    for bits in 0..8u8 {
        let collect = CollectionRequirements {
            email: bits & 1 != 0,
            billing_address: bits & 2 != 0,
            shipping_details: bits & 4 != 0,
        };
        let payment = parse_data(&payment_data(), collect).unwrap();
        assert_eq!(payment.token.expose(), "{\"signature\":\"secret-token\"}");
        assert_eq!(payment.email.is_some(), collect.email);
        assert_eq!(payment.phone.is_some(), collect.shipping_details);
        assert_eq!(payment.billing_contact.is_some(), collect.billing_address);
        assert_eq!(payment.shipping_contact.is_some(), collect.shipping_details);
        for contact in [payment.billing_contact, payment.shipping_contact]
            .into_iter()
            .flatten()
        {
            assert_eq!(contact.postcode.unwrap().expose(), "HU1 1AA");
            assert_eq!(contact.address3, None, "empty is not given");
        }
    }
    let mut other_spelling = payment_data();
    let address = &mut other_spelling["shippingAddress"];
    address["postcode"] = address["postalCode"].take();
    let payment = parse_data(&other_spelling, EVERYTHING).unwrap();
    assert_eq!(payment.shipping_contact.unwrap().postcode.unwrap().expose(), "HU1 1AA");
}

/// D7-14.
#[test]
fn what_cannot_be_used_is_named_and_not_shown() {
    const TOKEN: WalletError = WalletError::BadField {
        field: "paymentMethodData.tokenizationData.token",
    };
    for (json, error) in [
        ("", WalletError::NotJson),
        ("secret-token", WalletError::NotJson),
        ("[]", WalletError::NotJson),
        (r#"{"a":1,"a":2}"#, WalletError::NotJson),
        ("{}", TOKEN),
        (r#"{"paymentMethodData":"secret-token"}"#, TOKEN),
        (r#"{"paymentMethodData":{"tokenizationData":{"token":""}}}"#, TOKEN),
        (
            r#"{"paymentMethodData":{"tokenizationData":{"token":{"secret-token":1}}}}"#,
            TOKEN,
        ),
    ] {
        let refused = GooglePayPayment::parse(&Secret::from(json), EVERYTHING).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("secret-token"));
        assert_eq!(refused, error, "{json}");
    }
    let nested = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    assert_eq!(
        GooglePayPayment::parse(&nested.into(), EVERYTHING),
        Err(WalletError::NotJson)
    );
}

#[test]
fn nothing_is_printed() {
    let printed = format!("{:?}", parse_data(&payment_data(), EVERYTHING).unwrap());
    for secret in ["secret-token", "alex", "Alex", "High", "HU1"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

fn decrypted(details: Value) -> Option<DecryptedCard> {
    let answer = json!({ "paymentMethod": "CARD", "paymentMethodDetails": details });
    DecryptedCard::read(&Object::parse(answer.to_string().as_bytes()).unwrap())
}

/// D7-12.
#[test]
fn a_decrypted_card_is_read_or_refused() {
    let card = |month: &str, year: &str| json!({ "authMethod": "PAN_ONLY", "pan": "5200000000001096", "expirationMonth": month, "expirationYear": year });
    for (month, year) in [("5", "2029"), ("05", "2029"), ("5", "29"), ("05", "29")] {
        let read = decrypted(card(month, year)).unwrap();
        let (number, expiry) = read.card.unwrap();
        assert_eq!((read.auth, number.expose()), (WalletAuth::PanOnly, "5200000000001096"));
        assert_eq!(expiry.wire_format(), "05 / 29", "{month} {year}");
    }
    for (month, year) in [
        ("13", "29"),
        ("0", "29"),
        ("", "29"),
        ("5", "9"),
        ("5", "029"),
        ("x", "29"),
        ("5", "20299"),
    ] {
        assert_eq!(decrypted(card(month, year)), None, "{month} {year}");
    }
    let cryptogram = decrypted(json!({ "authMethod": "CRYPTOGRAM_3DS" })).unwrap();
    assert_eq!(
        cryptogram,
        DecryptedCard {
            auth: WalletAuth::Cryptogram3ds,
            card: None
        }
    );
    for refused in [
        json!({ "authMethod": "PAN_ONLY" }),
        json!({ "authMethod": "DEVICE_BOUND", "pan": "5200000000001096" }),
        json!({ "authMethod": "pan_only", "pan": "5200000000001096" }),
        json!({ "authMethod": 1 }),
        json!({}),
        json!(null),
        json!([]),
    ] {
        assert_eq!(decrypted(refused.clone()), None, "{refused}");
    }
}
