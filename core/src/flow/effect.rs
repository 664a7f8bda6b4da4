//! What the machine asks of the driver.

use std::time::Duration;

use crate::result::PaymentResult;
use crate::threeds::ChallengeOutcome;

/// An output of [`step`](crate::flow::step).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Load the intent. Safe to repeat: the driver retries.
    FetchIntent,
    /// Fetch the customer's saved cards. Safe to repeat: the driver retries.
    FetchSavedCards {
        /// The intent's customer.
        customer_id: String,
    },
    /// Open the connection to the gateway ahead of time. Nothing answers it.
    OpenGatewayConnection,
    /// Delete a saved card.
    DeleteSavedCard {
        /// The intent's customer.
        customer_id: String,
        /// The card's id.
        id: String,
    },
    /// Get a new client session secret. Safe to repeat: the driver retries.
    RefreshSecret,
    /// Collect device data for the chosen method. Moves no money: the driver retries.
    CollectDeviceData,
    /// Have the gateway open the Google Pay token. Moves no money: the driver retries.
    DecryptWallet,
    /// Send the payment, once.
    SubmitPayment,
    /// Report the outcome of the challenge, once.
    CompleteThreeDs {
        /// The gateway's `md`.
        transaction_id: String,
        /// What came of the challenge.
        outcome: ChallengeOutcome,
    },
    /// Read the intent's status before a payment is sent, not sooner than this after the gateway refused a secret. Safe to
    /// repeat: the driver retries.
    CheckIntent {
        /// The time that somebody else's payment takes to show.
        after_refusal: Duration,
    },
    /// Read the intent's status, once.
    ReadBack {
        /// A read-back begins with this read, and its time limit too.
        begins: bool,
        /// An intent that is still open may be believed, so the read has 2 s of its own, however short the limit is.
        settles: bool,
    },
    /// Forget what the customer chose to pay with.
    ForgetInstrument,
    /// Forget every secret but the session secret, which the end of a challenge needs.
    KeepSessionSecretOnly,
    /// Wait, then say [`Waited`](super::Event::Waited).
    Wait {
        /// The time to wait at the most.
        at_most: Duration,
        /// Whether to wait a random part of it (full jitter) or all of it.
        jitter: bool,
    },
    /// Give the result to the host. Comes once, and nothing comes after it.
    Deliver(PaymentResult),
    /// The host's action was refused; nothing has changed.
    Refuse(Refusal),
}

impl Effect {
    /// Whether it can be performed only with the customer secret.
    pub(crate) fn needs_customer_secret(&self) -> bool {
        matches!(self, Effect::FetchSavedCards { .. } | Effect::DeleteSavedCard { .. })
    }
}

/// Why an action of the host was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The checkout is not at the point where this can be done.
    WrongState,
    /// The checkout does not offer this way to pay: the flow has none, or the intent does not list the wallet.
    MethodNotOffered,
    /// The saved card is not in the list.
    UnknownSavedCard,
    /// The saved card's scheme is not one that the intent takes.
    SavedCardNotPayable,
    /// The saved card has expired.
    SavedCardExpired,
    /// The saved card is being deleted.
    SavedCardBeingDeleted,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Who does not need it does not get it.
    #[test]
    fn the_customer_secret_goes_to_the_two_routes_of_saved_cards_only() {
        let customer_id = || "cust_1".to_owned();
        let id = "pm_1".to_owned();
        for effect in [
            Effect::FetchSavedCards {
                customer_id: customer_id(),
            },
            Effect::DeleteSavedCard {
                customer_id: customer_id(),
                id,
            },
        ] {
            assert!(effect.needs_customer_secret(), "{effect:?}");
        }
        for effect in [
            Effect::FetchIntent,
            Effect::OpenGatewayConnection,
            Effect::RefreshSecret,
            Effect::CollectDeviceData,
            Effect::DecryptWallet,
            Effect::SubmitPayment,
            Effect::ForgetInstrument,
            Effect::KeepSessionSecretOnly,
        ] {
            assert!(!effect.needs_customer_secret(), "{effect:?}");
        }
    }
}
