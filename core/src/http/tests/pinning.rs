//! Pinned keys: in addition to a valid certificate, and never in place of one.

use std::time::{Duration, SystemTime};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, DnType, Issuer, KeyPair, PublicKeyData};
use ring::digest::{SHA256, digest};
use rustls::pki_types::CertificateDer;

use super::server::{Reply, Server, config_for};
use super::tls::{Authority, acceptor, authority};
use super::{client, post};
use crate::config::{CheckoutConfig, HostPins};
use crate::http::Unanswered;

const HOST: &str = "localhost";
const HOUR: Duration = Duration::from_secs(3600);

fn pin(key: &impl PublicKeyData) -> String {
    STANDARD.encode(digest(&SHA256, &key.subject_public_key_info()))
}

fn backup() -> String {
    pin(&KeyPair::generate().unwrap())
}

/// An authority below another one, as those that sign servers' certificates are.
struct Intermediate {
    certificate: CertificateDer<'static>,
    issuer: Issuer<'static, KeyPair>,
    pin: String,
}

fn intermediate(root: &Authority) -> Intermediate {
    let (mut params, key) = (authority(), KeyPair::generate().unwrap());
    params.distinguished_name.push(DnType::CommonName, "An intermediate");
    let certificate = params.signed_by(&key, &root.issuer).unwrap().der().clone();
    let pin = pin(&key);
    Intermediate {
        certificate,
        issuer: Issuer::new(params, key),
        pin,
    }
}

/// A certificate for the host by this authority, and its key.
fn certificate(issuer: &Issuer<'static, KeyPair>) -> (CertificateDer<'static>, KeyPair) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new([HOST.to_owned()]).unwrap();
    (params.signed_by(&key, issuer).unwrap().der().clone(), key)
}

/// What comes of a payment-like request to a server with this chain, and how many requests it saw.
async fn outcome(
    chain: &[&CertificateDer<'static>],
    key: &KeyPair,
    roots: &[&Authority],
    pins: HostPins,
) -> (Result<u16, Unanswered>, usize) {
    let chain = chain.iter().map(|der| (*der).clone()).collect();
    let server = Server::start_tls([Reply::json(200, "{}")], acceptor(chain, key, &[])).await;
    let url = format!("https://{HOST}:{}", server.address.port());
    let http = client(&CheckoutConfig {
        extra_root_certificates: roots.iter().map(|authority| authority.root.clone()).collect(),
        certificate_pins: vec![pins],
        ..config_for(&url)
    });
    let outcome = http.send_once(&post(&url), http.deadline()).await;
    (outcome.map(|answer| answer.status), server.seen().len())
}

fn pins(keys: &[&str]) -> HostPins {
    HostPins {
        host: HOST.to_owned(),
        spki_sha256: keys.iter().map(|key| (*key).to_owned()).collect(),
        valid_until: SystemTime::now() + HOUR,
    }
}

const PINNED: (Result<u16, Unanswered>, usize) = (Ok(200), 1);
const REFUSED: (Result<u16, Unanswered>, usize) = (Err(Unanswered::NotConnected), 0);

#[tokio::test]
async fn the_certificate_or_the_authority_that_signed_it_has_a_pinned_key() {
    let root = Authority::new();
    let signed_by = intermediate(&root);
    let (leaf, key) = certificate(&signed_by.issuer);
    let chain = [&leaf, &signed_by.certificate];
    let leaf_pin = pin(&key);
    for (keys, expected) in [
        ([&*leaf_pin, &*backup()], PINNED),
        ([&*backup(), &*leaf_pin], PINNED),
        ([&*signed_by.pin, &*backup()], PINNED),
        ([&*backup(), &*backup()], REFUSED),
    ] {
        assert_eq!(outcome(&chain, &key, &[&root], pins(&keys)).await, expected);
    }
}

/// The pinned authority's certificate is public: another's server can send it along, and it proves nothing.
#[tokio::test]
async fn an_authority_that_is_only_sent_along_does_not_count() {
    let (root, other_root) = (Authority::new(), Authority::new());
    let (pinned, other) = (intermediate(&root), intermediate(&other_root));
    let (leaf, key) = certificate(&other.issuer);
    let both = [&root, &other_root];
    for chain in [
        [&leaf, &other.certificate, &pinned.certificate],
        [&leaf, &pinned.certificate, &other.certificate],
    ] {
        for (pin, expected) in [(&pinned.pin, REFUSED), (&other.pin, PINNED)] {
            let pins = pins(&[pin, &backup()]);
            assert_eq!(outcome(&chain, &key, &both, pins).await, expected);
        }
    }
}

#[tokio::test]
async fn a_pinned_key_does_not_replace_trust() {
    let (root, other_root) = (Authority::new(), Authority::new());
    let (leaf, key) = certificate(&root.issuer);
    let pins = || pins(&[&pin(&key), &backup()]);
    assert_eq!(outcome(&[&leaf], &key, &[&root], pins()).await, PINNED);
    assert_eq!(outcome(&[&leaf], &key, &[&other_root], pins()).await, REFUSED);
}

#[tokio::test]
async fn pins_bind_the_host_that_they_name_until_they_end() {
    let root = Authority::new();
    let (leaf, key) = certificate(&root.issuer);
    let wrong = || pins(&[&backup(), &backup()]);
    for (pins, expected) in [
        (wrong(), REFUSED),
        (
            HostPins {
                host: "LocalHost.".to_owned(),
                ..wrong()
            },
            REFUSED,
        ),
        (
            HostPins {
                host: "api.example.test".to_owned(),
                ..wrong()
            },
            PINNED,
        ),
        (
            HostPins {
                valid_until: SystemTime::now() - HOUR,
                ..wrong()
            },
            PINNED,
        ),
    ] {
        assert_eq!(
            outcome(&[&leaf], &key, &[&root], pins.clone()).await,
            expected,
            "{pins:?}"
        );
    }
}
