//! What a host makes of the summary that the customer is shown: requests for the wallets' sheets.

use checkout_conformance::{Command, GooglePayMerchant, Outcome};
use checkout_core::snapshot::Notice;
use checkout_core::summary::PaymentSummary;
use checkout_core::wallet::{
    self as core, ApplePayRequest, WalletError, apple_pay_request, google_pay_is_ready_to_pay_json,
    google_pay_request_json,
};
use serde_json::{Value, json};

use crate::names;

pub(crate) fn shown(summary: &PaymentSummary, notice: Option<Notice>, command: &Command) -> Outcome {
    let request = match command {
        Command::Look => {
            return Outcome {
                notice: notice.map(|notice| format!("{notice:?}")),
                ..names::with_summary(summary)
            };
        }
        Command::GooglePayRequest { merchant } => {
            google_pay_request_json(summary, &known_to_google(merchant)).map(read)
        }
        Command::GooglePayReadiness => google_pay_is_ready_to_pay_json(summary).map(read),
        Command::ApplePayRequest { country_code } => apple_pay_request(summary, country_code).map(fields),
        _ => return names::error("NoSuchCommand"),
    };
    request.map_or_else(|error: WalletError| names::wallet_error(&error), names::with_value)
}

fn known_to_google(merchant: &GooglePayMerchant) -> core::GooglePayMerchant {
    core::GooglePayMerchant {
        gateway_merchant_id: merchant.gateway_merchant_id.clone(),
        merchant_id: merchant.merchant_id.clone(),
        merchant_name: merchant.merchant_name.clone(),
        country_code: merchant.country_code.clone(),
    }
}

fn read(json: String) -> Value {
    serde_json::from_str(&json).expect("a request to Google is JSON")
}

fn fields(request: ApplePayRequest) -> Value {
    let names = |fields: Vec<core::ApplePayContactField>| -> Vec<String> {
        fields.iter().map(|field| format!("{field:?}")).collect()
    };
    json!({
        "supported_networks": request.supported_networks,
        "merchant_capabilities": request.merchant_capabilities,
        "country_code": request.country_code,
        "currency_code": request.currency_code,
        "amount": request.amount,
        "label": request.label,
        "required_billing_contact_fields": names(request.required_billing_contact_fields),
        "required_shipping_contact_fields": names(request.required_shipping_contact_fields),
    })
}
