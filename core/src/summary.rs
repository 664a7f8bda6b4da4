//! What a UI needs to know about the payment before the customer chooses.

use crate::card::SavedCard;
use crate::money::Money;

/// A loaded intent, as far as a customer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PaymentSummary {
    /// The intent's id.
    pub payment_intent_id: String,
    /// The total that will be charged.
    pub total: Money,
    /// The merchant's name: the intent's title, else the trading name.
    pub merchant_name: Option<String>,
    /// The merchant's reference for the order.
    pub reference: Option<String>,
    /// The lines of the order, in the order of the intent.
    pub item_lines: Vec<ItemLine>,
    /// The card schemes that the intent takes, by their wire names (`VISA`, `MASTERCARD`, …).
    pub supported_schemes: Vec<String>,
    /// The customer that the intent is linked to. Without one, no card can be saved.
    pub customer_id: Option<String>,
    /// The customer's e-mail address, to fill in a form.
    pub customer_email: Option<String>,
    /// The customer's saved cards; empty without a customer secret, or when they could not be fetched.
    pub saved_cards: Vec<SavedCard>,
}

impl PaymentSummary {
    /// A summary of an intent that says no more than its total.
    pub fn new(payment_intent_id: impl Into<String>, total: Money) -> Self {
        PaymentSummary {
            payment_intent_id: payment_intent_id.into(),
            total,
            merchant_name: None,
            reference: None,
            item_lines: Vec::new(),
            supported_schemes: Vec::new(),
            customer_id: None,
            customer_email: None,
            saved_cards: Vec::new(),
        }
    }

    /// Whether a new card can be saved: the UI may then ask the customer.
    pub fn can_save_card(&self) -> bool {
        self.customer_id.is_some()
    }
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ItemLine {
    /// What was ordered.
    pub caption: String,
    /// Its price.
    pub amount: Money,
}
