//! One moment of a checkout as the checker sees it: the machine, what is on its way, and what has truly happened.

use std::time::Duration;

use checkout_core::flow::{Effect, Event, Flow, FlowParams, Phase, State};

use crate::rules::{Truth, Violation};
use crate::server::{Before, Hidden, Server};

/// The function under test: the real `step`, or a mutant of it.
pub(crate) type Step = dyn Fn(State, Event) -> (State, Vec<Effect>) + Send + Sync;

/// An effect that will be answered by one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Pending {
    Intent,
    SavedCards,
    Deletion,
    Refresh,
    DeviceData,
    Wallet,
    Check,
    Payment,
    ThreeDs,
    ReadBack,
    Wait,
}

/// Something that happens: what the machine is told, and what the server did without telling.
#[derive(Clone, Debug)]
pub(crate) struct Happening {
    pub(crate) event: Event,
    pub(crate) hidden: Hidden,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) state: State,
    /// What is on its way, sorted.
    pub(crate) pending: Vec<Pending>,
    /// The least time that the wait on its way takes.
    waiting: Duration,
    pub(crate) server: Server,
    pub(crate) truth: Truth,
}

impl World {
    pub(crate) fn new(flow: Flow, has_customer_secret: bool, before: Before) -> World {
        let earlier_outcome_unknown = matches!(before, Before::Doubt { .. });
        World {
            state: State::new(params(flow, has_customer_secret, earlier_outcome_unknown)),
            pending: Vec::new(),
            waiting: Duration::ZERO,
            server: Server::new(flow, before),
            truth: Truth::new(flow, earlier_outcome_unknown),
        }
    }

    pub(crate) fn flow(&self) -> Flow {
        self.truth.flow()
    }

    /// Lets something happen, checks every rule on the way, and tells the next world.
    pub(crate) fn after(
        &self,
        happening: &Happening,
        step: &Step,
        note: &mut dyn FnMut(&Effect),
    ) -> Result<World, Violation> {
        let Happening { event, hidden } = happening;
        let mut next = self.clone();
        if let Some(answered) = answers(event) {
            let index = next.pending.iter().position(|pending| *pending == answered);
            next.pending.remove(index.expect("only pending effects are answered"));
        }
        if *hidden == Hidden::Executed && self.server.is_paid() {
            return Err(Violation::PaidTwice);
        }
        next.server.did(event, *hidden, self.waiting);
        next.truth.happened(event, self.state.phase());
        let (state, effects) = step(self.state.clone(), event.clone());
        next.state = state;
        next.truth.moved(event, next.state.phase(), &effects)?;
        for effect in &effects {
            note(effect);
            next.truth.asked(effect, &next.server)?;
            next.pending.extend(pending(effect));
            if let Effect::Wait { at_most, jitter } = effect {
                next.waiting = if *jitter { Duration::ZERO } else { *at_most };
            }
        }
        next.pending.sort_unstable();
        if !next.pending.contains(&Pending::Wait) {
            next.waiting = Duration::ZERO;
        }
        next.truth.stands(&next.state, &next.pending)?;
        next.forget_what_no_longer_matters();
        Ok(next)
    }

    /// Worlds that differ only in this are one. `alike` shows that it makes no difference.
    fn forget_what_no_longer_matters(&mut self) {
        if is_finished(&self.state) {
            self.pending.clear();
            self.server = Server::new(self.flow(), Before::Untouched);
            self.truth = self.truth.finished();
        }
        if self.truth.has_sent() {
            self.pending.retain(|pending| *pending != Pending::Deletion);
        }
    }
}

pub(crate) fn params(flow: Flow, has_customer_secret: bool, earlier_outcome_unknown: bool) -> FlowParams {
    FlowParams {
        flow,
        payment_intent_id: "pi_1".to_owned(),
        has_customer_secret,
        earlier_outcome_unknown,
        read_back_limit: Duration::from_secs(30),
    }
}

pub(crate) fn is_finished(state: &State) -> bool {
    matches!(state.phase(), Phase::Finished(_))
}

fn answers(event: &Event) -> Option<Pending> {
    Some(match event {
        Event::IntentLoaded(_) => Pending::Intent,
        Event::SavedCardsLoaded(_) => Pending::SavedCards,
        Event::SavedCardDeleted { .. } => Pending::Deletion,
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
        Effect::DeleteSavedCard { .. } => Pending::Deletion,
        Effect::RefreshSecret => Pending::Refresh,
        Effect::CollectDeviceData => Pending::DeviceData,
        Effect::DecryptWallet => Pending::Wallet,
        Effect::CheckIntent { .. } => Pending::Check,
        Effect::SubmitPayment => Pending::Payment,
        Effect::CompleteThreeDs { .. } => Pending::ThreeDs,
        Effect::ReadBack { .. } => Pending::ReadBack,
        Effect::Wait { .. } => Pending::Wait,
        Effect::OpenGatewayConnection
        | Effect::ForgetInstrument
        | Effect::KeepSessionSecretOnly
        | Effect::Deliver(_)
        | Effect::Refuse(_) => return None,
    })
}
