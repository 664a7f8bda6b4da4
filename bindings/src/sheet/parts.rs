//! What screens are made of.

use checkout_sheet::screen as core;

use super::action::SheetAction;
use super::fields::{SheetField, SheetToggleId};
use crate::mirror::mirror;
use crate::summary::{CardScheme, Wallet};

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetButton {
    /// What it says.
    pub label: String,
    /// Whether it can be pressed. The action of one that cannot is refused.
    pub enabled: bool,
    /// What it is for.
    pub role: SheetButtonRole,
    /// What to hand to the sheet's `act` when it is pressed.
    pub action: SheetAction,
    /// What a screen reader calls it.
    pub accessibility_label: String,
}

impl From<core::Button> for SheetButton {
    fn from(button: core::Button) -> Self {
        let core::Button {
            label,
            enabled,
            role,
            action,
            accessibility_label,
        } = button;
        SheetButton {
            label,
            enabled,
            role: role.into(),
            action: action.into(),
            accessibility_label,
        }
    }
}

mirror! {
    /// What a button is for; a view gives each its look.
    SheetButtonRole = core::ButtonRole {
        /// The main thing to do on this screen.
        Primary,
        /// Another thing to do.
        Secondary,
        /// Deletes something, or gives something up.
        Destructive,
        /// Closes the sheet.
        Close,
        /// Goes back.
        Back,
    }
}

/// A wallet's button. Its look is the wallet's own.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetWalletButton {
    /// Whose.
    pub wallet: Wallet,
    /// The button.
    pub button: SheetButton,
}

impl From<core::WalletButton> for SheetWalletButton {
    fn from(button: core::WalletButton) -> Self {
        SheetWalletButton {
            wallet: button.wallet.into(),
            button: button.button.into(),
        }
    }
}

/// What is paid, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetOrder {
    /// The merchant's name.
    pub merchant: Option<String>,
    /// The merchant's reference, with its label.
    pub reference: Option<String>,
    /// The total. None for a setup that does not say what is intended.
    pub total: Option<String>,
    /// What the total is called.
    pub total_label: String,
    /// How many lines the order has, in words. None without lines.
    pub lines_title: Option<String>,
    /// The lines of the order.
    pub lines: Vec<SheetOrderLine>,
}

impl From<core::Order> for SheetOrder {
    fn from(order: core::Order) -> Self {
        let core::Order {
            merchant,
            reference,
            total,
            total_label,
            lines_title,
            lines,
        } = order;
        SheetOrder {
            merchant,
            reference,
            total,
            total_label,
            lines_title,
            lines: lines.into_iter().map(SheetOrderLine::from).collect(),
        }
    }
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetOrderLine {
    /// What was ordered.
    pub caption: String,
    /// Its price.
    pub amount: String,
}

impl From<core::OrderLine> for SheetOrderLine {
    fn from(line: core::OrderLine) -> Self {
        let core::OrderLine { caption, amount } = line;
        SheetOrderLine { caption, amount }
    }
}

/// A saved card.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetCardRow {
    /// The payment method's id.
    pub id: String,
    /// The scheme, for its mark. None for one that the SDK does not know.
    pub scheme: Option<CardScheme>,
    /// The scheme's name.
    pub scheme_name: String,
    /// The last digits of the number.
    pub last_four: String,
    /// The number as it is shown: `•••• 1005`. Written from left to right in every language.
    pub number: String,
    /// The expiry date, `MM/YY`.
    pub expiry: Option<String>,
    /// Why it cannot be paid with: expired, or not taken here.
    pub mark: Option<String>,
    /// Whether it is the one to be paid with.
    pub selected: bool,
    /// Whether it can be selected.
    pub enabled: bool,
    /// Selects it. None where cards are deleted.
    pub select: Option<SheetAction>,
    /// Its CVV, while it is selected.
    pub cvv: Option<SheetField>,
    /// Deletes it. None where cards are chosen.
    pub delete: Option<SheetButton>,
    /// What a screen reader says for the whole row, without role and state.
    pub accessibility_label: String,
}

impl From<core::CardRow> for SheetCardRow {
    fn from(row: core::CardRow) -> Self {
        let core::CardRow {
            id,
            scheme,
            scheme_name,
            last_four,
            number,
            expiry,
            mark,
            selected,
            enabled,
            select,
            cvv,
            delete,
            accessibility_label,
        } = row;
        SheetCardRow {
            id,
            scheme: scheme.map(CardScheme::from),
            scheme_name,
            last_four,
            number,
            expiry,
            mark,
            selected,
            enabled,
            select: select.map(SheetAction::from),
            cvv: cvv.map(SheetField::from),
            delete: delete.map(SheetButton::from),
            accessibility_label,
        }
    }
}

/// Fields that belong together.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetSection {
    /// The heading.
    pub title: Option<String>,
    /// The fields, in their order.
    pub fields: Vec<SheetField>,
}

impl From<core::Section> for SheetSection {
    fn from(section: core::Section) -> Self {
        let core::Section { title, fields } = section;
        SheetSection {
            title,
            fields: fields.into_iter().map(SheetField::from).collect(),
        }
    }
}

/// Something to tick.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetToggle {
    /// Which one.
    pub id: SheetToggleId,
    /// What the customer agrees to.
    pub label: String,
    /// Whether it is ticked.
    pub on: bool,
    /// Whether it can be changed now.
    pub enabled: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl From<core::Toggle> for SheetToggle {
    fn from(toggle: core::Toggle) -> Self {
        let core::Toggle {
            id,
            label,
            on,
            enabled,
            error,
        } = toggle;
        SheetToggle {
            id: id.into(),
            label,
            on,
            enabled,
            error,
        }
    }
}

/// What the customer is told beside the content.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetNotice {
    /// How it is to look.
    pub tone: SheetTone,
    /// What is said.
    pub text: String,
}

impl From<core::Notice> for SheetNotice {
    fn from(notice: core::Notice) -> Self {
        let core::Notice { tone, text } = notice;
        SheetNotice {
            tone: tone.into(),
            text,
        }
    }
}

mirror! {
    /// How something is to look. It is never told by the colour alone.
    SheetTone = core::Tone {
        /// Neither good nor bad.
        Neutral,
        /// It worked.
        Success,
        /// It did not work; no money was taken.
        Problem,
        /// It is not known what happened to the money.
        Uncertain,
    }
}

/// What the customer is asked over the content.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetQuestion {
    /// What it is about.
    pub title: String,
    /// What a yes would do.
    pub message: String,
    /// Yes.
    pub confirm: SheetButton,
    /// No. Also what back and a tap outside mean.
    pub dismiss: SheetButton,
}

impl From<core::Question> for SheetQuestion {
    fn from(question: core::Question) -> Self {
        let core::Question {
            title,
            message,
            confirm,
            dismiss,
        } = question;
        SheetQuestion {
            title,
            message,
            confirm: confirm.into(),
            dismiss: dismiss.into(),
        }
    }
}
