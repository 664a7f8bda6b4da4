//! Bodies of the wallets' routes. They hold tokens and, once decrypted, card numbers, so none of them can be printed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use super::gateway::{Rejected, filled};
use super::timestamp;
use crate::domain::ids;
use crate::domain::intent::Collected;
use crate::domain::payment::{Attempt, Instrument};
use crate::domain::wallets::{TestWalletToken, Wallet, WalletAuth, WalletCard};

const UNDECRYPTABLE: &str = "The token cannot be decrypted.";

/// How long a decrypted Google Pay message counts as fresh.
const MESSAGE_LIFETIME: time::Duration = time::Duration::days(7);

/// `POST /api/payments/{secret}/google-pay/decrypt-token`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DecryptToken {
    token: String,
}

impl DecryptToken {
    /// What is inside the token, for a client that has to know the card number to collect device data.
    pub(crate) fn decrypt(&self, now: time::OffsetDateTime) -> Result<DecryptedToken, Rejected> {
        let known = TestWalletToken::find(Wallet::GooglePay, &self.token)
            .filter(|known| known.auth_method != WalletAuth::Undecryptable)
            .ok_or(UNDECRYPTABLE)?;
        Ok(DecryptedToken {
            payment_method: "CARD",
            gateway_merchant_id: "sandbox-merchant",
            message_id: ids::transaction_id(),
            message_expiration: timestamp(now + MESSAGE_LIFETIME),
            payment_method_details: DecryptedCard {
                auth_method: known.auth_method.as_str(),
                pan: known.card_number,
                expiration_month: known.expiration_month,
                expiration_year: known.expiration_year,
            },
        })
    }
}

/// What is inside a Google Pay token.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct DecryptedToken {
    payment_method: &'static str,
    gateway_merchant_id: &'static str,
    message_id: String,
    #[schema(format = DateTime)]
    message_expiration: String,
    payment_method_details: DecryptedCard,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct DecryptedCard {
    /// `CRYPTOGRAM_3DS` or `PAN_ONLY`; one token holds something else, for clients to refuse.
    auth_method: &'static str,
    pan: &'static str,
    /// Padded or not.
    expiration_month: &'static str,
    /// Two digits or four.
    expiration_year: &'static str,
}

/// `POST /api/payments/{secret}/google-pay`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct GooglePayRequest {
    token: Option<String>,
    email: Option<String>,
    phone_number: Option<String>,
    billing_contact: Option<GoogleContact>,
    shipping_contact: Option<GoogleContact>,
    #[serde(rename = "metaData")]
    _meta_data: Option<BTreeMap<String, String>>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct GoogleContact {
    name: Option<String>,
    phone_number: Option<String>,
    address1: Option<String>,
    address2: Option<String>,
    address3: Option<String>,
    locality: Option<String>,
    administrative_area: Option<String>,
    postcode: Option<String>,
    country_code: Option<String>,
    #[serde(rename = "sortingCode")]
    _sorting_code: Option<String>,
}

impl GoogleContact {
    fn address(&self) -> Option<Map<String, Value>> {
        lines([
            ("address1", &self.address1),
            ("address2", &self.address2),
            ("address3", &self.address3),
            ("city", &self.locality),
            ("state", &self.administrative_area),
            ("postcode", &self.postcode),
            ("countryCode", &self.country_code),
        ])
    }
}

impl GooglePayRequest {
    pub(crate) fn into_attempt(self) -> Result<Attempt, Rejected> {
        let token = self.token.ok_or("token is needed.")?;
        let known = TestWalletToken::find(Wallet::GooglePay, &token).ok_or(UNDECRYPTABLE)?;
        if known.auth_method == WalletAuth::Unknown {
            return Err("The token's authMethod is neither CRYPTOGRAM_3DS nor PAN_ONLY.");
        }
        let (billing, shipping) = (self.billing_contact.as_ref(), self.shipping_contact.as_ref());
        Ok(wallet_attempt(
            known.card().ok_or(UNDECRYPTABLE)?,
            Collected {
                email_address: self.email,
                phone_number: self.phone_number.or_else(|| shipping.or(billing)?.phone_number.clone()),
                billing_address: billing.and_then(GoogleContact::address),
                shipping_name: shipping.and_then(|contact| contact.name.clone()),
                shipping_address: shipping.and_then(GoogleContact::address),
                delivery_notes: None,
            },
        ))
    }
}

/// `POST /cors/api/payments/{secret}/apple-pay`.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ApplePayRequest {
    token: ApplePayToken,
    billing_contact: Option<AppleContact>,
    shipping_contact: Option<AppleContact>,
}

/// PassKit's token. All of it must be there, though only the encrypted data decides.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ApplePayToken {
    payment_data: PaymentData,
    #[serde(rename = "paymentMethod")]
    _payment_method: PaymentMethod,
    #[serde(rename = "transactionIdentifier")]
    _transaction_identifier: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PaymentData {
    data: String,
    #[serde(rename = "signature")]
    _signature: String,
    #[serde(rename = "version")]
    _version: String,
    #[serde(rename = "header")]
    _header: PaymentDataHeader,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "must be there, and is of no consequence")]
struct PaymentDataHeader {
    public_key_hash: String,
    ephemeral_public_key: String,
    transaction_id: String,
    application_data: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "accepted, and of no consequence")]
struct PaymentMethod {
    display_name: Option<String>,
    network: Option<String>,
    #[serde(rename = "type")]
    kind: Option<PaymentMethodKind>,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
enum PaymentMethodKind {
    Credit,
    Debit,
    EMoney,
    Prepaid,
    Store,
    Unknown,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct AppleContact {
    phone_number: Option<String>,
    email_address: Option<String>,
    given_name: Option<String>,
    family_name: Option<String>,
    #[serde(rename = "phoneticGivenName")]
    _phonetic_given_name: Option<String>,
    #[serde(rename = "phoneticFamilyName")]
    _phonetic_family_name: Option<String>,
    #[serde(default)]
    address_lines: Vec<String>,
    #[serde(rename = "subLocality")]
    _sub_locality: Option<String>,
    locality: Option<String>,
    postal_code: Option<String>,
    #[serde(rename = "subAdministrativeArea")]
    _sub_administrative_area: Option<String>,
    administrative_area: Option<String>,
    #[serde(rename = "country")]
    _country: Option<String>,
    country_code: Option<String>,
}

impl AppleContact {
    fn name(&self) -> Option<String> {
        let names: Vec<_> = [&self.given_name, &self.family_name]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        (!names.is_empty()).then(|| names.join(" "))
    }

    fn address(&self) -> Option<Map<String, Value>> {
        let line = |number: usize| self.address_lines.get(number).cloned();
        lines([
            ("address1", &line(0)),
            ("address2", &line(1)),
            ("address3", &line(2)),
            ("city", &self.locality),
            ("state", &self.administrative_area),
            ("postcode", &self.postal_code),
            ("countryCode", &self.country_code),
        ])
    }
}

impl ApplePayRequest {
    /// `None` for a token that is not one of the sandbox's: the issuer declines it.
    pub(crate) fn into_attempt(self) -> Option<Attempt> {
        let known = TestWalletToken::find(Wallet::ApplePay, &self.token.payment_data.data)?;
        let (billing, shipping) = (self.billing_contact.as_ref(), self.shipping_contact.as_ref());
        let either = |read: fn(&AppleContact) -> &Option<String>| {
            [shipping, billing]
                .into_iter()
                .flatten()
                .find_map(|contact| read(contact).clone())
        };
        Some(wallet_attempt(
            known.card()?,
            Collected {
                email_address: either(|contact| &contact.email_address),
                phone_number: either(|contact| &contact.phone_number),
                billing_address: billing.and_then(AppleContact::address),
                shipping_name: shipping.and_then(AppleContact::name),
                shipping_address: shipping.and_then(AppleContact::address),
                delivery_notes: None,
            },
        ))
    }
}

fn wallet_attempt(card: WalletCard, collected: Collected) -> Attempt {
    Attempt {
        instrument: Instrument::Wallet(card),
        mit_consent: false,
        collected,
    }
}

fn lines<const N: usize>(lines: [(&str, &Option<String>); N]) -> Option<Map<String, Value>> {
    filled(lines.into_iter().map(|(name, line)| (name.to_owned(), json!(line))))
}
