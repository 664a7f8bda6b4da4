//! The 3-D Secure seam.

use checkout_core::threeds as core;

/// What is needed to show a 3-D Secure challenge.
///
/// A native 3-D Secure SDK takes `transaction_id` and `payload`; a web page is opened by a form post of `JWT` and `MD`
/// to `step_up_url`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Challenge {
    /// The 3-D Secure transaction: the gateway's `md`.
    pub transaction_id: String,
    /// The challenge payload: the gateway's `paReq`.
    pub payload: String,
    /// The issuer's page, for a web challenge.
    pub step_up_url: Option<String>,
}

impl From<core::Challenge> for Challenge {
    fn from(challenge: core::Challenge) -> Self {
        let core::Challenge {
            transaction_id,
            payload,
            step_up_url,
        } = challenge;
        Challenge {
            transaction_id,
            payload,
            step_up_url,
        }
    }
}

impl From<Challenge> for core::Challenge {
    fn from(challenge: Challenge) -> Self {
        let Challenge {
            transaction_id,
            payload,
            step_up_url,
        } = challenge;
        core::Challenge {
            transaction_id,
            payload,
            step_up_url,
        }
    }
}

/// How a challenge ended. It is reported to the gateway whatever it is; the gateway's answer decides.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ChallengeOutcome {
    /// The customer was authenticated.
    Authenticated {
        /// The signed answer (a JWT).
        pa_res: String,
    },
    /// Nothing was asked of the customer.
    NoAction {
        /// The signed answer (a JWT), or an empty text.
        pa_res: String,
    },
    /// The customer failed the challenge.
    Failed,
    /// The customer cancelled the challenge, or left.
    Cancelled,
    /// The challenge ran out of time.
    TimedOut,
    /// The challenge could not be shown.
    NotShown {
        /// The error number of the 3-D Secure component.
        number: i32,
        /// Its error text; it goes to the gateway as it is.
        description: String,
    },
}

impl From<ChallengeOutcome> for core::ChallengeOutcome {
    fn from(outcome: ChallengeOutcome) -> Self {
        match outcome {
            ChallengeOutcome::Authenticated { pa_res } => core::ChallengeOutcome::authenticated(pa_res),
            ChallengeOutcome::NoAction { pa_res } => core::ChallengeOutcome {
                action: core::ChallengeAction::NoAction,
                ..core::ChallengeOutcome::authenticated(pa_res)
            },
            ChallengeOutcome::Failed => core::ChallengeOutcome::failed(),
            ChallengeOutcome::Cancelled => core::ChallengeOutcome::cancelled(),
            ChallengeOutcome::TimedOut => core::ChallengeOutcome::timed_out(),
            ChallengeOutcome::NotShown { number, description } => core::ChallengeOutcome::error(number, description),
        }
    }
}

/// What a challenge page reports. The signed answer is kept where it counts: when the customer was authenticated.
impl From<core::ChallengeOutcome> for ChallengeOutcome {
    fn from(outcome: core::ChallengeOutcome) -> Self {
        let core::ChallengeOutcome {
            action,
            pa_res,
            error_number,
            error_description,
        } = outcome;
        match action {
            core::ChallengeAction::Success => ChallengeOutcome::Authenticated { pa_res },
            core::ChallengeAction::NoAction => ChallengeOutcome::NoAction { pa_res },
            core::ChallengeAction::Failure => ChallengeOutcome::Failed,
            core::ChallengeAction::Cancel => ChallengeOutcome::Cancelled,
            core::ChallengeAction::Timeout => ChallengeOutcome::TimedOut,
            core::ChallengeAction::Error => ChallengeOutcome::NotShown {
                number: error_number,
                description: error_description,
            },
        }
    }
}
