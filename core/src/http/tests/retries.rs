//! What is repeated, how often, and when no more.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::server::{PATIENCE, Reply, SOON_OVER, Server, config_for, refusing_url};
use super::{client, get, post};
use crate::http::{Answer, Unanswered};

async fn send_safe(replies: Vec<Reply>) -> (Result<Answer, Unanswered>, usize) {
    let server = Server::start(replies).await;
    let http = client(&config_for(&server.url()));
    let outcome = http.send_safe(&post(&server.url()), http.deadline()).await;
    (outcome, server.seen().len())
}

fn status(outcome: &Result<Answer, Unanswered>) -> Option<u16> {
    outcome.as_ref().ok().map(|answer| answer.status)
}

/// D2-05.
#[tokio::test]
async fn what_time_may_heal_is_tried_three_times() {
    for temporary in [408, 429, 500, 503] {
        let failed = || Reply::json(temporary, "{}");
        let (outcome, requests) = send_safe(vec![failed(), failed(), Reply::json(200, "{}")]).await;
        assert_eq!((status(&outcome), requests), (Some(200), 3), "{temporary}");
        let (outcome, requests) = send_safe(vec![failed(), failed(), failed(), Reply::json(200, "{}")]).await;
        assert_eq!((status(&outcome), requests), (Some(temporary), 3), "{temporary}");
    }
}

#[tokio::test]
async fn lost_answers_are_tried_again() {
    let half = Reply::BytesThenClose(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".to_vec());
    let (outcome, requests) = send_safe(vec![Reply::cut(), half, Reply::json(200, "{}")]).await;
    assert_eq!((status(&outcome), requests), (Some(200), 3));
    let (outcome, requests) = send_safe(vec![Reply::cut(), Reply::cut(), Reply::cut(), Reply::json(200, "{}")]).await;
    assert_eq!((outcome.unwrap_err(), requests), (Unanswered::Lost, 3));
}

#[tokio::test]
async fn what_time_does_not_heal_is_not_tried_again() {
    for permanent in [200, 204, 301, 400, 401, 403, 404, 409, 422] {
        let (outcome, requests) = send_safe(vec![Reply::json(permanent, "")]).await;
        assert_eq!((status(&outcome), requests), (Some(permanent), 1));
    }
}

#[tokio::test]
async fn each_try_sends_the_whole_body() {
    let server = Server::start([Reply::json(500, ""), Reply::cut(), Reply::json(200, "{}")]).await;
    let http = client(&config_for(&server.url()));
    http.send_safe(&post(&server.url()), http.deadline()).await.unwrap();
    let bodies: Vec<String> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [r#"{"k":"v"}"#; 3]);
}

#[tokio::test]
async fn an_answer_tells_whether_an_earlier_try_may_have_been_carried_out() {
    for (first, repetition) in [
        (Reply::cut(), true),
        (Reply::json(500, ""), true),
        (Reply::json(408, ""), true),
        (Reply::json(429, ""), false),
    ] {
        let (outcome, _) = send_safe(vec![first.clone(), Reply::json(404, "")]).await;
        assert_eq!(outcome.unwrap().may_be_a_repetition, repetition, "{first:?}");
    }
    let (outcome, _) = send_safe(vec![Reply::json(404, "")]).await;
    assert!(!outcome.unwrap().may_be_a_repetition);
}

#[tokio::test]
async fn retry_after_is_waited_for() {
    let in_two_seconds = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(2));
    let now = httpdate::fmt_http_date(SystemTime::now());
    for headers in [
        vec![("Retry-After", "1")],
        vec![("Retry-After", &*in_two_seconds), ("Date", &now)],
    ] {
        let started = Instant::now();
        let (outcome, requests) = send_safe(vec![Reply::with_headers(503, &headers, ""), Reply::json(200, "{}")]).await;
        assert_eq!((status(&outcome), requests), (Some(200), 2));
        let waited = started.elapsed();
        assert!(
            (Duration::from_millis(990)..PATIENCE).contains(&waited),
            "{headers:?}: {waited:?}"
        );
    }
}

/// What it asks for counts by its own clock, however wrong that is, and whatever the API host's says.
#[tokio::test]
async fn retry_after_goes_by_the_clock_of_the_server_that_asks() {
    for (now, then) in [
        ("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:01 GMT"),
        ("Mon, 18 Jan 2038 00:00:00 GMT", "Mon, 18 Jan 2038 00:00:01 GMT"),
    ] {
        let asks = Reply::with_headers(503, &[("Retry-After", then), ("Date", now)], "");
        let server = Server::start([asks, Reply::json(200, "{}")]).await;
        let http = client(&config_for(&refusing_url()));
        let started = Instant::now();
        let outcome = http.send_safe(&post(&server.url()), http.deadline()).await;
        assert_eq!((status(&outcome), server.seen().len()), (Some(200), 2), "{now}");
        let waited = started.elapsed();
        assert!((Duration::from_millis(990)..PATIENCE).contains(&waited), "{waited:?}");
    }
}

#[tokio::test]
async fn a_server_that_wants_more_time_than_is_left_ends_the_tries() {
    for later in ["60", "3600", "99999999999999999999999", "Fri, 31 Dec 2100 23:59:59 GMT"] {
        let started = Instant::now();
        let (outcome, requests) = send_safe(vec![Reply::with_headers(429, &[("Retry-After", later)], "")]).await;
        assert_eq!((status(&outcome), requests), (Some(429), 1), "{later}");
        assert!(started.elapsed() < PATIENCE);
    }
}

#[tokio::test]
async fn the_deadline_covers_all_tries() {
    let server = Server::start([Reply::json(500, ""), Reply::Silence, Reply::json(200, "{}")]).await;
    let http = client(&config_for(&server.url()));
    let started = Instant::now();
    let outcome = http.send_safe(&get(&server.url()), started + SOON_OVER).await;
    assert_eq!(outcome.unwrap_err(), Unanswered::Lost);
    assert_eq!(server.seen().len(), 2);
    assert!((SOON_OVER..PATIENCE).contains(&started.elapsed()));
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_too() {
    let url = refusing_url();
    let http = client(&config_for(&url));
    let outcome = http.send_safe(&get(&url), http.deadline()).await;
    assert_eq!(outcome.unwrap_err(), Unanswered::NotConnected);
}
