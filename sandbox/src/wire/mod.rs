//! The protocol's JSON: what requests may hold, what answers look like, and how mistakes are reported.

pub(crate) mod customer;
pub(crate) mod gateway;
pub(crate) mod intent;
pub(crate) mod intent_view;
pub(crate) mod json;
pub(crate) mod parts;
pub(crate) mod problem;
pub(crate) mod search;
pub(crate) mod settlement;
pub(crate) mod setup_intent;
pub(crate) mod wallets;
pub(crate) mod webhook;

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;
use time::format_description::well_known::Rfc3339;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;

use problem::Problem;

/// A timestamp as the API writes it: RFC 3339 in UTC, to the millisecond.
pub(crate) fn timestamp(at: OffsetDateTime) -> String {
    let millisecond = at.millisecond();
    at.replace_millisecond(millisecond)
        .unwrap_or(at)
        .format(&Rfc3339)
        .unwrap_or_default()
}

/// The dated API version a caller asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ApiVersion(Date);

impl ApiVersion {
    /// The version that the mobile SDKs ask for.
    pub(crate) const MOBILE: Self = Self(time::macros::date!(2022 - 04 - 07));
    /// From here on an intent is created without a session secret. Somewhere after 2024-02-05, whose clients read it from there.
    pub(crate) const SECRET_ON_DEMAND: Self = Self(time::macros::date!(2026 - 02 - 27));
    /// From here on an intent says whether the cardholder is present, and lists its captures.
    pub(crate) const CAPTURES_LISTED: Self = Self(time::macros::date!(2024 - 02 - 05));
    /// From here on an intent says in an object of its own which card paid it. Before, among the payment's details.
    pub(crate) const CARD_APART: Self = Self(time::macros::date!(2024 - 02 - 05));
    /// From here on a payment intent shows its order, cashback, service charge and setup intent.
    pub(crate) const WITH_ORDERS: Self = Self(time::macros::date!(2024 - 02 - 05));
    /// From here on item lines have a `name` where there was a `caption`.
    pub(crate) const NAMED_LINES: Self = Self(time::macros::date!(2026 - 02 - 27));

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Date::parse(text, &time::macros::format_description!("[year]-[month]-[day]"))
            .ok()
            .map(Self)
    }
}

/// Collects what is wrong with a request, field by field.
#[derive(Default)]
pub(crate) struct Check(std::collections::BTreeMap<String, Vec<String>>);

impl Check {
    pub(crate) fn fails(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.entry(field.into()).or_default().push(message.into());
    }

    pub(crate) fn length(&mut self, field: &str, text: Option<&str>, allowed: std::ops::RangeInclusive<usize>) {
        if let Some(text) = text
            && !allowed.contains(&text.chars().count())
        {
            self.fails(
                field,
                format!("must be {} to {} characters long", allowed.start(), allowed.end()),
            );
        }
    }

    /// A URL of any scheme, written as RFC 3986 wants it: `url` alone would mend what is not, and it is shown as it came.
    pub(crate) fn url(&mut self, field: &str, text: Option<&str>) {
        let as_written = |text: &str| {
            text.bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
        };
        if text.is_some_and(|text| !as_written(text) || url::Url::parse(text).is_err()) {
            self.fails(field, "is not a URL");
        }
    }

    pub(crate) fn finish(self) -> Result<(), Problem> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(Problem::invalid(self.0))
        }
    }
}

/// An address of the API host. Inside one, the country is required.
#[skip_serializing_none]
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Address {
    #[schema(max_length = 100)]
    address1: Option<String>,
    #[schema(max_length = 100)]
    address2: Option<String>,
    #[schema(max_length = 100)]
    address3: Option<String>,
    #[schema(max_length = 100)]
    address4: Option<String>,
    #[schema(max_length = 100)]
    city: Option<String>,
    #[schema(max_length = 100)]
    state: Option<String>,
    #[schema(max_length = 100)]
    locality: Option<String>,
    #[schema(max_length = 100)]
    county: Option<String>,
    #[schema(max_length = 50)]
    postcode: Option<String>,
    /// Two letters, ISO 3166-1.
    #[schema(max_length = 10)]
    country_code: String,
}

impl Address {
    pub(crate) fn check(&self, at: &str, check: &mut Check) {
        let lines = [
            ("address1", &self.address1),
            ("address2", &self.address2),
            ("address3", &self.address3),
            ("address4", &self.address4),
            ("city", &self.city),
            ("state", &self.state),
            ("locality", &self.locality),
            ("county", &self.county),
        ];
        for (name, line) in lines {
            check.length(&format!("{at}.{name}"), line.as_deref(), 0..=100);
        }
        check.length(&format!("{at}.postcode"), self.postcode.as_deref(), 0..=50);
        check.length(&format!("{at}.countryCode"), Some(&self.country_code), 0..=10);
    }
}
