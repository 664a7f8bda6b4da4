//! What has truly happened, as far as the rules speak of it. It is kept beside the machine, and not read off it.

use checkout_core::money::Money;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_sheet::model::{Action, Asked, Effect, State};

use crate::cast::Setting;
use crate::session::{Session, View};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Truth {
    /// The customer was told that they may choose, in this attempt.
    pub(crate) may_choose: bool,
    /// A payment was handed to this attempt's session, and the customer was not asked again since.
    pub(crate) is_handed_over: bool,
    /// A payment was ever handed over in this attempt.
    has_paid: bool,
    /// The total that stood on the screen when the wallet was opened.
    pub(crate) wallet_total: Option<Option<Money>>,
    /// Core has said that it is paid, or saved.
    pub(crate) is_success: bool,
    /// The outcome of a payment is not known, and nothing has settled it.
    pub(crate) is_in_doubt: bool,
    /// That is remembered for the next sheet.
    pub(crate) is_remembered: bool,
    /// What core gave last, and what it gave last for an attempt that took nothing.
    pub(crate) last: Option<PaymentResult>,
    pub(crate) took_nothing: Option<PaymentResult>,
    /// The customer has said that they leave a payment that is out.
    pub(crate) has_left: bool,
    pub(crate) is_over: bool,
    /// The cards of which the sheet was told that they are deleted.
    pub(crate) deleted: Vec<String>,
    is_later_attempt: bool,
}

impl Truth {
    pub(crate) fn new(setting: Setting) -> Truth {
        Truth {
            is_in_doubt: setting.has_doubt,
            is_remembered: setting.has_doubt,
            last: setting.doubt(),
            ..Truth::default()
        }
    }

    pub(crate) fn acted(&mut self, before: &State, action: &Action, effects: &[Effect]) {
        if let Action::PayWith { .. } = action {
            self.wallet_total = Some(total(before));
        }
        self.has_left |= *action == Action::Confirm && before.asked == Some(Asked::LeavePayment);
        for effect in effects {
            match effect {
                effect if is_payment(effect) => {
                    self.is_handed_over = true;
                    self.has_paid = true;
                    self.wallet_total = None;
                }
                Effect::RememberDoubt(_) => self.is_remembered = true,
                Effect::ForgetDoubt => self.is_remembered = false,
                Effect::Finish(_) => self.is_over = true,
                _ => {}
            }
        }
    }

    pub(crate) fn session_started(&mut self) {
        self.is_later_attempt = self.last.is_some();
        self.may_choose = false;
        self.is_handed_over = false;
        self.has_paid = false;
    }

    pub(crate) fn session_is(&mut self, session: &Session, before: &View) {
        let may_choose_again = session.is_choosing() && !matches!(before, View::Choosing(..));
        self.is_handed_over &= !may_choose_again;
        if let Some(result) = session.result() {
            self.gave(result);
            // A later attempt that did not get to a payment has taken nothing that was not known before.
            let counts = self.has_paid || !self.is_later_attempt;
            if counts && allows_another_attempt(result) {
                self.took_nothing = Some(result.clone());
            }
        }
    }

    pub(crate) fn payment_refused(&mut self) {
        self.is_handed_over = false;
    }

    pub(crate) fn told(&mut self, view: &View) {
        self.may_choose |= matches!(view, View::Choosing(..));
    }

    pub(crate) fn status_is(&mut self, result: &PaymentResult) {
        if result.charge != Charge::Unknown {
            self.is_in_doubt = false;
            self.gave(result);
        }
    }

    /// Core remembers it.
    pub(crate) fn doubted_elsewhere(&mut self, result: &PaymentResult) {
        self.is_remembered = true;
        self.gave(result);
    }

    fn gave(&mut self, result: &PaymentResult) {
        self.is_success |= is_success(result);
        self.is_in_doubt |= result.charge == Charge::Unknown;
        self.last = Some(result.clone());
    }

    /// After the end it only matters that there is one.
    pub(crate) fn forget(&mut self) {
        *self = Truth {
            is_over: true,
            is_success: self.is_success,
            last: self.last.take(),
            took_nothing: self.took_nothing.take(),
            ..Truth::default()
        };
    }
}

pub(crate) fn is_payment(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::PayWithCard(_) | Effect::PayWithSavedCard { .. } | Effect::PayWithWallet(_)
    )
}

pub(crate) fn is_success(result: &PaymentResult) -> bool {
    result.code() == 0 || result.charge == Charge::Charged
}

pub(crate) fn total(state: &State) -> Option<Money> {
    state.summary.as_ref().and_then(|summary| summary.total)
}

/// After which results another attempt is offered: the list once more, by numbers, as the product's description has it.
pub(crate) fn allows_another_attempt(result: &PaymentResult) -> bool {
    let reason = result
        .reason
        .as_ref()
        .map(|reason| reason.kind.name())
        .unwrap_or_default();
    let is_listed = match result.code() {
        4 | 5 => true,
        30 => reason == ReasonKind::PaymentFailed.name(),
        401 => reason == "SessionSecretRejected",
        7770 => [
            "Network",
            "ServerError",
            "RateLimited",
            "DeviceDataFailed",
            "WalletFailed",
            "ThreeDsFailed",
        ]
        .contains(&reason),
        _ => false,
    };
    is_listed && result.charge == Charge::NotCharged
}
