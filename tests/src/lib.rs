//! What the tests share: every scenario of every room, opened and recorded, and published
//! specifications to check beside.

pub mod refinement;
pub mod specs;

pub mod stateright;

use clusterscope::check::Fault;
use clusterscope::exhibit::{Expectation, Fulfilment, Room, Stage, open_text};
use clusterscope::narrate::Lang;
use clusterscope::protocols::ALL;

/// A scenario that ships, and its room.
#[derive(Clone, Copy)]
pub struct Shipped {
    /// The room.
    pub room: &'static dyn Room,
    /// `raft/leader-crash`.
    pub slug: &'static str,
    /// The scenario's text.
    pub text: &'static str,
}

impl Shipped {
    /// `raft/leader-crash`.
    pub fn path(&self) -> String {
        format!("{}/{}", self.room.card(Lang::En).slug, self.slug)
    }

    /// The scenario, opened.
    pub fn open(&self) -> Box<dyn Stage> {
        open_text(self.text, Lang::En).unwrap_or_else(|why| panic!("{}: {why}", self.path()))
    }
}

/// All scenarios that ship.
pub fn shipped() -> Vec<Shipped> {
    let of = |room: &&'static dyn Room| {
        let room = *room;
        let pack = move |example: &clusterscope::exhibit::Example| Shipped {
            room,
            slug: example.slug,
            text: example.text,
        };
        room.scenarios().iter().map(pack).collect::<Vec<_>>()
    };
    let all: Vec<Shipped> = ALL.iter().flat_map(of).collect();
    assert!(!all.is_empty(), "no room ships a scenario");
    all
}

/// Records the current run to its end.
pub fn record(stage: &mut dyn Stage) {
    while stage.record(4_096) {}
    assert!(stage.extent().complete, "the run fits into memory");
}

/// The expectations that are not met.
pub fn unmet(stage: &dyn Stage) -> Vec<Expectation> {
    let met = |it: &Expectation| matches!(it.state, Fulfilment::Met(_));
    stage.expectations().into_iter().filter(|it| !met(it)).collect()
}

/// A text for the swarm: a room under load and every fault that it tolerates.
pub fn swarm_text(room: &str, seed: u64, flaw: Option<&str>) -> String {
    let flaw = flaw.map(|flaw| format!("flaw {flaw}\n")).unwrap_or_default();
    let known = ALL.iter().find(|it| it.card(Lang::En).slug == room);
    let counted = known.is_some_and(|it| it.knobs().iter().any(|knob| knob.name == "clients"));
    let clients = if counted { " clients=2" } else { "" };
    let tolerated = |(fault, setting): &(Fault, &'static str)| {
        known.is_none_or(|it| it.tolerates().contains(fault)).then_some(*setting)
    };
    let network: String = [
        (Fault::Loss, " loss 1%"),
        (Fault::Duplication, " duplicate 1%"),
        (Fault::Reordering, " reorder 1%"),
    ]
    .iter()
    .filter_map(tolerated)
    .collect();
    format!(
        "title swarm\nprotocol {room}{clients}\n{flaw}\
         network latency 5..15ms jitter 5ms{network}\n\
         seed {seed}\nend at 60s\n\
         at 1ms load 20/s\nat 2ms chaos 15/s\nexpect always: invariants\n"
    )
}

/// Adds up faults by kind.
#[derive(Default)]
pub struct Tallies {
    /// How many faults of each kind, in the order of [`Fault::ALL`].
    pub faults: Vec<u64>,
    /// How many operations were answered.
    pub answered: u64,
}

impl Tallies {
    /// Adds what a run saw.
    pub fn add(&mut self, stage: &dyn Stage) {
        let tally = stage.tally();
        self.faults.resize(Fault::ALL.len(), 0);
        for (sum, count) in self.faults.iter_mut().zip(&tally.faults) {
            *sum += u64::from(*count);
        }
        self.answered += u64::from(tally.answered);
    }

    /// A table for people, and the tolerated kinds that never struck.
    pub fn report(&self, tolerated: &[Fault]) -> (String, Vec<&'static str>) {
        let mut text = format!("{:>10} requests answered\n", self.answered);
        let mut missing = Vec::new();
        for (fault, count) in Fault::ALL.iter().zip(&self.faults) {
            text.push_str(&format!("{count:>10} {}\n", fault.name()));
            if *count == 0 && tolerated.contains(fault) {
                missing.push(fault.name());
            }
        }
        (text, missing)
    }
}
