//! Any run that breaks a rule, shrunk to the few actions that it takes.
//!
//! What luck did is written out first, line by line ([`crate::simulate::deeds`]). Then lines are
//! left out, chunk by chunk and at last one by one, as long as the same rule is still broken
//! (Zeller and Hildebrandt, *Simplifying and Isolating Failure-Inducing Input*, 2002), and what is
//! set is made simpler. Luck is counted, not drawn from a stream: without a line, all else that
//! luck decides stays as it was.

mod bench;
mod knobs;
mod lines;
mod moments;
mod network;
mod verdict;

use self::bench::Bench;
use crate::exhibit::{self, Room, Violation};
use crate::protocol::Micros;
use crate::scenario::inquiry::Inquiry;
use crate::scenario::link;
use crate::scenario::syntax::{Plan, Scenario};
use crate::simulate::deeds::{By, lines_of};
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

/// How much may be tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How many runs in all; there is always a first one.
    pub runs: u32,
    /// How many events of the failing run are looked at; of any other at most four times as many.
    pub events: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { runs: 6_000, events: 100_000 }
    }
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many runs were tried.
    pub runs: u32,
    /// How many lines are left.
    pub lines: usize,
}

/// What is to be shrunk.
#[derive(Clone, Copy, Debug)]
pub struct Task<'a> {
    /// The scenario, with what the user did.
    pub scenario: &'a Scenario,
    /// Which of its runs: 0 is the main one, then the variants, then the forks.
    pub run: u16,
    /// The invariant that must stay broken, by its name; `None` for the one that breaks first.
    pub invariant: Option<&'a str>,
    /// How much may be tried.
    pub limits: Limits,
}

/// The short run.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    /// The run as a scenario, which expects the invariant to break.
    pub scenario: Scenario,
    /// The scenario, printed.
    pub text: String,
    /// The fragment of its link, without the `#`.
    pub link: String,
    /// The name of the invariant that it breaks.
    pub invariant: &'static str,
    /// How it breaks.
    pub violation: Violation,
    /// How many lines there were once luck was written out.
    pub before: usize,
    /// How many lines are left.
    pub lines: usize,
    /// How many runs were tried.
    pub runs: u32,
    /// Whether no line can be left out; false where the limit was reached or it was stopped.
    pub minimal: bool,
}

/// Why a run cannot be shrunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The scenario has no such run.
    NoRun(u16),
    /// The room has no such invariant.
    NoInvariant(String),
    /// Nothing is broken, or not what was meant, in so many events.
    Holds(Option<&'static str>, usize),
    /// With luck written out, the run is another one.
    Escapes(&'static str),
    /// What was found does not fit into a scenario file, and why.
    Unprintable(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRun(run) => write!(f, "the scenario has no run {run}"),
            Self::NoInvariant(name) => write!(f, "there is no invariant `{name}`"),
            Self::Holds(None, events) => {
                write!(f, "this run breaks no invariant in its {events} events")
            }
            Self::Holds(Some(name), events) => {
                write!(f, "this run does not break {name} in its {events} events")
            }
            Self::Escapes(name) => {
                write!(f, "{name} holds once what luck did is written out line by line")
            }
            Self::Unprintable(why) => write!(f, "the short run is no scenario file: {why}"),
        }
    }
}

impl core::error::Error for Trouble {}

/// A run that breaks the rule, the shortest so far.
#[derive(Clone)]
struct Case {
    /// The run as a scenario: its lines have moments of their own.
    scenario: Scenario,
    /// How it breaks.
    violation: Violation,
}

impl Case {
    fn lines(&self) -> usize {
        self.scenario.plan.lines.len()
    }
}

/// Shrinks a run. `watch` hears of each run that is tried, and stops it by answering false. The
/// same task gives the same result.
pub fn shrink(task: &Task<'_>, watch: &mut dyn FnMut(Progress) -> bool) -> Result<Shrunk, Trouble> {
    let mut sim = exhibit::simulation(task.scenario, task.run).ok_or(Trouble::NoRun(task.run))?;
    let room = task.scenario.run(task.run).0;
    let wanted = task.invariant.map(|name| place_of(room, name)).transpose()?;
    let name = |invariant: usize| room.claims().get(invariant).map_or("", |claim| claim.name);
    let (invariant, violation) = bench::find(&mut sim, wanted, task.limits.events)
        .ok_or_else(|| Trouble::Holds(wanted.map(name), sim.chronicle().len()))?;
    let mut deeds = sim.deeds(violation.event);
    deeds.retain(|it| matches!(it.by, By::Script | By::Strike));
    let mut plan = Plan { lines: lines_of(&deeds), ..Plan::clone(&sim.rules().plan) };
    plan.inquiry = Inquiry::default();
    let (before, horizon) = (plan.lines.len(), verdict::end_of(&violation));
    let mut bench = Bench::new(room, invariant, &violation, task.limits, watch);
    let tried = bench.attempt(alone(task, plan), horizon);
    let start = tried.ok_or(Trouble::Escapes(name(invariant)))?;
    let case = least(&mut bench, start, horizon);
    let (runs, minimal) = (bench.runs, !bench.is_over());
    let (scenario, text) = verdict::written(&case, invariant, before)?;
    let link = link::encode(&scenario);
    let (invariant, lines, violation) = (name(invariant), case.lines(), case.violation);
    Ok(Shrunk { scenario, text, link, invariant, violation, before, lines, runs, minimal })
}

/// How many lines are few enough to look no further.
const FEW: usize = 4;

/// Shrinks a case as far as it goes, and a long one in a second way as well: with the luck of its
/// links written out from the start. Where luck made one message slow, all before it are needed
/// to get at that luck.
fn least(bench: &mut Bench<'_>, start: Case, horizon: Micros) -> Case {
    let mut case = start.clone();
    bench.allow(1, 3);
    while bench.round(&mut case, horizon) {}
    let mut other = start;
    bench.allow(2, 3);
    if case.lines() > FEW && network::written_out_whole(bench, &mut other, horizon) {
        while bench.round(&mut other, horizon) {}
        if other.lines() < case.lines() {
            case = other;
        }
    }
    bench.allow(1, 1);
    while bench.round(&mut case, horizon) || moments::rounder(bench, &mut case, horizon) {}
    case
}

/// The run as a scenario of its own, which does not say what it expects.
fn alone(task: &Task<'_>, plan: Plan) -> Scenario {
    let scenario = task.scenario;
    let variant = usize::from(task.run).checked_sub(1).and_then(|it| scenario.variants.get(it));
    let (room, written) = match variant {
        Some(variant) if variant.room != scenario.room => (variant.room, &variant.written),
        _ => (scenario.room, &scenario.written),
    };
    Scenario {
        title: Vec::new(),
        teaches: Vec::new(),
        room,
        plan,
        forks: Vec::new(),
        variants: Vec::new(),
        acts: Vec::new(),
        written: written.clone(),
        comments: Vec::new(),
    }
}

fn place_of(room: &dyn Room, name: &str) -> Result<usize, Trouble> {
    let place = room.claims().iter().position(|claim| claim.name == name);
    place.ok_or_else(|| Trouble::NoInvariant(String::from(name)))
}
