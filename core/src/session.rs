//! The host's handle on a running checkout.

use std::fmt;
use std::sync::Arc;

use crate::card::{SavedCardCvv, Today};
use crate::driver::Driver;
use crate::error::{ActionError, CallError};
use crate::flow::{Event, Method};
use crate::gateway::Instrument;
use crate::input::NewCardInput;
use crate::result::PaymentResult;
use crate::secret::Secret;
use crate::snapshot::{CheckoutState, Diagnostic, Snapshot};
use crate::threeds::ChallengeOutcome;
use crate::wallet::{ApplePayInput, ApplePayPayment, GooglePayPayment};

/// A running checkout, to be observed and acted on. Clones are the same checkout.
///
/// When the last clone is dropped, the customer has left: see [`cancel`](Self::cancel).
/// The [`Checkout`](crate::Checkout) keeps a clone as long as it lives, so that a session can be found again.
#[derive(Clone)]
pub struct CheckoutSession {
    handle: Arc<Handle>,
}

struct Handle {
    driver: Arc<Driver>,
}

impl Drop for Handle {
    fn drop(&mut self) {
        // Nobody can act any more. Leaving is never refused.
        let _ = self.driver.tell(Event::Leave);
    }
}

impl CheckoutSession {
    pub(crate) fn new(driver: Arc<Driver>) -> Self {
        CheckoutSession {
            handle: Arc::new(Handle { driver }),
        }
    }

    fn driver(&self) -> &Arc<Driver> {
        &self.handle.driver
    }

    /// The intent id as the app passed it in.
    pub fn payment_intent_id(&self) -> &str {
        self.driver().payment_intent_id()
    }

    /// Where the checkout is now.
    pub fn state(&self) -> Snapshot {
        self.driver().snapshots().borrow().clone()
    }

    /// Waits for a state that is newer than `after_revision`. States in between may be passed over.
    ///
    /// After the end there is none: the finished state is given at once, whatever the revision.
    pub async fn next_state(&self, after_revision: u64) -> Snapshot {
        let mut snapshots = self.driver().snapshots();
        let newer = |snapshot: &Snapshot| {
            snapshot.revision > after_revision || matches!(snapshot.state, CheckoutState::Finished(_))
        };
        match snapshots.wait_for(newer).await {
            Ok(snapshot) => snapshot.clone(),
            Err(_) => self.state(), // cannot happen: we hold the sender
        }
    }

    /// Waits for the result. It comes once per checkout, and can be asked for again.
    pub async fn result(&self) -> PaymentResult {
        let mut revision = 0;
        loop {
            let snapshot = self.next_state(revision).await;
            if let CheckoutState::Finished(result) = snapshot.state {
                return result;
            }
            revision = snapshot.revision;
        }
    }

    /// Today by the device's clock and by the API host's, for a form that [checks an expiry](crate::input::check_expiry).
    pub fn today(&self) -> Today {
        self.driver().today()
    }

    /// What went wrong without stopping the checkout, so far.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.driver().diagnostics()
    }

    /// Pays with a saved card of the summary and its CVV (4 digits for Amex, 3 for the others).
    ///
    /// # Errors
    /// [`ActionError`]: nothing was sent, and the customer can correct the input.
    pub fn pay_with_saved_card(&self, id: &str, cvv: impl Into<Secret>) -> Result<(), ActionError> {
        let cvv = cvv.into();
        self.driver().pay(|summary| {
            let card = summary
                .saved_cards
                .iter()
                .find(|card| card.id == id)
                .ok_or(ActionError::UnknownSavedCard)?;
            if card.is_expired {
                return Err(ActionError::SavedCardExpired);
            }
            if !card.payable {
                return Err(ActionError::SavedCardNotPayable);
            }
            let cvv = SavedCardCvv::parse(cvv.expose(), card).map_err(ActionError::InvalidCvv)?;
            Ok((
                Method::SavedCard { id: id.to_owned() },
                Instrument::SavedCard {
                    id: id.to_owned(),
                    cvv: cvv.cvv().clone(),
                },
            ))
        })
    }

    /// Pays with a new card; every field is checked first, the customer's details among them. In the setup flow this
    /// saves the card.
    ///
    /// # Errors
    /// [`ActionError`]: nothing was sent, and the customer can correct the input.
    pub fn pay_with_card(&self, card: NewCardInput) -> Result<(), ActionError> {
        let (flow, today) = (self.driver().flow(), self.driver().today());
        self.driver().pay(|summary| {
            let card = card
                .validate_for(flow, summary, today)
                .map_err(ActionError::InvalidCard)?;
            Ok((Method::NewCard, Instrument::NewCard(Box::new(card))))
        })
    }

    /// Pays with what Google's sheet returned: the JSON of its `PaymentData`, as it is.
    ///
    /// # Errors
    /// [`ActionError`]: nothing was sent.
    pub fn pay_with_google_pay(&self, payment_data_json: impl Into<Secret>) -> Result<(), ActionError> {
        let payment_data_json = payment_data_json.into();
        self.driver().pay(|summary| {
            let payment = Box::new(GooglePayPayment::parse(&payment_data_json, summary.collect)?);
            Ok((
                Method::GooglePay,
                Instrument::GooglePay {
                    payment,
                    decrypted: None,
                },
            ))
        })
    }

    /// Pays with what Apple's sheet returned.
    ///
    /// # Errors
    /// [`ActionError`]: nothing was sent.
    pub fn pay_with_apple_pay(&self, payment: ApplePayInput) -> Result<(), ActionError> {
        self.driver().pay(|summary| {
            let payment = ApplePayPayment::parse(payment, summary.collect)?;
            Ok((Method::ApplePay, Instrument::ApplePay(Box::new(payment))))
        })
    }

    /// Deletes a saved card of the summary, and waits until the API host has done so.
    ///
    /// # Errors
    /// [`ActionError`]: the card is still in the list.
    pub async fn delete_saved_card(&self, id: &str) -> Result<(), ActionError> {
        let deleted = self.driver().delete_saved_card(id)?;
        // The sender lives as long as the request; without it the request is gone, and so is its answer.
        let outcome = deleted.await.unwrap_or(Err(CallError::Network));
        outcome.map_err(ActionError::DeletionFailed)
    }

    /// Tells that the host's 3-D Secure session has started with the token of
    /// [`CheckoutState::StartingThreeDs`], or could not.
    ///
    /// # Errors
    /// [`ActionError::WrongState`] if it was not asked for.
    pub fn three_ds_ready(&self, started: bool) -> Result<(), ActionError> {
        self.driver().tell(Event::ThreeDsReady { started })
    }

    /// Tells how the challenge ended.
    ///
    /// # Errors
    /// [`ActionError::WrongState`] if there is no challenge.
    pub fn complete_challenge(&self, outcome: ChallengeOutcome) -> Result<(), ActionError> {
        self.driver().tell(Event::ChallengeEnded(outcome))
    }

    /// The customer leaves.
    ///
    /// Before a payment was sent, the result is 7780. After, the attempt runs on to its real result, and a challenge
    /// counts as cancelled.
    pub fn cancel(&self) {
        // Leaving is never refused.
        let _ = self.driver().tell(Event::Leave);
    }
}

impl fmt::Debug for CheckoutSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CheckoutSession")
            .field("payment_intent_id", &self.payment_intent_id())
            .finish_non_exhaustive()
    }
}
