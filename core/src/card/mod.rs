//! Payment cards: scheme, number, expiry, CVV and cardholder name; parsing, validation, display.
