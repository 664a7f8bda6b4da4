//! Where a sheet is.

use checkout_core::card::{SavedCard, Today};
use checkout_core::error::{ActionError, CallError};
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::PayingStage;
use checkout_core::summary::{PaymentSummary, Wallet};
use checkout_core::threeds::Challenge;

use super::action::WalletEnd;
use super::effect::Effect;
use super::entry::Entry;
use super::fields::FieldId;
use crate::params::{SheetFlow, SheetParams, SheetResult};

/// What a sheet is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A payment.
    Payment,
    /// A card is saved for later.
    Setup,
    /// A payment that the merchant keys in.
    VirtualTerminal,
    /// Saved cards are managed.
    SavedCards,
    /// Nothing but the status of a payment intent, or of a setup intent.
    Status,
}

impl Kind {
    /// What a flow is.
    pub fn of(flow: &SheetFlow) -> Self {
        match flow {
            SheetFlow::Payment(_) => Kind::Payment,
            SheetFlow::Setup(_) => Kind::Setup,
            SheetFlow::VirtualTerminal(_) => Kind::VirtualTerminal,
            SheetFlow::SavedCards { .. } => Kind::SavedCards,
            SheetFlow::Restored { .. } | SheetFlow::RestoredSetup { .. } => Kind::Status,
        }
    }
}

/// Where a sheet begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// What it is for.
    pub kind: Kind,
    /// The intent; for saved cards the customer.
    pub id: String,
    /// The wallets that the device can show.
    pub wallets: Vec<Wallet>,
    /// The country that a form begins with: an ISO 3166-1 alpha-2 code.
    pub home_country: Option<String>,
    /// A payment of this intent in this process whose outcome is not known.
    pub doubt: Option<PaymentResult>,
}

impl Opening {
    /// How a sheet with these parameters begins.
    pub fn of(params: &SheetParams, doubt: Option<PaymentResult>) -> Self {
        Opening {
            kind: Kind::of(&params.flow),
            id: params.flow.id().to_owned(),
            wallets: params.wallets.clone(),
            home_country: params.texts.locale().region().map(str::to_owned),
            doubt,
        }
    }
}

/// The state of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct State {
    /// What it is for.
    pub kind: Kind,
    /// The intent; for saved cards the customer.
    pub id: String,
    /// The wallets that the device can show.
    pub wallets: Vec<Wallet>,
    /// The country that a form begins with.
    pub home_country: Option<String>,
    /// How many sessions have been started; the last one counts.
    pub attempt: u64,
    /// The session's revision from which on its news are heard. Those of before have been heard, or are out of date.
    pub heard_from: u64,
    /// A payment was handed to the session, which has not said yet whether it takes it.
    pub is_handing_over: bool,
    /// Where the sheet is.
    pub stage: Stage,
    /// What the customer chooses from. The last that is known.
    pub summary: Option<PaymentSummary>,
    /// The cards of [`Kind::SavedCards`].
    pub cards: Vec<SavedCard>,
    /// Today, by the session's clocks.
    pub today: Option<Today>,
    /// The saved card that is to be paid with.
    pub selected: Option<String>,
    /// The saved cards that are being deleted.
    pub deleting: Vec<String>,
    /// The saved cards that were deleted: a session that listed them before does not know.
    pub deleted: Vec<String>,
    /// What was typed and ticked.
    pub entry: Entry,
    /// What the customer is asked.
    pub asked: Option<Asked>,
    /// What the customer is told beside the content.
    pub remark: Option<Remark>,
    /// Where the focus is to go, and the number of that request.
    pub focus: Option<(u64, FieldId)>,
    /// How many times a focus or a wallet was asked for.
    pub requests: u64,
    /// The place where the customer last chose: another attempt begins there.
    pub place: Option<Place>,
    /// The customer has confirmed to leave while a payment is out.
    pub is_leaving: bool,
    /// The last attempt that took nothing, after which another one was offered.
    pub last_attempt: Option<PaymentResult>,
}

/// Where a sheet is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Something is fetched; nothing was sent.
    Loading(Waiting),
    /// The customer chooses.
    Choosing(Place),
    /// The platform's wallet is open above the choice.
    Wallet(Wallet, u64),
    /// The customer has left before a payment; the session is about to say so.
    Leaving,
    /// The attempt is on its way.
    Working(PayingStage),
    /// The issuer's page.
    Challenge(Challenge),
    /// There is a result.
    Ended(PaymentResult),
    /// There is a result that says that the outcome is unknown, and the intent is being read again.
    Checking(PaymentResult),
    /// The saved cards could not be fetched.
    CardsUnreadable(CallErrorKind),
    /// Over.
    Closed(SheetResult),
}

/// What is being fetched.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Waiting {
    /// The intent, at the beginning.
    Intent,
    /// The intent again, because the customer wants another attempt after this one.
    Again(PaymentResult),
    /// The saved cards.
    Cards,
}

/// A screen on which the customer chooses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// How to pay.
    Choose,
    /// The saved cards.
    Manage,
    /// The form.
    Form,
}

/// What the customer is asked over the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Asked {
    /// Whether a saved card is to be deleted.
    DeleteCard(String),
    /// Whether to leave while a payment is out.
    LeavePayment,
    /// Whether to leave the challenge.
    LeaveChallenge,
}

/// What the customer is told beside the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Remark {
    /// The total is another one than was shown.
    TotalChanged,
    /// A saved card could not be deleted.
    DeletionFailed(CallErrorKind),
    /// A wallet ended without a payment.
    Wallet(Wallet, WalletEnd),
    /// The payment was refused before it was sent.
    Refused(RefusalKind),
    /// The intent could not be read, so nothing was sent.
    NotReadable,
    /// The intent was read, and does not say yet what happened.
    StillUnknown,
}

/// Why a call failed, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallErrorKind {
    /// The network.
    Network,
    /// The customer secret is not valid any more.
    AccessDenied,
    /// The card is not known (any more).
    NotFound,
    /// Everything else.
    Server,
}

impl From<&CallError> for CallErrorKind {
    fn from(error: &CallError) -> Self {
        match error {
            CallError::Network => CallErrorKind::Network,
            CallError::AccessDenied => CallErrorKind::AccessDenied,
            CallError::NotFound => CallErrorKind::NotFound,
            CallError::Server { .. } | CallError::MalformedResponse { .. } | CallError::InvalidArgument(_) => {
                CallErrorKind::Server
            }
        }
    }
}

/// Why core refused a payment that the sheet had taken for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// The saved card cannot be paid with (any more).
    SavedCard,
    /// The wallet's data cannot be used.
    WalletData,
    /// This way to pay is not offered.
    NotOffered,
}

impl State {
    /// How a sheet begins, and the first thing to do.
    pub fn open(opening: Opening) -> (State, Vec<Effect>) {
        let Opening {
            kind,
            id,
            wallets,
            home_country,
            doubt,
        } = opening;
        let mut state = State {
            kind,
            id,
            wallets,
            home_country,
            attempt: 0,
            heard_from: 0,
            is_handing_over: false,
            stage: Stage::Leaving,
            summary: None,
            cards: Vec::new(),
            today: None,
            selected: None,
            deleting: Vec::new(),
            deleted: Vec::new(),
            entry: Entry::default(),
            asked: None,
            remark: None,
            focus: None,
            requests: 0,
            place: None,
            is_leaving: false,
            last_attempt: None,
        };
        let effects = state.begin(doubt);
        (state, effects)
    }

    fn begin(&mut self, doubt: Option<PaymentResult>) -> Vec<Effect> {
        match (self.kind, doubt) {
            (Kind::SavedCards, _) => self.fetch_cards(),
            // D8-06: whoever opens the sheet again sees the same as before it was closed.
            (Kind::Payment | Kind::Setup | Kind::VirtualTerminal, Some(doubt)) => {
                self.stage = Stage::Ended(doubt);
                Vec::new()
            }
            (Kind::Payment | Kind::Setup | Kind::VirtualTerminal, None) => self.start_session(Waiting::Intent),
            // D8-12
            (Kind::Status, doubt) => {
                self.stage = Stage::Checking(doubt.unwrap_or_else(|| self.not_settled()));
                vec![Effect::ReadStatus]
            }
        }
    }

    pub(super) fn start_session(&mut self, why: Waiting) -> Vec<Effect> {
        self.attempt += 1;
        self.heard_from = 0;
        self.is_handing_over = false;
        self.stage = Stage::Loading(why);
        vec![Effect::StartSession { attempt: self.attempt }]
    }

    pub(super) fn fetch_cards(&mut self) -> Vec<Effect> {
        self.stage = Stage::Loading(Waiting::Cards);
        vec![Effect::FetchCards]
    }

    /// The cards that the customer sees.
    pub fn saved_cards(&self) -> &[SavedCard] {
        match (self.kind, &self.summary) {
            (Kind::SavedCards, _) => &self.cards,
            (_, Some(summary)) => &summary.saved_cards,
            (_, None) => &[],
        }
    }

    /// The saved card that is to be paid with.
    pub fn selected_card(&self) -> Option<&SavedCard> {
        let selected = self.selected.as_deref()?;
        self.saved_cards().iter().find(|card| card.id == selected)
    }

    /// Whether the intent is a test one, by its id: the API host is the same one for both.
    pub fn is_test(&self) -> bool {
        self.id.to_ascii_lowercase().contains("sandbox")
    }

    pub(super) fn request_focus(&mut self, field: FieldId) {
        self.requests += 1;
        self.focus = Some((self.requests, field));
    }
}

impl From<&ActionError> for RefusalKind {
    fn from(error: &ActionError) -> Self {
        match error {
            ActionError::UnknownSavedCard
            | ActionError::SavedCardNotPayable
            | ActionError::SavedCardExpired
            | ActionError::SavedCardBeingDeleted
            | ActionError::DeletionFailed(_)
            | ActionError::InvalidCvv(_) => RefusalKind::SavedCard,
            ActionError::UnusableWalletData(_) => RefusalKind::WalletData,
            ActionError::WrongState
            | ActionError::MethodNotOffered
            | ActionError::InvalidCard(_)
            | ActionError::TotalChanged => RefusalKind::NotOffered,
        }
    }
}
