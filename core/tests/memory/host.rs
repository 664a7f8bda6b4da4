//! An app with a checkout, in the process that is searched.

use std::collections::HashMap;
use std::env;
use std::hint::black_box;
use std::io::{self, Write};
use std::process::Command;

use checkout_core::card::NewCardInput;
use checkout_core::config::GatewayChoice;
use checkout_core::snapshot::CheckoutState;
use checkout_core::threeds::ChallengeOutcome;
use checkout_core::{Checkout, CheckoutConfig, CheckoutSession, PaymentParams};

use crate::case::{Case, Moment};
use crate::disguise::plain;
use crate::shop::CVV;

pub(crate) const CASE: &str = "CHECKOUT_MEMORY_CASE";
pub(crate) const URL: &str = "CHECKOUT_MEMORY_URL";
pub(crate) const GATEWAY: &str = "CHECKOUT_MEMORY_GATEWAY";
pub(crate) const AUTHORITY: &str = "CHECKOUT_MEMORY_AUTHORITY";
pub(crate) const INTENT: &str = "CHECKOUT_MEMORY_INTENT";
pub(crate) const PAN: &str = "CHECKOUT_MEMORY_PAN";
pub(crate) const NAME: &str = "CHECKOUT_MEMORY_NAME";
pub(crate) const CUSTOMER_SECRET: &str = "CHECKOUT_MEMORY_CUSTOMER_SECRET";

/// The command of a host in another language, its words separated by spaces.
const OTHER: &str = "CHECKOUT_MEMORY_HOST";

/// What starts the host of a case: this program, or the one in another language that is to be searched.
pub(crate) fn command(test: &str) -> Command {
    if let Ok(other) = env::var(OTHER) {
        let mut words = other.split_whitespace();
        let mut command = Command::new(words.next().expect("a command"));
        command.args(words);
        return command;
    }
    let mut command = Command::new(env::current_exe().expect("this program"));
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]);
    command
}

/// What the host was started with; the secrets in it are disguised.
pub(crate) struct Role(HashMap<&'static str, String>);

/// The role of this process, if it is the host of a case.
pub(crate) fn role() -> Option<Role> {
    let variables = [URL, GATEWAY, AUTHORITY, INTENT, PAN, NAME, CUSTOMER_SECRET];
    let known: Option<_> = variables
        .map(|name| Some((name, env::var(name).ok()?)))
        .into_iter()
        .collect();
    known.map(Role)
}

/// The line that says that a moment has come.
pub(crate) fn announcement(moment: Moment) -> String {
    format!("@{}", moment.name())
}

/// Announces a moment, and waits until the search is over.
fn reached(moment: Moment) {
    println!("\n{}", announcement(moment));
    io::stdout().flush().expect("stdout");
    io::stdin().read_line(&mut String::new()).expect("stdin");
}

pub(crate) async fn play(case: Case, role: Role) {
    if case == Case::Planted {
        return plant(&role);
    }
    let checkout = Checkout::new(role.config()).expect("a valid configuration");
    let session = checkout
        .start_payment(PaymentParams::new(&role.0[INTENT]).with_customer_secret(plain(&role.0[CUSTOMER_SECRET])));
    act(case, &role, &session).await;
    session.result().await;
    reached(Moment::End);
    drop((session, checkout));
    // The connections end a moment later.
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    reached(Moment::Gone);
}

async fn act(case: Case, role: &Role, session: &CheckoutSession) {
    choosing(session).await;
    match case {
        Case::Payment | Case::PaymentWithoutTls | Case::Decline => pay(session, role).await,
        Case::SavedCard => {
            let CheckoutState::ChoosingMethod(summary) = session.state().state else {
                panic!("nothing to choose from");
            };
            session
                .pay_with_saved_card(&summary.saved_cards[0].id, CVV)
                .expect("a payable card");
            start_three_ds(session).await;
        }
        Case::Challenge | Case::LeaveDuringChallenge => {
            pay(session, role).await;
            challenge(session).await;
            reached(Moment::Challenge);
            match case {
                Case::Challenge => session
                    .complete_challenge(ChallengeOutcome::authenticated("signed"))
                    .expect("a challenge is shown"),
                _ => session.cancel(),
            }
        }
        Case::LeaveWhileChoosing => session.cancel(),
        Case::LeaveWhileThreeDsStarts => {
            session.pay_with_card(role.card()).expect("a valid card");
            three_ds_starts(session).await;
            session.cancel();
        }
        Case::PanicWithCardInHand => {
            let card = role.card();
            panics(card).await;
            session.cancel();
        }
        Case::PanicWhilePaying => {
            pay(session, role).await;
            panics(session.clone()).await;
        }
        Case::Planted => unreachable!("it has no checkout"),
    }
}

/// A task of the app panics with this in hand.
async fn panics<T: Send + 'static>(in_hand: T) {
    let ended = tokio::spawn(async move {
        let _in_hand = black_box(in_hand);
        panic!("the app has a mistake");
    });
    let ended = ended.await;
    assert!(ended.is_err_and(|error| error.is_panic()), "a panic");
}

/// Keeps copies that a search has to find, then leaves copies to the allocator that it must not find.
fn plant(role: &Role) {
    let pan = plain(&role.0[PAN]);
    let groups: Vec<&str> = (0..pan.len()).step_by(4).map(|start| &pan[start..start + 4]).collect();
    let kept = (
        groups.join(" "),
        pan.encode_utf16().collect::<Vec<u16>>(),
        plain(&role.0[NAME]),
    );
    drop(groups);
    reached(Moment::Kept);
    drop(black_box((kept, pan)));

    let mut growing = plain(&role.0[PAN]);
    for _ in 0..10 {
        growing.reserve(2 * growing.capacity()); // moves, and leaves the old buffer behind
    }
    drop(black_box(growing));
    reached(Moment::Wiped);
}

impl Role {
    fn config(&self) -> CheckoutConfig {
        let authority = &self.0[AUTHORITY];
        CheckoutConfig {
            api_url: self.0[URL].clone(),
            gateway: GatewayChoice::Url(self.0[GATEWAY].clone()),
            allow_insecure_loopback: true,
            extra_root_certificates: Some(authority.clone())
                .filter(|pem| !pem.is_empty())
                .into_iter()
                .collect(),
            ..CheckoutConfig::default()
        }
    }

    fn card(&self) -> NewCardInput {
        NewCardInput::new(plain(&self.0[PAN]), "12/29", CVV).with_cardholder_name(plain(&self.0[NAME]))
    }
}

async fn pay(session: &CheckoutSession, role: &Role) {
    session.pay_with_card(role.card()).expect("a valid card");
    start_three_ds(session).await;
}

async fn start_three_ds(session: &CheckoutSession) {
    three_ds_starts(session).await;
    session.three_ds_ready(true).expect("asked for");
}

async fn choosing(session: &CheckoutSession) {
    until(session, |state| matches!(state, CheckoutState::ChoosingMethod(_))).await;
}

async fn three_ds_starts(session: &CheckoutSession) {
    until(session, |state| matches!(state, CheckoutState::StartingThreeDs { .. })).await;
}

async fn challenge(session: &CheckoutSession) {
    until(session, |state| matches!(state, CheckoutState::Challenge(_))).await;
}

async fn until(session: &CheckoutSession, is_there: impl Fn(&CheckoutState) -> bool) {
    let mut snapshot = session.state();
    while !is_there(&snapshot.state) {
        assert!(
            !matches!(snapshot.state, CheckoutState::Finished(_)),
            "over before that"
        );
        snapshot = session.next_state(snapshot.revision).await;
    }
}
