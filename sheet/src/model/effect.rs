//! What the driver is to do.

use checkout_core::input::NewCardInput;
use checkout_core::result::PaymentResult;
use checkout_core::secret::Secret;
use checkout_core::threeds::ChallengeOutcome;

use super::action::WalletPayment;
use crate::params::SheetResult;

/// What the driver is to do on core. What comes of it is heard as [`News`](super::News).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Starts a session: an attempt. It reads the intent before anything else.
    StartSession {
        /// Its number, which its news carry.
        attempt: u64,
    },
    /// Fetches the saved cards, where they are managed without a payment.
    FetchCards,
    /// Reads what came of the intent.
    ReadStatus,
    /// Pays with a saved card.
    PayWithSavedCard {
        /// Its payment method id.
        id: String,
        /// Its CVV.
        cvv: Secret,
    },
    /// Pays with the new card.
    PayWithCard(Box<NewCardInput>),
    /// Pays with what a wallet gave.
    PayWithWallet(WalletPayment),
    /// Deletes a saved card.
    DeleteCard {
        /// Its payment method id.
        id: String,
    },
    /// Tells the session that its 3-D Secure page can be shown.
    StartThreeDs,
    /// Tells the session how the challenge ended.
    CompleteChallenge(ChallengeOutcome),
    /// Tells the session that the customer leaves.
    Leave,
    /// Remembers, as long as the process lives, that a payment of the intent may have been made.
    RememberDoubt(PaymentResult),
    /// Forgets it: a read has settled the intent.
    ForgetDoubt,
    /// The sheet is over, and this is its result.
    Finish(SheetResult),
}
