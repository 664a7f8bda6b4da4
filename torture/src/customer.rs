//! A customer, who goes one of the ways to pay to its end.

use std::time::{Duration, Instant};

use checkout_core::error::ActionError;
use checkout_core::input::NewCardInput;
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::{CheckoutState, PayingStage};
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::wallet::ApplePayInput;
use checkout_core::{Checkout, CheckoutSession, PaymentParams, SetupParams, VirtualTerminalParams};
use serde_json::json;
use tokio::sync::watch;

use crate::flow::{Flow, card};
use crate::shop::Order;

/// Where a customer is: for those who change the world meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    Before,
    Choosing,
    Tapped,
    StartingThreeDs,
    Challenged,
    Over,
}

/// How long the customer takes, and who watches.
#[derive(Clone, Default)]
pub(crate) struct Pace {
    pub(crate) choosing: Duration,
    pub(crate) starting: Duration,
    pub(crate) challenge: Duration,
    /// The customer leaves as soon as the payment is out.
    pub(crate) leaves: bool,
    pub(crate) stage: Option<watch::Sender<Stage>>,
}

impl Pace {
    /// What is opened ahead of time is open before the tap, so that a flow has the same moments in every run.
    pub(crate) fn steady() -> Pace {
        Pace {
            choosing: Duration::from_millis(120),
            ..Pace::default()
        }
    }

    fn reach(&self, stage: Stage) {
        if let Some(watched) = &self.stage {
            watched.send_replace(stage);
        }
    }
}

/// What a customer got out of a checkout.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    /// Nothing: the result was lost.
    pub(crate) result: Option<PaymentResult>,
    /// From the tap (or the start, if there was none) to the result.
    pub(crate) took: Duration,
    /// What a visit shows that must never be.
    pub(crate) oddities: Vec<String>,
}

/// Longer than any checkout with short limits lasts.
pub(crate) const PATIENCE: Duration = Duration::from_secs(40);

/// Starts the checkout of an order.
pub(crate) fn start(checkout: &Checkout, order: &Order) -> CheckoutSession {
    match order.flow {
        Flow::Setup => checkout.start_setup(SetupParams::new(&order.intent)),
        Flow::VirtualTerminal => checkout.start_virtual_terminal(VirtualTerminalParams::new(&order.intent)),
        _ => checkout
            .start_payment(PaymentParams::new(&order.intent).with_customer_secret(order.customer_secret.as_str())),
    }
}

/// A whole checkout, with a customer who does what the flow is about.
pub(crate) async fn visit(checkout: &Checkout, order: &Order, pace: &Pace) -> Visit {
    play(&start(checkout, order), order.flow, pace, PATIENCE).await
}

/// Plays a session to its end.
pub(crate) async fn play(session: &CheckoutSession, flow: Flow, pace: &Pace, patience: Duration) -> Visit {
    let mut began = Instant::now();
    let mut oddities = Vec::new();
    let played = tokio::time::timeout(patience, walk(session, flow, pace, &mut began, &mut oddities)).await;
    let took = began.elapsed();
    pace.reach(Stage::Over);
    let result = match played {
        Ok(result) => {
            if session.result().await != result {
                oddities.push("a second result".to_owned());
            }
            Some(result)
        }
        Err(_) => None,
    };
    Visit { result, took, oddities }
}

async fn walk(
    session: &CheckoutSession,
    flow: Flow,
    pace: &Pace,
    began: &mut Instant,
    oddities: &mut Vec<String>,
) -> PaymentResult {
    let mut tapped = false;
    let mut snapshot = session.state();
    loop {
        let done = match snapshot.state {
            CheckoutState::Finished(result) => return result,
            // Back at the choice: this customer has had enough.
            CheckoutState::ChoosingMethod(_) if tapped => {
                session.cancel();
                Ok(())
            }
            CheckoutState::ChoosingMethod(summary) => {
                pace.reach(Stage::Choosing);
                tokio::time::sleep(pace.choosing).await;
                *began = Instant::now();
                tapped = true;
                pace.reach(Stage::Tapped);
                choose(session, flow, &summary).await
            }
            CheckoutState::StartingThreeDs { .. } => {
                pace.reach(Stage::StartingThreeDs);
                tokio::time::sleep(pace.starting).await;
                session.three_ds_ready(true)
            }
            CheckoutState::Challenge(_) => {
                pace.reach(Stage::Challenged);
                tokio::time::sleep(pace.challenge).await;
                session.complete_challenge(ChallengeOutcome::authenticated("signed"))
            }
            CheckoutState::Paying(PayingStage::Authorizing | PayingStage::ConfirmingThreeDs) if pace.leaves => {
                session.cancel();
                Ok(())
            }
            _ => Ok(()),
        };
        // What the customer does can come too late, and that is an answer.
        if let Err(error) = done
            && error != ActionError::WrongState
        {
            oddities.push(format!("refused: {error}"));
            session.cancel();
        }
        snapshot = session.next_state(snapshot.revision).await;
    }
}

async fn choose(session: &CheckoutSession, flow: Flow, summary: &PaymentSummary) -> Result<(), ActionError> {
    let saved = summary.saved_cards.first();
    match (flow, saved) {
        (Flow::SavedCard, Some(card)) => session.pay_with_saved_card(&card.id, card::CVV),
        // The list did not come: then a new card does.
        (Flow::SavedCard, None) => session.pay_with_card(new_card(card::APPROVED)),
        (Flow::Deletion, saved) => {
            if let Some(card) = saved {
                // A failure says why, and the card stays in the list; either way the customer goes on.
                let _ = session.delete_saved_card(&card.id).await;
            }
            session.pay_with_card(new_card(card::APPROVED))
        }
        (Flow::NewCard | Flow::VirtualTerminal | Flow::Refreshed, _) => session.pay_with_card(new_card(card::APPROVED)),
        (Flow::Setup, _) => session.pay_with_card(new_card(card::APPROVED).with_mit_consent(true)),
        (Flow::ThreeDs, _) => session.pay_with_card(new_card(card::CHALLENGED)),
        (Flow::Declined, _) => session.pay_with_card(new_card(card::DECLINED)),
        (Flow::GooglePayCryptogram, _) => session.pay_with_google_pay(google_pay("google-pay-cryptogram-approved")),
        (Flow::GooglePayPanOnly, _) => session.pay_with_google_pay(google_pay("google-pay-pan-only-approved")),
        (Flow::ApplePay, _) => session.pay_with_apple_pay(apple_pay("apple-pay-approved")),
    }
}

pub(crate) fn new_card(number: &str) -> NewCardInput {
    let cvv = if number == card::DECLINED {
        card::CVV_OF_DECLINED
    } else {
        card::CVV
    };
    NewCardInput::new(number, card::EXPIRY, cvv).with_cardholder_name("Sam Demo")
}

/// The least that Google's sheet can return.
fn google_pay(token: &str) -> String {
    json!({
        "apiVersion": 2, "apiVersionMinor": 0, "email": "sam@example.test",
        "paymentMethodData": {
            "type": "CARD", "description": "Visa 1005",
            "info": { "cardNetwork": "VISA", "cardDetails": "1005" },
            "tokenizationData": { "type": "PAYMENT_GATEWAY", "token": token },
        },
    })
    .to_string()
}

/// The least that Apple's sheet can return.
fn apple_pay(data: &str) -> ApplePayInput {
    let token = json!({
        "paymentData": {
            "data": data, "signature": "c2lnbmF0dXJl", "version": "EC_v1",
            "header": { "publicKeyHash": "aGFzaA==", "ephemeralPublicKey": "a2V5", "transactionId": "7472616e" },
        },
        "paymentMethod": { "displayName": "Visa 1005", "network": "Visa", "type": "debit" },
        "transactionIdentifier": "5452414E",
    });
    ApplePayInput::new(token.to_string())
}
