//! What intents are made of, in requests and in answers alike.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};
use serde_with::skip_serializing_none;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::{Address, ApiVersion, Check};
use crate::domain::intent::{IntentCustomer, Money};

/// Minor units of a currency.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Amount {
    /// Minor units, such as pence.
    #[schema(minimum = 0)]
    pub(crate) value: i64,
    /// ISO 4217.
    pub(crate) currency_code: String,
}

impl Amount {
    pub(crate) fn check(&self, at: &str, check: &mut Check) {
        if self.value < 0 {
            check.fails(
                format!("{at}.value"),
                "must not be negative: it counts minor units of the currency",
            );
        }
        self.check_currency(at, check);
    }

    /// For what may be negative, such as a discount.
    fn check_currency(&self, at: &str, check: &mut Check) {
        if iso_currency::Currency::from_code(&self.currency_code).is_none() {
            check.fails(
                format!("{at}.currencyCode"),
                "must be an ISO 4217 currency code such as GBP",
            );
        }
    }
}

impl From<Amount> for Money {
    fn from(amount: Amount) -> Self {
        Self {
            value: amount.value,
            currency_code: amount.currency_code,
        }
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            value: money.value,
            currency_code: money.currency_code,
        }
    }
}

#[derive(Clone, Copy, Serialize, Deserialize, ToSchema, Default, PartialEq, Eq)]
pub(crate) enum CaptureMode {
    /// The money is taken when the payment succeeds.
    #[default]
    Auto,
    /// The money is held, and taken by a capture.
    Manual,
}

impl CaptureMode {
    pub(crate) fn of(manual: bool) -> Self {
        if manual { Self::Manual } else { Self::Auto }
    }
}

/// The customer of an intent, as the merchant names it.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(dead_code, reason = "accepted, and of no consequence")]
pub(crate) struct Customer {
    id: Option<String>,
    #[schema(max_length = 254)]
    email_address: Option<String>,
    #[schema(max_length = 50)]
    phone_number: Option<String>,
    secret: Option<String>,
    saved_card_id: Option<String>,
}

impl Customer {
    pub(crate) fn check(&self, check: &mut Check) {
        check.length("customer.emailAddress", self.email_address.as_deref(), 0..=254);
        check.length("customer.phoneNumber", self.phone_number.as_deref(), 0..=50);
    }
}

impl From<Customer> for IntentCustomer {
    fn from(customer: Customer) -> Self {
        Self {
            // An empty id is nobody's.
            id: customer.id.filter(|id| !id.is_empty()),
            email_address: customer.email_address,
            phone_number: customer.phone_number,
        }
    }
}

/// A yes or no that may be written as a text, as in one of the published examples.
pub(crate) fn flag_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Flag(bool),
        Text(Word),
    }
    #[derive(Deserialize)]
    enum Word {
        #[serde(rename = "true", alias = "True")]
        True,
        #[serde(rename = "false", alias = "False")]
        False,
    }
    match Either::deserialize(deserializer) {
        Ok(Either::Flag(flag)) => Ok(Some(flag)),
        Ok(Either::Text(word)) => Ok(Some(matches!(word, Word::True))),
        Err(_) => Err(D::Error::invalid_value(
            Unexpected::Other("another value"),
            &"a boolean",
        )),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum PaymentMethod {
    Card,
    Wallet,
    SavedCard,
}

#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) enum AutoExpireAction {
    Release,
    Capture,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ShippingDetails {
    #[schema(max_length = 100)]
    name: Option<String>,
    #[schema(max_length = 1024)]
    delivery_notes: Option<String>,
    address: Option<Address>,
}

impl ShippingDetails {
    pub(crate) fn check(&self, check: &mut Check) {
        check.length("shippingDetails.name", self.name.as_deref(), 0..=100);
        check.length(
            "shippingDetails.deliveryNotes",
            self.delivery_notes.as_deref(),
            0..=1024,
        );
        if let Some(address) = &self.address {
            address.check("shippingDetails.address", check);
        }
    }
}

/// What the checkout shows and asks for.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Config {
    #[schema(max_length = 100)]
    pub(crate) title: Option<String>,
    #[schema(format = "uri")]
    pub(crate) redirect_url: Option<String>,
    #[schema(format = "uri")]
    pub(crate) cancel_url: Option<String>,
    pub(crate) customer_email: Option<Collection>,
    pub(crate) billing_address: Option<Collection>,
    pub(crate) shipping_details: Option<Collection>,
    pub(crate) details: Option<Details>,
    pub(crate) payment: Option<PaymentOptions>,
}

impl Config {
    pub(crate) fn check(&self, check: &mut Check) {
        check.length("config.title", self.title.as_deref(), 0..=100);
        check.url("config.redirectUrl", self.redirect_url.as_deref());
        check.url("config.cancelUrl", self.cancel_url.as_deref());
    }
}

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Collection {
    #[serde(default)]
    collection_required: bool,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Details {
    show_total: Option<bool>,
    show_reference: Option<bool>,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct PaymentOptions {
    custom_amount_allowed: Option<bool>,
    tips_allowed: Option<bool>,
}

/// `caption` in 2022-04-07, `name` from 2026-02-27 on; either is taken.
#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ItemLine {
    id: Option<String>,
    quantity: Option<i32>,
    caption: Option<String>,
    name: Option<String>,
    /// From 2026-02-27 on it is always shown, as `null` if there is none.
    #[schema(value_type = Option<Amount>)]
    amount_total: Option<Option<Amount>>,
    category: Option<String>,
    modifiers: Option<Vec<Modifier>>,
    plu: Option<String>,
}

impl ItemLine {
    /// As a version of the API shows it.
    pub(crate) fn shown_in(mut self, version: ApiVersion) -> Self {
        let text = self.caption.take().or(self.name.take());
        match version < ApiVersion::NAMED_LINES {
            true => self.caption = text,
            false => {
                self.name = text;
                self.amount_total.get_or_insert(None);
            }
        }
        self
    }
}

/// What was changed about an item.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Modifier {
    id: String,
    name: String,
    quantity: i32,
    amount_per_modifier: Amount,
}

#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TaxLine {
    id: Option<String>,
    caption: Option<String>,
    sub_caption: Option<String>,
    amount_total: Option<Amount>,
    affected_plu: Option<String>,
}

impl TaxLine {
    /// As a version of the API shows it. The later ones always show a total: without one no tax was asked.
    pub(crate) fn shown_in(mut self, version: ApiVersion, currency_code: &str) -> Self {
        if version >= ApiVersion::NAMED_LINES {
            self.amount_total.get_or_insert_with(|| Amount {
                value: 0,
                currency_code: currency_code.to_owned(),
            });
        }
        self
    }
}

pub(crate) fn check_lines(items: Option<&[ItemLine]>, taxes: Option<&[TaxLine]>, check: &mut Check) {
    for (index, line) in items.into_iter().flatten().enumerate() {
        let texts = [("id", &line.id, 60), ("name", &line.name, 100), ("plu", &line.plu, 200)];
        check_lengths(&format!("itemLines[{index}]"), &texts, check);
        for (place, modifier) in line.modifiers.iter().flatten().enumerate() {
            let at = format!("itemLines[{index}].modifiers[{place}].amountPerModifier");
            modifier.amount_per_modifier.check_currency(&at, check);
        }
    }
    for (index, line) in taxes.into_iter().flatten().enumerate() {
        let texts = [
            ("id", &line.id, 60),
            ("caption", &line.caption, 100),
            ("subCaption", &line.sub_caption, 100),
            ("affectedPlu", &line.affected_plu, 200),
        ];
        check_lengths(&format!("taxLines[{index}]"), &texts, check);
    }
    let items = items
        .into_iter()
        .flatten()
        .map(|line| line.amount_total.iter().flatten().next());
    let taxes = taxes.into_iter().flatten().map(|line| line.amount_total.as_ref());
    let items = items.enumerate().map(|(index, total)| ("itemLines", index, total));
    let taxes = taxes.enumerate().map(|(index, total)| ("taxLines", index, total));
    for (lines, index, total) in items.chain(taxes) {
        if let Some(total) = total {
            total.check(&format!("{lines}[{index}].amountTotal"), check);
        }
    }
}

fn check_lengths(at: &str, texts: &[(&str, &Option<String>, usize)], check: &mut Check) {
    for (name, text, longest) in texts {
        if text.as_ref().is_some_and(|text| text.chars().count() > *longest) {
            check.fails(
                format!("{at}.{name}"),
                format!("must have at most {longest} characters"),
            );
        }
    }
}

/// A link on the result page.
#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ActionLink {
    #[schema(format = "uri")]
    url: String,
    action: Option<ActionType>,
    #[schema(min_length = 1, max_length = 60)]
    label: String,
    #[schema(max_length = 256)]
    file_name: Option<String>,
}

#[derive(Serialize, Deserialize, ToSchema)]
enum ActionType {
    OpenLink,
    DownloadFile,
}

impl ActionLink {
    pub(crate) fn check(&self, check: &mut Check) {
        check.length("actionLink.label", Some(&self.label), 1..=60);
        check.length("actionLink.fileName", self.file_name.as_deref(), 0..=256);
        check.url("actionLink.url", Some(&self.url));
    }
}

/// The order behind an intent.
#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct OrderDetails {
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    availability_date: Option<OffsetDateTime>,
    is_update: Option<bool>,
    id: Option<String>,
    external_id: Option<String>,
}

/// Where a request came from.
#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RequestSecurity {
    #[schema(max_length = 300)]
    user_agent: Option<String>,
    #[schema(max_length = 70)]
    ip_address: Option<String>,
    #[schema(max_length = 120)]
    device: Option<String>,
}

impl RequestSecurity {
    pub(crate) fn check(&self, check: &mut Check) {
        check.length("requestSecurity.userAgent", self.user_agent.as_deref(), 0..=300);
        check.length("requestSecurity.ipAddress", self.ip_address.as_deref(), 0..=70);
        check.length("requestSecurity.device", self.device.as_deref(), 0..=120);
    }
}
