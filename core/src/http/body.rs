//! A request body that is given out once, or never.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::sync::{Arc, AtomicU8, Ordering};

const SEALED: u8 = 0;
const TAKEN: u8 = 1;
const REVOKED: u8 = 2;

/// Tells whether a request that was given up can have been carried out.
///
/// A timeout alone does not say whether it struck while the connection was being established or after the payment had
/// left. The body knows: as long as nobody has taken it, no server can have carried the request out. [`revoke`] closes
/// the gap between looking and giving up: it succeeds only if the body was not taken, and then it never will be.
///
/// [`revoke`]: BodySeal::revoke
#[derive(Clone, Debug, Default)]
pub(super) struct BodySeal(Arc<AtomicU8>);

impl BodySeal {
    /// Puts the body under this seal.
    pub(super) fn seal(&self, bytes: Bytes) -> SealedBody {
        SealedBody {
            bytes: Some(bytes),
            seal: self.clone(),
        }
    }

    /// Makes sure that the body does not leave any more. `false`: it has left already.
    pub(super) fn revoke(&self) -> bool {
        self.turn(REVOKED)
    }

    fn take(&self) -> bool {
        self.turn(TAKEN)
    }

    /// The first to turn the seal decides; asking again for the same gets the same answer.
    fn turn(&self, to: u8) -> bool {
        match self.0.compare_exchange(SEALED, to, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => true,
            Err(current) => current == to,
        }
    }
}

/// The body of a request that must not be carried out twice.
#[derive(Debug)]
pub(super) struct SealedBody {
    bytes: Option<Bytes>,
    seal: BodySeal,
}

/// The request was given up before its body was sent.
#[derive(Debug, thiserror::Error)]
#[error("the request was given up before it was sent")]
pub(super) struct Revoked;

impl Body for SealedBody {
    type Data = Bytes;
    type Error = Revoked;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        let Some(bytes) = self.bytes.take() else {
            return Poll::Ready(None);
        };
        Poll::Ready(Some(match self.seal.take() {
            true => Ok(Frame::data(bytes)),
            false => Err(Revoked),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}
