//! One step of the sheet.

use checkout_core::secret::Secret;

use super::action::{Action, WalletEnd};
use super::effect::Effect;
use super::fields::FieldId;
use super::offers::{Offer, offered};
use super::state::{Asked, Kind, Place, Remark, Stage, State, Waiting};

/// What an action does. One that the screen does not offer does nothing.
pub fn update(mut state: State, action: Action) -> (State, Vec<Effect>) {
    if offered(&state, &action) != Offer::Enabled {
        return (state, Vec::new());
    }
    let effects = match action {
        Action::Type { field, text, caret } => state.edit(field, &text, caret),
        Action::Leave { field } => state.leave_field(field),
        Action::Tick { toggle, on } => {
            state.entry.tick(toggle, on);
            Vec::new()
        }
        Action::SelectCard { id } => state.select(id),
        Action::UseAnotherCard => state.go_to(Place::Form),
        Action::ManageCards => state.go_to(Place::Manage),
        Action::DeleteCard { id } => state.ask(Asked::DeleteCard(id)), // D8-15
        Action::Confirm => state.confirm(),
        Action::Dismiss => state.dismiss(),
        Action::Pay => state.pay(),
        Action::PayWith { wallet } => state.open_wallet(wallet),
        Action::WalletPaid(payment) => state.pay_with_wallet(payment),
        Action::WalletEnded(end) => state.wallet_ended(end),
        Action::ChallengeEnded(outcome) => state.complete_challenge(outcome),
        Action::TryAgain => state.try_again(),
        Action::CheckAgain => state.check_again(),
        Action::Back => state.back(),
        Action::Close => state.close(),
        Action::Heard(news) => state.hear(news),
    };
    (state, effects)
}

impl State {
    fn edit(&mut self, field: FieldId, text: &Secret, caret: usize) -> Vec<Effect> {
        let mut entry = std::mem::take(&mut self.entry);
        entry.edit(field, text, caret, &self.form());
        self.entry = entry;
        Vec::new()
    }

    fn leave_field(&mut self, field: FieldId) -> Vec<Effect> {
        let mut entry = std::mem::take(&mut self.entry);
        entry.leave(field, &self.form());
        self.entry = entry;
        Vec::new()
    }

    fn select(&mut self, id: String) -> Vec<Effect> {
        if self.selected.as_ref() != Some(&id) {
            self.entry.wipe_saved_cvv();
            self.selected = Some(id);
        }
        self.request_focus(FieldId::SavedCardCvv);
        Vec::new()
    }

    /// What the customer was told belongs to the screen that is left.
    pub(super) fn go_to(&mut self, place: Place) -> Vec<Effect> {
        self.remark = None;
        self.arrive_at(place);
        Vec::new()
    }

    pub(super) fn arrive_at(&mut self, place: Place) {
        let place = self.place_now(place);
        self.stage = Stage::Choosing(place);
        if place == Place::Form {
            self.begin_form();
        }
    }

    pub(super) fn ask(&mut self, question: Asked) -> Vec<Effect> {
        self.asked = Some(question);
        Vec::new()
    }

    fn dismiss(&mut self) -> Vec<Effect> {
        self.asked = None;
        Vec::new()
    }

    fn confirm(&mut self) -> Vec<Effect> {
        match self.asked.take() {
            Some(Asked::DeleteCard(id)) => self.delete_card(id),
            Some(Asked::LeavePayment) => self.leave_payment(),
            Some(Asked::LeaveChallenge) => self.leave_challenge(),
            None => Vec::new(),
        }
    }

    fn delete_card(&mut self, id: String) -> Vec<Effect> {
        self.remark = None;
        self.deleting.push(id.clone());
        if self.selected.as_ref() == Some(&id) {
            self.selected = None;
            self.entry.wipe_saved_cvv();
        }
        vec![Effect::DeleteCard { id }]
    }

    /// A question is answered with no by what would dismiss it.
    fn back(&mut self) -> Vec<Effect> {
        match self.stage {
            _ if self.asked.is_some() => self.dismiss(),
            Stage::Choosing(Place::Manage | Place::Form) if self.can_go_back() => self.go_to(Place::Choose),
            _ => self.close(),
        }
    }

    /// Whether there is a screen before this one.
    pub fn can_go_back(&self) -> bool {
        match self.stage {
            Stage::Choosing(Place::Form) => self.has_choice(),
            Stage::Choosing(Place::Manage) => self.kind == Kind::Payment,
            _ => false,
        }
    }

    fn wallet_ended(&mut self, end: WalletEnd) -> Vec<Effect> {
        if let Stage::Wallet(wallet, _) = self.stage {
            // Who has closed a wallet knows that.
            self.remark = (end != WalletEnd::Cancelled).then_some(Remark::Wallet(wallet, end));
        }
        self.stage = Stage::Choosing(Place::Choose);
        Vec::new()
    }

    /// Another attempt reads the intent before anything else. What was typed is kept, but for the CVV.
    fn try_again(&mut self) -> Vec<Effect> {
        self.remark = None;
        match self.stage.clone() {
            Stage::Ended(result) => {
                self.last_attempt = Some(result.clone());
                self.start_session(Waiting::Again(result)) // D8-02
            }
            _ => self.fetch_cards(),
        }
    }

    fn check_again(&mut self) -> Vec<Effect> {
        self.remark = None;
        match self.stage.clone() {
            Stage::Ended(result) => {
                self.stage = Stage::Checking(result);
                vec![Effect::ReadStatus]
            }
            _ => Vec::new(),
        }
    }
}
