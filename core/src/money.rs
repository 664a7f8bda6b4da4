//! Amounts of money: whole minor units and an ISO-4217 currency, never floating point.
