//! What a card form needs while somebody types: formatting that keeps the caret where it belongs, and what to say about
//! each field. Pure functions; for a form of any toolkit.
//!
//! Amounts are shown by their [parts](crate::money::Money::parts), since where symbol and separators go is the
//! platform's business; which countries need a postcode is [`needs_postcode`].

mod editing;
mod feedback;

pub use crate::details::{countries, needs_postcode};
pub use editing::{CardNumberEdit, ExpiryEdit, edit_card_number, edit_expiry};
pub use feedback::{
    Feedback, Moment, check_cardholder_name, check_cvv, check_email, check_expiry, check_number, check_postcode,
    check_saved_card_cvv,
};
