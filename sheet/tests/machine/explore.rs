//! Visits every world that a sheet can get into, breadth first, over everything that can happen in each of them.
//!
//! The rules speak of one step in one world, and a world holds all of the past that matters to them, so visiting each
//! world once with each happening checks every sequence.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::mem::Discriminant;
use std::sync::{Arc, Mutex};

use checkout_core::flow::Event;
use checkout_sheet::model::{Effect, Stage, State, update};
use checkout_sheet::screen::{Content, screen};
use checkout_sheet::texts::{Language, Locale, Texts};
use rustc_hash::FxBuildHasher;

use crate::alphabet::happenings;
use crate::cast::{Setting, settings};
use crate::mutants::catch_every_mutant;
use crate::rules::{Violation, check_screen, check_world};
use crate::shared::Shared;
use crate::shown::{Shown, leads_out, read};
use crate::world::{Happening, Machine, World};

/// What a search has seen.
#[derive(Default)]
pub(crate) struct Explored {
    pub(crate) worlds: usize,
    pub(crate) transitions: usize,
    pub(crate) screens: usize,
    effects: HashSet<Discriminant<Effect>>,
    contents: HashSet<Discriminant<Content>>,
    /// The codes of the results that sheets end with.
    codes: BTreeSet<i32>,
}

impl Explored {
    fn and(mut self, other: Explored) -> Explored {
        self.effects.extend(other.effects);
        self.contents.extend(other.contents);
        self.codes.extend(other.codes);
        Explored {
            worlds: self.worlds + other.worlds,
            transitions: self.transitions + other.transitions,
            screens: self.screens + other.screens,
            ..self
        }
    }
}

/// A broken rule and the shortest way to it.
pub(crate) struct Broken {
    pub(crate) violation: Violation,
    setting: Setting,
    path: Vec<Happening>,
    sheet: Shared<State>,
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {} after", self.violation, self.setting.name)?;
        for happening in &self.path {
            write!(f, "\n    {:.160}", format!("{happening:?}"))?;
        }
        write!(f, "\n  where the sheet was {:?}", *self.sheet)
    }
}

impl Machine {
    /// The machine as it ships.
    pub(crate) fn real() -> Machine {
        Machine {
            update: Box::new(update),
            screen: Box::new(|state, texts| screen(state, texts, 1)),
        }
    }
}

/// Visits all worlds of one setting. Gives the first broken rule, or the first case of the one that is sought, with the
/// shortest way to it.
pub(crate) fn explore(setting: Setting, machine: &Machine, sought: Option<Violation>) -> Result<Explored, Broken> {
    let mut search = Search::of(setting, sought);
    while search.current < search.found.len() {
        search.visit(machine)?;
    }
    search.check_ends()?;
    Ok(search.explored)
}

struct Search {
    setting: Setting,
    sought: Option<Violation>,
    numbers: HashMap<Arc<World>, usize, FxBuildHasher>,
    found: Vec<Arc<World>>,
    /// The world before, and which of its happenings led on. To keep those would take more room than the worlds.
    came_from: Vec<Option<(usize, usize)>>,
    /// Where a world leads by closing and by answers, and where by answers alone.
    ways_out: Vec<Vec<usize>>,
    answers: Vec<Vec<usize>>,
    screens: HashMap<Shared<State>, Arc<Shown>, FxBuildHasher>,
    current: usize,
    explored: Explored,
}

impl Search {
    fn of(setting: Setting, sought: Option<Violation>) -> Search {
        let mut search = Search {
            setting,
            sought,
            numbers: HashMap::default(),
            found: Vec::new(),
            came_from: Vec::new(),
            ways_out: Vec::new(),
            answers: Vec::new(),
            screens: HashMap::default(),
            current: 0,
            explored: Explored::default(),
        };
        search.add(World::open(setting), None);
        search
    }

    fn add(&mut self, world: World, came_from: Option<(usize, usize)>) -> usize {
        let (number, world) = (self.found.len(), Arc::new(world));
        self.numbers.insert(Arc::clone(&world), number);
        self.explored.worlds += 1;
        let effects = world.todo.0.iter().map(std::mem::discriminant);
        self.explored.effects.extend(effects);
        if let Stage::Closed(result) = &world.sheet.stage {
            let code = result.payment.as_ref().map(|payment| payment.code());
            self.explored.codes.extend(code);
        }
        self.found.push(world);
        self.came_from.push(came_from);
        number
    }

    /// Lets everything happen in the world whose turn it is.
    fn visit(&mut self, machine: &Machine) -> Result<(), Broken> {
        let world = Arc::clone(&self.found[self.current]);
        let shown = self.look(&world, machine)?;
        let (mut ways_out, mut answers) = (Vec::new(), Vec::new());
        for (index, happening) in happenings(&world, &shown).into_iter().enumerate() {
            self.explored.transitions += 1;
            let next = match world.after(&happening, machine) {
                Ok(next) => next,
                Err(violation) => {
                    self.broken(violation, Some(&happening))?;
                    continue;
                }
            };
            let is_answer = comes_by_itself(&happening);
            let is_way_out = is_answer || matches!(&happening, Happening::Act(action) if leads_out(action));
            let number = match self.numbers.get(&next) {
                Some(number) => *number,
                None => self.add(next, Some((self.current, index))),
            };
            ways_out.extend(is_way_out.then_some(number));
            answers.extend(is_answer.then_some(number));
        }
        self.ways_out.push(ways_out);
        self.answers.push(answers);
        self.current += 1;
        Ok(())
    }

    fn look(&mut self, world: &World, machine: &Machine) -> Result<Arc<Shown>, Broken> {
        let shown = match self.screens.get(&world.sheet) {
            Some(shown) => Arc::clone(shown),
            None => self.look_for_the_first_time(&world.sheet, machine)?,
        };
        check_world(world, &shown).or_else(|violation| self.broken(violation, None))?;
        Ok(shown)
    }

    fn look_for_the_first_time(&mut self, sheet: &Shared<State>, machine: &Machine) -> Result<Arc<Shown>, Broken> {
        let drawn = (machine.screen)(sheet, &Texts::default());
        self.explored.screens += 1;
        self.explored.contents.insert(std::mem::discriminant(&drawn.content));
        let shown = Arc::new(read(&drawn));
        if self.sought.is_none_or(Violation::is_of_screens) {
            check_screen(sheet, &shown, machine).or_else(|violation| self.broken(violation, None))?;
        }
        if self.sought.is_none() {
            draw_in_every_language(sheet);
        }
        self.screens.insert(sheet.clone(), Arc::clone(&shown));
        Ok(shown)
    }

    /// A broken rule, unless another one is sought.
    fn broken(&self, violation: Violation, last: Option<&Happening>) -> Result<(), Broken> {
        match self.sought {
            Some(sought) if sought != violation => Ok(()),
            _ => Err(self.broken_at(self.current, violation, last)),
        }
    }

    fn broken_at(&self, mut world: usize, violation: Violation, last: Option<&Happening>) -> Broken {
        let sheet = self.found[world].sheet.clone();
        let mut path: Vec<Happening> = last.cloned().into_iter().collect();
        while let Some((before, index)) = self.came_from[world] {
            let world_before = &self.found[before];
            let happenings = happenings(world_before, &self.screens[&world_before.sheet]);
            path.extend(happenings.into_iter().nth(index));
            world = before;
        }
        path.reverse();
        Broken {
            violation,
            setting: self.setting,
            path,
            sheet,
        }
    }

    /// Otherwise a customer could be held for ever.
    fn check_ends(&self) -> Result<(), Broken> {
        let is_closed = |world: &World| matches!(world.sheet.stage, Stage::Closed(_));
        self.check_leads_to(&self.ways_out, is_closed, Violation::NoWayOut)?;
        self.check_leads_to(&self.answers, |world| !is_waiting(world), Violation::WaitsForEver)
    }

    /// From every world such edges lead to such an end.
    fn check_leads_to(
        &self,
        edges: &[Vec<usize>],
        is_end: impl Fn(&World) -> bool,
        otherwise: Violation,
    ) -> Result<(), Broken> {
        let mut came_from: Vec<Vec<usize>> = vec![Vec::new(); self.found.len()];
        for (world, next_worlds) in edges.iter().enumerate() {
            next_worlds.iter().for_each(|next| came_from[*next].push(world));
        }
        let mut ends: Vec<bool> = self.found.iter().map(|world| is_end(world)).collect();
        let mut to_do: Vec<usize> = (0..ends.len()).filter(|world| ends[*world]).collect();
        while let Some(world) = to_do.pop() {
            for before in &came_from[world] {
                if !std::mem::replace(&mut ends[*before], true) {
                    to_do.push(*before);
                }
            }
        }
        match ends.iter().position(|ends| !ends) {
            Some(stuck) if self.sought.is_none_or(|sought| sought == otherwise) => {
                Err(self.broken_at(stuck, otherwise, None))
            }
            _ => Ok(()),
        }
    }
}

/// Whether it happens sooner or later, whatever the customer does.
fn comes_by_itself(happening: &Happening) -> bool {
    match happening {
        Happening::Act(_) | Happening::Core(Event::DeadlinePassed) => false,
        Happening::Refuse(..) | Happening::TellPast(_) | Happening::TellEarlier(_) | Happening::Doubt(_) => false,
        Happening::Perform(_) | Happening::Core(_) | Happening::Tell | Happening::Deliver(_) => true,
        Happening::Deleted(..) | Happening::Status(_) | Happening::Cards(_) => true,
    }
}

/// Whether the screen says that something is on its way, and nothing is asked of the customer.
fn is_waiting(world: &World) -> bool {
    matches!(
        world.sheet.stage,
        Stage::Loading(_) | Stage::Leaving | Stage::Working(_) | Stage::Checking(_)
    )
}

fn draw_in_every_language(sheet: &State) {
    for language in Language::ALL {
        let drawn = screen(sheet, &Texts::new(Locale::new(language)), 1);
        assert!(!drawn.frame.title.is_empty(), "{language:?} has no title for {sheet:?}");
    }
}

fn is_short() -> bool {
    std::env::var("CHECKOUT_SEARCH").is_ok_and(|search| search == "short")
}

/// Does something with each of them, on all processors, the last first.
pub(crate) fn in_parallel<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let (queue, done) = (Mutex::new(items), Mutex::new(Vec::new()));
    let next = || queue.lock().expect("the queue").pop();
    let run = || {
        while let Some(item) = next() {
            let result = work(item);
            done.lock().expect("the list").push(result);
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        (0..workers).for_each(|_| drop(scope.spawn(run)));
    });
    done.into_inner().expect("the list")
}

#[test]
fn every_sequence_of_actions_and_news_keeps_the_rules_and_every_mutant_is_caught() {
    let explored = in_parallel(settings(is_short()), |setting| {
        explore(setting, &Machine::real(), None).unwrap_or_else(|broken| panic!("{broken:?}"))
    });
    let explored = explored.into_iter().fold(Explored::default(), Explored::and);
    let mutants = catch_every_mutant();
    report(
        "sheet",
        &format!(
            "sheet: {} states, {} transitions, {mutants} of {mutants} mutants caught, {} screens in {} languages",
            explored.worlds,
            explored.transitions,
            explored.screens,
            Language::ALL.len()
        ),
    );
    // The checks would be worth little if the search did not see these.
    assert_eq!(explored.contents.len(), 7, "every kind of screen is seen");
    assert_eq!(explored.effects.len(), 10, "every kind of effect is seen");
    if !is_short() {
        let codes: Vec<i32> = explored.codes.into_iter().collect();
        assert_eq!(codes, [0, 4, 5, 20, 30, 40, 99, 400, 401, 404, 500, 7770, 7780]);
    }
}

/// Leaves a line for the summary of `cargo xtask test`.
fn report(name: &str, line: &str) {
    println!("{line}");
    let target = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("a target directory");
    let reports = target.join("reports");
    std::fs::create_dir_all(&reports).expect("the reports' directory");
    let json = serde_json::json!({ "line": line });
    std::fs::write(reports.join(format!("{name}.json")), json.to_string()).expect("the report");
}
