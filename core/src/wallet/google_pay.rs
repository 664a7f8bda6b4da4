//! Google Pay: the requests to Google's sheet, and the payment data that it returns.
//!
//! The shapes are those of Google Pay API 2.0; what the gateway takes of them is in `docs/protocol.md`, 4.4.

use serde::Serialize;
use serde_json::{Value, json};

use super::{WalletError, contact, parse};
use crate::card::{CardScheme, Expiry};
use crate::flow::WalletAuth;
use crate::http::{Json, Object};
use crate::input;
use crate::money::Money;
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
    let price = price(total).ok_or(WalletError::NoAmount)?;
    let country_code = input::country(merchant.country_code.trim()).ok_or(WalletError::BadSetting {
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
            "totalPrice": price,
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

/// The amount with the decimals of its currency, of which Google takes no more than two. `None` if that would change it.
fn price(total: Money) -> Option<String> {
    let price = total.major();
    let Some((whole, decimals)) = price.split_once('.') else {
        return Some(price);
    };
    let (kept, cut) = decimals.split_at_checked(2)?;
    let is_exact = cut.bytes().all(|decimal| decimal == b'0');
    is_exact.then(|| format!("{whole}.{kept}"))
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
        let address = |path: &[&str], country_field, is_asked: bool| {
            let address = data.at(path).and_then(Json::as_object).filter(|_| is_asked);
            address.map(|address| read_contact(address, country_field)).transpose()
        };
        let billing_contact = address(
            &["paymentMethodData", "info", "billingAddress"],
            "paymentMethodData.info.billingAddress.countryCode",
            collect.billing_address,
        )?;
        let shipping_contact = address(
            &["shippingAddress"],
            "shippingAddress.countryCode",
            collect.shipping_details,
        )?;
        Ok(GooglePayPayment {
            token: Secret::from(token),
            email: contact::email(data.text(&["email"]).filter(|_| collect.email)),
            phone: shipping_contact.as_ref().and_then(|contact| contact.phone.clone()),
            billing_contact,
            shipping_contact,
        })
    }
}

fn read_contact(address: &Object, country_field: &'static str) -> Result<GooglePayContact, WalletError> {
    let line = |key: &str| contact::line(address.text(&[key]));
    Ok(GooglePayContact {
        name: line("name"),
        phone: contact::phone(address.text(&["phoneNumber"])),
        address1: line("address1"),
        address2: line("address2"),
        address3: line("address3"),
        locality: line("locality"),
        administrative_area: line("administrativeArea"),
        // The first is Google's name, the second the gateway's.
        postcode: contact::postcode(address.text(&["postalCode"]).or_else(|| address.text(&["postcode"]))),
        country_code: contact::country(address.text(&["countryCode"]), true, country_field)?,
        sorting_code: line("sortingCode"),
    })
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
mod tests;
