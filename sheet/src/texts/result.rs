//! What a customer is told at the end: what became of the money comes first, then why.

use checkout_core::flow::Flow;
use checkout_core::result::{Charge, PaymentResult, ReasonKind};
use checkout_core::status::Status;

use super::{TextId, Texts};

/// How a checkout ended, in the customer's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultText {
    /// A few words.
    pub title: String,
    /// Whole sentences. After `NotCharged` they say that no money was taken, after `Unknown` that a payment may have been
    /// taken and is not to be made again yet.
    pub message: String,
}

/// What the customer of a payment is told about its result.
pub fn result_text(result: &PaymentResult, texts: &Texts) -> ResultText {
    result_text_of(Flow::Payment, result, texts)
}

/// The same for any flow: in a setup it is a card that was saved or not, and at a virtual terminal somebody of the merchant
/// reads it.
pub fn result_text_of(flow: Flow, result: &PaymentResult, texts: &Texts) -> ResultText {
    let Telling { title, sentences } = telling(flow, result);
    let sentences: Vec<&str> = sentences.into_iter().flatten().map(|id| texts.get(id)).collect();
    ResultText {
        title: texts.get(title).to_owned(),
        message: sentences.join(" "),
    }
}

struct Telling {
    title: TextId,
    sentences: [Option<TextId>; 2],
}

fn telling(flow: Flow, result: &PaymentResult) -> Telling {
    let words = match &result.reason {
        Some(reason) => words_of_reason(reason.kind),
        None => words_of_status(result.status),
    };
    let is_setup = match flow {
        Flow::SetupIntent => true,
        Flow::Payment | Flow::VirtualTerminal => false,
    };
    match result.charge {
        Charge::Charged => Telling {
            title: TextId::TitlePaid,
            sentences: [Some(words.charged), None],
        },
        Charge::NotCharged if result.status == Status::Successful => Telling {
            title: TextId::TitleSaved,
            sentences: [Some(TextId::MessageSaved), Some(TextId::NoMoneyTaken)],
        },
        Charge::NotCharged => Telling {
            title: if is_setup {
                title_of_setup(words.title)
            } else {
                words.title
            },
            sentences: [
                Some(if is_setup {
                    of_setup(words.because)
                } else {
                    words.because
                }),
                Some(words.money()),
            ],
        },
        Charge::Unknown => Telling {
            title: if is_setup {
                TextId::TitleUnknownSetup
            } else {
                TextId::TitleUnknown
            },
            sentences: [
                Some(if is_setup {
                    of_setup(words.unknown)
                } else {
                    words.unknown
                }),
                Some(match flow {
                    Flow::Payment => TextId::DoNotPayAgain,
                    Flow::SetupIntent => TextId::DoNotSaveAgain,
                    Flow::VirtualTerminal => TextId::DoNotChargeAgain,
                }),
            ],
        },
    }
}

/// What is said of a reason, by what is known about the money.
struct Words {
    charged: TextId,
    /// Title and reason where nothing was charged.
    title: TextId,
    because: TextId,
    /// What is said where a payment may have been made.
    unknown: TextId,
}

impl Words {
    const fn not_paid(because: TextId) -> Words {
        Words {
            charged: TextId::MessagePaid,
            title: TextId::TitleNotPaid,
            because,
            unknown: TextId::UnknownOutcome,
        }
    }

    const fn titled(self, title: TextId) -> Words {
        Words { title, ..self }
    }

    const fn unknown(self, unknown: TextId) -> Words {
        Words { unknown, ..self }
    }

    /// This attempt took nothing for certain: a doubt is about another one of the same order (D7-05).
    const fn took_nothing(self) -> Words {
        self.unknown(TextId::UnknownEarlier)
    }

    const fn money(&self) -> TextId {
        match self.because {
            TextId::NotPaidReversed | TextId::NotPaidRefunded => TextId::NoMoneyTakenNow,
            _ => TextId::NoMoneyTaken,
        }
    }
}

const fn words_of_reason(reason: ReasonKind) -> Words {
    use TextId as T;
    match reason {
        ReasonKind::InvalidArgument => Words::not_paid(T::NotPaidProblem).took_nothing(),
        ReasonKind::AlreadyInProgress => Words::not_paid(T::NotPaidInProgress).unknown(T::UnknownInProgress),
        ReasonKind::PaymentIntentNotFound => Words::not_paid(T::NotPaidOrderUnknown),
        ReasonKind::AccessDenied => Words::not_paid(T::NotPaidAccess),
        ReasonKind::Network => Words::not_paid(T::NotPaidNetwork),
        ReasonKind::ServerError => Words::not_paid(T::NotPaidServer),
        ReasonKind::RateLimited => Words::not_paid(T::NotPaidBusy),
        ReasonKind::MalformedResponse => Words::not_paid(T::NotPaidProblem),
        ReasonKind::WrongIntentType => Words::not_paid(T::NotPaidProblem).took_nothing(),
        ReasonKind::AlreadyCompleted => Words {
            charged: T::MessageAlreadyPaid,
            ..Words::not_paid(T::NotPaidFailed)
        },
        ReasonKind::IntentCanceled => Words::not_paid(T::NotPaidCanceled),
        ReasonKind::IntentExpired => Words::not_paid(T::NotPaidExpired).titled(T::TitleExpired),
        ReasonKind::IntentReversed => Words::not_paid(T::NotPaidReversed),
        ReasonKind::IntentRefunded => Words::not_paid(T::NotPaidRefunded),
        ReasonKind::SessionSecretRejected => Words::not_paid(T::NotPaidSession),
        ReasonKind::SessionSecretMissing => Words::not_paid(T::NotPaidSession),
        ReasonKind::DeviceDataFailed => Words::not_paid(T::NotPaidDevice).took_nothing(),
        ReasonKind::WalletFailed => Words::not_paid(T::NotPaidWallet).took_nothing(),
        ReasonKind::ThreeDsFailed => Words::not_paid(T::NotPaidThreeDs).took_nothing(),
        ReasonKind::ThreeDsNotSupported => Words::not_paid(T::NotPaidThreeDsMissing),
        ReasonKind::Referred => Words::not_paid(T::NotPaidReferred)
            .titled(T::TitleDeclined)
            .took_nothing(),
        ReasonKind::Declined => Words::not_paid(T::NotPaidDeclined)
            .titled(T::TitleDeclined)
            .took_nothing(),
        ReasonKind::DuplicateTransaction => Words::not_paid(T::NotPaidDuplicate).unknown(T::UnknownDuplicate),
        ReasonKind::PaymentFailed => Words::not_paid(T::NotPaidFailed).took_nothing(),
        ReasonKind::RequestRejected => Words::not_paid(T::NotPaidProblem),
        ReasonKind::TotalChanged => Words::not_paid(T::NotPaidTotalChanged).took_nothing(),
        ReasonKind::UserLeft => Words::not_paid(T::NotPaidLeft).titled(T::TitleCancelled).took_nothing(),
        ReasonKind::DeadlinePassed => Words::not_paid(T::NotPaidDeadline)
            .titled(T::TitleExpired)
            .took_nothing(),
        ReasonKind::ConfirmedByIntent => Words::not_paid(T::NotPaidFailed),
        ReasonKind::OutcomeUnknown => Words::not_paid(T::NotPaidFailed),
        ReasonKind::NotCompleted => Words::not_paid(T::NotPaidFailed).unknown(T::UnknownNotCompleted),
    }
}

/// A result without a reason is a success. An app can put together others.
const fn words_of_status(status: Status) -> Words {
    use TextId as T;
    match status {
        Status::Successful => Words::not_paid(T::NotPaidFailed),
        Status::Authorizing => Words::not_paid(T::NotPaidFailed),
        Status::Referred => words_of_reason(ReasonKind::Referred),
        Status::Declined => words_of_reason(ReasonKind::Declined),
        Status::DuplicateTransaction => words_of_reason(ReasonKind::DuplicateTransaction),
        Status::Failed => words_of_reason(ReasonKind::PaymentFailed),
        Status::Expired => words_of_reason(ReasonKind::DeadlinePassed),
        Status::WaitingPreExecute => words_of_reason(ReasonKind::NotCompleted),
        Status::InvalidRequest => words_of_reason(ReasonKind::RequestRejected),
        Status::IssueWithAccessToken => words_of_reason(ReasonKind::AccessDenied),
        Status::NoAccessTokenSupplied => words_of_reason(ReasonKind::SessionSecretMissing),
        Status::InternalServerError => words_of_reason(ReasonKind::OutcomeUnknown),
        Status::SdkInternalError => words_of_reason(ReasonKind::OutcomeUnknown),
        Status::UserClosedWithoutPaying => words_of_reason(ReasonKind::UserLeft),
    }
}

const fn title_of_setup(title: TextId) -> TextId {
    match title {
        TextId::TitleExpired => TextId::TitleExpired,
        _ => TextId::TitleNotSaved,
    }
}

/// A sentence that speaks of an order or a payment, as it is for a card that was to be saved.
const fn of_setup(because: TextId) -> TextId {
    match because {
        TextId::NotPaidOrderUnknown
        | TextId::NotPaidAccess
        | TextId::NotPaidCanceled
        | TextId::NotPaidExpired
        | TextId::NotPaidReversed
        | TextId::NotPaidRefunded => TextId::NotSavedEnded,
        TextId::NotPaidLeft => TextId::NotSavedLeft,
        TextId::NotPaidDeadline => TextId::NotPaidSession,
        TextId::NotPaidDevice
        | TextId::NotPaidDuplicate
        | TextId::NotPaidInProgress
        | TextId::NotPaidTotalChanged
        | TextId::NotPaidWallet
        | TextId::NotPaidThreeDsMissing => TextId::NotPaidFailed,
        TextId::UnknownDuplicate | TextId::UnknownInProgress | TextId::UnknownNotCompleted => TextId::UnknownOutcome,
        other => other,
    }
}
