//! The customer's texts, in every language that the sheet speaks.
