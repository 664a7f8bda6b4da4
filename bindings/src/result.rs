//! What a checkout comes to.

use checkout_core::result as core;

use crate::mirror::mirror;

/// The one result of a checkout.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct PaymentResult {
    /// The numeric status code, for example 0 for a payment that was made. One of Dojo's published codes.
    pub code: i32,
    /// The same as a named value.
    pub status: Status,
    /// What is known about the customer's money.
    pub charge: Charge,
    /// Why, for everything that is not a plain success.
    pub reason: Option<Reason>,
    /// The gateway's own number, when it is not one that the SDK knows (the code is then 7770).
    pub gateway_code: Option<i64>,
    /// The intent id as it was passed in.
    pub payment_intent_id: String,
}

/// Why a result is what it is.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Reason {
    /// The stable name.
    pub kind: ReasonKind,
    /// More about this case, for example the name of the field that a response lacks.
    pub detail: Option<String>,
    /// A sentence fit for a log: no card data, no secret.
    pub text: String,
}

/// Whether another attempt may be offered after this result: nothing was taken, and another card, another moment or another
/// session secret may bring more. After an unknown outcome never.
#[uniffi::export]
pub fn offers_another_attempt(result: PaymentResult) -> bool {
    checkout_sheet::model::offers_another_attempt(&result.into())
}

impl From<core::PaymentResult> for PaymentResult {
    fn from(result: core::PaymentResult) -> Self {
        PaymentResult {
            code: result.code(),
            status: result.status.into(),
            charge: result.charge.into(),
            reason: result.reason.map(Reason::from),
            gateway_code: result.gateway_code,
            payment_intent_id: result.payment_intent_id,
        }
    }
}

impl From<PaymentResult> for core::PaymentResult {
    fn from(result: PaymentResult) -> Self {
        core::PaymentResult {
            status: result.status.into(),
            charge: result.charge.into(),
            reason: result.reason.map(|reason| core::Reason {
                kind: reason.kind.into(),
                detail: reason.detail,
            }),
            gateway_code: result.gateway_code,
            payment_intent_id: result.payment_intent_id,
        }
    }
}

impl From<core::Reason> for Reason {
    fn from(reason: core::Reason) -> Self {
        Reason {
            kind: reason.kind.into(),
            text: reason.to_string(),
            detail: reason.detail,
        }
    }
}

mirror! {
    /// What is known about the customer's money. It is never guessed.
    Charge = core::Charge {
        /// The server says that the payment was made.
        Charged,
        /// Nothing was charged.
        NotCharged,
        /// A payment may have been made. Ask your backend before you offer another one.
        Unknown,
    }
}

mirror! {
    /// The outcome of a checkout, by the names of Dojo's published status codes.
    Status = checkout_core::status::Status {
        /// 0: paid.
        Successful,
        /// 3: 3-D Secure is needed. The SDK resolves it and never returns it.
        Authorizing,
        /// 4: the issuer asks the merchant to call.
        Referred,
        /// 5: declined.
        Declined,
        /// 20: taken for a repetition of an earlier payment.
        DuplicateTransaction,
        /// 30: failed; also an intent that was canceled, reversed or refunded.
        Failed,
        /// 40: too late.
        Expired,
        /// 99: not executed or not completed yet.
        WaitingPreExecute,
        /// 400: the request or an argument was not valid.
        InvalidRequest,
        /// 401: the intent or the session secret was refused.
        IssueWithAccessToken,
        /// 404: the gateway knows no such session secret.
        NoAccessTokenSupplied,
        /// 500: the gateway had an internal error.
        InternalServerError,
        /// 7770: no result that the server vouches for.
        SdkInternalError,
        /// 7780: the customer left before a payment was sent.
        UserClosedWithoutPaying,
    }
}

mirror! {
    /// The stable name of a reason.
    ReasonKind = core::ReasonKind {
        /// An argument of the call was not valid; nothing was sent.
        InvalidArgument,
        /// A checkout of the same intent is running in this process; nothing was sent.
        AlreadyInProgress,
        /// The API host does not know the intent.
        PaymentIntentNotFound,
        /// Access was refused.
        AccessDenied,
        /// The network failed.
        Network,
        /// The server failed.
        ServerError,
        /// Too many requests: the gateway refused the payment for now.
        RateLimited,
        /// A response could not be understood.
        MalformedResponse,
        /// The intent is of another type than the flow that was started.
        WrongIntentType,
        /// The intent had been completed before this checkout.
        AlreadyCompleted,
        /// The intent is canceled.
        IntentCanceled,
        /// The intent has expired.
        IntentExpired,
        /// The intent's payment was reversed.
        IntentReversed,
        /// The intent's payment was refunded.
        IntentRefunded,
        /// The gateway refused a client session secret that should have been good.
        SessionSecretRejected,
        /// The gateway got no client session secret that it knows.
        SessionSecretMissing,
        /// The device data could not be collected; no payment was sent.
        DeviceDataFailed,
        /// The wallet's token could not be used; no payment was sent.
        WalletFailed,
        /// The 3-D Secure session could not start; no payment was sent.
        ThreeDsFailed,
        /// The gateway asks for 3-D Secure where the flow has none.
        ThreeDsNotSupported,
        /// The issuer refers the payment.
        Referred,
        /// The payment was declined.
        Declined,
        /// The gateway took the payment for a repetition.
        DuplicateTransaction,
        /// The gateway could not make the payment.
        PaymentFailed,
        /// The gateway refused the request as not valid.
        RequestRejected,
        /// The total is another one than the customer was shown; the new one was not paid.
        TotalChanged,
        /// The customer left before a payment was sent.
        UserLeft,
        /// The deadline passed before a payment was sent.
        DeadlinePassed,
        /// The answer to the payment was lost, but the intent says that it was made.
        ConfirmedByIntent,
        /// A payment may have been made. Ask your backend.
        OutcomeUnknown,
        /// The intent has not been completed.
        NotCompleted,
    }
}
