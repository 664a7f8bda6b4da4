//! Time as the API host counts it.

/// Seconds since the Unix epoch on the server's clock.
pub type ServerTime = i64;
