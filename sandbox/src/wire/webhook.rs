//! Webhook subscriptions, and what a delivery says.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use url::{Host, Url};
use utoipa::ToSchema;

use super::parts::CaptureMode;
use super::problem::Problem;
use super::{Check, timestamp};
use crate::domain::Announcement;
use crate::domain::subscription::{EVENTS, SigningSecret, Subscription};

/// The account that deliveries and subscriptions name.
const ACCOUNT: &str = "acc_sandbox";

/// `POST /webhooks`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateSubscription {
    #[schema(min_items = 1)]
    pub(crate) events: Vec<String>,
    /// `https`; `http` only to this machine.
    pub(crate) url: String,
    pub(crate) description: Option<String>,
}

impl CreateSubscription {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        check(Some(&self.events), Some(&self.url))
    }
}

/// `PATCH /webhooks/{id}`: what is not given stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UpdateSubscription {
    #[schema(min_items = 1)]
    pub(crate) events: Option<Vec<String>>,
    /// `https`; `http` only to this machine.
    pub(crate) url: Option<String>,
    pub(crate) description: Option<String>,
}

impl UpdateSubscription {
    pub(crate) fn validate(&self) -> Result<(), Problem> {
        check(self.events.as_deref(), self.url.as_deref())
    }
}

fn check(events: Option<&[String]>, url: Option<&str>) -> Result<(), Problem> {
    let mut check = Check::default();
    if events.is_some_and(<[String]>::is_empty) {
        check.fails("events", "needs at least one event");
    }
    for (index, event) in events.into_iter().flatten().enumerate() {
        let is_known = EVENTS.iter().any(|(_, events)| events.contains(&event.as_str()));
        if !is_known {
            check.fails(
                format!("events[{index}]"),
                "is not an event: GET /webhooks/events lists them",
            );
        }
    }
    if url.is_some_and(|url| !is_receiver(url)) {
        check.fails(
            "url",
            "must be an https URL without user info, or an http URL of this machine (localhost or a loopback address)",
        );
    }
    check.finish()
}

fn is_receiver(url: &str) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    let may_be_plain = url.scheme() == "http" && is_loopback;
    (url.scheme() == "https" || may_be_plain) && url.username().is_empty() && url.password().is_none()
}

/// A subscription with its secrets.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SubscriptionBody {
    id: String,
    account_id: &'static str,
    events: Vec<String>,
    url: String,
    description: Option<String>,
    secrets: Vec<SigningSecretBody>,
    #[schema(format = DateTime)]
    created_at: String,
    #[schema(format = DateTime)]
    updated_at: String,
}

/// A secret that signs deliveries while it is active.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SigningSecretBody {
    id: String,
    value: String,
    #[schema(format = DateTime)]
    created_at: String,
    is_active: bool,
}

/// A subscription's secrets.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SigningSecretsBody {
    id: String,
    secrets: Vec<SigningSecretBody>,
}

impl From<&Subscription> for SubscriptionBody {
    fn from(subscription: &Subscription) -> Self {
        Self {
            id: subscription.id.clone(),
            account_id: ACCOUNT,
            events: subscription.events.clone(),
            url: subscription.url.clone(),
            description: subscription.description.clone(),
            secrets: subscription.secrets.iter().map(SigningSecretBody::from).collect(),
            created_at: timestamp(subscription.created_at),
            updated_at: timestamp(subscription.updated_at),
        }
    }
}

impl From<&SigningSecret> for SigningSecretBody {
    fn from(secret: &SigningSecret) -> Self {
        Self {
            id: secret.id.clone(),
            value: secret.value.clone(),
            created_at: timestamp(secret.created_at),
            is_active: secret.is_active,
        }
    }
}

impl From<&Subscription> for SigningSecretsBody {
    fn from(subscription: &Subscription) -> Self {
        Self {
            id: subscription.id.clone(),
            secrets: subscription.secrets.iter().map(SigningSecretBody::from).collect(),
        }
    }
}

/// The events that can be subscribed to, by what they are about.
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct EventsBody {
    model: &'static str,
    events: Vec<&'static str>,
}

impl EventsBody {
    pub(crate) fn all() -> Vec<Self> {
        EVENTS
            .iter()
            .map(|(model, events)| Self {
                model,
                events: events.to_vec(),
            })
            .collect()
    }
}

/// The body of a delivery.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Payload<'a> {
    id: &'a str,
    event: &'a str,
    account_id: &'a str,
    created_at: String,
    data: PayloadData<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PayloadData<'a> {
    payment_intent_id: &'a str,
    payment_status: &'a str,
    capture_mode: CaptureMode,
}

/// The bytes that are signed and sent.
pub(crate) fn payload(announcement: &Announcement) -> String {
    let payload = Payload {
        id: &announcement.id,
        event: announcement.event,
        account_id: ACCOUNT,
        created_at: timestamp(announcement.at),
        data: PayloadData {
            payment_intent_id: &announcement.payment_intent_id,
            payment_status: &announcement.status,
            capture_mode: CaptureMode::of(announcement.manual_capture),
        },
    };
    serde_json::to_string(&payload).unwrap_or_default()
}
