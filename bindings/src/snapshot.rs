//! What a host sees of a checkout.

use checkout_core::snapshot as core;

use crate::error::CallError;
use crate::mirror::mirror;
use crate::result::PaymentResult;
use crate::summary::PaymentSummary;
use crate::threeds::Challenge;

/// Where a checkout is, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CheckoutSnapshot {
    /// Counts the changes; a larger number is a later state.
    pub revision: i64,
    /// Where the checkout is.
    pub state: CheckoutState,
    /// Why the customer is asked again. Only while a method is chosen.
    pub notice: Option<Notice>,
}

mirror! {
    /// Why a customer who had chosen is asked to choose again. Nothing was sent, and what was chosen is forgotten.
    Notice = core::Notice {
        /// The total is another one than was shown: the summary has the new one.
        TotalChanged,
    }
}

/// Where a checkout is, and what the app can do there.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CheckoutState {
    /// The intent and the saved cards are being fetched.
    Loading,
    /// The customer chooses: pay with a saved card or a new one, delete a saved card, or leave.
    ChoosingMethod {
        /// What to show.
        summary: PaymentSummary,
    },
    /// The app starts its 3-D Secure session with the token, then tells that it is ready.
    StartingThreeDs {
        /// The token (a JWT) that starts the session.
        token: String,
    },
    /// The payment is on its way; there is nothing to do.
    Paying {
        /// What it waits for.
        stage: PayingStage,
    },
    /// The app shows the challenge, then tells its outcome.
    Challenged {
        /// What to show.
        challenge: Challenge,
    },
    /// Over.
    Finished {
        /// The result.
        result: PaymentResult,
    },
}

mirror! {
    /// What a payment waits for.
    PayingStage = core::PayingStage {
        /// Getting ready: a fresh session secret, device data.
        Preparing,
        /// The payment is with the gateway.
        Authorizing,
        /// The outcome of the challenge is with the gateway.
        ConfirmingThreeDs,
        /// The outcome is not known: the intent is being read.
        CheckingOutcome,
    }
}

/// Something went wrong that does not stop the checkout. For logs.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Diagnostic {
    /// The saved cards could not be fetched: the customer is shown none.
    SavedCardsUnavailable {
        /// Why.
        failure: CallError,
    },
    /// The certificate pins of a host had expired when the checkout started, and are ignored: an update of the app is
    /// overdue.
    CertificatePinsExpired {
        /// The host, as the configuration has it.
        host: String,
    },
}

/// A count of changes. Kotlin has no unsigned numbers that Java could read.
pub(crate) fn revision(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The count that a host names; there is nothing before the first change.
pub(crate) fn after(revision: i64) -> u64 {
    u64::try_from(revision).unwrap_or(0)
}

impl From<core::Snapshot> for CheckoutSnapshot {
    fn from(snapshot: core::Snapshot) -> Self {
        CheckoutSnapshot {
            revision: revision(snapshot.revision),
            state: snapshot.state.into(),
            notice: snapshot.notice.map(Notice::from),
        }
    }
}

impl From<core::CheckoutState> for CheckoutState {
    fn from(state: core::CheckoutState) -> Self {
        match state {
            core::CheckoutState::Loading => CheckoutState::Loading,
            core::CheckoutState::ChoosingMethod(summary) => CheckoutState::ChoosingMethod {
                summary: summary.into(),
            },
            core::CheckoutState::StartingThreeDs { token } => CheckoutState::StartingThreeDs { token },
            core::CheckoutState::Paying(stage) => CheckoutState::Paying { stage: stage.into() },
            core::CheckoutState::Challenge(challenge) => CheckoutState::Challenged {
                challenge: challenge.into(),
            },
            core::CheckoutState::Finished(result) => CheckoutState::Finished { result: result.into() },
        }
    }
}

impl From<core::Diagnostic> for Diagnostic {
    fn from(diagnostic: core::Diagnostic) -> Self {
        match diagnostic {
            core::Diagnostic::SavedCardsUnavailable(failure) => Diagnostic::SavedCardsUnavailable {
                failure: failure.into(),
            },
            core::Diagnostic::CertificatePinsExpired { host } => Diagnostic::CertificatePinsExpired { host },
        }
    }
}
