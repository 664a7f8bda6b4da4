//! What a customer pays with.

use checkout_core::CheckoutSession;
use checkout_core::error::ActionError;
use checkout_core::input::NewCardInput;
use checkout_core::secret::Secret;
use checkout_core::wallet::ApplePayInput;

/// What is paid with.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub(crate) enum Payment {
    /// A saved card.
    SavedCard {
        /// Its id, pm_….
        id: String,
        /// Its CVV.
        cvv: Secret,
    },
    /// A new card.
    NewCard(NewCardInput),
    /// What Google's sheet returned.
    GooglePay(Secret),
    /// What Apple's sheet returned.
    ApplePay(Box<ApplePayInput>),
}

impl Payment {
    /// Gives it to the session.
    pub(crate) fn submit(self, session: &CheckoutSession) -> Result<(), ActionError> {
        match self {
            Payment::SavedCard { id, cvv } => session.pay_with_saved_card(&id, cvv),
            Payment::NewCard(card) => session.pay_with_card(card),
            Payment::GooglePay(payment_data) => session.pay_with_google_pay(payment_data),
            Payment::ApplePay(payment) => session.pay_with_apple_pay(*payment),
        }
    }
}
