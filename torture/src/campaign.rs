//! Runs cases, many at a time, and counts what they came to.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::judge::{Verdict, Wrong};
use crate::watch::Watch;

type Run = Pin<Box<dyn Future<Output = Result<Verdict>> + Send>>;

/// One broken world, and what is done in it.
pub(crate) struct Case {
    pub(crate) name: String,
    run: Arc<dyn Fn() -> Run + Send + Sync>,
    limit: Duration,
}

/// No case lasts so long; one that does hangs.
const LIMIT: Duration = Duration::from_secs(180);

impl Case {
    pub(crate) fn new<F>(name: impl Into<String>, run: impl Fn() -> F + Send + Sync + 'static) -> Case
    where
        F: Future<Output = Result<Verdict>> + Send + 'static,
    {
        Case {
            name: name.into(),
            run: Arc::new(move || Box::pin(run())),
            limit: LIMIT,
        }
    }

    /// For a case that may last longer than others.
    pub(crate) fn within(self, limit: Duration) -> Case {
        Case { limit, ..self }
    }

    /// A panic in a case is a failure of that case, and so is no end.
    async fn verdict(&self) -> Result<Verdict> {
        let running = tokio::spawn(tokio::time::timeout(self.limit, (self.run)()));
        running.await?.context("it did not end")?
    }
}

/// What a suite is asked for.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The form that the tests run.
    pub(crate) short: bool,
    pub(crate) seed: u64,
    /// Only cases whose names hold this.
    pub(crate) only: Option<String>,
}

impl Settings {
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.as_deref().is_none_or(|only| name.contains(only))
    }

    /// One of so many in the short form, other ones for another seed; all in the long form and where cases are named.
    pub(crate) fn takes(&self, place: usize, of: usize) -> bool {
        !self.short || self.only.is_some() || (place as u64 + self.seed).is_multiple_of(of as u64)
    }
}

/// What a suite came to.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) name: &'static str,
    pub(crate) cases: usize,
    pub(crate) failed: usize,
    pub(crate) charges: usize,
    pub(crate) doubles: usize,
    pub(crate) wrong: usize,
    pub(crate) lost: usize,
    pub(crate) leaks: Vec<String>,
    pub(crate) slowest: (Duration, String),
    /// The dearest fault, where its price in time was measured.
    pub(crate) dearest: Option<Duration>,
    pub(crate) took: Duration,
    /// How often each class occurred, and one that shows it.
    pub(crate) classes: BTreeMap<&'static str, (usize, String)>,
    /// What else a reader wants to know.
    pub(crate) notes: Vec<String>,
}

/// So many failures are shown of each class, with the name that runs one again.
const SHOWN_OF_A_CLASS: usize = 4;

/// New cases begin no faster than this: hundreds that begin at once would time out for want of a processor.
const BETWEEN_STARTS: Duration = Duration::from_millis(8);
/// So many run at once when they are run again.
const AT_ONCE_AGAIN: usize = 12;

/// Runs the cases, so many at once, in the order in which they stand.
///
/// A case that only cost a checkout, and told no untruth, is run again with few beside it: a machine that is busy looks
/// like a server that is slow. It counts as it ends then, and the table says how many there were.
pub(crate) async fn run(name: &'static str, cases: Vec<Case>, at_once: usize, watch: &Watch) -> Tally {
    let began = Instant::now();
    let mut tally = Tally {
        name,
        ..Tally::default()
    };
    let again = tally.take(all(cases, at_once).await);
    if !again.is_empty() {
        let note = format!("{} cases that cost a checkout were run again", again.len());
        tally.notes.push(note);
    }
    let again = again.into_iter().map(|(case, _)| case).collect();
    for (case, verdict) in tally.take(all(again, AT_ONCE_AGAIN).await) {
        tally.count(&case.name, Ok(verdict));
    }
    tally.took = began.elapsed();
    tally.leaks.extend(watch.leaks().await);
    for leak in &tally.leaks {
        println!("  LEAK in {name}: {leak}");
    }
    tally
}

/// What became of a case: it can be counted, or should be run again.
enum Ended {
    Judged(String, Result<Verdict>),
    Costly(Case, Verdict),
}

/// Runs cases, and gives what they came to in their order. A case that is over is dropped, and its sandbox with the last
/// that shares it.
async fn all(cases: Vec<Case>, at_once: usize) -> Vec<Ended> {
    let room = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    for (place, case) in cases.into_iter().enumerate() {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else {
            break;
        };
        tokio::time::sleep(BETWEEN_STARTS).await;
        running.spawn(async move {
            let ended = match case.verdict().await {
                Ok(verdict) if verdict.only_costs() => Ended::Costly(case, verdict),
                verdict => Ended::Judged(case.name, verdict),
            };
            drop(permit);
            (place, ended)
        });
    }
    let mut ended = running.join_all().await;
    ended.sort_by_key(|(place, _)| *place);
    ended.into_iter().map(|(_, ended)| ended).collect()
}

impl Tally {
    /// Counts what can be counted, and gives back what only cost a checkout.
    fn take(&mut self, all: Vec<Ended>) -> Vec<(Case, Verdict)> {
        let mut costly = Vec::new();
        for ended in all {
            match ended {
                Ended::Judged(name, verdict) => self.count(&name, verdict),
                Ended::Costly(case, verdict) => costly.push((case, verdict)),
            }
        }
        costly
    }

    fn count(&mut self, name: &str, verdict: Result<Verdict>) {
        self.cases += 1;
        let verdict = verdict.unwrap_or_else(|error| {
            let mut broken = Verdict::default();
            broken.wrong("the case itself", format!("{error:#}"));
            broken
        });
        if verdict.doubles > 0 {
            self.show("DOUBLE CHARGE", "", name);
        }
        if verdict.lost > 0 {
            self.show("LOST RESULT", "", name);
        }
        for (place, Wrong { class, seen, .. }) in verdict.wrong.iter().enumerate() {
            let is_new = verdict.wrong[..place].iter().all(|before| before.class != *class);
            if is_new {
                self.show(class, seen, name);
            }
        }
        self.notes
            .extend(verdict.notes.iter().map(|note| format!("{name}: {note}")));
        self.dearest = self.dearest.max(verdict.dearer);
        let wrong = usize::from(!verdict.wrong.is_empty());
        self.failed += usize::from(wrong + verdict.doubles + verdict.lost > 0);
        self.charges += verdict.charges;
        self.doubles += verdict.doubles;
        self.wrong += wrong;
        self.lost += verdict.lost;
        if verdict.took > self.slowest.0 {
            self.slowest = (verdict.took, name.to_owned());
        }
    }

    fn show(&mut self, class: &'static str, seen: &str, case: &str) {
        let (count, _) = self.classes.entry(class).or_insert_with(|| (0, case.to_owned()));
        *count += 1;
        if *count <= SHOWN_OF_A_CLASS {
            println!("  {class}: {seen}\n    --suite {} --case \"{case}\"", self.name);
        }
    }
}
