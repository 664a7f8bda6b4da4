//! What the host can do.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::input::{ApplePayContact, ChallengeAddress, Details, FieldCheck, GooglePayMerchant};

/// What the host can do.
#[derive(Clone, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase", deny_unknown_fields)]
pub enum Action {
    /// Pays with a new card.
    PayWithCard {
        /// The card, by its test card's name or field by field.
        card: CardInput,
    },
    /// Pays with a saved card.
    PayWithSavedCard {
        /// Which.
        card: CardRef,
        /// What the customer types; the test card's CVV if absent.
        cvv: Option<String>,
    },
    /// Pays with what Google's sheet gave.
    PayWithGooglePay {
        /// Its `PaymentData`.
        sheet: SheetAnswer,
    },
    /// Pays with what Apple's sheet gave.
    PayWithApplePay {
        /// The token.
        sheet: SheetAnswer,
        /// The billing contact.
        billing_contact: Option<Box<ApplePayContact>>,
        /// The shipping contact.
        shipping_contact: Option<Box<ApplePayContact>>,
    },
    /// Deletes a saved card in the checkout, and waits for the outcome.
    DeleteSavedCard {
        /// Which.
        card: CardRef,
    },
    /// Says whether the 3-D Secure session has started.
    ThreeDsReady {
        /// Whether it has.
        #[serde(default = "yes")]
        started: bool,
    },
    /// Says how the challenge ended.
    CompleteChallenge {
        /// `authenticated`, `failed`, `cancelled`, `timed_out` or `error`.
        outcome: ChallengeEnd,
    },
    /// The customer leaves.
    Cancel,
    /// Looks at what the customer is shown: a summary.
    Look,
    /// Waits.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Finds the running checkout again by its intent id, and goes on with that handle.
    FindSession,
    /// Starts another checkout of the same intent with the same client and waits for its result.
    StartSecondCheckout,
    /// Waits for the result, then starts the checkout of the same intent again and goes on with that.
    Restart,
    /// Asks for the payment status.
    CallPaymentStatus,
    /// Reads the intent: a summary.
    CallPaymentIntent,
    /// Asks for the status of a setup.
    CallSetupStatus,
    /// Reads a setup intent: a summary.
    CallSetupIntent,
    /// Lists the customer's saved cards.
    CallSavedCards,
    /// Deletes a saved card without a checkout.
    CallDeleteSavedCard {
        /// Which.
        card: CardRef,
    },
    /// Makes the request for Google's sheet from the summary that `ChoosingMethod` holds now.
    GooglePayRequest {
        /// The merchant as Google knows it.
        merchant: GooglePayMerchant,
    },
    /// Makes the request that tells whether to show Google's button, from the same summary.
    GooglePayReadiness,
    /// Makes the request for Apple's sheet, from the same summary.
    ApplePayRequest {
        /// Where the payment is processed.
        country_code: String,
    },
    /// Edits a card number field.
    EditCardNumber {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
    },
    /// Edits an expiry field.
    EditExpiry {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
    },
    /// Edits a CVV field.
    EditCvv {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
        /// What stands in the number's field; the CVV is a new card's then.
        #[serde(default)]
        number: Option<String>,
        /// The scheme's name; the CVV is a saved card's then.
        #[serde(default)]
        scheme: Option<String>,
    },
    /// Looks at a field of the form.
    CheckField(FieldCheck),
    /// Takes an amount apart.
    AmountParts {
        /// In minor units.
        minor_units: i64,
        /// ISO 4217.
        currency_code: String,
    },
    /// Looks a country up.
    Country {
        /// ISO 3166-1 alpha-2.
        country_code: String,
    },
    /// Asks where a challenge's page may go.
    NavigateChallenge(ChallengeAddress),
    /// Sheet: types into a field.
    Type {
        /// Which, by its name.
        field: String,
        /// The whole text after the edit.
        text: String,
        /// Where the caret is in it, in UTF-16 code units; at its end if absent.
        caret: Option<i32>,
    },
    /// Sheet: fills fields in, one after the other.
    Fill {
        /// The name of a test card, for number, expiry and CVV.
        card: Option<String>,
        /// Further texts by the name of their field, or others for those of the card.
        #[serde(default)]
        texts: BTreeMap<String, String>,
    },
    /// Sheet: does what a button on the screen does.
    Press {
        /// The button's action: its name, and after colons what it holds.
        action: String,
    },
    /// Sheet: does something, whether it is on the screen or not.
    Act {
        /// The action, as for `press`.
        action: String,
    },
    /// Sheet: finds it by its id, and goes on with that handle.
    FindSheet,
    /// Sheet: opens it again as at first, and goes on with that handle.
    OpenAgain,
    /// Sheet: the app was ended. A new client opens the restored sheet, and the steps go on with that.
    Restore,
    /// Sheet: the host's language changes.
    SetLanguage {
        /// The language's tag.
        language: String,
    },
    /// Makes texts of a language, some of them replaced.
    MakeTexts {
        /// The language's tag.
        language: String,
        /// Texts by name.
        texts: BTreeMap<String, String>,
    },
    /// What a customer is told about the status of the intent.
    ResultText {
        /// The language's tag.
        language: String,
    },
    /// What a customer is told about a field.
    FieldErrorText {
        /// The field.
        field: String,
        /// What is wrong with it.
        problem: String,
        /// The language's tag.
        language: String,
    },
    /// An amount for a customer.
    AmountText {
        /// In minor units.
        minor_units: i64,
        /// ISO 4217.
        currency_code: String,
        /// The language's tag.
        language: String,
    },
    /// Changes the world. The judge does it; the runner only says when.
    World(WorldChange),
}

impl Action {
    /// The language that texts are in from now on.
    pub(crate) fn language(&self) -> Option<&str> {
        match self {
            Action::SetLanguage { language }
            | Action::MakeTexts { language, .. }
            | Action::ResultText { language }
            | Action::FieldErrorText { language, .. }
            | Action::AmountText { language, .. } => Some(language),
            _ => None,
        }
    }

    /// Whether another checkout of the intent may begin here.
    pub(crate) fn starts_a_checkout(&self) -> bool {
        match self {
            Action::Restart | Action::OpenAgain | Action::Restore => true,
            Action::Press { action } => action == "TryAgain",
            _ => false,
        }
    }
}

/// A change of the world in the middle of a scenario.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorldChange {
    /// Puts the intent into this status.
    pub status: Option<String>,
    /// Moves the servers' clock on.
    pub advance_s: u64,
    /// Whether the gateway can be reached.
    pub gateway: Option<Reach>,
    /// What becomes of the connections that are open now, to either host.
    pub connections: Option<OpenConnections>,
}

/// What becomes of the connections that are open now.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenConnections {
    /// They stay open, take every byte, execute nothing and answer nothing, as after a change of network. New ones work.
    Silent,
}

/// Whether the gateway can be reached.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Its connections are closed and new ones refused.
    Down,
    /// As `down`, and it is up again after 300 ms.
    Blip,
}

/// A card as the customer types it.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum CardInput {
    /// A test card as it is.
    Named(String),
    /// A test card with some fields typed differently.
    Typed(TypedCard),
}

/// A test card with some fields typed differently. Expiries may be `{month+N}`: `MM/YY`, N months from now.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TypedCard {
    /// The test card's name.
    pub test_card: String,
    /// The number.
    pub number: Option<String>,
    /// The expiry.
    pub expiry: Option<String>,
    /// The CVV.
    pub cvv: Option<String>,
    /// The cardholder name, if the form asks for one.
    pub cardholder_name: Option<String>,
    /// The customer's answer to "save this card?", if asked.
    pub save: Option<bool>,
    /// The customer's answer to "may the merchant charge this card later?", if asked.
    pub mit_consent: Option<bool>,
    /// E-mail, addresses and the like, if asked.
    pub details: Option<Box<Details>>,
}

/// What a wallet's sheet gave.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum SheetAnswer {
    /// One of the sandbox's wallet tokens, or any other text, with what else the sheet usually gives.
    Token(String),
    /// The same with changes.
    Changed(ChangedSheetAnswer),
    /// Another text.
    Raw(RawSheetAnswer),
}

/// What a wallet's sheet usually gives, with changes.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangedSheetAnswer {
    /// The token in it.
    pub token: String,
    /// Goes into it at any depth.
    #[serde(default)]
    pub merge: Map<String, Value>,
    /// Dotted paths that are taken out of it.
    #[serde(default)]
    pub remove: Vec<String>,
}

/// A text that a sheet would not give.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSheetAnswer {
    /// The text.
    pub raw: String,
}

/// A saved card: its place in `given.saved_cards`, or an id that is not there.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub enum CardRef {
    /// Its place, from 0.
    Place(usize),
    /// An id.
    Id(String),
}

/// How a challenge ends.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChallengeEnd {
    /// The customer was authenticated; the signed answer is `signed`.
    Authenticated,
    /// The customer failed.
    Failed,
    /// The customer cancelled.
    Cancelled,
    /// Out of time.
    TimedOut,
    /// The challenge could not be shown: error 1011, `not shown`.
    Error,
}

fn yes() -> bool {
    true
}
