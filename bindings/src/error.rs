//! What the host is told when something could not be done.

use checkout_core::config as core_config;
use checkout_core::error as core;
use checkout_core::input as core_input;

use crate::problem::FieldError;
use crate::wallet::WalletError;

/// The configuration cannot be used; nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ConfigError {
    /// A URL that cannot be used.
    #[error("{reason}")]
    BadUrl {
        /// What is wrong and what to do.
        reason: String,
    },
    /// A URL without TLS.
    #[error("{reason}")]
    InsecureUrl {
        /// What is wrong and what to do.
        reason: String,
    },
    /// A timeout of nothing at all, or of more than an hour.
    #[error("{reason}")]
    BadTimeout {
        /// What is wrong and what to do.
        reason: String,
    },
    /// Certificate pins that cannot be used.
    #[error("{reason}")]
    BadPins {
        /// Which ones, what is wrong and what to do.
        reason: String,
    },
    /// Another setting is not right.
    #[error("{reason}")]
    Invalid {
        /// What is wrong and what to do.
        reason: String,
    },
    /// What the SDK needs of the system is not there.
    #[error("{reason}")]
    Unavailable {
        /// What is missing and what to do.
        reason: String,
    },
    /// Android: the SDK has not been given its context.
    #[error("call CheckoutAndroid.initialize(context) once, before the first Checkout is made")]
    NotInitialized,
}

impl From<core_config::ConfigError> for ConfigError {
    fn from(error: core_config::ConfigError) -> Self {
        let reason = error.to_string();
        match error {
            core_config::ConfigError::BadUrl { .. } => ConfigError::BadUrl { reason },
            core_config::ConfigError::InsecureUrl { .. } => ConfigError::InsecureUrl { reason },
            core_config::ConfigError::BadTimeout { .. } => ConfigError::BadTimeout { reason },
            core_config::ConfigError::BadPins { .. } => ConfigError::BadPins { reason },
            core_config::ConfigError::TlsUnavailable { .. } | core_config::ConfigError::NoRuntime => {
                ConfigError::Unavailable { reason }
            }
            _ => ConfigError::Invalid { reason },
        }
    }
}

/// An action was refused, or failed. The checkout stays where it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ActionError {
    /// The checkout is not at the point where this can be done.
    #[error("the checkout is not at the point where this can be done: look at its state")]
    WrongState,
    /// This way to pay is not offered by the flow or by the intent.
    #[error("this checkout does not offer this way to pay")]
    MethodNotOffered,
    /// What the wallet gave cannot be paid with.
    #[error("the wallet's data cannot be used: {failure}")]
    UnusableWalletData {
        /// What is wrong with it.
        failure: WalletError,
    },
    /// No such saved card in the summary.
    #[error("the saved card is not in the list of this checkout")]
    UnknownSavedCard,
    /// The saved card cannot be paid with here.
    #[error("the intent does not take the scheme of this saved card: offer another card")]
    SavedCardNotPayable,
    /// The saved card has expired.
    #[error("the saved card has expired: offer another card")]
    SavedCardExpired,
    /// The total is another one than the customer was shown. Nothing was sent: what was chosen is forgotten.
    #[error("the total has changed: show the new one and let the customer choose again")]
    TotalChanged,
    /// The saved card is being deleted.
    #[error("the saved card is being deleted")]
    SavedCardBeingDeleted,
    /// What was typed is not right; there is one error a field.
    #[error("the card is not valid")]
    InvalidCard {
        /// What is wrong, in the order of the form.
        fields: Vec<FieldError>,
    },
    /// The CVV that was typed for a saved card is not right.
    #[error("the CVV is not valid")]
    InvalidCvv {
        /// What is wrong.
        cvv: FieldError,
    },
    /// The saved card could not be deleted, and is still there.
    #[error("the saved card could not be deleted: {failure}")]
    DeletionFailed {
        /// Why.
        failure: CallError,
    },
}

impl From<core::ActionError> for ActionError {
    fn from(error: core::ActionError) -> Self {
        match error {
            core::ActionError::WrongState => ActionError::WrongState,
            core::ActionError::MethodNotOffered => ActionError::MethodNotOffered,
            core::ActionError::UnusableWalletData(failure) => ActionError::UnusableWalletData {
                failure: failure.into(),
            },
            core::ActionError::UnknownSavedCard => ActionError::UnknownSavedCard,
            core::ActionError::SavedCardNotPayable => ActionError::SavedCardNotPayable,
            core::ActionError::SavedCardExpired => ActionError::SavedCardExpired,
            core::ActionError::TotalChanged => ActionError::TotalChanged,
            core::ActionError::SavedCardBeingDeleted => ActionError::SavedCardBeingDeleted,
            core::ActionError::InvalidCard(errors) => ActionError::InvalidCard {
                fields: errors.fields().iter().copied().map(FieldError::from).collect(),
            },
            core::ActionError::InvalidCvv(problem) => ActionError::InvalidCvv {
                cvv: core_input::FieldError::from(problem).into(),
            },
            core::ActionError::DeletionFailed(failure) => ActionError::DeletionFailed {
                failure: failure.into(),
            },
        }
    }
}

/// A headless call failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CallError {
    /// An argument is not valid; nothing was sent.
    #[error("{what} is not valid; nothing was sent")]
    InvalidArgument {
        /// Which one.
        what: String,
    },
    /// No answer, after the retries.
    #[error("the network failed: try again when the device is connected")]
    Network,
    /// The API host does not know it.
    #[error("the API host does not know it: check the id and the environment")]
    NotFound,
    /// Access was refused: the customer secret is not valid (any more) for this customer.
    #[error("access was refused: get a new customer secret from the backend")]
    AccessDenied,
    /// Another HTTP status, after the retries.
    #[error("the server answered HTTP {status}: try again later")]
    Server {
        /// The HTTP status.
        status: i32,
    },
    /// The answer was not understood.
    #[error("the answer was not understood: {what}")]
    MalformedResponse {
        /// What is wrong, by the name of the field; never a value.
        what: String,
    },
}

impl From<core::CallError> for CallError {
    fn from(error: core::CallError) -> Self {
        match error {
            core::CallError::InvalidArgument(what) => CallError::InvalidArgument { what: what.to_owned() },
            core::CallError::Network => CallError::Network,
            core::CallError::NotFound => CallError::NotFound,
            core::CallError::AccessDenied => CallError::AccessDenied,
            core::CallError::Server { status } => CallError::Server { status: status.into() },
            core::CallError::MalformedResponse { what } => CallError::MalformedResponse { what },
        }
    }
}
