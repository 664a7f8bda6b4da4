//! What one checkout comes to: a code, what is known about the money, and why.

use std::fmt;

use crate::status::Status;

/// The one result of a checkout.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PaymentResult {
    /// The outcome; [`Status::code`] is the number of the guide.
    pub status: Status,
    /// What is known about the customer's money.
    pub charge: Charge,
    /// Why, for everything that is not a plain success.
    pub reason: Option<Reason>,
    /// The gateway's own `statusCode`, when it is not one that we know (the code is then 7770).
    pub gateway_code: Option<i64>,
    /// The intent id as the app passed it in.
    pub payment_intent_id: String,
}

impl PaymentResult {
    /// The numeric status code, for example 0 for a payment that was made.
    pub fn code(&self) -> i32 {
        self.status.code()
    }

    pub(crate) fn new(
        payment_intent_id: &str,
        status: Status,
        charge: Charge,
        reason: impl Into<Option<Reason>>,
    ) -> Self {
        PaymentResult {
            status,
            charge,
            reason: reason.into(),
            gateway_code: None,
            payment_intent_id: payment_intent_id.to_owned(),
        }
    }
}

/// What the core *knows* about the money. It never guesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charge {
    /// The server says that the payment was made (authorised or captured).
    Charged,
    /// No payment request can have reached the gateway, or the gateway or the intent says that nothing was charged.
    NotCharged,
    /// A payment may have been made. Ask the merchant's backend before another payment is offered.
    Unknown,
}

impl fmt::Display for Charge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// Why a result is what it is: a stable name and, where it helps, a detail.
///
/// `Display` gives a sentence fit for a log: it never holds card data, a secret or a response body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The stable name.
    pub kind: ReasonKind,
    /// More about this case, for example the name of the field that a response lacks.
    pub detail: Option<String>,
}

impl Reason {
    pub(crate) fn with_detail(kind: ReasonKind, detail: impl Into<String>) -> Self {
        Reason {
            kind,
            detail: Some(detail.into()),
        }
    }
}

impl From<ReasonKind> for Reason {
    fn from(kind: ReasonKind) -> Self {
        Reason { kind, detail: None }
    }
}

impl From<ReasonKind> for Option<Reason> {
    fn from(kind: ReasonKind) -> Self {
        Some(kind.into())
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.detail {
            Some(detail) => write!(f, "{} ({detail})", self.kind.message()),
            None => f.write_str(self.kind.message()),
        }
    }
}

macro_rules! reasons {
    ($($(#[doc = $doc:literal])+ $name:ident => $message:literal,)+) => {
        /// The stable name of a reason. `docs/status-codes.md` tells which code comes with which reason.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum ReasonKind { $($(#[doc = $doc])+ $name,)+ }

        impl ReasonKind {
            /// Every reason.
            pub const ALL: &'static [ReasonKind] = &[$(ReasonKind::$name,)+];

            /// The name as it stands in logs and in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(ReasonKind::$name => stringify!($name),)+ }
            }

            /// One sentence: what happened and what to do.
            pub const fn message(self) -> &'static str {
                match self { $(ReasonKind::$name => $message,)+ }
            }
        }
    };
}

reasons! {
    /// An argument of the call was not valid; nothing was sent.
    InvalidArgument => "An argument is not valid; nothing was sent. Correct it and start again.",
    /// A checkout of the same intent is running in this process, and may be paying; this one sent nothing.
    AlreadyInProgress => "A checkout of this intent is already running. Wait for its result.",
    /// The API host does not know the intent.
    PaymentIntentNotFound => "The API host does not know this intent. Check the id and the environment.",
    /// The API host or the gateway refused access.
    AccessDenied => "Access to this intent was refused.",
    /// The network failed.
    Network => "The network failed. Try again when the device is connected.",
    /// The server failed.
    ServerError => "The server could not answer the request. Try again later.",
    /// The gateway refuses more requests for now.
    RateLimited => "Too many requests: the gateway refused the payment for now.",
    /// A response could not be understood.
    MalformedResponse => "A response was not understood.",
    /// The intent is of another type than the flow that was started.
    WrongIntentType => "The intent is of another type than the flow that was started.",
    /// The intent had been completed before this checkout.
    AlreadyCompleted => "The intent had been completed before; no payment was sent.",
    /// The intent is canceled.
    IntentCanceled => "The intent is canceled. Create a new one.",
    /// The intent has expired.
    IntentExpired => "The intent has expired. Create a new one.",
    /// The intent's payment was reversed.
    IntentReversed => "The payment of this intent was reversed.",
    /// The intent's payment was refunded.
    IntentRefunded => "The payment of this intent was refunded.",
    /// The gateway refused a client session secret that should have been good.
    SessionSecretRejected => "The gateway refused the client session secret. Somebody else may be paying this intent.",
    /// The gateway got no client session secret that it knows.
    SessionSecretMissing => "The gateway found no client session secret that it knows.",
    /// The device data could not be collected; no payment was sent.
    DeviceDataFailed => "Device data could not be collected; no payment was sent.",
    /// The wallet's token could not be used; no payment was sent.
    WalletFailed => "The wallet's token could not be used; no payment was sent. Another way to pay may work.",
    /// The 3-D Secure session could not start; no payment was sent.
    ThreeDsFailed => "The 3-D Secure session could not start; no payment was sent.",
    /// The gateway asks for 3-D Secure where the flow has none.
    ThreeDsNotSupported => "The payment needs 3-D Secure, which this flow does not have.",
    /// The issuer refers the payment.
    Referred => "The issuer refers the payment to the merchant.",
    /// The payment was declined.
    Declined => "The payment was declined. Another card may work.",
    /// The gateway took the payment for a repetition.
    DuplicateTransaction => "The gateway took the payment for a repetition of an earlier one.",
    /// The gateway could not make the payment.
    PaymentFailed => "The payment failed.",
    /// The gateway refused the request as not valid.
    RequestRejected => "The gateway refused the request as not valid.",
    /// The total is another one than the customer was shown; the new one was not paid.
    TotalChanged => "The total is another one than the customer was shown. Show the new one before it is paid.",
    /// The user left before a payment was sent.
    UserLeft => "The user left before a payment was sent.",
    /// The app's deadline passed before a payment was sent.
    DeadlinePassed => "The deadline passed before a payment was sent.",
    /// The answer to the payment was lost, but the intent says that it was made.
    ConfirmedByIntent => "The intent confirms the payment.",
    /// A payment may have been made. The merchant's backend knows.
    OutcomeUnknown => "A payment may have been made. Ask your backend before you offer another one.",
    /// The intent has not been completed (payment status).
    NotCompleted => "The intent has not been completed. A payment may still be on its way.",
}

impl fmt::Display for ReasonKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
