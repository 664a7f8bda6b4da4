//! Stand-ins for the sheets of Google Pay and Apple Pay: they are asked as the platform's would be, and answer with a
//! token that the sandbox knows.

use anyhow::{Context, ensure};
use checkout_core::secret::Secret;
use checkout_core::summary::PaymentSummary;
use checkout_core::wallet::{ApplePayInput, GooglePayMerchant, apple_pay_request, google_pay_request_json};
use checkout_sandbox::test_wallet_tokens;
use serde_json::{Value, json};

/// Where the shop's payments are processed.
const COUNTRY: &str = "GB";

/// Google's `PaymentData` with this token, as JSON.
pub(super) fn google_pay(summary: &PaymentSummary, token: &str) -> anyhow::Result<Secret> {
    let merchant = GooglePayMerchant {
        gateway_merchant_id: "sandbox-merchant".to_owned(),
        merchant_id: None,
        merchant_name: None,
        country_code: COUNTRY.to_owned(),
    };
    let request: Value = serde_json::from_str(&google_pay_request_json(summary, &merchant)?)?;
    let payment_data = json!({
        "apiVersion": request["apiVersion"],
        "apiVersionMinor": request["apiVersionMinor"],
        "paymentMethodData": {
            "type": "CARD",
            "description": "A card of the customer's Google account",
            "info": { "cardNetwork": "VISA" },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": known(token)? },
        },
    });
    Ok(payment_data.to_string().into())
}

/// PassKit's payment with this token.
pub(super) fn apple_pay(summary: &PaymentSummary, token: &str) -> anyhow::Result<ApplePayInput> {
    let request = apple_pay_request(summary, COUNTRY)?;
    let network = request.supported_networks.first().context("no network to pay with")?;
    let token = json!({
        "paymentData": {
            "data": known(token)?,
            "signature": "the sandbox does not look at it",
            "version": "EC_v1",
            "header": { "publicKeyHash": "sandbox", "ephemeralPublicKey": "sandbox", "transactionId": "sandbox" },
        },
        "paymentMethod": { "displayName": "A card of the customer's wallet", "network": network, "type": "credit" },
        "transactionIdentifier": "sandbox",
    });
    Ok(ApplePayInput::new(token.to_string()))
}

fn known(token: &str) -> anyhow::Result<&str> {
    ensure!(
        test_wallet_tokens().iter().any(|known| known.token == token),
        "the sandbox does not know its own wallet token"
    );
    Ok(token)
}
