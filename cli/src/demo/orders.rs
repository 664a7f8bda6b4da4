//! The checkouts of the demo: what is ordered, and what the customer does about it.

use anyhow::Context;
use checkout_core::input::NewCardInput;
use checkout_core::input::{AddressInput, CustomerDetailsInput, ShippingInput};
use checkout_core::summary::PaymentSummary;
use checkout_sandbox::{TestCard, test_cards};

use super::sheets;
use crate::payment::Payment;
use crate::saved_cards::describe;

/// A checkout of the demo.
pub(super) struct Order {
    pub(super) title: &'static str,
    pub(super) intent: Intent,
    pub(super) action: Action,
    /// What the app gets for it.
    pub(super) code: i32,
}

/// What the backend creates for it.
#[derive(Clone, Copy)]
pub(super) enum Intent {
    Payment { pence: i64 },
    Setup,
    VirtualTerminal { pence: i64 },
}

/// What is done once the intent is loaded.
pub(super) enum Action {
    /// Somebody pays; says who with what in words, too.
    Pay(fn(&PaymentSummary) -> anyhow::Result<(String, Payment)>),
    /// The customer deletes the first saved card and leaves.
    DeleteCard,
}

/// The save-card guide.
pub(super) const GUIDE: &[Order] = &[
    Order {
        title: "1. A new card, saved for next time",
        intent: Intent::Payment { pence: 1250 },
        action: Action::Pay(|_| new_card(MASTERCARD_THAT_PAYS, true)),
        code: 0,
    },
    Order {
        title: "2. The saved card and its CVV",
        intent: Intent::Payment { pence: 800 },
        action: Action::Pay(saved_card),
        code: 0,
    },
    Order {
        title: "3. A card that needs 3-D Secure",
        intent: Intent::Payment { pence: 19_900 },
        action: Action::Pay(|_| new_card("5200000000001096", false)),
        code: 0,
    },
    Order {
        title: "4. A card that is declined",
        intent: Intent::Payment { pence: 450 },
        action: Action::Pay(|_| new_card("4456530000001013", false)),
        code: 5,
    },
];

/// Everything else.
pub(super) const OTHER_FLOWS: &[Order] = &[
    Order {
        title: "5. A card set up for later, and nothing paid",
        intent: Intent::Setup,
        action: Action::Pay(|_| card_for_later("4456530000001005")),
        code: 0,
    },
    Order {
        title: "6. A virtual terminal: an order by telephone",
        intent: Intent::VirtualTerminal { pence: 3600 },
        action: Action::Pay(|_| keyed_in_card(MASTERCARD_THAT_PAYS)),
        code: 0,
    },
    Order {
        title: "7. Google Pay, a card on the device (CRYPTOGRAM_3DS)",
        intent: Intent::Payment { pence: 2400 },
        action: Action::Pay(|summary| google_pay(summary, "google-pay-cryptogram-approved")),
        code: 0,
    },
    Order {
        title: "8. Google Pay, a card of the account (PAN_ONLY) that needs 3-D Secure",
        intent: Intent::Payment { pence: 5500 },
        action: Action::Pay(|summary| google_pay(summary, "google-pay-pan-only-challenged")),
        code: 0,
    },
    Order {
        title: "9. Apple Pay",
        intent: Intent::Payment { pence: 999 },
        action: Action::Pay(apple_pay),
        code: 0,
    },
    Order {
        title: "10. A saved card that is deleted",
        intent: Intent::Payment { pence: 700 },
        action: Action::DeleteCard,
        code: 7780,
    },
];

const MASTERCARD_THAT_PAYS: &str = "5200000000001005";

fn new_card(number: &str, save: bool) -> anyhow::Result<(String, Payment)> {
    let (card, input) = customers_card(number)?;
    let saving = if save { ", and saves it" } else { "" };
    Ok((
        format!("The app's customer pays with {card}{saving}"),
        Payment::NewCard(input.with_save(save)),
    ))
}

fn saved_card(summary: &PaymentSummary) -> anyhow::Result<(String, Payment)> {
    let card = summary.saved_cards.first().context("the card was not saved")?;
    let cvv = test_card(MASTERCARD_THAT_PAYS)?.cvv;
    Ok((
        format!("The app's customer pays with the saved card {}", describe(card)),
        Payment::SavedCard {
            id: card.id.clone(),
            cvv: cvv.into(),
        },
    ))
}

fn card_for_later(number: &str) -> anyhow::Result<(String, Payment)> {
    let (card, input) = customers_card(number)?;
    Ok((
        format!("The app's customer enters {card}, and consents to later payments"),
        Payment::NewCard(input.with_mit_consent(true)),
    ))
}

fn keyed_in_card(number: &str) -> anyhow::Result<(String, Payment)> {
    let (card, input) = customers_card(number)?;
    let home = AddressInput {
        lines: vec!["1 High Street".into()],
        city: Some("Hull".into()),
        ..AddressInput::new("GB", "HU1 1AA")
    };
    let details = CustomerDetailsInput {
        billing_address: Some(home.clone()),
        shipping: Some(ShippingInput {
            name: Some("Sam Demo".into()),
            address: home,
        }),
        delivery_notes: Some("Ring twice".into()),
        ..CustomerDetailsInput::default()
    };
    Ok((
        format!("The merchant keys in {card}, and where to deliver"),
        Payment::NewCard(input.with_details(details)),
    ))
}

fn google_pay(summary: &PaymentSummary, token: &str) -> anyhow::Result<(String, Payment)> {
    Ok((
        "The app's customer pays with Google Pay".to_owned(),
        Payment::GooglePay(sheets::google_pay(summary, token)?),
    ))
}

fn apple_pay(summary: &PaymentSummary) -> anyhow::Result<(String, Payment)> {
    let payment = sheets::apple_pay(summary, "apple-pay-approved")?;
    Ok((
        "The app's customer pays with Apple Pay".to_owned(),
        Payment::ApplePay(Box::new(payment)),
    ))
}

/// A new card, such as `a new card, MASTERCARD ****1005`, and what the customer types.
fn customers_card(number: &str) -> anyhow::Result<(String, NewCardInput)> {
    let TestCard {
        number,
        scheme,
        expiry,
        cvv,
        ..
    } = test_card(number)?;
    let ending = &number[number.len().saturating_sub(4)..];
    Ok((
        format!("a new card, {scheme} ****{ending}"),
        NewCardInput::new(*number, *expiry, *cvv).with_cardholder_name("Sam Demo"),
    ))
}

fn test_card(number: &str) -> anyhow::Result<&'static TestCard> {
    test_cards()
        .iter()
        .find(|card| card.number == number)
        .context("the sandbox does not know its own test card")
}
