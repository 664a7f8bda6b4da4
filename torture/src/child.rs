//! The campaign's own program as another process: one that can be killed, or be another device.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use checkout_core::Checkout;
use checkout_core::result::{Charge, PaymentResult, Reason, ReasonKind};
use checkout_core::status::Status;
use serde_json::{Value, json};
use tokio::process::Child;

use crate::customer::{Pace, Visit, visit};
use crate::flow::Flow;
use crate::process;
use crate::serve;
use crate::shop::{Order, Road, config};

/// Does what a parent asks of its child.
pub(crate) async fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["serve", count] => serve::serve(count.parse()?).await,
        [what @ ("pay" | "status"), api, gateway, flow, intent, customer, secret] => {
            let order = Order {
                flow: Flow::named(flow).context("a flow")?,
                intent: intent.to_owned(),
                customer: customer.to_owned(),
                customer_secret: secret.to_owned(),
            };
            let checkout = Checkout::new(patient(api, gateway))?;
            let said = match what {
                "pay" => said(&visit(&checkout, &order, &Pace::steady()).await),
                _ => said_of_result(&status(&checkout, &order).await),
            };
            println!("{said}");
            Ok(())
        }
        _ => bail!("no child does this: {words:?}"),
    }
}

/// What has come of an order, asked anew.
pub(crate) async fn status(checkout: &Checkout, order: &Order) -> PaymentResult {
    match order.flow {
        Flow::Setup => checkout.setup_status(&order.intent).await,
        _ => checkout.payment_status(&order.intent).await,
    }
}

/// Other processes are started while many cases run, and are held up on purpose.
pub(crate) fn patient(api: &str, gateway: &str) -> checkout_core::CheckoutConfig {
    checkout_core::CheckoutConfig {
        connect_timeout: Duration::from_secs(5),
        request_timeout: Duration::from_secs(12),
        ..config(api, gateway)
    }
}

/// Starts a process that pays an order, or asks for its status, by a road.
pub(crate) fn start(what: &str, road: &Road, order: &Order) -> Result<Child> {
    let child = process::child([what, &road.api.url(), &road.gateway.url(), order.flow.name()])?
        .args([&order.intent, &order.customer, &order.customer_secret])
        .stdin(Stdio::null())
        .spawn()?;
    Ok(child)
}

/// Waits for what a child says at its end.
pub(crate) async fn heard(child: Child) -> Result<Visit> {
    let output = child.wait_with_output().await?;
    let line = String::from_utf8(output.stdout)?;
    let said: Value = serde_json::from_str(line.trim()).context("what the child says")?;
    let oddities = said["oddities"].as_array().cloned().unwrap_or_default();
    Ok(Visit {
        result: read_result(&said["result"]),
        took: Duration::from_millis(said["ms"].as_u64().unwrap_or_default()),
        oddities: oddities.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    })
}

fn said(visit: &Visit) -> Value {
    json!({
        "result": visit.result.as_ref().map(result_as_json),
        "ms": u64::try_from(visit.took.as_millis()).unwrap_or(u64::MAX),
        "oddities": visit.oddities,
    })
}

fn said_of_result(result: &PaymentResult) -> Value {
    json!({ "result": result_as_json(result), "ms": 0, "oddities": [] })
}

fn result_as_json(result: &PaymentResult) -> Value {
    json!({
        "code": result.code(),
        "charge": result.charge.to_string(),
        "reason": result.reason.as_ref().map(|reason| reason.kind.name()),
        "gatewayCode": result.gateway_code,
        "intent": result.payment_intent_id,
    })
}

fn read_result(said: &Value) -> Option<PaymentResult> {
    let code = said["code"].as_i64()?;
    let reason = said["reason"].as_str();
    Some(PaymentResult {
        status: Status::ALL
            .into_iter()
            .find(|status| i64::from(status.code()) == code)?,
        charge: [Charge::Charged, Charge::NotCharged, Charge::Unknown]
            .into_iter()
            .find(|charge| said["charge"] == charge.to_string())?,
        reason: ReasonKind::ALL
            .iter()
            .find(|kind| reason == Some(kind.name()))
            .map(|kind| Reason {
                kind: *kind,
                detail: None,
            }),
        gateway_code: said["gatewayCode"].as_i64(),
        payment_intent_id: said["intent"].as_str()?.to_owned(),
    })
}
