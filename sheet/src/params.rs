//! What a sheet is opened with, and what it ends with.

use checkout_core::result::PaymentResult;
use checkout_core::secret::Secret;
use checkout_core::summary::Wallet;
use checkout_core::{PaymentParams, SetupParams, VirtualTerminalParams};

use crate::texts::Texts;

/// What a sheet is opened for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SheetFlow {
    /// A payment: with a wallet, a saved card or a new one.
    Payment(PaymentParams),
    /// A card is saved for payments that the merchant starts later.
    Setup(SetupParams),
    /// A payment that the merchant keys in for a customer who is not there.
    VirtualTerminal(VirtualTerminalParams),
    /// The customer's saved cards are looked at and deleted. Nothing is paid.
    SavedCards {
        /// The customer: `cust_…`.
        customer_id: String,
        /// The customer secret, `cs_…`.
        customer_secret: Secret,
    },
    /// An app that was ended while this payment intent's sheet was open. The status is read, and nothing is ever sent:
    /// what the intent does not settle can be asked again or left.
    Restored {
        /// The intent: `pi_…`.
        payment_intent_id: String,
    },
    /// As [`Restored`](SheetFlow::Restored), of a setup intent.
    RestoredSetup {
        /// The setup intent: `si_…`.
        setup_intent_id: String,
    },
}

impl SheetFlow {
    /// The intent, or for saved cards the customer: what the sheet is found again by.
    pub fn id(&self) -> &str {
        match self {
            SheetFlow::Payment(params) => &params.payment_intent_id,
            SheetFlow::Setup(params) => &params.setup_intent_id,
            SheetFlow::VirtualTerminal(params) => &params.payment_intent_id,
            SheetFlow::SavedCards { customer_id, .. } => customer_id,
            SheetFlow::Restored { payment_intent_id } => payment_intent_id,
            SheetFlow::RestoredSetup { setup_intent_id } => setup_intent_id,
        }
    }
}

/// How a sheet is opened.
#[derive(Clone, Debug)]
pub struct SheetParams {
    /// What for.
    pub flow: SheetFlow,
    /// The wallets that this device can show. Offered are those that the intent takes, too.
    pub wallets: Vec<Wallet>,
    /// The customer's texts.
    pub texts: Texts,
}

impl SheetParams {
    /// A sheet without wallets, in English.
    pub fn new(flow: SheetFlow) -> Self {
        SheetParams {
            flow,
            wallets: Vec::new(),
            texts: Texts::default(),
        }
    }
}

/// What a sheet ends with. It comes once, and can be asked for again.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SheetResult {
    /// The result of the checkout. `None` where saved cards were managed: nothing was to be paid.
    pub payment: Option<PaymentResult>,
    /// The customer left after an attempt that took nothing, and this was it: a decline, for example. The result is
    /// 7780 then.
    pub last_attempt: Option<PaymentResult>,
}
