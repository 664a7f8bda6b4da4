//! What screens are made of.

use checkout_core::card::CardScheme;
use checkout_core::secret::Secret;
use checkout_core::summary::Wallet;

use crate::model::{Action, FieldId, ToggleId};

/// A text that can be typed. All of its state; a view sets its own text only where it differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Which one.
    pub id: FieldId,
    /// What it is called, above it.
    pub label: String,
    /// An example or a format, shown while it is empty.
    pub hint: Option<String>,
    /// What stands in it.
    pub text: Secret,
    /// Where the caret goes, in UTF-16 code units.
    pub caret: usize,
    /// What is wrong with it, in the customer's words. Shown below it and spoken.
    pub error: Option<String>,
    /// The keyboard to type it with.
    pub keyboard: Keyboard,
    /// What may be filled in by the platform.
    pub autofill: Autofill,
    /// Whether it holds card data: nothing of it is copied, learned by a keyboard or put into a saved state of the view.
    pub secure: bool,
    /// Whether it can be typed into now.
    pub enabled: bool,
    /// Whether it may stay empty.
    pub optional: bool,
    /// Where the keyboard's "next" goes. `None`: it is the last one, and its key submits.
    pub next: Option<FieldId>,
    /// Whether it is written from left to right in every language.
    pub left_to_right: bool,
    /// What a screen reader calls it.
    pub accessibility_label: String,
    /// The ISO 3166-1 alpha-2 codes that can be chosen; empty for a field that is typed. Names and order are the
    /// platform's.
    pub countries: Vec<&'static str>,
}

/// The keyboard of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Keyboard {
    /// Digits.
    Digits,
    /// Digits, and the slash of a date.
    Date,
    /// Names: every word with a capital letter, no corrections.
    Name,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// Capital letters and digits, no corrections.
    Postcode,
    /// Any text.
    Text,
    /// Any text, over several lines.
    Lines,
    /// A choice from [`Field::countries`].
    Country,
}

/// What a platform may fill a field with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Autofill {
    /// The card number.
    CardNumber,
    /// The card's expiry date, month and year in one field.
    CardExpiry,
    /// The card's security code.
    CardSecurityCode,
    /// The name on the card.
    CardholderName,
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
    /// A person's name.
    Name,
    /// The first line of an address.
    AddressLine1,
    /// The second line of an address.
    AddressLine2,
    /// A town or city.
    City,
    /// A state, province or county.
    State,
    /// A postcode.
    Postcode,
    /// A country.
    Country,
    /// Nothing.
    Off,
}

/// Something to press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Whether it can be pressed. The action of one that cannot is refused.
    pub enabled: bool,
    /// What it is for.
    pub role: ButtonRole,
    /// What to hand to [`Sheet::act`](crate::Sheet::act) when it is pressed.
    pub action: Action,
    /// What a screen reader calls it.
    pub accessibility_label: String,
}

/// What a button is for; a view gives each its look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ButtonRole {
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

/// A wallet's button. Its look is the wallet's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WalletButton {
    /// Whose.
    pub wallet: Wallet,
    /// The button.
    pub button: Button,
}

/// What is paid, and to whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The merchant's name.
    pub merchant: Option<String>,
    /// The merchant's reference, with its label.
    pub reference: Option<String>,
    /// The total. `None` for a setup that does not say what is intended.
    pub total: Option<String>,
    /// What the total is called.
    pub total_label: String,
    /// How many lines the order has, in words. `None` without lines.
    pub lines_title: Option<String>,
    /// The lines of the order.
    pub lines: Vec<OrderLine>,
}

/// One line of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderLine {
    /// What was ordered.
    pub caption: String,
    /// Its price.
    pub amount: String,
}

/// A saved card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardRow {
    /// The payment method's id.
    pub id: String,
    /// The scheme, for its mark. `None` for one that the SDK does not know.
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
    /// Selects it. `None` where cards are deleted.
    pub select: Option<Action>,
    /// Its CVV, while it is selected.
    pub cvv: Option<Field>,
    /// Deletes it. `None` where cards are chosen.
    pub delete: Option<Button>,
    /// What a screen reader says for the whole row, without role and state.
    pub accessibility_label: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub title: Option<String>,
    /// The fields, in their order.
    pub fields: Vec<Field>,
}

/// Something to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toggle {
    /// Which one.
    pub id: ToggleId,
    /// What the customer agrees to.
    pub label: String,
    /// Whether it is ticked.
    pub on: bool,
    /// Whether it can be changed now.
    pub enabled: bool,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// What the customer is told beside the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// How it is to look.
    pub tone: Tone,
    /// What is said.
    pub text: String,
}

/// How something is to look. It is never told by the colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Neither good nor bad.
    Neutral,
    /// It worked.
    Success,
    /// It did not work; no money was taken.
    Problem,
    /// It is not known what happened to the money.
    Uncertain,
}

/// What the customer is asked over the content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub title: String,
    /// What a yes would do.
    pub message: String,
    /// Yes.
    pub confirm: Button,
    /// No. Also what back and a tap outside mean.
    pub dismiss: Button,
}

/// What an action did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The revision of the screen after it.
    pub revision: u64,
    /// Whether it was done. An action that the screen does not offer is refused, and nothing changes.
    pub accepted: bool,
    /// The field that it was about, as it is now.
    pub field: Option<Field>,
    /// Where the focus goes, when the field is full and right.
    pub advance: Option<FieldId>,
}
