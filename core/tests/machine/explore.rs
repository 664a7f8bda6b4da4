//! Visits every world that a checkout can get into, over everything that can happen in each of them.
//!
//! The rules speak of one step in one world, and a world holds all of the past that matters to them, so that visiting
//! each world once with each happening checks every sequence of events. The sequences are counted afterwards.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::mem::Discriminant;
use std::sync::Arc;

use checkout_core::flow::{Effect, Flow, Phase, step};
use rustc_hash::FxBuildHasher;

use crate::alphabet::happenings;
use crate::rules::Violation;
use crate::server::Before;
use crate::world::{Happening, Step, World, is_finished};

/// Long enough for a whole attempt: loading, a deletion, a refused secret, a refresh, a total that changed, three tries
/// to connect, a challenge, three tries to report it, and reading back until the time is up.
const DEPTH: usize = 48;

/// What a search has seen.
#[derive(Default)]
pub(crate) struct Explored {
    pub(crate) worlds: usize,
    pub(crate) transitions: usize,
    pub(crate) deepest: usize,
    pub(crate) sequences: f64,
    effects: HashSet<Discriminant<Effect>>,
    codes: BTreeSet<i32>,
}

impl Explored {
    fn and(mut self, other: Explored) -> Explored {
        self.effects.extend(other.effects);
        self.codes.extend(other.codes);
        Explored {
            worlds: self.worlds + other.worlds,
            transitions: self.transitions + other.transitions,
            deepest: self.deepest.max(other.deepest),
            sequences: self.sequences + other.sequences,
            ..self
        }
    }
}

/// A broken rule and the shortest way to it.
pub(crate) struct Broken {
    pub(crate) violation: Violation,
    pub(crate) path: Vec<Happening>,
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} after", self.violation)?;
        for Happening { event, hidden } in &self.path {
            let event = format!("{event:?}");
            write!(f, "\n    {hidden:?}, {}", event.get(..120).unwrap_or(&event))?;
        }
        Ok(())
    }
}

/// For runs over many changes of the code: `CHECKOUT_SEARCH=short`.
fn is_short() -> bool {
    std::env::var("CHECKOUT_SEARCH").is_ok_and(|search| search == "short")
}

/// Every way a checkout can begin, the smallest searches first. The short search leaves out most of the large ones.
pub(crate) fn starts() -> Vec<World> {
    let before = [
        Before::Untouched,
        Before::Doubt { charged: true },
        Before::SecretGone { charged: true },
        Before::Doubt { charged: false },
        Before::SecretGone { charged: false },
    ];
    let flows: &[(Flow, bool, &[Before])] = match is_short() {
        true => &[
            (Flow::VirtualTerminal, false, &before),
            (Flow::SetupIntent, false, &before[..1]),
            (Flow::Payment, true, &before[..1]),
        ],
        false => &[
            (Flow::VirtualTerminal, false, &before),
            (Flow::SetupIntent, false, &before),
            (Flow::Payment, true, &before),
        ],
    };
    flows
        .iter()
        .flat_map(|(flow, has_customer_secret, before)| {
            before
                .iter()
                .map(|before| World::new(*flow, *has_customer_secret, *before))
        })
        .collect()
}

/// Visits all worlds from one start, breadth first. Gives the first broken rule, or the first case of the one that is
/// sought, with the shortest way to it.
pub(crate) fn explore(start: World, step: &Step, sought: Option<Violation>) -> Result<Explored, Broken> {
    let mut search = Search::from(start);
    search.sought = sought;
    while search.current < search.found.len() {
        search.visit(step)?;
    }
    search.check_every_world_can_end()?;
    Ok(search.explored())
}

#[derive(Default)]
struct Search {
    numbers: HashMap<Arc<World>, usize, FxBuildHasher>,
    found: Vec<Arc<World>>,
    came_from: Vec<Option<(usize, Happening)>>,
    successors: Vec<Vec<usize>>,
    current: usize,
    sought: Option<Violation>,
    effects: HashSet<Discriminant<Effect>>,
    codes: BTreeSet<i32>,
}

impl Search {
    fn from(start: World) -> Search {
        let mut search = Search::default();
        search.add(start, None);
        search
    }

    fn add(&mut self, world: World, came_from: Option<(usize, Happening)>) -> usize {
        let (number, world) = (self.found.len(), Arc::new(world));
        self.numbers.insert(Arc::clone(&world), number);
        self.found.push(world);
        self.came_from.push(came_from);
        number
    }

    /// Lets everything happen in the world whose turn it is.
    fn visit(&mut self, step: &Step) -> Result<(), Broken> {
        let world = Arc::clone(&self.found[self.current]);
        let mut successors = Vec::new();
        for happening in happenings(&world) {
            let checked = world
                .after(&happening, step, &mut |effect| self.note(effect))
                .and_then(|next| check_paid_is_reported(&world, &next).map(|()| next));
            let next = match checked {
                Ok(next) => next,
                Err(violation) if self.sought.is_some_and(|sought| sought != violation) => continue,
                Err(violation) => {
                    let path = self.path_to(self.current, Some(&happening));
                    return Err(Broken { violation, path });
                }
            };
            let number = match self.numbers.get(&next) {
                Some(number) => *number,
                None => self.add(next, Some((self.current, happening))),
            };
            successors.push(number);
        }
        self.successors.push(successors);
        self.current += 1;
        Ok(())
    }

    fn note(&mut self, effect: &Effect) {
        self.effects.insert(std::mem::discriminant(effect));
        if let Effect::Deliver(result) = effect {
            self.codes.insert(result.code());
        }
    }

    /// From every world there is a way to an end. Otherwise a customer could wait for ever.
    fn check_every_world_can_end(&self) -> Result<(), Broken> {
        let mut came_from: Vec<Vec<usize>> = vec![Vec::new(); self.found.len()];
        for (world, successors) in self.successors.iter().enumerate() {
            successors.iter().for_each(|next| came_from[*next].push(world));
        }
        let mut ends: Vec<bool> = self.found.iter().map(|world| is_finished(&world.state)).collect();
        let mut to_do: Vec<usize> = (0..ends.len()).filter(|world| ends[*world]).collect();
        while let Some(world) = to_do.pop() {
            for before in &came_from[world] {
                if !std::mem::replace(&mut ends[*before], true) {
                    to_do.push(*before);
                }
            }
        }
        match ends.iter().position(|ends| !ends) {
            None => Ok(()),
            Some(stuck) => Err(Broken {
                violation: Violation::Stuck,
                path: self.path_to(stuck, None),
            }),
        }
    }

    fn path_to(&self, mut world: usize, last: Option<&Happening>) -> Vec<Happening> {
        let mut path: Vec<Happening> = last.cloned().into_iter().collect();
        while let Some((before, happening)) = &self.came_from[world] {
            path.push(happening.clone());
            world = *before;
        }
        path.reverse();
        path
    }

    fn explored(self) -> Explored {
        let mut depths = vec![0; self.found.len()];
        for world in 1..self.found.len() {
            depths[world] = self.came_from[world]
                .as_ref()
                .map_or(0, |(before, _)| depths[*before] + 1);
        }
        Explored {
            worlds: self.found.len(),
            transitions: self.successors.iter().map(Vec::len).sum(),
            deepest: depths.into_iter().max().unwrap_or(0),
            sequences: count_sequences(&self.successors),
            effects: self.effects,
            codes: self.codes,
        }
    }
}

/// When the server says that the payment is made, the customer's app is told so, whatever else has happened.
fn check_paid_is_reported(before: &World, after: &World) -> Result<(), Violation> {
    let reported = matches!(after.state.phase(), Phase::Finished(result) if result.code() == 0);
    match after.truth.paid() && !is_finished(&before.state) && !reported {
        true => Err(Violation::EvidenceOfPaymentNotReported),
        false => Ok(()),
    }
}

/// How many different sequences of up to [`DEPTH`] events there are: ways through the graph of worlds.
fn count_sequences(successors: &[Vec<usize>]) -> f64 {
    let mut ways = vec![0.0_f64; successors.len()];
    ways[0] = 1.0;
    let mut total = 0.0;
    for _ in 0..DEPTH {
        let mut next_ways = vec![0.0; successors.len()];
        for (world, next_worlds) in successors.iter().enumerate() {
            next_worlds.iter().for_each(|next| next_ways[*next] += ways[world]);
        }
        ways = next_ways;
        total += ways.iter().sum::<f64>();
    }
    total
}

#[test]
fn every_sequence_of_events_keeps_the_rules() {
    let queue = std::sync::Mutex::new(starts());
    let next = || queue.lock().expect("no search panics with it").pop();
    let search = || {
        let mut seen = Explored::default();
        while let Some(start) = next() {
            seen = seen.and(explore(start, &step, None).unwrap_or_else(|broken| panic!("{broken:?}")));
        }
        seen
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    let explored = std::thread::scope(|scope| {
        let searches: Vec<_> = (0..workers).map(|_| scope.spawn(search)).collect();
        searches
            .into_iter()
            .map(|search| search.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .fold(Explored::default(), Explored::and)
    });
    report(
        "machine",
        &format!(
            "machine: {} states and {} transitions visited, all {:.1e} sequences of up to {DEPTH} events keep the rules",
            explored.worlds, explored.transitions, explored.sequences
        ),
    );
    // The checks would be worth little if the search did not see these.
    assert!(explored.worlds > 10_000, "only {} worlds", explored.worlds);
    assert!(explored.deepest < DEPTH, "depth {} is not searched", explored.deepest);
    assert_eq!(explored.effects.len(), 16, "every kind of effect is seen");
    assert_eq!(
        explored.codes.into_iter().collect::<Vec<_>>(),
        [0, 4, 5, 20, 30, 40, 99, 400, 401, 404, 500, 7770, 7780]
    );
}

/// Leaves a line for the summary of `cargo xtask test`.
pub(crate) fn report(name: &str, line: &str) {
    println!("{line}");
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("a target directory");
    let reports = target.join("reports");
    std::fs::create_dir_all(&reports).expect("the reports' directory");
    let json = serde_json::json!({ "line": line });
    std::fs::write(reports.join(format!("{name}.json")), json.to_string()).expect("the report");
}
