//! From the choice to the payment: everything is checked, and a payment is handed over once.

use checkout_core::flow::Flow;
use checkout_core::input::NewCardInput;
use checkout_core::snapshot::PayingStage;
use checkout_core::summary::Wallet;
use checkout_core::threeds::ChallengeOutcome;

use super::action::WalletPayment;
use super::effect::Effect;
use super::entry::Form;
use super::fields::FieldId;
use super::state::{Asked, Kind, Place, Stage, State};

impl State {
    /// Core's flow.
    pub(crate) fn flow(&self) -> Flow {
        match self.kind {
            Kind::Setup => Flow::SetupIntent,
            Kind::VirtualTerminal => Flow::VirtualTerminal,
            Kind::Payment | Kind::SavedCards | Kind::Status => Flow::Payment,
        }
    }

    /// What the customer typed is checked against this.
    pub(super) fn form(&self) -> Form<'_> {
        Form {
            flow: self.flow(),
            summary: self.summary.as_ref(),
            today: self.today,
            card: self.selected_card(),
            asks_to_save: self.asks_to_save(),
        }
    }

    /// What is known of the customer is filled in, where nothing was typed.
    pub(super) fn begin_form(&mut self) {
        let email = self.summary.as_ref().and_then(|summary| summary.customer_email.clone());
        if let Some(email) = email {
            self.entry.prefill(FieldId::Email, &email);
        }
        if let Some(country) = &self.home_country {
            self.entry.prefill(FieldId::BillingCountry, country);
            self.entry.prefill(FieldId::ShippingCountry, country);
        }
    }

    pub(super) fn pay(&mut self) -> Vec<Effect> {
        self.remark = None;
        match self.stage {
            Stage::Choosing(Place::Choose) => self.pay_with_selected_card(),
            _ => self.pay_with_new_card(),
        }
    }

    fn pay_with_selected_card(&mut self) -> Vec<Effect> {
        let Some(card) = self.selected_card().cloned() else {
            return Vec::new();
        };
        if self.entry.tell_saved_cvv(&card) {
            self.request_focus(FieldId::SavedCardCvv);
            return Vec::new();
        }
        let cvv = self.entry.text(FieldId::SavedCardCvv).into();
        self.hand_over(Place::Choose, Effect::PayWithSavedCard { id: card.id, cvv })
    }

    fn pay_with_new_card(&mut self) -> Vec<Effect> {
        match self.entry.check(&self.form()) {
            Ok(card) => self.hand_over(Place::Form, Effect::PayWithCard(Box::<NewCardInput>::new(card))),
            Err(errors) => {
                let fields = self.fields();
                if let Some(first) = self.entry.tell(&errors, &fields) {
                    self.request_focus(first);
                }
                Vec::new()
            }
        }
    }

    pub(super) fn open_wallet(&mut self, wallet: Wallet) -> Vec<Effect> {
        self.remark = None;
        self.requests += 1;
        self.stage = Stage::Wallet(wallet, self.requests);
        Vec::new()
    }

    pub(super) fn pay_with_wallet(&mut self, payment: WalletPayment) -> Vec<Effect> {
        self.hand_over(Place::Choose, Effect::PayWithWallet(payment))
    }

    /// From here no other action pays: the stage has changed before anything is sent.
    fn hand_over(&mut self, place: Place, payment: Effect) -> Vec<Effect> {
        self.place = Some(place);
        self.is_handing_over = true;
        self.stage = Stage::Working(PayingStage::Preparing);
        self.entry.wipe_cvv(); // D8-03, D8-11
        vec![payment]
    }

    pub(super) fn complete_challenge(&mut self, outcome: ChallengeOutcome) -> Vec<Effect> {
        if self.asked == Some(Asked::LeaveChallenge) {
            self.asked = None;
        }
        self.stage = Stage::Working(PayingStage::ConfirmingThreeDs);
        vec![Effect::CompleteChallenge(outcome)]
    }
}
