//! The core's values under the names of the observed protocol. These names are the same in every language.

use std::collections::BTreeMap;

use checkout_conformance::{CardSeen, ChallengeEnd, CollectSeen, LineSeen, Outcome, ResultSeen, SummarySeen};
use checkout_core::card::SavedCard;
use checkout_core::config::ConfigError;
use checkout_core::error::{ActionError, CallError};
use checkout_core::input::{CardErrors, CardProblem};
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::{CheckoutState, Diagnostic};
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::wallet::WalletError;
use serde_json::Value;

pub(crate) fn state(state: &CheckoutState) -> String {
    match state {
        CheckoutState::Loading => "Loading".to_owned(),
        CheckoutState::ChoosingMethod(_) => "ChoosingMethod".to_owned(),
        CheckoutState::StartingThreeDs { .. } => "StartingThreeDs".to_owned(),
        CheckoutState::Paying(stage) => format!("Paying.{stage:?}"),
        CheckoutState::Challenge(_) => "Challenge".to_owned(),
        CheckoutState::Finished(_) => "Finished".to_owned(),
    }
}

pub(crate) fn result(result: &PaymentResult) -> ResultSeen {
    ResultSeen {
        code: result.code().into(),
        status: format!("{:?}", result.status),
        charge: result.charge.to_string(),
        reason: result.reason.as_ref().map(|reason| reason.kind.to_string()),
        message: result.reason.as_ref().map(ToString::to_string),
        gateway_code: result.gateway_code,
        payment_intent_id: result.payment_intent_id.clone(),
    }
}

pub(crate) fn with_result(seen: &PaymentResult) -> Outcome {
    Outcome {
        result: Some(result(seen)),
        ..Outcome::default()
    }
}

pub(crate) fn with_value(value: Value) -> Outcome {
    Outcome {
        value: Some(value),
        ..Outcome::default()
    }
}

pub(crate) fn called<T>(answer: Result<T, CallError>, with: impl FnOnce(&T) -> Outcome) -> Outcome {
    answer.map_or_else(|error| call_error(&error), |value| with(&value))
}

pub(crate) fn with_cards(cards: &[SavedCard]) -> Outcome {
    Outcome {
        cards: Some(cards.iter().map(card).collect()),
        ..Outcome::default()
    }
}

pub(crate) fn with_summary(seen: &PaymentSummary) -> Outcome {
    Outcome {
        summary: Some(summary(seen)),
        ..Outcome::default()
    }
}

fn card(card: &SavedCard) -> CardSeen {
    CardSeen {
        id: card.id.clone(),
        scheme: card.scheme.map(|scheme| scheme.wire_name().to_owned()),
        scheme_name: card.scheme_name.clone(),
        masked_pan: card.masked_pan.clone(),
        expiry: card.expiry.map(|expiry| expiry.to_string()),
        is_expired: card.is_expired,
        payable: card.payable,
    }
}

fn summary(summary: &PaymentSummary) -> SummarySeen {
    let line = |line: &checkout_core::summary::ItemLine| LineSeen {
        caption: line.caption.clone(),
        amount: line.amount.to_string(),
    };
    SummarySeen {
        payment_intent_id: summary.payment_intent_id.clone(),
        total: summary.total.map(|total| total.to_string()).unwrap_or_default(),
        merchant_name: summary.merchant_name.clone(),
        reference: summary.reference.clone(),
        item_lines: summary.item_lines.iter().map(line).collect(),
        supported_schemes: summary.supported_schemes.clone(),
        wallets: summary.wallets.iter().map(|wallet| format!("{wallet:?}")).collect(),
        collect: CollectSeen {
            email: summary.collect.email,
            billing_address: summary.collect.billing_address,
            shipping_details: summary.collect.shipping_details,
        },
        customer_id: summary.customer_id.clone(),
        customer_email: summary.customer_email.clone(),
        can_save_card: summary.can_save_card(),
        saved_cards: summary.saved_cards.iter().map(card).collect(),
    }
}

pub(crate) fn error(name: &str) -> Outcome {
    Outcome {
        error: Some(name.to_owned()),
        ..Outcome::default()
    }
}

pub(crate) fn action_error(failed: &ActionError) -> Outcome {
    match failed {
        ActionError::WrongState => error("WrongState"),
        ActionError::MethodNotOffered => error("MethodNotOffered"),
        ActionError::UnusableWalletData(failure) => {
            let failure = wallet_error(failure);
            let parts: Vec<String> = failure.error.into_iter().chain(failure.cause).collect();
            Outcome {
                cause: Some(parts.join(":")),
                ..error("UnusableWalletData")
            }
        }
        ActionError::UnknownSavedCard => error("UnknownSavedCard"),
        ActionError::SavedCardNotPayable => error("SavedCardNotPayable"),
        ActionError::SavedCardExpired => error("SavedCardExpired"),
        ActionError::TotalChanged => error("TotalChanged"),
        ActionError::SavedCardBeingDeleted => error("SavedCardBeingDeleted"),
        ActionError::InvalidCard(errors) => Outcome {
            fields: fields(errors),
            ..error("InvalidCard")
        },
        ActionError::InvalidCvv(problem) => Outcome {
            fields: fields(&CardErrors::from(*problem)),
            ..error("InvalidCvv")
        },
        ActionError::DeletionFailed(cause) => Outcome {
            cause: call_error(cause).error,
            ..error("DeletionFailed")
        },
    }
}

pub(crate) fn wallet_error(failed: &WalletError) -> Outcome {
    let with_cause = |name, cause: &str| Outcome {
        cause: Some(cause.to_owned()),
        ..error(name)
    };
    match failed {
        WalletError::NotJson => error("NotJson"),
        WalletError::RsaToken => error("RsaToken"),
        WalletError::BadField { field } => with_cause("BadField", field),
        WalletError::BadSetting { setting } => with_cause("BadSetting", setting),
        WalletError::NoAmount => error("NoAmount"),
        WalletError::NotOffered => error("NotOffered"),
        WalletError::NoCommonScheme => error("NoCommonScheme"),
    }
}

pub(crate) fn call_error(failed: &CallError) -> Outcome {
    match failed {
        CallError::InvalidArgument(_) => error("InvalidArgument"),
        CallError::Network => error("Network"),
        CallError::NotFound => error("NotFound"),
        CallError::AccessDenied => error("AccessDenied"),
        CallError::Server { status } => Outcome {
            cause: Some(status.to_string()),
            ..error("Server")
        },
        CallError::MalformedResponse { what } => Outcome {
            cause: Some(what.clone()),
            ..error("MalformedResponse")
        },
    }
}

fn fields(errors: &CardErrors) -> BTreeMap<String, String> {
    errors
        .fields()
        .iter()
        .map(|error| (format!("{:?}", error.field), problem(error.problem)))
        .collect()
}

pub(crate) fn problem(problem: CardProblem) -> String {
    match problem {
        CardProblem::Number(problem) => format!("{problem:?}"),
        CardProblem::Expiry(problem) => format!("{problem:?}"),
        CardProblem::Cvv(problem) => format!("{problem:?}"),
        CardProblem::CardholderName(problem) => format!("{problem:?}"),
        CardProblem::Detail(_, problem) => format!("{problem:?}"),
    }
}

pub(crate) fn config_error(error: &ConfigError) -> String {
    match error {
        ConfigError::BadUrl { .. } => "BadUrl".to_owned(),
        ConfigError::InsecureUrl { .. } => "InsecureUrl".to_owned(),
        ConfigError::BadTimeout { .. } => "BadTimeout".to_owned(),
        ConfigError::BadPins { .. } => "BadPins".to_owned(),
        other => format!("{other:?}"),
    }
}

pub(crate) fn diagnostic(diagnostic: &Diagnostic) -> String {
    match diagnostic {
        Diagnostic::SavedCardsUnavailable(error) => {
            format!("SavedCardsUnavailable:{}", call_error(error).error.unwrap_or_default())
        }
        Diagnostic::CertificatePinsExpired { host } => format!("CertificatePinsExpired:{host}"),
    }
}

pub(crate) fn challenge(end: ChallengeEnd) -> ChallengeOutcome {
    match end {
        ChallengeEnd::Authenticated => ChallengeOutcome::authenticated("signed"),
        ChallengeEnd::Failed => ChallengeOutcome::failed(),
        ChallengeEnd::Cancelled => ChallengeOutcome::cancelled(),
        ChallengeEnd::TimedOut => ChallengeOutcome::timed_out(),
        ChallengeEnd::Error => ChallengeOutcome::error(1011, "not shown"),
    }
}
