//! `checkout demo --sheet`: one customer, and what the sheet says to all that happens.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, ensure};
use checkout_core::config::GatewayChoice;
use checkout_core::{Checkout, CheckoutConfig, PaymentParams};
use checkout_sandbox::{FaultRule, FaultTarget, NewPaymentIntent, Sandbox, SandboxConfig, test_cards};
use checkout_sheet::model::{Action, FieldId, ToggleId};
use checkout_sheet::params::{SheetFlow, SheetParams};
use checkout_sheet::screen::Content;
use checkout_sheet::texts::{Language, Locale, TextId, Texts};
use checkout_sheet::{Sheet, Sheets};
use serde_json::json;

use super::script::{Script, Step, WIDTH, heading, print};
use crate::customer::ThreeDs;
use crate::output;
use crate::sheet::{draw, visit};

/// The customer types without a slip, so this is ample.
const PATIENCE: Duration = Duration::from_secs(60);
/// A network as it is, so that there is something to see while it works.
const NETWORK_MILLISECONDS: u64 = 250;
/// Long enough to leave a payment behind.
const SLOW_MILLISECONDS: u64 = 1500;

const APPROVED: &str = "5200000000001005";
const OTHER_SAVED: &str = "4456530000001005";
const CHALLENGED: &str = "5200000000001096";
const DECLINED: &str = "4456530000001013";
/// Its check digit is wrong.
const MISTYPED: &str = "5200000000001006";

pub(super) async fn run() -> anyhow::Result<()> {
    let shop = SheetShop::open().await?;
    shop.saved_card().await?;
    shop.another_card().await?;
    shop.leaving_while_paying().await?;
    shop.unknown_outcome().await?;
    shop.deletion().await?;
    shop.five_languages().await
}

/// A shop whose app opens the sheet, and its one customer.
struct SheetShop {
    sandbox: Arc<Sandbox>,
    sheets: Sheets,
    customer_id: String,
    customer_secret: String,
    /// A saved card that is deleted in the end.
    card_to_delete: String,
}

impl SheetShop {
    async fn open() -> anyhow::Result<Self> {
        let sandbox = Sandbox::start(SandboxConfig::default()).await?;
        output::line(&format!("A local Dojo is running at {}", sandbox.url()))?;
        let checkout = Checkout::new(CheckoutConfig {
            api_url: sandbox.url(),
            gateway: GatewayChoice::Url(sandbox.gateway_url()),
            allow_insecure_loopback: true,
            read_back_limit: Duration::from_secs(1),
            ..CheckoutConfig::default()
        })?;
        for (method, path) in [
            ("GET", "/**"),
            ("DELETE", "/**"),
            ("POST", "/api/device-data/**"),
            ("POST", "/mobile/**"),
        ] {
            sandbox.script(FaultRule::on(method, path).delay_answer(NETWORK_MILLISECONDS).always())?;
        }
        let merchant = sandbox.merchant();
        let customer_id = merchant.create_customer("Sam Demo");
        merchant.save_card(&customer_id, APPROVED, "12/29")?;
        Ok(SheetShop {
            sheets: Sheets::new(checkout),
            customer_secret: merchant.create_customer_secret(&customer_id)?,
            card_to_delete: merchant.save_card(&customer_id, OTHER_SAVED, "12/29")?,
            customer_id,
            sandbox: Arc::new(sandbox),
        })
    }

    async fn saved_card(&self) -> anyhow::Result<()> {
        let cvv = cvv_of(APPROVED)?;
        let steps = [
            Step::Says("The customer types the CVV of the saved card, and pays"),
            Step::Types(FieldId::SavedCardCvv, cvv),
            Step::Presses(Action::Pay),
            Step::Presses(Action::Close),
        ];
        self.visit("1. A saved card and its CVV", [answered()], steps, 0).await
    }

    async fn another_card(&self) -> anyhow::Result<()> {
        let steps = [
            Step::Says("The customer takes another card, and types a wrong number first"),
            Step::Presses(Action::UseAnotherCard),
            Step::Types(FieldId::CardNumber, MISTYPED),
            Step::Types(FieldId::CardNumber, DECLINED),
            Step::Types(FieldId::Expiry, "12/29"),
            Step::Types(FieldId::Cvv, cvv_of(DECLINED)?),
            Step::Types(FieldId::CardholderName, "Sam Demo"),
            Step::Presses(Action::Pay),
            Step::Says("The card is declined: another try, with a card that is challenged"),
            Step::Presses(Action::TryAgain),
            Step::Types(FieldId::Cvv, cvv_of(CHALLENGED)?),
            Step::Types(FieldId::CardNumber, CHALLENGED),
            Step::Presses(Action::Tick {
                toggle: ToggleId::SaveCard,
                on: true,
            }),
            Step::Presses(Action::Pay),
            Step::Says("The issuer's page is not for a terminal: the customer says how it ends"),
            Step::Presses(Action::ChallengeEnded(ThreeDs::Approve.outcome())),
            Step::Presses(Action::Close),
        ];
        let payments = [answered(), answered()];
        self.visit("2. Another card: mistyped, declined, challenged", payments, steps, 0)
            .await
    }

    async fn leaving_while_paying(&self) -> anyhow::Result<()> {
        let slow = payment().delay_answer(SLOW_MILLISECONDS);
        let steps = [
            Step::Types(FieldId::SavedCardCvv, cvv_of(APPROVED)?),
            Step::Presses(Action::Pay),
            Step::Says("The customer closes the sheet while the payment is out"),
            Step::Closes(paying()),
            Step::Presses(Action::Confirm),
        ];
        self.visit("3. Leaving while a payment is out", [slow], steps, 0).await
    }

    async fn unknown_outcome(&self) -> anyhow::Result<()> {
        let intent = self.intent()?;
        let (sandbox, id) = (Arc::clone(&self.sandbox), intent.clone());
        let steps = [
            Step::Types(FieldId::SavedCardCvv, cvv_of(APPROVED)?),
            Step::Presses(Action::Pay),
            Step::Misses(paying()),
            Step::Says("The gateway has failed. Nothing offers another payment, so the customer asks what came of it"),
            Step::Presses(Action::CheckAgain),
            Step::Says("Meanwhile the payment goes through, and the customer asks again"),
            Step::Happens(Box::new(move || {
                let _ = sandbox.force_status(&id, "Captured"); // An intent of this sandbox: the demo would not go on.
            })),
            Step::Presses(Action::CheckAgain),
            Step::Presses(Action::Close),
        ];
        let failed = [payment().respond(500, json!({}))];
        self.visit_for("4. Nobody knows what came of it", &intent, failed, steps, 0)
            .await
    }

    async fn deletion(&self) -> anyhow::Result<()> {
        let steps = [
            Step::Says("The customer deletes a saved card, and leaves"),
            Step::Presses(Action::ManageCards),
            Step::Presses(Action::DeleteCard {
                id: self.card_to_delete.clone(),
            }),
            Step::Presses(Action::Confirm),
            Step::Presses(Action::Back),
            Step::Presses(Action::Close),
        ];
        self.visit("5. A saved card is deleted", [], steps, 7780).await
    }

    /// The same screen in every language.
    async fn five_languages(&self) -> anyhow::Result<()> {
        heading("6. The same screen in every language")?;
        let sheet = self.sheet(&self.intent()?);
        let mut screen = sheet.screen();
        while let Content::Loading(_) = screen.content {
            screen = sheet.next_screen(screen.revision).await;
        }
        for language in Language::ALL {
            sheet.set_texts(Texts::new(Locale::new(language)));
            print(&format!("\n{}\n{}", language.tag(), draw(&sheet.screen(), WIDTH).text));
        }
        sheet.act(Action::Close);
        sheet.result().await;
        Ok(())
    }

    async fn visit<const N: usize, const P: usize>(
        &self,
        title: &str,
        payments: [FaultRule; P],
        steps: [Step; N],
        code: i32,
    ) -> anyhow::Result<()> {
        self.visit_for(title, &self.intent()?, payments, steps, code).await
    }

    /// One visit to the sheet, which has to end with this code. `payments`: how each of its payments is answered.
    async fn visit_for<const N: usize, const P: usize>(
        &self,
        title: &str,
        intent: &str,
        payments: [FaultRule; P],
        steps: [Step; N],
        code: i32,
    ) -> anyhow::Result<()> {
        heading(title)?;
        for payment in payments {
            self.sandbox.script(payment)?;
        }
        let mut customer = Script::new(steps);
        let sheet = self.sheet(intent);
        let visiting = visit(&sheet, &mut customer, None);
        let ended = tokio::time::timeout(PATIENCE, visiting)
            .await
            .context("the customer found no way on")?;
        let result = ended.payment.context("the sheet has ended without a result")?;
        output::line(&format!("\n  Result {}", output::in_short(&result)))?;
        ensure!(customer.left() == 0, "{} steps were left", customer.left());
        ensure!(result.code() == code, "the code should be {code}");
        Ok(())
    }

    fn sheet(&self, intent: &str) -> Sheet {
        let params = PaymentParams::new(intent).with_customer_secret(self.customer_secret.clone());
        self.sheets.open(SheetParams::new(SheetFlow::Payment(params)))
    }

    fn intent(&self) -> anyhow::Result<String> {
        let line = |caption: &str, pence: i64| json!({ "caption": caption, "amountTotal": { "value": pence, "currencyCode": "GBP" } });
        let order = NewPaymentIntent {
            reference: "demo-order".to_owned(),
            ..NewPaymentIntent::gbp(1250).for_customer(&self.customer_id)
        };
        let order = order.with(
            "itemLines",
            json!([line("Earl Grey, 250 g", 800), line("Lemon cake", 450)]),
        );
        Ok(self.sandbox.merchant().create_payment_intent(order)?)
    }
}

/// What the sheet says while a payment is out.
fn paying() -> String {
    Texts::default().get(TextId::WorkingAuthorizing).to_owned()
}

/// The next payment …
fn payment() -> FaultTarget {
    FaultRule::on("POST", "/api/payments/**")
}

/// … is answered as over a network.
fn answered() -> FaultRule {
    payment().delay_answer(NETWORK_MILLISECONDS)
}

fn cvv_of(number: &str) -> anyhow::Result<&'static str> {
    let card = test_cards().iter().find(|card| card.number == number);
    card.map(|card| card.cvv)
        .context("the sandbox does not know its own test card")
}
