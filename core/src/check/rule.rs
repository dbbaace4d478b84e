//! Rules, flaws and faults, as data.

use super::relabel::{Part, Permutation};
use crate::protocol::{Micros, NodeId, Protocol, Seen};
use crate::view::history::History;
use crate::world::Sight;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A rule that no run may break under the faults that the room tolerates.
pub struct Invariant<P: Protocol> {
    /// The name in the scenario language, such as `election-safety`.
    pub name: &'static str,
    /// The name on screen, such as `Election safety`.
    pub title: &'static str,
    /// The rule in one sentence.
    pub help: &'static str,
    /// Where the rule is published.
    pub source: &'static str,
    /// Looks at what just happened and returns the guilty facts; none means that the rule holds.
    pub check: fn(&P, &Change<'_, P>) -> Vec<Fact>,
}

/// What an invariant says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name in the scenario language.
    pub name: &'static str,
    /// The name on screen.
    pub title: &'static str,
    /// The rule in one sentence.
    pub help: &'static str,
    /// Where the rule is published.
    pub source: &'static str,
}

impl<P: Protocol> Invariant<P> {
    /// What it says of itself.
    pub const fn claim(&self) -> Claim {
        let Self { name, title, help, source, .. } = *self;
        Claim { name, title, help, source }
    }
}

/// One event as an invariant sees it: only the node in `seen` differs from the world before.
pub struct Change<'a, P: Protocol> {
    /// The world after the event; its witness has seen the event.
    pub world: &'a dyn Sight<P>,
    /// What the event did; `None` when no node stepped or booted (a crash, a loss).
    pub seen: Option<&'a Seen<'a, P>>,
    /// The witness before the event.
    pub witness_before: &'a P::Witness,
}

/// Something that is so and should not be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// One sentence without a full stop's worth of doubt: "n1 and n3 both lead term 4".
    pub text: String,
    /// The nodes that it names.
    pub nodes: Vec<NodeId>,
}

/// The one fact that is so and should not be.
pub fn guilty(text: String, nodes: &[NodeId]) -> Vec<Fact> {
    Vec::from([Fact { text, nodes: nodes.to_vec() }])
}

/// Flaws, a bit each, with one switched on or off.
pub const fn with_flaw(flaws: u16, flaw: usize, on: bool) -> u16 {
    let bit = 1 << flaw;
    if on { flaws | bit } else { flaws & !bit }
}

/// The rules of a room and what breaks them.
pub trait Invariants: Protocol {
    /// The rules, in the order in which they are shown.
    const INVARIANTS: &'static [Invariant<Self>];
    /// The switches inside the transition, each of which breaks at least one rule.
    const FLAWS: &'static [Flaw];
    /// The faults under which the rules hold.
    const TOLERATES: &'static [Fault];

    /// What grows without end unless a search is bounded by it; see [`Measure`].
    const MEASURES: &'static [Measure<Self>] = &[];

    /// Nodes that only their names tell apart; see [`Symmetry`].
    const SYMMETRY: Option<Symmetry<Self>> = None;

    /// The rule that is about answers to clients; see [`Telling`].
    const TELLING: Option<Telling<Self>> = None;

    /// Drops from the witness what only adds up, such as what a transaction cost: with it no search
    /// would come to an end where something may happen any number of times. Invariants do not look
    /// at it; predicates that do say so, see [`Vocabulary::counts`].
    ///
    /// [`Vocabulary::counts`]: crate::scenario::vocabulary::Vocabulary::counts
    fn uncount(&self, _witness: &mut Self::Witness) {}
    /// Drops from a node's memory what only adds up and is only told, such as how often something
    /// was asked.
    fn uncount_memory(&self, _memory: &mut Self::Memory) {}

    /// The longest time that a message may take, where the rules rely on one: a later one counts
    /// as [`Fault::Late`], and chaos delays none beyond it.
    fn delay_bound(&self) -> Option<Micros> {
        None
    }

    /// Whether the flaw with this place in `FLAWS` is on.
    fn flawed(&self, flaw: usize) -> bool;
    /// Switches the flaw with this place in `FLAWS`.
    fn set_flaw(&mut self, flaw: usize, on: bool);
}

/// Something that can be counted in a world, for a search to stop where it is large: terms that
/// grow without end would make it endless.
pub struct Measure<P: Protocol> {
    /// The name in the scenario language: `term`.
    pub name: &'static str,
    /// What is counted, in one sentence.
    pub help: &'static str,
    /// Counts it.
    pub count: fn(&P, &dyn Sight<P>) -> u64,
}

/// Nodes that only their names tell apart, so that a search takes states for one that differ in
/// these names alone. No step hangs on the order of their names, and users ask none of them.
pub struct Symmetry<P: Protocol> {
    /// The nodes.
    pub among: fn(&P) -> Vec<NodeId>,
    /// A part of a state with their names changed.
    pub relabel: fn(&Part<P>, &Permutation) -> Part<P>,
}

/// A rule about what clients are told.
pub struct Telling<P: Protocol> {
    /// Its name in the scenario language.
    pub rule: &'static str,
    /// Who can show how answers came to break it.
    pub scribe: fn(&P) -> Box<dyn Scribe<P>>,
}

/// Follows a run from its start, and writes down what clients asked and were told.
pub trait Scribe<P: Protocol> {
    /// Sees a step or start of a node, when it was, and what the witness was before.
    fn see(&mut self, at: Micros, seen: &Seen<'_, P>, before: &P::Witness);
    /// What there is to show, if an answer so far cannot be explained.
    fn show(&self) -> Option<History>;
}

/// A way to get it wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// The name in the scenario language, such as `forgets-vote`.
    pub name: &'static str,
    /// What the node does wrong, in one sentence.
    pub help: &'static str,
    /// The names of the invariants it breaks.
    pub breaks: &'static [&'static str],
}

/// A kind of fault; a room lists those it tolerates, and the swarm draws from them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// A node stops and restarts with its disk.
    Crash,
    /// A node stops between its disk write and some of its sends.
    CrashWithinStep,
    /// A node loses its disk in a crash.
    LostDisk,
    /// A link is cut, one way or both.
    Cut,
    /// The nodes are split into groups that cannot talk.
    Partition,
    /// A message is lost.
    Loss,
    /// A message arrives twice.
    Duplication,
    /// A message overtakes another, or is held back.
    Reordering,
    /// A message takes longer than the network's range.
    Delay,
    /// A process stops while the world goes on.
    Pause,
    /// A wall clock is off or jumps.
    Skew,
    /// A clock runs fast or slow, and so do the timers.
    Drift,
    /// A timer fires at once, or timers of several nodes together.
    TimerLuck,
    /// A message takes longer than the bound on which the room relies.
    Late,
}

impl Fault {
    /// What a room bears that bears all but a lost disk, and relies on no bound of delays.
    pub const IN_DATAGRAMS: &'static [Self] = &[
        Self::Crash,
        Self::CrashWithinStep,
        Self::Cut,
        Self::Partition,
        Self::Loss,
        Self::Duplication,
        Self::Reordering,
        Self::Delay,
        Self::Pause,
        Self::Skew,
        Self::Drift,
        Self::TimerLuck,
    ];

    /// The same where messages travel in streams: there none is lost, doubled or overtaken.
    pub const IN_STREAMS: &'static [Self] = &[
        Self::Crash,
        Self::CrashWithinStep,
        Self::Cut,
        Self::Partition,
        Self::Delay,
        Self::Pause,
        Self::Skew,
        Self::Drift,
        Self::TimerLuck,
    ];

    /// All kinds, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::Crash,
        Self::CrashWithinStep,
        Self::LostDisk,
        Self::Cut,
        Self::Partition,
        Self::Loss,
        Self::Duplication,
        Self::Reordering,
        Self::Delay,
        Self::Pause,
        Self::Skew,
        Self::Drift,
        Self::TimerLuck,
        Self::Late,
    ];

    /// The kind's name, as reports print it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crash => "crash",
            Self::CrashWithinStep => "crash within a step",
            Self::LostDisk => "lost disk",
            Self::Cut => "cut link",
            Self::Partition => "partition",
            Self::Loss => "lost message",
            Self::Duplication => "duplicated message",
            Self::Reordering => "reordered message",
            Self::Delay => "delayed message",
            Self::Pause => "pause",
            Self::Skew => "clock skew",
            Self::Drift => "clock drift",
            Self::TimerLuck => "timer luck",
            Self::Late => "late message",
        }
    }
}
