//! State that threads share, in every order in which they can get at it.
//!
//! The sources are those of the core, compiled once more with the model checker's primitives ([`sync`]) in place of the
//! standard library's.

#![allow(dead_code, reason = "the core uses more of these modules than their models do")]
#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod sync {
    pub(crate) use loom::sync::atomic::{AtomicU8, Ordering};
    pub(crate) use loom::sync::{Arc, Mutex, MutexGuard};
    pub(crate) use std::sync::PoisonError;

    macro_rules! process_wide {
        ($name:ident: $type:ty) => {
            loom::lazy_static! { static ref $name: $type = Default::default(); }
        };
    }
    pub(crate) use process_wide;
}

#[path = "../src/http/body.rs"]
mod body;
#[path = "../src/ledger.rs"]
mod ledger;

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use checkout_core::result::Charge;
use checkout_core::secret::Secret;
use checkout_core::{result, secret};
use http_body::Body;
use loom::thread;

use body::{BodySeal, SealedBody};
use ledger::{IntentClaim, may_have_been_paid, was_used};

const INTENT: &str = "pi_1";

/// The connection's task takes the body, the one that waits for an answer gives up: what the latter believes is true.
#[test]
fn a_request_is_never_sent_after_it_was_called_unsent() {
    loom::model(|| {
        let seal = BodySeal::default();
        let mut body = seal.seal(Bytes::from_static(b"{}"));
        let connection = thread::spawn(move || leaves(&mut body));
        let called_unsent = seal.revoke();
        let sent = connection.join().expect("no panic");
        assert_ne!(sent, called_unsent, "sent, or called unsent, and never both or neither");
        assert_eq!(seal.revoke(), called_unsent, "it does not change its mind");
    });
}

/// A payment may be tried again on another connection while the first one's task has not ended: each has its own seal.
#[test]
fn two_who_give_up_hear_the_same() {
    loom::model(|| {
        let seal = BodySeal::default();
        let mut body = seal.seal(Bytes::from_static(b"{}"));
        let other = seal.clone();
        let connection = thread::spawn(move || leaves(&mut body));
        let watcher = thread::spawn(move || other.revoke());
        let called_unsent = seal.revoke();
        assert_eq!(watcher.join().expect("no panic"), called_unsent);
        assert_ne!(connection.join().expect("no panic"), called_unsent);
    });
}

fn leaves(body: &mut SealedBody) -> bool {
    let frame = Pin::new(body).poll_frame(&mut Context::from_waker(Waker::noop()));
    matches!(frame, Poll::Ready(Some(Ok(_))))
}

/// D1-02: two screens start a checkout of one intent at the same time.
#[test]
fn an_intent_has_one_checkout_at_a_time() {
    loom::model(|| {
        let running = sync::Arc::new(loom::sync::atomic::AtomicU8::new(0));
        let also_running = running.clone();
        let other = thread::spawn(move || check_out(&also_running));
        check_out(&running);
        other.join().expect("no panic");
        assert!(IntentClaim::new(INTENT).is_some(), "it is free again");
    });
}

fn check_out(running: &loom::sync::atomic::AtomicU8) {
    use loom::sync::atomic::Ordering::SeqCst;
    if let Some(claim) = IntentClaim::new(INTENT) {
        assert_eq!(running.fetch_add(1, SeqCst), 0, "another one runs");
        running.fetch_sub(1, SeqCst);
        drop(claim);
    }
}

/// D7-05: a checkout that is admitted after another one that may have paid hears of it, however close they are.
#[test]
fn a_doubt_is_seen_by_the_next_checkout() {
    loom::model(|| {
        let claim = IntentClaim::new(INTENT).expect("the first");
        let first = thread::spawn(move || {
            claim.note_payment_sent(&Secret::from("css"));
            claim.note_outcome(Charge::Unknown);
        });
        if let Some(next) = IntentClaim::new(INTENT) {
            assert!(may_have_been_paid(INTENT), "admitted without a doubt");
            assert!(was_used(&Secret::from("css")), "the secret is used up");
            drop(next);
        }
        first.join().expect("no panic");
        assert!(may_have_been_paid(INTENT));
    });
}

/// A checkout that looks at an intent while another one pays it: from the moment of the payment there is a doubt.
#[test]
fn a_payment_that_is_out_is_a_doubt_for_others() {
    loom::model(|| {
        let claim = IntentClaim::new(INTENT).expect("the first");
        let first = thread::spawn(move || {
            claim.note_payment_sent(&Secret::from("css"));
            // From here the request may be on its way.
            assert!(may_have_been_paid(INTENT));
            claim.note_outcome(Charge::Charged);
        });
        let _ = may_have_been_paid(INTENT);
        first.join().expect("no panic");
        assert!(!may_have_been_paid(INTENT), "a settled outcome is no doubt");
    });
}
