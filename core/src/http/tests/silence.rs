//! Kept connections that fell silent: what was written to them is neither answered nor refused.

use std::io;
use std::time::Duration;

use tokio::time::Instant;

use super::server::{PATIENCE, Reply, SOON_OVER, Server, config_for};
use super::{client, get, post};
use crate::http::{Answer, Cause, HttpClient, Unanswered};

const OLD: Duration = Duration::from_secs(6);
const UNPROVEN: Duration = Duration::from_secs(11);

fn ok() -> Reply {
    Reply::json(200, "{}")
}

/// A server that has answered one request, on a connection that has been idle for that long since.
async fn warm(idle: Duration, replies: impl IntoIterator<Item = Reply>) -> (Server, HttpClient) {
    let server = Server::start([ok()].into_iter().chain(replies).collect::<Vec<_>>()).await;
    let http = client(&config_for(&server.url()));
    http.send_once(&get(&server.url()), http.deadline()).await.unwrap();
    http.age_connections(idle);
    (server, http)
}

fn connections(server: &Server) -> Vec<usize> {
    server.seen().iter().map(|seen| seen.connection).collect()
}

#[tokio::test]
async fn what_may_be_repeated_leaves_a_silent_connection_for_a_new_one() {
    let (server, http) = warm(OLD, [Reply::Silence, ok()]).await;
    let started = Instant::now();
    let answer = http.send_safe(&post(&server.url()), http.deadline()).await.unwrap();
    assert_eq!((answer.status, connections(&server)), (200, vec![0, 0, 1]));
    assert!(answer.may_be_a_repetition, "the silent one may have been carried out");
    let took = started.elapsed();
    assert!((Duration::from_millis(1500)..PATIENCE).contains(&took), "{took:?}");
}

#[tokio::test]
async fn leaving_a_silent_connection_is_not_a_try() {
    let failed = || Reply::json(503, "");
    let (server, http) = warm(OLD, [Reply::Silence, failed(), failed(), failed(), ok()]).await;
    let answer = http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    assert_eq!(
        (answer.status, server.seen().len()),
        (503, 5),
        "three tries and the silent one"
    );
}

#[tokio::test]
async fn an_old_connection_that_answers_is_used_and_a_cut_one_is_replaced_at_once() {
    let (server, http) = warm(OLD, [ok()]).await;
    http.send_safe(&get(&server.url()), http.deadline()).await.unwrap();
    assert_eq!(connections(&server), [0, 0]);

    let (server, http) = warm(OLD, [Reply::cut(), ok()]).await;
    let answer = http.send_read(&get(&server.url()), http.deadline()).await.unwrap();
    assert_eq!((answer.status, connections(&server)), (200, vec![0, 0, 1]));
}

#[tokio::test]
async fn a_connection_that_was_used_just_now_has_the_whole_time() {
    let (server, http) = warm(Duration::from_secs(4), [Reply::Silence, ok()]).await;
    let deadline = Instant::now() + SOON_OVER;
    let outcome = http.send_safe(&get(&server.url()), deadline).await;
    assert_eq!(
        (outcome.unwrap_err(), connections(&server)),
        (Unanswered::Lost, vec![0, 0])
    );
}

/// D1-03: what moves money has one try, so it does not go where nobody may be listening.
#[tokio::test]
async fn what_moves_money_goes_out_on_a_proven_connection_or_a_new_one() {
    for (idle, expected) in [(Duration::from_secs(9), 0), (UNPROVEN, 1)] {
        let (server, http) = warm(idle, [ok()]).await;
        http.send_once(&post(&server.url()), http.deadline()).await.unwrap();
        assert_eq!(connections(&server), [0, expected], "{idle:?}");
    }
    // The older connection is kept for what may be repeated; the newer one goes first.
    let (server, http) = warm(UNPROVEN, [ok(), ok(), ok()]).await;
    for _ in 0..3 {
        http.send_once(&post(&server.url()), http.deadline()).await.unwrap();
    }
    assert_eq!(connections(&server), [0, 1, 1, 1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parallel_payments_never_meet_on_a_connection_nor_take_an_old_one() {
    const CHECKOUTS: usize = 8;
    let server = Server::start(vec![ok(); 5 * CHECKOUTS]).await;
    let http = client(&config_for(&server.url()));
    let (request, deadline) = (post(&server.url()), http.deadline());
    let all_at_once = async || {
        let checkouts = (0..CHECKOUTS).map(|_| {
            let (http, request) = (http.clone(), request.clone());
            tokio::spawn(async move { http.send_once(&request, deadline).await.map(|answer| answer.status) })
        });
        for checkout in checkouts.collect::<Vec<_>>() {
            assert_eq!(checkout.await.unwrap(), Ok(200));
        }
    };
    all_at_once().await;
    let old = connections(&server);
    http.age_connections(UNPROVEN);
    for _ in 0..3 {
        all_at_once().await;
    }
    let later = connections(&server).split_off(CHECKOUTS);
    assert!(
        later.iter().all(|connection| !old.contains(connection)),
        "{old:?} {later:?}"
    );
}

async fn refresh(http: &HttpClient, server: &Server, time: Duration) -> Result<Answer, Unanswered> {
    http.send_in_turn(&post(&server.url()), Instant::now() + time).await
}

#[tokio::test]
async fn tries_in_turn_go_out_like_a_payment_and_never_overlap() {
    // On an old connection nothing is even tried.
    let (server, http) = warm(UNPROVEN, [ok()]).await;
    refresh(&http, &server, PATIENCE).await.unwrap();
    assert_eq!(connections(&server), [0, 1]);
    // Silence is no end: the first may be carried out any time. It has all the time, and nothing follows it.
    for idle in [Duration::from_secs(6), UNPROVEN] {
        let (server, http) = warm(idle, [Reply::Silence, ok()]).await;
        let started = Instant::now();
        assert_eq!(refresh(&http, &server, SOON_OVER).await.unwrap_err(), Unanswered::Lost);
        assert_eq!(server.seen().len(), 2, "{idle:?}");
        assert!(started.elapsed() >= SOON_OVER);
    }
    // These are ends.
    for failed in [
        Reply::cut(),
        Reply::json(408, ""),
        Reply::json(429, ""),
        Reply::json(503, ""),
    ] {
        let (server, http) = warm(Duration::ZERO, [failed.clone(), failed.clone(), ok()]).await;
        assert_eq!(
            refresh(&http, &server, PATIENCE).await.unwrap().status,
            200,
            "{failed:?}"
        );
        assert_eq!(server.seen().len(), 4);
    }
}

#[tokio::test]
async fn one_read_is_answered_in_time_although_its_connection_fell_silent() {
    // Where little is left, half of it is for the new connection.
    for time in [2 * PATIENCE, SOON_OVER] {
        let (server, http) = warm(OLD, [Reply::Silence, ok(), ok()]).await;
        let started = Instant::now();
        let answer = http.send_read(&get(&server.url()), started + time).await;
        assert_eq!((answer.unwrap().status, connections(&server)), (200, vec![0, 0, 1]));
        let took = started.elapsed();
        assert!(took < time.min(PATIENCE), "{took:?} of {time:?}");
    }
    let (server, http) = warm(Duration::ZERO, [Reply::json(503, ""), ok()]).await;
    let answer = http.send_read(&get(&server.url()), http.deadline()).await;
    assert_eq!((answer.unwrap().status, server.seen().len()), (503, 2), "once is once");
}

#[tokio::test]
async fn silence_takes_the_other_connections_with_it() {
    let (silent, http) = warm(Duration::ZERO, [Reply::Silence, ok()]).await;
    let other = Server::start(vec![ok(); 3]).await;
    http.send_once(&get(&other.url()), http.deadline()).await.unwrap();
    http.age_connections(OLD);
    http.send_safe(&get(&silent.url()), http.deadline()).await.unwrap();
    // It was answered within ten seconds, and the network has changed since.
    http.send_once(&post(&other.url()), http.deadline()).await.unwrap();
    assert_eq!(connections(&other), [0, 1]);

    // A deadline that has passed is not the network's fault.
    http.send_once(&post(&silent.url()), Instant::now()).await.unwrap_err();
    http.send_once(&post(&other.url()), http.deadline()).await.unwrap();
    assert_eq!(connections(&other), [0, 1, 1]);
}

/// As the HTTP library wraps what the system says.
#[derive(Debug, thiserror::Error)]
#[error("connection error")]
struct Wrapped(#[source] io::Error);

/// A connection that the system took for dead was silent, not cut: the other side may be at work.
#[test]
fn the_systems_time_out_is_a_time_out() {
    let cut = |kind: io::ErrorKind| Cause::cut(&Wrapped(io::Error::from(kind)));
    assert!(matches!(cut(io::ErrorKind::TimedOut), Cause::OutOfTime));
    assert!(matches!(cut(io::ErrorKind::ConnectionReset), Cause::Cut(_)));
}
