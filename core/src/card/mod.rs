//! Payment cards: scheme, number, expiry, CVV and cardholder name; parsing, validation, display.
//!
//! Nothing here prints what it was given: problems are named by kind, and the values live in
//! [`Secret`](crate::secret::Secret)s. The rules are those of `docs/decisions.md`, section 6.

mod cardholder;
mod cvv;
mod digits;
mod expiry;
mod grouping;
mod new_card;
mod pan;
mod saved_card;
mod scheme;
mod today;

pub use cardholder::{CardholderName, CardholderNameProblem};
pub use cvv::{Cvv, CvvProblem};
pub use expiry::{Expiry, ExpiryProblem};
pub use grouping::group;
pub use new_card::{CardErrors, CardField, CardProblem, FieldError, NewCard, NewCardInput};
pub(crate) use new_card::{accepted, valid_on};
pub use pan::{Pan, PanProblem};
pub use saved_card::{SavedCard, SavedCardCvv};
pub use scheme::{CardScheme, SchemeGuess, UnknownScheme};
pub use today::{Today, UtcDay};
