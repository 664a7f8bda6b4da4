//! A running checkout.

use std::sync::Arc;

use checkout_core::CheckoutSession;
use checkout_core::input;
use checkout_core::input::NewCardInput;

use crate::details::CustomerDetails;
use crate::error::{ActionError, CallError};
use crate::form::{Feedback, Moment};
use crate::result::PaymentResult;
use crate::runtime::{run, runtime};
use crate::snapshot::{CheckoutSnapshot, Diagnostic, after};
use crate::threeds::ChallengeOutcome;
use crate::wallet::{ApplePayContact, apple_pay_input};
use crate::watch::NativeWatch;

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
        self.session.next_state(after(after_revision)).await.into()
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
        let payment = apple_pay_input(token_json, billing_contact, shipping_contact);
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
