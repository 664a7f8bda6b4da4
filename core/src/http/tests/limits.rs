//! The cap on answers, the deadline and the server's clock.

use std::time::Duration;

use tokio::time::Instant;

use super::server::{PATIENCE, Reply, Server, config_for};
use super::{client, get, post};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::card::Today;
use crate::http::Unanswered;
use crate::http::answer::LARGEST_ANSWER;

async fn body_length(reply: Vec<u8>) -> Result<usize, Unanswered> {
    let server = Server::start([Reply::BytesThenClose(reply)]).await;
    let http = client(&config_for(&server.url()));
    http.send_once(&get(&server.url()), http.deadline())
        .await
        .map(|answer| answer.body.len())
}

fn with_length(length: usize) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    [head.into_bytes(), vec![b' '; length]].concat()
}

fn chunked(length: usize) -> Vec<u8> {
    let mut reply = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    for chunk in vec![b' '; length].chunks(5000) {
        reply.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        reply.extend_from_slice(chunk);
        reply.extend_from_slice(b"\r\n");
    }
    reply.extend_from_slice(b"0\r\n\r\n");
    reply
}

#[tokio::test]
async fn an_answer_of_one_mebibyte_is_read_and_a_larger_one_is_not() {
    assert_eq!(LARGEST_ANSWER, 1_048_576);
    assert_eq!(body_length(with_length(LARGEST_ANSWER)).await, Ok(LARGEST_ANSWER));
    assert_eq!(body_length(chunked(LARGEST_ANSWER)).await, Ok(LARGEST_ANSWER));
    // A length that is only announced is enough to stop; without one the bytes are counted.
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n".to_vec();
    assert_eq!(body_length(announced).await, Err(Unanswered::TooLarge));
    let announced = b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n".to_vec();
    assert_eq!(body_length(announced).await, Err(Unanswered::TooLarge));
    let head = format!("HTTP/1.1 200 OK\r\nX-Endless: {}", "x".repeat(LARGEST_ANSWER));
    assert_eq!(body_length(head.into_bytes()).await, Err(Unanswered::TooLarge));
    let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b' '; LARGEST_ANSWER + 1]].concat();
    assert_eq!(body_length(endless).await, Err(Unanswered::TooLarge));
}

/// It would be as large the next time.
#[tokio::test]
async fn an_answer_that_is_too_large_is_not_asked_for_again() {
    let too_large = || Reply::BytesThenClose(with_length(LARGEST_ANSWER + 1));
    for (in_turn, idle) in [(false, 0), (false, 30), (true, 0)] {
        let server = Server::start([Reply::json(200, ""), too_large(), Reply::json(200, "")]).await;
        let http = client(&config_for(&server.url()));
        let (request, deadline) = (post(&server.url()), http.deadline());
        http.send_safe(&request, deadline).await.unwrap();
        http.age_connections(Duration::from_secs(idle));
        let outcome = match in_turn {
            false => http.send_safe(&request, deadline).await,
            true => http.send_in_turn(&request, deadline).await,
        };
        assert_eq!((outcome.unwrap_err(), server.seen().len()), (Unanswered::TooLarge, 2));
    }
}

#[tokio::test]
async fn the_clock_is_the_api_hosts() {
    let dated = |date| Reply::with_headers(404, &[("Date", date)], "");
    let api = Server::start([dated("Wed, 31 Dec 2042 23:00:00 GMT")]).await;
    let gateway = Server::start([
        dated("Thu, 01 Jan 1970 00:00:00 GMT"),
        dated("Mon, 18 Jan 2038 00:00:00 GMT"),
    ])
    .await;
    let http = client(&config_for(&api.url()));
    let by_both = || Today::by(SystemTime::now()).and_by(UNIX_EPOCH + Duration::from_secs(2_303_679_600));
    let today = http.clock().today();
    assert_ne!(today, by_both());
    http.send_once(&get(&gateway.url()), http.deadline()).await.unwrap();
    assert_eq!(http.clock().today(), today, "nobody else is asked");
    http.send_once(&get(&api.url()), http.deadline()).await.unwrap();
    http.send_once(&get(&gateway.url()), http.deadline()).await.unwrap();
    assert_eq!(http.clone().clock().today(), by_both(), "clones share it");
}

#[tokio::test]
async fn the_deadline_is_the_configured_one() {
    let config = config_for("http://127.0.0.1:1");
    let left = client(&config).deadline().duration_since(Instant::now());
    assert!(
        left > config.request_timeout - PATIENCE && left <= config.request_timeout,
        "{left:?}"
    );
}
