//! What a UI needs to know about the payment before the customer chooses.

use std::fmt;

use crate::card::{CardScheme, SavedCard};
use crate::money::Money;

/// A loaded intent, as far as a customer sees it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PaymentSummary {
    /// The intent's id.
    pub payment_intent_id: String,
    /// The total that will be charged. `None` for a setup intent that does not say what is intended.
    pub total: Option<Money>,
    /// The merchant's name: the intent's title, else the trading name.
    pub merchant_name: Option<String>,
    /// The merchant's reference for the order.
    pub reference: Option<String>,
    /// The lines of the order, in the order of the intent.
    pub item_lines: Vec<ItemLine>,
    /// The card schemes that the intent takes, by their wire names (`VISA`, `MASTERCARD`, …).
    pub supported_schemes: Vec<String>,
    /// The wallets that the intent takes.
    pub wallets: Vec<Wallet>,
    /// What the merchant wants to be asked of the customer.
    pub collect: CollectionRequirements,
    /// The customer that the intent is linked to. Without one, no card can be saved.
    pub customer_id: Option<String>,
    /// The customer's e-mail address, to fill in a form.
    pub customer_email: Option<String>,
    /// The customer's saved cards; empty without a customer secret, or when they could not be fetched.
    pub saved_cards: Vec<SavedCard>,
}

impl PaymentSummary {
    /// A summary of an intent that says no more than its total.
    pub fn new(payment_intent_id: impl Into<String>, total: Option<Money>) -> Self {
        PaymentSummary {
            payment_intent_id: payment_intent_id.into(),
            total,
            merchant_name: None,
            reference: None,
            item_lines: Vec::new(),
            supported_schemes: Vec::new(),
            wallets: Vec::new(),
            collect: CollectionRequirements::default(),
            customer_id: None,
            customer_email: None,
            saved_cards: Vec::new(),
        }
    }

    /// Lists the customer's cards. One that cannot be paid with here, because it has expired or its scheme is not taken,
    /// stays in the list, so that it can be deleted.
    pub(crate) fn list_saved_cards(&mut self, mut cards: Vec<SavedCard>) {
        for card in &mut cards {
            let is_taken = |scheme: CardScheme| scheme.is_among(&self.supported_schemes);
            card.payable = !card.is_expired && card.scheme.is_some_and(is_taken);
        }
        self.saved_cards = cards;
    }

    /// Whether a new card can be saved: the UI may then ask the customer.
    pub fn can_save_card(&self) -> bool {
        self.customer_id.is_some()
    }
}

// All but the e-mail address: personal data belongs in no log.
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
            .field("saved_cards", saved_cards)
            .finish()
    }
}

/// A wallet of the platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wallet {
    /// Google Pay.
    GooglePay,
    /// Apple Pay.
    ApplePay,
}

impl Wallet {
    /// The wallet that the API's name means, in any case: `GOOGLE_PAY`, `APPLE_PAY`.
    pub fn from_wire_name(name: &str) -> Option<Self> {
        match name {
            name if name.eq_ignore_ascii_case("GOOGLE_PAY") => Some(Wallet::GooglePay),
            name if name.eq_ignore_ascii_case("APPLE_PAY") => Some(Wallet::ApplePay),
            _ => None,
        }
    }
}

/// What the merchant wants to be asked of the customer, by the intent's `config`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct CollectionRequirements {
    /// The e-mail address.
    pub email: bool,
    /// The billing address.
    pub billing_address: bool,
    /// The shipping details.
    pub shipping_details: bool,
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemLine {
    /// What was ordered.
    pub caption: String,
    /// Its price.
    pub amount: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_summary_shows_no_person() {
        let mut summary = PaymentSummary::new("pi_1", None);
        summary.customer_email = Some("sam@example.test".to_owned());
        let printed = format!("{summary:?}");
        assert!(
            printed.contains("pi_1") && printed.contains("customer_email: Some(\"***\")"),
            "{printed}"
        );
        assert!(!printed.contains("sam@"), "{printed}");
    }
}
