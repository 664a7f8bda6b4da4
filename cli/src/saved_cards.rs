//! `checkout saved-cards`.

use std::process::ExitCode;

use checkout_core::card::SavedCard;
use checkout_core::secret::Secret;
use checkout_sheet::params::{SheetFlow, SheetParams};
use serde::Serialize;

use crate::connection::ApiHost;
use crate::progress::Progress;
use crate::sheet::{self, Language};
use crate::shown::shown;
use crate::usage::UsageError;
use crate::{output, terminal, usage};

#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    customer: CustomerAccess,

    /// Print a line of JSON for each card
    #[arg(long)]
    json: bool,

    /// Show the sheet on which the customer looks at them and deletes some
    #[arg(long, conflicts_with = "json")]
    manage: bool,

    #[command(flatten)]
    language: Language,

    #[command(flatten)]
    api: ApiHost,
}

/// Whose cards, and the right to them.
#[derive(clap::Args)]
pub(crate) struct CustomerAccess {
    /// The customer, cust_…
    #[arg(long, value_name = "ID")]
    pub(crate) customer_id: String,

    /// The customer secret, cs_…; `-` to be asked for it
    #[arg(
        long,
        value_name = "SECRET",
        env = "CHECKOUT_CUSTOMER_SECRET",
        hide_env_values = true
    )]
    pub(crate) customer_secret: Secret,
}

#[derive(Serialize)]
struct CardLine<'a> {
    id: &'a str,
    scheme: &'a str,
    masked_pan: &'a str,
    expiry: Option<String>,
    is_expired: bool,
    payable: bool,
}

pub(crate) async fn run(args: Args, verbose: bool) -> anyhow::Result<ExitCode> {
    let CustomerAccess {
        customer_id,
        customer_secret,
    } = args.customer;
    if args.manage && !terminal::is_attended() {
        return Err(UsageError("--manage needs a terminal".to_owned()).into());
    }
    let customer_secret = terminal::unless_asked_for(customer_secret, "customer secret").await?;
    let checkout = usage::client(args.api.config()?)?;
    if args.manage {
        let params = SheetParams {
            texts: args.language.texts(),
            ..SheetParams::new(SheetFlow::SavedCards {
                customer_id,
                customer_secret,
            })
        };
        sheet::show(checkout, params, None, Progress::new(verbose)).await;
        return Ok(ExitCode::SUCCESS);
    }
    let cards = checkout
        .saved_cards(&customer_id, customer_secret)
        .await
        .map_err(usage::call_failed)?;
    if cards.is_empty() {
        output::note("no saved cards");
    }
    for card in &cards {
        match args.json {
            true => output::json_line(&CardLine::from(card))?,
            false => output::line(&format!("{}  {}", shown(&card.id), describe(card)))?,
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Such as `MASTERCARD ****1005, 12/29`.
pub(crate) fn describe(card: &SavedCard) -> String {
    let expiry = card.expiry.map(|expiry| format!(", {expiry}")).unwrap_or_default();
    let note = match (card.payable, card.is_expired) {
        (true, _) => "",
        (false, true) => " (expired)",
        (false, false) => " (cannot be paid with here)",
    };
    let (scheme, number) = (shown(&card.scheme_name), card.short_masked_pan());
    format!("{scheme} {}{expiry}{note}", shown(number))
}

impl<'a> From<&'a SavedCard> for CardLine<'a> {
    fn from(card: &'a SavedCard) -> Self {
        CardLine {
            id: &card.id,
            scheme: &card.scheme_name,
            masked_pan: &card.masked_pan,
            expiry: card.expiry.map(|expiry| expiry.to_string()),
            is_expired: card.is_expired,
            payable: card.payable,
        }
    }
}
