//! The customer at a checkout: follows the session's states and does what the options say, or asks.

use std::fmt;

use checkout_core::CheckoutSession;
use checkout_core::error::ActionError;
use checkout_core::flow::Flow;
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::snapshot::{CheckoutState, Diagnostic, PayingStage, Snapshot};
use checkout_core::status::Status;
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::ChallengeOutcome;
use clap::ValueEnum;
use inquire::Select;

use crate::payment::Payment;
use crate::progress::Progress;
use crate::questions::Form;
use crate::shown::shown;
use crate::{output, terminal};

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
    fn outcome(self) -> ChallengeOutcome {
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

/// A customer and what has been settled beforehand. What has not is asked at the terminal.
pub(crate) struct Customer {
    /// What to pay with.
    pub(crate) payment: Option<Payment>,
    /// What to ask if that is not settled.
    pub(crate) form: Form,
    /// How to answer a challenge.
    pub(crate) three_ds: Option<ThreeDs>,
    /// Where to say what is going on.
    pub(crate) progress: Progress,
}

impl Customer {
    /// Takes a session to its result. Ctrl-C leaves, and the real result is waited for.
    pub(crate) async fn check_out(mut self, session: &CheckoutSession) -> PaymentResult {
        let is_one_shot = self.payment.is_some();
        let mut snapshot = session.state();
        let mut refused = None;
        loop {
            match snapshot.state {
                CheckoutState::Loading => self.progress.step("Loading the payment"),
                CheckoutState::ChoosingMethod(_) if is_one_shot && snapshot.notice.is_some() => {
                    refused = snapshot.notice.map(ActionError::from);
                    session.cancel();
                }
                CheckoutState::ChoosingMethod(summary) => {
                    if let Some(notice) = snapshot.notice {
                        self.progress.note(&ActionError::from(notice).to_string());
                    }
                    refused = self.pay(session, &summary).await.err();
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

    /// Pays as settled beforehand; if that is refused, leaves. Otherwise asks until it is accepted or the customer
    /// leaves.
    async fn pay(&mut self, session: &CheckoutSession, summary: &PaymentSummary) -> Result<(), ActionError> {
        for diagnostic in session.diagnostics() {
            let warning = match diagnostic {
                Diagnostic::SavedCardsUnavailable(error) => format!("the saved cards could not be fetched: {error}"),
                Diagnostic::CertificatePinsExpired { host } => {
                    format!("the certificate pins of {host} have expired and are ignored")
                }
            };
            self.progress.note(&shown(&format!("warning: {warning}")));
        }
        if let Some(payment) = self.payment.take() {
            return payment.submit(session).inspect_err(|_| session.cancel());
        }
        self.progress.clear();
        output::note(&describe_order(self.form.flow, summary));
        loop {
            let (form, order) = (self.form.clone(), summary.clone());
            let Ok(Some(payment)) = terminal::ask(move || form.ask(&order)).await else {
                session.cancel();
                return Ok(());
            };
            match payment.submit(session) {
                Ok(()) | Err(ActionError::WrongState) => return Ok(()), // out of time: the session says so
                Err(refusal) => output::note(&shown(&refusal.to_string())),
            }
        }
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
        PayingStage::Preparing => "Preparing the payment",
        PayingStage::Authorizing => "Paying",
        PayingStage::ConfirmingThreeDs => "Confirming the 3-D Secure challenge",
        PayingStage::CheckingOutcome => "No clear answer: reading what became of the payment",
    }
}

fn describe_order(flow: Flow, summary: &PaymentSummary) -> String {
    let payee = summary
        .merchant_name
        .as_deref()
        .map(|name| format!(" to {}", shown(name)))
        .unwrap_or_default();
    let reference = summary
        .reference
        .as_deref()
        .map(|reference| format!(" ({})", shown(reference)))
        .unwrap_or_default();
    let lines = summary
        .item_lines
        .iter()
        .map(|line| format!("\n  {}  {}", line.amount, shown(&line.caption)));
    let total = match (flow, summary.total) {
        (Flow::SetupIntent, Some(intended)) => format!("A card for later, {intended} intended"),
        (Flow::SetupIntent, None) => "A card for later".to_owned(),
        (_, total) => total.map(|total| total.to_string()).unwrap_or_default(),
    };
    format!("{total}{payee}{reference}{}", lines.collect::<String>())
}

fn ask_for_challenge() -> inquire::error::InquireResult<ThreeDs> {
    Select::new("3-D Secure challenge:", ThreeDs::value_variants().to_vec()).prompt()
}
