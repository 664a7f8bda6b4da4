//! What can happen to a sheet: what the customer and the platform do, and what core tells.

use checkout_core::card::{SavedCard, Today};
use checkout_core::error::{ActionError, CallError};
use checkout_core::result::PaymentResult;
use checkout_core::secret::Secret;
use checkout_core::snapshot::Snapshot;
use checkout_core::summary::Wallet;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::wallet::ApplePayInput;

use super::fields::{FieldId, ToggleId};

/// What the customer or the platform does, and what core tells.
///
/// An action that the screen does not offer is refused: nothing changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// A field has a new text: typed, pasted or filled in.
    Type {
        /// The field.
        field: FieldId,
        /// The whole text of the field after the edit.
        text: Secret,
        /// Where the caret is in it, in UTF-16 code units.
        caret: usize,
    },
    /// The customer goes on from a field.
    Leave {
        /// The field.
        field: FieldId,
    },
    /// Something is ticked, or not any more.
    Tick {
        /// What.
        toggle: ToggleId,
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
    /// The wallet's sheet has ended with a payment.
    WalletPaid(WalletPayment),
    /// The wallet's sheet has ended without one.
    WalletEnded(WalletEnd),
    /// The challenge has ended.
    ChallengeEnded(ChallengeOutcome),
    /// Another attempt, where one is offered.
    TryAgain,
    /// Asks again what came of a payment. Nothing is sent but a read.
    CheckAgain,
    /// Back to the screen before; where there is none, [`Close`](Action::Close).
    Back,
    /// Closes the sheet, or asks first.
    Close,
    /// Core has told something. Not for platforms: the driver passes it on.
    Heard(News),
}

/// What a wallet's sheet gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WalletPayment {
    /// The JSON of Google's `PaymentData`, as it is.
    GooglePay(Secret),
    /// What Apple's sheet returned.
    ApplePay(Box<ApplePayInput>),
}

/// How a wallet's sheet ended without a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WalletEnd {
    /// The customer left it.
    Cancelled,
    /// It failed.
    Failed,
    /// It could not be opened.
    Unavailable,
}

/// What core tells the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// Where the session of an attempt is now.
    Session {
        /// Which attempt; what an earlier one tells is not heard.
        attempt: u64,
        /// Where it is.
        snapshot: Box<Snapshot>,
        /// Today, by the session's clocks.
        today: Today,
    },
    /// The session has taken the payment. What it told before this revision is out of date.
    Taken {
        /// Which attempt.
        attempt: u64,
        /// The session's revision after it took the payment.
        revision: u64,
    },
    /// The session refused to pay; nothing was sent.
    Refused {
        /// Which attempt.
        attempt: u64,
        /// Why.
        error: ActionError,
    },
    /// A saved card was deleted, or could not be.
    Deleted {
        /// Its payment method id.
        id: String,
        /// Why it could not be.
        failure: Option<CallError>,
    },
    /// The customer's saved cards, where they are managed without a payment.
    Cards(Result<Vec<SavedCard>, CallError>),
    /// What a read of the intent says.
    Status(PaymentResult),
    /// Another checkout of this process may have paid the intent meanwhile; this is what is known of it.
    InDoubt(PaymentResult),
}
