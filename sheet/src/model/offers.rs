//! What a screen offers: whether an action can be done now. The screen shows it, and [`update`](super::update) asks it,
//! so that what is shown as disabled is refused.

use checkout_core::card::SavedCard;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::status::Status;
use checkout_core::summary::Wallet;

use super::action::{Action, WalletPayment};
use super::fields::{FieldGroup, FieldId, ToggleId};
use super::state::{Kind, Place, Stage, State};

/// Whether an action can be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// It can.
    Enabled,
    /// It is on the screen, and cannot be done yet.
    Disabled,
    /// It is not on the screen.
    Absent,
}

impl Offer {
    fn if_true(condition: bool) -> Self {
        if condition { Offer::Enabled } else { Offer::Absent }
    }
}

/// Whether another attempt may be offered after this result: nothing was taken, and another card, another moment or
/// another session secret may bring more. After an unknown outcome never. (D8-01)
pub fn offers_another_attempt(result: &PaymentResult) -> bool {
    let reason = result.reason.as_ref().map(|reason| reason.kind);
    result.charge == Charge::NotCharged
        && match result.status {
            Status::Referred | Status::Declined => true,
            Status::Failed => reason == Some(ReasonKind::PaymentFailed),
            Status::IssueWithAccessToken => reason == Some(ReasonKind::SessionSecretRejected),
            Status::SdkInternalError => matches!(
                reason,
                Some(
                    ReasonKind::Network
                        | ReasonKind::ServerError
                        | ReasonKind::RateLimited
                        | ReasonKind::DeviceDataFailed
                        | ReasonKind::WalletFailed
                        | ReasonKind::ThreeDsFailed
                )
            ),
            Status::Successful
            | Status::Authorizing
            | Status::DuplicateTransaction
            | Status::Expired
            | Status::WaitingPreExecute
            | Status::InvalidRequest
            | Status::NoAccessTokenSupplied
            | Status::InternalServerError
            | Status::UserClosedWithoutPaying => false,
        }
}

/// Whether the action can be done now.
pub fn offered(state: &State, action: &Action) -> Offer {
    let is_over = matches!(state.stage, Stage::Closed(_));
    match action {
        Action::Heard(_) => Offer::Enabled,
        _ if is_over => Offer::Absent,
        Action::Confirm | Action::Dismiss => Offer::if_true(state.asked.is_some()),
        // A page or a wallet ends when it ends, whatever the customer is being asked.
        Action::ChallengeEnded(_) => Offer::if_true(matches!(state.stage, Stage::Challenge(_))),
        Action::WalletPaid(payment) => Offer::if_true(state.has_open(wallet_of(payment))),
        Action::WalletEnded(_) => Offer::if_true(matches!(state.stage, Stage::Wallet(..))),
        Action::Close | Action::Back => Offer::if_true(state.stage != Stage::Leaving && !state.is_leaving),
        // Below a question nothing can be reached.
        _ if state.asked.is_some() => Offer::Absent,
        Action::Type { field, .. } | Action::Leave { field } => Offer::if_true(state.fields().contains(field)),
        Action::Tick { toggle, .. } => Offer::if_true(state.toggles().contains(toggle)),
        Action::SelectCard { id } => state.offers_card(id),
        Action::UseAnotherCard => Offer::if_true(state.is_at(Place::Choose)),
        Action::ManageCards => Offer::if_true(state.is_at(Place::Choose) && !state.saved_cards().is_empty()),
        Action::DeleteCard { id } => state.offers_deletion(id),
        Action::Pay => state.offers_payment(),
        Action::PayWith { wallet } => {
            Offer::if_true(state.is_at(Place::Choose) && state.wallets_offered().contains(wallet))
        }
        Action::TryAgain => match &state.stage {
            Stage::Ended(result) => Offer::if_true(state.kind != Kind::Status && offers_another_attempt(result)),
            Stage::CardsUnreadable(_) => Offer::Enabled,
            _ => Offer::Absent,
        },
        Action::CheckAgain => match &state.stage {
            Stage::Ended(result) => Offer::if_true(result.charge == Charge::Unknown), // D8-05
            Stage::Checking(_) => Offer::Disabled,
            _ => Offer::Absent,
        },
    }
}

fn wallet_of(payment: &WalletPayment) -> Wallet {
    match payment {
        WalletPayment::GooglePay(_) => Wallet::GooglePay,
        WalletPayment::ApplePay(_) => Wallet::ApplePay,
    }
}

/// Whether a saved card can be paid with now.
pub(crate) fn is_selectable(state: &State, card: &SavedCard) -> bool {
    card.payable && !state.deleting.contains(&card.id)
}

impl State {
    fn is_at(&self, place: Place) -> bool {
        self.stage == Stage::Choosing(place)
    }

    fn has_open(&self, wallet: Wallet) -> bool {
        matches!(self.stage, Stage::Wallet(open, _) if open == wallet)
    }

    /// The fields that can be typed into now.
    pub fn fields(&self) -> Vec<FieldId> {
        match self.stage {
            Stage::Choosing(Place::Choose) => match self.selected_card() {
                Some(card) if is_selectable(self, card) => vec![FieldId::SavedCardCvv],
                _ => Vec::new(),
            },
            Stage::Choosing(Place::Form) => {
                let groups = self.groups();
                groups.iter().flat_map(|group| self.fields_of(*group)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The groups of the form.
    pub fn groups(&self) -> Vec<FieldGroup> {
        let is_shown = |group: &FieldGroup| !self.fields_of(*group).is_empty();
        FieldGroup::ALL.into_iter().filter(is_shown).collect()
    }

    /// The fields of a group that the intent asks for. Where to send something is asked of the merchant at a virtual
    /// terminal alone, as core takes it.
    pub fn fields_of(&self, group: FieldGroup) -> Vec<FieldId> {
        let collect = self.summary.as_ref().map(|summary| summary.collect).unwrap_or_default();
        let is_terminal = self.kind == Kind::VirtualTerminal;
        let is_asked = |field: &FieldId| match group {
            FieldGroup::Card => true,
            FieldGroup::Contact => collect.email,
            FieldGroup::Billing => collect.billing_address,
            FieldGroup::Shipping => is_terminal && (collect.shipping_details || *field == FieldId::DeliveryNotes),
        };
        group.fields().iter().copied().filter(is_asked).collect()
    }

    /// What can be ticked now (D8-13). A card is saved for the customer whose it is, so not at a virtual terminal.
    pub fn toggles(&self) -> Vec<ToggleId> {
        match (&self.stage, self.kind) {
            (Stage::Choosing(Place::Form), Kind::Payment) if self.asks_to_save() => vec![ToggleId::SaveCard],
            (Stage::Choosing(Place::Form), Kind::Setup) => vec![ToggleId::SetupConsent],
            _ => Vec::new(),
        }
    }

    pub(super) fn asks_to_save(&self) -> bool {
        self.kind == Kind::Payment && self.summary.as_ref().is_some_and(|summary| summary.can_save_card())
    }

    /// The wallets that intent and device have.
    pub fn wallets_offered(&self) -> Vec<Wallet> {
        let taken = self.summary.as_ref().map_or(&[][..], |summary| &summary.wallets);
        let is_here = |wallet: &&Wallet| self.kind == Kind::Payment && self.wallets.contains(wallet);
        taken.iter().filter(is_here).copied().collect()
    }

    /// Whether there is anything to choose from (D8-14). Otherwise the form is the first screen.
    pub(super) fn has_choice(&self) -> bool {
        self.kind == Kind::Payment && !(self.saved_cards().is_empty() && self.wallets_offered().is_empty())
    }

    fn offers_card(&self, id: &str) -> Offer {
        let card = self.saved_cards().iter().find(|card| card.id == id);
        match card {
            Some(card) if self.is_at(Place::Choose) => match is_selectable(self, card) {
                true => Offer::Enabled,
                false => Offer::Disabled,
            },
            _ => Offer::Absent,
        }
    }

    fn offers_deletion(&self, id: &str) -> Offer {
        let is_listed = self.saved_cards().iter().any(|card| card.id == id);
        match self.is_at(Place::Manage) && is_listed {
            true if self.deleting.iter().any(|deleting| deleting == id) => Offer::Disabled,
            is_there => Offer::if_true(is_there),
        }
    }

    fn offers_payment(&self) -> Offer {
        match self.stage {
            Stage::Choosing(Place::Form) => Offer::Enabled,
            Stage::Choosing(Place::Choose) => match self.selected_card() {
                Some(card) if is_selectable(self, card) => Offer::Enabled,
                _ => Offer::Disabled,
            },
            _ => Offer::Absent,
        }
    }
}
