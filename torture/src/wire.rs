//! As much of HTTP/1.1 as a proxy must know to fail at a chosen byte: where a message ends, and which route it is on.

use std::io;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::net::TcpStream;

/// No head and no answer of the protocol comes near it.
const LARGEST: usize = 4 * 1024 * 1024;
const MOST_HEADERS: usize = 64;

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Route {
    Intent,
    Refresh,
    SavedCards,
    Delete,
    Knock,
    DeviceData,
    Decrypt,
    Pay,
    Complete,
    Other,
}

impl Route {
    /// The name as it stands in the name of a case.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Route::Intent => "intent",
            Route::Refresh => "refresh",
            Route::SavedCards => "saved-cards",
            Route::Delete => "delete",
            Route::Knock => "knock",
            Route::DeviceData => "device-data",
            Route::Decrypt => "decrypt",
            Route::Pay => "pay",
            Route::Complete => "complete",
            Route::Other => "other",
        }
    }

    /// Whether a request on it can move money, so that it must never be sent twice.
    pub(crate) fn moves_money(self) -> bool {
        matches!(self, Route::Pay | Route::Complete)
    }

    /// Which of the two hosts serves it.
    pub(crate) fn is_at_gateway(self) -> bool {
        !matches!(self, Route::Intent | Route::Refresh | Route::SavedCards | Route::Delete)
    }

    fn of(method: &str, path: &str) -> Route {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match (method, segments.as_slice()) {
            ("HEAD" | "OPTIONS", _) => Route::Knock,
            ("GET", ["payment-intents" | "setup-intents", "public", _]) => Route::Intent,
            (
                "POST",
                [
                    "payment-intents" | "setup-intents",
                    "public",
                    _,
                    "refresh-client-session-secret",
                ],
            ) => Route::Refresh,
            ("GET", ["customers", "public", _, "payment-methods"]) => Route::SavedCards,
            ("DELETE", ["customers", "public", _, "payment-methods", _]) => Route::Delete,
            ("POST", ["api", "device-data", _]) => Route::DeviceData,
            ("POST", ["api", "payments", _, "google-pay", "decrypt-token"]) => Route::Decrypt,
            ("POST", ["mobile", "payments", _, "three-ds-complete"]) => Route::Complete,
            ("POST", ["api", "payments", ..] | ["cors", "api", "payments", ..]) => Route::Pay,
            _ => Route::Other,
        }
    }
}

/// The beginning of a request: enough to know its route and its length.
#[derive(Clone, Debug)]
pub(crate) struct RequestHead {
    pub(crate) route: Route,
    pub(crate) is_head: bool,
    /// With its body.
    pub(crate) length: usize,
}

impl RequestHead {
    /// `None` while the head is not complete.
    pub(crate) fn parse(bytes: &[u8]) -> io::Result<Option<RequestHead>> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(head) = request.parse(bytes).map_err(io::Error::other)? else {
            return Ok(None);
        };
        let (method, path) = (request.method.unwrap_or_default(), request.path.unwrap_or_default());
        let route = Route::of(method, path);
        Ok(Some(RequestHead {
            route,
            is_head: method == "HEAD",
            length: head + content_length(request.headers).unwrap_or(0),
        }))
    }

    /// Looks at the next request of a connection and leaves its bytes where they are. `None` at the connection's end.
    pub(crate) async fn peek(stream: &TcpStream) -> io::Result<Option<RequestHead>> {
        let mut buffer = vec![0; 64 * 1024];
        let mut before = 0;
        loop {
            let length = stream.peek(&mut buffer).await?;
            if length == 0 {
                return Ok(None);
            }
            if let Some(head) = RequestHead::parse(&buffer[..length])? {
                return Ok(Some(head));
            }
            if length == before {
                // Nothing new arrived: there is no way to wait for it while the old bytes lie there.
                tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            }
            before = length;
        }
    }
}

/// Reads one whole answer, head and body, as it is on the wire.
pub(crate) async fn read_answer(stream: &mut (impl AsyncRead + Unpin), to_head: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut length = None;
    while length.is_none_or(|length| bytes.len() < length) {
        if stream.read_buf(&mut bytes).await? == 0 || bytes.len() > LARGEST {
            break;
        }
        length = length.or(answer_length(&bytes, to_head)?);
    }
    Ok(bytes)
}

/// How long an answer is, once its head is complete. One without a length is over when the connection is.
fn answer_length(bytes: &[u8], to_head: bool) -> io::Result<Option<usize>> {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = answer.parse(bytes).map_err(io::Error::other)? else {
        return Ok(None);
    };
    if to_head || answer.code == Some(204) {
        return Ok(Some(head));
    }
    Ok(content_length(answer.headers).map(|body| head + body))
}

fn content_length(headers: &[httparse::Header]) -> Option<usize> {
    let header = headers
        .iter()
        .find(|header| header.name.eq_ignore_ascii_case("content-length"))?;
    std::str::from_utf8(header.value).ok()?.trim().parse().ok()
}

/// The `statusCode` in a whole answer of the gateway.
pub(crate) fn gateway_code(answer: &[u8]) -> Option<i64> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let body: Value = serde_json::from_slice(&answer[end + 4..]).ok()?;
    body.get("statusCode")?.as_i64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_known_by_its_route_and_length() {
        let secret = "s".repeat(160);
        let text = format!("POST /api/payments/{secret} HTTP/1.1\r\nContent-Length: 4\r\n\r\n");
        let head = RequestHead::parse(text.as_bytes()).unwrap().unwrap();
        assert_eq!(head.route, Route::Pay);
        assert_eq!(head.length, text.len() + 4);
        assert!(
            RequestHead::parse(&text.as_bytes()[..text.len() - 1])
                .unwrap()
                .is_none()
        );
    }

    #[test]
    fn only_payment_and_completion_move_money() {
        for (method, path, route) in [
            ("POST", "/api/payments/recurring/x", Route::Pay),
            ("POST", "/cors/api/payments/x/apple-pay", Route::Pay),
            ("POST", "/api/payments/x/google-pay", Route::Pay),
            ("POST", "/api/payments/x/google-pay/decrypt-token", Route::Decrypt),
            ("POST", "/mobile/payments/x/three-ds-complete", Route::Complete),
            ("POST", "/api/device-data/x", Route::DeviceData),
            ("GET", "/setup-intents/public/si_1", Route::Intent),
            ("HEAD", "/", Route::Knock),
        ] {
            assert_eq!(Route::of(method, path), route, "{path}");
        }
        assert!(Route::Pay.moves_money() && Route::Complete.moves_money() && !Route::Decrypt.moves_money());
    }

    #[tokio::test]
    async fn an_answer_is_read_to_its_end_and_no_further() {
        let text = b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"statusCode\":5}HTTP/1.1";
        let answer = read_answer(&mut &text[..text.len() - 8], false).await.unwrap();
        assert_eq!(gateway_code(&answer), Some(5));
        let knocked = read_answer(&mut &b"HTTP/1.1 204 No Content\r\n\r\n"[..], true)
            .await
            .unwrap();
        assert_eq!(knocked.len(), 27);
    }
}
