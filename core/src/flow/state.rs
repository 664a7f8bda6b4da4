//! Where a checkout is.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::flow::event::{Method, WalletAuth};
use crate::flow::flows::Flow;
use crate::flow::intent::SecretFreshness;
use crate::result::{PaymentResult, ReasonKind};
use crate::status::Status;
use crate::summary::PaymentSummary;
use crate::threeds::{Challenge, ChallengeOutcome};

/// The whole of what the machine knows. It holds no card data and no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    pub(super) about: About,
    pub(super) phase: Phase,
}

impl State {
    /// A checkout that has not begun.
    pub fn new(params: FlowParams) -> Self {
        State {
            about: About {
                params,
                left: false,
                overdue: false,
            },
            phase: Phase::New,
        }
    }

    /// Where it is.
    pub fn phase(&self) -> &Phase {
        &self.phase
    }
}

/// What is fixed when a checkout starts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FlowParams {
    /// What the checkout is for.
    pub flow: Flow,
    /// The intent id as the app passed it in.
    pub payment_intent_id: String,
    /// Whether the app passed a customer secret.
    pub has_customer_secret: bool,
    /// An earlier attempt of this process on the same intent ended without a known outcome.
    pub earlier_outcome_unknown: bool,
    /// How long to read the intent back when the outcome is unknown.
    pub read_back_limit: Duration,
}

/// What holds in every phase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct About {
    pub(super) params: FlowParams,
    /// The customer left while a payment was out.
    pub(super) left: bool,
    /// The deadline passed while a payment was out.
    pub(super) overdue: bool,
}

/// The point that a checkout has reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Not begun.
    New,
    /// The intent is on its way.
    LoadingIntent,
    /// The saved cards are on their way.
    LoadingSavedCards(Choice),
    /// The customer chooses.
    Choosing(Choice),
    /// A new session secret is on its way.
    RefreshingSecret(Attempt),
    /// Device data is on its way.
    CollectingDeviceData(Attempt),
    /// The host starts its 3-D Secure session.
    StartingThreeDs {
        /// The attempt.
        attempt: Attempt,
        /// The token that starts the session.
        token: String,
    },
    /// The payment is out.
    Submitting(Attempt),
    /// The gateway opens the Google Pay token.
    DecryptingWallet(Attempt),
    /// The gateway could not be reached: a pause before the next try.
    PausingBeforeSubmit(Attempt),
    /// The host shows the challenge.
    Challenging(Challenge),
    /// The outcome of the challenge is out.
    CompletingThreeDs(Completion),
    /// The gateway could not be reached: a pause before the next try.
    PausingBeforeComplete(Completion),
    /// The outcome is not known: the intent is being read.
    ReadingBack(Doubt),
    /// The outcome is not known: a pause before the next read.
    PausingBeforeReadBack(Doubt),
    /// Over.
    Finished(PaymentResult),
}

/// What the customer chooses from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the customer is shown.
    pub summary: PaymentSummary,
    /// Saved cards that are being deleted.
    pub deleting: BTreeSet<String>,
    pub(super) secret: SecretFreshness,
}

/// A payment on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// What is paid with.
    pub method: Method,
    /// Google Pay: how the gateway says that the card is authenticated, once its token was opened.
    pub(super) wallet_auth: Option<WalletAuth>,
    /// How often the gateway could not be reached.
    pub(super) unreached: u8,
    /// The gateway has refused a session secret once.
    pub(super) secret_rejected: bool,
}

/// A challenge that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Completion {
    pub(super) transaction_id: String,
    pub(super) outcome: ChallengeOutcome,
    pub(super) unreached: u8,
}

/// A payment whose outcome is not known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Doubt {
    /// What the result is if the intent settles nothing.
    pub(super) otherwise: Unsettled,
    /// The pause before the next read.
    pub(super) next_pause: Duration,
    /// The pauses so far.
    pub(super) paused: Duration,
}

/// The code of a payment that nothing settles. Its charge is always unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Unsettled {
    pub(super) status: Status,
    pub(super) reason: ReasonKind,
    pub(super) gateway_code: Option<i64>,
}
