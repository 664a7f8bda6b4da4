//! From the choice to the moment when the payment is sent.

use std::sync::Arc;
use std::time::Duration;

use crate::flow::effect::Effect;
use crate::flow::ending::{Next, finish, finish_with_nothing_taken};
use crate::flow::event::{LoadFailure, Prepared, WalletAuth};
use crate::flow::flows::Route;
use crate::flow::intent::{IntentFacts, IntentStatus};
use crate::flow::outcome::{Judged, judge, load_failed, settled, unknown_status};
use crate::flow::state::{About, Choice, Notice, Phase, Preparation};
use crate::result::ReasonKind;
use crate::status::Status;
use crate::time::ServerTime;

/// D3-17: the time that a payment which used up our secret takes to show in the intent.
const OTHER_PAYMENT_SHOWS_WITHIN: Duration = Duration::from_secs(2);

/// With a usable secret: what comes before the payment, or the payment itself.
pub(super) fn prepare(about: &About, preparation: Preparation) -> Next {
    let attempt = &preparation.attempt;
    match about.params.flow.route(&attempt.method, attempt.wallet_auth) {
        Route::OpenWallet => (Phase::DecryptingWallet(preparation), vec![Effect::DecryptWallet]),
        Route::ThreeDs => (
            Phase::CollectingDeviceData(preparation),
            vec![Effect::CollectDeviceData],
        ),
        Route::Direct => submit(preparation),
    }
}

/// The intent came with the new secret: what it says now is judged as at the start (D7-01).
pub(super) fn secret_refreshed(
    about: &About,
    preparation: Preparation,
    refreshed: Result<IntentFacts, LoadFailure>,
) -> Next {
    let intent = match judge(about, refreshed, ReasonKind::AlreadyCompleted) {
        Judged::Open(intent) => intent,
        Judged::Settled(result) | Judged::Unusable(result) => return finish(result), // D3-02
    };
    let mut preparation = preparation;
    if intent.summary.total != preparation.attempt.shown_total {
        return total_changed(preparation.choice, intent);
    }
    preparation.choice.secret = intent.secret;
    preparation.attempt.secret_proven = true;
    prepare(about, preparation)
}

/// D3-16: nobody has agreed to this total, so the customer is asked again.
fn total_changed(choice: Choice, mut intent: IntentFacts) -> Next {
    intent.summary.list_saved_cards(choice.summary.saved_cards.clone());
    let choice = Choice {
        summary: Arc::new(intent.summary),
        secret: intent.secret,
        notice: Some(Notice::TotalChanged),
        ..choice
    };
    (Phase::Choosing(choice), vec![Effect::ForgetInstrument])
}

pub(super) fn wallet_decrypted(about: &About, mut preparation: Preparation, decrypted: Prepared<WalletAuth>) -> Next {
    match decrypted {
        Prepared::Done(auth) => {
            preparation.attempt.wallet_auth = Some(auth);
            preparation.attempt.secret_proven = true;
            prepare(about, preparation)
        }
        Prepared::SecretRefused { now } => secret_refused(about, preparation, now),
        // D7-12
        Prepared::Failed => finish_with_nothing_taken(about, Status::SdkInternalError, ReasonKind::WalletFailed),
    }
}

pub(super) fn device_data_collected(about: &About, mut preparation: Preparation, collected: Prepared<String>) -> Next {
    match collected {
        Prepared::Done(token) => {
            preparation.attempt.secret_proven = true;
            (Phase::StartingThreeDs { preparation, token }, vec![])
        }
        Prepared::SecretRefused { now } => secret_refused(about, preparation, now),
        // D3-03
        Prepared::Failed => finish_with_nothing_taken(about, Status::SdkInternalError, ReasonKind::DeviceDataFailed),
    }
}

/// D3-17: another device used the secret or replaced it, or it has run out. Once, a new one is fetched.
fn secret_refused(about: &About, mut preparation: Preparation, now: ServerTime) -> Next {
    if preparation.secret_refused {
        let (status, reason) = (Status::IssueWithAccessToken, ReasonKind::SessionSecretRejected);
        return finish_with_nothing_taken(about, status, reason);
    }
    preparation.secret_refused = true;
    preparation.choice.check_first |= !preparation.choice.secret.has_expired(now);
    (Phase::RefreshingSecret(preparation), vec![Effect::RefreshSecret])
}

pub(super) fn three_ds_ready(about: &About, preparation: Preparation, started: bool) -> Next {
    match started {
        true => submit(preparation),
        // D3-09
        false => finish_with_nothing_taken(about, Status::SdkInternalError, ReasonKind::ThreeDsFailed),
    }
}

/// All is ready. If somebody else may have just paid, the intent is asked first (D3-17).
fn submit(preparation: Preparation) -> Next {
    match preparation.choice.check_first {
        true => (
            Phase::CheckingIntent(preparation),
            vec![Effect::CheckIntent {
                after_refusal: OTHER_PAYMENT_SHOWS_WITHIN,
            }],
        ),
        false => (Phase::Submitting(preparation.attempt), vec![Effect::SubmitPayment]),
    }
}

/// D3-17: the payment goes out only if the intent is still open.
pub(super) fn intent_checked(
    about: &About,
    preparation: Preparation,
    checked: Result<IntentStatus, LoadFailure>,
) -> Next {
    let status = match checked {
        Ok(status) => status,
        Err(failure) => return finish(load_failed(about, failure)),
    };
    match settled(about, status, ReasonKind::AlreadyCompleted) {
        Some(result) => finish(result), // D7-01
        None if status == IntentStatus::Created => {
            (Phase::Submitting(preparation.attempt), vec![Effect::SubmitPayment])
        }
        None => finish(load_failed(about, unknown_status())), // D2-13
    }
}
