//! What core tells, and what it changes on the screen.

use checkout_core::card::{SavedCard, Today};
use checkout_core::error::{ActionError, CallError};
use checkout_core::input::CardErrors;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::snapshot::{CheckoutState, PayingStage, Snapshot};
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::Challenge;

use super::action::News;
use super::effect::Effect;
use super::fields::FieldId;
use super::offers::{is_selectable, offers_another_attempt};
use super::state::{Asked, CallErrorKind, Kind, Place, RefusalKind, Remark, Stage, State, Waiting};

impl State {
    pub(super) fn hear(&mut self, news: News) -> Vec<Effect> {
        match news {
            _ if matches!(self.stage, Stage::Closed(_)) => Vec::new(),
            News::Session {
                attempt,
                snapshot,
                today,
            } if attempt == self.attempt => self.session_is_at(*snapshot, today),
            News::Refused { attempt, error } if attempt == self.attempt => self.refused(&error),
            News::Session { .. } | News::Refused { .. } => Vec::new(),
            News::Deleted { id, failure } => self.deleted(&id, failure.as_ref()),
            News::Cards(cards) => self.cards_are_there(cards),
            News::Status(result) => self.status_is(result),
        }
    }

    fn session_is_at(&mut self, snapshot: Snapshot, today: Today) -> Vec<Effect> {
        // A session that has ended has nothing more to tell, until there is another attempt.
        if matches!(self.stage, Stage::Ended(_) | Stage::Checking(_)) {
            return Vec::new();
        }
        self.today = Some(today);
        match snapshot.state {
            CheckoutState::Loading => Vec::new(),
            CheckoutState::ChoosingMethod(summary) => self.may_choose(summary),
            CheckoutState::StartingThreeDs { .. } => {
                self.is_working(PayingStage::Preparing);
                vec![Effect::StartThreeDs]
            }
            CheckoutState::Paying(stage) => self.is_working(stage),
            CheckoutState::Challenge(challenge) => self.is_challenged(challenge),
            CheckoutState::Finished(result) => self.has_ended(result),
        }
    }

    fn may_choose(&mut self, summary: PaymentSummary) -> Vec<Effect> {
        let shown = self.summary.replace(summary).map(|shown| shown.total);
        let total_changed = match (shown, &self.summary) {
            (Some(shown), Some(now)) => shown != now.total,
            _ => false,
        };
        self.keep_selection();
        match self.stage.clone() {
            // The session is about to hear that the customer has left.
            Stage::Leaving | Stage::Ended(_) | Stage::Checking(_) | Stage::CardsUnreadable(_) | Stage::Closed(_) => {}
            Stage::Choosing(place) => self.stage = Stage::Choosing(self.place_now(place)),
            Stage::Wallet(..) => {}
            // From `Working`: nothing was sent, and what was chosen is forgotten, because the total has changed.
            Stage::Loading(_) | Stage::Working(_) | Stage::Challenge(_) => self.choose_again(),
        }
        if total_changed {
            self.remark = Some(Remark::TotalChanged);
        }
        Vec::new()
    }

    /// The customer is where they were; at first, at the choice, or where there is none at the form.
    fn choose_again(&mut self) {
        self.asked = None;
        let place = self.place_now(self.place.unwrap_or(Place::Choose));
        self.stage = Stage::Choosing(place);
        match place {
            Place::Form => {
                self.begin_form();
                if self.last_attempt.is_some() {
                    self.request_focus(FieldId::Cvv);
                }
            }
            Place::Choose | Place::Manage => {}
        }
    }

    pub(super) fn place_now(&self, place: Place) -> Place {
        match place {
            Place::Choose if !self.has_choice() => Place::Form,
            place => place,
        }
    }

    /// The first card that can be paid with is selected, until the customer selects another one.
    fn keep_selection(&mut self) {
        if self.selected_card().is_some_and(|card| is_selectable(self, card)) {
            return;
        }
        self.entry.wipe_saved_cvv();
        let first = self.saved_cards().iter().find(|card| is_selectable(self, card));
        self.selected = first.map(|card| card.id.clone());
    }

    fn is_working(&mut self, stage: PayingStage) -> Vec<Effect> {
        if self.stage != Stage::Leaving {
            self.forget_challenge_question();
            self.stage = Stage::Working(stage);
        }
        Vec::new()
    }

    fn is_challenged(&mut self, challenge: Challenge) -> Vec<Effect> {
        // The challenge asks a question of its own about leaving.
        self.asked = None;
        self.stage = Stage::Challenge(challenge);
        Vec::new()
    }

    fn forget_challenge_question(&mut self) {
        if self.asked == Some(Asked::LeaveChallenge) {
            self.asked = None;
        }
    }

    fn has_ended(&mut self, result: PaymentResult) -> Vec<Effect> {
        let mut effects = Vec::new();
        if result.charge == Charge::Unknown {
            effects.push(Effect::RememberDoubt(result.clone()));
        }
        self.asked = None;
        self.entry.wipe_cvv();
        if !offers_another_attempt(&result) {
            self.entry.wipe();
        }
        match self.stage.clone() {
            Stage::Leaving => effects.extend(self.finish(Some(result))),
            Stage::Working(_) | Stage::Challenge(_) if self.is_leaving => effects.extend(self.finish(Some(result))),
            // Nothing was sent, and nothing is known that was not known before.
            Stage::Loading(Waiting::Again(before)) if could_not_be_read(&result) => {
                self.stage = Stage::Ended(before);
                self.remark = Some(Remark::NotReadable);
            }
            _ => {
                self.remark = None;
                self.stage = Stage::Ended(result);
            }
        }
        effects
    }

    fn refused(&mut self, error: &ActionError) -> Vec<Effect> {
        let Stage::Working(_) = self.stage else {
            return Vec::new();
        };
        let place = self.place_now(self.place.unwrap_or(Place::Choose));
        self.stage = Stage::Choosing(place);
        self.asked = None;
        match error {
            ActionError::InvalidCard(errors) => self.tell(errors),
            ActionError::InvalidCvv(problem) => self.tell(&CardErrors::from(*problem)),
            ActionError::TotalChanged => self.remark = Some(Remark::TotalChanged),
            error => self.remark = Some(Remark::Refused(RefusalKind::from(error))),
        }
        Vec::new()
    }

    fn tell(&mut self, errors: &CardErrors) {
        let fields = self.fields();
        if let Some(first) = self.entry.tell(errors, &fields) {
            self.request_focus(first);
        }
    }

    fn deleted(&mut self, id: &str, failure: Option<&CallError>) -> Vec<Effect> {
        self.deleting.retain(|deleting| deleting != id);
        match failure {
            Some(error) => self.remark = Some(Remark::DeletionFailed(CallErrorKind::from(error))),
            None => self.cards.retain(|card| card.id != id),
        }
        self.keep_selection();
        Vec::new()
    }

    fn cards_are_there(&mut self, cards: Result<Vec<SavedCard>, CallError>) -> Vec<Effect> {
        if self.kind != Kind::SavedCards {
            return Vec::new();
        }
        match cards {
            Ok(cards) => {
                self.cards = cards;
                self.stage = Stage::Choosing(Place::Manage);
            }
            Err(error) => self.stage = Stage::CardsUnreadable(CallErrorKind::from(&error)),
        }
        Vec::new()
    }

    /// A read settles a doubt, or leaves everything as it is.
    fn status_is(&mut self, status: PaymentResult) -> Vec<Effect> {
        let Stage::Checking(before) = self.stage.clone() else {
            return Vec::new();
        };
        match status.charge {
            Charge::Charged | Charge::NotCharged => {
                self.stage = Stage::Ended(status);
                vec![Effect::ForgetDoubt]
            }
            Charge::Unknown => {
                self.stage = Stage::Ended(before);
                self.remark = Some(match status.reason.map(|reason| reason.kind) {
                    Some(ReasonKind::NotCompleted) => Remark::StillUnknown,
                    _ => Remark::NotReadable,
                });
                Vec::new()
            }
        }
    }
}

/// Whether a session that has only read the intent says no more than that it could not.
fn could_not_be_read(result: &PaymentResult) -> bool {
    result.charge == Charge::NotCharged
        && matches!(
            result.reason.as_ref().map(|reason| reason.kind),
            Some(
                ReasonKind::Network
                    | ReasonKind::ServerError
                    | ReasonKind::RateLimited
                    | ReasonKind::MalformedResponse
                    | ReasonKind::AccessDenied
                    | ReasonKind::PaymentIntentNotFound
            )
        )
}
