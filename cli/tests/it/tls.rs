use std::fs;

use checkout_sandbox::SandboxConfig;

use crate::shop::Shop;

async fn shop() -> Shop {
    Shop::with(SandboxConfig {
        tls: true,
        ..SandboxConfig::default()
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_authority_is_given_is_trusted() {
    let shop = shop().await;
    let dir = tempfile::tempdir().unwrap();
    let authority = dir.path().join("ca.pem");
    fs::write(&authority, shop.sandbox.ca_certificate_pem().unwrap()).unwrap();
    let trust = ["--ca-cert", authority.to_str().unwrap()];
    let paid = shop.pay_with_card(&shop.intent()).args(&trust).run();
    assert_eq!(paid.in_short(), "0 Charged -");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_of_an_unknown_authority_gets_nothing() {
    let shop = shop().await;
    let refused = shop.pay_with_card(&shop.intent()).run();
    assert_eq!(refused.in_short(), "7770 NotCharged Network");
    assert_eq!(shop.requests(), [""; 0]);
}
