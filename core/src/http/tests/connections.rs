//! How many connections there are, and how long they are kept.

use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::time::{Instant, timeout};

use super::server::{Reply, Server, config_for};
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
    tokio::time::sleep(Duration::from_secs(80)).await;
    assert_eq!(http.pool.len(), 1);
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert_eq!(http.pool.len(), 0);
    tokio::time::resume();
    // The sweeper went with the last one; the next connection gets another.
    http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    tokio::time::pause();
    tokio::time::sleep(Duration::from_secs(91)).await;
    assert_eq!((http.pool.len(), server.seen().len()), (0, 2));
}

/// Nobody waits for it any more, and a descriptor that stays open for each of them would be missed one day.
#[tokio::test]
async fn a_request_that_was_given_up_leaves_no_connection_behind() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let http = client(&config_for(&url));
    let (request, deadline) = (post(&url), Instant::now() + Duration::from_millis(200));
    let sent = tokio::spawn({
        let http = http.clone();
        async move { http.send_once(&request, deadline).await.map(drop) }
    });
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    timeout(Duration::from_secs(2), stream.read_to_end(&mut request))
        .await
        .expect("the connection is closed")
        .unwrap();
    assert!(request.ends_with(br#"{"k":"v"}"#), "it had been sent");
    sent.await.unwrap().unwrap_err();
    assert_eq!(http.pool.len(), 0);
}
