//! Google Pay and Apple Pay: what to ask the platform's sheet for, and what to make of its answer.
//!
//! The sheet is the host's to show. It gets the request from here ([`google_pay_request_json`], [`apple_pay_request`])
//! and hands the answer to the session as the platform wrote it.

mod apple_pay;
mod contact;
mod google_pay;

pub(crate) use apple_pay::ApplePayPayment;
pub use apple_pay::{ApplePayContact, ApplePayContactField, ApplePayInput, ApplePayRequest, apple_pay_request};
pub(crate) use google_pay::{DecryptedCard, GooglePayContact, GooglePayPayment};
pub use google_pay::{
    GooglePayEnvironment, GooglePayMerchant, google_pay_is_ready_to_pay_json, google_pay_request_json,
};

use crate::http::Object;

/// What a wallet gave cannot be used, or a request to it cannot be made. Names fields and never shows values.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WalletError {
    /// The wallet's answer is not a JSON object, or has a key twice.
    #[error("the wallet's answer is not a JSON object")]
    NotJson,
    /// A field of the wallet's answer is missing, empty, of another type, or a country that does not exist.
    #[error("the wallet's answer has no usable `{field}`")]
    BadField {
        /// The path of the field.
        field: &'static str,
    },
    /// The token is encrypted with RSA, as Apple does for cards that it knows as China UnionPay's.
    #[error("the token is encrypted with RSA, and the gateway takes EC_v1 only: let the customer choose another card")]
    RsaToken,
    /// A setting of the app is missing or cannot be used.
    #[error("the setting `{setting}` is missing or not valid")]
    BadSetting {
        /// Its name.
        setting: &'static str,
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

fn parse(json: &str) -> Result<Object, WalletError> {
    Object::parse(json.as_bytes()).ok_or(WalletError::NotJson)
}
