//! How many connections there are, and how long they are kept.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep, timeout};

use super::server::{PATIENCE, Reply, SOON_OVER, Server, config_for};
use super::{client, get, post};
use crate::http::HttpClient;

/// A client that has sent that many requests at once.
async fn after(requests: usize) -> (Server, HttpClient) {
    let server = Server::start(vec![Reply::json(200, "{}"); requests + 1]).await;
    let http = client(&config_for(&server.url()));
    let (request, deadline) = (get(&server.url()), http.deadline());
    let sent = (0..requests).map(|_| {
        let (http, request) = (http.clone(), request.clone());
        tokio::spawn(async move { http.send_safe(&request, deadline).await.map(drop) })
    });
    for sent in sent.collect::<Vec<_>>() {
        sent.await.unwrap().unwrap();
    }
    (server, http)
}

#[tokio::test]
async fn what_lies_idle_is_bounded() {
    for (requests, kept) in [(1, 1), (3, 3), (64, 64), (100, 64)] {
        let (_server, http) = after(requests).await;
        assert_eq!(http.pool.len(), kept, "{requests} at once");
    }
}

#[tokio::test]
async fn a_connection_is_idle_for_a_minute_and_a_half_at_most() {
    let (server, http) = after(1).await;
    http.age_connections(Duration::from_secs(89));
    http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    assert_eq!(server.seen()[1].connection, 0);
    http.age_connections(Duration::from_secs(90));
    http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    assert_eq!(server.seen()[2].connection, 1);
}

/// Also when nobody sends anything any more.
#[tokio::test]
async fn an_idle_connection_is_closed_in_time() {
    let (server, http) = after(1).await;
    tokio::time::pause();
    sleep(Duration::from_secs(80)).await;
    assert_eq!(http.pool.len(), 1);
    sleep(Duration::from_secs(11)).await;
    assert_eq!(http.pool.len(), 0);
    tokio::time::resume();
    // The sweeper went with the last one; the next connection gets another.
    http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    tokio::time::pause();
    sleep(Duration::from_secs(91)).await;
    assert_eq!((http.pool.len(), server.seen().len()), (0, 2));
}

/// Nobody waits for it any more, and a descriptor that stays open for each of them would be missed one day.
#[tokio::test]
async fn a_request_that_was_given_up_leaves_no_connection_behind() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let http = client(&config_for(&url));
    let (request, deadline) = (post(&url), Instant::now() + SOON_OVER);
    let sent = tokio::spawn({
        let http = http.clone();
        async move { http.send_once(&request, deadline).await.map(drop) }
    });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut request))
        .await
        .expect("the connection is closed")
        .unwrap();
    assert!(request.ends_with(br#"{"k":"v"}"#), "it had been sent");
    sent.await.unwrap().unwrap_err();
    assert_eq!(http.pool.len(), 0);
}

/// The same for one whose answer had begun.
#[tokio::test]
async fn a_request_that_was_given_up_in_the_middle_of_its_answer_closes_the_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let http = client(&config_for(&url));
    let (request, deadline) = (get(&url), Instant::now() + SOON_OVER);
    let sent = tokio::spawn({
        let http = http.clone();
        async move { http.send_once(&request, deadline).await.map(drop) }
    });
    let (mut stream, _) = listener.accept().await.unwrap();
    let half = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"half\"";
    stream.write_all(half).await.unwrap();
    let mut request = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut request))
        .await
        .expect("the connection is closed")
        .unwrap();
    sent.await.unwrap().unwrap_err();
    assert_eq!(http.pool.len(), 0);
}

/// A request may come before the connection is back where the library keeps it. It waits for it, and opens no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_in_close_order_share_one_connection() {
    const REQUESTS: usize = 100;
    let server = Server::start(vec![Reply::json(200, "{}"); REQUESTS]).await;
    let http = client(&config_for(&server.url()));
    let request = post(&server.url());
    for _ in 0..REQUESTS {
        http.send_once(&request, http.deadline()).await.unwrap();
    }
    // One that is not back in a quarter of a second is given up, which a machine that stands still for so long can bring about.
    let connections = server.seen().iter().map(|seen| seen.connection).max();
    assert!(connections < Some(REQUESTS / 10), "{connections:?}");
}

#[tokio::test]
async fn a_connection_that_the_server_means_to_close_is_not_kept() {
    for value in ["close", "Close"] {
        let server = Server::start([Reply::with_headers(200, &[("Connection", value)], "{}")]).await;
        let http = client(&config_for(&server.url()));
        http.send_once(&get(&server.url()), http.deadline()).await.unwrap();
        assert_eq!(http.pool.len(), 0);
    }
}

/// It costs no try.
#[tokio::test]
async fn a_connection_that_closed_while_it_was_kept_is_left_at_once() {
    let closing = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let server = Server::start(vec![Reply::BytesThenClose(closing.to_vec()); 3]).await;
    let http = client(&config_for(&server.url()));
    for expected in 0..3 {
        let answer = http.send_read(&post(&server.url()), http.deadline()).await;
        assert!(!answer.unwrap().may_be_a_repetition);
        assert_eq!(server.seen().last().unwrap().connection, expected);
        what_has_come_is_noticed().await;
    }
}

/// What lies in the sockets by now is read, by tasks that have several turns for it.
pub(super) async fn what_has_come_is_noticed() {
    for _ in 0..10 {
        sleep(Duration::from_millis(10)).await;
    }
}
