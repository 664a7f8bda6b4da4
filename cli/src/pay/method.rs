//! The options that say what to pay with.

use std::io::Read;
use std::path::{Path, PathBuf};

use checkout_core::card::{Cvv, CvvProblem, Expiry, Pan};
use checkout_core::flow::Flow;
use checkout_core::input::{CustomerDetailsInput, NewCardInput};
use checkout_core::secret::Secret;
use checkout_core::wallet::ApplePayInput;
use inquire::Confirm;
use inquire::error::InquireResult;

use crate::payment::Payment;
use crate::terminal;
use crate::usage::UsageError;

/// Without a card and a wallet, the terminal shows the sheet.
#[derive(clap::Args)]
#[command(next_help_heading = "Card or wallet (without one, a terminal shows the sheet)")]
pub(super) struct MethodOptions {
    /// Pay with this saved card
    #[arg(long, value_name = "PM_ID", conflicts_with = "card")]
    pub(super) saved_card: Option<String>,

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
    pub(super) save_card: bool,

    /// The customer agrees to payments with this card that the merchant starts later (setup)
    #[arg(long, requires = "card")]
    pub(super) mit_consent: bool,

    /// Pay with the PaymentData of Google's sheet, a file of JSON; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["card", "saved_card"])]
    pub(super) google_pay: Option<PathBuf>,

    /// Pay with the PKPaymentToken of Apple's sheet, a file of JSON; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["card", "saved_card", "google_pay"])]
    pub(super) apple_pay: Option<PathBuf>,
}

impl MethodOptions {
    /// What to pay with. `None`: the customer chooses on the sheet.
    pub(super) async fn payment(self, flow: Flow, details: CustomerDetailsInput) -> anyhow::Result<Option<Payment>> {
        if let Some(id) = self.saved_card {
            let cvv = given_or_asked(self.cvv).await?;
            return Ok(Some(Payment::SavedCard { id, cvv }));
        }
        if let Some(file) = self.google_pay {
            return Ok(Some(Payment::GooglePay(read("--google-pay", &file)?)));
        }
        if let Some(file) = self.apple_pay {
            let token = read("--apple-pay", &file)?;
            return Ok(Some(Payment::ApplePay(Box::new(ApplePayInput::new(token)))));
        }
        if let Some((number, expiry)) = self.card.zip(self.expiry) {
            let number = terminal::unless_asked_for(number, "card number").await?;
            let cvv = given_or_asked(self.cvv).await?;
            return Ok(Some(Payment::NewCard(NewCardInput {
                cardholder_name: self.name,
                // The customer who did not say so was not asked.
                save: self.save_card.then_some(true),
                mit_consent: consent(flow, self.mit_consent).await?,
                details,
                ..NewCardInput::new(number, expiry, cvv)
            })));
        }
        match terminal::is_attended() {
            true => Ok(None),
            false => Err(UsageError(nothing_to_pay_with(flow).to_owned()).into()),
        }
    }
}

fn nothing_to_pay_with(flow: Flow) -> &'static str {
    match flow {
        Flow::Payment => {
            "nothing to pay with: give --card, --saved-card, --google-pay or --apple-pay, or run on a terminal to be \
             asked"
        }
        Flow::SetupIntent | Flow::VirtualTerminal => {
            "nothing to pay with: give --card, or run on a terminal to be asked"
        }
    }
}

async fn given_or_asked(cvv: Option<Secret>) -> anyhow::Result<Secret> {
    match cvv {
        Some(cvv) => terminal::unless_asked_for(cvv, "CVV").await,
        None if terminal::is_attended() => terminal::secret("CVV").await,
        None => Err(UsageError("the card needs --cvv, or CHECKOUT_CVV in the environment".to_owned()).into()),
    }
}

/// Whether the merchant may charge the card of a setup later.
async fn consent(flow: Flow, is_given: bool) -> anyhow::Result<Option<bool>> {
    match flow {
        _ if is_given => Ok(Some(true)),
        Flow::SetupIntent if terminal::is_attended() => Ok(Some(terminal::ask(ask_for_consent).await?)),
        Flow::SetupIntent => Err(UsageError("a setup needs --mit-consent".to_owned()).into()),
        Flow::Payment | Flow::VirtualTerminal => Ok(None),
    }
}

fn ask_for_consent() -> InquireResult<bool> {
    Confirm::new("May the merchant charge this card later?")
        .with_default(false)
        .prompt()
}

/// What a wallet's sheet returned.
fn read(option: &str, file: &Path) -> Result<Secret, UsageError> {
    let text = match file.to_str() {
        Some(terminal::ASK) => {
            let mut text = String::with_capacity(64 * 1024);
            std::io::stdin().lock().read_to_string(&mut text).map(|_| text)
        }
        _ => std::fs::read_to_string(file),
    };
    text.map(Secret::from)
        .map_err(|error| UsageError(format!("cannot read {option} {}: {error}", file.display())))
}

/// What no server can make right, so that nothing needs to be sent. The rest, such as which schemes the intent takes and
/// what day it is, the session checks.
pub(super) fn certain_problem(payment: &Payment) -> Option<String> {
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
        Payment::GooglePay(_) | Payment::ApplePay(_) => None,
    }
}

fn invalid_cvv(problem: CvvProblem) -> String {
    format!("the CVV is not valid: {problem}")
}
