//! Ways out. There is one from every screen, and none drops a payment that is out.

use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::status::Status;
use checkout_core::threeds::ChallengeOutcome;

use super::effect::Effect;
use super::offers::offers_another_attempt;
use super::state::{Asked, Kind, Stage, State, Waiting};
use crate::params::SheetResult;

impl State {
    pub(super) fn close(&mut self) -> Vec<Effect> {
        if self.asked.take().is_some() {
            return Vec::new();
        }
        match self.stage.clone() {
            Stage::Loading(Waiting::Cards) | Stage::CardsUnreadable(_) => self.finish(None),
            Stage::Choosing(_) if self.kind == Kind::SavedCards => self.finish(None),
            // Nothing was sent: the session says what the checkout has come to.
            Stage::Loading(Waiting::Intent | Waiting::Again(_)) | Stage::Choosing(_) | Stage::Wallet(..) => {
                self.stage = Stage::Leaving;
                vec![Effect::Leave]
            }
            Stage::Working(_) => self.ask(Asked::LeavePayment), // D8-08
            Stage::Challenge(_) => self.ask(Asked::LeaveChallenge), // D8-09
            Stage::Ended(result) if self.kind != Kind::Status && offers_another_attempt(&result) => {
                // D8-07
                self.last_attempt = Some(result);
                let left = self.without_evidence(
                    Status::UserClosedWithoutPaying,
                    Charge::NotCharged,
                    ReasonKind::UserLeft,
                );
                self.finish(Some(left))
            }
            Stage::Ended(result) | Stage::Checking(result) => self.finish(Some(result)),
            Stage::Leaving | Stage::Closed(_) => Vec::new(),
        }
    }

    /// The attempt runs on to its real result; the sheet closes itself then.
    pub(super) fn leave_payment(&mut self) -> Vec<Effect> {
        self.is_leaving = true;
        vec![Effect::Leave]
    }

    pub(super) fn leave_challenge(&mut self) -> Vec<Effect> {
        match self.stage {
            Stage::Challenge(_) => self.complete_challenge(ChallengeOutcome::cancelled()),
            _ => Vec::new(),
        }
    }

    pub(super) fn finish(&mut self, payment: Option<PaymentResult>) -> Vec<Effect> {
        self.entry.wipe();
        self.asked = None;
        self.remark = None;
        let is_last_attempt = |attempt: &PaymentResult| {
            payment
                .as_ref()
                .is_some_and(|payment| payment.status == Status::UserClosedWithoutPaying && payment != attempt)
        };
        let result = SheetResult {
            last_attempt: self.last_attempt.take().filter(is_last_attempt),
            payment,
        };
        self.stage = Stage::Closed(result.clone());
        vec![Effect::Finish(result)]
    }

    /// What a status sheet says before the first read, and goes on saying while nothing is settled.
    pub(super) fn not_settled(&self) -> PaymentResult {
        self.without_evidence(Status::WaitingPreExecute, Charge::Unknown, ReasonKind::NotCompleted)
    }

    fn without_evidence(&self, status: Status, charge: Charge, reason: ReasonKind) -> PaymentResult {
        PaymentResult {
            status,
            charge,
            reason: Some(Reason {
                kind: reason,
                detail: None,
            }),
            gateway_code: None,
            payment_intent_id: self.id.clone(),
        }
    }
}
