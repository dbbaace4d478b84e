//! Many seeds of a room under every fault that it tolerates: what tests and the command line ask.

use crate::check::Fault;
use crate::exhibit::{Room, Rule, Stage, open};
use crate::narrate::Lang;
use crate::scenario::syntax::Scenario;
use crate::scenario::{Complaint, parse};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What is swept, all but the seed.
#[derive(Clone, Debug)]
pub struct Course {
    /// The room.
    pub room: &'static dyn Room,
    /// The flaws that are switched on, by name.
    pub flaws: Vec<String>,
    /// Settings that are not as by default, by name, and their values as the language writes them.
    pub knobs: Vec<(String, String)>,
    /// How many events each run has.
    pub events: usize,
}

impl Course {
    /// The course of a room as it is, in runs of so many events.
    pub fn of(room: &'static dyn Room, events: usize) -> Self {
        Self { room, flaws: Vec::new(), knobs: Vec::new(), events }
    }

    /// A run as text: the room under load and every fault that it tolerates.
    pub fn text(&self, seed: u64) -> String {
        let named = |name: &str| self.room.knobs().iter().any(|knob| knob.name == name);
        let set = |name: &str| self.knobs.iter().any(|(knob, _)| knob == name);
        // Two clients can disagree about what they saw.
        let clients = if named("clients") && !set("clients") { " clients=2" } else { "" };
        let knobs: String =
            self.knobs.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        let flaws: String = self.flaws.iter().map(|flaw| format!("flaw {flaw}\n")).collect();
        let network: String = [
            (Fault::Loss, " loss 1%"),
            (Fault::Duplication, " duplicate 1%"),
            (Fault::Reordering, " reorder 1%"),
        ]
        .iter()
        .filter(|(fault, _)| self.room.tolerates().contains(fault))
        .map(|(_, setting)| *setting)
        .collect();
        // Far more than a second of chaos and load has events, and at most the language's day.
        let end = (self.events / 10).clamp(60, 86_400);
        let slug = self.room.card(Lang::En).slug;
        format!(
            "title Seed {seed}\nprotocol {slug}{clients}{knobs}\n{flaws}\
             network latency 5..15ms jitter 5ms{network}\n\
             seed {seed}\nend at {end}s\n\
             at 1ms load 20/s\nat 2ms chaos 15/s\nexpect always: invariants\n"
        )
    }

    /// A run as a scenario. Errors say which flaw or setting the room does not know.
    pub fn scenario(&self, seed: u64) -> Result<Scenario, Complaint> {
        let find = |slug: &str| (self.room.card(Lang::En).slug == slug).then_some(self.room);
        parse(&self.text(seed), &find)
    }

    /// Plays a run.
    pub fn play(&self, seed: u64) -> Result<Played, Complaint> {
        let mut stage = open(self.scenario(seed)?, None, Lang::En);
        stage.record(self.events);
        let mut broken = stage.verdict();
        broken.retain(|rule| rule.broken.is_some());
        broken.sort_by_key(|rule| rule.broken.as_ref().map(|violation| violation.event));
        let mut tallies = Tallies::default();
        tallies.add(&*stage);
        Ok(Played { events: stage.extent().events, broken, tallies })
    }
}

/// What became of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Played {
    /// How many events it had: fewer than were asked for if it came to its end.
    pub events: usize,
    /// The rules that were broken, the first one first.
    pub broken: Vec<Rule>,
    /// What was done to it.
    pub tallies: Tallies,
}

/// Adds up faults by kind, and requests that were answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tallies {
    faults: [u64; Fault::ALL.len()],
    /// How many operations were answered.
    pub answered: u64,
}

impl Tallies {
    /// Adds what a run saw.
    pub fn add(&mut self, stage: &dyn Stage) {
        let tally = stage.tally();
        for (fault, count) in Fault::ALL.iter().zip(&tally.faults) {
            self.count(*fault, u64::from(*count));
        }
        self.answered += u64::from(tally.answered);
    }

    /// Adds what other runs saw.
    pub fn join(&mut self, other: &Self) {
        other.faults().for_each(|(fault, count)| self.count(fault, count));
        self.answered += other.answered;
    }

    /// Adds faults of a kind.
    pub fn count(&mut self, fault: Fault, more: u64) {
        let place = Fault::ALL.iter().position(|kind| *kind == fault);
        if let Some(sum) = place.and_then(|place| self.faults.get_mut(place)) {
            *sum += more;
        }
    }

    /// How many faults of each kind, in the order of [`Fault::ALL`].
    pub fn faults(&self) -> impl Iterator<Item = (Fault, u64)> + '_ {
        Fault::ALL.iter().copied().zip(self.faults)
    }

    /// The tolerated kinds that never struck: a sweep without them shows nothing about them.
    pub fn missing(&self, tolerated: &[Fault]) -> Vec<Fault> {
        let missing =
            self.faults().filter(|(fault, count)| *count == 0 && tolerated.contains(fault));
        missing.map(|(fault, _)| fault).collect()
    }

    /// A table for people.
    pub fn table(&self) -> String {
        let mut text = format!("{:>10} requests answered\n", self.answered);
        for (fault, count) in self.faults() {
            text.push_str(&format!("{count:>10} {}\n", fault.name()));
        }
        text
    }
}
