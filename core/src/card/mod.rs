//! Payment cards: scheme, number, expiry, CVV and cardholder name; parsing, validation, display.
//!
//! Nothing here prints what it was given: problems are named by kind, and the values live in
//! [`Secret`](crate::secret::Secret)s. The rules are those of `docs/decisions.md`, section 6.

mod cardholder;
mod cvv;
mod digits;
mod expiry;
mod grouping;
mod guess;
mod pan;
mod ranges;
mod saved_card;
mod scheme;
mod today;

pub use cardholder::{CardholderName, CardholderNameProblem};
pub use cvv::{Cvv, CvvProblem};
pub(crate) use digits::all_digits;
#[cfg(test)]
pub(crate) use digits::passes_luhn;
pub(crate) use expiry::is_expiry_mark;
pub use expiry::{Expiry, ExpiryProblem};
pub use grouping::group;
pub(crate) use grouping::group_digits;
pub use guess::SchemeGuess;
pub(crate) use guess::may_be_taken;
pub use pan::{Pan, PanProblem};
pub use saved_card::{SavedCard, SavedCardCvv};
pub use scheme::{CardScheme, UnknownScheme};
pub use today::{Today, UtcDay};
