//! What is certain about a request that failed, and how connections are used.

use std::time::Duration;

use tokio::time::Instant;
use url::Url;

use super::connections::what_has_come_is_noticed;
use super::server::{PATIENCE, Reply, SOON_OVER, Server, config_for, mute_listener, refusing_url};
use super::{client, get, post};
use crate::config::CheckoutConfig;
use crate::http::{Unanswered, endpoint};

async fn outcome(reply: Reply) -> (Result<u16, Unanswered>, usize) {
    let server = Server::start([reply]).await;
    let http = client(&config_for(&server.url()));
    let deadline = Instant::now() + SOON_OVER;
    let outcome = http
        .send_once(&post(&server.url()), deadline)
        .await
        .map(|answer| answer.status);
    (outcome, server.seen().len())
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

#[tokio::test]
async fn a_refused_connection_means_that_nothing_was_sent() {
    let url = refusing_url();
    let http = client(&config_for(&url));
    for request in [get(&url), post(&url)] {
        let outcome = http.send_once(&request, http.deadline()).await;
        assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
    }
}

#[tokio::test]
async fn an_unknown_host_means_that_nothing_was_sent() {
    let url = "https://no-such-host.invalid";
    let http = client(&CheckoutConfig::default());
    let outcome = http.send_once(&post(url), Instant::now() + PATIENCE).await;
    assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
}

#[tokio::test]
async fn a_request_that_was_read_and_not_answered_may_have_been_carried_out() {
    for reply in [
        Reply::cut(),
        Reply::Silence,
        Reply::BytesThenClose(bytes("HTTP/1.1 200 OK\r\nContent-")),
        Reply::BytesThenClose(bytes("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"statusC")),
        Reply::BytesThenClose(bytes(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"s\r\n",
        )),
        Reply::BytesThenClose(bytes("SMTP ready\r\n\r\n")),
        Reply::Bytes(bytes("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"statusC")), // and then nothing more
    ] {
        assert_eq!(outcome(reply.clone()).await, (Err(Unanswered::Lost), 1), "{reply:?}");
    }
}

#[tokio::test]
async fn complete_answers_of_every_framing_are_read() {
    for reply in [
        Reply::json(200, "{}"),
        Reply::Bytes(bytes(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        )),
        Reply::BytesThenClose(bytes("HTTP/1.1 200 OK\r\n\r\n{}")),
        Reply::BytesThenClose(bytes("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n{}")),
    ] {
        assert_eq!(outcome(reply.clone()).await, (Ok(200), 1), "{reply:?}");
    }
}

#[tokio::test]
async fn the_deadline_holds_while_the_server_is_silent() {
    let started = Instant::now();
    assert_eq!(outcome(Reply::Silence).await, (Err(Unanswered::Lost), 1));
    let took = started.elapsed();
    assert!((SOON_OVER..PATIENCE).contains(&took), "{took:?}");
}

/// Without the seal on the body this could not be told from a payment that was sent and lost.
#[tokio::test]
async fn a_deadline_that_strikes_while_connecting_means_that_nothing_was_sent() {
    let (_listener, address) = mute_listener().await;
    let url = format!("https://{address}"); // the TLS handshake is never answered
    let http = client(&CheckoutConfig::default());
    let outcome = http
        .send_once(&post(&url), Instant::now() + Duration::from_millis(200))
        .await;
    assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
}

#[tokio::test]
async fn a_connection_that_takes_too_long_means_that_nothing_was_sent() {
    let (_listener, address) = mute_listener().await;
    let url = format!("https://{address}");
    let http = client(&CheckoutConfig {
        connect_timeout: Duration::from_millis(200),
        ..CheckoutConfig::default()
    });
    let started = Instant::now();
    for request in [get(&url), post(&url)] {
        let outcome = http.send_once(&request, started + 2 * PATIENCE).await;
        assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
    }
    assert!(started.elapsed() < PATIENCE);
}

#[tokio::test]
async fn requests_share_one_connection() {
    let replies: Vec<Reply> = (0..6).map(|n| Reply::json([200, 404, 503][n % 3], "{}")).collect();
    let server = Server::start(replies).await;
    let http = client(&config_for(&server.url()));
    for _ in 0..3 {
        http.send_once(&get(&server.url()), http.deadline()).await.unwrap();
        http.send_once(&post(&server.url()), http.deadline()).await.unwrap();
    }
    assert_eq!(
        server.seen().iter().map(|seen| seen.connection).collect::<Vec<_>>(),
        [0; 6]
    );
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_is_replaced() {
    let closing = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let server = Server::start([Reply::BytesThenClose(bytes(closing)), Reply::json(200, "{}")]).await;
    let http = client(&config_for(&server.url()));
    http.send_once(&get(&server.url()), http.deadline()).await.unwrap();
    what_has_come_is_noticed().await;
    assert_eq!(
        http.send_once(&post(&server.url()), http.deadline())
            .await
            .unwrap()
            .status,
        200
    );
    let connections: Vec<usize> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 1]);
}

#[tokio::test]
async fn redirects_are_answers_and_are_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let server = Server::start([Reply::with_headers(status, &[("Location", "/elsewhere")], "")]).await;
        let http = client(&config_for(&server.url()));
        let answer = http.send_once(&post(&server.url()), http.deadline()).await.unwrap();
        assert_eq!((answer.status, server.seen().len()), (status, 1));
    }
}

#[tokio::test]
async fn plain_http_is_refused_even_below_the_configuration() {
    let server = Server::start([Reply::json(200, "{}")]).await;
    let http = client(&CheckoutConfig::default());
    let outcome = http.send_once(&post(&server.url()), http.deadline()).await;
    assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn the_user_agent_names_the_sdk_and_the_app() {
    let ours = concat!("checkout-sdk-rust/", env!("CARGO_PKG_VERSION"));
    for (suffix, expected) in [
        (None, ours.to_owned()),
        (Some("my-shop/2.1"), format!("{ours} my-shop/2.1")),
    ] {
        let server = Server::start([Reply::json(200, "{}")]).await;
        let config = CheckoutConfig {
            user_agent_suffix: suffix.map(str::to_owned),
            ..config_for(&server.url())
        };
        let http = client(&config);
        http.send_once(&get(&server.url()), http.deadline()).await.unwrap();
        assert_eq!(server.seen()[0].header("User-Agent"), Some(&*expected));
    }
}

#[test]
fn endpoints_keep_the_prefix_and_encode_what_they_are_given() {
    let url = |base: &str, segments: &[&str]| endpoint(&Url::parse(base).unwrap(), segments).map(String::from);
    for base in ["https://api.example.test/v1", "https://api.example.test/v1/"] {
        assert_eq!(
            url(base, &["a", "b-_c="]).as_deref(),
            Some("https://api.example.test/v1/a/b-_c=")
        );
    }
    assert_eq!(
        url("https://api.example.test", &["a/b", "c?d#e", "f%2F", "g h", "\u{e9}"]).as_deref(),
        Some("https://api.example.test/a%2Fb/c%3Fd%23e/f%252F/g%20h/%C3%A9")
    );
    for odd in ["", ".", "..", "a\tb", "a\r\nb", "\0"] {
        assert_eq!(url("https://api.example.test", &["a", odd, "b"]), None, "{odd:?}");
    }
}
