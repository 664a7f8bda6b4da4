//! An open sheet.

use std::sync::Arc;

use checkout_sheet::model::{Action, WalletPayment};
use checkout_sheet::screen::{Content, Field, Screen};
use checkout_sheet::{Sheet, params};

use super::action::{SheetAction, SheetAnswer};
use super::fields::SheetFieldId;
use super::screen::SheetScreen;
use super::texts::NativeTexts;
use crate::form::index;
use crate::result::PaymentResult;
use crate::snapshot::after;
use crate::summary::PaymentSummary;
use crate::threeds::ChallengeOutcome;
use crate::wallet::{ApplePayContact, apple_pay_input};
use crate::watch::Stoppable;

/// The core's side of a checkout sheet. Apps use the SDK's sheet.
#[derive(uniffi::Object)]
pub struct NativeSheet {
    sheet: Sheet,
}

impl From<Sheet> for NativeSheet {
    fn from(sheet: Sheet) -> Self {
        NativeSheet { sheet }
    }
}

#[uniffi::export]
impl NativeSheet {
    /// The id that the sheet is found again by: of the intent, or of the customer whose cards it shows.
    pub fn id(&self) -> String {
        self.sheet.id().to_owned()
    }

    /// What is on the screen now.
    pub fn screen(&self) -> SheetScreen {
        self.sheet.screen().into()
    }

    /// Waits for a screen newer than `after_revision`.
    pub async fn next_screen(&self, after_revision: i64) -> SheetScreen {
        self.sheet.next_screen(after(after_revision)).await.into()
    }

    /// What stands in a field of the screen; empty for one that is not there.
    pub fn text(&self, field: SheetFieldId) -> String {
        let shown = field_of(&self.sheet.screen(), field).map(|field| field.text.expose().to_owned());
        shown.unwrap_or_default()
    }

    /// The customer or the platform does something.
    pub fn act(&self, action: SheetAction) -> SheetAnswer {
        self.sheet.act(action.into()).into()
    }

    /// A field has a new text: typed, pasted or filled in. `text` is the whole of it after the edit, and `caret` where
    /// the caret is, in UTF-16 code units.
    pub fn type_text(&self, field: SheetFieldId, text: String, caret: i32) -> SheetAnswer {
        let typed = Action::Type {
            field: field.into(),
            text: text.into(),
            caret: index(caret),
        };
        self.sheet.act(typed).into()
    }

    /// Google's sheet has ended with a payment: the JSON of its `PaymentData`, as it is.
    pub fn pay_with_google_pay(&self, payment_data_json: String) -> SheetAnswer {
        let payment = WalletPayment::GooglePay(payment_data_json.into());
        self.sheet.act(Action::WalletPaid(payment)).into()
    }

    /// Apple's sheet has ended with a payment: its token as JSON (`paymentData`, `paymentMethod`,
    /// `transactionIdentifier`) and its contacts.
    #[uniffi::method(default(billing_contact = None, shipping_contact = None))]
    pub fn pay_with_apple_pay(
        &self,
        token_json: String,
        billing_contact: Option<ApplePayContact>,
        shipping_contact: Option<ApplePayContact>,
    ) -> SheetAnswer {
        let payment = apple_pay_input(token_json, billing_contact, shipping_contact);
        let payment = WalletPayment::ApplePay(Box::new(payment));
        self.sheet.act(Action::WalletPaid(payment)).into()
    }

    /// The challenge has ended.
    pub fn challenge_ended(&self, outcome: ChallengeOutcome) -> SheetAnswer {
        self.sheet.act(Action::ChallengeEnded(outcome.into())).into()
    }

    /// The app gives the sheet up: as if the customer closed it and said yes to leaving. A payment that is out runs on.
    pub fn leave(&self) {
        self.sheet.leave();
    }

    /// Waits for the result. It can be asked for again.
    pub async fn result(&self) -> SheetResult {
        self.sheet.result().await.into()
    }

    /// What is paid: for the requests to wallets. Nothing until it is loaded.
    pub fn summary(&self) -> Option<PaymentSummary> {
        self.sheet.summary().map(PaymentSummary::from)
    }

    /// The customer's texts are others from now on: the host's language has changed.
    pub fn set_texts(&self, texts: &NativeTexts) {
        self.sheet.set_texts(texts.texts());
    }

    /// An observer whose waiting can be stopped.
    pub fn watch(&self) -> Arc<NativeSheetWatch> {
        Arc::new(NativeSheetWatch {
            sheet: self.sheet.clone(),
            waiting: Stoppable::new(),
        })
    }
}

fn field_of(screen: &Screen, field: SheetFieldId) -> Option<&Field> {
    let is_it = |candidate: &&Field| SheetFieldId::from(candidate.id) == field;
    match &screen.content {
        Content::Choose(choose) => choose.saved_cards.iter().filter_map(|row| row.cvv.as_ref()).find(is_it),
        Content::Form(form) => form.sections.iter().flat_map(|section| &section.fields).find(is_it),
        _ => None,
    }
}

/// The core's side of one observer of a sheet.
#[derive(uniffi::Object)]
pub struct NativeSheetWatch {
    sheet: Sheet,
    waiting: Stoppable,
}

#[uniffi::export]
impl NativeSheetWatch {
    /// Waits for a screen newer than `after_revision`. Nothing, once it is stopped.
    pub async fn next_screen(&self, after_revision: i64) -> Option<SheetScreen> {
        let next = self.sheet.next_screen(after(after_revision));
        self.waiting.wait(next).await.map(SheetScreen::from)
    }

    /// Waits for the result. Nothing, once it is stopped.
    pub async fn result(&self) -> Option<SheetResult> {
        self.waiting.wait(self.sheet.result()).await.map(SheetResult::from)
    }

    /// Ends the waiting, now and from now on. The sheet goes on.
    pub fn stop(&self) {
        self.waiting.stop();
    }
}

/// What a sheet ends with.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SheetResult {
    /// The result of the checkout. None where saved cards were managed: nothing was to be paid.
    pub payment: Option<PaymentResult>,
    /// The customer left after an attempt that took nothing, and this was it: a decline, for example. The result is
    /// 7780 then.
    pub last_attempt: Option<PaymentResult>,
}

impl From<params::SheetResult> for SheetResult {
    fn from(result: params::SheetResult) -> Self {
        let params::SheetResult { payment, last_attempt } = result;
        SheetResult {
            payment: payment.map(PaymentResult::from),
            last_attempt: last_attempt.map(PaymentResult::from),
        }
    }
}
