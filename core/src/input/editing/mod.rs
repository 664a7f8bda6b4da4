//! Text fields that format themselves: a number, an expiry, a CVV.

mod caret;
mod cvv;
mod expiry;
mod number;
#[cfg(test)]
mod tests;

pub use cvv::{CvvEdit, edit_cvv, edit_saved_card_cvv};
pub use expiry::{ExpiryEdit, edit_expiry};
pub use number::{CardNumberEdit, edit_card_number};
