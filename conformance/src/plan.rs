//! What a runner is given: everything it needs, ready to be used, and nothing of what is expected.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::input::{ApplePayContact, ChallengeAddress, Details, FieldCheck, GooglePayMerchant};
use crate::scenario::{ChallengeEnd, Flow, Opens};

/// A scenario that is set up and waits for its runner. It holds secrets of a sandbox, so it cannot be printed.
#[derive(Clone, Serialize)]
pub struct Plan {
    /// The scenario's name.
    pub scenario: String,
    /// The configuration of the SDK.
    pub config: PlannedConfig,
    /// `payment`, `setup`, `virtual_terminal`: start a checkout of that kind first. `headless`: do not.
    pub flow: Flow,
    /// Open a sheet in the place of a checkout.
    pub sheet: Option<PlannedSheet>,
    /// What to pass as the id of the payment intent, or of the setup intent.
    pub payment_intent_id: String,
    /// What to pass as the customer secret, if anything.
    pub customer_secret: Option<String>,
    /// What to pass as the customer's id to headless calls.
    pub customer_id: String,
    /// The deadline, counted from the start of the checkout.
    pub must_complete_in_ms: Option<u64>,
    /// What to do, in order.
    pub steps: Vec<PlannedStep>,
    /// A run that takes longer hangs.
    pub limit_ms: u64,
}

/// How to open the sheet.
#[derive(Clone, Serialize)]
pub struct PlannedSheet {
    /// What for: a checkout of the plan's flow, the customer's saved cards, or the status of the flow's intent.
    pub opens: Opens,
    /// The wallets of the device.
    pub wallets: Vec<String>,
    /// The customer's language, as a tag.
    pub language: String,
    /// How the layout runs, if not as the language does.
    pub right_to_left: Option<bool>,
    /// Texts of the app by name.
    pub texts: BTreeMap<String, String>,
}

/// The configuration of the SDK.
#[derive(Clone, Serialize)]
pub struct PlannedConfig {
    /// The API host.
    pub api_url: String,
    /// The gateway, unless the manifests name it.
    pub gateway_url: Option<String>,
    /// The manifest in Google's cloud; used without `gateway_url`.
    pub gcp_manifest_url: String,
    /// The manifest in Amazon's cloud; used without `gateway_url`.
    pub aws_manifest_url: String,
    /// The gateway if no manifest can be used.
    pub fallback_gateway_url: String,
    /// The hosts that a manifest may name; empty means any.
    pub allowed_gateway_hosts: Vec<String>,
    /// Whether plain HTTP to this machine is allowed.
    pub allow_insecure_loopback: bool,
    /// How long a connection may take.
    pub connect_timeout_ms: u64,
    /// How long a request may take with all its tries.
    pub request_timeout_ms: u64,
    /// How long an intent is read back.
    pub read_back_ms: u64,
}

/// A step: wait for the state, then do it.
#[derive(Clone, Serialize)]
pub struct PlannedStep {
    /// The state to wait for; `Paying` is any of its stages.
    pub on: Option<String>,
    /// What to do.
    #[serde(flatten)]
    pub command: Command,
}

/// What to do, with ids and card numbers in place.
#[derive(Clone, Serialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub enum Command {
    /// Pay with a new card.
    PayWithCard {
        /// What the customer types.
        card: CardTyped,
    },
    /// Pay with a saved card.
    PayWithSavedCard {
        /// Its id.
        id: String,
        /// What the customer types.
        cvv: String,
    },
    /// Pay with what Google's sheet gave.
    PayWithGooglePay {
        /// The `PaymentData` as JSON.
        payment_data: String,
    },
    /// Pay with what Apple's sheet gave.
    PayWithApplePay {
        /// The token as JSON.
        token: String,
        /// The billing contact.
        billing_contact: Option<Box<ApplePayContact>>,
        /// The shipping contact.
        shipping_contact: Option<Box<ApplePayContact>>,
    },
    /// Delete a saved card in the checkout, and wait for the outcome.
    DeleteSavedCard {
        /// Its id.
        id: String,
    },
    /// Say whether the 3-D Secure session has started.
    ThreeDsReady {
        /// Whether it has.
        started: bool,
    },
    /// Say how the challenge ended.
    CompleteChallenge {
        /// How.
        outcome: ChallengeEnd,
    },
    /// Leave.
    Cancel,
    /// Report the summary that the state `ChoosingMethod` holds now.
    Look,
    /// Wait.
    Wait {
        /// Milliseconds.
        ms: u64,
    },
    /// Find the checkout again by its intent id, and go on with that handle; `NotFound` if there is none.
    FindSession,
    /// Start another checkout of the same intent, wait for its result and report it.
    StartSecondCheckout,
    /// Wait for the result, report it, then start the checkout again and go on with that.
    Restart,
    /// Ask for the payment status and report the result.
    CallPaymentStatus,
    /// Read the intent and report the summary.
    CallPaymentIntent,
    /// Ask for the status of a setup and report the result.
    CallSetupStatus,
    /// Read the setup intent and report the summary.
    CallSetupIntent,
    /// List the saved cards and report them.
    CallSavedCards,
    /// Delete a saved card without a checkout.
    CallDeleteSavedCard {
        /// Its id.
        id: String,
    },
    /// Make the request for Google's sheet from the summary that the state `ChoosingMethod` holds now, and report it.
    GooglePayRequest {
        /// The merchant as Google knows it.
        merchant: GooglePayMerchant,
    },
    /// Make the request that tells whether to show Google's button from the same summary, and report it.
    GooglePayReadiness,
    /// Make the request for Apple's sheet from the same summary, and report it.
    ApplePayRequest {
        /// Where the payment is processed.
        country_code: String,
    },
    /// Edit a card number field and report what it shows.
    EditCardNumber {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
    },
    /// Edit an expiry field and report what it shows.
    EditExpiry {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
    },
    /// Edit a CVV field and report what it shows.
    EditCvv {
        /// The field's text after the edit.
        typed: String,
        /// Where the caret is in it, in UTF-16 code units.
        caret: i32,
        /// What stands in the number's field, for a new card's CVV.
        number: Option<String>,
        /// The scheme's name, for a saved card's.
        scheme: Option<String>,
    },
    /// Look at a field of the form and report what there is to say about it.
    CheckField(FieldCheck),
    /// Take an amount apart and report the parts.
    AmountParts {
        /// In minor units.
        minor_units: i64,
        /// ISO 4217.
        currency_code: String,
    },
    /// Report whether an address form lists the country, and whether it needs a postcode.
    Country {
        /// ISO 3166-1 alpha-2.
        country_code: String,
    },
    /// Ask what to do with an address of a challenge's page, and report the answer.
    NavigateChallenge(ChallengeAddress),
    /// Type into a field, and report what came of it.
    Type {
        /// Which.
        field: String,
        /// The whole text after the edit.
        text: String,
        /// Where the caret is in it; at its end if absent.
        caret: Option<i32>,
    },
    /// Type into fields, one after the other; `Refused`, with the field as cause, when one does not take it.
    Fill {
        /// What goes where.
        texts: Vec<FieldText>,
    },
    /// Do what a button of the screen does: `NotOffered` if there is none with this action.
    Press {
        /// The action.
        action: String,
    },
    /// Do this, whether it is on the screen or not.
    Act {
        /// The action.
        action: String,
    },
    /// Find the sheet by its id and go on with that handle; `NotFound` if there is none.
    FindSheet,
    /// Open the sheet again and go on with that handle.
    OpenAgain,
    /// Make another client, open the restored sheet of the intent there, and go on with that.
    Restore,
    /// Set the texts of this language.
    SetLanguage {
        /// Its tag.
        language: String,
    },
    /// Make these texts, and report the language that they are in.
    MakeTexts {
        /// The language's tag.
        language: String,
        /// Texts of the app by name.
        texts: BTreeMap<String, String>,
    },
    /// Ask for the status of the intent, and report the text of the result.
    ResultText {
        /// The language's tag.
        language: String,
    },
    /// Report the text of an error.
    FieldErrorText {
        /// The field.
        field: String,
        /// What is wrong with it.
        problem: String,
        /// The language's tag.
        language: String,
    },
    /// Report the text of an amount.
    AmountText {
        /// In minor units.
        minor_units: i64,
        /// ISO 4217.
        currency_code: String,
        /// The language's tag.
        language: String,
    },
    /// Tell the judge to change the world: [`ScenarioRun::change_world`](crate::ScenarioRun::change_world), or
    /// `POST /runs/{run}/world/{step}`.
    World {
        /// The number of this step, from 0.
        step: usize,
    },
}

/// A card as the customer types it.
#[derive(Clone, Serialize)]
pub struct CardTyped {
    /// The number.
    pub number: String,
    /// The expiry.
    pub expiry: String,
    /// The CVV.
    pub cvv: String,
    /// The cardholder name, if the form asks for one.
    pub cardholder_name: Option<String>,
    /// The answer to "save this card?", if asked.
    pub save: Option<bool>,
    /// The answer to "may the merchant charge this card later?", if asked.
    pub mit_consent: Option<bool>,
    /// E-mail, addresses and the like, if asked.
    pub details: Option<Box<Details>>,
}

/// What is typed into a field.
#[derive(Clone, Serialize)]
pub struct FieldText {
    /// The field.
    pub field: String,
    /// Its whole text.
    pub text: String,
}
