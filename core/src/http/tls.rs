//! TLS: rustls with ring, and the certificates that the operating system trusts.
//!
//! The configuration is made here and handed to the HTTP client ready-made, so that no process-wide crypto provider is
//! installed behind the back of a host app that has one of its own.

use std::sync::Arc;

#[cfg(target_os = "android")]
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::pinning::PinnedVerifier;
use crate::config::{CheckoutConfig, ConfigError};

/// The TLS configuration for a checkout's connections.
pub(super) fn client_config(config: &CheckoutConfig) -> Result<ClientConfig, ConfigError> {
    let provider = Arc::new(ring::default_provider());
    let extra_roots = extra_roots(config)?;
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(unavailable)?;
    let mut tls = if config.never_uses_tls() {
        // A machine without CA certificates can still talk to a sandbox on itself.
        builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth()
    } else {
        let verifier = verifier(extra_roots, Arc::clone(&provider))?;
        // "Dangerous" is rustls' word for any verifier but its own; this one is the operating system's.
        builder
            .dangerous()
            .with_custom_certificate_verifier(match config.pins()? {
                none if none.is_empty() => verifier,
                pins => Arc::new(PinnedVerifier::new(verifier, pins, provider)),
            })
            .with_no_client_auth()
    };
    tls.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(tls)
}

#[cfg(not(target_os = "android"))]
fn verifier(
    extra_roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, ConfigError> {
    let verifier = match extra_roots.is_empty() {
        true => Verifier::new(provider),
        false => Verifier::new_with_extra_roots(extra_roots, provider),
    };
    Ok(Arc::new(verifier.map_err(unavailable)?))
}

/// Android's verifier takes no extra roots: if there are any, they are all that is trusted.
#[cfg(target_os = "android")]
fn verifier(
    extra_roots: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
) -> Result<Arc<dyn ServerCertVerifier>, ConfigError> {
    if extra_roots.is_empty() {
        return Ok(Arc::new(Verifier::new(provider).map_err(unavailable)?));
    }
    let mut store = RootCertStore::empty();
    for root in extra_roots {
        store.add(root).map_err(unavailable)?;
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(store), provider);
    let verifier = verifier.build();
    verifier
        .map(|verifier| verifier as Arc<dyn ServerCertVerifier>)
        .map_err(|error| unavailable(rustls::Error::General(error.to_string())))
}

fn extra_roots(config: &CheckoutConfig) -> Result<Vec<CertificateDer<'static>>, ConfigError> {
    let mut roots = Vec::new();
    for (pem, position) in config.extra_root_certificates.iter().zip(1..) {
        let bad = |problem: String| ConfigError::BadCertificate { position, problem };
        let certificates = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| bad(error.to_string()))?;
        if certificates.is_empty() {
            return Err(bad("there is no certificate in it".to_owned()));
        }
        for certificate in &certificates {
            // PEM says nothing of what is inside; a store takes only what is a certificate.
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|error| bad(error.to_string()))?;
        }
        roots.extend(certificates);
    }
    Ok(roots)
}

fn unavailable(error: rustls::Error) -> ConfigError {
    ConfigError::TlsUnavailable {
        problem: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(pem: &str) -> String {
        let config = CheckoutConfig {
            extra_root_certificates: vec![pem.to_owned()],
            ..CheckoutConfig::default()
        };
        match client_config(&config) {
            Err(ConfigError::BadCertificate { position: 1, problem }) => problem,
            other => panic!("{:?}", other.map(drop)),
        }
    }

    #[test]
    fn what_is_no_certificate_is_refused_when_the_checkout_is_made() {
        assert_eq!(problem(""), "there is no certificate in it");
        assert_eq!(problem("not PEM at all"), "there is no certificate in it");
        problem("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        problem("-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n");
        problem("-----BEGIN CERTIFICATE-----\nAAAA\n");
    }

    #[test]
    fn speaks_http_1_1_only() {
        let tls = client_config(&CheckoutConfig::default()).unwrap();
        assert_eq!(tls.alpn_protocols, [b"http/1.1"]);
    }
}
