//! An intent: the one that was asked for, an amount that is not negative, and a secret that is shown nowhere.
#![no_main]

use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

/// Shorter texts stand in a debug print anyway.
const TELLING: usize = 12;

fuzz_target!(|body: &[u8]| {
    let Ok((facts, secret)) = fuzzing::payment_intent("pi_1", body) else {
        return;
    };
    assert_eq!(facts.summary.payment_intent_id, "pi_1");
    assert!(facts.summary.total.is_none_or(|total| total.minor_units >= 0));
    assert!(!secret.is_empty() && !secret.expose().contains(char::is_control));
    // Written again, so that nothing in it is escaped that need not be.
    let json: Value = serde_json::from_slice(body).expect("an intent is JSON");
    let stands_elsewhere = json.to_string().matches(secret.expose()).count() > 1;
    if secret.len() >= TELLING && !stands_elsewhere {
        assert!(!format!("{facts:?}").contains(secret.expose()));
    }
});
