//! The Rust snippet of the README, and just enough of a shop and an app around it to run it against a sandbox:
//! `cargo run -p checkout-cli --example pay`.

use checkout_core::card::SavedCard;
use checkout_core::config::GatewayChoice;
use checkout_core::input::NewCardInput;
use checkout_core::secret::Secret;
use checkout_core::summary::PaymentSummary;
use checkout_core::threeds::{Challenge, ChallengeOutcome};
use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};

// What follows stands in the README as it is.

use checkout_core::error::ActionError;
use checkout_core::result::PaymentResult;
use checkout_core::snapshot::CheckoutState;
use checkout_core::{Checkout, CheckoutConfig, CheckoutSession, PaymentParams};

async fn pay(checkout: &Checkout, intent_id: &str, customer_secret: &str) -> Result<PaymentResult, ActionError> {
    let params = PaymentParams::new(intent_id).with_customer_secret(customer_secret);
    let session: CheckoutSession = checkout.start_payment(params);
    let mut snapshot = session.state();
    loop {
        match snapshot.state {
            // Asked again, with `snapshot.notice`, if the total has changed meanwhile.
            CheckoutState::ChoosingMethod(order) => match order.saved_cards.iter().find(|card| card.payable) {
                Some(card) => session.pay_with_saved_card(&card.id, ask_cvv(&order, card))?,
                None => session.pay_with_card(ask_card(&order))?,
            },
            CheckoutState::StartingThreeDs { token } => session.three_ds_ready(start_three_ds(&token))?,
            CheckoutState::Challenge(challenge) => session.complete_challenge(show(&challenge))?,
            CheckoutState::Loading | CheckoutState::Paying(_) => {} // show progress
            CheckoutState::Finished(result) => return Ok(result),
        }
        snapshot = session.next_state(snapshot.revision).await;
    }
}

// Until here. The rest is the user interface of this example, which knows its answers.

fn ask_cvv(_: &PaymentSummary, _: &SavedCard) -> Secret {
    Secret::from("020")
}

fn ask_card(_: &PaymentSummary) -> NewCardInput {
    NewCardInput::new("5200 0000 0000 1096", "12/29", "020").with_save(true)
}

fn start_three_ds(_token: &str) -> bool {
    true
}

fn show(_: &Challenge) -> ChallengeOutcome {
    ChallengeOutcome::authenticated("the signed answer of a 3-D Secure SDK")
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let sandbox = Sandbox::start(SandboxConfig::default()).await?;
    let merchant = sandbox.merchant();
    let customer = merchant.create_customer("Sam Example");
    let customer_secret = merchant.create_customer_secret(&customer)?;
    let checkout = Checkout::new(CheckoutConfig {
        api_url: sandbox.url(),
        gateway: GatewayChoice::Url(sandbox.gateway_url()),
        allow_insecure_loopback: true,
        ..CheckoutConfig::default()
    })?;
    for _ in ["a new card through 3-D Secure, saved", "the saved card"] {
        let intent = merchant.create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(&customer))?;
        let result = pay(&checkout, &intent, &customer_secret).await?;
        println!("{} {:?}, {}", result.code(), result.status, result.charge);
    }
    sandbox.shutdown().await;
    Ok(())
}
