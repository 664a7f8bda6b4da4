//! The checkout sheet: its screens as records, and what is done to it.

mod action;
mod fields;
mod handle;
mod open;
mod parts;
mod screen;
mod texts;
