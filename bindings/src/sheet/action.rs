//! What the customer and the platform do.

use checkout_sheet::model as core;
use checkout_sheet::screen;

use super::fields::{SheetField, SheetFieldId, SheetToggleId};
use crate::mirror::mirror;
use crate::snapshot::revision;
use crate::summary::Wallet;

/// What the customer or the platform does. What is typed, what a wallet gave and how a challenge ended are methods of
/// the sheet, because an action is printed.
///
/// An action that the screen does not offer is refused: nothing changes.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SheetAction {
    /// The customer goes on from a field.
    Leave {
        /// The field.
        field: SheetFieldId,
    },
    /// Something is ticked, or not any more.
    Tick {
        /// What.
        toggle: SheetToggleId,
        /// Whether it is ticked now.
        on: bool,
    },
    /// A saved card is selected.
    SelectCard {
        /// Its payment method id.
        id: String,
    },
    /// Leads to the form.
    UseAnotherCard,
    /// Leads to the saved cards, to delete some.
    ManageCards,
    /// Asks whether a saved card is to be deleted.
    DeleteCard {
        /// Its payment method id.
        id: String,
    },
    /// Yes, to the question.
    Confirm,
    /// No, to the question.
    Dismiss,
    /// Pays with what was chosen and typed.
    Pay,
    /// Pays with a wallet: its sheet is to be opened.
    PayWith {
        /// Which.
        wallet: Wallet,
    },
    /// The wallet's sheet has ended without a payment.
    WalletEnded {
        /// How.
        end: SheetWalletEnd,
    },
    /// Another attempt, where one is offered.
    TryAgain,
    /// Asks again what came of a payment. Nothing is sent but a read.
    CheckAgain,
    /// Back to the screen before; where there is none, it closes.
    Back,
    /// Closes the sheet, or asks first.
    Close,
}

mirror! {
    /// How a wallet's sheet ended without a payment.
    SheetWalletEnd = core::WalletEnd {
        /// The customer left it.
        Cancelled,
        /// It failed.
        Failed,
        /// It could not be opened.
        Unavailable,
    }
}

impl From<SheetAction> for core::Action {
    fn from(action: SheetAction) -> Self {
        match action {
            SheetAction::Leave { field } => core::Action::Leave { field: field.into() },
            SheetAction::Tick { toggle, on } => core::Action::Tick {
                toggle: toggle.into(),
                on,
            },
            SheetAction::SelectCard { id } => core::Action::SelectCard { id },
            SheetAction::UseAnotherCard => core::Action::UseAnotherCard,
            SheetAction::ManageCards => core::Action::ManageCards,
            SheetAction::DeleteCard { id } => core::Action::DeleteCard { id },
            SheetAction::Confirm => core::Action::Confirm,
            SheetAction::Dismiss => core::Action::Dismiss,
            SheetAction::Pay => core::Action::Pay,
            SheetAction::PayWith { wallet } => core::Action::PayWith { wallet: wallet.into() },
            SheetAction::WalletEnded { end } => core::Action::WalletEnded(end.into()),
            SheetAction::TryAgain => core::Action::TryAgain,
            SheetAction::CheckAgain => core::Action::CheckAgain,
            SheetAction::Back => core::Action::Back,
            SheetAction::Close => core::Action::Close,
        }
    }
}

/// The action of a button.
impl From<core::Action> for SheetAction {
    fn from(action: core::Action) -> Self {
        match action {
            core::Action::Leave { field } => SheetAction::Leave { field: field.into() },
            core::Action::Tick { toggle, on } => SheetAction::Tick {
                toggle: toggle.into(),
                on,
            },
            core::Action::SelectCard { id } => SheetAction::SelectCard { id },
            core::Action::UseAnotherCard => SheetAction::UseAnotherCard,
            core::Action::ManageCards => SheetAction::ManageCards,
            core::Action::DeleteCard { id } => SheetAction::DeleteCard { id },
            core::Action::Confirm => SheetAction::Confirm,
            core::Action::Dismiss => SheetAction::Dismiss,
            core::Action::Pay => SheetAction::Pay,
            core::Action::PayWith { wallet } => SheetAction::PayWith { wallet: wallet.into() },
            core::Action::WalletEnded(end) => SheetAction::WalletEnded { end: end.into() },
            core::Action::TryAgain => SheetAction::TryAgain,
            core::Action::Back => SheetAction::Back,
            core::Action::Close => SheetAction::Close,
            // Only a platform or the driver has what the others carry, so no button does. This one never does harm.
            core::Action::CheckAgain
            | core::Action::Type { .. }
            | core::Action::WalletPaid(_)
            | core::Action::ChallengeEnded(_)
            | core::Action::Heard(_) => SheetAction::CheckAgain,
        }
    }
}

/// What an action did.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetAnswer {
    /// The revision of the screen after it.
    pub revision: i64,
    /// Whether it was done. An action that the screen does not offer is refused, and nothing changes.
    pub accepted: bool,
    /// The field that it was about, as it is now.
    pub field: Option<SheetField>,
    /// Where the focus goes, when the field is full and right.
    pub advance: Option<SheetFieldId>,
}

impl From<screen::Answer> for SheetAnswer {
    fn from(answer: screen::Answer) -> Self {
        SheetAnswer {
            revision: revision(answer.revision),
            accepted: answer.accepted,
            field: answer.field.map(SheetField::from),
            advance: answer.advance.map(SheetFieldId::from),
        }
    }
}
