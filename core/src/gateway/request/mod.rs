//! The gateway's request bodies. Keys and formats are the wire's; what the customer was not asked is left out.

mod card;
#[cfg(test)]
mod tests;
mod wallet;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Instrument;
use crate::input::{self, CustomerDetails};
use crate::secret::{InRequest, Secret};
use crate::threeds::ChallengeOutcome;
pub(super) use card::CardBody;
pub(super) use wallet::{ApplePayBody, DecryptTokenBody, GooglePayBody};

/// What `metaData` says of us.
const CORE_VERSION: &str = concat!("rust-", env!("CARGO_PKG_VERSION"));

/// The body of device data: that of the payment which follows, or for a wallet no more than the card in its token.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum DeviceDataBody<'a> {
    Card(Box<CardBody<'a>>),
    #[serde(rename_all = "camelCase")]
    WalletCard {
        card_number: InRequest<'a>,
        expiry_date: String,
        meta_data: MetaData<'a>,
    },
}

impl<'a> DeviceDataBody<'a> {
    /// `None` for what is paid without device data.
    pub(super) fn of(instrument: &'a Instrument) -> Option<Self> {
        match instrument {
            Instrument::NewCard(card) => Some(DeviceDataBody::Card(Box::new(CardBody::new_card(card)))),
            Instrument::SavedCard { id, cvv } => Some(DeviceDataBody::Card(Box::new(CardBody::saved_card(id, cvv)))),
            Instrument::GooglePay { decrypted, .. } => {
                let (number, expiry) = decrypted.as_ref()?.card.as_ref()?;
                Some(DeviceDataBody::WalletCard {
                    card_number: InRequest(number),
                    expiry_date: expiry.wire_format(),
                    meta_data: MetaData::default(),
                })
            }
            Instrument::ApplePay(_) => None,
        }
    }
}

/// Text by text: the version of the core, then what the app and the flow add.
#[derive(Default)]
pub(super) struct MetaData<'a> {
    details: Option<&'a CustomerDetails>,
}

impl<'a> MetaData<'a> {
    fn of(details: &'a CustomerDetails) -> Self {
        MetaData { details: Some(details) }
    }
}

impl Serialize for MetaData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut entries: BTreeMap<&str, &str> = BTreeMap::new();
        if let Some(details) = self.details {
            entries.extend(
                details
                    .metadata
                    .iter()
                    .map(|(name, value)| (name.as_str(), value.as_str())),
            );
            let notes = details.delivery_notes.as_ref().map(Secret::expose);
            entries.extend(notes.map(|notes| (input::DELIVERY_NOTES_KEY, notes)));
        }
        entries.insert(input::VERSION_KEY, CORE_VERSION);
        serializer.collect_map(entries)
    }
}

fn in_request(text: &Option<Secret>) -> Option<InRequest<'_>> {
    text.as_ref().map(InRequest)
}

/// The body that reports how a challenge ended.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ThreeDsCompleteBody<'a> {
    pa_res: &'a str,
    transaction_id: &'a str,
    cardinal_validate_response: CardinalValidateResponse<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CardinalValidateResponse<'a> {
    is_validated: bool,
    error_number: i32,
    error_description: &'a str,
    action_code: &'static str,
}

impl<'a> ThreeDsCompleteBody<'a> {
    pub(super) fn of(transaction_id: &'a str, outcome: &'a ChallengeOutcome) -> Self {
        ThreeDsCompleteBody {
            pa_res: &outcome.pa_res,
            transaction_id,
            cardinal_validate_response: CardinalValidateResponse {
                is_validated: outcome.action.is_validated(),
                error_number: outcome.error_number,
                error_description: &outcome.error_description,
                action_code: outcome.action.wire_name(),
            },
        }
    }
}
