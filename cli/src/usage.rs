//! What went wrong, as an exit status: 2 for a command that has to be typed differently, 1 for everything else.

use std::process::ExitCode;

use checkout_core::Checkout;
use checkout_core::CheckoutConfig;
use checkout_core::config::ConfigError;
use checkout_core::error::CallError;

use crate::output;
use crate::shown::{in_full, shown};

const WRONG_USAGE: u8 = 2;

/// The command cannot be carried out as it was typed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct UsageError(pub(crate) String);

/// Prints an error and says what to exit with.
pub(crate) fn explain(error: anyhow::Error) -> ExitCode {
    output::note(&format!("error: {}", shown(&in_full(&error))));
    if error.is::<UsageError>() {
        eprintln!("\nFor more information, try '--help'.");
        return ExitCode::from(WRONG_USAGE);
    }
    ExitCode::FAILURE
}

/// A checkout client, or the option that has to be changed.
pub(crate) fn client(config: CheckoutConfig) -> anyhow::Result<Checkout> {
    Checkout::new(config).map_err(|error| match error {
        // These are about the machine and not about what was typed.
        ConfigError::TlsUnavailable { .. } | ConfigError::NoRuntime | ConfigError::Client { .. } => error.into(),
        _ => UsageError(error.to_string()).into(),
    })
}

/// A failed call, or the option that has to be changed.
pub(crate) fn call_failed(error: CallError) -> anyhow::Error {
    match error {
        CallError::InvalidArgument(_) => UsageError(error.to_string()).into(),
        _ => error.into(),
    }
}
