//! A checkout for Dojo payments: everything that thinks, for every platform.

pub mod card;
pub mod flow;
pub mod money;
pub mod result;
pub mod secret;
pub mod status;
pub mod summary;
pub mod threeds;
