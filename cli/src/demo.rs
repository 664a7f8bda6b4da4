//! `checkout demo`: the save-card guide from end to end, against a sandbox in this process, over real HTTP.

use std::process::ExitCode;

use anyhow::{Context, ensure};
use checkout_core::card::NewCardInput;
use checkout_core::config::{CheckoutConfig, GatewayChoice};
use checkout_core::money::{Currency, Money};
use checkout_core::result::PaymentResult;
use checkout_core::secret::Secret;
use checkout_core::snapshot::CheckoutState;
use checkout_core::summary::PaymentSummary;
use checkout_core::{Checkout, CheckoutSession, PaymentParams};
use checkout_sandbox::{Answered, RecordedRequest, Sandbox, SandboxConfig, TestCard, test_cards};

use crate::backend::Backend;
use crate::customer::{Customer, Payment, ThreeDs};
use crate::output;
use crate::progress::Progress;
use crate::saved_cards::describe;

/// What an app gets for the four checkouts.
const EXPECTED_CODES: [i32; 4] = [0, 0, 0, 5];

pub(crate) async fn run() -> anyhow::Result<ExitCode> {
    let sandbox = Sandbox::start(SandboxConfig::default()).await?;
    let codes = Shop::open(&sandbox).await?.run().await?;
    let all: Vec<String> = codes.iter().map(i32::to_string).collect();
    output::line(&format!("\nStatus codes: {}", all.join(", ")))?;
    sandbox.shutdown().await;
    ensure!(codes == EXPECTED_CODES, "the codes should be {EXPECTED_CODES:?}");
    Ok(ExitCode::SUCCESS)
}

/// A checkout of the demo.
struct Order {
    title: &'static str,
    pence: i64,
    /// What the customer pays with, in words too.
    choose: fn(&PaymentSummary) -> anyhow::Result<(String, Payment)>,
}

const ORDERS: [Order; 4] = [
    Order {
        title: "1. A new card, saved for next time",
        pence: 1250,
        choose: |_| new_card("5200000000001005", true),
    },
    Order {
        title: "2. The saved card and its CVV",
        pence: 800,
        choose: saved_card,
    },
    Order {
        title: "3. A card that needs 3-D Secure",
        pence: 19_900,
        choose: |_| new_card("5200000000001096", false),
    },
    Order {
        title: "4. A card that is declined",
        pence: 450,
        choose: |_| new_card("4456530000001013", false),
    },
];

/// A shop with a backend and an app, and its one customer.
struct Shop<'a> {
    sandbox: &'a Sandbox,
    backend: Backend,
    app: Checkout,
    customer_id: String,
    customer_secret: Secret,
}

impl<'a> Shop<'a> {
    async fn open(sandbox: &'a Sandbox) -> anyhow::Result<Self> {
        output::line(&format!("A local Dojo is running at {}", sandbox.url()))?;
        let backend = Backend::of_sandbox(sandbox.url(), sandbox.api_key())?;
        let app = Checkout::new(CheckoutConfig {
            api_url: sandbox.url(),
            gateway: GatewayChoice::Url(sandbox.gateway_url()),
            allow_insecure_loopback: true,
            ..CheckoutConfig::default()
        })?;
        let customer_id = backend.create_customer("Sam Demo").await?;
        let customer_secret = backend.create_customer_secret(&customer_id).await?;
        let shop = Shop {
            sandbox,
            backend,
            app,
            customer_id,
            customer_secret,
        };
        output::line(&format!(
            "\nThe shop's backend creates customer {} and a customer secret",
            shop.customer_id
        ))?;
        shop.print_requests()?;
        Ok(shop)
    }

    async fn run(&self) -> anyhow::Result<Vec<i32>> {
        let mut codes = Vec::new();
        for order in ORDERS {
            codes.push(self.check_out(order).await?);
        }
        Ok(codes)
    }

    /// One order: the backend creates an intent, the app takes the customer through the checkout. Returns the code.
    async fn check_out(&self, Order { title, pence, choose }: Order) -> anyhow::Result<i32> {
        let amount = Money::new(pence, Currency::GBP);
        let intent = self
            .backend
            .create_payment_intent(amount, "demo-order", &self.customer_id)
            .await?;
        output::line(&format!(
            "\n{title}\n  The backend creates intent {intent} for {amount}"
        ))?;
        self.print_requests()?;

        let params = PaymentParams::new(intent.as_str()).with_customer_secret(self.customer_secret.clone());
        let session = self.app.start_payment(params);
        let (choice, payment) = choose(&choosing(&session).await?)?;
        output::line(&format!("  The app's customer pays with {choice}"))?;
        let customer = Customer {
            payment: Some(payment),
            three_ds: Some(ThreeDs::Approve),
            progress: Progress::Silent,
        };
        let result = customer.check_out(&session).await;
        self.print_requests()?;
        self.print_result(&result).await?;
        Ok(result.code())
    }

    /// The result that the app gets, and the status that the backend sees.
    async fn print_result(&self, result: &PaymentResult) -> anyhow::Result<()> {
        let status = self.backend.payment_intent_status(&result.payment_intent_id).await?;
        self.sandbox.clear_requests(); // that was the demo's own look, not a cost of the checkout
        let reason = result
            .reason
            .as_ref()
            .map(|reason| format!(": {reason}"))
            .unwrap_or_default();
        output::line(&format!("  Result {}{reason}", output::in_short(result)))?;
        Ok(output::line(&format!("  The backend sees the intent as {status}"))?)
    }

    /// Shows what has been requested since the last time, in order.
    fn print_requests(&self) -> anyhow::Result<()> {
        for request in self.sandbox.requests() {
            output::line(&describe_request(&request))?;
        }
        self.sandbox.clear_requests();
        Ok(())
    }
}

/// Waits until the customer can choose.
async fn choosing(session: &CheckoutSession) -> anyhow::Result<PaymentSummary> {
    let mut snapshot = session.state();
    loop {
        match snapshot.state {
            CheckoutState::ChoosingMethod(summary) => return Ok(summary),
            CheckoutState::Finished(result) => anyhow::bail!("the checkout ended early: {}", output::in_short(&result)),
            _ => snapshot = session.next_state(snapshot.revision).await,
        }
    }
}

fn new_card(number: &str, save: bool) -> anyhow::Result<(String, Payment)> {
    let TestCard {
        number,
        scheme,
        expiry,
        cvv,
        ..
    } = test_card(number)?;
    let ending = &number[number.len().saturating_sub(4)..];
    let input = NewCardInput::new(*number, *expiry, *cvv)
        .with_cardholder_name("Sam Demo")
        .with_save(save);
    let saving = if save { ", and saves it" } else { "" };
    Ok((
        format!("a new card, {scheme} ****{ending}{saving}"),
        Payment::NewCard(input),
    ))
}

fn saved_card(summary: &PaymentSummary) -> anyhow::Result<(String, Payment)> {
    let card = summary.saved_cards.first().context("the card was not saved")?;
    let cvv = test_card("5200000000001005")?.cvv;
    Ok((
        format!("the saved card {}", describe(card)),
        Payment::SavedCard {
            id: card.id.clone(),
            cvv: cvv.into(),
        },
    ))
}

fn test_card(number: &str) -> anyhow::Result<&'static TestCard> {
    test_cards()
        .iter()
        .find(|card| card.number == number)
        .context("the sandbox does not know its own test card")
}

/// Such as `    200  POST /api/payments/{secret}`.
fn describe_request(request: &RecordedRequest) -> String {
    let outcome = match request.status {
        Answered::Status(status) => status.to_string(),
        Answered::Cut => "cut".to_owned(),
        Answered::Pending => "…".to_owned(),
    };
    format!(
        "    {outcome:>3}  {:<4} {}",
        request.method,
        path_template(&request.path)
    )
}

/// The path with ids replaced by what they identify, so that it reads the same every time.
fn path_template(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment.split_once('_') {
        Some(("pi", _)) => "{intent}",
        Some(("cust", _)) => "{customer}",
        Some(("pm", _)) => "{card}",
        _ => segment,
    });
    segments.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_do_not_show_in_a_path_template() {
        let path = "/customers/public/cust_sandbox_1/payment-methods/pm_sandbox_2";
        assert_eq!(
            path_template(path),
            "/customers/public/{customer}/payment-methods/{card}"
        );
        assert_eq!(
            path_template("/payment-intents/public/pi_sandbox_3"),
            "/payment-intents/public/{intent}"
        );
        assert_eq!(path_template("/api/payments/{secret}"), "/api/payments/{secret}");
    }
}
