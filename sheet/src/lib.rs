//! The checkout sheet, without a screen: what is shown, in which words, what is enabled, and what an action does.
//!
//! A platform draws it and says what the customer did. It decides nothing.

mod doubts;
mod driver;
pub mod model;
pub mod params;
pub mod screen;
mod sheet;
pub mod texts;

pub use sheet::{Sheet, Sheets};
