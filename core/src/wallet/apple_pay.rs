//! Apple Pay: what to ask PassKit's sheet for, and the token that it returns.
//!
//! What the gateway takes of it is in `docs/protocol.md`, 4.5.

use super::{WalletError, contact, parse};
use crate::card::CardScheme;
use crate::http::Object;
use crate::input;
use crate::secret::Secret;
use crate::summary::{CollectionRequirements, PaymentSummary, Wallet};

/// The label of the total where the intent names no merchant.
const LABEL_WITHOUT_MERCHANT: &str = "Amount";

/// What to fill a `PKPaymentRequest` with. The merchant identifier is the app's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplePayRequest {
    /// The `PKPaymentNetwork`s that the intent takes, by their raw values.
    pub supported_networks: Vec<String>,
    /// The `PKMerchantCapability` values: `supports3DS`.
    pub merchant_capabilities: Vec<String>,
    /// ISO 3166-1 alpha-2: where the payment is processed.
    pub country_code: String,
    /// ISO 4217.
    pub currency_code: String,
    /// The total in the major unit, as plain decimal text with all decimals of the currency: for `NSDecimalNumber`.
    pub amount: String,
    /// The label of the total: the merchant's name.
    pub label: String,
    /// `requiredBillingContactFields`.
    pub required_billing_contact_fields: Vec<ApplePayContactField>,
    /// `requiredShippingContactFields`. E-mail and phone are asked for here: PassKit has no others.
    pub required_shipping_contact_fields: Vec<ApplePayContactField>,
}

/// A `PKContactField`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ApplePayContactField {
    /// `.name`
    Name,
    /// `.postalAddress`
    PostalAddress,
    /// `.emailAddress`
    EmailAddress,
    /// `.phoneNumber`
    PhoneNumber,
}

/// What to ask PassKit's sheet for: what the intent takes, its amount, and the contacts that it collects.
/// `country_code` is where the payment is processed.
///
/// # Errors
/// [`WalletError`] if Apple Pay cannot be offered for this intent, or the country is not one.
pub fn apple_pay_request(summary: &PaymentSummary, country_code: &str) -> Result<ApplePayRequest, WalletError> {
    use ApplePayContactField::{EmailAddress, Name, PhoneNumber, PostalAddress};

    let supported_networks = networks(summary)?;
    let total = summary.total.ok_or(WalletError::NoAmount)?;
    let country_code = input::country(country_code.trim()).ok_or(WalletError::BadSetting {
        setting: "country_code",
    })?;
    let collect = summary.collect;
    let mut billing = Vec::new();
    if collect.billing_address {
        billing.extend([Name, PostalAddress]);
    }
    let mut shipping = Vec::new();
    if collect.email {
        shipping.push(EmailAddress);
    }
    if collect.shipping_details {
        shipping.extend([Name, PostalAddress, PhoneNumber]);
    }
    Ok(ApplePayRequest {
        supported_networks,
        merchant_capabilities: vec!["supports3DS".to_owned()],
        country_code: country_code.to_owned(),
        currency_code: total.currency.code().to_owned(),
        amount: total.major(),
        label: summary
            .merchant_name
            .clone()
            .unwrap_or_else(|| LABEL_WITHOUT_MERCHANT.to_owned()),
        required_billing_contact_fields: billing,
        required_shipping_contact_fields: shipping,
    })
}

/// The intent's schemes by PassKit's names, in the intent's order.
fn networks(summary: &PaymentSummary) -> Result<Vec<String>, WalletError> {
    if !summary.wallets.contains(&Wallet::ApplePay) {
        return Err(WalletError::NotOffered);
    }
    let mut networks: Vec<String> = Vec::new();
    for name in &summary.supported_schemes {
        let network = CardScheme::from_wire_name(name).and_then(network);
        networks.extend(
            network
                .filter(|network| !networks.iter().any(|known| known == network))
                .map(str::to_owned),
        );
    }
    match networks.is_empty() {
        true => Err(WalletError::NoCommonScheme),
        false => Ok(networks),
    }
}

/// PassKit has no Diners Club. It has China UnionPay, whose tokens are encrypted with RSA: the gateway takes no such token.
fn network(scheme: CardScheme) -> Option<&'static str> {
    match scheme {
        CardScheme::Visa => Some("Visa"),
        CardScheme::Mastercard => Some("MasterCard"),
        CardScheme::Amex => Some("AmEx"),
        CardScheme::Maestro => Some("Maestro"),
        CardScheme::Discover => Some("Discover"),
        CardScheme::Jcb => Some("JCB"),
        CardScheme::Diners | CardScheme::UnionPay => None,
    }
}

/// What PassKit's sheet returned: the parts of a `PKPayment`. It prints nothing of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplePayInput {
    /// The `PKPaymentToken` as JSON: `paymentData` (the JSON object in the token's data), `paymentMethod` with
    /// `displayName`, `network` and `type` (`credit`, `debit`, `prepaid`, `store`, `eMoney` or `unknown`), and
    /// `transactionIdentifier`.
    pub token_json: Secret,
    /// The `billingContact`, if there is one.
    pub billing_contact: Option<ApplePayContact>,
    /// The `shippingContact`, if there is one.
    pub shipping_contact: Option<ApplePayContact>,
}

impl ApplePayInput {
    /// A token without contacts.
    pub fn new(token_json: impl Into<Secret>) -> Self {
        ApplePayInput {
            token_json: token_json.into(),
            billing_contact: None,
            shipping_contact: None,
        }
    }
}

/// A `PKContact`. What it does not have is left out of the request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplePayContact {
    /// `name.givenName`
    pub given_name: Option<Secret>,
    /// `name.familyName`
    pub family_name: Option<Secret>,
    /// `name.phoneticRepresentation.givenName`
    pub phonetic_given_name: Option<Secret>,
    /// `name.phoneticRepresentation.familyName`
    pub phonetic_family_name: Option<Secret>,
    /// `emailAddress`
    pub email: Option<Secret>,
    /// `phoneNumber`
    pub phone: Option<Secret>,
    /// `postalAddress.street`, line by line.
    pub address_lines: Vec<Secret>,
    /// `postalAddress.subLocality`
    pub sub_locality: Option<Secret>,
    /// `postalAddress.city`
    pub locality: Option<Secret>,
    /// `postalAddress.subAdministrativeArea`
    pub sub_administrative_area: Option<Secret>,
    /// `postalAddress.state`
    pub administrative_area: Option<Secret>,
    /// `postalAddress.postalCode`
    pub postal_code: Option<Secret>,
    /// `postalAddress.country`
    pub country: Option<Secret>,
    /// `postalAddress.isoCountryCode`
    pub country_code: Option<Secret>,
}

/// An Apple Pay token of the right shape. What is in it only the gateway can read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ApplePayPayment {
    pub(crate) data: Secret,
    pub(crate) signature: Secret,
    pub(crate) version: Secret,
    pub(crate) public_key_hash: Secret,
    pub(crate) ephemeral_public_key: Secret,
    pub(crate) transaction_id: Secret,
    /// A part of what Apple signed, where the app's request had one.
    pub(crate) application_data: Option<Secret>,
    pub(crate) display_name: Option<Secret>,
    pub(crate) network: Option<Secret>,
    pub(crate) method_type: &'static str,
    pub(crate) transaction_identifier: Secret,
    pub(crate) billing_contact: Option<ApplePayContact>,
    pub(crate) shipping_contact: Option<ApplePayContact>,
}

impl ApplePayPayment {
    /// Checks the shape of what PassKit returned, for an intent that collects these contacts.
    pub(crate) fn parse(input: ApplePayInput, collect: CollectionRequirements) -> Result<ApplePayPayment, WalletError> {
        let token = parse(input.token_json.expose())?;
        // D6-15
        if token.text(&["paymentData", "version"]) == Some("RSA_v1") {
            return Err(WalletError::RsaToken);
        }
        let text = |path: &[&str], field: &'static str| {
            let text = token.text(path).map(Secret::from);
            text.ok_or(WalletError::BadField { field })
        };
        let header = |key: &'static str, field| text(&["paymentData", "header", key], field);
        Ok(ApplePayPayment {
            data: text(&["paymentData", "data"], "paymentData.data")?,
            signature: text(&["paymentData", "signature"], "paymentData.signature")?,
            version: text(&["paymentData", "version"], "paymentData.version")?,
            public_key_hash: header("publicKeyHash", "paymentData.header.publicKeyHash")?,
            ephemeral_public_key: header("ephemeralPublicKey", "paymentData.header.ephemeralPublicKey")?,
            transaction_id: header("transactionId", "paymentData.header.transactionId")?,
            application_data: token
                .text(&["paymentData", "header", "applicationData"])
                .map(Secret::from),
            display_name: token.text(&["paymentMethod", "displayName"]).map(Secret::from),
            network: token.text(&["paymentMethod", "network"]).map(Secret::from),
            method_type: method_type(&token)?,
            transaction_identifier: text(&["transactionIdentifier"], "transactionIdentifier")?,
            billing_contact: cleaned(
                input.billing_contact,
                collect.billing_address,
                "billingContact.countryCode",
            )?,
            shipping_contact: cleaned(
                input.shipping_contact,
                collect.shipping_details,
                "shippingContact.countryCode",
            )?,
        })
    }
}

/// A contact as it is sent; none if there is nothing in it. PassKit has empty texts where there is nothing.
fn cleaned(
    given: Option<ApplePayContact>,
    is_asked: bool,
    country_field: &'static str,
) -> Result<Option<ApplePayContact>, WalletError> {
    fn text(given: &Option<Secret>) -> Option<&str> {
        given.as_ref().map(Secret::expose)
    }
    let Some(given) = given else {
        return Ok(None);
    };
    let line = |given: &Option<Secret>| contact::line(text(given));
    let cleaned = ApplePayContact {
        given_name: line(&given.given_name),
        family_name: line(&given.family_name),
        phonetic_given_name: line(&given.phonetic_given_name),
        phonetic_family_name: line(&given.phonetic_family_name),
        email: contact::email(text(&given.email)),
        phone: contact::phone(text(&given.phone)),
        address_lines: given
            .address_lines
            .iter()
            .filter_map(|given| contact::line(Some(given.expose())))
            .collect(),
        sub_locality: line(&given.sub_locality),
        locality: line(&given.locality),
        sub_administrative_area: line(&given.sub_administrative_area),
        administrative_area: line(&given.administrative_area),
        postal_code: contact::postcode(text(&given.postal_code)),
        country: line(&given.country),
        country_code: contact::country(text(&given.country_code), is_asked, country_field)?,
    };
    Ok((cleaned != ApplePayContact::default()).then_some(cleaned))
}

fn method_type(token: &Object) -> Result<&'static str, WalletError> {
    const KNOWN: [&str; 6] = ["credit", "debit", "prepaid", "store", "eMoney", "unknown"];
    let given = token.text(&["paymentMethod", "type"]);
    let known = KNOWN.into_iter().find(|known| given == Some(known));
    known.ok_or(WalletError::BadField {
        field: "paymentMethod.type",
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::money::{Currency, Money};

    const NOTHING: CollectionRequirements = CollectionRequirements {
        email: false,
        billing_address: false,
        shipping_details: false,
    };

    fn summary() -> PaymentSummary {
        let mut summary = PaymentSummary::new("pi_sandbox_1", Some(Money::new(1250, Currency::GBP)));
        summary.wallets = vec![Wallet::ApplePay];
        summary.supported_schemes = ["visa", "MAESTRO", "MASTERCARD", "VISA", "DCI", "UNIONPAY", "NEW"]
            .map(str::to_owned)
            .into();
        summary.merchant_name = Some("Example Teas".to_owned());
        summary
    }

    /// D7-17.
    #[test]
    fn the_request_is_what_the_intent_takes() {
        assert_eq!(
            apple_pay_request(&summary(), "ie").unwrap(),
            ApplePayRequest {
                supported_networks: ["Visa", "Maestro", "MasterCard"].map(str::to_owned).into(),
                merchant_capabilities: vec!["supports3DS".to_owned()],
                country_code: "IE".to_owned(),
                currency_code: "GBP".to_owned(),
                amount: "12.50".to_owned(),
                label: "Example Teas".to_owned(),
                required_billing_contact_fields: vec![],
                required_shipping_contact_fields: vec![],
            }
        );
        let total = Some(Money::new(1250, Currency::from_code("JPY").unwrap()));
        let nameless = PaymentSummary {
            total,
            merchant_name: None,
            ..summary()
        };
        let request = apple_pay_request(&nameless, "GB").unwrap();
        assert_eq!((request.amount.as_str(), request.label.as_str()), ("1250", "Amount"));
    }

    #[test]
    fn contacts_are_required_by_their_own_flags() {
        use ApplePayContactField::{EmailAddress, Name, PhoneNumber, PostalAddress};
        let fields = |email, billing_address, shipping_details| {
            let collect = CollectionRequirements {
                email,
                billing_address,
                shipping_details,
            };
            let request = apple_pay_request(&PaymentSummary { collect, ..summary() }, "GB").unwrap();
            (
                request.required_billing_contact_fields,
                request.required_shipping_contact_fields,
            )
        };
        assert_eq!(fields(true, false, false), (vec![], vec![EmailAddress]));
        assert_eq!(fields(false, true, false), (vec![Name, PostalAddress], vec![]));
        assert_eq!(
            fields(false, false, true),
            (vec![], vec![Name, PostalAddress, PhoneNumber])
        );
    }

    /// D7-17.
    #[test]
    fn what_cannot_be_offered_is_an_error() {
        let error = |summary: &PaymentSummary, country: &str| apple_pay_request(summary, country).unwrap_err();
        assert_eq!(
            error(
                &PaymentSummary {
                    wallets: vec![],
                    ..summary()
                },
                "GB"
            ),
            WalletError::NotOffered
        );
        let diners = PaymentSummary {
            supported_schemes: vec!["DCI".to_owned()],
            ..summary()
        };
        assert_eq!(error(&diners, "GB"), WalletError::NoCommonScheme);
        assert_eq!(
            error(
                &PaymentSummary {
                    total: None,
                    ..summary()
                },
                "GB"
            ),
            WalletError::NoAmount
        );
        for country in ["", "UK", "GBR"] {
            assert_eq!(
                error(&summary(), country),
                WalletError::BadSetting {
                    setting: "country_code"
                }
            );
        }
    }

    fn token() -> Value {
        json!({
            "paymentData": {
                "data": "secret-data", "signature": "sig", "version": "EC_v1",
                "header": { "publicKeyHash": "hash", "ephemeralPublicKey": "key", "transactionId": "tx" },
            },
            "paymentMethod": { "displayName": "Visa 1234", "network": "Visa", "type": "debit" },
            "transactionIdentifier": "TX",
        })
    }

    fn parse_token(token: &Value) -> Result<ApplePayPayment, WalletError> {
        ApplePayPayment::parse(ApplePayInput::new(token.to_string()), NOTHING)
    }

    /// D7-14.
    #[test]
    fn a_part_that_is_missing_is_named() {
        for path in [
            "paymentData.data",
            "paymentData.signature",
            "paymentData.version",
            "paymentData.header.publicKeyHash",
            "paymentData.header.ephemeralPublicKey",
            "paymentData.header.transactionId",
            "paymentMethod.type",
            "transactionIdentifier",
        ] {
            let pointer = format!("/{}", path.replace('.', "/"));
            for unusable in [Value::Null, json!(""), json!(1), json!({ "secret-data": 1 })] {
                let mut token = token();
                *token.pointer_mut(&pointer).unwrap() = unusable;
                let refused = parse_token(&token).unwrap_err();
                assert!(
                    matches!(refused, WalletError::BadField { field } if field == path),
                    "{path}: {refused}"
                );
            }
        }
        assert_eq!(parse_token(&json!([])), Err(WalletError::NotJson));
        let from_a_simulator = ApplePayInput::new(r#"{"paymentData":""}"#);
        let refused = ApplePayPayment::parse(from_a_simulator, NOTHING).unwrap_err();
        assert_eq!(
            refused,
            WalletError::BadField {
                field: "paymentData.data"
            }
        );
    }

    /// D6-15.
    #[test]
    fn a_token_that_is_encrypted_with_rsa_is_refused_as_such() {
        let mut token = token();
        token["paymentData"]["version"] = json!("RSA_v1");
        token["paymentData"]["header"] = json!({ "publicKeyHash": "hash", "wrappedKey": "key", "transactionId": "tx" });
        assert_eq!(parse_token(&token), Err(WalletError::RsaToken));
    }

    fn contact_in(country: &str, collect: CollectionRequirements) -> Result<Option<Secret>, WalletError> {
        let mut input = ApplePayInput::new(token().to_string());
        input.billing_contact = Some(ApplePayContact {
            locality: Some("Hull".into()),
            country_code: Some(country.into()),
            ..ApplePayContact::default()
        });
        let payment = ApplePayPayment::parse(input, collect)?;
        Ok(payment.billing_contact.unwrap().country_code)
    }

    /// D6-16.
    #[test]
    fn a_country_is_read_as_if_it_were_typed() {
        let asked = CollectionRequirements {
            billing_address: true,
            ..NOTHING
        };
        for collect in [asked, NOTHING] {
            assert_eq!(contact_in("gb", collect), Ok(Some("GB".into())));
            assert_eq!(contact_in("\u{200e}IE ", collect), Ok(Some("IE".into())));
            assert_eq!(contact_in(" ", collect), Ok(None));
        }
        let field = "billingContact.countryCode";
        assert_eq!(contact_in("UK", asked), Err(WalletError::BadField { field }));
        assert_eq!(contact_in("UK", NOTHING), Ok(None));
    }

    /// D5-03, D6-16.
    #[test]
    fn what_cannot_be_seen_or_used_is_left_out() {
        let mut input = ApplePayInput::new(token().to_string());
        input.billing_contact = Some(ApplePayContact {
            given_name: Some("\u{200b}".into()),
            phone: Some("call me".into()),
            address_lines: vec![" ".into()],
            ..ApplePayContact::default()
        });
        input.shipping_contact = Some(ApplePayContact {
            email: Some("\u{feff}alex@example.test".into()),
            phone: Some("\u{202a}+44\u{a0}20 7946 0958\u{202c}".into()),
            postal_code: Some("ＨＵ１　１ＡＡ".into()),
            ..ApplePayContact::default()
        });
        let payment = ApplePayPayment::parse(input, NOTHING).unwrap();
        assert_eq!(payment.billing_contact, None);
        let cleaned = ApplePayContact {
            email: Some("alex@example.test".into()),
            phone: Some("+44 20 7946 0958".into()),
            postal_code: Some("HU1 1AA".into()),
            ..ApplePayContact::default()
        };
        assert_eq!(payment.shipping_contact, Some(cleaned));
    }

    #[test]
    fn the_kind_of_card_is_one_that_passkit_has() {
        for kind in ["credit", "debit", "prepaid", "store", "eMoney", "unknown"] {
            let mut token = token();
            token["paymentMethod"]["type"] = json!(kind);
            assert_eq!(parse_token(&token).unwrap().method_type, kind);
        }
        let mut other = token();
        other["paymentMethod"]["type"] = json!("Debit");
        assert_eq!(
            parse_token(&other),
            Err(WalletError::BadField {
                field: "paymentMethod.type"
            })
        );
    }

    #[test]
    fn nothing_is_printed() {
        let mut input = ApplePayInput::new(token().to_string());
        input.billing_contact = Some(ApplePayContact {
            email: Some("alex@example.test".into()),
            ..Default::default()
        });
        let printed = format!(
            "{input:?} {:?}",
            ApplePayPayment::parse(input.clone(), NOTHING).unwrap()
        );
        for secret in ["secret-data", "alex", "1234"] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}
