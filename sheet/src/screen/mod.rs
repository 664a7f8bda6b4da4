//! What is on the screen, as data: one record for each kind of screen, made of fields, buttons, rows and texts.
//!
//! Every text in it is in the customer's language and ready to be shown, every amount formatted. A view draws it, and
//! hands a button's [`Action`] back when it is pressed. It has nothing to decide.

mod draw;
mod ended;
mod form;
mod order;
mod parts;
mod rows;
mod words;

pub use draw::screen;
pub(crate) use form::field_of;
pub use parts::{
    Answer, Autofill, Button, ButtonRole, CardRow, Field, Keyboard, Notice, Order, OrderLine, Question, Section,
    Toggle, Tone, WalletButton,
};

use checkout_core::card::CardScheme;
use checkout_core::summary::Wallet;
use checkout_core::threeds::Challenge;
use checkout_core::web_challenge::ChallengeTexts;

use crate::model::FieldId;

/// What the sheet shows at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Counts the changes of the sheet; a larger number is a later screen.
    pub revision: u64,
    /// What stands around the content.
    pub frame: Frame,
    /// The content.
    pub content: Content,
}

/// What every screen has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The title; also what a screen reader calls the pane.
    pub title: String,
    /// The language of the texts, as a BCP 47 tag (`de-AT`): for a screen reader's voice.
    pub language: String,
    /// While the intent is a test one: the mark that says so. It belongs in the frame, never over the content.
    pub test_mark: Option<String>,
    /// Closes the sheet, or asks first. The platform's own ways to dismiss (back at the first screen, a tap outside, a
    /// swipe) are this action, too. `None` when there is nothing to close any more.
    pub close: Option<Button>,
    /// Goes back to the screen before this one.
    pub back: Option<Button>,
    /// What the customer is told beside the content. Spoken when it appears.
    pub notice: Option<Notice>,
    /// What the customer is asked over the content: until it is answered, nothing below can be reached.
    pub question: Option<Question>,
    /// The field that takes the focus. Each new request has a new number.
    pub focus: Option<FocusRequest>,
    /// The platform's sheet that is to be opened. Each new request has a new number.
    pub wallet: Option<WalletRequest>,
    /// Whether a platform must not let the sheet be swiped away: a payment is on its way.
    pub holds: bool,
    /// Whether the sheet is over: the platform takes it away.
    pub is_closed: bool,
}

/// The focus is to move, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FocusRequest {
    /// Counts the requests of a sheet.
    pub number: u64,
    /// Where it goes.
    pub field: FieldId,
}

/// A platform's wallet is to be opened, once. Its end is told by
/// [`Action::WalletPaid`](crate::model::Action::WalletPaid) or
/// [`Action::WalletEnded`](crate::model::Action::WalletEnded).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WalletRequest {
    /// Counts the requests of a sheet.
    pub number: u64,
    /// Which one.
    pub wallet: Wallet,
}

/// The kinds of screens.
#[expect(clippy::large_enum_variant, reason = "one screen is made at a time, and handed on")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Something is being fetched before the customer can choose.
    Loading(LoadingScreen),
    /// How to pay.
    Choose(ChooseScreen),
    /// The saved cards, to be deleted.
    Manage(ManageScreen),
    /// A new card, and what else the intent asks for.
    Form(FormScreen),
    /// The issuer's 3-D Secure page.
    Challenge(ChallengeScreen),
    /// The payment is on its way.
    Working(WorkingScreen),
    /// What came of it.
    Done(DoneScreen),
}

/// Something is being fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadingScreen {
    /// What happens, in words.
    pub text: String,
}

/// How to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChooseScreen {
    /// What is paid, and to whom.
    pub order: Order,
    /// The wallets that intent and platform have.
    pub wallets: Vec<WalletButton>,
    /// The heading above the saved cards. `None` without saved cards.
    pub saved_cards_title: Option<String>,
    /// The customer's saved cards, in the order of the server. At most one is selected; its CVV field is in its row.
    pub saved_cards: Vec<CardRow>,
    /// Leads to the form.
    pub another_card: Button,
    /// Leads to the saved cards, to delete some. `None` without saved cards.
    pub manage: Option<Button>,
    /// Pays with the selected card.
    pub pay: Button,
}

/// The saved cards, to be deleted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManageScreen {
    /// The cards; each with a button that deletes it.
    pub saved_cards: Vec<CardRow>,
    /// What is said when there are none (left).
    pub empty: Option<String>,
}

/// A new card, and what else the intent asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormScreen {
    /// What is paid, and to whom.
    pub order: Order,
    /// The fields, in groups.
    pub sections: Vec<Section>,
    /// The scheme of the card number, once it is certain: for its mark beside the number.
    pub scheme: Option<CardScheme>,
    /// What the customer agrees to by a setup.
    pub terms: Option<String>,
    /// What can be ticked. Nothing is ticked beforehand.
    pub toggles: Vec<Toggle>,
    /// Pays, or saves the card of a setup.
    pub pay: Button,
}

/// The issuer's 3-D Secure page. The platform shows it and tells how it ended by
/// [`Action::ChallengeEnded`](crate::model::Action::ChallengeEnded).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChallengeScreen {
    /// What to show.
    pub challenge: Challenge,
    /// What is said while the page loads.
    pub text: String,
    /// What the presenter of the page says around it.
    pub texts: ChallengeTexts,
}

/// The payment is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingScreen {
    /// What happens, in words. Spoken when it changes.
    pub text: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoneScreen {
    /// How it is to look.
    pub tone: Tone,
    /// What happened, in a few words.
    pub title: String,
    /// What it means for the customer and their money.
    pub message: String,
    /// What was paid, or would have been.
    pub total: Option<String>,
    /// The status code, for somebody who asks for help. `None` where no payment was meant.
    pub code: Option<i32>,
    /// What the customer can do: the first is the main one.
    pub buttons: Vec<Button>,
}
