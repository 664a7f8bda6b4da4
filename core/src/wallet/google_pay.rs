//! Google Pay: the requests to Google's sheet, and the payment data that it returns.
//!
//! The shapes are those of Google Pay API 2.0; what the gateway takes of them is in `docs/protocol.md`, 4.4.

use serde::Serialize;
use serde_json::{Value, json};

use super::{WalletError, parse};
use crate::card::{CardScheme, Expiry};
use crate::details;
use crate::flow::WalletAuth;
use crate::http::{Json, Object};
use crate::secret::Secret;
use crate::summary::{CollectionRequirements, PaymentSummary, Wallet};

/// The payment gateway's name with Google.
const GATEWAY: &str = "dojo";

/// The merchant as Google knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GooglePayMerchant {
    /// The merchant's id with Dojo's gateway.
    pub gateway_merchant_id: String,
    /// The merchant's id with Google. Google wants it in production only.
    pub merchant_id: Option<String>,
    /// The name in Google's sheet. Without it, the merchant's name in the intent.
    pub merchant_name: Option<String>,
    /// Where the payment is processed: ISO 3166-1 alpha-2, such as `GB`. Google needs it for payments in Europe.
    pub country_code: String,
}

/// The environment of Google's client: not part of a request, so the host sets it when it makes the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GooglePayEnvironment {
    /// Google gives tokens that cannot be charged: for Dojo's sandbox.
    Test,
    /// Real cards.
    Production,
}

impl GooglePayEnvironment {
    /// The environment that an intent belongs to, by its id: `pi_sandbox_…` is paid with test tokens.
    pub fn of(payment_intent_id: &str) -> Self {
        match payment_intent_id.split('_').nth(1) {
            Some("sandbox") => GooglePayEnvironment::Test,
            _ => GooglePayEnvironment::Production,
        }
    }

    /// Google's name for it.
    pub fn name(self) -> &'static str {
        match self {
            GooglePayEnvironment::Test => "TEST",
            GooglePayEnvironment::Production => "PRODUCTION",
        }
    }
}

/// The `PaymentDataRequest` for Google's sheet: what the intent takes, its amount, and the contacts that it collects.
///
/// # Errors
/// [`WalletError`] if Google Pay cannot be offered for this intent, or a setting is missing.
pub fn google_pay_request_json(summary: &PaymentSummary, merchant: &GooglePayMerchant) -> Result<String, WalletError> {
    let networks = networks(summary)?;
    let total = summary.total.ok_or(WalletError::NoAmount)?;
    let country_code = details::country(merchant.country_code.trim()).ok_or(WalletError::BadSetting {
        setting: "country_code",
    })?;
    let gateway_merchant_id = merchant.gateway_merchant_id.trim();
    if gateway_merchant_id.is_empty() {
        return Err(WalletError::BadSetting {
            setting: "gateway_merchant_id",
        });
    }

    let mut card = card_method(&networks, summary.collect);
    card["tokenizationSpecification"] = json!({
        "type": "PAYMENT_GATEWAY",
        "parameters": { "gateway": GATEWAY, "gatewayMerchantId": gateway_merchant_id },
    });
    let shipping = summary.collect.shipping_details;
    let mut request = json!({
        "apiVersion": 2,
        "apiVersionMinor": 0,
        "merchantInfo": merchant_info(summary, merchant),
        "allowedPaymentMethods": [card],
        "transactionInfo": {
            "totalPriceStatus": "FINAL",
            "totalPrice": total.major(),
            "currencyCode": total.currency.code(),
            "countryCode": country_code,
        },
        "emailRequired": summary.collect.email,
        "shippingAddressRequired": shipping,
    });
    if shipping {
        request["shippingAddressParameters"] = json!({ "phoneNumberRequired": true });
    }
    Ok(request.to_string())
}

/// The `IsReadyToPayRequest` that tells whether to show Google's button.
///
/// # Errors
/// [`WalletError`] if Google Pay cannot be offered for this intent.
pub fn google_pay_is_ready_to_pay_json(summary: &PaymentSummary) -> Result<String, WalletError> {
    let card = card_method(&networks(summary)?, summary.collect);
    Ok(json!({ "apiVersion": 2, "apiVersionMinor": 0, "allowedPaymentMethods": [card] }).to_string())
}

fn card_method(networks: &[&str], collect: CollectionRequirements) -> Value {
    let mut parameters = json!({
        "allowedAuthMethods": ["PAN_ONLY", "CRYPTOGRAM_3DS"],
        "allowedCardNetworks": networks,
    });
    if collect.billing_address {
        parameters["billingAddressRequired"] = json!(true);
        parameters["billingAddressParameters"] = json!({ "format": "FULL" });
    }
    json!({ "type": "CARD", "parameters": parameters })
}

fn merchant_info(summary: &PaymentSummary, merchant: &GooglePayMerchant) -> Value {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct MerchantInfo<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        merchant_id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        merchant_name: Option<&'a str>,
    }
    let not_blank = |text: &&str| !text.trim().is_empty();
    json!(MerchantInfo {
        merchant_id: merchant.merchant_id.as_deref().filter(not_blank),
        merchant_name: merchant
            .merchant_name
            .as_deref()
            .filter(not_blank)
            .or(summary.merchant_name.as_deref()),
    })
}

/// The intent's schemes by Google's names, in the intent's order.
fn networks(summary: &PaymentSummary) -> Result<Vec<&'static str>, WalletError> {
    if !summary.wallets.contains(&Wallet::GooglePay) {
        return Err(WalletError::NotOffered);
    }
    let mut networks: Vec<&'static str> = Vec::new();
    for name in &summary.supported_schemes {
        let network = CardScheme::from_wire_name(name).and_then(network);
        networks.extend(network.filter(|network| !networks.contains(network)));
    }
    match networks.is_empty() {
        true => Err(WalletError::NoCommonScheme),
        false => Ok(networks),
    }
}

/// Google's sheet has no Maestro, Diners Club or UnionPay cards.
fn network(scheme: CardScheme) -> Option<&'static str> {
    match scheme {
        CardScheme::Visa => Some("VISA"),
        CardScheme::Mastercard => Some("MASTERCARD"),
        CardScheme::Amex => Some("AMEX"),
        CardScheme::Discover => Some("DISCOVER"),
        CardScheme::Jcb => Some("JCB"),
        CardScheme::Maestro | CardScheme::Diners | CardScheme::UnionPay => None,
    }
}

/// What Google's sheet returned, as far as the gateway is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GooglePayPayment {
    pub(crate) token: Secret,
    pub(crate) email: Option<Secret>,
    pub(crate) phone: Option<Secret>,
    pub(crate) billing_contact: Option<GooglePayContact>,
    pub(crate) shipping_contact: Option<GooglePayContact>,
}

/// An address from Google's sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GooglePayContact {
    pub(crate) name: Option<Secret>,
    pub(crate) phone: Option<Secret>,
    pub(crate) address1: Option<Secret>,
    pub(crate) address2: Option<Secret>,
    pub(crate) address3: Option<Secret>,
    pub(crate) locality: Option<Secret>,
    pub(crate) administrative_area: Option<Secret>,
    pub(crate) postcode: Option<Secret>,
    pub(crate) country_code: Option<Secret>,
    pub(crate) sorting_code: Option<Secret>,
}

impl GooglePayPayment {
    /// Reads Google's `PaymentData`. What the intent does not collect is not kept, each by its own flag.
    pub(crate) fn parse(
        payment_data_json: &Secret,
        collect: CollectionRequirements,
    ) -> Result<GooglePayPayment, WalletError> {
        const TOKEN: &[&str] = &["paymentMethodData", "tokenizationData", "token"];
        let data = parse(payment_data_json.expose())?;
        let token = data.text(TOKEN).ok_or(WalletError::BadField {
            field: "paymentMethodData.tokenizationData.token",
        })?;
        let contact = |path: &[&str]| data.at(path).and_then(Json::as_object).map(contact);
        let billing_contact = contact(&["paymentMethodData", "info", "billingAddress"]);
        let shipping_contact = contact(&["shippingAddress"]).filter(|_| collect.shipping_details);
        Ok(GooglePayPayment {
            token: Secret::from(token),
            email: data.text(&["email"]).filter(|_| collect.email).map(Secret::from),
            phone: shipping_contact.as_ref().and_then(|contact| contact.phone.clone()),
            billing_contact: billing_contact.filter(|_| collect.billing_address),
            shipping_contact,
        })
    }
}

fn contact(address: &Object) -> GooglePayContact {
    let text = |key: &str| address.text(&[key]).map(Secret::from);
    GooglePayContact {
        name: text("name"),
        phone: text("phoneNumber"),
        address1: text("address1"),
        address2: text("address2"),
        address3: text("address3"),
        locality: text("locality"),
        administrative_area: text("administrativeArea"),
        // The first is Google's name, the second the gateway's.
        postcode: text("postalCode").or_else(|| text("postcode")),
        country_code: text("countryCode"),
        sorting_code: text("sortingCode"),
    }
}

/// The card that the gateway found in a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DecryptedCard {
    /// How it is authenticated.
    pub(crate) auth: WalletAuth,
    /// Number and expiry, which device data needs. Always there for `PAN_ONLY`.
    pub(crate) card: Option<(Secret, Expiry)>,
}

impl DecryptedCard {
    /// Reads the answer of `decrypt-token`. `None` if the authentication is not a known one, or the card of a
    /// `PAN_ONLY` token cannot be read.
    pub(crate) fn read(answer: &Object) -> Option<DecryptedCard> {
        let details = answer.get("paymentMethodDetails")?.as_object()?;
        let auth = match details.text(&["authMethod"])? {
            "PAN_ONLY" => WalletAuth::PanOnly,
            "CRYPTOGRAM_3DS" => WalletAuth::Cryptogram3ds,
            _ => return None,
        };
        let card = card(details);
        let enough = auth == WalletAuth::Cryptogram3ds || card.is_some();
        enough.then_some(DecryptedCard { auth, card })
    }
}

fn card(details: &Object) -> Option<(Secret, Expiry)> {
    let digits = |key: &str| {
        let text = details.text(&[key])?;
        text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
    };
    let number = digits("pan").filter(|number| (12..=19).contains(&number.len()))?;
    let month = digits("expirationMonth")?.parse().ok()?;
    let year = digits("expirationYear")
        .filter(|year| matches!(year.len(), 2 | 4))?
        .parse()
        .ok()?;
    Some((Secret::from(number), Expiry::new(month, year).ok()?))
}

#[cfg(test)]
mod tests {
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
    fn the_price_has_the_decimals_of_its_currency() {
        for (code, price) in [("GBP", "12.50"), ("JPY", "1250"), ("KWD", "1.250")] {
            let total = Some(Money::new(1250, Currency::from_code(code).unwrap()));
            let request = request(&PaymentSummary { total, ..summary() }, &merchant());
            assert_eq!(request["transactionInfo"]["totalPrice"], price);
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
}
