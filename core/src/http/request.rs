//! What is asked of a host.

use std::io;

use bytes::Bytes;
use reqwest::Method;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use url::{Origin, Url};
use zeroize::Zeroizing;

use super::body::BodySeal;

/// A request, ready to be sent. Cloning it does not copy its body.
#[derive(Clone)]
pub(crate) struct Request {
    pub(super) method: Method,
    url: Url,
    /// The path with its parameters left open: what a log may show.
    pub(super) path_template: &'static str,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Request {
    pub(crate) fn new(method: Method, url: Url, path_template: &'static str) -> Self {
        Request {
            method,
            url,
            path_template,
            headers: HeaderMap::new(),
            body: None,
        }
    }

    pub(crate) fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// Says that there is a body and that it is empty, as some servers want to hear of a `POST`.
    pub(crate) fn empty_body(self) -> Self {
        self.header(CONTENT_LENGTH, HeaderValue::from_static("0"))
    }

    /// Adds a JSON body. Its memory is wiped when the last copy of the request is gone; what the TLS library and the
    /// operating system do with theirs is beyond reach.
    pub(crate) fn json(self, body: &impl Serialize) -> Result<Self, serde_json::Error> {
        // Measured first, so that the buffer does not move while it grows and leave an unwiped copy behind.
        let mut length = Length(0);
        serde_json::to_writer(&mut length, body)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *bytes, body)?;
        let request = self.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Ok(Request {
            body: Some(Bytes::from_owner(bytes)),
            ..request
        })
    }

    /// The server that it goes to: scheme, host and port.
    pub(super) fn origin(&self) -> Origin {
        self.url.origin()
    }

    /// The request as this client sends it, its body under the seal.
    pub(super) fn on(&self, client: &reqwest::Client, seal: &BodySeal) -> reqwest::RequestBuilder {
        let builder = client
            .request(self.method.clone(), self.url.clone())
            .headers(self.headers.clone());
        match &self.body {
            Some(body) => builder.body(reqwest::Body::wrap(seal.seal(body.clone()))),
            None => builder,
        }
    }

    /// Whether a header of it is a secret, as the customer's is.
    pub(super) fn has_secret_header(&self) -> bool {
        self.headers.values().any(HeaderValue::is_sensitive)
    }

    pub(super) fn has_body(&self) -> bool {
        self.body.is_some()
    }
}

/// Counts what is written and keeps none of it.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A header value whose memory is wiped. `None` if the text cannot stand in a header.
pub(crate) fn secret_header(value: Zeroizing<Vec<u8>>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(value)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// The URL of an endpoint: the base, its path prefix if it has one, and the segments, each percent-encoded.
///
/// `None` if a segment would not stay one: a server takes `..` for a step up.
pub(crate) fn endpoint(base: &Url, segments: &[&str]) -> Option<Url> {
    if segments.iter().any(|segment| !is_path_segment(segment)) {
        return None;
    }
    let mut url = base.clone();
    url.path_segments_mut().ok()?.pop_if_empty().extend(segments);
    Some(url)
}

/// Whether a text can be one segment of a path.
pub(crate) fn is_path_segment(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.contains(char::is_control)
}
