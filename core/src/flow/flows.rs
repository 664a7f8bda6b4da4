//! What a checkout is for, and what differs because of it.

use crate::flow::event::{Method, WalletAuth};
use crate::flow::intent::{IntentKind, IntentStatus};
use crate::result::Charge;

/// What a checkout is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Flow {
    /// The customer pays: by saved card, new card or wallet.
    Payment,
    /// The customer saves a card for payments that the merchant starts later. Nothing is charged.
    SetupIntent,
    /// The merchant keys in the customer's card. No device data and no 3-D Secure.
    VirtualTerminal,
}

/// How an attempt gets from the choice to the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Route {
    /// Device data, then a 3-D Secure session, then the payment, which may be challenged.
    ThreeDs,
    /// The wallet's token is opened first: it says how to go on.
    OpenWallet,
    /// Straight to the payment, which cannot be challenged.
    Direct,
}

impl Flow {
    pub(super) fn takes(self, kind: IntentKind) -> bool {
        match self {
            Flow::Payment => kind == IntentKind::CardPayment,
            Flow::SetupIntent => kind == IntentKind::Setup,
            Flow::VirtualTerminal => kind == IntentKind::VirtualTerminal,
        }
    }

    /// Whether the customer's saved cards and wallets are offered.
    pub(super) fn offers(self, method: &Method) -> bool {
        match method {
            Method::NewCard => true,
            Method::SavedCard { .. } | Method::GooglePay | Method::ApplePay => self == Flow::Payment,
        }
    }

    /// Whether an intent of this status has reached what the flow is for.
    pub(super) fn is_completed(self, status: IntentStatus) -> bool {
        match self {
            Flow::Payment | Flow::VirtualTerminal => {
                matches!(status, IntentStatus::Authorized | IntentStatus::Captured)
            }
            Flow::SetupIntent => matches!(status, IntentStatus::Authorized | IntentStatus::Completed),
        }
    }

    /// What a success means for the customer's money.
    pub(super) fn charge_of_success(self) -> Charge {
        match self {
            Flow::Payment | Flow::VirtualTerminal => Charge::Charged,
            Flow::SetupIntent => Charge::NotCharged,
        }
    }

    /// `wallet_auth`: how the card in a Google Pay token is authenticated, once it was opened.
    pub(super) fn route(self, method: &Method, wallet_auth: Option<WalletAuth>) -> Route {
        match (self, method, wallet_auth) {
            (Flow::VirtualTerminal, ..) | (_, Method::ApplePay, _) => Route::Direct,
            (_, Method::GooglePay, None) => Route::OpenWallet,
            (_, Method::GooglePay, Some(WalletAuth::Cryptogram3ds)) => Route::Direct,
            (_, Method::GooglePay, Some(WalletAuth::PanOnly)) => Route::ThreeDs,
            (_, Method::SavedCard { .. } | Method::NewCard, _) => Route::ThreeDs,
        }
    }
}
