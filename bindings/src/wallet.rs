//! Google Pay and Apple Pay: requests for the platform's sheet.

use std::fmt;

use checkout_core::wallet as core;

use crate::mirror::mirror;
use crate::summary::PaymentSummary;

/// What a wallet gave cannot be used, or a request to it cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum WalletError {
    /// The wallet's answer is not a JSON object.
    #[error("the wallet's answer is not a JSON object")]
    NotJson,
    /// A field of the wallet's answer is missing, empty or of another type.
    #[error("the wallet's answer has no usable `{field}`")]
    BadField {
        /// The path of the field.
        field: String,
    },
    /// The token is encrypted with RSA, as Apple does in China: the gateway takes `EC_v1` only.
    #[error("the token is encrypted with RSA, and the gateway takes EC_v1 only: let the customer choose another card")]
    RsaToken,
    /// A setting of the app is missing or cannot be used.
    #[error("the setting `{setting}` is missing or not valid")]
    BadSetting {
        /// Its name.
        setting: String,
    },
    /// The intent has no amount that the wallet could show: none at all, or for Google one with more than two decimals.
    #[error("the intent has no amount that the wallet can show: do not offer it")]
    NoAmount,
    /// The intent does not list the wallet.
    #[error("the intent does not take this wallet: do not offer it")]
    NotOffered,
    /// The intent takes no card scheme that the wallet has.
    #[error("the intent takes no card scheme that the wallet has: do not offer it")]
    NoCommonScheme,
}

impl From<core::WalletError> for WalletError {
    fn from(error: core::WalletError) -> Self {
        match error {
            core::WalletError::NotJson => WalletError::NotJson,
            core::WalletError::BadField { field } => WalletError::BadField {
                field: field.to_owned(),
            },
            core::WalletError::RsaToken => WalletError::RsaToken,
            core::WalletError::BadSetting { setting } => WalletError::BadSetting {
                setting: setting.to_owned(),
            },
            core::WalletError::NoAmount => WalletError::NoAmount,
            core::WalletError::NotOffered => WalletError::NotOffered,
            core::WalletError::NoCommonScheme => WalletError::NoCommonScheme,
        }
    }
}

/// The merchant as Google knows it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct GooglePayMerchant {
    /// The merchant's id with Dojo's gateway.
    pub gateway_merchant_id: String,
    /// The merchant's id with Google. Google wants it in production only.
    #[uniffi(default)]
    pub merchant_id: Option<String>,
    /// The name in Google's sheet. Without it, the merchant's name in the intent.
    #[uniffi(default)]
    pub merchant_name: Option<String>,
    /// Where the payment is processed: ISO 3166-1 alpha-2, such as `GB`.
    pub country_code: String,
}

mirror! {
    /// The environment of Google's client.
    GooglePayEnvironment = core::GooglePayEnvironment {
        /// Tokens that cannot be charged: for Dojo's sandbox.
        Test,
        /// Real cards.
        Production,
    }
}

/// The environment that an intent belongs to, by its id.
#[uniffi::export]
pub fn google_pay_environment(payment_intent_id: String) -> GooglePayEnvironment {
    core::GooglePayEnvironment::of(&payment_intent_id).into()
}

/// The `PaymentDataRequest` for Google's sheet.
#[uniffi::export]
pub fn google_pay_request_json(summary: PaymentSummary, merchant: GooglePayMerchant) -> Result<String, WalletError> {
    let merchant = core::GooglePayMerchant {
        gateway_merchant_id: merchant.gateway_merchant_id,
        merchant_id: merchant.merchant_id,
        merchant_name: merchant.merchant_name,
        country_code: merchant.country_code,
    };
    Ok(core::google_pay_request_json(&summary.for_wallet(), &merchant)?)
}

/// The `IsReadyToPayRequest` that tells whether to show Google's button.
#[uniffi::export]
pub fn google_pay_is_ready_to_pay_json(summary: PaymentSummary) -> Result<String, WalletError> {
    Ok(core::google_pay_is_ready_to_pay_json(&summary.for_wallet())?)
}

/// What to fill a `PKPaymentRequest` with. The merchant identifier is the app's own.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ApplePayRequest {
    /// The `PKPaymentNetwork`s that the intent takes, by their raw values.
    pub supported_networks: Vec<String>,
    /// The `PKMerchantCapability` values: `supports3DS`.
    pub merchant_capabilities: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub country_code: String,
    /// ISO 4217.
    pub currency_code: String,
    /// The total in the major unit as plain decimal text: for `NSDecimalNumber`.
    pub amount: String,
    /// The label of the total: the merchant's name.
    pub label: String,
    /// `requiredBillingContactFields`.
    pub required_billing_contact_fields: Vec<ApplePayContactField>,
    /// `requiredShippingContactFields`.
    pub required_shipping_contact_fields: Vec<ApplePayContactField>,
}

mirror! {
    /// A `PKContactField`.
    ApplePayContactField = core::ApplePayContactField {
        /// `.name`
        Name,
        /// `.postalAddress`
        PostalAddress,
        /// `.emailAddress`
        EmailAddress,
        /// `.phoneNumber`
        PhoneNumber,
    }
}

/// What to ask PassKit's sheet for. `country_code` is where the payment is processed.
#[uniffi::export]
pub fn apple_pay_request(summary: PaymentSummary, country_code: String) -> Result<ApplePayRequest, WalletError> {
    let request = core::apple_pay_request(&summary.for_wallet(), &country_code)?;
    let fields = |fields: Vec<core::ApplePayContactField>| fields.into_iter().map(ApplePayContactField::from).collect();
    Ok(ApplePayRequest {
        supported_networks: request.supported_networks,
        merchant_capabilities: request.merchant_capabilities,
        country_code: request.country_code,
        currency_code: request.currency_code,
        amount: request.amount,
        label: request.label,
        required_billing_contact_fields: fields(request.required_billing_contact_fields),
        required_shipping_contact_fields: fields(request.required_shipping_contact_fields),
    })
}

/// A `PKContact`. Leave out what it does not have.
#[derive(Clone, Default, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct ApplePayContact {
    /// `name.givenName`
    #[uniffi(default)]
    pub given_name: Option<String>,
    /// `name.familyName`
    #[uniffi(default)]
    pub family_name: Option<String>,
    /// `name.phoneticRepresentation.givenName`
    #[uniffi(default)]
    pub phonetic_given_name: Option<String>,
    /// `name.phoneticRepresentation.familyName`
    #[uniffi(default)]
    pub phonetic_family_name: Option<String>,
    /// `emailAddress`
    #[uniffi(default)]
    pub email: Option<String>,
    /// `phoneNumber`
    #[uniffi(default)]
    pub phone: Option<String>,
    /// `postalAddress.street`, line by line.
    #[uniffi(default)]
    pub address_lines: Vec<String>,
    /// `postalAddress.subLocality`
    #[uniffi(default)]
    pub sub_locality: Option<String>,
    /// `postalAddress.city`
    #[uniffi(default)]
    pub locality: Option<String>,
    /// `postalAddress.subAdministrativeArea`
    #[uniffi(default)]
    pub sub_administrative_area: Option<String>,
    /// `postalAddress.state`
    #[uniffi(default)]
    pub administrative_area: Option<String>,
    /// `postalAddress.postalCode`
    #[uniffi(default)]
    pub postal_code: Option<String>,
    /// `postalAddress.country`
    #[uniffi(default)]
    pub country: Option<String>,
    /// `postalAddress.isoCountryCode`
    #[uniffi(default)]
    pub country_code: Option<String>,
}

// As in details.rs: no log shows a person.
impl fmt::Debug for ApplePayContact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplePayContact(***)")
    }
}

impl From<ApplePayContact> for core::ApplePayContact {
    fn from(contact: ApplePayContact) -> Self {
        core::ApplePayContact {
            given_name: contact.given_name.map(Into::into),
            family_name: contact.family_name.map(Into::into),
            phonetic_given_name: contact.phonetic_given_name.map(Into::into),
            phonetic_family_name: contact.phonetic_family_name.map(Into::into),
            email: contact.email.map(Into::into),
            phone: contact.phone.map(Into::into),
            address_lines: contact.address_lines.into_iter().map(Into::into).collect(),
            sub_locality: contact.sub_locality.map(Into::into),
            locality: contact.locality.map(Into::into),
            sub_administrative_area: contact.sub_administrative_area.map(Into::into),
            administrative_area: contact.administrative_area.map(Into::into),
            postal_code: contact.postal_code.map(Into::into),
            country: contact.country.map(Into::into),
            country_code: contact.country_code.map(Into::into),
        }
    }
}

/// What Apple's sheet returned.
pub(crate) fn apple_pay_input(
    token_json: String,
    billing_contact: Option<ApplePayContact>,
    shipping_contact: Option<ApplePayContact>,
) -> core::ApplePayInput {
    core::ApplePayInput {
        token_json: token_json.into(),
        billing_contact: billing_contact.map(Into::into),
        shipping_contact: shipping_contact.map(Into::into),
    }
}
