//! What Google's and Apple's sheets give, and what the gateway finds in Google's token.
#![no_main]

use checkout_core::fuzzing;
use checkout_core::summary::CollectionRequirements;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    if let Some(Some(number)) = fuzzing::decrypted_card(body) {
        assert!((12..=19).contains(&number.len()) && number.expose().bytes().all(|byte| byte.is_ascii_digit()));
    }
    let Ok(text) = std::str::from_utf8(body) else { return };
    let everything = CollectionRequirements {
        email: true,
        billing_address: true,
        shipping_details: true,
    };
    let google = [everything, CollectionRequirements::default()].map(|collect| fuzzing::google_pay(text, collect));
    assert!(google[1].is_ok() || google[0].is_err(), "what is not asked for refuses nothing (D6-14)");
    let apple = fuzzing::apple_pay(text);
    if google[0].is_ok() || apple.is_ok() {
        let json: Value = serde_json::from_slice(body).expect("payment data is JSON");
        let tokens = ["/paymentMethodData/tokenizationData/token", "/paymentData/data"];
        assert!(
            tokens
                .iter()
                .any(|path| json.pointer(path).is_some_and(|token| token != ""))
        );
    }
});
