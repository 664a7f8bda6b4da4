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
            News::Taken { attempt, revision } if attempt == self.attempt => self.taken(revision),
            News::Refused { attempt, error } if attempt == self.attempt => self.refused(&error),
            News::Session { .. } | News::Taken { .. } | News::Refused { .. } => Vec::new(),
            News::Deleted { id, failure } => self.deleted(&id, failure.as_ref()),
            News::Cards(cards) => self.cards_are_there(cards),
            News::Status(result) => self.status_is(result),
            News::InDoubt(result) => self.is_in_doubt(result),
        }
    }

    fn session_is_at(&mut self, snapshot: Snapshot, today: Today) -> Vec<Effect> {
        // A session that has ended has nothing more to tell, until there is another attempt.
        if matches!(self.stage, Stage::Ended(_) | Stage::Checking(_)) {
            return Vec::new();
        }
        if self.is_out_of_date(&snapshot) {
            return Vec::new();
        }
        self.heard_from = snapshot.revision + 1;
        self.today = Some(today);
        match snapshot.state {
            CheckoutState::Finished(result) => self.has_ended(result),
            CheckoutState::Paying(stage) => self.is_working(stage),
            // Whoever has left is not asked anything more. The session may not have been there yet to be told.
            _ if self.has_left() => vec![Effect::Leave],
            CheckoutState::Loading => Vec::new(),
            CheckoutState::ChoosingMethod(summary) => self.may_choose(summary),
            CheckoutState::StartingThreeDs { .. } => {
                self.is_working(PayingStage::Preparing);
                vec![Effect::StartThreeDs]
            }
            CheckoutState::Challenge(challenge) => self.is_challenged(challenge),
        }
    }

    /// What is told late or twice is not true any more. While a payment is handed over, that the customer may choose was
    /// said before it, or will be said again after [`News::Taken`] or [`News::Refused`].
    fn is_out_of_date(&self, snapshot: &Snapshot) -> bool {
        let may_choose = matches!(snapshot.state, CheckoutState::ChoosingMethod(_));
        snapshot.revision < self.heard_from || (self.is_handing_over && may_choose)
    }

    fn has_left(&self) -> bool {
        self.is_leaving || self.stage == Stage::Leaving
    }

    fn may_choose(&mut self, mut summary: PaymentSummary) -> Vec<Effect> {
        summary.saved_cards.retain(|card| !self.deleted.contains(&card.id));
        let shown = self.summary.replace(summary).map(|shown| shown.total);
        let total_changed = match (shown, &self.summary) {
            (Some(shown), Some(now)) => shown != now.total,
            _ => false,
        };
        self.keep_selection();
        match self.stage {
            Stage::Choosing(_) => self.stay_where_there_is_a_choice(),
            Stage::Wallet(..) | Stage::Leaving | Stage::Ended(_) | Stage::Checking(_) => {}
            Stage::CardsUnreadable(_) | Stage::Closed(_) => {}
            // From `Working`: nothing was sent, and what was chosen is forgotten, because the total has changed.
            Stage::Loading(_) | Stage::Working(_) | Stage::Challenge(_) => self.choose_again(),
        }
        if total_changed {
            self.remark = Some(Remark::TotalChanged); // D8-04
        }
        Vec::new()
    }

    /// The customer is where they were; at first, at the choice, or where there is none at the form.
    fn choose_again(&mut self) {
        self.asked = None;
        self.arrive_at(self.place.unwrap_or(Place::Choose));
        if self.stage == Stage::Choosing(Place::Form) && self.last_attempt.is_some() {
            self.request_focus(FieldId::Cvv);
        }
    }

    /// The last card may be gone, and with it the choice.
    fn stay_where_there_is_a_choice(&mut self) {
        if self.stage == Stage::Choosing(Place::Choose) && !self.has_choice() {
            self.arrive_at(Place::Form);
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
        self.forget_challenge_question();
        self.stage = Stage::Working(stage);
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
        match self.stage.clone() {
            _ if self.has_left() => effects.extend(self.finish(Some(result))),
            // Nothing was sent, and nothing is known that was not known before.
            Stage::Loading(Waiting::Again(before)) if could_not_be_read(&result) => {
                self.stage = Stage::Ended(before);
                self.remark = Some(Remark::NotReadable);
            }
            _ => {
                if !offers_another_attempt(&result) {
                    self.entry.wipe();
                }
                self.remark = None;
                self.stage = Stage::Ended(result);
            }
        }
        effects
    }

    fn taken(&mut self, revision: u64) -> Vec<Effect> {
        self.is_handing_over = false;
        self.heard_from = self.heard_from.max(revision);
        Vec::new()
    }

    fn refused(&mut self, error: &ActionError) -> Vec<Effect> {
        self.is_handing_over = false;
        let Stage::Working(_) = self.stage else {
            return Vec::new();
        };
        if self.is_leaving {
            return vec![Effect::Leave];
        }
        self.asked = None;
        self.arrive_at(self.place.unwrap_or(Place::Choose));
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
            Some(error) => self.deletion_failed(CallErrorKind::from(error)),
            None => self.forget_card(id),
        }
        self.keep_selection();
        self.stay_where_there_is_a_choice();
        Vec::new()
    }

    /// It is said where the cards are, and never instead of what is said of the money.
    fn deletion_failed(&mut self, error: CallErrorKind) {
        let is_choosing = matches!(self.stage, Stage::Choosing(_) | Stage::Wallet(..));
        if is_choosing && self.remark != Some(Remark::TotalChanged) {
            self.remark = Some(Remark::DeletionFailed(error));
        }
    }

    fn forget_card(&mut self, id: &str) {
        self.deleted.push(id.to_owned());
        self.cards.retain(|card| card.id != id);
        if let Some(summary) = &mut self.summary {
            summary.saved_cards.retain(|card| card.id != id);
        }
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

    /// D8-05: where another attempt is offered, that it took nothing is not the last word any more. A session that runs finds
    /// the doubt itself.
    fn is_in_doubt(&mut self, result: PaymentResult) -> Vec<Effect> {
        if matches!(&self.stage, Stage::Ended(ended) if offers_another_attempt(ended)) {
            self.entry.wipe();
            self.remark = None;
            self.stage = Stage::Ended(result);
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
