//! An intent as the API shows it: to the merchant's backend, and to the app that pays it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::customer::{SupportedPaymentMethods, WALLETS};
use super::parts::{
    ActionLink, Amount, AutoExpireAction, CaptureMode, Collection, Config, Details, ItemLine, OrderDetails,
    PaymentMethod, PaymentOptions, RequestSecurity, ShippingDetails, TaxLine,
};
use super::{Address, ApiVersion, timestamp};
use crate::domain::cards::CardScheme;
use crate::domain::intent::{CardSummary, Intent, Mandate, PaymentDetails, Price, Purpose, VIRTUAL_TERMINAL};
use crate::domain::movements::Capture;

/// Who is looking.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// The app: no payment events, nothing about refunds.
    App,
    /// The merchant's backend.
    Merchant,
}

/// An intent of either kind.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
pub(crate) enum IntentBody {
    Payment(PaymentIntentBody),
    Setup(SetupIntentBody),
}

/// What intents of both kinds show.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CommonBody {
    id: String,
    /// One of the protocol's, or any text that was forced upon it under `/_sandbox/`.
    status: String,
    /// Opens the gateway for this intent, once. Absent if there is none at present.
    client_session_secret: Option<String>,
    /// Year 1 if there is no secret.
    #[schema(format = DateTime)]
    client_session_secret_expiration_date: String,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    reference: String,
    /// `api`, or `virtual-terminal`.
    payment_source: String,
    payment_methods: Vec<PaymentMethod>,
    customer: Option<IntentCustomerBody>,
    merchant_config: MerchantConfig,
    config: ConfigBody,
    payment_details: Option<PaymentDetailsBody>,
    #[serde(flatten)]
    asked: Asked,
}

/// What the merchant asked for that changes nothing, and what the shopper added.
#[skip_serializing_none]
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct Asked {
    description: Option<String>,
    billing_address: Option<Address>,
    shipping_details: Option<ShippingDetails>,
    #[schema(format = DateTime)]
    expire_at: Option<String>,
    auto_expire_in: Option<String>,
    auto_expire_action: Option<AutoExpireAction>,
    metadata: BTreeMap<String, String>,
    action_link: Option<ActionLink>,
    order_details: Option<OrderDetails>,
    request_security: Option<RequestSecurity>,
}

/// A payment intent.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PaymentIntentBody {
    #[serde(flatten)]
    common: CommonBody,
    capture_mode: CaptureMode,
    /// From version 2024-02-05 on.
    card_holder_not_present: Option<bool>,
    amount: Amount,
    tips_amount: Option<Amount>,
    cashback_amount: Option<Amount>,
    service_charge_amount: Option<Amount>,
    /// The amount with all that comes on top of it.
    total_amount: Amount,
    setup_intent_id: Option<String>,
    /// With `caption` before version 2026-02-27, with `name` from then on.
    item_lines: Vec<ItemLine>,
    tax_lines: Vec<TaxLine>,
    /// Minor units; for the merchant only.
    refunded_amount: Option<i64>,
    /// For the merchant only, from version 2024-02-05 on.
    captures: Option<Vec<CaptureBody>>,
    /// For the merchant only.
    payment_events: Option<Vec<EventBody>>,
}

/// A setup intent. It has no total.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SetupIntentBody {
    #[serde(flatten)]
    common: CommonBody,
    merchant_initiated_transaction_type: String,
    terms: String,
    intended_amount: Option<Amount>,
    /// For the merchant only.
    setup_events: Option<Vec<EventBody>>,
}

#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct IntentCustomerBody {
    id: Option<String>,
    email_address: Option<String>,
    phone_number: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct MerchantConfig {
    supported_payment_methods: SupportedPaymentMethods,
}

/// Every `collectionRequired` is a real boolean, also for what the merchant did not mention.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ConfigBody {
    trading_name: &'static str,
    market_id: &'static str,
    branding: Branding,
    title: Option<String>,
    #[schema(format = "uri")]
    redirect_url: Option<String>,
    #[schema(format = "uri")]
    cancel_url: Option<String>,
    customer_email: Collection,
    billing_address: Collection,
    shipping_details: Collection,
    details: Option<Details>,
    payment: Option<PaymentOptions>,
}

#[derive(Serialize, ToSchema)]
struct Branding {}

/// How an intent was paid.
#[derive(Serialize, ToSchema)]
#[serde(untagged)]
enum PaymentDetailsBody {
    Early(EarlyPaymentDetails),
    Later(LaterPaymentDetails),
}

/// Before version 2024-02-05.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EarlyPaymentDetails {
    #[schema(format = DateTime)]
    transaction_date_time: String,
    message: String,
    auth_code: String,
    /// Masked: first 8 and last 4 digits.
    card_number: String,
    card_name: Option<String>,
    /// `MM/YY`.
    expiry_date: String,
    #[schema(value_type = String)]
    card_type: CardScheme,
}

/// From version 2024-02-05 on.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LaterPaymentDetails {
    transaction_id: String,
    #[schema(format = DateTime)]
    transaction_date_time: String,
    message: String,
    auth_code: String,
    payment_method_id: Option<String>,
    card: CardBody,
}

#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CardBody {
    /// Masked: first 8 and last 4 digits.
    card_number: String,
    card_name: Option<String>,
    /// The last day of the month.
    #[schema(format = Date)]
    expiry_date: String,
    #[schema(value_type = String)]
    card_type: CardScheme,
}

/// A step of a payment.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EventBody {
    transaction_id: String,
    #[schema(format = DateTime)]
    transaction_date_time: String,
    /// `Authorized`, `Captured`, `Reversed`, `Refunded`, `AuthChallenged`, `Declined` or `Error`.
    event_type: String,
    auth_code: String,
    card_number: String,
    #[schema(format = Date)]
    expiry_date: String,
    #[schema(value_type = String)]
    card_type: CardScheme,
    cardholder_name: Option<String>,
    /// Empty if the card is not on file.
    payment_method_id: String,
}

#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct CaptureBody {
    id: String,
    amount: i64,
    tips_amount: Option<i64>,
    status: &'static str,
    #[schema(format = DateTime)]
    created_at: String,
}

/// The name that shoppers know the merchant by.
pub(crate) const TRADING_NAME: &str = "Sandbox Shop";

/// Shown when an intent has no session secret: the API writes the zero date then.
const NO_EXPIRY: &str = "0001-01-01T00:00:00Z";

/// How long an unpaid intent lives when the merchant did not say.
const DEFAULT_LIFETIME: time::Duration = time::Duration::days(30);

/// Shows an intent to an audience that speaks a version.
pub(crate) fn intent(intent: &Intent, schemes: &[CardScheme], audience: Audience, version: ApiVersion) -> IntentBody {
    let common = common(intent, schemes, version);
    match &intent.terms.purpose {
        Purpose::Payment(price) => IntentBody::Payment(payment(intent, common, price, audience, version)),
        Purpose::Setup(mandate) => IntentBody::Setup(setup(intent, common, mandate, audience, version)),
    }
}

fn common(intent: &Intent, schemes: &[CardScheme], version: ApiVersion) -> CommonBody {
    let terms = &intent.terms;
    // All of it was read by the same types when the intent was created.
    let mut asked: Asked = serde_json::from_value(Value::Object(terms.extras.clone())).unwrap_or_default();
    asked
        .expire_at
        .get_or_insert_with(|| timestamp(intent.created_at + DEFAULT_LIFETIME));
    let expires = intent.session.as_ref().map(|session| timestamp(session.expires_at));
    let wallets: &[_] = if terms.takes_wallets() { &WALLETS } else { &[] };
    let usual = match &terms.purpose {
        Purpose::Payment(_) => vec![PaymentMethod::Card, PaymentMethod::Wallet],
        Purpose::Setup(_) => vec![PaymentMethod::Card],
    };
    CommonBody {
        id: intent.id.clone(),
        status: intent.status.as_str().to_owned(),
        client_session_secret: intent.session.as_ref().map(|session| session.secret.clone()),
        client_session_secret_expiration_date: expires.unwrap_or_else(|| NO_EXPIRY.to_owned()),
        created_at: timestamp(intent.created_at),
        updated_at: timestamp(intent.updated_at),
        reference: terms.reference.clone(),
        payment_source: terms.payment_source.to_string(),
        payment_methods: kept(intent, "paymentMethods")
            .filter(|methods: &Vec<_>| !methods.is_empty())
            .unwrap_or(usual),
        customer: terms.customer.as_ref().map(|customer| IntentCustomerBody {
            id: customer.id.clone(),
            email_address: customer.email_address.clone(),
            phone_number: customer.phone_number.clone(),
        }),
        merchant_config: MerchantConfig {
            supported_payment_methods: SupportedPaymentMethods::new(schemes, wallets),
        },
        config: ConfigBody::from(kept::<Config>(intent, "config").unwrap_or_default()),
        payment_details: intent.payment.as_ref().map(|payment| details(payment, version)),
        asked,
    }
}

fn kept<T: for<'de> Deserialize<'de>>(intent: &Intent, name: &str) -> Option<T> {
    serde_json::from_value(intent.terms.extras.get(name)?.clone()).ok()
}

fn payment(
    intent: &Intent,
    mut common: CommonBody,
    price: &Price,
    audience: Audience,
    version: ApiVersion,
) -> PaymentIntentBody {
    let on_top = |value: Option<i64>| value.map(|value| price.amount.of(value).into());
    let lists_captures = version >= ApiVersion::CAPTURES_LISTED;
    let is_early = version < ApiVersion::WITH_ORDERS;
    if is_early {
        common.asked.order_details = None;
    }
    let for_merchant = audience == Audience::Merchant;
    let item_lines: Vec<ItemLine> = kept(intent, "itemLines").unwrap_or_default();
    let tax_lines: Vec<TaxLine> = kept(intent, "taxLines").unwrap_or_default();
    let in_currency = |line: TaxLine| line.shown_in(version, &price.amount.currency_code);
    PaymentIntentBody {
        common,
        capture_mode: CaptureMode::of(intent.terms.manual_capture),
        card_holder_not_present: lists_captures.then_some(intent.terms.payment_source == VIRTUAL_TERMINAL),
        amount: price.amount.clone().into(),
        tips_amount: on_top(price.tips),
        cashback_amount: on_top(price.cashback).filter(|_| !is_early),
        service_charge_amount: on_top(price.service_charge).filter(|_| !is_early),
        total_amount: price.total().into(),
        setup_intent_id: intent.terms.setup_intent_id.clone().filter(|_| !is_early),
        item_lines: item_lines.into_iter().map(|line| line.shown_in(version)).collect(),
        tax_lines: tax_lines.into_iter().map(in_currency).collect(),
        refunded_amount: for_merchant.then(|| intent.refunded()),
        captures: (for_merchant && lists_captures).then(|| intent.captures.iter().map(CaptureBody::from).collect()),
        payment_events: for_merchant.then(|| events(intent)),
    }
}

fn setup(
    intent: &Intent,
    mut common: CommonBody,
    mandate: &Mandate,
    audience: Audience,
    version: ApiVersion,
) -> SetupIntentBody {
    // Asked for, but shown in payment intents only.
    common.asked.order_details = None;
    if version < ApiVersion::CAPTURES_LISTED {
        // Version 2022-04-07 has these in payment intents only.
        common.asked.expire_at = None;
        common.payment_details = None;
    }
    SetupIntentBody {
        common,
        merchant_initiated_transaction_type: mandate.transaction_type.to_string(),
        terms: mandate.terms.clone(),
        intended_amount: mandate.intended_amount.clone().map(Into::into),
        setup_events: (audience == Audience::Merchant).then(|| events(intent)),
    }
}

fn events(intent: &Intent) -> Vec<EventBody> {
    intent
        .timeline
        .iter()
        .filter_map(|entry| Some((entry, entry.payment.as_ref()?)))
        .map(|(entry, payment)| EventBody {
            transaction_id: payment.transaction_id.clone(),
            transaction_date_time: timestamp(payment.at),
            event_type: entry.event.clone(),
            auth_code: payment.auth_code.clone(),
            card_number: payment.card.masked.clone(),
            expiry_date: payment.card.expiry.iso(),
            card_type: payment.card.scheme,
            cardholder_name: payment.card.cardholder.clone(),
            payment_method_id: payment.payment_method_id.clone().unwrap_or_default(),
        })
        .collect()
}

impl From<Config> for ConfigBody {
    fn from(asked: Config) -> Self {
        Self {
            trading_name: TRADING_NAME,
            market_id: "GB",
            branding: Branding {},
            title: asked.title,
            redirect_url: asked.redirect_url,
            cancel_url: asked.cancel_url,
            customer_email: asked.customer_email.unwrap_or_default(),
            billing_address: asked.billing_address.unwrap_or_default(),
            shipping_details: asked.shipping_details.unwrap_or_default(),
            details: asked.details,
            payment: asked.payment,
        }
    }
}

fn details(payment: &PaymentDetails, version: ApiVersion) -> PaymentDetailsBody {
    let (card, at) = (&payment.card, timestamp(payment.at));
    let (message, auth_code) = (payment.message.to_string(), payment.auth_code.clone());
    if version < ApiVersion::CARD_APART {
        return PaymentDetailsBody::Early(EarlyPaymentDetails {
            transaction_date_time: at,
            message,
            auth_code,
            card_number: card.masked.clone(),
            card_name: card.cardholder.clone(),
            expiry_date: card.expiry.short(),
            card_type: card.scheme,
        });
    }
    PaymentDetailsBody::Later(LaterPaymentDetails {
        transaction_id: payment.transaction_id.clone(),
        transaction_date_time: at,
        message,
        auth_code,
        payment_method_id: payment.payment_method_id.clone(),
        card: CardBody::from(card),
    })
}

impl From<&CardSummary> for CardBody {
    fn from(card: &CardSummary) -> Self {
        Self {
            card_number: card.masked.clone(),
            card_name: card.cardholder.clone(),
            expiry_date: card.expiry.iso(),
            card_type: card.scheme,
        }
    }
}

impl From<&Capture> for CaptureBody {
    fn from(capture: &Capture) -> Self {
        Self {
            id: capture.id.clone(),
            amount: capture.amount,
            tips_amount: capture.tips_amount,
            status: "Successful",
            created_at: timestamp(capture.at),
        }
    }
}
