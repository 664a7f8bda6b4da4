//! The cases, and this process's side of one: it starts the host, and searches it at each moment that it announces.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::disguise::disguised;
use crate::host;
use crate::search::{self, Found};
use crate::shop::{CARDHOLDER, Shop};

/// What the host does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    Payment,
    PaymentWithoutTls,
    SavedCard,
    Decline,
    Challenge,
    LeaveWhileChoosing,
    LeaveWhileThreeDsStarts,
    LeaveDuringChallenge,
    PanicWithCardInHand,
    PanicWhilePaying,
    Planted,
}

impl Case {
    pub(crate) fn uses_tls(self) -> bool {
        self != Case::PaymentWithoutTls
    }

    pub(crate) fn pan(self) -> &'static str {
        match self {
            Case::Challenge | Case::LeaveDuringChallenge => "5200000000001096",
            Case::Decline => "4456530000001013",
            _ => "5200000000001005",
        }
    }
}

/// When the host stops to be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// The customer sees the challenge.
    Challenge,
    /// There is a result. The app still holds session and client, as it does while it shows the result.
    End,
    /// Session and client are gone.
    Gone,
    /// Only of the case that tests the search.
    Kept,
    /// Only of the case that tests the search.
    Wiped,
}

impl Moment {
    const ALL: [Moment; 5] = [
        Moment::Challenge,
        Moment::End,
        Moment::Gone,
        Moment::Kept,
        Moment::Wiped,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Moment::Challenge => "challenge",
            Moment::End => "end",
            Moment::Gone => "gone",
            Moment::Kept => "kept",
            Moment::Wiped => "wiped",
        }
    }
}

/// What was found, by moment.
pub(crate) struct Searched(BTreeMap<Moment, Found>);

impl Searched {
    pub(crate) fn at(&self, moment: Moment) -> Found {
        *self
            .0
            .get(&moment)
            .unwrap_or_else(|| panic!("the host did not come to {moment:?}"))
    }

    /// Card data and the customer's secret are found nowhere.
    pub(crate) fn forgotten(&self) {
        self.at(Moment::Gone);
        for (moment, found) in &self.0 {
            let session_secret = found.session_secret;
            let nothing_else = Found {
                session_secret,
                ..Found::default()
            };
            assert_eq!(*found, nothing_else, "at {moment:?}");
        }
    }
}

/// Runs a case in a process of its own, which runs the test of this name.
pub(crate) async fn run(case: Case, test: &'static str) -> Searched {
    let shop = Shop::open(case).await;
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(host::URL, shop.sandbox.url())
        .env(host::GATEWAY, shop.sandbox.gateway_url())
        .env(host::AUTHORITY, shop.sandbox.ca_certificate_pem().unwrap_or_default())
        .env(host::INTENT, &shop.intent)
        .env(host::PAN, disguised(shop.pan))
        .env(host::NAME, disguised(CARDHOLDER))
        .env(host::CUSTOMER_SECRET, disguised(&shop.customer_secret))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    // The sandbox goes on while the host is waited for.
    tokio::task::spawn_blocking(move || watch(command, &shop, test))
        .await
        .expect("the host was watched")
}

fn watch(mut command: Command, shop: &Shop, test: &str) -> Searched {
    let needles = shop.needles();
    let mut host = command.spawn().expect("this program runs");
    let mut go_on = host.stdin.take().expect("piped");
    let mut searched = BTreeMap::new();
    for line in BufReader::new(host.stdout.take().expect("piped")).lines() {
        let line = line.expect("text");
        let Some(moment) = Moment::ALL
            .into_iter()
            .find(|moment| line == host::announcement(*moment))
        else {
            continue;
        };
        let found = search::search(host.id(), &needles, |_| true).expect("its memory can be read");
        let Found {
            pan,
            cvv,
            name,
            customer_secret,
            session_secret,
        } = found;
        println!(
            "memory: {test}, {}: card number {pan}, CVV {cvv}, name {name}, customer secret {customer_secret}, session secret {session_secret}",
            moment.name()
        );
        searched.insert(moment, found);
        writeln!(go_on).expect("it waits for this");
    }
    assert!(host.wait().expect("it ends").success(), "the host failed");
    Searched(searched)
}
