//! A checkout for Dojo payments: everything that thinks, for every platform.

pub mod card;
pub mod money;
pub mod secret;
