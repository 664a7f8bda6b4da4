//! The customer at a checkout whose way to pay was settled beforehand: follows the session's states and does what the
//! options say.

use std::fmt;

use checkout_core::CheckoutSession;
use checkout_core::error::ActionError;
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::snapshot::{CheckoutState, Diagnostic, PayingStage, Snapshot};
use checkout_core::status::Status;
use checkout_core::threeds::ChallengeOutcome;
use clap::ValueEnum;
use inquire::Select;

use crate::payment::Payment;
use crate::progress::Progress;
use crate::shown::shown;
use crate::terminal;

/// How a 3-D Secure challenge ends. There is no cardholder and no 3-D Secure SDK behind a command line, so the outcome
/// is reported unsigned: a sandbox goes by it, Dojo's gateway will not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ThreeDs {
    /// The cardholder authenticates
    Approve,
    /// The cardholder fails
    Fail,
    /// The cardholder cancels
    Cancel,
    /// The cardholder does nothing
    Timeout,
}

impl ThreeDs {
    pub(crate) fn outcome(self) -> ChallengeOutcome {
        match self {
            ThreeDs::Approve => ChallengeOutcome::authenticated("checkout-cli.unsigned.approve"),
            ThreeDs::Fail => ChallengeOutcome::failed(),
            ThreeDs::Cancel => ChallengeOutcome::cancelled(),
            ThreeDs::Timeout => ChallengeOutcome::timed_out(),
        }
    }
}

impl fmt::Display for ThreeDs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ThreeDs::Approve => "The cardholder authenticates",
            ThreeDs::Fail => "The cardholder fails",
            ThreeDs::Cancel => "The cardholder cancels",
            ThreeDs::Timeout => "The cardholder does nothing until the time is up",
        })
    }
}

/// A customer who pays once, and chooses nothing.
pub(crate) struct Customer {
    /// How to answer a challenge. If that is not settled, it is asked at the terminal.
    pub(crate) three_ds: Option<ThreeDs>,
    /// Where to say what is going on.
    pub(crate) progress: Progress,
}

impl Customer {
    /// Takes a session to its result. Ctrl-C leaves, and the real result is waited for.
    pub(crate) async fn check_out(mut self, payment: Payment, session: &CheckoutSession) -> PaymentResult {
        let mut payment = Some(payment);
        let mut snapshot = session.state();
        let mut refused = None;
        loop {
            match snapshot.state {
                CheckoutState::Loading => self.progress.step("Loading the payment …"),
                CheckoutState::ChoosingMethod(_) => {
                    let why = match snapshot.notice {
                        // Who pays once cannot choose again.
                        Some(notice) => Some(ActionError::from(notice)),
                        None => payment.take().and_then(|payment| self.pay(payment, session).err()),
                    };
                    if why.is_some() {
                        refused = why;
                        session.cancel();
                    }
                }
                // There is no 3-D Secure SDK to start; the challenge is simulated.
                CheckoutState::StartingThreeDs { .. } => drop(session.three_ds_ready(true)),
                CheckoutState::Paying(stage) => self.progress.step(describe_stage(stage)),
                CheckoutState::Challenge(_) => self.answer_challenge(session).await,
                CheckoutState::Finished(result) => {
                    self.progress.clear();
                    return match refused {
                        Some(why) if result.status == Status::UserClosedWithoutPaying => refusal(&result, why),
                        _ => result,
                    };
                }
            }
            snapshot = self.next_state(session, snapshot.revision).await;
        }
    }

    async fn next_state(&mut self, session: &CheckoutSession, after_revision: u64) -> Snapshot {
        loop {
            tokio::select! {
                snapshot = session.next_state(after_revision) => return snapshot,
                Ok(()) = tokio::signal::ctrl_c() => {
                    self.progress.note("Leaving. A payment that has been sent runs on to its result …");
                    session.cancel();
                }
            }
        }
    }

    fn pay(&mut self, payment: Payment, session: &CheckoutSession) -> Result<(), ActionError> {
        for diagnostic in session.diagnostics() {
            let warning = match diagnostic {
                Diagnostic::SavedCardsUnavailable(error) => format!("the saved cards could not be fetched: {error}"),
                Diagnostic::CertificatePinsExpired { host } => {
                    format!("the certificate pins of {host} have expired and are ignored")
                }
            };
            self.progress.note(&shown(&format!("warning: {warning}")));
        }
        payment.submit(session)
    }

    async fn answer_challenge(&mut self, session: &CheckoutSession) {
        self.progress.clear();
        let answer = match self.three_ds {
            Some(answer) => Some(answer),
            None if terminal::is_attended() => terminal::ask(ask_for_challenge).await.ok(),
            None => Some(ThreeDs::Approve),
        };
        match answer {
            // Refused only if the customer has left meanwhile: then the challenge is over.
            Some(answer) => drop(session.complete_challenge(answer.outcome())),
            None => session.cancel(),
        }
    }
}

/// A one-shot call cannot choose again: why it was refused is its result. `left` is how the session ended after it.
fn refusal(left: &PaymentResult, why: ActionError) -> PaymentResult {
    let reason = match why {
        ActionError::TotalChanged => ReasonKind::TotalChanged.into(),
        why => invalid_argument(why.to_string()),
    };
    invalid_request(&left.payment_intent_id, left.charge, reason)
}

/// The result of a call whose input breaks a rule; nothing was sent to the gateway.
pub(crate) fn invalid(payment_intent_id: &str, charge: Charge, detail: String) -> PaymentResult {
    invalid_request(payment_intent_id, charge, invalid_argument(detail))
}

fn invalid_argument(detail: String) -> Reason {
    Reason {
        kind: ReasonKind::InvalidArgument,
        detail: Some(detail),
    }
}

fn invalid_request(payment_intent_id: &str, charge: Charge, reason: Reason) -> PaymentResult {
    PaymentResult {
        status: Status::InvalidRequest,
        charge,
        reason: Some(reason),
        gateway_code: None,
        payment_intent_id: payment_intent_id.to_owned(),
    }
}

fn describe_stage(stage: PayingStage) -> &'static str {
    match stage {
        PayingStage::Preparing => "Preparing the payment …",
        PayingStage::Authorizing => "Paying …",
        PayingStage::ConfirmingThreeDs => "Confirming the 3-D Secure challenge …",
        PayingStage::CheckingOutcome => "No clear answer: reading what became of the payment …",
    }
}

fn ask_for_challenge() -> inquire::error::InquireResult<ThreeDs> {
    Select::new("3-D Secure challenge:", ThreeDs::value_variants().to_vec()).prompt()
}
