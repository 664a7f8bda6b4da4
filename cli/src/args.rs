//! What can be typed.

use std::ops::Range;

use clap::error::{ContextKind, ContextValue};
use clap::{Parser, Subcommand};

/// Take payments through the checkout core, and run a sandbox to take them from.
///
/// `checkout demo --all` shows every way through it in a second, and needs nothing.
#[derive(Parser)]
#[command(name = "checkout", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// Log every request to stderr, without secrets and card data
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Go through the whole save-card guide against a sandbox of its own
    Demo(crate::demo::Args),
    /// Run a local Dojo to develop against
    Sandbox(crate::sandbox::Args),
    /// Pay a payment intent, or save a card with a setup intent
    Pay(Box<crate::pay::Args>),
    /// List a customer's saved cards
    SavedCards(crate::saved_cards::Args),
    /// Delete one of a customer's saved cards
    DeleteCard(crate::delete_card::Args),
    /// Ask what has come of an intent
    Status(crate::status::Args),
}

/// Reads the command line; what cannot be read ends the process with status 2.
pub(crate) fn parse() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| without_card_numbers(error).exit())
}

/// An error message repeats what was typed. A card number that was typed in the wrong place must not get into a log.
fn without_card_numbers(mut error: clap::Error) -> clap::Error {
    let masked: Vec<(ContextKind, ContextValue)> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(mask_digits(text)))),
            ContextValue::Strings(texts) => Some((
                kind,
                ContextValue::Strings(texts.iter().map(|text| mask_digits(text)).collect()),
            )),
            _ => None,
        })
        .collect();
    for (kind, value) in masked {
        error.insert(kind, value);
    }
    error
}

/// No id, port or number of seconds has as many digits as the shortest card number.
const CARD_NUMBER_LENGTHS: Range<usize> = 12..usize::MAX;

fn mask_digits(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match CARD_NUMBER_LENGTHS.contains(&digits) {
        true => text.chars().map(|c| if c.is_ascii_digit() { '*' } else { c }).collect(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_card_number_in_the_wrong_place_is_not_repeated() {
        for line in [
            vec!["checkout", "pay", "5200000000001005"],
            vec!["checkout", "5200-0000-0000-1005"],
            vec![
                "checkout",
                "pay",
                "--payment-intent",
                "pi_1",
                "--three-ds",
                "5200000000001005",
            ],
            vec![
                "checkout",
                "pay",
                "--deadline",
                "5200000000001005s",
                "--payment-intent",
                "pi_1",
            ],
            vec!["checkout", "pay", "--5200000000001005"],
        ] {
            let error = without_card_numbers(Cli::try_parse_from(&line).err().unwrap());
            assert_eq!(error.exit_code(), 2, "{line:?}");
            let digits = error.to_string().bytes().filter(u8::is_ascii_digit).count();
            assert!(digits < 12, "{error}");
        }
    }

    #[test]
    fn other_values_are_repeated() {
        let error = without_card_numbers(
            Cli::try_parse_from(["checkout", "sandbox", "--port", "99999"])
                .err()
                .unwrap(),
        );
        assert!(error.to_string().contains("99999"));
    }
}
