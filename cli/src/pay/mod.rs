//! `checkout pay`: one checkout, one result.

mod details;
mod method;

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use checkout_core::config::{CheckoutConfig, GatewayChoice};
use checkout_core::flow::Flow;
use checkout_core::result::{Charge, PaymentResult};
use checkout_core::secret::Secret;
use checkout_core::{Checkout, CheckoutSession, PaymentParams, SetupParams, VirtualTerminalParams};
use checkout_sheet::params::{SheetFlow, SheetParams};

use crate::connection::ApiHost;
use crate::customer::{self, Customer, ThreeDs};
use crate::flow::FlowOption;
use crate::progress::Progress;
use crate::sheet::{self, Language};
use crate::usage::{self, UsageError};
use crate::{output, terminal};
use details::DetailOptions;
use method::MethodOptions;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The payment intent, pi_…, or with `--flow setup` the setup intent, si_…
    #[arg(long, visible_alias = "setup-intent", value_name = "ID")]
    payment_intent: String,

    /// The customer secret, cs_…, for the saved cards of a payment; `-` to be asked for it
    #[arg(
        long,
        value_name = "SECRET",
        env = "CHECKOUT_CUSTOMER_SECRET",
        hide_env_values = true
    )]
    customer_secret: Option<Secret>,

    /// The kind of checkout
    #[arg(long, value_enum, default_value_t = FlowOption::Payment)]
    flow: FlowOption,

    /// How a 3-D Secure challenge ends [default: asked on a terminal, else approve]
    #[arg(long, value_enum)]
    three_ds: Option<ThreeDs>,

    /// Send no payment after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    deadline: Option<Duration>,

    /// How long to read the intent back when the outcome is not known [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = some_seconds)]
    read_back: Option<Duration>,

    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    language: Language,

    #[command(flatten)]
    method: MethodOptions,

    #[command(flatten)]
    details: DetailOptions,

    #[command(flatten)]
    api: ApiHost,

    /// The payment gateway [default: the one that the region manifests name]
    #[arg(long, value_name = "URL", env = "CHECKOUT_GATEWAY_URL", help_heading = "Server")]
    gateway_url: Option<String>,
}

pub(crate) async fn run(args: Args, verbose: bool) -> anyhow::Result<ExitCode> {
    args.check_flow()?;
    let flow = Flow::from(args.flow);
    let must_complete_by = args.deadline.map(from_now).transpose()?;
    let checkout = usage::client(config(args.api, args.gateway_url, args.read_back)?)?;
    let customer_secret = match args.customer_secret {
        Some(secret) if flow == Flow::Payment => Some(terminal::unless_asked_for(secret, "customer secret").await?),
        _ => None,
    };
    let payment = args.method.payment(flow, args.details.into_input()).await?;
    if let Some(problem) = payment.as_ref().and_then(method::certain_problem) {
        let result = customer::invalid(&args.payment_intent, Charge::NotCharged, problem);
        return output::report(&result, args.json);
    }
    let params = PaymentParams {
        payment_intent_id: args.payment_intent,
        customer_secret,
        must_complete_by,
    };
    let progress = Progress::new(verbose);
    let result = match payment {
        Some(payment) => {
            let customer = Customer {
                three_ds: args.three_ds,
                progress,
            };
            customer.check_out(payment, &start(&checkout, flow, params)).await
        }
        None => {
            let params = SheetParams {
                texts: args.language.texts(),
                ..SheetParams::new(sheet_flow(flow, params))
            };
            on_the_sheet(checkout, params, args.three_ds, progress).await?
        }
    };
    output::report(&result, args.json)
}

/// The customer chooses.
async fn on_the_sheet(
    checkout: Checkout,
    params: SheetParams,
    three_ds: Option<ThreeDs>,
    progress: Progress,
) -> anyhow::Result<PaymentResult> {
    let ended = sheet::show(checkout, params, three_ds, progress).await;
    if let Some(last) = ended.last_attempt {
        output::note(&format!("The last attempt: {}", output::in_short(&last)));
    }
    ended.payment.context("the sheet has ended without a result")
}

impl Args {
    /// Refuses options that the flow would pass over.
    fn check_flow(&self) -> Result<(), UsageError> {
        use FlowOption::{Payment, Setup, VirtualTerminal};

        let (method, details) = (&self.method, &self.details);
        let flows_of_options = [
            ("--saved-card", method.saved_card.is_some(), &[Payment][..]),
            ("--google-pay", method.google_pay.is_some(), &[Payment]),
            ("--apple-pay", method.apple_pay.is_some(), &[Payment]),
            // A setup saves the card in any case.
            ("--save-card", method.save_card, &[Payment, VirtualTerminal]),
            ("--mit-consent", method.mit_consent, &[Setup]),
            ("--delivery-notes", details.delivery_notes.is_some(), &[VirtualTerminal]),
            ("--three-ds", self.three_ds.is_some(), &[Payment, Setup]),
        ];
        for (option, is_given, flows) in flows_of_options {
            if is_given && !flows.contains(&self.flow) {
                let name = self.flow.name();
                return Err(UsageError(format!("{option} cannot be used with --flow {name}")));
            }
        }
        Ok(())
    }
}

fn start(checkout: &Checkout, flow: Flow, params: PaymentParams) -> CheckoutSession {
    match flow {
        Flow::Payment => checkout.start_payment(params),
        Flow::SetupIntent => checkout.start_setup(setup(params)),
        Flow::VirtualTerminal => checkout.start_virtual_terminal(virtual_terminal(params)),
    }
}

fn sheet_flow(flow: Flow, params: PaymentParams) -> SheetFlow {
    match flow {
        Flow::Payment => SheetFlow::Payment(params),
        Flow::SetupIntent => SheetFlow::Setup(setup(params)),
        Flow::VirtualTerminal => SheetFlow::VirtualTerminal(virtual_terminal(params)),
    }
}

fn setup(params: PaymentParams) -> SetupParams {
    SetupParams {
        must_complete_by: params.must_complete_by,
        ..SetupParams::new(params.payment_intent_id)
    }
}

fn virtual_terminal(params: PaymentParams) -> VirtualTerminalParams {
    VirtualTerminalParams {
        must_complete_by: params.must_complete_by,
        ..VirtualTerminalParams::new(params.payment_intent_id)
    }
}

fn config(
    api: ApiHost,
    gateway_url: Option<String>,
    read_back: Option<Duration>,
) -> Result<CheckoutConfig, UsageError> {
    let config = api.config()?;
    Ok(CheckoutConfig {
        gateway: gateway_url.map_or_else(GatewayChoice::default, GatewayChoice::Url),
        read_back_limit: read_back.unwrap_or(config.read_back_limit),
        ..config
    })
}

fn from_now(after: Duration) -> Result<SystemTime, UsageError> {
    SystemTime::now()
        .checked_add(after)
        .ok_or_else(|| UsageError("--deadline is too far ahead".to_owned()))
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text
        .parse()
        .ok()
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or("a number of seconds is needed, such as 30 or 0.5")
}

/// With no time at all an unknown outcome would stay one. The core's own message for a time that is too long says so, too.
fn some_seconds(text: &str) -> Result<Duration, &'static str> {
    match seconds(text)? {
        Duration::ZERO => Err("it must be more than zero and at most an hour"),
        some => Ok(some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_back_takes_some_time() {
        for text in ["0", "0.0", "-0", "1e-12"] {
            let refused = some_seconds(text);
            assert_eq!(refused, Err("it must be more than zero and at most an hour"), "{text}");
        }
        assert_eq!(some_seconds("0.001"), Ok(Duration::from_millis(1)));
    }

    #[test]
    fn seconds_are_finite_and_not_negative() {
        assert_eq!(seconds("30"), Ok(Duration::from_secs(30)));
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        assert_eq!(seconds("0"), Ok(Duration::ZERO));
        for text in ["", " ", "-1", "NaN", "inf", "1e300", "30s", "half"] {
            assert!(seconds(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_deadline_past_the_end_of_time_is_refused() {
        assert!(from_now(Duration::MAX).is_err());
    }
}
