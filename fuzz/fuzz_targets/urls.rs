//! A base URL of a configuration, and ids of a server in a path below it: no way out of the path, and none without TLS.
#![no_main]

use checkout_core::config::{CheckoutConfig, GatewayChoice};
use checkout_core::fuzzing;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &str, &str)| {
    let (allow_insecure_loopback, base, id) = input;
    let config = CheckoutConfig {
        api_url: base.to_owned(),
        gateway: GatewayChoice::Url(base.to_owned()),
        allow_insecure_loopback,
        ..CheckoutConfig::default()
    };
    let Ok(Some(url)) = fuzzing::request_url(&config, &["customers", "public", id, "payment-methods"]) else {
        return;
    };
    assert!(url.scheme() == "https" || (allow_insecure_loopback && is_this_machine(&url)));
    assert!(url.username().is_empty() && url.password().is_none());
    assert!(url.query().is_none() && url.fragment().is_none());
    let segments: Vec<&str> = url.path_segments().expect("a path").collect();
    let [.., customers, public, _, methods] = segments[..] else {
        panic!("a segment is lost");
    };
    assert_eq!((customers, public, methods), ("customers", "public", "payment-methods"));
});

fn is_this_machine(url: &url::Url) -> bool {
    match url.host().expect("a host") {
        url::Host::Domain(name) => name == "localhost",
        url::Host::Ipv4(address) => address.is_loopback(),
        url::Host::Ipv6(address) => address.is_loopback(),
    }
}
