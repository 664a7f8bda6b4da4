//! What the customer gives: as it is typed, once it is checked, and what is wrong with it until then.
//!
//! While somebody types, [`edit_card_number`], [`edit_expiry`] and [`edit_cvv`] keep a field in order and its caret where
//! it belongs, and `check_…` say what to show beside it. Pure functions; for a form of any toolkit. What a payment is made
//! of is a [`NewCardInput`], checked as a whole.
//!
//! Amounts are shown by their [parts](crate::money::Money::parts), since where symbol and separators go is the
//! platform's business; which countries need a postcode is [`needs_postcode`].

mod card;
mod countries;
mod details;
mod editing;
mod feedback;
mod problems;
mod text;

pub use card::{NewCard, NewCardInput};
pub(crate) use countries::country;
pub use countries::{countries, needs_postcode};
pub(crate) use details::{Address, DELIVERY_NOTES_KEY, Shipping, VERSION_KEY};
pub use details::{AddressInput, CustomerDetails, CustomerDetailsInput, ShippingInput};
pub use editing::{CardNumberEdit, CvvEdit, ExpiryEdit, edit_card_number, edit_cvv, edit_expiry, edit_saved_card_cvv};
pub use feedback::{
    Feedback, Moment, check_cardholder_name, check_cvv, check_email, check_expiry, check_number, check_postcode,
    check_saved_card_cvv,
};
pub use problems::{CardErrors, CardField, CardProblem, DetailProblem, FieldError};
pub(crate) use text::phone;
