//! A complete answer, and how one is read.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;

use http_body::Body;
use hyper::body::Incoming;
use hyper::header::HeaderMap;
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

    /// Reads the answer to its end.
    pub(super) async fn read(mut response: hyper::Response<Incoming>) -> Result<Answer, Unreadable> {
        let headers = std::mem::take(response.headers_mut());
        Ok(Answer {
            status: response.status().as_u16(),
            headers,
            body: read_body(response.into_body()).await?,
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
    Cut(hyper::Error),
    TooLarge,
}

async fn read_body(mut body: Incoming) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let announced = body.size_hint().exact().map_or(Ok(0), usize::try_from);
    let Some(announced) = announced.ok().filter(|length| *length <= LARGEST_ANSWER) else {
        return Err(Unreadable::TooLarge);
    };
    let mut bytes = WipedBuffer::with_capacity(announced);
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Trailers say nothing that we read.
        let Ok(chunk) = frame.map_err(Unreadable::Cut)?.into_data() else {
            continue;
        };
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
