//! The open sheets of a checkout client, and an app's handle on one.

/// SIGNATURES ONLY (replaced soon)
