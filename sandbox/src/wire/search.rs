//! Searches: what is looked for, and a page of what was found.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::Check;
use super::customer::CustomerBody;
use super::intent_view::IntentBody;
use super::problem::Problem;
use crate::domain::intent::Intent;
use crate::domain::paging::{Cursor, Page};

/// `POST /payment-intents/search`.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct SearchPaymentIntents {
    statuses: Option<Vec<PaymentStatus>>,
    /// Created at this time or later.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    start_date: Option<OffsetDateTime>,
    /// Created at this time or earlier.
    #[serde(default, with = "time::serde::rfc3339::option")]
    #[schema(value_type = Option<String>, format = DateTime)]
    end_date: Option<OffsetDateTime>,
    cursor: Option<CursorRequest>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum PaymentStatus {
    Created,
    Authorized,
    Captured,
    Reversed,
    Refunded,
    Canceled,
}

/// Which page: at most `limit` items, newer than `before` or older than `after`.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CursorRequest {
    #[schema(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i32>,
    #[schema(max_length = 200)]
    before: Option<String>,
    #[schema(max_length = 200)]
    after: Option<String>,
}

/// `POST /customers/search`: the cursor itself.
pub(crate) type SearchCustomers = CursorRequest;

impl CursorRequest {
    pub(crate) fn into_cursor(self, at: &str) -> Result<Cursor, Problem> {
        let limit = match self.limit {
            None => Some(Cursor::DEFAULT_LIMIT),
            Some(limit) => usize::try_from(limit).ok().filter(|limit| (1..=100).contains(limit)),
        };
        let mut check = Check::default();
        check.length(&format!("{at}before"), self.before.as_deref(), 0..=200);
        check.length(&format!("{at}after"), self.after.as_deref(), 0..=200);
        if limit.is_none() {
            check.fails(format!("{at}limit"), "must be 1 to 100");
        }
        check.finish()?;
        Ok(Cursor {
            limit: limit.unwrap_or(Cursor::DEFAULT_LIMIT),
            before: self.before.filter(|id| !id.is_empty()),
            after: self.after.filter(|id| !id.is_empty()),
        })
    }
}

impl SearchPaymentIntents {
    pub(crate) fn finds(&self, intent: &Intent) -> bool {
        let by_status = self.statuses.as_ref().is_none_or(|wanted| {
            wanted.is_empty()
                || wanted
                    .iter()
                    .any(|status| serde_json::to_value(status).is_ok_and(|status| status == intent.status.as_str()))
        });
        by_status
            && self.start_date.is_none_or(|start| intent.created_at >= start)
            && self.end_date.is_none_or(|end| intent.created_at <= end)
    }

    pub(crate) fn into_cursor(self) -> Result<Cursor, Problem> {
        self.cursor.unwrap_or_default().into_cursor("cursor.")
    }
}

/// A page of payment intents, newest first.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaymentIntentPage {
    data: Vec<IntentBody>,
    before: Option<String>,
    after: Option<String>,
}

/// A page of customers, newest first.
#[skip_serializing_none]
#[derive(Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CustomerPage {
    data: Vec<CustomerBody>,
    before: Option<String>,
    after: Option<String>,
}

impl PaymentIntentPage {
    pub(crate) fn of(page: Page<&Intent>, show: impl Fn(&Intent) -> IntentBody) -> Self {
        Self {
            data: page.items.into_iter().map(show).collect(),
            before: page.before,
            after: page.after,
        }
    }
}

impl From<Page<&crate::domain::customer::Customer>> for CustomerPage {
    fn from(page: Page<&crate::domain::customer::Customer>) -> Self {
        Self {
            data: page.items.into_iter().map(CustomerBody::from).collect(),
            before: page.before,
            after: page.after,
        }
    }
}
