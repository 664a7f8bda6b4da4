//! The 3-D Secure seam: a challenge that the host shows, and what came of it.

/// What the host needs to show a 3-D Secure challenge.
///
/// A native 3-D Secure SDK takes `transaction_id` and `payload`; a web page is opened by a form post of `JWT` and `MD`
/// to `step_up_url`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Challenge {
    /// The 3-D Secure transaction: the gateway's `md`.
    pub transaction_id: String,
    /// The challenge payload: the gateway's `paReq`.
    pub payload: String,
    /// The issuer's page, for a web challenge.
    pub step_up_url: Option<String>,
}

/// How a challenge ended. It is reported to the gateway whatever it is; the gateway's answer decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ChallengeOutcome {
    /// What the 3-D Secure component said.
    pub action: ChallengeAction,
    /// The signed answer (a JWT), empty if there is none.
    pub pa_res: String,
    /// The component's error number; 0 for none.
    pub error_number: i32,
    /// The component's error text; it goes to the gateway as it is.
    pub error_description: String,
}

impl ChallengeOutcome {
    /// The customer was authenticated; `pa_res` is the signed answer.
    pub fn authenticated(pa_res: impl Into<String>) -> Self {
        ChallengeOutcome {
            pa_res: pa_res.into(),
            ..Self::of(ChallengeAction::Success)
        }
    }

    /// The customer failed the challenge.
    pub fn failed() -> Self {
        Self::of(ChallengeAction::Failure)
    }

    /// The customer cancelled the challenge, or left.
    pub fn cancelled() -> Self {
        Self::of(ChallengeAction::Cancel)
    }

    /// The challenge ran out of time.
    pub fn timed_out() -> Self {
        Self::of(ChallengeAction::Timeout)
    }

    /// The challenge could not be shown.
    pub fn error(number: i32, description: impl Into<String>) -> Self {
        ChallengeOutcome {
            error_number: number,
            error_description: description.into(),
            ..Self::of(ChallengeAction::Error)
        }
    }

    fn of(action: ChallengeAction) -> Self {
        ChallengeOutcome {
            action,
            pa_res: String::new(),
            error_number: 0,
            error_description: String::new(),
        }
    }
}

/// The action codes of the 3-D Secure component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChallengeAction {
    /// Authenticated.
    Success,
    /// Nothing was asked of the customer.
    NoAction,
    /// Not authenticated.
    Failure,
    /// The challenge could not run.
    Error,
    /// The customer cancelled.
    Cancel,
    /// Out of time.
    Timeout,
}

impl ChallengeAction {
    /// Whether the component vouches for the customer (`isValidated`).
    pub fn is_validated(self) -> bool {
        matches!(self, ChallengeAction::Success | ChallengeAction::NoAction)
    }

    /// The text in `actionCode`.
    pub fn wire_name(self) -> &'static str {
        match self {
            ChallengeAction::Success => "SUCCESS",
            ChallengeAction::NoAction => "NOACTION",
            ChallengeAction::Failure => "FAILURE",
            ChallengeAction::Error => "ERROR",
            ChallengeAction::Cancel => "CANCEL",
            ChallengeAction::Timeout => "TIMEOUT",
        }
    }
}
