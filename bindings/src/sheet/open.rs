//! Opening a sheet, and finding one again.

use std::sync::Arc;

use checkout_core::{PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sheet::params::{SheetFlow, SheetParams};

use super::handle::NativeSheet;
use super::texts::NativeTexts;
use crate::checkout::{NativeCheckout, point_in_time};
use crate::summary::Wallet;

// Of each sheet: `wallets` are those that this device can show; offered are those that the intent takes, too. While an
// intent's sheet is open, opening it again gives that one.

#[uniffi::export]
impl NativeCheckout {
    /// The sheet of a payment: with a wallet, a saved card or a new one. See `start_payment`.
    pub fn open_payment_sheet(
        &self,
        payment_intent_id: String,
        customer_secret: Option<String>,
        must_complete_by_millis: Option<i64>,
        wallets: Vec<Wallet>,
        texts: &NativeTexts,
    ) -> Arc<NativeSheet> {
        let mut params = PaymentParams::new(payment_intent_id);
        params.customer_secret = customer_secret.map(Into::into);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        self.open_sheet(SheetFlow::Payment(params), wallets, texts)
    }

    /// The sheet of a setup: a card is saved for payments that the merchant starts later. See `start_payment`.
    pub fn open_setup_sheet(
        &self,
        setup_intent_id: String,
        must_complete_by_millis: Option<i64>,
        texts: &NativeTexts,
    ) -> Arc<NativeSheet> {
        let mut params = SetupParams::new(setup_intent_id);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        self.open_sheet(SheetFlow::Setup(params), Vec::new(), texts)
    }

    /// The sheet of a payment that the merchant keys in. See `start_payment`.
    pub fn open_virtual_terminal_sheet(
        &self,
        payment_intent_id: String,
        must_complete_by_millis: Option<i64>,
        texts: &NativeTexts,
    ) -> Arc<NativeSheet> {
        let mut params = VirtualTerminalParams::new(payment_intent_id);
        params.must_complete_by = must_complete_by_millis.map(point_in_time);
        self.open_sheet(SheetFlow::VirtualTerminal(params), Vec::new(), texts)
    }

    /// The sheet of a customer's saved cards, to delete some. Nothing is paid.
    pub fn open_saved_cards_sheet(
        &self,
        customer_id: String,
        customer_secret: String,
        texts: &NativeTexts,
    ) -> Arc<NativeSheet> {
        let flow = SheetFlow::SavedCards {
            customer_id,
            customer_secret: customer_secret.into(),
        };
        self.open_sheet(flow, Vec::new(), texts)
    }

    /// The sheet of a payment for an app that was ended while it was open: it reads the status and never pays.
    pub fn open_restored_sheet(&self, payment_intent_id: String, texts: &NativeTexts) -> Arc<NativeSheet> {
        self.open_sheet(SheetFlow::Restored { payment_intent_id }, Vec::new(), texts)
    }

    /// As `open_restored_sheet`, of a setup.
    pub fn open_restored_setup_sheet(&self, setup_intent_id: String, texts: &NativeTexts) -> Arc<NativeSheet> {
        self.open_sheet(SheetFlow::RestoredSetup { setup_intent_id }, Vec::new(), texts)
    }

    /// An open sheet, or one of the last that were closed, by the id of its intent; for saved cards, of its customer.
    pub fn find_sheet(&self, id: String) -> Option<Arc<NativeSheet>> {
        self.sheets.find(&id).map(|sheet| Arc::new(sheet.into()))
    }
}

impl NativeCheckout {
    fn open_sheet(&self, flow: SheetFlow, wallets: Vec<Wallet>, texts: &NativeTexts) -> Arc<NativeSheet> {
        let mut params = SheetParams::new(flow);
        params.wallets = wallets.into_iter().map(Into::into).collect();
        params.texts = texts.texts();
        Arc::new(self.sheets.open(params).into())
    }
}
