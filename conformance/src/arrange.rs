//! Sets the world of a scenario up: a sandbox of its own, its people and cards, its faults.

use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use checkout_sandbox::{CardScheme, FaultRule, NewPaymentIntent, Sandbox, SandboxConfig};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use tokio::net::TcpSocket;

use crate::cards::{saved_expiry, test_card};
use crate::door::{Door, nobody};
use crate::plan::{Plan, PlannedConfig, PlannedSheet};
use crate::planning::planned;
use crate::scenario::{
    CaptureMode, Collect, CustomerSecret, Flow, Given, IntentKind, OpenConnections, Reach, Scenario, SheetGiven,
    WorldChange,
};
use crate::template::{Names, fill};

/// A customer secret lives for 15 minutes.
const PAST_A_CUSTOMER_SECRET: Duration = Duration::from_secs(16 * 60);
/// What an intent is about unless the scenario says otherwise, in minor units.
const AMOUNT: i64 = 1250;
/// Far beyond the slowest scenario.
const LIMIT: Duration = Duration::from_secs(30);

/// The world of a run.
pub(crate) struct Arranged {
    pub(crate) sandbox: Sandbox,
    pub(crate) door: Door,
    pub(crate) plan: Plan,
    pub(crate) names: Names,
    /// The intent that there is, whatever the app passes.
    pub(crate) intent: String,
    pub(crate) customer: Option<String>,
    _nobody: TcpSocket,
}

impl Arranged {
    pub(crate) async fn of(scenario: &Scenario) -> Result<Self> {
        let given = &scenario.given;
        let sandbox = Sandbox::start(sandbox_config(given)?).await?;
        let gateway = sandbox
            .gateway_url()
            .trim_start_matches("http://")
            .parse()
            .context("the gateway's address")?;
        let door = Door::open_to(gateway).await?;
        let (port, nobody) = nobody()?;
        advance(&sandbox, Duration::from_secs(given.clock_ahead_s))?;

        let merchant = sandbox.merchant();
        let customer = given.customer.then(|| merchant.create_customer("Alex Example"));
        let customer_secret = customer_secret(&sandbox, &given.customer_secret, customer.as_deref())?;
        let mut names = Names::default();
        for (place, name) in given.saved_cards.iter().enumerate() {
            let customer = customer.as_deref().context("saved cards need a customer")?;
            let now = now(&sandbox);
            let id = merchant.save_card(customer, &test_card(name)?.number, &saved_expiry(now))?;
            names.add(format!("card{place}"), id);
        }
        ensure!(
            matches!(scenario.flow, Flow::Payment | Flow::Headless) || customer_secret.is_none(),
            "a setup and a virtual terminal take no customer secret"
        );
        let intent = match given.kind {
            IntentKind::Payment | IntentKind::VirtualTerminal => {
                merchant.create_payment_intent(payment_intent(given, customer.as_deref()))?
            }
            IntentKind::Setup => merchant.create_setup_intent(setup_intent(given, customer.as_deref()))?,
        };
        if given.canceled {
            merchant.cancel_payment_intent(&intent)?;
        }
        if let Some(status) = &given.status {
            sandbox.force_status(&intent, status)?;
        }
        names.add("intent", &intent);
        if let Some(customer) = &customer {
            names.add("customer", customer);
        }
        for fault in &given.faults {
            sandbox.script(fault_rule(fault, &names, &sandbox)?)?;
        }

        let mut urls = Names::default();
        urls.add("api", sandbox.url());
        urls.add("gateway", door.url());
        urls.add("nobody", nobody);
        let (gcp_manifest_url, aws_manifest_url) = sandbox.manifest_urls();
        let config = PlannedConfig {
            api_url: urls.fill(&scenario.config.api_url),
            gateway_url: scenario.config.gateway_url.as_ref().map(|url| urls.fill(url)),
            gcp_manifest_url,
            aws_manifest_url,
            fallback_gateway_url: door.url(),
            allowed_gateway_hosts: scenario.config.allowed_gateway_hosts.clone(),
            allow_insecure_loopback: scenario.config.allow_insecure_loopback,
            connect_timeout_ms: scenario.config.connect_timeout_ms,
            request_timeout_ms: scenario.config.request_timeout_ms,
            read_back_ms: scenario.config.read_back_ms,
        };
        let steps = scenario.host.iter().enumerate();
        let steps = steps.map(|(place, step)| planned(place, step, given, &names, now(&sandbox)));
        let plan = Plan {
            scenario: scenario.name.clone(),
            config,
            flow: scenario.flow,
            sheet: scenario.sheet.as_ref().map(planned_sheet),
            payment_intent_id: given.payment_intent_id.clone().unwrap_or_else(|| intent.clone()),
            customer_secret,
            customer_id: given
                .customer_id
                .clone()
                .or_else(|| customer.clone())
                .unwrap_or_default(),
            must_complete_in_ms: scenario.config.must_complete_in_ms,
            steps: steps.collect::<Result<_>>()?,
            limit_ms: u64::try_from(LIMIT.as_millis())?,
        };
        Ok(Arranged {
            sandbox,
            door,
            plan,
            names,
            intent,
            customer,
            _nobody: port,
        })
    }

    pub(crate) async fn change(&self, change: &WorldChange) -> Result<()> {
        if let Some(status) = &change.status {
            self.sandbox.force_status(&self.intent, status)?;
        }
        advance(&self.sandbox, Duration::from_secs(change.advance_s))?;
        if let Some(OpenConnections::Silent) = change.connections {
            self.sandbox.silence_connections();
        }
        match change.gateway {
            Some(Reach::Down) => self.door.shut().await,
            Some(Reach::Blip) => self.door.blip().await,
            None => Ok(()),
        }
    }
}

fn planned_sheet(sheet: &SheetGiven) -> PlannedSheet {
    PlannedSheet {
        opens: sheet.opens,
        wallets: sheet.wallets.clone(),
        language: sheet.language.clone(),
        right_to_left: sheet.right_to_left,
        texts: sheet.texts.clone(),
    }
}

fn sandbox_config(given: &Given) -> Result<SandboxConfig> {
    let usual = SandboxConfig {
        gateway_port: Some(0),
        ..SandboxConfig::default()
    };
    let Some(schemes) = &given.schemes else {
        return Ok(usual);
    };
    let schemes = schemes
        .iter()
        .map(|scheme| serde_json::from_value(Value::from(scheme.as_str())));
    let card_schemes: Vec<CardScheme> = schemes.collect::<Result<_, _>>().context("given.schemes")?;
    Ok(SandboxConfig { card_schemes, ..usual })
}

fn customer_secret(sandbox: &Sandbox, secret: &CustomerSecret, customer: Option<&str>) -> Result<Option<String>> {
    let merchant = sandbox.merchant();
    Ok(match secret {
        CustomerSecret::None => None,
        CustomerSecret::Text(text) => Some(text.clone()),
        CustomerSecret::Valid => Some(match customer {
            Some(customer) => merchant.create_customer_secret(customer)?,
            // The app has a customer, and the merchant forgot to link the intent to it.
            None => merchant.create_customer_secret(&merchant.create_customer("Not linked"))?,
        }),
        CustomerSecret::Expired => {
            let secret = merchant.create_customer_secret(customer.context("an expired secret needs a customer")?)?;
            advance(sandbox, PAST_A_CUSTOMER_SECRET)?;
            Some(secret)
        }
        CustomerSecret::OfAnotherCustomer => {
            Some(merchant.create_customer_secret(&merchant.create_customer("Robin Example"))?)
        }
    })
}

fn payment_intent(given: &Given, customer: Option<&str>) -> NewPaymentIntent {
    let mut more = given.intent_properties.clone();
    collect(&mut more, &given.collect);
    if given.kind == IntentKind::VirtualTerminal {
        more.insert("cardHolderNotPresent".to_owned(), json!(true));
    }
    NewPaymentIntent {
        amount: given.amount.unwrap_or(AMOUNT),
        currency: given.currency.clone(),
        customer_id: customer.map(str::to_owned),
        manual_capture: given.capture_mode == CaptureMode::Manual,
        more,
        ..NewPaymentIntent::gbp(0)
    }
}

fn setup_intent(given: &Given, customer: Option<&str>) -> Value {
    let mut request = Map::from_iter([
        ("reference".to_owned(), json!("order")),
        ("merchantInitiatedTransactionType".to_owned(), json!("NoShow")),
        ("terms".to_owned(), json!("You pay if you do not come.")),
    ]);
    if let Some(amount) = given.amount {
        let amount = json!({ "value": amount, "currencyCode": given.currency });
        request.insert("intendedAmount".to_owned(), amount);
    }
    if let Some(customer) = customer {
        request.insert("customer".to_owned(), json!({ "id": customer }));
    }
    request.extend(given.intent_properties.clone());
    collect(&mut request, &given.collect);
    Value::Object(request)
}

/// Says in the `config` of a request what is to be asked of the customer.
fn collect(request: &mut Map<String, Value>, wanted: &[Collect]) {
    if wanted.is_empty() {
        return;
    }
    let config = request.entry("config").or_insert_with(|| json!({}));
    for what in wanted {
        let name = match what {
            Collect::Email => "customerEmail",
            Collect::BillingAddress => "billingAddress",
            Collect::ShippingDetails => "shippingDetails",
        };
        config[name] = json!({ "collectionRequired": true });
    }
}

fn fault_rule(fault: &Value, names: &Names, sandbox: &Sandbox) -> Result<FaultRule> {
    serde_json::from_value(fill(fault.clone(), names, now(sandbox))).with_context(|| format!("fault {fault}"))
}

fn advance(sandbox: &Sandbox, by: Duration) -> Result<()> {
    if !sandbox.clock().advance(by) {
        bail!("the servers' clock cannot go that far ahead");
    }
    Ok(())
}

fn now(sandbox: &Sandbox) -> OffsetDateTime {
    sandbox.clock().now().into()
}
