//! An intent as the API shows it: to the merchant's backend, and to the app that pays it.

use serde_json::{Map, Value, json};

use super::customer::{WALLETS, supported_payment_methods};
use super::{ApiVersion, timestamp};
use crate::domain::cards::CardScheme;
use crate::domain::intent::{Intent, IntentCustomer, Kind, Mandate, Money, PaymentDetails, Purpose};

/// Who is looking.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The app: no payment events, nothing about refunds.
    App,
    /// The merchant's backend.
    Merchant,
}

/// The name that shoppers know the merchant by.
pub(crate) const TRADING_NAME: &str = "Sandbox Shop";

/// Shown when an intent has no session secret: the API writes the zero date then.
const NO_EXPIRY: &str = "0001-01-01T00:00:00Z";

/// How long an unpaid intent lives when the merchant did not say.
const DEFAULT_LIFETIME: time::Duration = time::Duration::days(30);

/// An intent of either kind.
pub(crate) fn intent(intent: &Intent, schemes: &[CardScheme], audience: Audience, version: ApiVersion) -> Value {
    let mut body = match &intent.terms.purpose {
        Purpose::Payment(amount) => payment_fields(intent, amount, schemes),
        Purpose::Setup(mandate) => setup_fields(mandate, schemes),
    };
    let Value::Object(fields) = &mut body else { return body };
    let terms = &intent.terms;
    fields.insert("id".to_owned(), json!(intent.id));
    fields.insert("status".to_owned(), json!(intent.status.as_str()));
    fields.insert("createdAt".to_owned(), json!(timestamp(intent.created_at)));
    fields.insert("updatedAt".to_owned(), json!(timestamp(intent.updated_at)));
    fields.insert(
        "expireAt".to_owned(),
        json!(timestamp(intent.created_at + DEFAULT_LIFETIME)),
    );
    fields.insert("reference".to_owned(), json!(terms.reference));
    fields.insert("paymentSource".to_owned(), json!(terms.payment_source));
    fields.insert("metadata".to_owned(), json!({}));
    fields.extend(terms.extras.clone());
    fields.insert("config".to_owned(), config(terms.extras.get("config")));
    rename_lines(fields, version);
    let expires = intent.session.as_ref().map(|session| timestamp(session.expires_at));
    fields.insert(
        "clientSessionSecretExpirationDate".to_owned(),
        json!(expires.as_deref().unwrap_or(NO_EXPIRY)),
    );
    if let Some(session) = &intent.session {
        fields.insert("clientSessionSecret".to_owned(), json!(session.secret));
    }
    if let Some(shown) = terms.customer.as_ref().map(customer) {
        fields.insert("customer".to_owned(), shown);
    }
    if let Some(payment) = &intent.payment {
        fields.insert("paymentDetails".to_owned(), payment_details(payment));
    }
    if audience == Audience::Merchant {
        let events = payment_events(intent);
        match intent.kind() {
            Kind::Payment => {
                fields.insert("refundedAmount".to_owned(), json!(0));
                fields.insert("paymentEvents".to_owned(), events);
            }
            Kind::Setup => {
                fields.insert("setupEvents".to_owned(), events);
            }
        }
    }
    body
}

fn payment_fields(intent: &Intent, amount: &Money, schemes: &[CardScheme]) -> Value {
    let terms = &intent.terms;
    let wallets: &[_] = if terms.takes_wallets() { &WALLETS } else { &[] };
    json!({
        "captureMode": if terms.manual_capture { "Manual" } else { "Auto" },
        "paymentMethods": ["Card", "Wallet"],
        "amount": money(amount),
        "totalAmount": money(amount),
        "itemLines": [],
        "taxLines": [],
        "merchantConfig": { "supportedPaymentMethods": supported_payment_methods(schemes, wallets) },
    })
}

/// A setup intent has no `totalAmount` and takes no wallet.
fn setup_fields(mandate: &Mandate, schemes: &[CardScheme]) -> Value {
    let mut fields = json!({
        "paymentMethods": ["Card"],
        "merchantInitiatedTransactionType": mandate.transaction_type,
        "terms": mandate.terms,
        "merchantConfig": { "supportedPaymentMethods": supported_payment_methods(schemes, &[]) },
    });
    if let Some(amount) = &mandate.intended_amount {
        fields["intendedAmount"] = money(amount);
    }
    fields
}

fn customer(customer: &IntentCustomer) -> Value {
    let known = [
        ("id", &customer.id),
        ("emailAddress", &customer.email_address),
        ("phoneNumber", &customer.phone_number),
    ];
    let shown = known
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?))));
    Value::Object(shown.collect())
}

pub(crate) fn money(money: &Money) -> Value {
    json!({ "value": money.value, "currencyCode": money.currency_code })
}

/// Every `collectionRequired` is a real boolean, also for what the merchant did not mention.
fn config(asked: Option<&Value>) -> Value {
    let mut config = json!({
        "tradingName": TRADING_NAME,
        "branding": {},
        "marketId": "GB",
        "customerEmail": { "collectionRequired": false },
        "billingAddress": { "collectionRequired": false },
        "shippingDetails": { "collectionRequired": false },
    });
    if let (Value::Object(config), Some(Value::Object(asked))) = (&mut config, asked) {
        config.extend(
            asked
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(k, v)| (k.clone(), v.clone())),
        );
    }
    config
}

fn rename_lines(fields: &mut Map<String, Value>, version: ApiVersion) {
    let (from, to) = if version < ApiVersion::NAMED_LINES {
        ("name", "caption")
    } else {
        ("caption", "name")
    };
    let Some(Value::Array(lines)) = fields.get_mut("itemLines") else {
        return;
    };
    for line in lines.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(text) = line.remove(from) {
            line.entry(to).or_insert(text);
        }
    }
}

fn payment_details(payment: &PaymentDetails) -> Value {
    json!({
        "transactionId": payment.transaction_id,
        "transactionDateTime": timestamp(payment.at),
        "message": payment.message,
        "authCode": payment.auth_code,
        "paymentMethodId": payment.payment_method_id,
        "card": {
            "cardNumber": payment.card.masked,
            "cardName": payment.card.cardholder,
            "expiryDate": payment.card.expiry.iso(),
            "cardType": payment.card.scheme,
        },
    })
}

fn payment_events(intent: &Intent) -> Value {
    intent
        .timeline
        .iter()
        .filter_map(|entry| Some((entry, entry.payment.as_ref()?)))
        .map(|(entry, payment)| {
            json!({
                "transactionId": payment.transaction_id,
                "transactionDateTime": timestamp(payment.at),
                "eventType": entry.event,
                "message": payment.message,
                "authCode": payment.auth_code,
                "cardNumber": payment.card.masked,
                "expiryDate": payment.card.expiry.iso(),
                "cardType": payment.card.scheme,
                "cardholderName": payment.card.cardholder,
                "paymentMethodId": payment.payment_method_id.as_deref().unwrap_or(""),
            })
        })
        .collect()
}
