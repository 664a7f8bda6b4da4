//! Visits every world that a checkout can get into, over every event in each of them.
//!
//! The rules speak of one step in one world, and a world holds all of the past that matters to them, so that visiting
//! each world once with each event checks every sequence of events. The sequences are counted afterwards.

use std::collections::HashMap;

use checkout_core::flow::{Effect, Event, Flow, Phase, step};

use crate::alphabet::events;
use crate::rules::Violation;
use crate::world::{Step, World};

/// Long enough for a whole attempt: loading, a deletion, a refresh, a refused secret, three tries to connect, a
/// challenge, three tries to report it, and reading back until the time is up.
const DEPTH: usize = 48;

pub(crate) struct Explored {
    pub(crate) worlds: usize,
    pub(crate) transitions: usize,
    pub(crate) longest_shortest_path: usize,
    pub(crate) sequences: f64,
}

/// A broken rule and the shortest way to it.
#[derive(Debug)]
pub(crate) struct Broken {
    pub(crate) violation: Violation,
    #[allow(dead_code, reason = "printed when a check fails")]
    pub(crate) path: Vec<Event>,
}

/// Every way a checkout can begin.
fn starts() -> Vec<World> {
    let mut starts = Vec::new();
    for flow in [Flow::Payment, Flow::SetupIntent, Flow::VirtualTerminal] {
        for (has_customer_secret, earlier_outcome_unknown) in
            [(false, false), (false, true), (true, false), (true, true)]
        {
            starts.push(World::new(flow, has_customer_secret, earlier_outcome_unknown));
        }
    }
    starts
}

/// Visits all worlds from every start, breadth first. Gives each kind of broken rule once, and stops at `sought`.
pub(crate) fn explore(step: &Step, sought: Option<Violation>) -> Result<Explored, Vec<Broken>> {
    let roots = starts();
    let starts = roots.len();
    let mut numbers: HashMap<World, usize> = HashMap::new();
    let mut found: Vec<World> = Vec::new();
    let mut came_from: Vec<Option<(usize, Event)>> = Vec::new();
    let mut successors: Vec<Vec<usize>> = Vec::new();
    for root in roots {
        numbers.insert(root.clone(), found.len());
        found.push(root);
        came_from.push(None);
    }
    let mut broken: Vec<Broken> = Vec::new();
    let mut current = 0;
    while current < found.len() {
        let world = found[current].clone();
        let mut next_numbers = Vec::new();
        for event in events(&world) {
            let checked = world
                .after(&event, step)
                .and_then(|next| check_paid_is_reported(&world, &next).map(|()| next));
            let next = match checked {
                Ok(next) => next,
                Err(violation) => {
                    let is_sought = sought == Some(violation);
                    if broken.iter().all(|known| known.violation != violation) {
                        broken.push(Broken {
                            violation,
                            path: path_to(&came_from, current, &event),
                        });
                    }
                    if is_sought {
                        return Err(broken);
                    }
                    continue;
                }
            };
            let number = *numbers.entry(next.clone()).or_insert_with(|| {
                found.push(next);
                came_from.push(Some((current, event.clone())));
                found.len() - 1
            });
            next_numbers.push(number);
        }
        successors.push(next_numbers);
        current += 1;
    }
    if !broken.is_empty() {
        return Err(broken);
    }
    check_every_world_can_end(&found, &successors).map_err(|stuck| {
        vec![Broken {
            violation: Violation::Stuck,
            path: path_to(&came_from, stuck, &Event::Waited),
        }]
    })?;
    Ok(Explored {
        worlds: found.len(),
        transitions: successors.iter().map(Vec::len).sum(),
        longest_shortest_path: (0..found.len())
            .map(|world| path_to(&came_from, world, &Event::Start).len() - 1)
            .max()
            .unwrap_or(0),
        sequences: count_sequences(&successors, starts),
    })
}

/// When the server says that the payment is made, the customer's app is told so, whatever else has happened.
fn check_paid_is_reported(before: &World, after: &World) -> Result<(), Violation> {
    let was_over = matches!(before.state.phase(), Phase::Finished(_));
    let wrong_type = matches!(after.state.phase(), Phase::Finished(result)
        if result.reason.as_ref().is_some_and(|reason| reason.kind.name() == "WrongIntentType"));
    let reported = matches!(after.state.phase(), Phase::Finished(result) if result.code() == 0);
    match after.truth.paid() && !was_over && !wrong_type && !reported {
        true => Err(Violation::EvidenceOfPaymentNotReported),
        false => Ok(()),
    }
}

/// From every world there is a way to an end. Otherwise a customer could wait for ever.
fn check_every_world_can_end(found: &[World], successors: &[Vec<usize>]) -> Result<(), usize> {
    let mut ends: Vec<bool> = found
        .iter()
        .map(|world| matches!(world.state.phase(), Phase::Finished(_)))
        .collect();
    loop {
        let more: Vec<usize> = (0..found.len())
            .filter(|world| !ends[*world] && successors[*world].iter().any(|next| ends[*next]))
            .collect();
        if more.is_empty() {
            break;
        }
        more.into_iter().for_each(|world| ends[world] = true);
    }
    match ends.iter().position(|ends| !ends) {
        Some(stuck) => Err(stuck),
        None => Ok(()),
    }
}

/// How many different sequences of up to [`DEPTH`] events there are: ways through the graph of worlds.
fn count_sequences(successors: &[Vec<usize>], starts: usize) -> f64 {
    let mut ways = vec![0.0_f64; successors.len()];
    ways[..starts].fill(1.0);
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

fn path_to(came_from: &[Option<(usize, Event)>], mut world: usize, last: &Event) -> Vec<Event> {
    let mut path = vec![last.clone()];
    while let Some((before, event)) = &came_from[world] {
        path.push(event.clone());
        world = *before;
    }
    path.reverse();
    path
}

#[test]
fn every_sequence_of_events_keeps_the_five_rules() {
    let explored = explore(&step, None).unwrap_or_else(|broken| panic!("{broken:#?}"));
    report(
        "machine",
        &format!(
            "machine: {} states and {} transitions visited, all {:.1e} sequences of up to {DEPTH} events keep the rules",
            explored.worlds, explored.transitions, explored.sequences
        ),
    );
    assert!(
        explored.worlds > 1_000,
        "the search lost its reach: {} worlds",
        explored.worlds
    );
    assert!(
        explored.longest_shortest_path < DEPTH,
        "depth {} is not searched",
        explored.longest_shortest_path
    );
}

/// The checks below would be worth little if the search never saw these.
#[test]
fn the_search_sees_a_whole_attempt() {
    let mut seen_effects = std::collections::HashSet::new();
    let mut queue = starts();
    let mut visited = std::collections::HashSet::new();
    let mut results = std::collections::HashSet::new();
    while let Some(world) = queue.pop() {
        for event in events(&world) {
            let (_, effects) = step(world.state.clone(), event.clone());
            for effect in &effects {
                seen_effects.insert(std::mem::discriminant(effect));
                if let Effect::Deliver(result) = effect {
                    results.insert((
                        result.code(),
                        result.charge,
                        result.reason.as_ref().map(|reason| reason.kind),
                    ));
                }
            }
            let next = world.after(&event, &step).expect("the rules hold");
            if visited.insert(next.clone()) {
                queue.push(next);
            }
        }
    }
    assert_eq!(seen_effects.len(), 13, "every kind of effect is seen");
    let codes: std::collections::BTreeSet<i32> = results.iter().map(|(code, ..)| *code).collect();
    assert_eq!(
        codes.into_iter().collect::<Vec<_>>(),
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
