//! The merchant's side of a case: a sandbox in this process, an intent, a customer, and what must not be found.

use checkout_sandbox::{NewPaymentIntent, Sandbox, SandboxConfig};
use serde_json::Value;

use crate::case::Case;
use crate::search::Needles;

/// A name that nothing else has in its memory.
pub(crate) const CARDHOLDER: &str = "Quillon Vexbright Jamspoke";
/// What the sandbox's issuers want to hear for any card that pays.
pub(crate) const CVV: &str = "020";

/// What a case needs.
pub(crate) struct Shop {
    pub(crate) sandbox: Sandbox,
    pub(crate) intent: String,
    pub(crate) customer_secret: String,
    pub(crate) session_secret: String,
    pub(crate) pan: &'static str,
}

impl Shop {
    pub(crate) async fn open(case: Case) -> Shop {
        let tls = case.uses_tls();
        let sandbox = Sandbox::start(SandboxConfig {
            tls,
            // As in production: what the connection to one host holds, no request to the other overwrites.
            gateway_port: Some(0),
            ..SandboxConfig::default()
        })
        .await
        .expect("free ports");
        let merchant = sandbox.merchant();
        let customer = merchant.create_customer("Sam Demo");
        if case == Case::SavedCard {
            merchant.save_card(&customer, case.pan(), "12/29").expect("a test card");
        }
        let intent = merchant
            .create_payment_intent(NewPaymentIntent::gbp(1250).for_customer(&customer))
            .expect("a valid intent");
        let customer_secret = merchant.create_customer_secret(&customer).expect("a known customer");
        let session_secret = session_secret(&sandbox, &intent).await;
        Shop {
            sandbox,
            intent,
            customer_secret,
            session_secret,
            pan: case.pan(),
        }
    }

    pub(crate) fn needles(&self) -> Needles {
        Needles::new(self.pan, CVV, CARDHOLDER, &self.customer_secret, &self.session_secret)
    }
}

/// The secret that the app gets with the intent. It stays the same until a payment uses it up.
async fn session_secret(sandbox: &Sandbox, intent: &str) -> String {
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_backend_preconfigured(trusting(sandbox.ca_certificate_pem()));
    let url = format!("{}/payment-intents/public/{intent}", sandbox.url());
    let request = client
        .build()
        .expect("a client")
        .get(url)
        .header("version", "2022-04-07");
    let answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    answer["clientSessionSecret"].as_str().expect("a secret").to_owned()
}

fn trusting(authority: Option<&str>) -> rustls::ClientConfig {
    use rustls::pki_types::pem::PemObject;

    let mut roots = rustls::RootCertStore::empty();
    if let Some(pem) = authority {
        let authority = rustls::pki_types::CertificateDer::from_pem_slice(pem.as_bytes()).expect("a certificate");
        roots.add(authority).expect("an authority");
    }
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("protocol versions")
        .with_root_certificates(roots)
        .with_no_client_auth()
}
