//! TLS: whom the client trusts.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

use super::server::{Reply, Server, config_for};
use super::{client, get, post};
use crate::config::CheckoutConfig;
use crate::http::Unanswered;

/// A certificate authority of its own, and a server certificate by it.
fn identity(server_name: &str, alpn: &[&[u8]]) -> (String, TlsAcceptor) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let root = authority.self_signed(&authority_key).unwrap().pem();
    let issuer = Issuer::new(authority, authority_key);

    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([server_name.to_owned()])
        .unwrap()
        .signed_by(&key, &issuer)
        .unwrap();
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der())),
        )
        .unwrap();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    (root, TlsAcceptor::from(Arc::new(config)))
}

/// What comes of a payment-like request to a server with this certificate, and how many requests it saw.
async fn outcome(acceptor: TlsAcceptor, trusted: &[String]) -> (Result<u16, Unanswered>, usize) {
    let server = Server::start_tls([Reply::json(200, "{}")], acceptor).await;
    let url = format!("https://127.0.0.1:{}", server.address.port());
    let config = CheckoutConfig {
        extra_root_certificates: trusted.to_vec(),
        ..config_for(&url)
    };
    let http = client(&config);
    let outcome = http
        .send_once(&post(&url), http.deadline())
        .await
        .map(|answer| answer.status);
    (outcome, server.seen().len())
}

#[tokio::test]
async fn an_extra_root_certificate_is_trusted() {
    let (root, acceptor) = identity("127.0.0.1", &[b"http/1.1"]);
    let (other_root, _) = identity("127.0.0.1", &[]);
    assert_eq!(
        outcome(acceptor.clone(), std::slice::from_ref(&root)).await,
        (Ok(200), 1)
    );
    assert_eq!(
        outcome(acceptor.clone(), &[other_root.clone(), root.clone()]).await,
        (Ok(200), 1)
    );
    assert_eq!(
        outcome(acceptor, &[format!("{other_root}\n{root}")]).await,
        (Ok(200), 1),
        "a bundle in one text"
    );
}

#[tokio::test]
async fn a_server_that_is_not_trusted_gets_nothing() {
    let (_, acceptor) = identity("127.0.0.1", &[]);
    let (other_root, _) = identity("127.0.0.1", &[]);
    assert_eq!(outcome(acceptor.clone(), &[]).await, (Err(Unanswered::NotConnected), 0));
    assert_eq!(
        outcome(acceptor, &[other_root]).await,
        (Err(Unanswered::NotConnected), 0)
    );
}

#[tokio::test]
async fn a_certificate_for_another_name_gets_nothing() {
    let (root, acceptor) = identity("gateway.example.test", &[]);
    assert_eq!(outcome(acceptor, &[root]).await, (Err(Unanswered::NotConnected), 0));
}

#[tokio::test]
async fn http_1_1_is_chosen_where_http_2_is_offered() {
    let (root, acceptor) = identity("127.0.0.1", &[b"h2", b"http/1.1"]);
    assert_eq!(outcome(acceptor, &[root]).await, (Ok(200), 1));
}

#[tokio::test]
async fn a_tls_connection_is_shared_like_any_other() {
    let (root, acceptor) = identity("127.0.0.1", &[b"http/1.1"]);
    let server = Server::start_tls(vec![Reply::json(200, "{}"); 3], acceptor).await;
    let url = format!("https://{}", server.address);
    let http = client(&CheckoutConfig {
        extra_root_certificates: vec![root],
        ..config_for(&url)
    });
    for _ in 0..3 {
        http.send_once(&get(&url), http.deadline()).await.unwrap();
    }
    assert_eq!(
        server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(),
        [0; 3]
    );
}

#[tokio::test]
async fn a_plain_server_where_tls_is_expected_gets_nothing() {
    let server = Server::start([Reply::json(200, "{}")]).await;
    let url = format!("https://{}", server.address);
    let http = client(&config_for(&url));
    // Such a server waits for the end of what it takes for a request head; the client must not.
    let deadline = Instant::now() + Duration::from_millis(300);
    assert_eq!(
        http.send_once(&post(&url), deadline).await.unwrap_err(),
        Unanswered::NotConnected
    );
    assert!(server.seen().is_empty());
}
