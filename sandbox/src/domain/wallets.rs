//! What is inside the wallets' tokens. Real ones are encrypted for the gateway; the sandbox's are known texts.

use std::fmt;

use serde::Serialize;
use time::Month;
use utoipa::ToSchema;

use super::cards::Pan;
use super::customer::Expiry;

/// Which wallet a token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum Wallet {
    /// Google Pay: the token is `paymentMethodData.tokenizationData.token` of Google's answer.
    GooglePay,
    /// Apple Pay: the token is `paymentData.data` of PassKit's token.
    ApplePay,
}

/// How a wallet vouches for its card. Apple Pay always does it by cryptogram.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum WalletAuth {
    /// A device's cryptogram: never challenged.
    #[serde(rename = "CRYPTOGRAM_3DS")]
    Cryptogram3ds,
    /// A plain card number from the shopper's Google account: device data first, and perhaps a challenge.
    PanOnly,
    /// A method that no client knows.
    Unknown,
    /// The token cannot be decrypted.
    Undecryptable,
}

impl WalletAuth {
    /// `authMethod` on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cryptogram3ds => "CRYPTOGRAM_3DS",
            Self::PanOnly => "PAN_ONLY",
            Self::Unknown => "DEVICE_BOUND",
            Self::Undecryptable => "UNDECRYPTABLE",
        }
    }
}

/// A wallet token that the sandbox knows. Any other Google Pay token cannot be decrypted, any other Apple Pay token is
/// declined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TestWalletToken {
    /// Whose token it is.
    pub wallet: Wallet,
    /// The text that stands where the encrypted token would.
    pub token: &'static str,
    /// How the wallet vouches for the card.
    pub auth_method: WalletAuth,
    /// The test card inside; what happens when it pays is that card's row.
    pub card_number: &'static str,
    /// Its expiry month as decrypted, padded or not.
    pub expiration_month: &'static str,
    /// Its expiry year as decrypted, with four digits or two.
    pub expiration_year: &'static str,
    /// What the token is for, in a line.
    pub purpose: &'static str,
}

/// Every wallet token, Google Pay's first.
#[must_use]
pub fn test_wallet_tokens() -> &'static [TestWalletToken] {
    TOKENS
}

use Wallet::{ApplePay, GooglePay};
use WalletAuth::{Cryptogram3ds, PanOnly, Undecryptable, Unknown};

const fn token(
    wallet: Wallet,
    token: &'static str,
    auth_method: WalletAuth,
    card_number: &'static str,
    (expiration_month, expiration_year): (&'static str, &'static str),
    purpose: &'static str,
) -> TestWalletToken {
    TestWalletToken {
        wallet,
        token,
        auth_method,
        card_number,
        expiration_month,
        expiration_year,
        purpose,
    }
}

const VISA_THAT_PAYS: &str = "4456530000001005";
const MASTERCARD_THAT_PAYS: &str = "5200000000001005";
const MASTERCARD_WITH_CHALLENGE: &str = "5200000000001096";
const VISA_DECLINED: &str = "4456530000001013";

const TOKENS: &[TestWalletToken] = &[
    token(
        GooglePay,
        "google-pay-cryptogram-approved",
        Cryptogram3ds,
        VISA_THAT_PAYS,
        ("12", "2029"),
        "paid at once",
    ),
    token(
        GooglePay,
        "google-pay-cryptogram-declined",
        Cryptogram3ds,
        VISA_DECLINED,
        ("12", "2029"),
        "declined",
    ),
    token(
        GooglePay,
        "google-pay-pan-only-approved",
        PanOnly,
        MASTERCARD_THAT_PAYS,
        // As Google may write it: a client has to pad the month and cut the year.
        ("5", "2029"),
        "paid after device data",
    ),
    token(
        GooglePay,
        "google-pay-pan-only-challenged",
        PanOnly,
        MASTERCARD_WITH_CHALLENGE,
        ("12", "29"),
        "paid after device data and a challenge",
    ),
    token(
        GooglePay,
        "google-pay-pan-only-declined",
        PanOnly,
        VISA_DECLINED,
        ("12", "2029"),
        "declined after device data",
    ),
    token(
        GooglePay,
        "google-pay-unknown-auth-method",
        Unknown,
        VISA_THAT_PAYS,
        ("12", "2029"),
        "an `authMethod` that no client knows; paying with it answers 400",
    ),
    token(
        GooglePay,
        "google-pay-undecryptable",
        Undecryptable,
        VISA_THAT_PAYS,
        ("12", "2029"),
        "cannot be decrypted: 400, as any other text",
    ),
    token(
        ApplePay,
        "apple-pay-approved",
        Cryptogram3ds,
        VISA_THAT_PAYS,
        ("12", "2029"),
        "paid at once",
    ),
    token(
        ApplePay,
        "apple-pay-declined",
        Cryptogram3ds,
        VISA_DECLINED,
        ("12", "2029"),
        "declined, as any other text",
    ),
];

impl TestWalletToken {
    pub(crate) fn find(wallet: Wallet, text: &str) -> Option<&'static Self> {
        TOKENS
            .iter()
            .find(|known| known.wallet == wallet && known.token == text)
    }

    /// Whether the sandbox knows this text as a token: then it is no secret.
    pub(crate) fn is_known(text: &str) -> bool {
        TOKENS.iter().any(|known| known.token == text)
    }

    /// The card inside, if the token can be decrypted.
    pub(crate) fn card(&self) -> Option<WalletCard> {
        if self.auth_method == Undecryptable {
            return None;
        }
        Some(WalletCard {
            pan: Pan::parse(self.card_number)?,
            expiry: self.expiry()?,
            needs_device_data: self.auth_method == PanOnly,
        })
    }

    fn expiry(&self) -> Option<Expiry> {
        let month = Month::try_from(self.expiration_month.parse::<u8>().ok()?).ok()?;
        let year = self.expiration_year.parse::<i32>().ok()?;
        Some(Expiry::new(month, if year < 100 { 2000 + year } else { year }))
    }
}

/// A card that a wallet paid with.
#[derive(Clone)]
pub(crate) struct WalletCard {
    pub(crate) pan: Pan,
    pub(crate) expiry: Expiry,
    pub(crate) needs_device_data: bool,
}

impl fmt::Display for Wallet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GooglePay => "Google Pay",
            Self::ApplePay => "Apple Pay",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_token_holds_a_test_card() {
        for known in test_wallet_tokens() {
            assert!(
                Pan::parse(known.card_number).unwrap().script().is_some(),
                "{}",
                known.token
            );
            assert_eq!(
                known.card().is_none(),
                known.auth_method == Undecryptable,
                "{}",
                known.token
            );
            assert_eq!(TestWalletToken::find(known.wallet, known.token), Some(known));
        }
        assert_eq!(TestWalletToken::find(ApplePay, "google-pay-cryptogram-approved"), None);
    }
}
