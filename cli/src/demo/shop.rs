//! A shop with a backend and an app, and its one customer.

use anyhow::Context;
use checkout_core::config::{CheckoutConfig, GatewayChoice};
use checkout_core::flow::Flow;
use checkout_core::money::{Currency, Money};
use checkout_core::result::PaymentResult;
use checkout_core::secret::Secret;
use checkout_core::snapshot::CheckoutState;
use checkout_core::summary::PaymentSummary;
use checkout_core::{Checkout, CheckoutSession, PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sandbox::Sandbox;

use super::orders::{Action, Intent, Order};
use super::requests;
use crate::backend::Backend;
use crate::customer::{Customer, ThreeDs};
use crate::output;
use crate::progress::Progress;
use crate::saved_cards::describe;

pub(super) struct Shop<'a> {
    sandbox: &'a Sandbox,
    backend: Backend,
    app: Checkout,
    customer_id: String,
    customer_secret: Secret,
}

impl<'a> Shop<'a> {
    pub(super) async fn open(sandbox: &'a Sandbox) -> anyhow::Result<Self> {
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

    /// Takes the orders one after the other. Returns their codes.
    pub(super) async fn run(&self, orders: &[&Order]) -> anyhow::Result<Vec<i32>> {
        let mut codes = Vec::new();
        for order in orders {
            codes.push(self.check_out(order).await?);
        }
        Ok(codes)
    }

    /// One order: the backend creates an intent, the app takes the customer through the checkout. Returns the code.
    async fn check_out(&self, order: &Order) -> anyhow::Result<i32> {
        output::line(&format!("\n{}", order.title))?;
        let session = self.create_and_start(order.intent).await?;
        let result = match order.action {
            Action::Pay(choose) => {
                let (deed, payment) = choose(&choosing(&session).await?)?;
                output::line(&format!("  {deed}"))?;
                let customer = Customer {
                    three_ds: Some(ThreeDs::Approve),
                    progress: Progress::Silent,
                };
                customer.check_out(payment, &session).await
            }
            Action::DeleteCard => delete_card(&session).await?,
        };
        self.print_requests()?;
        self.print_result(order.intent, &result).await?;
        Ok(result.code())
    }

    /// The backend creates the intent, the app begins its checkout.
    async fn create_and_start(&self, intent: Intent) -> anyhow::Result<CheckoutSession> {
        const REFERENCE: &str = "demo-order";
        let (backend, customer) = (&self.backend, &self.customer_id);
        let id = match intent {
            Intent::Payment { pence } => {
                let amount = Money::new(pence, Currency::GBP);
                let id = backend.create_payment_intent(amount, REFERENCE, customer).await?;
                output::line(&format!("  The backend creates intent {id} for {amount}"))?;
                id
            }
            Intent::VirtualTerminal { pence } => {
                let amount = Money::new(pence, Currency::GBP);
                let id = backend.create_virtual_terminal_intent(amount, REFERENCE).await?;
                output::line(&format!("  The backend creates intent {id} for {amount}"))?;
                id
            }
            Intent::Setup => {
                let id = backend.create_setup_intent(REFERENCE, customer).await?;
                output::line(&format!("  The backend creates setup intent {id}"))?;
                id
            }
        };
        self.print_requests()?;
        Ok(match intent.flow() {
            Flow::Payment => self
                .app
                .start_payment(PaymentParams::new(id).with_customer_secret(self.customer_secret.clone())),
            Flow::SetupIntent => self.app.start_setup(SetupParams::new(id)),
            Flow::VirtualTerminal => self.app.start_virtual_terminal(VirtualTerminalParams::new(id)),
        })
    }

    /// The result that the app gets, and the status that the backend sees.
    async fn print_result(&self, intent: Intent, result: &PaymentResult) -> anyhow::Result<()> {
        let id = &result.payment_intent_id;
        let status = match intent {
            Intent::Setup => self.backend.setup_intent_status(id).await?,
            Intent::Payment { .. } | Intent::VirtualTerminal { .. } => self.backend.payment_intent_status(id).await?,
        };
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
            output::line(&requests::describe(&request))?;
        }
        self.sandbox.clear_requests();
        Ok(())
    }
}

impl Intent {
    fn flow(self) -> Flow {
        match self {
            Intent::Payment { .. } => Flow::Payment,
            Intent::Setup => Flow::SetupIntent,
            Intent::VirtualTerminal { .. } => Flow::VirtualTerminal,
        }
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

/// The customer deletes the first saved card, looks at what is left, and leaves.
async fn delete_card(session: &CheckoutSession) -> anyhow::Result<PaymentResult> {
    let summary = choosing(session).await?;
    let card = summary.saved_cards.first().context("there is no card to delete")?;
    session.delete_saved_card(&card.id).await?;
    let kept: Vec<String> = choosing(session).await?.saved_cards.iter().map(describe).collect();
    let (deleted, kept) = (describe(card), kept.join(" and "));
    output::line(&format!(
        "  The app's customer deletes the saved card {deleted}, keeps {kept}, and leaves"
    ))?;
    session.cancel();
    Ok(session.result().await)
}
