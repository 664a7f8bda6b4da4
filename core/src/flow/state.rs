//! Where a checkout is.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use crate::flow::event::{Method, WalletAuth};
use crate::flow::flows::Flow;
use crate::flow::intent::SecretFreshness;
use crate::money::Money;
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

    /// The same checkout at another point: how tests make machines that are broken on purpose.
    #[doc(hidden)]
    pub fn with_phase(self, phase: Phase) -> Self {
        State { phase, ..self }
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
    /// A new session secret is on its way. No payment was sent.
    RefreshingSecret(Preparation),
    /// Device data is on its way.
    CollectingDeviceData(Preparation),
    /// The host starts its 3-D Secure session.
    StartingThreeDs {
        /// What is being prepared.
        preparation: Preparation,
        /// The token that starts the session.
        token: String,
    },
    /// The gateway opens the Google Pay token.
    DecryptingWallet(Preparation),
    /// Somebody else may have just paid: the intent is being read before the payment is sent.
    CheckingIntent(Preparation),
    /// The payment is out.
    Submitting(Attempt),
    /// The gateway could not be reached: a pause before the next try.
    PausingBeforeSubmit(Attempt),
    /// The gateway refused the secret of a payment: a new one is on its way.
    RefreshingAfterPayment(Attempt),
    /// The host shows the challenge.
    Challenging(Challenge),
    /// The outcome of the challenge is out.
    CompletingThreeDs(Completion),
    /// The gateway could not be reached: a pause before the next try.
    PausingBeforeComplete(Completion),
    /// The outcome is not known: the intent is being read.
    ReadingBack(Inquiry),
    /// The outcome is not known: a pause before the next read.
    PausingBeforeReadBack(Inquiry),
    /// Over.
    Finished(PaymentResult),
}

/// What the customer chooses from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Choice {
    /// What the customer is shown.
    pub summary: Arc<PaymentSummary>,
    /// Saved cards that are being deleted.
    pub deleting: BTreeSet<String>,
    /// Why the customer is asked again.
    pub notice: Option<Notice>,
    pub(super) secret: SecretFreshness,
    /// D3-17: a secret that had not expired was refused, so the intent is read before a payment is sent.
    pub(super) check_first: bool,
}

/// Why a customer who had chosen is asked to choose again. Nothing was sent, and what was chosen is forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Notice {
    /// The total is another one than was shown: the summary has the new one.
    TotalChanged,
}

/// A payment that was chosen and is not sent yet. The customer may still be asked again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Preparation {
    /// What will be sent.
    pub attempt: Attempt,
    /// What the customer chose from.
    pub(super) choice: Choice,
    /// D3-17: the gateway has refused a session secret of this attempt.
    pub(super) secret_refused: bool,
}

/// A payment on its way.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attempt {
    /// What is paid with.
    pub method: Method,
    /// The total that the customer was shown.
    pub(super) shown_total: Option<Money>,
    /// Google Pay: how the gateway says that the card is authenticated, once its token was opened.
    pub(super) wallet_auth: Option<WalletAuth>,
    /// D3-01: device data or decrypt-token accepted the secret, or a refresh gave it, in this attempt.
    pub(super) secret_proven: bool,
    /// How often the gateway could not be reached.
    pub(super) unreached: u8,
}

/// A challenge that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Completion {
    pub(super) transaction_id: String,
    pub(super) outcome: ChallengeOutcome,
    pub(super) unreached: u8,
}

/// A payment whose outcome the intent is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Inquiry {
    /// What an intent that is still open in the last read comes to. `None`: it settles nothing.
    pub(super) if_open: Option<Box<IfOpen>>,
    /// What the result is if the intent settles nothing.
    pub(super) otherwise: Unsettled,
    /// The pauses between the reads, in all.
    pub(super) pauses: Duration,
    /// The pauses so far.
    pub(super) paused: Duration,
    /// The pause before the next read.
    pub(super) next_pause: Duration,
}

/// What is believed when the intent is still open after a charge would have shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum IfOpen {
    /// The payment took nothing.
    NothingTaken { status: Status, reason: ReasonKind },
    /// The payment took nothing, and it can be made again under a new secret, unless the total is another one now.
    PayAgain { attempt: Attempt, total_changed: bool },
}

/// The code of a payment that nothing settles. Its charge is always unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Unsettled {
    pub(super) status: Status,
    pub(super) reason: ReasonKind,
    pub(super) gateway_code: Option<i64>,
}
