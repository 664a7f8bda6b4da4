//! One connection through a proxy that understands its requests.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;

use super::fault::{Deed, End, Piece};
use super::{Moment, Shared, Stopped};
use crate::wire::{RequestHead, Route, read_answer};

/// Whether the connection can carry another request.
enum After {
    GoOn,
    Over(End),
}

/// Passes request after request on, until the client leaves or a fault ends it.
pub(super) async fn serve(mut client: TcpStream, shared: &Arc<Shared>) {
    let _ = client.set_nodelay(true);
    loop {
        let head = match RequestHead::peek(&client).await {
            Ok(Some(head)) => head,
            Ok(None) | Err(_) => return,
        };
        match one(&mut client, shared, head).await {
            Ok(After::GoOn) => {}
            Ok(After::Over(end)) => return part(client, end).await,
            Err(_) => return,
        }
    }
}

/// Ends a connection as a fault says.
pub(super) async fn part(mut client: TcpStream, end: End) {
    match end {
        End::Fin => {
            let _ = client.shutdown().await;
        }
        End::Rst => {
            let _ = client.set_zero_linger();
        }
        End::Silent | End::Stall | End::Late => pending().await,
    }
}

async fn one(client: &mut TcpStream, shared: &Arc<Shared>, head: RequestHead) -> io::Result<After> {
    let (place, nth) = shared.books.arrived(head.route, head.length);
    let faults = &shared.behaviour.faults;
    let deed = faults.iter().find(|fault| fault.is_for(head.route, nth));
    let Some(deed) = deed.map(|fault| &fault.deed) else {
        return pass(client, shared, place, &head).await;
    };
    match deed {
        Deed::Request { bytes, end } => broken_request(client, shared, place, &head, *bytes, *end).await,
        Deed::Swallow { end } => {
            let request = take(client, head.length).await?;
            if *end == End::Late {
                tokio::time::sleep(End::LATE).await;
                deliver(shared, place, &head, &request).await?;
            }
            Ok(After::Over(*end))
        }
        Deed::Answer { bytes, end } => {
            let request = take(client, head.length).await?;
            let answer = deliver(shared, place, &head, &request).await?;
            let (shown, rest) = answer.split_at((*bytes).min(answer.len()));
            client.write_all(shown).await?;
            stall_or_end(client, rest, *end).await
        }
        Deed::Twice { at_once, show_second } => {
            let request = take(client, head.length).await?;
            let (first, second) = twice(shared, place, &head, &request, *at_once).await?;
            client.write_all(if *show_second { &second } else { &first }).await?;
            Ok(After::GoOn)
        }
        Deed::Replace { executed, with } => {
            let request = take(client, head.length).await?;
            if *executed {
                deliver(shared, place, &head, &request).await?;
            }
            replace(client, with).await
        }
        Deed::Date(date) => {
            let request = take(client, head.length).await?;
            let answer = deliver(shared, place, &head, &request).await?;
            client.write_all(&dated(&answer, date.as_deref())).await?;
            Ok(After::GoOn)
        }
        Deed::Lag { by, paid } => {
            // A read that begins when the lag is over shows the truth.
            let lags = paid.get().is_some_and(|paid| paid.elapsed() < *by);
            let request = take(client, head.length).await?;
            let answer = deliver(shared, place, &head, &request).await?;
            client.write_all(&if lags { unpaid(&answer) } else { answer }).await?;
            Ok(After::GoOn)
        }
    }
}

/// As if there were no proxy, but for the gate.
async fn pass(client: &mut TcpStream, shared: &Arc<Shared>, place: usize, head: &RequestHead) -> io::Result<After> {
    let request = take(client, head.length).await?;
    if !may_go_on(shared, head.route, Moment::Arrived).await {
        return Ok(After::Over(End::Fin));
    }
    let answer = deliver(shared, place, head, &request).await?;
    if !may_go_on(shared, head.route, Moment::Answered).await {
        return Ok(After::Over(End::Fin));
    }
    client.write_all(&answer).await?;
    match may_go_on(shared, head.route, Moment::Delivered).await {
        true => Ok(After::GoOn),
        false => Ok(After::Over(End::Fin)),
    }
}

async fn broken_request(
    client: &mut TcpStream,
    shared: &Arc<Shared>,
    place: usize,
    head: &RequestHead,
    bytes: usize,
    end: End,
) -> io::Result<After> {
    // What is not taken lies in the kernel: a reset then comes as it does from a machine that fell over.
    let taken = take(client, bytes.min(head.length)).await?;
    if end == End::Stall {
        tokio::time::sleep(End::STALL).await;
        let rest = take(client, head.length - taken.len()).await?;
        let answer = deliver(shared, place, head, &[taken, rest].concat()).await?;
        client.write_all(&answer).await?;
        return Ok(After::GoOn);
    }
    let mut upstream = TcpStream::connect(shared.upstream).await?;
    upstream.write_all(&taken).await?;
    Ok(After::Over(end))
}

async fn stall_or_end(client: &mut TcpStream, rest: &[u8], end: End) -> io::Result<After> {
    if end != End::Stall {
        return Ok(After::Over(end));
    }
    tokio::time::sleep(End::STALL).await;
    client.write_all(rest).await?;
    Ok(After::GoOn)
}

async fn twice(
    shared: &Arc<Shared>,
    place: usize,
    head: &RequestHead,
    request: &[u8],
    at_once: bool,
) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let copy = || deliver(shared, place, head, request);
    if at_once {
        return tokio::try_join!(copy(), copy());
    }
    Ok((copy().await?, copy().await?))
}

async fn replace(client: &mut TcpStream, with: &[Piece]) -> io::Result<After> {
    for Piece { bytes, pause } in with {
        client.write_all(bytes).await?;
        if !pause.is_zero() {
            tokio::time::sleep(*pause).await;
        }
    }
    Ok(After::Over(End::Fin))
}

async fn take(client: &mut TcpStream, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    client.read_exact(&mut bytes).await?;
    Ok(bytes)
}

/// Gives the server a whole request on a connection of its own, and reads its answer.
///
/// In a task of its own: a connection that falls silent does not take back what the server has got.
async fn deliver(shared: &Arc<Shared>, place: usize, head: &RequestHead, request: &[u8]) -> io::Result<Vec<u8>> {
    let (shared, to_head, request) = (Arc::clone(shared), head.is_head, request.to_vec());
    let delivery = tokio::spawn(async move {
        let mut upstream = TcpStream::connect(shared.upstream).await?;
        upstream.set_nodelay(true)?;
        upstream.write_all(&request).await?;
        let answer = read_answer(&mut upstream, to_head).await?;
        if shared.books.answered(place, &answer) {
            let _ = shared.behaviour.paid.set(Instant::now());
        }
        Ok(answer)
    });
    delivery.await.map_err(io::Error::other)?
}

async fn may_go_on(shared: &Shared, route: Route, moment: Moment) -> bool {
    let Some(gate) = &shared.behaviour.gate else {
        return true;
    };
    let (go, word) = oneshot::channel();
    match gate.send(Stopped { route, moment, go }) {
        Ok(()) => word.await.unwrap_or(true),
        Err(_) => true,
    }
}

/// The answer with another `Date`, or none.
fn dated(answer: &[u8], date: Option<&str>) -> Vec<u8> {
    let text = String::from_utf8_lossy(answer);
    let lines = text.split_inclusive("\r\n");
    let mut body = false;
    lines
        .filter_map(|line| {
            body |= line == "\r\n";
            let is_date = !body && line.to_ascii_lowercase().starts_with("date:");
            match (is_date, date) {
                (false, _) => Some(line.to_owned()),
                (true, Some(date)) => Some(format!("date: {date}\r\n")),
                (true, None) => None,
            }
        })
        .collect::<String>()
        .into_bytes()
}

/// The answer as it was before the payment, and as long: spaces between JSON's words mean nothing.
fn unpaid(answer: &[u8]) -> Vec<u8> {
    let mut text = String::from_utf8_lossy(answer).into_owned();
    for paid in ["Captured", "Authorized", "Completed"] {
        let paid = format!("\"status\":\"{paid}\"");
        let created = format!("{:<width$}", "\"status\":\"Created\"", width = paid.len());
        text = text.replace(&paid, &created);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_changed_where_they_should_be() {
        let answer = b"HTTP/1.1 200 OK\r\nDate: now\r\nX: y\r\n\r\ndate: stays\r\n";
        let text = |date| String::from_utf8(dated(answer, date)).unwrap();
        assert_eq!(
            text(Some("then")),
            "HTTP/1.1 200 OK\r\ndate: then\r\nX: y\r\n\r\ndate: stays\r\n"
        );
        assert_eq!(
            unpaid(b"{\"status\":\"Captured\",\"a\":1}"),
            b"{\"status\":\"Created\" ,\"a\":1}"
        );
        assert_eq!(text(None), "HTTP/1.1 200 OK\r\nX: y\r\n\r\ndate: stays\r\n");
    }
}
