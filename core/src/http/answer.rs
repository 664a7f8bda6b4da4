//! A complete answer, and how one is read.

use std::fmt;

use reqwest::header::{CONNECTION, HeaderMap};
use zeroize::Zeroizing;

/// The largest answer that is read: more than any intent, far less than a phone's memory.
pub(super) const LARGEST_ANSWER: usize = 1024 * 1024;

/// A complete answer, whatever its status.
pub(crate) struct Answer {
    /// The HTTP status.
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// The body. It may hold a session secret, so it is wiped.
    pub(crate) body: Zeroizing<Vec<u8>>,
    /// An earlier try of the same request may have been carried out.
    pub(crate) may_be_a_repetition: bool,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the server means to go on with the connection.
    pub(super) fn keeps_connection(&self) -> bool {
        let close = self.headers.get(CONNECTION);
        !close.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"))
    }

    /// Reads the answer to its end.
    pub(super) async fn read(mut response: reqwest::Response) -> Result<Answer, Unreadable> {
        let body = read_body(&mut response).await?;
        Ok(Answer {
            status: response.status().as_u16(),
            headers: std::mem::take(response.headers_mut()),
            body,
            may_be_a_repetition: false,
        })
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// Why an answer that has begun cannot be read to its end.
pub(super) enum Unreadable {
    Cut(reqwest::Error),
    TooLarge,
}

async fn read_body(response: &mut reqwest::Response) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let announced = response.content_length().map_or(Ok(0), usize::try_from);
    let Some(announced) = announced.ok().filter(|length| *length <= LARGEST_ANSWER) else {
        return Err(Unreadable::TooLarge);
    };
    let mut bytes = WipedBuffer::with_capacity(announced);
    while let Some(chunk) = response.chunk().await.map_err(Unreadable::Cut)? {
        if chunk.len() > LARGEST_ANSWER - bytes.len() {
            return Err(Unreadable::TooLarge);
        }
        bytes.append(&chunk);
    }
    Ok(bytes.0)
}

/// A buffer that wipes what it leaves behind when it grows.
struct WipedBuffer(Zeroizing<Vec<u8>>);

impl WipedBuffer {
    fn with_capacity(capacity: usize) -> Self {
        WipedBuffer(Zeroizing::new(Vec::with_capacity(capacity)))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn append(&mut self, bytes: &[u8]) {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(2 * self.0.capacity()));
            larger.extend_from_slice(&self.0);
            self.0 = Zeroizing::new(larger); // the old buffer is wiped here
        }
        self.0.extend_from_slice(bytes);
    }
}
