//! A region manifest decides where card data goes: only to a named host, and only with TLS.
#![no_main]

use checkout_core::{CheckoutConfig, fuzzing};
use libfuzzer_sys::fuzz_target;
use url::Host;

fuzz_target!(|input: &[u8]| {
    let date_ends = input.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let (date, body) = input.split_at(date_ends);
    if let Some(gateway) = fuzzing::region_manifest(body, date, &CheckoutConfig::default()) {
        assert_eq!(gateway.scheme(), "https");
        assert!(matches!(gateway.host(), Some(Host::Domain(_))));
        assert!(gateway.username().is_empty() && gateway.password().is_none());
        assert!(gateway.query().is_none() && gateway.fragment().is_none());
    }
});
