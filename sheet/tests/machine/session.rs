//! Core's side: the session of an attempt, which is core's own machine, and what its snapshots have shown.

use std::sync::Arc;

use checkout_core::flow::{Effect, Event, Notice, Phase, Refusal, State, step};
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::{CheckoutState, PayingStage, Snapshot};
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::Challenge;

use crate::cast::Setting;

/// How many snapshots somebody may still have in hand when there are newer ones.
const IN_HAND: usize = 1;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Session {
    pub(crate) attempt: u64,
    pub(crate) core: State,
    /// What core waits for.
    pub(crate) pending: Vec<Pending>,
    pub(crate) revision: u64,
    /// Whether the sheet has been told of this revision.
    pub(crate) is_told: bool,
    /// What was shown before, the newest last.
    pub(crate) past: Vec<(u64, View)>,
}

/// An effect of core that one event answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Pending {
    Intent,
    SavedCards,
    Refresh,
    DeviceData,
    Wallet,
    Check,
    Payment,
    ThreeDs,
    ReadBack,
    Wait,
}

/// What a snapshot shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum View {
    Loading,
    Choosing(Arc<PaymentSummary>, Option<Notice>),
    StartingThreeDs(String),
    Paying(PayingStage),
    Challenge(Challenge),
    Finished(PaymentResult),
}

impl Session {
    pub(crate) fn start(setting: Setting, attempt: u64) -> Session {
        let mut session = Session {
            attempt,
            core: State::new(setting.params()),
            pending: Vec::new(),
            revision: 1,
            is_told: false,
            past: Vec::new(),
        };
        session.hear(Event::Start);
        session
    }

    /// Lets core hear of something. Gives why it refuses it, if it does.
    pub(crate) fn hear(&mut self, event: Event) -> Option<Refusal> {
        if let Some(answered) = answered_by(&event) {
            let index = self.pending.iter().position(|pending| *pending == answered);
            self.pending.remove(index.expect("only what is pending is answered"));
        }
        let before = self.view();
        let (core, effects) = step(self.core.clone(), event);
        self.core = core;
        self.pending.extend(effects.iter().filter_map(pending));
        self.pending.sort_unstable();
        if self.result().is_some() {
            self.pending.clear();
        }
        if self.view() != before {
            self.past.push((self.revision, before));
            if self.past.len() > IN_HAND {
                self.past.remove(0);
            }
            self.revision += 1;
            self.is_told = false;
        }
        effects.iter().find_map(|effect| match effect {
            Effect::Refuse(refusal) => Some(*refusal),
            _ => None,
        })
    }

    pub(crate) fn result(&self) -> Option<&PaymentResult> {
        match self.core.phase() {
            Phase::Finished(result) => Some(result),
            _ => None,
        }
    }

    pub(crate) fn is_choosing(&self) -> bool {
        matches!(self.core.phase(), Phase::Choosing(_))
    }

    /// Whether a payment may have left the device, and there is no result yet.
    pub(crate) fn has_payment_out(&self) -> bool {
        matches!(
            self.core.phase(),
            Phase::Submitting(_)
                | Phase::PausingBeforeSubmit(_)
                | Phase::RefreshingAfterPayment(_)
                | Phase::Challenging(_)
                | Phase::CompletingThreeDs(_)
                | Phase::PausingBeforeComplete(_)
                | Phase::ReadingBack(_)
                | Phase::PausingBeforeReadBack(_)
        )
    }

    pub(crate) fn view(&self) -> View {
        match self.core.phase() {
            Phase::New | Phase::LoadingIntent | Phase::LoadingSavedCards(_) => View::Loading,
            Phase::Choosing(choice) => View::Choosing(Arc::clone(&choice.summary), choice.notice),
            Phase::RefreshingSecret(_)
            | Phase::DecryptingWallet(_)
            | Phase::CollectingDeviceData(_)
            | Phase::CheckingIntent(_) => View::Paying(PayingStage::Preparing),
            Phase::StartingThreeDs { token, .. } => View::StartingThreeDs(token.clone()),
            Phase::Submitting(_) | Phase::PausingBeforeSubmit(_) => View::Paying(PayingStage::Authorizing),
            Phase::Challenging(challenge) => View::Challenge(challenge.clone()),
            Phase::CompletingThreeDs(_) | Phase::PausingBeforeComplete(_) => {
                View::Paying(PayingStage::ConfirmingThreeDs)
            }
            Phase::RefreshingAfterPayment(_) | Phase::ReadingBack(_) | Phase::PausingBeforeReadBack(_) => {
                View::Paying(PayingStage::CheckingOutcome)
            }
            Phase::Finished(result) => View::Finished(result.clone()),
        }
    }
}

impl View {
    pub(crate) fn snapshot(&self, revision: u64) -> Snapshot {
        let notice = match self {
            View::Choosing(_, notice) => *notice,
            _ => None,
        };
        let state = match self.clone() {
            View::Loading => CheckoutState::Loading,
            View::Choosing(summary, _) => CheckoutState::ChoosingMethod((*summary).clone()),
            View::StartingThreeDs(token) => CheckoutState::StartingThreeDs { token },
            View::Paying(stage) => CheckoutState::Paying(stage),
            View::Challenge(challenge) => CheckoutState::Challenge(challenge),
            View::Finished(result) => CheckoutState::Finished(result),
        };
        Snapshot {
            revision,
            state,
            notice,
        }
    }
}

fn answered_by(event: &Event) -> Option<Pending> {
    Some(match event {
        Event::IntentLoaded(_) => Pending::Intent,
        Event::SavedCardsLoaded(_) => Pending::SavedCards,
        Event::SecretRefreshed(_) => Pending::Refresh,
        Event::DeviceDataCollected(_) => Pending::DeviceData,
        Event::WalletDecrypted(_) => Pending::Wallet,
        Event::IntentChecked(_) => Pending::Check,
        Event::PaymentAnswered(_) => Pending::Payment,
        Event::ThreeDsCompleted(_) => Pending::ThreeDs,
        Event::ReadBack { .. } => Pending::ReadBack,
        Event::Waited => Pending::Wait,
        Event::Start
        | Event::Reject(_)
        | Event::Pay { .. }
        | Event::DeleteSavedCard { .. }
        | Event::SavedCardDeleted { .. }
        | Event::ThreeDsReady { .. }
        | Event::ChallengeEnded(_)
        | Event::Leave
        | Event::DeadlinePassed => return None,
    })
}

fn pending(effect: &Effect) -> Option<Pending> {
    Some(match effect {
        Effect::FetchIntent => Pending::Intent,
        Effect::FetchSavedCards { .. } => Pending::SavedCards,
        Effect::RefreshSecret => Pending::Refresh,
        Effect::CollectDeviceData => Pending::DeviceData,
        Effect::DecryptWallet => Pending::Wallet,
        Effect::CheckIntent { .. } => Pending::Check,
        Effect::SubmitPayment => Pending::Payment,
        Effect::CompleteThreeDs { .. } => Pending::ThreeDs,
        Effect::ReadBack { .. } => Pending::ReadBack,
        Effect::Wait { .. } => Pending::Wait,
        // The world has the deletions, because they outlive a session.
        Effect::DeleteSavedCard { .. }
        | Effect::OpenGatewayConnection
        | Effect::ForgetInstrument
        | Effect::KeepSessionSecretOnly
        | Effect::Deliver(_)
        | Effect::Refuse(_) => return None,
    })
}
