//! What the merchant does with an intent's money: captures, refunds, a reversal, a later charge, another amount.

use std::borrow::Cow;

use time::OffsetDateTime;

use super::cards::CardScript;
use super::intent::{Intent, Kind, Money, Purpose, Status};
use super::movements::{Capture, Refund};
use super::payment::{NOT_A_TEST_CARD, answer_message, code};
use super::{Refusal, World, ids};

/// A refund as the merchant asks for it.
pub(crate) struct RefundOrder {
    pub(crate) amount: i64,
    pub(crate) reason: Option<String>,
    pub(crate) notes: Option<String>,
    pub(crate) idempotency_key: String,
}

/// What became of a charge of a kept card.
pub(crate) struct Charged {
    /// `Successful` or `Declined`.
    pub(crate) status: &'static str,
    pub(crate) message: Cow<'static, str>,
}

impl Intent {
    /// What has been taken so far, in minor units.
    pub(crate) fn captured(&self) -> i64 {
        let by_hand: i64 = self.captures.iter().map(Capture::total).fold(0, i64::saturating_add);
        let is_taken = matches!(self.status, Status::Captured | Status::Refunded | Status::Reversed);
        match self.terms.purpose.amount() {
            Some(total) if is_taken && !self.terms.manual_capture => total.value,
            _ => by_hand,
        }
    }

    pub(crate) fn refunded(&self) -> i64 {
        self.refunds
            .iter()
            .map(|refund| refund.amount)
            .fold(0, i64::saturating_add)
    }

    fn allows(&self, option: &str) -> bool {
        self.terms
            .extras
            .get("config")
            .and_then(|config| config.get("payment")?.get(option)?.as_bool())
            .unwrap_or(false)
    }

    fn conflict<T>(&self, what: &str) -> Result<T, Refusal> {
        Err(Refusal::Conflict(format!(
            "The payment intent cannot be {what}: it is {}.",
            self.status.as_str()
        )))
    }
}

impl World {
    fn payment_mut(&mut self, id: &str) -> Result<&mut Intent, Refusal> {
        self.visible_intent(Kind::Payment, id)?;
        self.intents.get_mut(id).ok_or(Refusal::NotFound(Kind::Payment.name()))
    }

    /// Takes all or a part of an authorised amount; tips come on top. Several parts are taken one after the other.
    pub(crate) fn capture(
        &mut self,
        id: &str,
        amount: i64,
        tips_amount: Option<i64>,
        now: OffsetDateTime,
    ) -> Result<Capture, Refusal> {
        positive("amount", amount)?;
        if tips_amount.is_some_and(|tips| tips < 0) {
            return Err(invalid("tipsAmount", "must not be negative"));
        }
        let intent = self.payment_mut(id)?;
        let is_open = intent.terms.manual_capture && matches!(intent.status, Status::Authorized | Status::Captured);
        if !is_open || !intent.refunds.is_empty() {
            return intent.conflict("captured");
        }
        let total = intent.terms.purpose.amount().map_or(0, |total| total.value);
        let taken = intent
            .captures
            .iter()
            .map(|capture| capture.amount)
            .fold(0, i64::saturating_add);
        if amount > total - taken {
            return Err(invalid("amount", "is more than is left of the authorised amount"));
        }
        let capture = Capture {
            id: ids::id("cp_sandbox_"),
            amount,
            tips_amount,
            at: now,
        };
        intent.captures.push(capture.clone());
        again(intent, now, "Captured", "DEPOSITED");
        self.enter(id, Status::Captured);
        Ok(capture)
    }

    /// Gives all or a part back. The same key again is the same refund.
    pub(crate) fn refund(&mut self, id: &str, order: RefundOrder, now: OffsetDateTime) -> Result<Refund, Refusal> {
        let intent = self.payment_mut(id)?;
        if let Some(known) = intent
            .refunds
            .iter()
            .find(|refund| refund.idempotency_key == order.idempotency_key)
        {
            return Ok(known.clone());
        }
        positive("amount", order.amount)?;
        if intent.status != Status::Captured {
            return Err(Refusal::WrongState(format!(
                "Only a captured payment intent can be refunded; this one is {}.",
                intent.status.as_str()
            )));
        }
        let left = intent.captured() - intent.refunded();
        if order.amount > left {
            return Err(invalid("amount", "is more than was captured and not yet refunded"));
        }
        let refund = Refund {
            id: ids::id("rfnd_sandbox_"),
            payment_intent_id: id.to_owned(),
            amount: order.amount,
            reason: order.reason,
            notes: order.notes,
            idempotency_key: order.idempotency_key,
        };
        intent.refunds.push(refund.clone());
        again(intent, now, "Refunded", "REFUNDED");
        if order.amount == left {
            self.enter(id, Status::Refunded);
        }
        Ok(refund)
    }

    pub(crate) fn find_refund(&self, refund_id: &str) -> Result<&Refund, Refusal> {
        self.intents
            .values()
            .flat_map(|intent| &intent.refunds)
            .find(|refund| refund.id == refund_id)
            .ok_or(Refusal::NotFound("refund"))
    }

    /// Gives everything back at once, as if it had never been taken. Returns the reversal's id.
    pub(crate) fn reverse(&mut self, id: &str, now: OffsetDateTime) -> Result<String, Refusal> {
        let intent = self.payment_mut(id)?;
        let reversible = matches!(intent.status, Status::Authorized | Status::Captured);
        if !reversible || !intent.refunds.is_empty() {
            return intent.conflict("reversed");
        }
        again(intent, now, "Reversed", "REVERSED");
        self.enter(id, Status::Reversed);
        Ok(ids::id("rvs_sandbox_"))
    }

    /// Charges the card that the intent's setup intent keeps. The shopper is away, so nobody can be challenged.
    pub(crate) fn charge(&mut self, id: &str, now: OffsetDateTime) -> Result<Charged, Refusal> {
        let intent = self.visible_intent(Kind::Payment, id)?;
        let setup = intent.terms.setup_intent_id.as_deref().ok_or_else(|| {
            Refusal::WrongState("Only a payment intent with a setupIntentId can be charged.".to_owned())
        })?;
        if intent.status != Status::Created {
            return Err(Refusal::WrongState(format!(
                "A payment intent can be charged only while it is Created; this one is {}.",
                intent.status.as_str()
            )));
        }
        let card = self
            .intent(Kind::Setup, setup)?
            .kept_card
            .clone()
            .ok_or_else(|| Refusal::WrongState("The setup intent has no card yet.".to_owned()))?;
        let refusal = match card.pan.script().map(|known| known.script) {
            _ if card.expiry.is_over(now.date()) => Some((code::DECLINED, "The card has expired.")),
            None => Some((code::DECLINED, NOT_A_TEST_CARD)),
            Some(CardScript::Answer(code)) => Some((code, answer_message(code))),
            Some(_) => None,
        };
        if let Some((code, message)) = refusal {
            self.refuse(id, &card, code, message, now);
            return Ok(Charged {
                status: "Declined",
                message: message.into(),
            });
        }
        self.approve(id, &card, now);
        let paid = self.intent(Kind::Payment, id)?.payment.as_ref();
        Ok(Charged {
            status: "Successful",
            message: paid.map_or("DEPOSITED".into(), |payment| payment.message.clone()),
        })
    }

    /// Another amount, where the merchant allowed it.
    pub(crate) fn set_amount(&mut self, id: &str, amount: Money, now: OffsetDateTime) -> Result<&mut Intent, Refusal> {
        let intent = self.payment_mut(id)?;
        if !intent.allows("customAmountAllowed") {
            return Err(Refusal::NotAllowed(
                "The amount can be changed only if config.payment.customAmountAllowed is true.",
            ));
        }
        changeable(intent, "amount.currencyCode", &amount)?;
        if let Purpose::Payment(price) = &mut intent.terms.purpose {
            price.amount = amount;
        }
        intent.note(now, "AmountChanged", None);
        Ok(intent)
    }

    /// Another tip, where the merchant allowed tips.
    pub(crate) fn set_tips(&mut self, id: &str, tips: &Money, now: OffsetDateTime) -> Result<&Intent, Refusal> {
        let intent = self.payment_mut(id)?;
        if !intent.allows("tipsAllowed") {
            return Err(Refusal::NotAllowed(
                "A tip can be set only if config.payment.tipsAllowed is true.",
            ));
        }
        changeable(intent, "tipsAmount.currencyCode", tips)?;
        if let Purpose::Payment(price) = &mut intent.terms.purpose {
            price.tips = Some(tips.value);
        }
        intent.note(now, "TipsChanged", None);
        Ok(intent)
    }

    /// Nothing is sent; that it was asked for stands in the timeline.
    pub(crate) fn send_receipt(&mut self, id: &str, now: OffsetDateTime) -> Result<(), Refusal> {
        self.payment_mut(id)?.note(now, "ReceiptSent", None);
        Ok(())
    }
}

/// Notes another step of the payment that was made.
fn again(intent: &mut Intent, now: OffsetDateTime, event: &str, message: &'static str) {
    match intent.payment.clone() {
        Some(mut payment) => {
            payment.at = now;
            payment.message = message.into();
            intent.note_payment(event, payment);
        }
        // Its status was forced: there is no card to show.
        None => intent.note(now, event, None),
    }
}

fn changeable(intent: &Intent, field: &str, to: &Money) -> Result<(), Refusal> {
    if intent.status != Status::Created {
        return Err(Refusal::WrongState(format!(
            "What is owed can be changed only while the payment intent is Created; this one is {}.",
            intent.status.as_str()
        )));
    }
    match intent.terms.purpose.amount() {
        Some(owed) if owed.currency_code != to.currency_code => {
            Err(invalid(field, "must be the currency of the payment intent"))
        }
        _ => Ok(()),
    }
}

fn positive(field: &str, amount: i64) -> Result<(), Refusal> {
    if amount > 0 {
        Ok(())
    } else {
        Err(invalid(
            field,
            "must be at least 1: it counts minor units of the currency",
        ))
    }
}

fn invalid(field: &str, message: &str) -> Refusal {
    Refusal::Invalid {
        field: field.to_owned(),
        message: message.to_owned(),
    }
}
