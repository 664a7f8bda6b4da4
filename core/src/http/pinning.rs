//! Pinned public keys, beside everything that a certificate has to be anyway.

use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use ring::digest::{SHA256, digest};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::config::{Pins, host_name};

/// Asks another verifier first, and then for one of the pinned keys.
#[derive(Debug)]
pub(super) struct PinnedVerifier {
    verifier: Arc<dyn ServerCertVerifier>,
    pins: Vec<Pins>,
    provider: Arc<CryptoProvider>,
}

impl PinnedVerifier {
    pub(super) fn new(verifier: Arc<dyn ServerCertVerifier>, pins: Vec<Pins>, provider: Arc<CryptoProvider>) -> Self {
        PinnedVerifier {
            verifier,
            pins,
            provider,
        }
    }

    /// The pins that hold for this server now.
    fn pins_for(&self, server: &ServerName<'_>, now: UnixTime) -> Option<&Pins> {
        let host = host_name(&server.to_str())?;
        let pins = self.pins.iter().find(|pins| pins.host == host)?;
        if pins.valid_until <= UNIX_EPOCH + Duration::from_secs(now.as_secs()) {
            tracing::warn!(target: "checkout", host, "the certificate pins of this host have expired and are ignored");
            return None;
        }
        Some(pins)
    }

    /// Whether the certificate, or an authority that it is proven to come from, has one of the keys.
    ///
    /// That an authority's certificate was sent proves nothing: it is public, and anybody can send it along. So each
    /// that has a pinned key is taken for the only one that is trusted, and the certificate has to lead to it.
    fn is_pinned(
        &self,
        pins: &Pins,
        certificate: &ParsedCertificate<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> bool {
        let has_pinned_key = |certificate: &ParsedCertificate<'_>| {
            let key = digest(&SHA256, &certificate.subject_public_key_info());
            pins.keys.iter().any(|pin| pin == key.as_ref())
        };
        let algorithms = self.provider.signature_verification_algorithms.all;
        let leads_to = |authority: &CertificateDer<'_>| {
            let mut anchor = RootCertStore::empty();
            anchor.add(authority.clone().into_owned()).is_ok()
                && verify_server_cert_signed_by_trust_anchor(certificate, &anchor, intermediates, now, algorithms)
                    .is_ok()
        };
        has_pinned_key(certificate)
            || intermediates
                .iter()
                .filter(|der| ParsedCertificate::try_from(*der).is_ok_and(|authority| has_pinned_key(&authority)))
                .any(leads_to)
    }
}

impl ServerCertVerifier for PinnedVerifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self
            .verifier
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)?;
        let Some(pins) = self.pins_for(server_name, now) else {
            return Ok(verified);
        };
        match self.is_pinned(pins, &ParsedCertificate::try_from(end_entity)?, intermediates, now) {
            true => Ok(verified),
            false => Err(CertificateError::ApplicationVerificationFailure.into()),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}
