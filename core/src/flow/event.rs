//! What the machine is told: what the host does, and what came of each effect.

use crate::card::SavedCard;
use crate::flow::intent::{IntentFacts, IntentStatus};
use crate::result::Reason;
use crate::threeds::{Challenge, ChallengeOutcome};
use crate::time::ServerTime;

/// An input of [`step`](crate::flow::step). Each effect is answered by exactly one event; the host's come at any time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Host: begin.
    Start,
    /// The checkout cannot begin: an argument is not valid, or another checkout of the intent is running.
    Reject(Reason),
    /// Host: pay with what the driver holds for this choice.
    Pay {
        /// The choice.
        method: Method,
        /// The server's time, to tell whether the session secret is still fresh.
        now: ServerTime,
    },
    /// Host: delete a saved card.
    DeleteSavedCard {
        /// The card's `pm_…` id.
        id: String,
    },
    /// Host: the 3-D Secure session has started, or could not.
    ThreeDsReady {
        /// Whether it started.
        started: bool,
    },
    /// Host: the challenge has ended.
    ChallengeEnded(ChallengeOutcome),
    /// Host: the customer leaves, or nobody holds the checkout any more.
    Leave,
    /// `must_complete_by` has passed.
    DeadlinePassed,

    /// Answer to [`FetchIntent`](super::Effect::FetchIntent).
    IntentLoaded(Result<IntentFacts, LoadFailure>),
    /// Answer to [`FetchSavedCards`](super::Effect::FetchSavedCards): empty if they could not be fetched.
    SavedCardsLoaded(Vec<SavedCard>),
    /// Answer to [`DeleteSavedCard`](super::Effect::DeleteSavedCard).
    SavedCardDeleted {
        /// The card's id.
        id: String,
        /// Whether the API host answered 2xx.
        deleted: bool,
    },
    /// Answer to [`RefreshSecret`](super::Effect::RefreshSecret): the whole intent again, with a new secret.
    SecretRefreshed(Result<IntentFacts, LoadFailure>),
    /// Answer to [`CollectDeviceData`](super::Effect::CollectDeviceData): the 3-D Secure token.
    DeviceDataCollected(Prepared<String>),
    /// Answer to [`DecryptWallet`](super::Effect::DecryptWallet).
    WalletDecrypted(Prepared<WalletAuth>),
    /// Answer to [`CheckIntent`](super::Effect::CheckIntent).
    IntentChecked(Result<IntentStatus, LoadFailure>),
    /// Answer to [`SubmitPayment`](super::Effect::SubmitPayment).
    PaymentAnswered(GatewayAnswer),
    /// Answer to [`CompleteThreeDs`](super::Effect::CompleteThreeDs).
    ThreeDsCompleted(GatewayAnswer),
    /// Answer to [`ReadBack`](super::Effect::ReadBack).
    ReadBack {
        /// What the intent says, or `None` if it could not be read or understood.
        status: Option<IntentStatus>,
        /// The time for reading back is used up.
        out_of_time: bool,
    },
    /// Answer to [`Wait`](super::Effect::Wait).
    Waited,
}

/// What came of a request that prepares a payment. It moves no money.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Prepared<T> {
    /// The gateway did it.
    Done(T),
    /// The gateway refused the session secret (401).
    SecretRefused {
        /// The API host's time, to tell whether the secret had expired.
        now: ServerTime,
    },
    /// Anything else, after the retries; also an answer that lacks what was asked for.
    Failed,
}

/// What the customer chose to pay with. The card data itself stays with the driver.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// A saved card by its `pm_…` id, with a CVV.
    SavedCard {
        /// The card's id.
        id: String,
    },
    /// A new card.
    NewCard,
    /// What Google's sheet gave.
    GooglePay,
    /// What Apple's sheet gave.
    ApplePay,
}

/// How the card in a Google Pay token is authenticated, by the gateway's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WalletAuth {
    /// A card number on file: the payment takes device data and 3-D Secure like a typed card.
    PanOnly,
    /// A device token with a cryptogram: authenticated already.
    Cryptogram3ds,
}

/// Why an intent could not be loaded or refreshed, after the retries.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LoadFailure {
    /// No answer.
    Network,
    /// 404.
    NotFound,
    /// 401 or 403.
    AccessDenied,
    /// Any other HTTP status that is not a success.
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is not an intent.
    Malformed {
        /// What is wrong, by the name of the field; never a value.
        what: String,
    },
}

/// What came of a request that may have moved money.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GatewayAnswer {
    /// A readable `statusCode`, whatever the HTTP status.
    Status {
        /// The `statusCode`.
        code: i64,
        /// The challenge, when `paReq` and `md` came with it.
        challenge: Option<Challenge>,
    },
    /// An HTTP answer without a readable `statusCode`.
    Http {
        /// The HTTP status.
        status: u16,
        /// The body claims a `statusCode` all the same, one that is no integer: cut, repeated or garbled on its way. Then
        /// the HTTP status proves nothing.
        claims_a_code: bool,
    },
    /// No connection could be established, so nothing was sent.
    NotConnected {
        /// The request's deadline leaves time for another try.
        time_left: bool,
    },
    /// The request may have been sent, and no answer came.
    Lost,
}
