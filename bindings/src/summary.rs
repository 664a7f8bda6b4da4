//! What a UI shows before the customer chooses.

use std::fmt;

use checkout_core::card as core_card;
use checkout_core::money as core_money;
use checkout_core::summary as core;

use crate::mirror::mirror;

/// A loaded intent, as far as a customer sees it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct PaymentSummary {
    /// The intent's id.
    pub payment_intent_id: String,
    /// The total that will be charged. None for a setup intent that does not say what is intended.
    pub total: Option<Money>,
    /// The merchant's name.
    pub merchant_name: Option<String>,
    /// The merchant's reference for the order.
    pub reference: Option<String>,
    /// The lines of the order.
    pub item_lines: Vec<ItemLine>,
    /// The card schemes that the intent takes, by their names in Dojo's API (`VISA`, `MASTERCARD`, …).
    pub supported_schemes: Vec<String>,
    /// The wallets that the intent takes.
    pub wallets: Vec<Wallet>,
    /// What the merchant wants to be asked of the customer.
    pub collect: CollectionRequirements,
    /// The customer that the intent is linked to.
    pub customer_id: Option<String>,
    /// The customer's e-mail address, to fill in a form.
    pub customer_email: Option<String>,
    /// Whether a new card can be saved: the UI may then ask the customer.
    pub can_save_card: bool,
    /// The customer's saved cards.
    pub saved_cards: Vec<SavedCard>,
}

mirror! {
    /// A wallet of the platform.
    Wallet = core::Wallet {
        /// Google Pay.
        GooglePay,
        /// Apple Pay.
        ApplePay,
    }
}

/// What the merchant wants to be asked of the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CollectionRequirements {
    /// The e-mail address.
    pub email: bool,
    /// The billing address.
    pub billing_address: bool,
    /// The shipping details.
    pub shipping_details: bool,
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ItemLine {
    /// What was ordered.
    pub caption: String,
    /// Its price.
    pub amount: Money,
}

/// An amount of money.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Money {
    /// In minor units: pence for GBP, yen for JPY.
    pub minor_units: i64,
    /// The ISO-4217 code.
    pub currency_code: String,
    /// In major units, as a decimal number with the currency's own number of decimals: `12.50`.
    pub major: String,
}

/// A card that the customer saved earlier.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SavedCard {
    /// The payment method's id, `pm_…`.
    pub id: String,
    /// The scheme, if the SDK knows it.
    pub scheme: Option<CardScheme>,
    /// The scheme's name as the server wrote it.
    pub scheme_name: String,
    /// The masked number as the server wrote it: `52000000****1005`.
    pub masked_pan: String,
    /// Its end, for a row of a list: `****1005`.
    pub short_masked_pan: String,
    /// The last month it can be used, `MM/YY`.
    pub expiry: Option<String>,
    /// Whether its last month is over everywhere on earth.
    pub is_expired: bool,
    /// Whether it can be paid with here. Otherwise it is listed only to be deleted.
    pub payable: bool,
}

mirror! {
    /// A card scheme.
    CardScheme = core_card::CardScheme {
        /// Visa.
        Visa,
        /// Mastercard.
        Mastercard,
        /// American Express.
        Amex,
        /// Maestro.
        Maestro,
        /// Discover.
        Discover,
        /// Diners Club.
        Diners,
        /// JCB.
        Jcb,
        /// UnionPay.
        UnionPay,
    }
}

// Who prints a summary in Kotlin or Swift prints this. All but the e-mail address: personal data belongs in no log.
impl fmt::Debug for PaymentSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PaymentSummary {
            payment_intent_id,
            total,
            merchant_name,
            reference,
            item_lines,
            supported_schemes,
            wallets,
            collect,
            customer_id,
            customer_email,
            can_save_card,
            saved_cards,
        } = self;
        f.debug_struct("PaymentSummary")
            .field("payment_intent_id", payment_intent_id)
            .field("total", total)
            .field("merchant_name", merchant_name)
            .field("reference", reference)
            .field("item_lines", item_lines)
            .field("supported_schemes", supported_schemes)
            .field("wallets", wallets)
            .field("collect", collect)
            .field("customer_id", customer_id)
            .field("customer_email", &customer_email.as_ref().map(|_| "***"))
            .field("can_save_card", can_save_card)
            .field("saved_cards", saved_cards)
            .finish()
    }
}

impl From<core::PaymentSummary> for PaymentSummary {
    fn from(summary: core::PaymentSummary) -> Self {
        PaymentSummary {
            can_save_card: summary.can_save_card(),
            payment_intent_id: summary.payment_intent_id,
            total: summary.total.map(Money::from),
            merchant_name: summary.merchant_name,
            reference: summary.reference,
            item_lines: summary.item_lines.into_iter().map(ItemLine::from).collect(),
            supported_schemes: summary.supported_schemes,
            wallets: summary.wallets.into_iter().map(Wallet::from).collect(),
            collect: CollectionRequirements {
                email: summary.collect.email,
                billing_address: summary.collect.billing_address,
                shipping_details: summary.collect.shipping_details,
            },
            customer_id: summary.customer_id,
            customer_email: summary.customer_email,
            saved_cards: summary.saved_cards.into_iter().map(SavedCard::from).collect(),
        }
    }
}

impl PaymentSummary {
    /// As far as a request to a wallet's sheet needs it.
    pub(crate) fn for_wallet(self) -> core::PaymentSummary {
        let total = self.total.and_then(|total| {
            Some(core_money::Money::new(
                total.minor_units,
                core_money::Currency::from_code(&total.currency_code)?,
            ))
        });
        let mut summary = core::PaymentSummary::new(self.payment_intent_id, total);
        summary.merchant_name = self.merchant_name;
        summary.supported_schemes = self.supported_schemes;
        summary.wallets = self.wallets.into_iter().map(core::Wallet::from).collect();
        summary.collect = core::CollectionRequirements {
            email: self.collect.email,
            billing_address: self.collect.billing_address,
            shipping_details: self.collect.shipping_details,
        };
        summary
    }
}

impl From<core::ItemLine> for ItemLine {
    fn from(line: core::ItemLine) -> Self {
        ItemLine {
            caption: line.caption,
            amount: line.amount.into(),
        }
    }
}

impl From<core_money::Money> for Money {
    fn from(money: core_money::Money) -> Self {
        Money {
            minor_units: money.minor_units,
            currency_code: money.currency.code().to_owned(),
            major: money.major(),
        }
    }
}

impl From<core_card::SavedCard> for SavedCard {
    fn from(card: core_card::SavedCard) -> Self {
        SavedCard {
            short_masked_pan: card.short_masked_pan().to_owned(),
            scheme: card.scheme.map(CardScheme::from),
            expiry: card
                .expiry
                .map(|expiry| format!("{:02}/{:02}", expiry.month(), expiry.year() % 100)),
            id: card.id,
            scheme_name: card.scheme_name,
            masked_pan: card.masked_pan,
            is_expired: card.is_expired,
            payable: card.payable,
        }
    }
}
