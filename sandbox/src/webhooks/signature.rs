//! The `dojo-signature` header.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The signature of a delivery: `sha256=`, then HMAC-SHA256 of the body with the secret as its UTF-8 key, in upper-case
/// hexadecimal with a dash between bytes.
///
/// ```
/// let body = r#"{"id":"evt_example_1","event":"payment_intent.status_updated","accountId":"acc_example","createdAt":"2026-05-04T10:15:00Z","data":{"paymentIntentId":"pi_sandbox_example1","paymentStatus":"Captured","captureMode":"Auto"}}"#;
/// assert_eq!(
///     checkout_sandbox::sign_webhook("example-webhook-secret", body.as_bytes()),
///     "sha256=D4-52-1B-A1-4E-43-3F-D4-06-34-2E-E3-91-54-21-0F-56-FB-89-F1-4D-82-6D-B6-BD-26-65-E1-F3-BD-B8-05",
/// );
/// ```
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    // A key of any length is one: longer ones are hashed first.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else {
        return String::new();
    };
    mac.update(body);
    let bytes: Vec<_> = mac
        .finalize()
        .into_bytes()
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    format!("sha256={}", bytes.join("-"))
}
