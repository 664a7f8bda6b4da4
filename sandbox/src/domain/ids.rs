//! Identifiers and secrets, shaped as Dojo's.

use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

/// `<prefix><22 characters>`: 128 random bits in URL-safe base64.
pub(crate) fn id(prefix: &str) -> String {
    format!("{prefix}{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>()))
}

/// A transaction id in the shape of a UUID.
pub(crate) fn transaction_id() -> String {
    let hex = trace_id();
    format!(
        "{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}

/// 32 hexadecimal digits.
pub(crate) fn trace_id() -> String {
    rand::random::<[u8; 16]>()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Claims shaped like a signed JWT. Nobody can check the signature: what the sandbox has to recognise, it remembers.
pub(crate) fn signed(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let header = part(&json!({ "alg": "HS256", "typ": "JWT" }));
    let signature = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>());
    format!("{header}.{}.{signature}", part(claims))
}

/// Six digits, as issuers print them on slips.
pub(crate) fn auth_code() -> String {
    format!("{:06}", rand::random_range(0..1_000_000))
}

/// `cs_…`, 256 random bits.
pub(crate) fn customer_secret() -> String {
    format!("cs_{}", URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>()))
}

/// The key of webhook signatures: 256 random bits.
pub(crate) fn signing_secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

/// 160 characters of padded URL-safe base64. Every one holds `-`, `_` and `=`, so that a client which mangles one of
/// them on the way into a path fails at once and not one time in ten.
pub(crate) fn session_secret() -> String {
    let mut bytes = [0_u8; 118];
    loop {
        rand::fill(&mut bytes[..]);
        let secret = URL_SAFE.encode(bytes);
        if secret.contains('-') && secret.contains('_') {
            return secret;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn session_secrets_are_160_characters_with_every_awkward_one() {
        let secret = session_secret();
        assert_eq!(secret.len(), 160);
        assert!(['-', '_', '='].iter().all(|c| secret.contains(*c)));
        assert_ne!(secret, session_secret());
    }

    #[test]
    fn ids_fit_a_path_segment() {
        let id = id("pi_sandbox_");
        assert_eq!(id.len(), "pi_sandbox_".len() + 22);
        assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'));
        assert_eq!(transaction_id().len(), 36);
        assert_eq!(auth_code().len(), 6);
    }
}
