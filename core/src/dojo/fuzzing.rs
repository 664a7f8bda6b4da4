//! The readers of this module, for [`crate::fuzzing`].

use std::time::UNIX_EPOCH;

use super::{LoadedIntent, intent, malformed, saved_cards};
use crate::card::{SavedCard, UtcDay};
use crate::flow::LoadFailure;
use crate::http::Object;

pub(crate) fn intent(id: &str, body: &[u8]) -> Result<LoadedIntent, LoadFailure> {
    intent::read(id, &object(body)?)
}

pub(crate) fn saved_cards(customer_id: &str, body: &[u8]) -> Result<Vec<SavedCard>, LoadFailure> {
    saved_cards::read(customer_id, UtcDay::of(UNIX_EPOCH).into(), &object(body)?)
}

fn object(body: &[u8]) -> Result<Object, LoadFailure> {
    Object::parse(body).ok_or_else(|| malformed("not a JSON object"))
}
