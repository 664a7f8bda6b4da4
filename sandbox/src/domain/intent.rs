//! An intent: what the merchant wants from a card, the secret that lets an app bring one, and what happened to it.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::cards::{CardScheme, Pan};
use super::challenge::{Challenge, PresentedCard};
use super::customer::Expiry;
use super::ids;
use super::movements::{Capture, Refund};

/// How long a client session secret works, unless a final payment result or a refresh voids it first.
pub(crate) const SESSION_LIFETIME: Duration = Duration::minutes(30);

/// The payment source of an intent that an app pays.
pub(crate) const API: &str = "api";
/// The payment source of an intent that the merchant's staff pay, with the card read out to them.
pub(crate) const VIRTUAL_TERMINAL: &str = "virtual-terminal";

/// What the merchant asked for when it created the intent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Terms {
    pub(crate) purpose: Purpose,
    pub(crate) reference: String,
    pub(crate) manual_capture: bool,
    pub(crate) customer: Option<IntentCustomer>,
    /// [`API`], or [`VIRTUAL_TERMINAL`] when the cardholder is not present.
    pub(crate) payment_source: Cow<'static, str>,
    /// The setup intent whose card the merchant may charge for this one.
    pub(crate) setup_intent_id: Option<String>,
    /// Everything that is stored and shown again but changes nothing: description, addresses, lines, config, metadata.
    pub(crate) extras: Map<String, Value>,
}

/// What a card is wanted for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Purpose {
    /// To take money.
    Payment(Price),
    /// To be kept, so that the merchant can charge it when the shopper is away.
    Setup(Mandate),
}

/// What is owed, with what comes on top of it. All of one currency.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Price {
    pub(crate) amount: Money,
    pub(crate) tips: Option<i64>,
    pub(crate) cashback: Option<i64>,
    pub(crate) service_charge: Option<i64>,
}

impl Price {
    pub(crate) fn total(&self) -> Money {
        let on_top = [self.tips, self.cashback, self.service_charge];
        let value = on_top
            .into_iter()
            .flatten()
            .fold(self.amount.value, i64::saturating_add);
        self.amount.of(value)
    }
}

/// What the shopper is asked to consent to in a setup intent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Mandate {
    /// `NoShow` or `Unscheduled`.
    pub(crate) transaction_type: Cow<'static, str>,
    /// In the merchant's words.
    pub(crate) terms: String,
    /// What the merchant expects to charge, if it knows.
    pub(crate) intended_amount: Option<Money>,
}

/// The two kinds of intent. They share routes on the gateway, and nothing on the API host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Payment,
    Setup,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Payment => "payment intent",
            Self::Setup => "setup intent",
        }
    }

    fn id_prefix(self) -> &'static str {
        match self {
            Self::Payment => "pi_sandbox_",
            Self::Setup => "si_sandbox_",
        }
    }
}

impl Terms {
    /// Wallets pay, and only where the cardholder is present; the merchant can leave them out with `paymentMethods`.
    pub(crate) fn takes_wallets(&self) -> bool {
        let listed = self.extras.get("paymentMethods").and_then(Value::as_array);
        self.purpose.kind() == Kind::Payment
            && self.payment_source == API
            && listed.is_none_or(|methods| methods.is_empty() || methods.iter().any(|method| method == "Wallet"))
    }
}

impl Purpose {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Payment(_) => Kind::Payment,
            Self::Setup(_) => Kind::Setup,
        }
    }

    /// What is taken, or meant to be taken one day.
    pub(crate) fn amount(&self) -> Option<Money> {
        match self {
            Self::Payment(price) => Some(price.total()),
            Self::Setup(mandate) => mandate.intended_amount.clone(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Money {
    /// Minor units of the currency.
    pub(crate) value: i64,
    pub(crate) currency_code: String,
}

impl Money {
    /// So much of the same currency.
    pub(crate) fn of(&self, value: i64) -> Self {
        Self {
            value,
            currency_code: self.currency_code.clone(),
        }
    }
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct IntentCustomer {
    pub(crate) id: Option<String>,
    pub(crate) email_address: Option<String>,
    pub(crate) phone_number: Option<String>,
}

/// What the shopper gave besides the card, because the intent asked for it.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) email_address: Option<String>,
    pub(crate) phone_number: Option<String>,
    pub(crate) billing_address: Option<Map<String, Value>>,
    pub(crate) shipping_name: Option<String>,
    pub(crate) shipping_address: Option<Map<String, Value>>,
    pub(crate) delivery_notes: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Status {
    Created,
    Authorized,
    Captured,
    /// A setup intent that has its card.
    Completed,
    /// The merchant gave everything back before it was settled.
    Reversed,
    /// The merchant gave everything back.
    Refunded,
    /// Canceled by the merchant: hidden from then on, unless asked for with `returnCanceled`.
    Canceled,
    /// Whatever a test asked for under `/_sandbox/`; shown as it is, even when it says `Canceled`.
    Forced(String),
}

impl Status {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Created => "Created",
            Self::Authorized => "Authorized",
            Self::Captured => "Captured",
            Self::Completed => "Completed",
            Self::Reversed => "Reversed",
            Self::Refunded => "Refunded",
            Self::Canceled => "Canceled",
            Self::Forced(status) => status,
        }
    }

    /// A forced status behaves as the real one, except `Canceled`.
    pub(crate) fn forced(status: String) -> Self {
        match status.as_str() {
            "Created" => Self::Created,
            "Authorized" => Self::Authorized,
            "Captured" => Self::Captured,
            "Completed" => Self::Completed,
            "Reversed" => Self::Reversed,
            "Refunded" => Self::Refunded,
            _ => Self::Forced(status),
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Intent {
    pub(crate) id: String,
    pub(crate) terms: Terms,
    pub(crate) status: Status,
    pub(crate) created_at: OffsetDateTime,
    pub(crate) updated_at: OffsetDateTime,
    pub(crate) session: Option<Session>,
    pub(crate) payment: Option<PaymentDetails>,
    /// The card that a completed setup intent keeps.
    pub(crate) kept_card: Option<PresentedCard>,
    pub(crate) captures: Vec<Capture>,
    pub(crate) refunds: Vec<Refund>,
    pub(crate) timeline: Vec<TimelineEntry>,
}

/// The one-time right to pay an intent. At most one is valid at a time.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) secret: String,
    pub(crate) expires_at: OffsetDateTime,
    /// The card that device data was collected for, when it was sent with its number.
    #[serde(default, skip_serializing_if = "is_not_a_test_card")]
    pub(crate) device_data_of: Option<Pan>,
    pub(crate) challenge: Option<Challenge>,
}

/// Device data is collected before anybody looks at the card, so the number may be a real one: nothing to keep.
fn is_not_a_test_card(pan: &Option<Pan>) -> bool {
    pan.as_ref().is_none_or(|pan| pan.script().is_none())
}

impl Session {
    pub(crate) fn is_live(&self, now: OffsetDateTime) -> bool {
        now < self.expires_at
    }
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct PaymentDetails {
    pub(crate) transaction_id: String,
    pub(crate) at: OffsetDateTime,
    pub(crate) message: Cow<'static, str>,
    pub(crate) auth_code: String,
    pub(crate) card: CardSummary,
    pub(crate) payment_method_id: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CardSummary {
    pub(crate) masked: String,
    pub(crate) scheme: CardScheme,
    pub(crate) expiry: Expiry,
    pub(crate) cardholder: Option<String>,
}

impl From<&PresentedCard> for CardSummary {
    fn from(card: &PresentedCard) -> Self {
        Self {
            masked: card.pan.masked(),
            scheme: card.scheme,
            expiry: card.expiry,
            cardholder: card.cardholder.clone(),
        }
    }
}

/// Something that happened to an intent. Those with a card are the merchant's `paymentEvents`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TimelineEntry {
    pub(crate) at: OffsetDateTime,
    pub(crate) event: String,
    pub(crate) detail: Option<String>,
    pub(crate) payment: Option<PaymentDetails>,
}

impl Intent {
    pub(crate) fn new(terms: Terms, now: OffsetDateTime) -> Self {
        let mut intent = Self {
            id: ids::id(terms.purpose.kind().id_prefix()),
            terms,
            status: Status::Created,
            created_at: now,
            updated_at: now,
            session: None,
            payment: None,
            kept_card: None,
            captures: Vec::new(),
            refunds: Vec::new(),
            timeline: Vec::new(),
        };
        intent.note(now, "Created", None);
        intent
    }

    pub(crate) fn kind(&self) -> Kind {
        self.terms.purpose.kind()
    }

    pub(crate) fn customer_id(&self) -> Option<&str> {
        self.terms.customer.as_ref()?.id.as_deref()
    }

    /// Keeps what a payment attempt brought along, for the merchant to read.
    pub(crate) fn keep(&mut self, collected: Collected) {
        if collected.email_address.is_some() || collected.phone_number.is_some() {
            let customer = self.terms.customer.get_or_insert_default();
            customer.email_address = collected.email_address.or(customer.email_address.take());
            customer.phone_number = collected.phone_number.or(customer.phone_number.take());
        }
        if let Some(address) = collected.billing_address {
            self.terms.extras.insert("billingAddress".to_owned(), address.into());
        }
        let shipping = [
            ("name", collected.shipping_name.map(Value::from)),
            ("address", collected.shipping_address.map(Value::from)),
            ("deliveryNotes", collected.delivery_notes.map(Value::from)),
        ];
        for (name, value) in shipping {
            let Some(value) = value else { continue };
            let shipping = self.terms.extras.entry("shippingDetails").or_insert_with(|| json!({}));
            shipping[name] = value;
        }
    }

    pub(crate) fn note(&mut self, now: OffsetDateTime, event: &str, detail: Option<String>) {
        self.timeline.push(TimelineEntry {
            at: now,
            event: event.to_owned(),
            detail,
            payment: None,
        });
        self.updated_at = now;
    }

    pub(crate) fn note_payment(&mut self, event: &str, payment: PaymentDetails) {
        self.updated_at = payment.at;
        self.timeline.push(TimelineEntry {
            at: payment.at,
            event: event.to_owned(),
            detail: Some(payment.message.clone().into_owned()),
            payment: Some(payment),
        });
    }
}
