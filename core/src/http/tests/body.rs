//! The seal of a request body. `core/tests/interleavings.rs` shows the same for every order of threads.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::Body;

use crate::http::body::{BodySeal, Revoked, SealedBody};

fn poll(body: &mut SealedBody) -> Option<Result<Bytes, Revoked>> {
    match Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(frame) => frame.map(|frame| frame.map(|frame| frame.into_data().unwrap())),
        Poll::Pending => panic!("a body in memory is always ready"),
    }
}

#[test]
fn a_body_that_was_taken_cannot_be_revoked() {
    let seal = BodySeal::default();
    let mut body = seal.seal(Bytes::from_static(b"{}"));
    assert_eq!(body.size_hint().exact(), Some(2));
    assert!(!body.is_end_stream());
    assert_eq!(poll(&mut body).unwrap().unwrap(), "{}");
    assert!(body.is_end_stream());
    assert!(poll(&mut body).is_none());
    assert!(!seal.revoke());
}

#[test]
fn a_body_that_was_revoked_cannot_be_taken() {
    let seal = BodySeal::default();
    let mut body = seal.seal(Bytes::from_static(b"{}"));
    assert!(seal.revoke());
    assert!(seal.revoke(), "asking again gets the same answer");
    assert!(poll(&mut body).unwrap().is_err());
}
