//! TLS: whom the client trusts.

use std::sync::Arc;
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{HandshakeKind, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout};
use tokio_rustls::TlsAcceptor;

use super::server::{Reply, Server, config_for};
use super::{client, get, post};
use crate::config::CheckoutConfig;
use crate::http::Unanswered;

/// A certificate authority of its own.
pub(super) struct Authority {
    pub(super) root: String,
    pub(super) issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(super) fn new() -> Self {
        let (authority, key) = (authority(), KeyPair::generate().unwrap());
        let root = authority.self_signed(&key).unwrap().pem();
        let issuer = Issuer::new(authority, key);
        Authority { root, issuer }
    }
}

/// What makes a certificate that of an authority.
pub(super) fn authority() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params
}

/// A server that shows this chain.
pub(super) fn acceptor(chain: Vec<CertificateDer<'static>>, key: &KeyPair, alpn: &[&[u8]]) -> TlsAcceptor {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    config.alpn_protocols = alpn.iter().map(|protocol| protocol.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// The root of an authority, and a server with a certificate by it.
fn identity_with(params: CertificateParams, alpn: &[&[u8]]) -> (String, TlsAcceptor) {
    let authority = Authority::new();
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, &authority.issuer).unwrap();
    let acceptor = acceptor(vec![certificate.der().clone()], &key, alpn);
    (authority.root, acceptor)
}

fn identity(server_name: &str, alpn: &[&[u8]]) -> (String, TlsAcceptor) {
    identity_with(CertificateParams::new([server_name.to_owned()]).unwrap(), alpn)
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
async fn a_certificate_that_is_not_valid_now_gets_nothing() {
    for (from, until, expected) in [
        (2000, 2020, Err(Unanswered::NotConnected)), // expired
        (2090, 2099, Err(Unanswered::NotConnected)), // not valid yet
        (2000, 2099, Ok(200)),
    ] {
        let mut params = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(until, 1, 1);
        let (root, acceptor) = identity_with(params, &[]);
        let requests = usize::from(expected.is_ok());
        assert_eq!(
            outcome(acceptor, &[root]).await,
            (expected, requests),
            "{from} to {until}"
        );
    }
}

/// What a client says to a server that answers its greeting with these bytes.
async fn said_to(answer: &[u8]) -> (Result<u16, Unanswered>, Vec<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let answer = answer.to_vec();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut said = vec![0; 4096];
        let length = stream.read(&mut said).await.unwrap();
        said.truncate(length);
        stream.write_all(&answer).await.unwrap();
        // Whatever comes after it, until the client hangs up.
        let _ = timeout(Duration::from_secs(5), stream.read_to_end(&mut said)).await;
        said
    });
    let http = client(&config_for(&url));
    let outcome = http.send_once(&post(&url), http.deadline()).await;
    (outcome.map(|answer| answer.status), server.await.unwrap())
}

#[tokio::test]
async fn a_server_of_an_older_tls_gets_nothing() {
    for minor in [1, 2] {
        // TLS 1.0 and 1.1: ServerHello with a random, no session, an old cipher suite, no compression.
        let hello = [&[0x03, minor][..], &[7; 32], &[0, 0x00, 0x2f, 0]].concat();
        let handshake = [&[2, 0, 0, 38][..], &hello].concat();
        let record = [&[22, 0x03, minor, 0, 42][..], &handshake].concat();
        // What such a server sends if it understands that it will not do.
        let alert = [21, 0x03, minor, 0, 2, 2, 70];
        for answer in [&record[..], &alert] {
            let (outcome, said) = said_to(answer).await;
            assert_eq!(outcome, Err(Unanswered::NotConnected));
            assert_eq!(said[0], 22, "the greeting");
            let greeting = 5 + usize::from(u16::from_be_bytes([said[3], said[4]]));
            assert!(said.len() <= greeting + 7, "nothing follows it but an alert: {said:?}");
        }
    }
}

/// Every connection costs a handshake; after the first it is a short one.
#[tokio::test]
async fn connections_share_their_tls_sessions() {
    let (root, acceptor) = identity("127.0.0.1", &[]);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(async move {
        let mut kinds = Vec::new();
        for _ in 0..2 {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = acceptor.accept(stream).await.unwrap();
            kinds.push(stream.get_ref().1.handshake_kind());
            let mut request = [0; 1024];
            assert!(stream.read(&mut request).await.unwrap() > 0);
            let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            stream.write_all(answer).await.unwrap();
            stream.shutdown().await.unwrap();
        }
        kinds
    });
    let http = client(&CheckoutConfig {
        extra_root_certificates: vec![root],
        ..config_for(&url)
    });
    for _ in 0..2 {
        http.send_once(&get(&url), http.deadline()).await.unwrap();
    }
    let kinds = server.await.unwrap();
    assert_eq!(kinds, [Some(HandshakeKind::Full), Some(HandshakeKind::Resumed)]);
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
