//! What is on the screen.

use checkout_sheet::screen as core;

use super::fields::SheetFieldId;
use super::parts::{
    SheetButton, SheetCardRow, SheetNotice, SheetOrder, SheetQuestion, SheetSection, SheetToggle, SheetTone,
    SheetWalletButton,
};
use crate::snapshot::revision;
use crate::summary::{CardScheme, Wallet};
use crate::threeds::Challenge;
use crate::web_challenge::ChallengeTexts;

/// What the sheet shows at one moment. All texts are the customer's, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetScreen {
    /// Counts the changes of the sheet; a larger number is a later screen.
    pub revision: i64,
    /// What stands around the content.
    pub frame: SheetFrame,
    /// The content.
    pub content: SheetContent,
}

impl From<core::Screen> for SheetScreen {
    fn from(screen: core::Screen) -> Self {
        SheetScreen {
            revision: revision(screen.revision),
            frame: screen.frame.into(),
            content: screen.content.into(),
        }
    }
}

/// What every screen has.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetFrame {
    /// The title; also what a screen reader calls the pane.
    pub title: String,
    /// The language of the texts, as a BCP 47 tag (`de-AT`): for a screen reader's voice.
    pub language: String,
    /// While the intent is a test one: the mark that says so. It belongs in the frame, never over the content.
    pub test_mark: Option<String>,
    /// Closes the sheet, or asks first. The platform's own ways to dismiss (back at the first screen, a tap outside, a
    /// swipe) are this action, too. None when there is nothing to close any more.
    pub close: Option<SheetButton>,
    /// Goes back to the screen before this one.
    pub back: Option<SheetButton>,
    /// What the customer is told beside the content. Spoken when it appears.
    pub notice: Option<SheetNotice>,
    /// What the customer is asked over the content: until it is answered, nothing below can be reached.
    pub question: Option<SheetQuestion>,
    /// The field that takes the focus. Each new request has a new number.
    pub focus: Option<SheetFocusRequest>,
    /// The platform's sheet that is to be opened. Each new request has a new number.
    pub wallet: Option<SheetWalletRequest>,
    /// Whether a platform must not let the sheet be swiped away: a payment is on its way.
    pub holds: bool,
    /// Whether the sheet is over: the platform takes it away.
    pub is_closed: bool,
}

impl From<core::Frame> for SheetFrame {
    fn from(frame: core::Frame) -> Self {
        let core::Frame {
            title,
            language,
            test_mark,
            close,
            back,
            notice,
            question,
            focus,
            wallet,
            holds,
            is_closed,
        } = frame;
        SheetFrame {
            title,
            language,
            test_mark,
            close: close.map(SheetButton::from),
            back: back.map(SheetButton::from),
            notice: notice.map(SheetNotice::from),
            question: question.map(SheetQuestion::from),
            focus: focus.map(SheetFocusRequest::from),
            wallet: wallet.map(SheetWalletRequest::from),
            holds,
            is_closed,
        }
    }
}

/// The focus is to move, once.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetFocusRequest {
    /// Counts the requests of a sheet.
    pub number: i64,
    /// Where it goes.
    pub field: SheetFieldId,
}

impl From<core::FocusRequest> for SheetFocusRequest {
    fn from(request: core::FocusRequest) -> Self {
        SheetFocusRequest {
            number: revision(request.number),
            field: request.field.into(),
        }
    }
}

/// A platform's wallet is to be opened, once. Its end is told by `pay_with_google_pay`, `pay_with_apple_pay`, or the
/// action that it ended without a payment.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetWalletRequest {
    /// Counts the requests of a sheet.
    pub number: i64,
    /// Which one.
    pub wallet: Wallet,
}

impl From<core::WalletRequest> for SheetWalletRequest {
    fn from(request: core::WalletRequest) -> Self {
        SheetWalletRequest {
            number: revision(request.number),
            wallet: request.wallet.into(),
        }
    }
}

/// The kinds of screens.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum SheetContent {
    /// Something is being fetched before the customer can choose.
    Loading {
        /// What is shown.
        screen: SheetLoadingScreen,
    },
    /// How to pay.
    Choose {
        /// What is shown.
        screen: SheetChooseScreen,
    },
    /// The saved cards, to be deleted.
    Manage {
        /// What is shown.
        screen: SheetManageScreen,
    },
    /// A new card, and what else the intent asks for.
    Form {
        /// What is shown.
        screen: SheetFormScreen,
    },
    /// The issuer's 3-D Secure page.
    Challenged {
        /// What is shown.
        screen: SheetChallengeScreen,
    },
    /// The payment is on its way.
    Working {
        /// What is shown.
        screen: SheetWorkingScreen,
    },
    /// What came of it.
    Done {
        /// What is shown.
        screen: SheetDoneScreen,
    },
}

impl From<core::Content> for SheetContent {
    fn from(content: core::Content) -> Self {
        match content {
            core::Content::Loading(screen) => SheetContent::Loading { screen: screen.into() },
            core::Content::Choose(screen) => SheetContent::Choose { screen: screen.into() },
            core::Content::Manage(screen) => SheetContent::Manage { screen: screen.into() },
            core::Content::Form(screen) => SheetContent::Form { screen: screen.into() },
            core::Content::Challenge(screen) => SheetContent::Challenged { screen: screen.into() },
            core::Content::Working(screen) => SheetContent::Working { screen: screen.into() },
            core::Content::Done(screen) => SheetContent::Done { screen: screen.into() },
        }
    }
}

/// Something is being fetched.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetLoadingScreen {
    /// What happens, in words.
    pub text: String,
}

impl From<core::LoadingScreen> for SheetLoadingScreen {
    fn from(core::LoadingScreen { text }: core::LoadingScreen) -> Self {
        SheetLoadingScreen { text }
    }
}

/// How to pay.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetChooseScreen {
    /// What is paid, and to whom.
    pub order: SheetOrder,
    /// The wallets that intent and platform have.
    pub wallets: Vec<SheetWalletButton>,
    /// The heading above the saved cards. None without saved cards.
    pub saved_cards_title: Option<String>,
    /// The customer's saved cards, in the order of the server. At most one is selected; its CVV field is in its row.
    pub saved_cards: Vec<SheetCardRow>,
    /// Leads to the form.
    pub another_card: SheetButton,
    /// Leads to the saved cards, to delete some. None without saved cards.
    pub manage: Option<SheetButton>,
    /// Pays with the selected card.
    pub pay: SheetButton,
}

impl From<core::ChooseScreen> for SheetChooseScreen {
    fn from(screen: core::ChooseScreen) -> Self {
        let core::ChooseScreen {
            order,
            wallets,
            saved_cards_title,
            saved_cards,
            another_card,
            manage,
            pay,
        } = screen;
        SheetChooseScreen {
            order: order.into(),
            wallets: wallets.into_iter().map(SheetWalletButton::from).collect(),
            saved_cards_title,
            saved_cards: saved_cards.into_iter().map(SheetCardRow::from).collect(),
            another_card: another_card.into(),
            manage: manage.map(SheetButton::from),
            pay: pay.into(),
        }
    }
}

/// The saved cards, to be deleted.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetManageScreen {
    /// The cards; each with a button that deletes it.
    pub saved_cards: Vec<SheetCardRow>,
    /// What is said when there are none (left).
    pub empty: Option<String>,
}

impl From<core::ManageScreen> for SheetManageScreen {
    fn from(screen: core::ManageScreen) -> Self {
        let core::ManageScreen { saved_cards, empty } = screen;
        SheetManageScreen {
            saved_cards: saved_cards.into_iter().map(SheetCardRow::from).collect(),
            empty,
        }
    }
}

/// A new card, and what else the intent asks for.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetFormScreen {
    /// What is paid, and to whom.
    pub order: SheetOrder,
    /// The fields, in groups.
    pub sections: Vec<SheetSection>,
    /// The scheme of the card number, once it is certain: for its mark beside the number.
    pub scheme: Option<CardScheme>,
    /// What the customer agrees to by a setup.
    pub terms: Option<String>,
    /// What can be ticked. Nothing is ticked beforehand.
    pub toggles: Vec<SheetToggle>,
    /// Pays, or saves the card of a setup.
    pub pay: SheetButton,
}

impl From<core::FormScreen> for SheetFormScreen {
    fn from(screen: core::FormScreen) -> Self {
        let core::FormScreen {
            order,
            sections,
            scheme,
            terms,
            toggles,
            pay,
        } = screen;
        SheetFormScreen {
            order: order.into(),
            sections: sections.into_iter().map(SheetSection::from).collect(),
            scheme: scheme.map(CardScheme::from),
            terms,
            toggles: toggles.into_iter().map(SheetToggle::from).collect(),
            pay: pay.into(),
        }
    }
}

/// The issuer's 3-D Secure page. The platform shows it and tells how it ended by `challenge_ended`.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetChallengeScreen {
    /// What to show.
    pub challenge: Challenge,
    /// What is said while the page loads.
    pub text: String,
    /// What the presenter of the page says around it.
    pub texts: ChallengeTexts,
}

impl From<core::ChallengeScreen> for SheetChallengeScreen {
    fn from(core::ChallengeScreen { challenge, text, texts }: core::ChallengeScreen) -> Self {
        SheetChallengeScreen {
            challenge: challenge.into(),
            text,
            texts: texts.into(),
        }
    }
}

/// The payment is on its way.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetWorkingScreen {
    /// What happens, in words. Spoken when it changes.
    pub text: String,
}

impl From<core::WorkingScreen> for SheetWorkingScreen {
    fn from(core::WorkingScreen { text }: core::WorkingScreen) -> Self {
        SheetWorkingScreen { text }
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetDoneScreen {
    /// How it is to look.
    pub tone: SheetTone,
    /// What happened, in a few words.
    pub title: String,
    /// What it means for the customer and their money.
    pub message: String,
    /// What was paid, or would have been.
    pub total: Option<String>,
    /// The status code, for somebody who asks for help. None where no payment was meant.
    pub code: Option<i32>,
    /// What the customer can do: the first is the main one.
    pub buttons: Vec<SheetButton>,
}

impl From<core::DoneScreen> for SheetDoneScreen {
    fn from(screen: core::DoneScreen) -> Self {
        let core::DoneScreen {
            tone,
            title,
            message,
            total,
            code,
            buttons,
        } = screen;
        SheetDoneScreen {
            tone: tone.into(),
            title,
            message,
            total,
            code,
            buttons: buttons.into_iter().map(SheetButton::from).collect(),
        }
    }
}
