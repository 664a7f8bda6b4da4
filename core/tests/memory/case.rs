//! The cases, and this process's side of one: it starts the host, and searches it at each moment that it announces.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::ops::Range;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::disguise::disguised;
use crate::host;
use crate::search::{self, Found, Mapping, Needles};
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
#[derive(Default)]
pub(crate) struct Searched {
    core: BTreeMap<Moment, Found>,
    /// In a heap that a runtime like Java's collects by itself: what the app's own texts left there.
    collected: BTreeMap<Moment, Found>,
}

impl Searched {
    pub(crate) fn at(&self, moment: Moment) -> Found {
        let found = self.core.get(&moment);
        *found.unwrap_or_else(|| panic!("the host did not come to {moment:?}"))
    }

    /// Nothing of the card and of the customer's secret is found, neither when there is a result nor later.
    pub(crate) fn forgotten(&self) {
        assert!(
            self.core.contains_key(&Moment::Gone),
            "the host did not come to its end"
        );
        for (moment, found) in &self.core {
            assert!(!found.is_forbidden(), "at {moment:?}: {found}");
        }
    }

    fn note(&mut self, moment: Moment, host: u32, collected: Option<&Range<u64>>, needles: &Needles) -> String {
        let is_collected = |mapping: &Mapping| collected.is_some_and(|heap| mapping.is_within(heap));
        let search = |wanted: &dyn Fn(&Mapping) -> bool| {
            search::search(host, needles, wanted).expect("the memory of a child can be read")
        };
        let mut found = search(&|mapping| !is_collected(mapping));
        // A connection is closed, and its buffers with it, by a task of its own: on a busy machine a moment later.
        for _ in 0..100 {
            if moment == Moment::Kept || !found.is_forbidden() {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
            found = search(&|mapping| !is_collected(mapping));
        }
        self.core.insert(moment, found);
        let mut line = found.to_string();
        if collected.is_some() {
            let found = search(&is_collected);
            self.collected.insert(moment, found);
            line += &format!("; in the collected heap: {found}");
        }
        line
    }
}

/// Runs a case in a process of its own, which runs the test of this name.
pub(crate) async fn run(case: Case, test: &'static str) -> Searched {
    let shop = Shop::open(case).await;
    let mut command = host::command(test);
    command
        // As on a phone. Linux' linker looks up a function at its first call, saves the registers on the stack for that,
        // and after a panic, whose functions are new to the process, they hold a piece of what was copied last.
        .env("LD_BIND_NOW", "1")
        .env(host::CASE, test)
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
    let watched = tokio::task::spawn_blocking(move || watch(command, &shop, test));
    watched.await.expect("the host was watched")
}

fn watch(mut command: Command, shop: &Shop, test: &str) -> Searched {
    let needles = shop.needles();
    let mut host = command.spawn().expect("the host starts");
    let mut go_on = host.stdin.take().expect("piped");
    let mut collected = None;
    let mut searched = Searched::default();
    for line in BufReader::new(host.stdout.take().expect("piped")).lines() {
        let line = line.expect("text");
        if let Some(heap) = line.strip_prefix("@heap ") {
            collected = Some(search::range(heap).expect("two addresses"));
        } else if let Some(moment) = Moment::ALL
            .into_iter()
            .find(|moment| line == host::announcement(*moment))
        {
            let found = searched.note(moment, host.id(), collected.as_ref(), &needles);
            println!("\nmemory: {}, {}: {found}", test.replace('_', " "), moment.name());
            writeln!(go_on).expect("it waits for this");
        }
    }
    assert!(host.wait().expect("it ends").success(), "the host failed");
    searched
}
