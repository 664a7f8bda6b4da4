//! One moment of a checkout as the checker sees it: the machine, what is on its way, and what has truly happened.

use std::time::Duration;

use checkout_core::flow::{Effect, Event, Flow, FlowParams, Phase, State};

use crate::rules::{Truth, Violation};

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
    Payment,
    ThreeDs,
    ReadBack,
    Wait,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct World {
    pub(crate) state: State,
    /// What is on its way, sorted.
    pub(crate) pending: Vec<Pending>,
    pub(crate) truth: Truth,
}

impl World {
    pub(crate) fn new(flow: Flow, has_customer_secret: bool, earlier_outcome_unknown: bool) -> World {
        let params = FlowParams {
            flow,
            payment_intent_id: "pi_1".to_owned(),
            has_customer_secret,
            earlier_outcome_unknown,
            read_back_limit: Duration::from_secs(30),
        };
        World {
            state: State::new(params),
            pending: Vec::new(),
            truth: Truth::new(flow, earlier_outcome_unknown),
        }
    }

    pub(crate) fn flow(&self) -> Flow {
        self.truth.flow()
    }

    /// Lets `event` happen, checks every rule on the way, and tells the next world.
    pub(crate) fn after(&self, event: &Event, step: &Step) -> Result<World, Violation> {
        let mut next = self.clone();
        if let Some(answered) = answers(event) {
            let index = next.pending.iter().position(|pending| *pending == answered);
            next.pending.remove(index.expect("only pending effects are answered"));
        }
        next.truth
            .happened(event, matches!(self.state.phase(), Phase::Choosing(_)));
        let (state, effects) = step(self.state.clone(), event.clone());
        next.state = state;
        for effect in &effects {
            next.truth.asked(effect)?;
            next.pending.extend(pending(effect));
        }
        next.pending.sort_unstable();
        next.truth.moved_on(&next.state, &next.pending)?;
        Ok(next)
    }
}

fn answers(event: &Event) -> Option<Pending> {
    Some(match event {
        Event::IntentLoaded(_) => Pending::Intent,
        Event::SavedCardsLoaded(_) => Pending::SavedCards,
        Event::SavedCardDeleted { .. } => Pending::Deletion,
        Event::SecretRefreshed(_) => Pending::Refresh,
        Event::DeviceDataCollected(_) => Pending::DeviceData,
        Event::WalletDecrypted(_) => Pending::Wallet,
        Event::PaymentAnswered(_) => Pending::Payment,
        Event::ThreeDsCompleted(_) => Pending::ThreeDs,
        Event::ReadBack { .. } => Pending::ReadBack,
        Event::Waited => Pending::Wait,
        _ => return None,
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
        Effect::SubmitPayment => Pending::Payment,
        Effect::CompleteThreeDs { .. } => Pending::ThreeDs,
        Effect::ReadBack => Pending::ReadBack,
        Effect::Wait { .. } => Pending::Wait,
        Effect::OpenGatewayConnection | Effect::Deliver(_) | Effect::Refuse(_) => return None,
    })
}
