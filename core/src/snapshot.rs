//! What the host sees of a running checkout.

use crate::error::CallError;
pub use crate::flow::Notice;
use crate::flow::{Phase, State};
use crate::result::PaymentResult;
use crate::summary::PaymentSummary;
use crate::threeds::Challenge;

/// Where a checkout is, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Counts the changes; a larger number is a later state.
    pub revision: u64,
    /// Where the checkout is.
    pub state: CheckoutState,
    /// Why the customer is asked again. Only with [`CheckoutState::ChoosingMethod`].
    pub notice: Option<Notice>,
}

impl Snapshot {
    pub(crate) fn of(state: &State, revision: u64) -> Snapshot {
        let notice = match state.phase() {
            Phase::Choosing(choice) => choice.notice,
            _ => None,
        };
        Snapshot {
            revision,
            state: CheckoutState::of(state),
            notice,
        }
    }
}

/// Where a checkout is, and what the host can do there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckoutState {
    /// The intent and the saved cards are being fetched.
    Loading,
    /// The customer chooses: pay with a saved card or a new one, delete a saved card, or leave.
    ChoosingMethod(PaymentSummary),
    /// The host starts its 3-D Secure session with the token, then calls `three_ds_ready`.
    StartingThreeDs {
        /// The token (a JWT) that starts the session.
        token: String,
    },
    /// The payment is on its way; there is nothing to do.
    Paying(PayingStage),
    /// The host shows the challenge, then calls `complete_challenge`.
    Challenge(Challenge),
    /// Over.
    Finished(PaymentResult),
}

/// What a payment waits for. For a progress display; the order can vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PayingStage {
    /// Getting ready: a fresh session secret, device data.
    Preparing,
    /// The payment is with the gateway.
    Authorizing,
    /// The outcome of the challenge is with the gateway.
    ConfirmingThreeDs,
    /// The outcome is not known: the intent is being read.
    CheckingOutcome,
}

/// Something went wrong that does not stop the checkout. For logs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diagnostic {
    /// The saved cards could not be fetched: the customer is shown none.
    SavedCardsUnavailable(CallError),
    /// The certificate pins of a host had expired when the checkout started, and are ignored: an update of the app is
    /// overdue.
    CertificatePinsExpired {
        /// The host, as the configuration has it.
        host: String,
    },
}

impl CheckoutState {
    fn of(state: &State) -> CheckoutState {
        match state.phase() {
            Phase::New | Phase::LoadingIntent | Phase::LoadingSavedCards(_) => CheckoutState::Loading,
            Phase::Choosing(choice) => CheckoutState::ChoosingMethod((*choice.summary).clone()),
            Phase::RefreshingSecret(_)
            | Phase::DecryptingWallet(_)
            | Phase::CollectingDeviceData(_)
            | Phase::CheckingIntent(_) => CheckoutState::Paying(PayingStage::Preparing),
            Phase::StartingThreeDs { token, .. } => CheckoutState::StartingThreeDs { token: token.clone() },
            Phase::Submitting(_) | Phase::PausingBeforeSubmit(_) => CheckoutState::Paying(PayingStage::Authorizing),
            Phase::Challenging(challenge) => CheckoutState::Challenge(challenge.clone()),
            Phase::CompletingThreeDs(_) | Phase::PausingBeforeComplete(_) => {
                CheckoutState::Paying(PayingStage::ConfirmingThreeDs)
            }
            Phase::RefreshingAfterPayment(_) | Phase::ReadingBack(_) | Phase::PausingBeforeReadBack(_) => {
                CheckoutState::Paying(PayingStage::CheckingOutcome)
            }
            Phase::Finished(result) => CheckoutState::Finished(result.clone()),
        }
    }
}
