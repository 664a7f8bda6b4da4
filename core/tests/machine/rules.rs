//! The rules that every step is held to.
//!
//! This is a second reading of `docs/decisions.md`, written on purpose without the machine's own tables. What became of
//! the money is not guessed from answers: the [`Server`] knows.

use std::time::Duration;

use checkout_core::flow::{
    Effect, Event, Flow, GatewayAnswer, IntentStatus, Method, Phase, Prepared, State, WalletAuth,
};
use checkout_core::money::Money;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};

use crate::alphabet::{EXPIRED_BY, SHOWN};
use crate::server::{Server, intent_says, says};
use crate::world::{Pending, is_finished};

/// A broken rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    SuccessWithoutEvidence,
    EvidenceOfPaymentNotReported,
    PaidTwice,
    TwoPaymentsInFlight,
    ProvenSecretPaidWithAgain,
    CompletionRepeatedBlindly,
    PaymentWithoutDeviceData,
    PaymentWithoutThreeDsSession,
    PaymentWithUnopenedWallet,
    ChallengeNotSupported,
    MethodNotOffered,
    PaymentAfterLeaving,
    PaymentAfterRefusalUnchecked,
    TotalNotAgreed,
    InstrumentKept,
    SecretsKeptInChallenge,
    SecretRefreshedTooOften,
    BackToChoosing,
    TooManyConnections,
    VerdictDelayed,
    VerdictNotChecked,
    SecondResult,
    EffectAfterResult,
    FinishedWithoutResult,
    NotChargedWithoutGrounds,
    UnknownWithoutGrounds,
    GivenUpEarly,
    ChargedWithoutSuccess,
    LeftWhilePaymentMayHaveBeenMade,
    Stuck,
}

/// The pauses of D4-04 until a limit of 30 s is used up, but for the time of the last read.
const ALL_PAUSES: Duration = Duration::from_secs(28);

/// What has happened, as far as the rules speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    flow: Flow,
    /// D7-05: another attempt of this process may have paid.
    doubt: bool,
    payment_in_flight: bool,
    /// A payment has left the device.
    sent: bool,
    /// D3-01: the secret is proven, and was when that payment was sent.
    proven: bool,
    sent_proven: bool,
    /// It was answered by no verdict, and nothing has settled it.
    open: bool,
    /// A report of a challenge is out, and one has left the device.
    completion_in_flight: bool,
    completion_sent: bool,
    /// What was just said of the payment: that it is made, or that it is not.
    just_said: Option<bool>,
    /// Whether what was chosen takes device data and a 3-D Secure session; not known yet for an unopened wallet token.
    needs_three_ds: Option<bool>,
    /// Something that only a payment takes was chosen: a wallet or a saved card.
    is_for_payments_only: bool,
    device_data: bool,
    three_ds_session: bool,
    /// A secret that had not expired was refused, and the intent was not read since.
    must_check: bool,
    /// Refreshes because of a refusal, in this attempt.
    refusals: u8,
    /// The total that the customer was shown, and the one that the intent had last.
    shown: Option<Money>,
    total: Option<Money>,
    /// Connections that failed one after another, and whether there was time for another one.
    unreached: u8,
    time_left: bool,
    /// The pauses of this read-back, and whether its time was up.
    paused: Duration,
    out_of_time: bool,
    /// What the next step has to come to.
    duty: Duty,
    /// The host left, or the deadline passed.
    given_up: bool,
    result: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Duty {
    None,
    /// A verdict counts at once.
    End,
    /// It is confirmed by one read first.
    Read,
    /// That read ends the checkout, whatever it says.
    EndAfterRead,
}

impl Truth {
    pub(crate) fn new(flow: Flow, doubt: bool) -> Truth {
        Truth {
            flow,
            doubt,
            payment_in_flight: false,
            sent: false,
            proven: false,
            sent_proven: false,
            open: false,
            completion_in_flight: false,
            completion_sent: false,
            just_said: None,
            needs_three_ds: None,
            is_for_payments_only: false,
            device_data: false,
            three_ds_session: false,
            must_check: false,
            refusals: 0,
            shown: Some(SHOWN),
            total: Some(SHOWN),
            unreached: 0,
            time_left: true,
            paused: Duration::ZERO,
            out_of_time: false,
            duty: Duty::None,
            given_up: false,
            result: false,
        }
    }

    pub(crate) fn flow(&self) -> Flow {
        self.flow
    }

    /// Whether a payment has left the device, or is about to.
    pub(crate) fn has_sent(&self) -> bool {
        self.sent || self.payment_in_flight
    }

    /// After the result nothing matters but that there is one, and what was just said.
    pub(crate) fn finished(&self) -> Truth {
        Truth {
            just_said: self.just_said,
            result: true,
            ..Truth::new(self.flow, false)
        }
    }

    /// Whether the server has just said that the payment is made. The checkout must then be over, as a success.
    pub(crate) fn paid(&self) -> bool {
        self.just_said == Some(true)
    }

    pub(crate) fn happened(&mut self, event: &Event, phase: &Phase) {
        self.just_said = None;
        match event {
            Event::Pay { method, .. } if matches!(phase, Phase::Choosing(_)) => self.chosen(method),
            Event::IntentLoaded(Ok(intent)) => self.just_said = intent_says(self.flow, intent),
            Event::SecretRefreshed(refreshed) => {
                self.device_data = false;
                self.three_ds_session = false;
                self.proven |= refreshed.is_ok();
                if let Ok(intent) = refreshed {
                    self.just_said = intent_says(self.flow, intent);
                    self.total = intent.summary.total;
                }
            }
            Event::WalletDecrypted(prepared) => {
                self.prepared(prepared);
                if let Prepared::Done(auth) = prepared {
                    self.needs_three_ds = Some(*auth == WalletAuth::PanOnly);
                }
            }
            Event::DeviceDataCollected(prepared) => {
                self.prepared(prepared);
                self.device_data = matches!(prepared, Prepared::Done(_));
            }
            Event::ThreeDsReady { started: true } => self.three_ds_session = self.device_data,
            Event::IntentChecked(Ok(status)) => {
                self.just_said = says(self.flow, *status);
                self.must_check &= *status != IntentStatus::Created;
            }
            Event::PaymentAnswered(answer) => {
                self.payment_in_flight = false;
                self.answered(answer, false);
            }
            Event::ThreeDsCompleted(answer) => {
                self.completion_in_flight = false;
                self.answered(answer, true);
            }
            Event::ReadBack { status, out_of_time } => {
                self.just_said = status.and_then(|status| says(self.flow, status));
                self.out_of_time = *out_of_time;
                if self.duty == Duty::EndAfterRead {
                    self.duty = Duty::End;
                }
            }
            Event::Leave | Event::DeadlinePassed => self.given_up = true,
            _ => {}
        }
    }

    fn chosen(&mut self, method: &Method) {
        self.needs_three_ds = match method {
            Method::GooglePay => None,
            Method::ApplePay => Some(false),
            Method::NewCard | Method::SavedCard { .. } => Some(self.flow != Flow::VirtualTerminal),
        };
        self.is_for_payments_only = !matches!(method, Method::NewCard);
        self.shown = self.total;
        self.proven = false;
        self.refusals = 0;
    }

    fn prepared<T>(&mut self, prepared: &Prepared<T>) {
        match prepared {
            Prepared::Done(_) => self.proven = true,
            Prepared::SecretRefused { now } => self.must_check |= *now < EXPIRED_BY,
            Prepared::Failed => {}
        }
    }

    fn answered(&mut self, answer: &GatewayAnswer, after_challenge: bool) {
        if let GatewayAnswer::NotConnected { time_left } = answer {
            self.unreached += 1;
            self.time_left = *time_left;
            self.open |= after_challenge;
            return;
        }
        self.unreached = 0;
        self.sent = true;
        self.sent_proven = self.proven;
        self.completion_sent |= after_challenge;
        self.just_said = verdict(answer);
        let failed_after_challenge = after_challenge && matches!(answer, GatewayAnswer::Status { code: 30, .. });
        self.open = self.just_said.is_none() || failed_after_challenge;
        self.duty = match (answer, self.doubt) {
            (GatewayAnswer::Status { code: 4 | 5 | 30, .. }, true) => Duty::EndAfterRead,
            (GatewayAnswer::Status { code: 30, .. }, false) if after_challenge => Duty::Read,
            (
                GatewayAnswer::Status {
                    code: 0 | 4 | 5 | 30, ..
                },
                _,
            ) => Duty::End,
            _ => Duty::None,
        };
    }

    /// What the step as a whole has to come to.
    pub(crate) fn moved(&mut self, event: &Event, to: &Phase, effects: &[Effect]) -> Result<(), Violation> {
        let ends = matches!(to, Phase::Finished(_));
        match self.duty {
            Duty::End => hold(ends || self.result, Violation::VerdictDelayed)?,
            Duty::Read if matches!(event, Event::ThreeDsCompleted(_)) => hold(!ends, Violation::VerdictNotChecked)?,
            _ => {}
        }
        let is_refusal = matches!(
            event,
            Event::DeviceDataCollected(_) | Event::WalletDecrypted(_) | Event::PaymentAnswered(_)
        );
        if is_refusal && effects.contains(&Effect::RefreshSecret) {
            self.refusals += 1;
            hold(self.refusals < 2, Violation::SecretRefreshedTooOften)?;
        }
        let chooses = matches!(to, Phase::Choosing(_));
        hold(!chooses || !self.sent, Violation::BackToChoosing)?;
        if chooses && matches!(event, Event::SecretRefreshed(_)) {
            let forgets = effects.contains(&Effect::ForgetInstrument);
            hold(forgets, Violation::InstrumentKept)?;
        }
        if matches!(event, Event::PaymentAnswered(_))
            && matches!(to, Phase::Challenging(_) | Phase::CompletingThreeDs(_))
        {
            let forgets = effects.contains(&Effect::KeepSessionSecretOnly);
            hold(forgets, Violation::SecretsKeptInChallenge)?;
        }
        Ok(())
    }

    pub(crate) fn asked(&mut self, effect: &Effect, server: &Server) -> Result<(), Violation> {
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
            Effect::SubmitPayment => self.payment_sent(server),
            Effect::CompleteThreeDs { .. } => self.completion_sent(),
            Effect::ReadBack { begins: true, .. } => {
                self.paused = Duration::ZERO;
                Ok(())
            }
            Effect::Wait { at_most, .. } => {
                self.paused += *at_most;
                Ok(())
            }
            Effect::Deliver(result) => {
                self.result = true;
                self.check_result(result, server)
            }
            _ => Ok(()),
        }
    }

    fn payment_sent(&mut self, server: &Server) -> Result<(), Violation> {
        hold(!self.payment_in_flight, Violation::TwoPaymentsInFlight)?;
        hold(!server.has_charged_now(), Violation::PaidTwice)?;
        hold(!(self.sent && self.sent_proven), Violation::ProvenSecretPaidWithAgain)?;
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
        hold(!self.must_check, Violation::PaymentAfterRefusalUnchecked)?;
        hold(self.total == self.shown, Violation::TotalNotAgreed)?;
        self.may_connect()?;
        self.payment_in_flight = true;
        Ok(())
    }

    fn completion_sent(&mut self) -> Result<(), Violation> {
        hold(self.needs_three_ds == Some(true), Violation::ChallengeNotSupported)?;
        hold(!self.completion_sent, Violation::CompletionRepeatedBlindly)?;
        self.completion_in_flight = true;
        self.may_connect()
    }

    /// D3-07: up to twice again, inside the deadline.
    fn may_connect(&self) -> Result<(), Violation> {
        let again = self.unreached == 0 || self.time_left;
        hold(again && self.unreached <= 2, Violation::TooManyConnections)
    }

    fn check_result(&self, result: &PaymentResult, server: &Server) -> Result<(), Violation> {
        let success = result.code() == 0;
        hold(!success || self.paid(), Violation::SuccessWithoutEvidence)?;
        let charged = success && self.flow != Flow::SetupIntent;
        hold(
            charged == (result.charge == Charge::Charged),
            Violation::ChargedWithoutSuccess,
        )?;
        let is_out = self.payment_in_flight || self.completion_in_flight;
        let is_false = (server.has_charged() || is_out) && !success;
        hold(
            result.charge != Charge::NotCharged || !is_false,
            Violation::NotChargedWithoutGrounds,
        )?;
        let reason = result.reason.as_ref().map(|reason| reason.kind);
        if reason == Some(ReasonKind::AlreadyInProgress) {
            return hold(result.charge == Charge::Unknown, Violation::NotChargedWithoutGrounds);
        }
        hold(
            result.charge != Charge::Unknown || self.doubt || self.open,
            Violation::UnknownWithoutGrounds,
        )?;
        hold(
            result.charge != Charge::Unknown || self.doubt || self.out_of_time || self.paused >= ALL_PAUSES,
            Violation::GivenUpEarly,
        )?;
        hold(
            result.code() != 7780 || !server.has_charged() || self.doubt,
            Violation::LeftWhilePaymentMayHaveBeenMade,
        )
    }

    pub(crate) fn stands(&self, state: &State, pending: &[Pending]) -> Result<(), Violation> {
        let finished = is_finished(state);
        hold(finished == self.result, Violation::FinishedWithoutResult)?;
        let host_is_asked = matches!(
            state.phase(),
            Phase::New | Phase::Choosing(_) | Phase::StartingThreeDs { .. } | Phase::Challenging(_)
        );
        hold(finished || host_is_asked || !pending.is_empty(), Violation::Stuck)
    }
}

fn hold(holds: bool, violation: Violation) -> Result<(), Violation> {
    if holds { Ok(()) } else { Err(violation) }
}

/// 0 and 4, 5, 30: the gateway has looked at the payment itself.
fn verdict(answer: &GatewayAnswer) -> Option<bool> {
    match answer {
        GatewayAnswer::Status { code: 0, .. } => Some(true),
        GatewayAnswer::Status { code: 4 | 5 | 30, .. } => Some(false),
        _ => None,
    }
}
