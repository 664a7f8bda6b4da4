//! A state's words: texts and amounts in the customer's language, and buttons that say them.

use checkout_core::money::Money;
use checkout_core::snapshot::PayingStage;
use checkout_core::summary::Wallet;

use super::parts::{Button, ButtonRole};
use crate::model::{Action, Kind, Offer, State, offered};
use crate::texts::{Placeholder, TextId, Texts, amount_text};

/// A state, and the texts to say it with.
pub(super) struct Words<'a> {
    pub(super) state: &'a State,
    pub(super) texts: &'a Texts,
}

impl<'a> Words<'a> {
    pub(super) fn new(state: &'a State, texts: &'a Texts) -> Self {
        Words { state, texts }
    }

    pub(super) fn get(&self, id: TextId) -> String {
        self.texts.get(id).to_owned()
    }

    pub(super) fn fill(&self, id: TextId, values: &[(Placeholder, &str)]) -> String {
        self.texts.fill(id, values)
    }

    pub(super) fn amount(&self, money: Money) -> String {
        amount_text(money, self.texts.locale(), false)
    }

    pub(super) fn total(&self) -> Option<String> {
        let total = self.state.summary.as_ref().and_then(|summary| summary.total);
        total.map(|total| self.amount(total))
    }

    pub(super) fn button(&self, id: TextId, role: ButtonRole, action: Action) -> Button {
        self.labelled(self.get(id), role, action)
    }

    pub(super) fn labelled(&self, label: String, role: ButtonRole, action: Action) -> Button {
        Button {
            accessibility_label: label.clone(),
            label,
            enabled: offered(self.state, &action) == Offer::Enabled,
            role,
            action,
        }
    }

    pub(super) fn pay_button(&self) -> Button {
        let label = match (self.state.kind, self.total()) {
            (Kind::Setup, _) => self.get(TextId::SaveCardButton),
            (_, Some(total)) => self.fill(TextId::PayAmount, &[(Placeholder::Amount, &total)]),
            (_, None) => self.get(TextId::Pay),
        };
        self.labelled(label, ButtonRole::Primary, Action::Pay)
    }

    pub(super) fn total_changed(&self) -> String {
        match self.total() {
            Some(total) => self.fill(TextId::TotalChanged, &[(Placeholder::Amount, &total)]),
            None => self.get(TextId::TotalIsAnother),
        }
    }

    pub(super) fn working(&self, stage: PayingStage) -> String {
        let is_setup = self.state.kind == Kind::Setup;
        self.get(match (stage, is_setup) {
            _ if self.state.is_leaving && is_setup => TextId::WorkingAfterLeaveSetup,
            _ if self.state.is_leaving => TextId::WorkingAfterLeave,
            (PayingStage::Preparing, true) => TextId::WorkingPreparingSetup,
            (PayingStage::Preparing, false) => TextId::WorkingPreparing,
            (PayingStage::Authorizing, true) => TextId::WorkingAuthorizingSetup,
            (PayingStage::Authorizing, false) => TextId::WorkingAuthorizing,
            (PayingStage::ConfirmingThreeDs, true) => TextId::WorkingConfirmingSetup,
            (PayingStage::ConfirmingThreeDs, false) => TextId::WorkingConfirming,
            (PayingStage::CheckingOutcome, true) => TextId::WorkingCheckingSetup,
            (PayingStage::CheckingOutcome, false) => TextId::WorkingChecking,
        })
    }

    /// A wallet is called by its name in every language.
    pub(super) fn wallet_name(&self, wallet: Wallet) -> &'static str {
        match wallet {
            Wallet::GooglePay => "Google Pay",
            Wallet::ApplePay => "Apple Pay",
        }
    }
}
