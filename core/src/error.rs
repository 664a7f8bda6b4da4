//! What the host is told when something it asked for could not be done. Few, named and stable.

use crate::card::CvvProblem;
use crate::flow::{LoadFailure, Notice, Refusal};
use crate::input::CardErrors;
use crate::wallet::WalletError;

/// An action on a session was refused, or failed. The session stays where it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActionError {
    /// The checkout is not at the point where this can be done.
    #[error("the checkout is not at the point where this can be done: look at its state")]
    WrongState,
    /// This way to pay is not offered by the flow or by the intent.
    #[error("this checkout does not offer this way to pay")]
    MethodNotOffered,
    /// No such saved card in the summary.
    #[error("the saved card is not in the list of this checkout")]
    UnknownSavedCard,
    /// The saved card cannot be paid with here.
    #[error("the intent does not take the scheme of this saved card: offer another card")]
    SavedCardNotPayable,
    /// The saved card has expired.
    #[error("the saved card has expired: offer another card")]
    SavedCardExpired,
    /// The saved card is being deleted.
    #[error("the saved card is being deleted")]
    SavedCardBeingDeleted,
    /// Fields of the card form are not right.
    #[error("the card is not valid: {0}")]
    InvalidCard(CardErrors),
    /// What the wallet gave cannot be paid with.
    #[error("the wallet's data cannot be used: {0}")]
    UnusableWalletData(#[from] WalletError),
    /// The CVV of the saved card is not right.
    #[error("the CVV is not valid: {0}")]
    InvalidCvv(CvvProblem),
    /// The total is another one than the customer was shown. Nothing was sent: what was chosen is forgotten.
    #[error("the total has changed: show the new one and let the customer choose again")]
    TotalChanged,
    /// The saved card could not be deleted, and is still there.
    #[error("the saved card could not be deleted: {0}")]
    DeletionFailed(CallError),
}

impl From<Refusal> for ActionError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::WrongState => ActionError::WrongState,
            Refusal::MethodNotOffered => ActionError::MethodNotOffered,
            Refusal::UnknownSavedCard => ActionError::UnknownSavedCard,
            Refusal::SavedCardNotPayable => ActionError::SavedCardNotPayable,
            Refusal::SavedCardExpired => ActionError::SavedCardExpired,
            Refusal::SavedCardBeingDeleted => ActionError::SavedCardBeingDeleted,
        }
    }
}

impl From<Notice> for ActionError {
    fn from(notice: Notice) -> Self {
        match notice {
            Notice::TotalChanged => ActionError::TotalChanged,
        }
    }
}

/// A headless call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    /// An argument is not valid; nothing was sent.
    #[error("{0} is not valid; nothing was sent")]
    InvalidArgument(&'static str),
    /// No answer, after the retries.
    #[error("the network failed: try again when the device is connected")]
    Network,
    /// 404.
    #[error("the API host does not know it: check the id and the environment")]
    NotFound,
    /// 401 or 403: the customer secret is not valid (any more) for this customer.
    #[error("access was refused: get a new customer secret from the backend")]
    AccessDenied,
    /// Another HTTP status, after the retries.
    #[error("the server answered HTTP {status}: try again later")]
    Server {
        /// The HTTP status.
        status: u16,
    },
    /// The answer was not understood.
    #[error("the answer was not understood: {what}")]
    MalformedResponse {
        /// What is wrong, by the name of the field; never a value.
        what: String,
    },
}

impl From<LoadFailure> for CallError {
    fn from(failure: LoadFailure) -> Self {
        match failure {
            LoadFailure::Network => CallError::Network,
            LoadFailure::NotFound => CallError::NotFound,
            LoadFailure::AccessDenied => CallError::AccessDenied,
            LoadFailure::Server { status } => CallError::Server { status },
            LoadFailure::Malformed { what } => CallError::MalformedResponse { what },
        }
    }
}
