//! `checkout pay`: one checkout, one result.

use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use checkout_core::PaymentParams;
use checkout_core::card::{Cvv, CvvProblem, Expiry, NewCardInput, Pan};
use checkout_core::config::{CheckoutConfig, GatewayChoice};
use checkout_core::result::Charge;
use checkout_core::secret::Secret;
use clap::ValueEnum;

use crate::connection::ApiHost;
use crate::customer::{self, Customer, Payment, ThreeDs};
use crate::progress::Progress;
use crate::usage::{self, UsageError};
use crate::{output, terminal};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// The payment intent, pi_…
    #[arg(long, value_name = "ID")]
    payment_intent: String,

    /// The customer secret, cs_…, for saved cards; `-` to be asked for it
    #[arg(
        long,
        value_name = "SECRET",
        env = "CHECKOUT_CUSTOMER_SECRET",
        hide_env_values = true
    )]
    customer_secret: Option<Secret>,

    /// The kind of checkout
    #[arg(long, value_enum, default_value_t = Flow::Payment)]
    flow: Flow,

    /// How a 3-D Secure challenge ends [default: asked on a terminal, else approve]
    #[arg(long, value_enum)]
    three_ds: Option<ThreeDs>,

    /// Send no payment after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    deadline: Option<Duration>,

    /// How long to read the intent back when the outcome is not known [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    read_back: Option<Duration>,

    /// Print the result as one line of JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    card: CardOptions,

    #[command(flatten)]
    api: ApiHost,

    /// The payment gateway [default: the one that the region manifests name]
    #[arg(long, value_name = "URL", env = "CHECKOUT_GATEWAY_URL", help_heading = "Server")]
    gateway_url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Flow {
    /// A payment by card
    Payment,
}

/// Without a card, the customer is asked at the terminal.
#[derive(clap::Args)]
#[command(next_help_heading = "Card (without one, asks on a terminal)")]
struct CardOptions {
    /// Pay with this saved card
    #[arg(long, value_name = "PM_ID", conflicts_with = "card")]
    saved_card: Option<String>,

    /// Pay with this card number; `-` to be asked for it
    #[arg(long, value_name = "PAN", requires = "expiry")]
    card: Option<Secret>,

    /// The expiry of the card
    #[arg(long, value_name = "MM/YY", requires = "card")]
    expiry: Option<Secret>,

    /// The CVV; `-`, or none on a terminal, to be asked for it
    #[arg(long, value_name = "CVV", env = "CHECKOUT_CVV", hide_env_values = true)]
    cvv: Option<Secret>,

    /// The name on the card
    #[arg(long, requires = "card")]
    name: Option<Secret>,

    /// Save the card for the next checkout
    #[arg(long, requires = "card")]
    save_card: bool,
}

pub(crate) async fn run(args: Args, verbose: bool) -> anyhow::Result<ExitCode> {
    let Flow::Payment = args.flow;
    let must_complete_by = args.deadline.map(from_now).transpose()?;
    let checkout = usage::client(config(args.api, args.gateway_url, args.read_back)?)?;
    let customer_secret = match args.customer_secret {
        Some(secret) => Some(terminal::unless_asked_for(secret, "customer secret").await?),
        None => None,
    };
    let payment = args.card.payment().await?;
    if let Some(problem) = payment.as_ref().and_then(certain_problem) {
        let result = customer::invalid(&args.payment_intent, Charge::NotCharged, problem);
        return output::report(&result, args.json);
    }
    let params = PaymentParams {
        payment_intent_id: args.payment_intent,
        customer_secret,
        must_complete_by,
    };
    let customer = Customer {
        payment,
        three_ds: args.three_ds,
        progress: Progress::new(verbose),
    };
    let result = customer.check_out(&checkout.start_payment(params)).await;
    output::report(&result, args.json)
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

impl CardOptions {
    /// What to pay with. `None`: the customer is asked once the saved cards are known.
    async fn payment(self) -> anyhow::Result<Option<Payment>> {
        let CardOptions {
            saved_card,
            card,
            expiry,
            cvv,
            name,
            save_card,
        } = self;
        Ok(match (saved_card, card.zip(expiry)) {
            (Some(id), _) => Some(Payment::SavedCard {
                id,
                cvv: given_or_asked(cvv).await?,
            }),
            (None, Some((number, expiry))) => {
                let number = terminal::unless_asked_for(number, "card number").await?;
                Some(Payment::NewCard(NewCardInput {
                    cardholder_name: name,
                    // The customer who did not say so was not asked.
                    save: save_card.then_some(true),
                    ..NewCardInput::new(number, expiry, given_or_asked(cvv).await?)
                }))
            }
            (None, None) if terminal::is_attended() => None,
            (None, None) => {
                let message = "nothing to pay with: give --saved-card or --card, or run on a terminal to be asked";
                return Err(UsageError(message.to_owned()).into());
            }
        })
    }
}

async fn given_or_asked(cvv: Option<Secret>) -> anyhow::Result<Secret> {
    match cvv {
        Some(cvv) => terminal::unless_asked_for(cvv, "CVV").await,
        None if terminal::is_attended() => terminal::secret("CVV").await,
        None => Err(UsageError("the card needs --cvv, or CHECKOUT_CVV in the environment".to_owned()).into()),
    }
}

/// What no server can make right, so that nothing needs to be sent. The rest, such as which schemes the intent takes and
/// what day it is, the session checks.
fn certain_problem(payment: &Payment) -> Option<String> {
    match payment {
        Payment::SavedCard { cvv, .. } => Cvv::parse(cvv.expose(), None).err().map(invalid_cvv),
        Payment::NewCard(card) => {
            let number = Pan::parse(card.number.expose());
            let scheme = number.as_ref().ok().and_then(Pan::scheme);
            let problems = [
                number.err().map(|problem| problem.to_string()),
                Expiry::parse(card.expiry.expose())
                    .err()
                    .map(|problem| problem.to_string()),
                Cvv::parse(card.cvv.expose(), scheme)
                    .err()
                    .map(|problem| problem.to_string()),
            ];
            let problems: Vec<String> = problems.into_iter().flatten().collect();
            (!problems.is_empty()).then(|| format!("the card is not valid: {}", problems.join("; ")))
        }
    }
}

fn invalid_cvv(problem: CvvProblem) -> String {
    format!("the CVV is not valid: {problem}")
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

#[cfg(test)]
mod tests {
    use super::*;

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
