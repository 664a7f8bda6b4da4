//! A running checkout.

use std::sync::Arc;

use checkout_core::CheckoutSession;
use checkout_core::input;
use checkout_core::input::NewCardInput;
use checkout_core::snapshot as core;
use checkout_core::wallet::ApplePayInput;

use crate::details::CustomerDetails;
use crate::error::{ActionError, CallError};
use crate::form::{Feedback, Moment};
use crate::mirror::mirror;
use crate::result::PaymentResult;
use crate::runtime::{run, runtime};
use crate::summary::PaymentSummary;
use crate::threeds::{Challenge, ChallengeOutcome};
use crate::wallet::ApplePayContact;
use crate::watch::NativeWatch;

/// Where a checkout is, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CheckoutSnapshot {
    /// Counts the changes; a larger number is a later state.
    pub revision: i64,
    /// Where the checkout is.
    pub state: CheckoutState,
    /// Why the customer is asked again. Only while a method is chosen.
    pub notice: Option<Notice>,
}

mirror! {
    /// Why a customer who had chosen is asked to choose again. Nothing was sent, and what was chosen is forgotten.
    Notice = core::Notice {
        /// The total is another one than was shown: the summary has the new one.
        TotalChanged,
    }
}

/// Where a checkout is, and what the app can do there.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum CheckoutState {
    /// The intent and the saved cards are being fetched.
    Loading,
    /// The customer chooses: pay with a saved card or a new one, delete a saved card, or leave.
    ChoosingMethod {
        /// What to show.
        summary: PaymentSummary,
    },
    /// The app starts its 3-D Secure session with the token, then tells that it is ready.
    StartingThreeDs {
        /// The token (a JWT) that starts the session.
        token: String,
    },
    /// The payment is on its way; there is nothing to do.
    Paying {
        /// What it waits for.
        stage: PayingStage,
    },
    /// The app shows the challenge, then tells its outcome.
    Challenged {
        /// What to show.
        challenge: Challenge,
    },
    /// Over.
    Finished {
        /// The result.
        result: PaymentResult,
    },
}

mirror! {
    /// What a payment waits for.
    PayingStage = core::PayingStage {
        /// Getting ready: a fresh session secret, device data.
        Preparing,
        /// The payment is with the gateway.
        Authorizing,
        /// The outcome of the challenge is with the gateway.
        ConfirmingThreeDs,
        /// The outcome is not known: the intent is being read.
        CheckingOutcome,
    }
}

/// Something went wrong that does not stop the checkout. For logs.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Diagnostic {
    /// The saved cards could not be fetched: the customer is shown none.
    SavedCardsUnavailable {
        /// Why.
        failure: CallError,
    },
    /// The certificate pins of a host had expired when the checkout started, and are ignored: an update of the app is
    /// overdue.
    CertificatePinsExpired {
        /// The host, as the configuration has it.
        host: String,
    },
}

impl From<core::Snapshot> for CheckoutSnapshot {
    fn from(snapshot: core::Snapshot) -> Self {
        CheckoutSnapshot {
            revision: i64::try_from(snapshot.revision).unwrap_or(i64::MAX),
            state: snapshot.state.into(),
            notice: snapshot.notice.map(Notice::from),
        }
    }
}

impl From<core::CheckoutState> for CheckoutState {
    fn from(state: core::CheckoutState) -> Self {
        match state {
            core::CheckoutState::Loading => CheckoutState::Loading,
            core::CheckoutState::ChoosingMethod(summary) => CheckoutState::ChoosingMethod {
                summary: summary.into(),
            },
            core::CheckoutState::StartingThreeDs { token } => CheckoutState::StartingThreeDs { token },
            core::CheckoutState::Paying(stage) => CheckoutState::Paying { stage: stage.into() },
            core::CheckoutState::Challenge(challenge) => CheckoutState::Challenged {
                challenge: challenge.into(),
            },
            core::CheckoutState::Finished(result) => CheckoutState::Finished { result: result.into() },
        }
    }
}

impl From<core::Diagnostic> for Diagnostic {
    fn from(diagnostic: core::Diagnostic) -> Self {
        match diagnostic {
            core::Diagnostic::SavedCardsUnavailable(failure) => Diagnostic::SavedCardsUnavailable {
                failure: failure.into(),
            },
            core::Diagnostic::CertificatePinsExpired { host } => Diagnostic::CertificatePinsExpired { host },
        }
    }
}

/// The core's side of a checkout session. Apps use the SDK's `CheckoutSession`.
#[derive(uniffi::Object)]
pub struct NativeSession {
    session: CheckoutSession,
}

impl From<CheckoutSession> for NativeSession {
    fn from(session: CheckoutSession) -> Self {
        NativeSession { session }
    }
}

#[uniffi::export]
impl NativeSession {
    /// The intent id as it was passed in.
    pub fn payment_intent_id(&self) -> String {
        self.session.payment_intent_id().to_owned()
    }

    /// Where the checkout is now.
    pub fn state(&self) -> CheckoutSnapshot {
        self.session.state().into()
    }

    /// Waits for a state newer than `after_revision`; the finished state is given at once.
    pub async fn next_state(&self, after_revision: i64) -> CheckoutSnapshot {
        self.session
            .next_state(u64::try_from(after_revision).unwrap_or(0))
            .await
            .into()
    }

    /// An observer whose waiting can be stopped.
    pub fn watch(&self) -> Arc<NativeWatch> {
        Arc::new(NativeWatch::new(self.session.clone()))
    }

    /// Waits for the result.
    pub async fn result(&self) -> PaymentResult {
        self.session.result().await.into()
    }

    /// What went wrong without stopping the checkout, so far.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.session.diagnostics().into_iter().map(Diagnostic::from).collect()
    }

    /// What there is to say about an expiry, by the device's clock and the API host's.
    pub fn check_expiry(&self, typed: String, moment: Moment) -> Feedback {
        input::check_expiry(&typed, self.session.today(), moment.into()).into()
    }

    /// Pays with a saved card and its CVV.
    pub fn pay_with_saved_card(&self, id: String, cvv: String) -> Result<(), ActionError> {
        Ok(self.session.pay_with_saved_card(&id, cvv)?)
    }

    /// Pays with a new card, or in a setup saves it. `save`: the customer's answer, if the customer was asked;
    /// `mit_consent`: in a setup, that the customer agrees to later payments.
    #[uniffi::method(default(details = None, mit_consent = None))]
    #[allow(
        clippy::too_many_arguments,
        reason = "card data crosses as arguments, never in a record"
    )]
    pub fn pay_with_card(
        &self,
        number: String,
        expiry: String,
        cvv: String,
        cardholder_name: Option<String>,
        save: Option<bool>,
        details: Option<CustomerDetails>,
        mit_consent: Option<bool>,
    ) -> Result<(), ActionError> {
        let mut card = NewCardInput::new(number, expiry, cvv);
        card.cardholder_name = cardholder_name.map(Into::into);
        card.save = save;
        card.mit_consent = mit_consent;
        card.details = details.map(Into::into).unwrap_or_default();
        Ok(self.session.pay_with_card(card)?)
    }

    /// Pays with what Google's sheet returned: the JSON of its `PaymentData`, as it is.
    pub fn pay_with_google_pay(&self, payment_data_json: String) -> Result<(), ActionError> {
        Ok(self.session.pay_with_google_pay(payment_data_json)?)
    }

    /// Pays with what Apple's sheet returned: its token as JSON (`paymentData`, `paymentMethod`,
    /// `transactionIdentifier`) and its contacts.
    #[uniffi::method(default(billing_contact = None, shipping_contact = None))]
    pub fn pay_with_apple_pay(
        &self,
        token_json: String,
        billing_contact: Option<ApplePayContact>,
        shipping_contact: Option<ApplePayContact>,
    ) -> Result<(), ActionError> {
        let mut payment = ApplePayInput::new(token_json);
        payment.billing_contact = billing_contact.map(Into::into);
        payment.shipping_contact = shipping_contact.map(Into::into);
        Ok(self.session.pay_with_apple_pay(payment)?)
    }

    /// Deletes a saved card and waits until the server has done so.
    pub async fn delete_saved_card(&self, id: String) -> Result<(), ActionError> {
        let session = self.session.clone();
        match runtime() {
            Ok(runtime) => Ok(run(runtime, async move { session.delete_saved_card(&id).await }).await?),
            Err(_) => Err(ActionError::DeletionFailed {
                failure: CallError::Network,
            }),
        }
    }

    /// Tells that the 3-D Secure session has started, or could not.
    pub fn three_ds_ready(&self, started: bool) -> Result<(), ActionError> {
        Ok(self.session.three_ds_ready(started)?)
    }

    /// Tells how the challenge ended.
    pub fn complete_challenge(&self, outcome: ChallengeOutcome) -> Result<(), ActionError> {
        Ok(self.session.complete_challenge(outcome.into())?)
    }

    /// The customer leaves: 7780 before a payment was sent; after, the attempt runs on to its real result.
    pub fn cancel(&self) {
        self.session.cancel();
    }
}
