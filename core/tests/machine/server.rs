//! The adversary: a server behind proxies, with another device at work, as bad as D4-06 allows.
//!
//! It knows what truly became of the money, and which answers are possible then. Every payment and every report of a
//! challenge may be delivered twice and either answer be shown, so whatever is not a verdict says nothing of what was
//! executed. A charge may take its time to show. Somebody else may have used the secret, to pay or not.

use std::time::Duration;

use checkout_core::flow::{Event, Flow, GatewayAnswer, IntentFacts, IntentKind, IntentStatus, Prepared};

use crate::alphabet::EXPIRED_BY;

/// D4-06: a read that is begun this long after an answer shows the charge.
const SHOWS_WITHIN: Duration = Duration::from_millis(7_500);

/// What the server did with a payment, or with the report of a challenge, before the answer was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hidden {
    Nothing,
    Executed,
}

/// How a checkout begins, as far as the app cannot know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nobody has touched the intent.
    Untouched,
    /// An earlier attempt of this process ended in doubt; whether it charged.
    Doubt { charged: bool },
    /// Another device, or this app before it was killed, used the secret or replaced it; whether it paid.
    SecretGone { charged: bool },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Server {
    flow: Flow,
    /// This attempt's payment was executed.
    charged: bool,
    /// The attempt before, which is in doubt, was.
    charged_before: bool,
    /// Somebody else's was.
    charged_elsewhere: bool,
    /// The secret in hand is used up or replaced.
    secret_gone: bool,
    refusal_seen: bool,
    /// The least time since the last answer to a payment or to the report of a challenge, as far as it matters.
    since_answer: Duration,
}

impl Server {
    pub(crate) fn new(flow: Flow, before: Before) -> Server {
        Server {
            flow,
            charged: false,
            charged_before: before == Before::Doubt { charged: true },
            charged_elsewhere: before == Before::SecretGone { charged: true },
            secret_gone: matches!(before, Before::SecretGone { .. }),
            refusal_seen: false,
            since_answer: Duration::ZERO,
        }
    }

    /// Whether this process has taken money, in this attempt or in one that is in doubt.
    pub(crate) fn has_charged(&self) -> bool {
        self.charged || self.charged_before
    }

    /// Whether this attempt's payment was executed.
    pub(crate) fn has_charged_now(&self) -> bool {
        self.charged
    }

    /// Whether another payment would be a second one.
    pub(crate) fn is_paid(&self) -> bool {
        self.charged || self.charged_elsewhere
    }

    pub(crate) fn may_say(&self, event: &Event, hidden: Hidden) -> bool {
        match event {
            Event::PaymentAnswered(answer) => self.may_answer(answer, hidden) && (!self.secret_gone || refuses(answer)),
            Event::ThreeDsCompleted(answer) => self.may_answer(answer, hidden),
            _ if hidden == Hidden::Executed => false,
            Event::ReadBack {
                status: Some(IntentStatus::Created),
                ..
            } => !self.is_paid() || self.since_answer < SHOWS_WITHIN,
            Event::IntentChecked(Ok(IntentStatus::Created)) => !self.charged_elsewhere,
            // A refusal warns of a payment that does not show yet. Without one there is nothing to wait for.
            Event::SecretRefreshed(Ok(intent)) if intent.status == IntentStatus::Created => {
                !self.charged_elsewhere || self.refusal_seen
            }
            Event::DeviceDataCollected(prepared) => self.may_prepare(prepared),
            Event::WalletDecrypted(prepared) => self.may_prepare(prepared),
            _ => true,
        }
    }

    fn may_answer(&self, answer: &GatewayAnswer, hidden: Hidden) -> bool {
        let executes = hidden == Hidden::Executed;
        match answer {
            GatewayAnswer::NotConnected { .. } => !executes,
            GatewayAnswer::Status { code: 0, .. } => executes,
            GatewayAnswer::Status { code: 3..=5 | 30, .. } => !executes && !self.charged,
            _ if self.secret_gone => !executes,
            _ => !executes || !self.charged,
        }
    }

    fn may_prepare<T>(&self, prepared: &Prepared<T>) -> bool {
        match prepared {
            Prepared::Done(_) => !self.secret_gone,
            Prepared::SecretRefused { now } if *now >= EXPIRED_BY => !self.charged_elsewhere,
            Prepared::SecretRefused { .. } | Prepared::Failed => true,
        }
    }

    pub(crate) fn did(&mut self, event: &Event, hidden: Hidden, waited: Duration) {
        match event {
            Event::PaymentAnswered(answer) | Event::ThreeDsCompleted(answer) => {
                self.charged |= hidden == Hidden::Executed;
                self.refusal_seen |= refuses(answer);
                self.since_answer = Duration::ZERO;
            }
            Event::DeviceDataCollected(Prepared::SecretRefused { .. })
            | Event::WalletDecrypted(Prepared::SecretRefused { .. }) => self.refusal_seen = true,
            Event::SecretRefreshed(Ok(intent)) => {
                self.secret_gone = false;
                self.shows(intent_says(self.flow, intent));
            }
            Event::IntentLoaded(Ok(intent)) => self.shows(intent_says(self.flow, intent)),
            Event::IntentChecked(Ok(status))
            | Event::ReadBack {
                status: Some(status), ..
            } => self.shows(says(self.flow, *status)),
            Event::Waited => self.since_answer = (self.since_answer + waited).min(SHOWS_WITHIN),
            _ => {}
        }
    }

    /// The intent is the last word: if it is paid somebody has paid, and if it has ended nobody has.
    fn shows(&mut self, paid: Option<bool>) {
        match paid {
            Some(true) => self.charged_elsewhere = !self.has_charged(),
            Some(false) => {
                self.charged = false;
                self.charged_before = false;
                self.charged_elsewhere = false;
            }
            None => {}
        }
    }
}

/// The same of a whole intent. One of another type says nothing.
pub(crate) fn intent_says(flow: Flow, intent: &IntentFacts) -> Option<bool> {
    let kind = match flow {
        Flow::Payment => IntentKind::CardPayment,
        Flow::SetupIntent => IntentKind::Setup,
        Flow::VirtualTerminal => IntentKind::VirtualTerminal,
    };
    says(flow, intent.status).filter(|_| intent.kind == kind)
}

/// Whether an intent of this status is paid; `None` if it does not say.
pub(crate) fn says(flow: Flow, status: IntentStatus) -> Option<bool> {
    match (flow, status) {
        (_, IntentStatus::Authorized) => Some(true),
        (Flow::SetupIntent, IntentStatus::Completed) => Some(true),
        (Flow::Payment | Flow::VirtualTerminal, IntentStatus::Captured) => Some(true),
        (_, IntentStatus::Created | IntentStatus::Completed | IntentStatus::Captured) => None,
        _ => Some(false),
    }
}

/// What a secret that is gone can be answered with.
fn refuses(answer: &GatewayAnswer) -> bool {
    match answer {
        GatewayAnswer::Status { code, .. } => *code == 401,
        GatewayAnswer::Http { status, .. } => matches!(status, 401 | 503),
        GatewayAnswer::NotConnected { .. } | GatewayAnswer::Lost => true,
    }
}
