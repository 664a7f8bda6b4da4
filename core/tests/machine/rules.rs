//! The truth about the money, kept apart from the machine, and the rules that every step is held to.
//!
//! This is a second reading of `docs/decisions.md`, written on purpose without the machine's own tables.

use checkout_core::flow::{Effect, Event, Flow, GatewayAnswer, IntentStatus, Method, Phase, State, WalletAuth};
use checkout_core::result::{Charge, PaymentResult};

use crate::world::Pending;

/// A broken rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    SuccessWithoutEvidence,
    EvidenceOfPaymentNotReported,
    TwoPaymentsInFlight,
    PaymentRepeatedBlindly,
    CompletionRepeatedBlindly,
    PaymentWithoutDeviceData,
    PaymentWithoutThreeDsSession,
    PaymentWithUnopenedWallet,
    ChallengeNotSupported,
    MethodNotOffered,
    PaymentAfterLeaving,
    SecretRejectedMoreThanOnce,
    SecondResult,
    EffectAfterResult,
    FinishedWithoutResult,
    NotChargedWithoutGrounds,
    UnknownWithoutGrounds,
    ChargedWithoutSuccess,
    LeftWhilePaymentMayHaveBeenMade,
    Stuck,
}

/// What has really happened, as far as a server's answers can tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    flow: Flow,
    earlier_outcome_unknown: bool,
    /// A payment request is out.
    payment_in_flight: bool,
    /// A payment request got somewhere and nothing has settled what came of it.
    in_doubt: bool,
    /// A report of a challenge got somewhere and its answer was not understood.
    completion_in_doubt: bool,
    /// The server has just said that the payment is made / that it is not.
    just_said: Option<Said>,
    /// Whether what was chosen takes device data and a 3-D Secure session; not known yet for an unopened wallet token.
    needs_three_ds: Option<bool>,
    /// Something that only a payment takes was chosen: a wallet or a saved card.
    is_for_payments_only: bool,
    device_data: bool,
    three_ds_session: bool,
    secret_rejections: u8,
    /// The host left, or the deadline passed.
    given_up: bool,
    result: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Said {
    Paid,
    NotPaid,
    /// The request was refused; that tells nothing of an earlier attempt.
    Refused,
}

impl Truth {
    pub(crate) fn new(flow: Flow, earlier_outcome_unknown: bool) -> Truth {
        Truth {
            flow,
            needs_three_ds: None,
            earlier_outcome_unknown,
            payment_in_flight: false,
            in_doubt: false,
            completion_in_doubt: false,
            just_said: None,
            is_for_payments_only: false,
            device_data: false,
            three_ds_session: false,
            secret_rejections: 0,
            given_up: false,
            result: false,
        }
    }

    pub(crate) fn flow(&self) -> Flow {
        self.flow
    }

    pub(crate) fn happened(&mut self, event: &Event, is_choosing: bool) {
        self.just_said = None;
        match event {
            Event::Pay { method, .. } if is_choosing => {
                self.needs_three_ds = match method {
                    Method::GooglePay => None,
                    Method::ApplePay => Some(false),
                    Method::NewCard | Method::SavedCard { .. } => Some(self.flow != Flow::VirtualTerminal),
                };
                self.is_for_payments_only =
                    matches!(method, Method::GooglePay | Method::ApplePay | Method::SavedCard { .. });
            }
            Event::IntentLoaded(Ok(intent)) => self.just_said = said_by_intent(self.flow, intent.status),
            Event::SecretRefreshed(refreshed) => {
                self.device_data = false;
                self.three_ds_session = false;
                self.just_said = refreshed
                    .as_ref()
                    .ok()
                    .and_then(|intent| said_by_intent(self.flow, intent.status));
            }
            Event::WalletDecrypted(auth) => self.needs_three_ds = auth.map(|auth| auth == WalletAuth::PanOnly),
            Event::DeviceDataCollected(token) => self.device_data = token.is_some(),
            Event::ThreeDsReady { started: true } => self.three_ds_session = self.device_data,
            Event::PaymentAnswered(answer) => {
                self.payment_in_flight = false;
                self.just_said = said_by_gateway(answer);
                self.in_doubt = match answer {
                    GatewayAnswer::NotConnected { .. } => self.in_doubt,
                    _ => self.just_said.is_none(),
                };
                if is_401(answer) {
                    self.secret_rejections += 1;
                    self.device_data = false;
                    self.three_ds_session = false;
                }
            }
            Event::ThreeDsCompleted(answer) => {
                let readable = matches!(answer, GatewayAnswer::Status { .. });
                self.just_said = said_by_gateway(answer).filter(|_| readable);
                self.in_doubt = self.just_said.is_none();
                self.completion_in_doubt = self.in_doubt && !matches!(answer, GatewayAnswer::NotConnected { .. });
            }
            Event::ReadBack {
                status: Some(status), ..
            } => {
                self.just_said = said_by_intent(self.flow, *status);
                self.in_doubt = self.just_said.is_none();
            }
            Event::Leave | Event::DeadlinePassed => self.given_up = true,
            _ => {}
        }
    }

    pub(crate) fn asked(&mut self, effect: &Effect) -> Result<(), Violation> {
        if matches!(effect, Effect::Refuse(_)) {
            return Ok(());
        }
        if self.result {
            return Err(match effect {
                Effect::Deliver(_) => Violation::SecondResult,
                _ => Violation::EffectAfterResult,
            });
        }
        match effect {
            Effect::SubmitPayment => self.payment_sent(),
            Effect::CompleteThreeDs { .. } if self.needs_three_ds != Some(true) => {
                Err(Violation::ChallengeNotSupported)
            }
            Effect::CompleteThreeDs { .. } if self.completion_in_doubt => Err(Violation::CompletionRepeatedBlindly),
            Effect::Deliver(result) => {
                self.result = true;
                self.check_result(result)
            }
            _ => Ok(()),
        }
    }

    fn payment_sent(&mut self) -> Result<(), Violation> {
        hold(!self.payment_in_flight, Violation::TwoPaymentsInFlight)?;
        hold(!self.in_doubt, Violation::PaymentRepeatedBlindly)?;
        let Some(needs_three_ds) = self.needs_three_ds else {
            return Err(Violation::PaymentWithUnopenedWallet);
        };
        hold(self.device_data || !needs_three_ds, Violation::PaymentWithoutDeviceData)?;
        hold(
            self.three_ds_session || !needs_three_ds,
            Violation::PaymentWithoutThreeDsSession,
        )?;
        hold(
            self.flow == Flow::Payment || !self.is_for_payments_only,
            Violation::MethodNotOffered,
        )?;
        hold(!self.given_up, Violation::PaymentAfterLeaving)?;
        hold(self.secret_rejections < 2, Violation::SecretRejectedMoreThanOnce)?;
        self.payment_in_flight = true;
        Ok(())
    }

    fn check_result(&self, result: &PaymentResult) -> Result<(), Violation> {
        let success = result.code() == 0;
        hold(
            !success || self.just_said == Some(Said::Paid),
            Violation::SuccessWithoutEvidence,
        )?;
        let charged = success && self.flow != Flow::SetupIntent;
        hold(
            charged == (result.charge == Charge::Charged),
            Violation::ChargedWithoutSuccess,
        )?;

        let may_have_paid = self.payment_in_flight || self.in_doubt;
        let nothing_was_sent = !may_have_paid && !self.earlier_outcome_unknown;
        let says_so = self.just_said == Some(Said::NotPaid) || (success && self.flow == Flow::SetupIntent);
        let grounds = nothing_was_sent || says_so;
        hold(
            result.charge != Charge::NotCharged || grounds,
            Violation::NotChargedWithoutGrounds,
        )?;
        let doubt = may_have_paid || self.earlier_outcome_unknown;
        hold(
            result.charge != Charge::Unknown || doubt,
            Violation::UnknownWithoutGrounds,
        )?;
        hold(
            result.code() != 7780 || !may_have_paid,
            Violation::LeftWhilePaymentMayHaveBeenMade,
        )
    }

    pub(crate) fn moved_on(&self, state: &State, pending: &[Pending]) -> Result<(), Violation> {
        let finished = matches!(state.phase(), Phase::Finished(_));
        hold(finished == self.result, Violation::FinishedWithoutResult)?;
        let host_is_asked = matches!(
            state.phase(),
            Phase::New | Phase::Choosing(_) | Phase::StartingThreeDs { .. } | Phase::Challenging(_)
        );
        hold(finished || host_is_asked || !pending.is_empty(), Violation::Stuck)
    }

    /// Whether the server has just said that the payment is made. The checkout must then be over, as a success.
    pub(crate) fn paid(&self) -> bool {
        self.just_said == Some(Said::Paid)
    }
}

fn hold(holds: bool, violation: Violation) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(violation) }
}

fn said_by_intent(flow: Flow, status: IntentStatus) -> Option<Said> {
    match (flow, status) {
        (_, IntentStatus::Authorized) => Some(Said::Paid),
        (Flow::SetupIntent, IntentStatus::Completed) => Some(Said::Paid),
        (Flow::Payment | Flow::VirtualTerminal, IntentStatus::Captured) => Some(Said::Paid),
        (_, IntentStatus::Created | IntentStatus::Completed | IntentStatus::Captured) => None,
        _ => Some(Said::NotPaid),
    }
}

fn said_by_gateway(answer: &GatewayAnswer) -> Option<Said> {
    match answer {
        GatewayAnswer::Status { code: 0, .. } => Some(Said::Paid),
        GatewayAnswer::Status { code: 4 | 5 | 30, .. } => Some(Said::NotPaid),
        GatewayAnswer::Status {
            code: 20 | 400 | 401 | 404,
            ..
        } => Some(Said::Refused),
        GatewayAnswer::Http {
            status: 400 | 401 | 403 | 404 | 405 | 413 | 415 | 422 | 429,
        } => Some(Said::Refused),
        _ => None,
    }
}

fn is_401(answer: &GatewayAnswer) -> bool {
    matches!(
        answer,
        GatewayAnswer::Status { code: 401, .. } | GatewayAnswer::Http { status: 401 }
    )
}
