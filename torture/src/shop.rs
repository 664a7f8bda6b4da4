//! A merchant with a sandbox of its own: intents to pay, and the books that say what was really charged.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::{Context, Result};
use checkout_core::CheckoutConfig;
use checkout_core::config::GatewayChoice;
use checkout_sandbox::{FaultRule, NewPaymentIntent, Rewrite, Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::flow::{Flow, card};
use crate::proxy::{Behaviour, Proxy};

/// One sandbox, shared by a few cases.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    port: u16,
}

/// What the merchant's backend hands to the app.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    pub(crate) flow: Flow,
    pub(crate) intent: String,
    pub(crate) customer: String,
    pub(crate) customer_secret: String,
}

/// What the sandbox's books say of one intent.
#[derive(Clone, Debug)]
pub(crate) struct Ledger {
    pub(crate) status: String,
    /// How often money was taken (or, in a setup, the card kept).
    pub(crate) charges: usize,
}

/// The two hosts as an app reaches them: each through a proxy of its own.
pub(crate) struct Road {
    pub(crate) api: Proxy,
    pub(crate) gateway: Proxy,
}

impl Shop {
    pub(crate) async fn open() -> Result<Shop> {
        Shop::with(SandboxConfig::default()).await
    }

    pub(crate) async fn with_tls() -> Result<Shop> {
        Shop::with(SandboxConfig {
            tls: true,
            ..SandboxConfig::default()
        })
        .await
    }

    async fn with(config: SandboxConfig) -> Result<Shop> {
        let sandbox = Sandbox::start(config).await?;
        let port = sandbox.url().rsplit(':').next().context("a port")?.parse()?;
        Ok(Shop { sandbox, port })
    }

    /// Where the sandbox listens.
    pub(crate) fn address(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }

    /// A new intent for a flow, with all that the flow needs.
    pub(crate) fn order(&self, flow: Flow) -> Result<Order> {
        let merchant = self.sandbox.merchant();
        let customer = merchant.create_customer("Sam Demo");
        if matches!(flow, Flow::SavedCard | Flow::Deletion) {
            merchant.save_card(&customer, card::APPROVED, card::EXPIRY)?;
        }
        let intent = match flow {
            Flow::Setup => merchant.create_setup_intent(json!({
                "reference": "torture", "merchantInitiatedTransactionType": "NoShow",
                "terms": "You pay if you do not come.", "customer": { "id": customer },
            }))?,
            Flow::VirtualTerminal => {
                let intent = NewPaymentIntent::gbp(1250).with("cardHolderNotPresent", json!(true));
                merchant.create_payment_intent(intent)?
            }
            _ => merchant.create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(&customer))?,
        };
        if flow == Flow::Refreshed {
            self.script(
                &intent_path(&intent),
                json!({ "clientSessionSecretExpirationDate": "2020-01-01T00:00:00Z" }),
            )?;
        }
        let customer_secret = merchant.create_customer_secret(&customer)?;
        Ok(Order {
            flow,
            intent,
            customer,
            customer_secret,
        })
    }

    /// Changes the first answer to a GET of a path.
    pub(crate) fn script(&self, path: &str, merge: Value) -> Result<()> {
        let merge = merge.as_object().cloned();
        self.sandbox.script(FaultRule::on("GET", path).rewrite(Rewrite {
            merge,
            ..Rewrite::default()
        }))?;
        Ok(())
    }

    /// What really happened to the money of an intent.
    pub(crate) fn ledger(&self, intent: &str) -> Result<Ledger> {
        let state = self.sandbox.state();
        let intents = state["paymentIntents"].as_array().context("intents")?;
        let intent = intents
            .iter()
            .find(|known| known["id"] == intent)
            .context("the intent")?;
        let timeline = intent["timeline"].as_array().context("a timeline")?;
        let took = |entry: &&Value| matches!(entry["event"].as_str(), Some("Captured" | "Authorized"));
        Ok(Ledger {
            status: intent["status"].as_str().unwrap_or_default().to_owned(),
            charges: timeline.iter().filter(took).count(),
        })
    }

    /// Both hosts behind proxies.
    pub(crate) fn road(&self, api: Behaviour, gateway: Behaviour) -> Result<Road> {
        Ok(Road {
            api: Proxy::start(self.address(), api)?,
            gateway: Proxy::start(self.address(), gateway)?,
        })
    }
}

impl Road {
    /// A configuration for it, with limits as short as the law allows.
    pub(crate) fn config(&self) -> CheckoutConfig {
        config(&self.api.url(), &self.gateway.url())
    }

    /// All connections to both hosts fall silent; new ones work.
    pub(crate) fn silence(&self) {
        self.api.silence();
        self.gateway.silence();
    }
}

/// Short limits, so that thousands of cases take minutes: but no read-back ends before two seconds, as short reads need.
pub(crate) fn config(api: &str, gateway: &str) -> CheckoutConfig {
    CheckoutConfig {
        api_url: api.to_owned(),
        gateway: GatewayChoice::Url(gateway.to_owned()),
        connect_timeout: Duration::from_millis(1200),
        request_timeout: Duration::from_millis(3000),
        read_back_limit: Duration::from_millis(2600),
        allow_insecure_loopback: true,
        ..CheckoutConfig::default()
    }
}

/// Where an intent is read.
pub(crate) fn intent_path(intent: &str) -> String {
    let kind = if intent.starts_with("si_") {
        "setup-intents"
    } else {
        "payment-intents"
    };
    format!("/{kind}/public/{intent}")
}
