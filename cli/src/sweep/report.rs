//! What became of a sweep, as data: what shares write, and what is made of all of them.

use super::seeds::{Dealt, Seeds, Shard};
use clusterscope::check::Fault;
use clusterscope::narrate::Lang;
use clusterscope::sweep::Course;
use serde::{Deserialize, Serialize};

/// The form of reports: another one is not understood.
pub(super) const FORM: u32 = 1;

/// What became of a sweep, or of a share of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    /// The form of this report.
    pub(crate) clusterscope_sweep: u32,
    /// What was asked for.
    pub(crate) settings: Settings,
    /// Which share it is; none for the whole.
    pub(crate) shard: Option<Shard>,
    /// The protocols.
    pub(crate) rooms: Vec<RoomReport>,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    /// The protocol's slug, or `all`.
    pub(crate) protocol: String,
    /// The seeds of all shares together.
    pub(crate) seeds: Seeds,
    /// How many events each run has.
    pub(crate) events: u32,
    /// The flaws that are on.
    pub(crate) flaws: Vec<String>,
    /// The knobs that are set.
    pub(crate) knobs: Vec<(String, String)>,
    /// How many runs may be tried to shrink a failing one.
    pub(crate) shrink_runs: u32,
}

/// What became of a protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoomReport {
    /// Its slug.
    pub(crate) protocol: String,
    /// Its revision: other revisions have other runs.
    pub(crate) revision: u32,
    /// How many seeds were run.
    pub(crate) seeds: u64,
    /// How many events there were in all.
    pub(crate) events: u64,
    /// How many requests were answered.
    pub(crate) answered: u64,
    /// The faults, in the engine's order.
    pub(crate) faults: Vec<Injected>,
    /// Runs that ended before they had their events, by seed.
    pub(crate) short: Vec<Short>,
    /// Runs that broke a rule, by seed.
    pub(crate) failures: Vec<Failure>,
}

/// How many faults of a kind there were.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Injected {
    /// The kind.
    pub(crate) fault: String,
    /// Whether the protocol tolerates it.
    pub(crate) tolerated: bool,
    /// How many.
    pub(crate) count: u64,
}

/// A run that ended too soon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Short {
    /// Its seed.
    pub(crate) seed: u64,
    /// How many events it had.
    pub(crate) events: u64,
}

/// A run that broke a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Failure {
    /// Its seed.
    pub(crate) seed: u64,
    /// The invariant that broke first.
    pub(crate) invariant: String,
    /// The invariant's name for people.
    pub(crate) title: String,
    /// The invariants that broke later.
    pub(crate) also: Vec<String>,
    /// At which event.
    pub(crate) event: u64,
    /// At which moment, in microseconds.
    pub(crate) at_us: u64,
    /// What is so and should not be.
    pub(crate) facts: Vec<String>,
    /// How the run is shrunk; none where that was not asked for.
    pub(crate) shrunk: Option<Shrinking>,
}

/// What came of shrinking a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Shrinking {
    /// The short run.
    Run(ShortRun),
    /// Why there is none.
    Trouble(String),
}

/// A failing run, shrunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShortRun {
    /// How many lines it had once luck was written out.
    pub(crate) before: usize,
    /// How many it has.
    pub(crate) lines: usize,
    /// How many runs were tried.
    pub(crate) runs: u32,
    /// Whether no line can be left out.
    pub(crate) minimal: bool,
    /// The scenario.
    pub(crate) scenario: String,
    /// The link, with its `#`.
    pub(crate) link: String,
}

impl Report {
    /// A report of nothing yet.
    pub(super) fn empty(settings: Settings, shard: Option<Shard>) -> Self {
        Self { clusterscope_sweep: FORM, settings, shard, rooms: Vec::new() }
    }

    /// The seeds that it is about.
    pub(super) fn dealt(&self) -> Dealt {
        Dealt::new(self.settings.seeds, self.shard)
    }
}

impl RoomReport {
    /// A report of nothing yet, with every kind of fault.
    pub(super) fn for_course(course: &Course) -> Self {
        let card = course.room.card(Lang::En);
        let tolerated = course.room.tolerates();
        let injected = |fault: &Fault| Injected {
            fault: fault.name().into(),
            tolerated: tolerated.contains(fault),
            count: 0,
        };
        Self {
            protocol: card.slug.into(),
            revision: card.revision,
            seeds: 0,
            events: 0,
            answered: 0,
            faults: Fault::ALL.iter().map(injected).collect(),
            short: Vec::new(),
            failures: Vec::new(),
        }
    }

    /// Adds what other seeds saw.
    pub(super) fn join(&mut self, other: Self) {
        self.seeds = self.seeds.saturating_add(other.seeds);
        self.events = self.events.saturating_add(other.events);
        self.answered = self.answered.saturating_add(other.answered);
        for (sum, more) in self.faults.iter_mut().zip(&other.faults) {
            sum.count = sum.count.saturating_add(more.count);
        }
        self.short.extend(other.short);
        self.failures.extend(other.failures);
        self.short.sort_by_key(|it| it.seed);
        self.failures.sort_by_key(|it| it.seed);
    }

    /// The tolerated kinds of fault that never struck. A share alone may be too small to tell.
    pub(super) fn missing(&self, report: &Report) -> Vec<&str> {
        let never = |it: &&Injected| it.tolerated && it.count == 0 && report.shard.is_none();
        self.faults.iter().filter(never).map(|it| &*it.fault).collect()
    }

    /// Whether no request was answered, though there was time.
    pub(super) fn is_mute(&self, report: &Report) -> bool {
        self.answered == 0 && report.shard.is_none()
    }

    /// Why the sweep of this protocol has failed, a reason a line; nothing where it holds.
    pub(super) fn troubles(&self, report: &Report) -> Vec<String> {
        let mut troubles = Vec::new();
        if !self.failures.is_empty() {
            troubles.push(format!("{} of {} seeds break a rule", self.failures.len(), self.seeds));
        }
        if let Some(first) = self.short.first() {
            let (count, events) = (self.short.len(), first.events);
            let seed = first.seed;
            troubles.push(format!("{count} runs end early: seed {seed} after {events} events"));
        }
        let missing = self.missing(report);
        if !missing.is_empty() {
            troubles.push(format!("never injected: {}", missing.join(", ")));
        }
        if self.is_mute(report) {
            troubles.push(String::from("no request was answered"));
        }
        troubles
    }
}
