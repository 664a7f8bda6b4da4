//! Runs cases, many at a time, and counts what they came to.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::judge::{Verdict, Wrong};
use crate::watch::Watch;

type Run = Pin<Box<dyn Future<Output = Result<Verdict>> + Send>>;

/// One broken world, and what is done in it.
pub(crate) struct Case {
    pub(crate) name: String,
    run: Arc<dyn Fn() -> Run + Send + Sync>,
}

impl Case {
    pub(crate) fn new<F>(name: impl Into<String>, run: impl Fn() -> F + Send + Sync + 'static) -> Case
    where
        F: Future<Output = Result<Verdict>> + Send + 'static,
    {
        Case {
            name: name.into(),
            run: Arc::new(move || Box::pin(run())),
        }
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
    let mut again = Vec::new();
    for (case, verdict) in all(cases, at_once).await {
        match verdict {
            Ok(verdict) if verdict.only_costs() => again.push(case),
            verdict => tally.count(&case.name, verdict),
        }
    }
    if !again.is_empty() {
        tally
            .notes
            .push(format!("{} cases that cost a checkout were run again", again.len()));
    }
    for (case, verdict) in all(again, AT_ONCE_AGAIN).await {
        tally.count(&case.name, verdict);
    }
    tally.took = began.elapsed();
    tally.leaks.extend(watch.leaks().await);
    for leak in &tally.leaks {
        println!("  LEAK in {name}: {leak}");
    }
    tally
}

/// Runs cases and gives them back in their order, with what they came to.
async fn all(cases: Vec<Case>, at_once: usize) -> Vec<(Case, Result<Verdict>)> {
    let room = Arc::new(Semaphore::new(at_once));
    let mut running = JoinSet::new();
    for (place, case) in cases.into_iter().enumerate() {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else {
            break;
        };
        tokio::time::sleep(BETWEEN_STARTS).await;
        running.spawn(async move {
            // A panic in a case is a failure of that case.
            let verdict = tokio::spawn((case.run)())
                .await
                .unwrap_or_else(|error| Err(error.into()));
            drop(permit);
            (place, case, verdict)
        });
    }
    let mut ended = running.join_all().await;
    ended.sort_by_key(|(place, ..)| *place);
    ended.into_iter().map(|(_, case, verdict)| (case, verdict)).collect()
}

impl Tally {
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
