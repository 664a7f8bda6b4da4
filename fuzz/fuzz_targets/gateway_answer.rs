//! The gateway's answer to a payment: no code that is not written there, and no page that may not be opened.
#![no_main]

use checkout_core::CheckoutConfig;
use checkout_core::flow::GatewayAnswer;
use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|body: &[u8]| {
    let config = CheckoutConfig::default();
    for http_status in [200, 401, 503] {
        let GatewayAnswer::Status { code, challenge, .. } = fuzzing::gateway_answer(http_status, body, &config) else {
            continue;
        };
        let json: Value = serde_json::from_slice(body).expect("a code comes from JSON only");
        assert_eq!(json["statusCode"].as_i64(), Some(code));
        let Some(challenge) = challenge else { continue };
        assert_eq!(json["md"].as_str(), Some(&*challenge.transaction_id));
        assert_eq!(json["paReq"].as_str(), Some(&*challenge.payload));
        if let Some(page) = challenge.step_up_url {
            assert_eq!(url::Url::parse(&page).expect("a URL").scheme(), "https");
        }
    }
});
