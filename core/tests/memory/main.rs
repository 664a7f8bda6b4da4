//! After a checkout the memory of the process is searched for what it should have forgotten.
//!
//! Each case runs in a process of its own, the [`host`], which this test starts as itself once more. It stops at moments
//! that it announces, and this process reads its memory from outside ([`search`]), so that the search cannot find its
//! own needles. The host gets card data and secrets disguised and holds them in the clear only as an app would: from
//! when the customer types them.
//!
//! The process has the allocator that the libraries for Android and iOS have, which wipes what is freed. A Rust app
//! chooses its own.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests fail by panicking")]

mod case;
mod disguise;
mod host;
mod search;
mod shop;

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

use case::{Case, Moment};

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

macro_rules! cases {
    ($($name:ident: $case:expr;)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            match host::role() {
                Some(role) => host::play($case, role).await,
                None => case::run($case, stringify!($name)).await.forgotten(),
            }
        }
    )*};
}

cases! {
    a_payment: Case::Payment;
    a_payment_without_tls: Case::PaymentWithoutTls;
    a_payment_with_a_saved_card: Case::SavedCard;
    a_payment_that_is_declined: Case::Decline;
    a_challenge_that_is_passed: Case::Challenge;
    leaving_while_choosing: Case::LeaveWhileChoosing;
    leaving_while_three_d_secure_starts: Case::LeaveWhileThreeDsStarts;
    leaving_during_the_challenge: Case::LeaveDuringChallenge;
    a_panic_with_the_card_in_hand: Case::PanicWithCardInHand;
    a_panic_while_the_payment_is_out: Case::PanicWhilePaying;
}

/// A search that finds nothing proves something only if it finds what is there: kept memory, and not freed memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_search_finds_what_is_kept_and_not_what_was_wiped() {
    if let Some(role) = host::role() {
        return host::play(Case::Planted, role).await;
    }
    let found = case::run(Case::Planted, "the_search_finds_what_is_kept_and_not_what_was_wiped").await;
    assert_eq!(found.at(Moment::Kept).pan, 3, "in one piece, in groups, and as UTF-16");
    assert_eq!(found.at(Moment::Kept).name, 1);
    assert_eq!(
        found.at(Moment::Wiped).pan,
        0,
        "freed, and left behind by a buffer that grew"
    );
}
