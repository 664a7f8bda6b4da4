//! What a sandbox shows of its world to those who test with it.

use serde::Serialize;
use serde_json::{Value, json};
use serde_with::skip_serializing_none;
use time::OffsetDateTime;
use utoipa::ToSchema;

use crate::domain::World;
use crate::domain::cards::CardScheme;
use crate::domain::customer::SavedCard;
use crate::domain::intent::{Intent, Kind, TimelineEntry};
use crate::recorder::without_card_numbers;
use crate::wire::customer::{CustomerBody, SavedCardBody};
use crate::wire::parts::{Amount, CaptureMode};
use crate::wire::timestamp;

/// The world, oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StateBody {
    #[schema(format = DateTime)]
    now: String,
    card_schemes: Vec<CardScheme>,
    customers: Vec<CustomerState>,
    payment_intents: Vec<IntentState>,
}

/// A customer with its saved cards.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CustomerState {
    #[serde(flatten)]
    customer: CustomerBody,
    saved_cards: Vec<SavedCardState>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SavedCardState {
    #[serde(flatten)]
    card: SavedCardBody,
    #[schema(format = DateTime)]
    saved_at: String,
}

/// An intent of either kind, with its timeline.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct IntentState {
    id: String,
    /// `payment` or `setup`.
    kind: &'static str,
    status: String,
    amount: Option<Amount>,
    reference: String,
    capture_mode: CaptureMode,
    payment_source: String,
    customer_id: Option<String>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
    #[schema(format = DateTime)]
    session_expires_at: Option<String>,
    waiting_for_challenge: bool,
    timeline: Vec<TimelineState>,
}

/// Something that happened to an intent.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct TimelineState {
    #[schema(format = DateTime)]
    at: String,
    event: String,
    detail: Option<String>,
    /// The masked number of the card that was used.
    card: Option<String>,
    payment_method_id: Option<String>,
}

/// The world as JSON, without secrets and with masked card numbers.
pub(crate) fn snapshot(world: &World, now: OffsetDateTime) -> Value {
    let mut customers: Vec<_> = world.customers.values().collect();
    customers.sort_by_key(|customer| customer.created_at);
    let mut intents: Vec<_> = world.intents.values().collect();
    intents.sort_by_key(|intent| intent.created_at);
    let customers = customers.into_iter().map(|customer| CustomerState {
        customer: customer.into(),
        saved_cards: world.cards_of(&customer.id).map(SavedCardState::from).collect(),
    });
    without_card_numbers(json!(StateBody {
        now: timestamp(now),
        card_schemes: world.card_schemes().to_vec(),
        customers: customers.collect(),
        payment_intents: intents.into_iter().map(IntentState::from).collect(),
    }))
}

impl From<&SavedCard> for SavedCardState {
    fn from(card: &SavedCard) -> Self {
        Self {
            card: card.into(),
            saved_at: timestamp(card.saved_at),
        }
    }
}

impl From<&Intent> for IntentState {
    fn from(intent: &Intent) -> Self {
        let session = intent.session.as_ref();
        Self {
            id: intent.id.clone(),
            kind: match intent.kind() {
                Kind::Payment => "payment",
                Kind::Setup => "setup",
            },
            status: intent.status.as_str().to_owned(),
            amount: intent.terms.purpose.amount().map(Into::into),
            reference: intent.terms.reference.clone(),
            capture_mode: CaptureMode::of(intent.terms.manual_capture),
            payment_source: intent.terms.payment_source.to_string(),
            customer_id: intent.customer_id().map(str::to_owned),
            created_at: timestamp(intent.created_at),
            updated_at: timestamp(intent.updated_at),
            session_expires_at: session.map(|session| timestamp(session.expires_at)),
            waiting_for_challenge: session.is_some_and(|session| session.challenge.is_some()),
            timeline: intent.timeline.iter().map(TimelineState::from).collect(),
        }
    }
}

impl From<&TimelineEntry> for TimelineState {
    fn from(entry: &TimelineEntry) -> Self {
        let payment = entry.payment.as_ref();
        Self {
            at: timestamp(entry.at),
            event: entry.event.clone(),
            detail: entry.detail.clone(),
            card: payment.map(|payment| payment.card.masked.clone()),
            payment_method_id: payment.and_then(|payment| payment.payment_method_id.clone()),
        }
    }
}
