//! What a customer is asked at the terminal: how to pay, the card, and what else the merchant wants to know.

use std::fmt;

use checkout_core::card::SavedCard;
use checkout_core::flow::Flow;
use checkout_core::input::NewCardInput;
use checkout_core::input::{AddressInput, CustomerDetailsInput, ShippingInput, needs_postcode};
use checkout_core::secret::Secret;
use checkout_core::summary::PaymentSummary;
use inquire::error::InquireResult;
use inquire::{Confirm, Password, PasswordDisplayMode, Select, Text};

use crate::payment::Payment;
use crate::saved_cards::describe;
use crate::shown::shown;
use crate::terminal;

/// The card form of a flow, with what has been filled in beforehand. Only the rest is asked.
#[derive(Clone)]
pub(crate) struct Form {
    pub(crate) flow: Flow,
    pub(crate) details: CustomerDetailsInput,
    /// Setup: whether later payments are agreed to.
    pub(crate) mit_consent: Option<bool>,
}

impl Form {
    /// A form with nothing filled in.
    pub(crate) fn new(flow: Flow) -> Self {
        Form {
            flow,
            details: CustomerDetailsInput::default(),
            mit_consent: None,
        }
    }

    /// Asks what to pay with. `None`: the customer leaves.
    pub(crate) fn ask(self, summary: &PaymentSummary) -> InquireResult<Option<Payment>> {
        let saved = summary.saved_cards.iter().cloned().map(Choice::Saved);
        let choices = saved.chain([Choice::New, Choice::Leave]).collect();
        Ok(match Select::new("Pay with:", choices).prompt()? {
            Choice::Saved(card) => Some(Payment::SavedCard {
                id: card.id,
                cvv: terminal::hidden("CVV")?,
            }),
            Choice::New => Some(Payment::NewCard(self.ask_for_card(summary)?)),
            Choice::Leave => None,
        })
    }

    fn ask_for_card(self, summary: &PaymentSummary) -> InquireResult<NewCardInput> {
        let number = Password::new("Card number:")
            .with_display_mode(PasswordDisplayMode::Masked)
            .without_confirmation()
            .prompt()?;
        let expiry = Text::new("Expiry (MM/YY):").prompt()?;
        let cvv = terminal::hidden("CVV")?;
        let cardholder_name = optional("Name on the card (may be left out):")?;
        let is_setup = self.flow == Flow::SetupIntent;
        let save = match summary.can_save_card() && !is_setup {
            true => Some(Confirm::new("Save this card?").with_default(false).prompt()?),
            false => None,
        };
        let mit_consent = match self.mit_consent {
            None if is_setup => Some(ask_for_consent()?),
            given => given,
        };
        let details = ask_for_details(self.flow, self.details, summary)?;
        Ok(NewCardInput {
            cardholder_name,
            save,
            mit_consent,
            details,
            ..NewCardInput::new(number, expiry, cvv)
        })
    }
}

/// Whether the merchant may charge the card later.
pub(crate) fn ask_for_consent() -> InquireResult<bool> {
    Confirm::new("May the merchant charge this card later?")
        .with_default(false)
        .prompt()
}

/// A line of the menu.
enum Choice {
    Saved(SavedCard),
    New,
    Leave,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Choice::Saved(card) => f.write_str(&describe(card)),
            Choice::New => f.write_str("Another card"),
            Choice::Leave => f.write_str("Leave without paying"),
        }
    }
}

/// Asks for what the intent collects and nobody has given.
fn ask_for_details(
    flow: Flow,
    mut given: CustomerDetailsInput,
    summary: &PaymentSummary,
) -> InquireResult<CustomerDetailsInput> {
    let collect = summary.collect;
    if collect.email && given.email.is_none() {
        let known = summary.customer_email.as_deref().unwrap_or_default();
        let known = if shown(known) == known { known } else { "" };
        let email = Text::new("E-mail:").with_initial_value(known).prompt()?;
        given.email = Some(email.into());
    }
    if collect.billing_address && given.billing_address.is_none() {
        given.billing_address = Some(ask_for_country("Billing")?);
    }
    if collect.shipping_details && flow == Flow::VirtualTerminal && given.shipping.is_none() {
        let name = Text::new("Deliver to (name):").prompt()?;
        let line = Text::new("Deliver to (address):").prompt()?;
        given.shipping = Some(ShippingInput {
            name: Some(name.into()),
            address: AddressInput {
                lines: vec![line.into()],
                ..ask_for_country("Delivery")?
            },
        });
    }
    Ok(given)
}

fn ask_for_country(whose: &str) -> InquireResult<AddressInput> {
    let country = Text::new(&format!("{whose} country (such as GB):")).prompt()?;
    let postcode = match needs_postcode(&country) {
        true => Text::new(&format!("{whose} postcode:")).prompt()?,
        false => String::new(),
    };
    Ok(AddressInput::new(country, postcode))
}

fn optional(question: &str) -> InquireResult<Option<Secret>> {
    let answer = Text::new(question).prompt()?;
    Ok(Some(answer.trim())
        .filter(|answer| !answer.is_empty())
        .map(Secret::from))
}
