//! Answers that no server should give, on every route, with the work done and not done.
//!
//! They lie in their form and never in a verdict: what says plainly that a payment was declined, or made, is true. Of
//! one who lies so there is no defence.

use std::time::Duration;

use anyhow::Result;
use checkout_core::{Checkout, CheckoutConfig};

use super::{Booth, Market};
use crate::campaign::{Case, Settings};
use crate::customer::{Pace, visit};
use crate::flow::Flow;
use crate::judge::{Evidence, Expected, Verdict};
use crate::proxy::{Behaviour, Deed, Fault, Piece};
use crate::wire::Route;

pub(crate) const NAME: &str = "hostile";

/// A route, and the flow on which it is met.
const ROUTES: [(Route, Flow); 11] = [
    (Route::Intent, Flow::NewCard),
    (Route::SavedCards, Flow::SavedCard),
    (Route::Delete, Flow::Deletion),
    (Route::Refresh, Flow::Refreshed),
    (Route::Knock, Flow::NewCard),
    (Route::DeviceData, Flow::NewCard),
    (Route::Decrypt, Flow::GooglePayCryptogram),
    (Route::Pay, Flow::NewCard),
    (Route::Pay, Flow::ApplePay),
    (Route::Pay, Flow::Setup),
    (Route::Complete, Flow::ThreeDs),
];
/// The short form takes one in so many, and fewer of those that cannot hide a charge.
const SAMPLE: usize = 3;
const SAMPLE_OF_THE_REST: usize = 21;

/// Something a server says.
struct Answer {
    name: String,
    pieces: Vec<Piece>,
}

/// All cases. `stray` is where a redirect leads.
pub(crate) fn cases(settings: &Settings, stray: &str) -> Vec<Case> {
    let mut market = Market::default();
    let mut cases = Vec::new();
    let mut place = 0;
    for (route, flow) in ROUTES {
        for Answer { name, pieces } in answers(stray) {
            for executed in [true, false] {
                for always in [false, true] {
                    let done = if executed { "done" } else { "not done" };
                    let how_often = if always { "every time" } else { "once" };
                    let name = format!("{} {} {done}, {how_often}: {name}", flow.name(), route.name());
                    place += 1;
                    let can_hide = route.moves_money() && executed && !always;
                    let sample = if can_hide { SAMPLE } else { SAMPLE_OF_THE_REST };
                    if settings.wants(&name) && settings.takes(place / 4, sample) {
                        let deed = Deed::Replace {
                            executed,
                            with: pieces.clone(),
                        };
                        let fault = if always {
                            Fault::always(route, deed)
                        } else {
                            Fault::once(route, 0, deed)
                        };
                        let booth = market.booth();
                        cases.push(Case::new(name, move || answered(booth.clone(), flow, fault.clone())));
                    }
                }
            }
        }
    }
    cases
}

async fn answered(booth: Booth, flow: Flow, fault: Fault) -> Result<Verdict> {
    let shop = booth.shop().await?;
    let order = shop.order(flow)?;
    let route = fault.target.route;
    let behaviour = Behaviour {
        faults: vec![fault],
        ..Behaviour::default()
    };
    let road = match route.is_at_gateway() {
        false => shop.road(behaviour, Behaviour::default())?,
        true => shop.road(Behaviour::default(), behaviour)?,
    };
    // Shorter than the longest drip, so that one is in time and another is not.
    let config = CheckoutConfig {
        request_timeout: Duration::from_millis(2500),
        ..road.config()
    };
    let visit = visit(&Checkout::new(config)?, &order, &Pace::default()).await;
    let ledger = shop.ledger(&order.intent)?;
    let sent = road.gateway.exchanges();
    let evidence = Evidence {
        flow,
        intent: &order.intent,
        ledger: &ledger,
        sent: &sent,
        others: false,
    };
    let expected = match route.moves_money() {
        // The intent can be read, and it knows.
        true => Expected::ChargeIsFound,
        false => Expected::Truth,
    };
    Ok(Verdict::of(&visit, &evidence, &expected))
}

/// All that is said.
fn answers(stray: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (name, body) in bodies() {
        for status in [200, 400, 404, 500] {
            answers.push(whole(format!("{status} {name}"), status, "", body.as_bytes()));
        }
    }
    // What became of a request is no evidence of what became of the money.
    for code in [20, 99, 400, 401, 404, 500, 40, 7770, -1] {
        let body = format!("{{\"statusCode\":{code}}}");
        answers.push(whole(format!("200 statusCode {code}"), 200, "", body.as_bytes()));
    }
    for status in [
        201, 204, 304, 400, 401, 402, 403, 404, 405, 408, 409, 413, 415, 418, 422, 429, 451, 500, 502, 503, 504, 599,
    ] {
        answers.push(whole(format!("{status} empty"), status, "", b""));
    }
    answers.push(whole(
        "429 with its own number".into(),
        429,
        "",
        b"{\"statusCode\":429,\"message\":\"slow down\"}",
    ));
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = format!("location: {stray}/stolen\r\n");
        answers.push(whole(format!("{status} to somebody else"), status, &elsewhere, b"{}"));
    }
    answers.extend(broken_messages());
    answers
}

/// Bodies that are not what they should be. Each could be taken for a verdict by one who reads carelessly.
fn bodies() -> Vec<(&'static str, String)> {
    let nested = |depth: usize| format!("{{\"statusCode\":{}0{}}}", "[".repeat(depth), "]".repeat(depth));
    vec![
        ("nothing", String::new()),
        ("no JSON", "<html>Bad gateway</html>".into()),
        ("null", "null".into()),
        ("a number", "0".into()),
        ("an array", "[{\"statusCode\":0}]".into()),
        ("an empty object", "{}".into()),
        ("code null", "{\"statusCode\":null}".into()),
        ("code as text 0", "{\"statusCode\":\"0\"}".into()),
        ("code as text 5", "{\"statusCode\":\"5\"}".into()),
        ("code as float 0.0", "{\"statusCode\":0.0}".into()),
        ("code as float 5.0", "{\"statusCode\":5.0}".into()),
        ("code as exponent 5e0", "{\"statusCode\":5e0}".into()),
        ("code minus zero", "{\"statusCode\":-0}".into()),
        ("code false", "{\"statusCode\":false}".into()),
        ("code true", "{\"statusCode\":true}".into()),
        ("code array", "{\"statusCode\":[0]}".into()),
        ("code object", "{\"statusCode\":{\"value\":0}}".into()),
        ("code huge", "{\"statusCode\":18446744073709551616}".into()),
        ("code 2^64+5", "{\"statusCode\":18446744073709551621}".into()),
        ("code of 400 digits", format!("{{\"statusCode\":{}}}", "9".repeat(400))),
        ("code twice, 5 and 0", "{\"statusCode\":5,\"statusCode\":0}".into()),
        ("code twice, 0 and 5", "{\"statusCode\":0,\"statusCode\":5}".into()),
        ("code in other letters", "{\"StatusCode\":0,\"statuscode\":5}".into()),
        (
            "code escaped and plain",
            "{\"status\\u0043ode\":0,\"statusCode\":5}".into(),
        ),
        (
            "status twice",
            "{\"id\":\"x\",\"status\":\"Captured\",\"status\":\"Created\"}".into(),
        ),
        ("a BOM before 0", "\u{feff}{\"statusCode\":0}".into()),
        ("a BOM before 5", "\u{feff}{\"statusCode\":5}".into()),
        ("rubbish after 0", "{\"statusCode\":0}}".into()),
        ("rubbish after 5", "{\"statusCode\":5}{\"statusCode\":0}".into()),
        ("cut in the key", "{\"statusCo".into()),
        ("cut after 5", "{\"statusCode\":5".into()),
        ("cut after 0,", "{\"statusCode\":0,".into()),
        ("single quotes", "{'statusCode':0}".into()),
        ("a comment", "{/* fine */\"statusCode\":0}".into()),
        ("NaN", "{\"statusCode\":NaN}".into()),
        ("a lone surrogate", "{\"message\":\"\\ud800\",\"statusCode\":5}".into()),
        ("a lone surrogate as key", "{\"\\udc00\":1,\"statusCode\":0}".into()),
        ("nested 100 deep", nested(100)),
        ("nested 100,000 deep", nested(100_000)),
        ("3 and nothing else", "{\"statusCode\":3}".into()),
        (
            "3 with numbers for texts",
            "{\"statusCode\":3,\"md\":1,\"paReq\":2,\"stepUpUrl\":3}".into(),
        ),
        ("a token that is no text", "{\"token\":{\"a\":1}}".into()),
        (
            "saved cards that are none",
            "{\"savedPaymentMethods\":{\"a\":null}}".into(),
        ),
        ("nothing but zeros", "\0".repeat(64)),
    ]
}

/// Messages that are broken as HTTP.
fn broken_messages() -> Vec<Answer> {
    let zero = "{\"statusCode\":0}";
    // Where a lenient reader may read on, there is no verdict to be read.
    let twenty = "{\"statusCode\":20}";
    let text = |name: &str, text: String| Answer {
        name: name.to_owned(),
        pieces: vec![piece(text.into_bytes(), 0)],
    };
    let head = |rest: &str| format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{rest}\r\n");
    let large = vec![b' '; 2 * 1024 * 1024];
    vec![
        text("no HTTP at all", "SSH-2.0-OpenSSH_9.2\r\n".into()),
        text("HTTP/0.9", zero.into()),
        text(
            "HTTP/2.0 by name",
            format!("HTTP/2.0 200 OK\r\ncontent-length: 16\r\n\r\n{zero}"),
        ),
        text(
            "a status of four digits",
            format!("HTTP/1.1 2000 OK\r\ncontent-length: 16\r\n\r\n{zero}"),
        ),
        text("a head without end", "HTTP/1.1 200 OK\r\nx: y\r\n".into()),
        text(
            "a header of a megabyte",
            head(&format!("x: {}\r\ncontent-length: 16\r\n", "y".repeat(1 << 20))),
        ),
        text("a length too long", format!("{}{zero}", head("content-length: 99\r\n"))),
        text("a length too short", format!("{}{zero}", head("content-length: 7\r\n"))),
        text(
            "a length of nothing",
            format!("{}{zero}", head("content-length: 0\r\n")),
        ),
        text(
            "a length below zero",
            format!("{}{zero}", head("content-length: -1\r\n")),
        ),
        text(
            "a length beyond numbers",
            format!("{}{zero}", head("content-length: 99999999999999999999\r\n")),
        ),
        text(
            "two lengths",
            format!("{}{zero}", head("content-length: 16\r\ncontent-length: 5\r\n")),
        ),
        text("no length", format!("{}{}", head(""), "{\"statusCode\":0")),
        text(
            "length and chunks",
            format!(
                "{}11\r\n{twenty}\r\n0\r\n\r\n",
                head("content-length: 5\r\ntransfer-encoding: chunked\r\n")
            ),
        ),
        text(
            "chunks of garbage",
            format!("{}zz\r\n{zero}\r\n0\r\n\r\n", head("transfer-encoding: chunked\r\n")),
        ),
        text(
            "a chunk without end",
            format!("{}10\r\n{zero}\r\n", head("transfer-encoding: chunked\r\n")),
        ),
        text(
            "a chunk of 2^64",
            format!("{}ffffffffffffffffff\r\n{zero}", head("transfer-encoding: chunked\r\n")),
        ),
        text(
            "gzip that is none",
            format!("{}{twenty}", head("content-encoding: gzip\r\ncontent-length: 17\r\n")),
        ),
        text("100 and nothing", "HTTP/1.1 100 Continue\r\n\r\n".into()),
        text(
            "101 to something else",
            "HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n".into(),
        ),
        text(
            "103 a hundred times",
            "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".repeat(100),
        ),
        text(
            "a 100 before nothing of a 200",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"st".into(),
        ),
        whole("two megabytes".into(), 200, "", &large),
        dripping("dripping, cut short", "{\"statusCode\":5", 16, 40),
        dripping("dripping for ever", "{\"statusCode\":5}", 99, 400),
        Answer {
            name: "no UTF-8".into(),
            pieces: vec![piece(
                [
                    b"HTTP/1.1 200 OK\r\ncontent-length: 19\r\n\r\n{\"\xff\xfe\":1,\"x\":\"\xc3\x28\"}".as_slice(),
                    b"   ",
                ]
                .concat(),
                0,
            )],
        },
    ]
}

fn piece(bytes: Vec<u8>, pause_ms: u64) -> Piece {
    Piece {
        bytes,
        pause: Duration::from_millis(pause_ms),
    }
}

fn whole(name: String, status: u16, more: &str, body: &[u8]) -> Answer {
    let head = format!(
        "HTTP/1.1 {status} Whatever\r\ncontent-type: application/json\r\n{more}content-length: {}\r\n\r\n",
        body.len()
    );
    Answer {
        name,
        pieces: vec![piece([head.as_bytes(), body].concat(), 0)],
    }
}

/// A byte at a time.
fn dripping(name: &str, body: &str, length: usize, pause_ms: u64) -> Answer {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
    let bytes = body.bytes().map(|byte| piece(vec![byte], pause_ms));
    Answer {
        name: name.to_owned(),
        pieces: std::iter::once(piece(head.into_bytes(), 0)).chain(bytes).collect(),
    }
}
