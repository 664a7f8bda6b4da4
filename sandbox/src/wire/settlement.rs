//! Captures, refunds, reversals, charges and changes of the amount.

use axum::http::HeaderMap;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use utoipa::ToSchema;

use super::Check;
use super::parts::{Amount, ItemLine, TaxLine, check_lines};
use super::problem::Problem;
use crate::domain::movements::{Capture, Refund};
use crate::domain::settlement::{Charged, RefundOrder};

/// Takes all or a part of an authorised amount.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CreateCapture {
    /// Minor units.
    #[schema(minimum = 1)]
    pub(crate) amount: i64,
    /// Minor units, on top of the amount.
    #[schema(minimum = 0)]
    pub(crate) tips_amount: Option<i64>,
}

/// A capture that was made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CaptureCreated {
    message: &'static str,
    capture_id: String,
}

impl From<Capture> for CaptureCreated {
    fn from(capture: Capture) -> Self {
        Self {
            message: "DEPOSITED",
            capture_id: capture.id,
        }
    }
}

/// Gives all or a part of the captured amount back.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CreateRefund {
    /// Minor units.
    #[schema(minimum = 1)]
    amount: i64,
    #[schema(max_length = 100)]
    previous_transaction_id: Option<String>,
    #[schema(max_length = 1024)]
    refund_reason: Option<String>,
    #[schema(max_length = 4096)]
    notes: Option<String>,
}

impl CreateRefund {
    /// The order, with the key by which a repetition of it is known.
    pub(crate) fn into_order(self, headers: &HeaderMap) -> Result<RefundOrder, Problem> {
        let mut check = Check::default();
        check.length(
            "previousTransactionId",
            self.previous_transaction_id.as_deref(),
            0..=100,
        );
        check.length("refundReason", self.refund_reason.as_deref(), 0..=1024);
        check.length("notes", self.notes.as_deref(), 0..=4096);
        let key = headers
            .get("idempotencyKey")
            .and_then(|value| value.to_str().ok())
            .unwrap_or("");
        if key.is_empty() || key.len() > 100 {
            check.fails("idempotencyKey", "is a required header of 1 to 100 characters");
        }
        check.finish()?;
        Ok(RefundOrder {
            amount: self.amount,
            reason: self.refund_reason,
            notes: self.notes,
            idempotency_key: key.to_owned(),
        })
    }
}

/// A refund.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct RefundBody {
    payment_intent_id: String,
    refund_id: String,
    refund_reason: Option<String>,
    notes: Option<String>,
}

impl From<&Refund> for RefundBody {
    fn from(refund: &Refund) -> Self {
        Self {
            payment_intent_id: refund.payment_intent_id.clone(),
            refund_id: refund.id.clone(),
            refund_reason: refund.reason.clone(),
            notes: refund.notes.clone(),
        }
    }
}

/// A reversal that was made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ReversalCreated {
    message: &'static str,
    reversal_id: String,
}

impl ReversalCreated {
    pub(crate) fn new(reversal_id: String) -> Self {
        Self {
            message: "REVERSED",
            reversal_id,
        }
    }
}

/// What became of charging a kept card.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ChargeBody {
    payment_intent_id: String,
    /// `Successful` or `Declined`.
    status: &'static str,
    message: String,
}

impl ChargeBody {
    pub(crate) fn new(payment_intent_id: String, charged: &Charged) -> Self {
        Self {
            payment_intent_id,
            status: charged.status,
            message: charged.message.to_string(),
        }
    }
}

/// Another amount, and the lines that make it up.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SetAmount {
    pub(crate) amount: Amount,
    pub(crate) item_lines: Option<Vec<ItemLine>>,
    pub(crate) tax_lines: Option<Vec<TaxLine>>,
}

impl SetAmount {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        let mut check = Check::default();
        self.amount.check("amount", &mut check);
        check_lines(self.item_lines.as_deref(), self.tax_lines.as_deref(), &mut check);
        check.finish()
    }
}

/// Another tip.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SetTips {
    pub(crate) tips_amount: Amount,
}

impl SetTips {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        let mut check = Check::default();
        self.tips_amount.check("tipsAmount", &mut check);
        check.finish()
    }
}

/// Whom to send a receipt to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SendReceipt {
    #[schema(min_items = 1)]
    emails: Vec<String>,
}

impl SendReceipt {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        let mut check = Check::default();
        if self.emails.is_empty() {
            check.fails("emails", "needs at least one address");
        }
        for (index, email) in self.emails.iter().enumerate() {
            if !email.contains('@') {
                check.fails(format!("emails[{index}]"), "is not an e-mail address");
            }
        }
        check.finish()
    }
}
