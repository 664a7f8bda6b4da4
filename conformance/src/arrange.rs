//! Sets the world of a scenario up: a sandbox of its own, its people and cards, its faults.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use checkout_sandbox::{CardScheme, FaultRule, NewPaymentIntent, Sandbox, SandboxConfig};
use serde_json::Value;
use time::OffsetDateTime;
use tokio::net::TcpSocket;

use crate::cards::{saved_expiry, test_card, typed};
use crate::door::{Door, nobody};
use crate::plan::{Command, Plan, PlannedConfig, PlannedStep};
use crate::scenario::{Action, CaptureMode, CardRef, CustomerSecret, Given, Reach, Scenario, Step, WorldChange};
use crate::template::{Names, fill};

/// A customer secret lives for 15 minutes.
const PAST_A_CUSTOMER_SECRET: Duration = Duration::from_secs(16 * 60);
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
        let intent = merchant.create_payment_intent(new_intent(given, customer.as_deref()))?;
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
        match change.gateway {
            Some(Reach::Down) => self.door.shut().await,
            Some(Reach::Blip) => self.door.blip().await,
            None => Ok(()),
        }
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

fn new_intent(given: &Given, customer: Option<&str>) -> NewPaymentIntent {
    NewPaymentIntent {
        amount: given.amount,
        currency: given.currency.clone(),
        customer_id: customer.map(str::to_owned),
        manual_capture: given.capture_mode == CaptureMode::Manual,
        more: given.intent_properties.clone(),
        ..NewPaymentIntent::gbp(0)
    }
}

fn fault_rule(fault: &Value, names: &Names, sandbox: &Sandbox) -> Result<FaultRule> {
    serde_json::from_value(fill(fault.clone(), names, now(sandbox))).with_context(|| format!("fault {fault}"))
}

fn planned(place: usize, step: &Step, given: &Given, names: &Names, now: OffsetDateTime) -> Result<PlannedStep> {
    let id = |card: &CardRef| match card {
        CardRef::Id(id) => Ok(id.clone()),
        CardRef::Place(place) if *place < given.saved_cards.len() => Ok(names.fill(&format!("{{card{place}}}"))),
        CardRef::Place(place) => bail!("there is no saved card {place}"),
    };
    let command = match &step.action {
        Action::PayWithCard { card } => Command::PayWithCard {
            card: typed(card, now)?,
        },
        Action::PayWithSavedCard { card, cvv } => Command::PayWithSavedCard {
            id: id(card)?,
            cvv: cvv.clone().map_or_else(|| saved_cvv(card, given), Ok)?,
        },
        Action::DeleteSavedCard { card } => Command::DeleteSavedCard { id: id(card)? },
        Action::ThreeDsReady { started } => Command::ThreeDsReady { started: *started },
        Action::CompleteChallenge { outcome } => Command::CompleteChallenge { outcome: *outcome },
        Action::Cancel => Command::Cancel,
        Action::Look => Command::Look,
        Action::Wait { ms } => Command::Wait { ms: *ms },
        Action::FindSession => Command::FindSession,
        Action::StartSecondCheckout => Command::StartSecondCheckout,
        Action::Restart => Command::Restart,
        Action::CallPaymentStatus => Command::CallPaymentStatus,
        Action::CallPaymentIntent => Command::CallPaymentIntent,
        Action::CallSavedCards => Command::CallSavedCards,
        Action::CallDeleteSavedCard { card } => Command::CallDeleteSavedCard { id: id(card)? },
        Action::World(_) => Command::World { step: place },
    };
    Ok(PlannedStep {
        on: step.on.clone(),
        command,
    })
}

fn saved_cvv(card: &CardRef, given: &Given) -> Result<String> {
    match card {
        CardRef::Place(place) => Ok(test_card(given.saved_cards.get(*place).context("no such saved card")?)?.cvv),
        CardRef::Id(_) => Ok("020".to_owned()),
    }
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
