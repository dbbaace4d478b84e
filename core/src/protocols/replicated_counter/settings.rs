//! The knobs, what can be chosen for them, and what counters are famous for.

use super::ReplicatedCounter;
use crate::exhibit::Famous;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// Which counter it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// It only grows.
    GCounter,
    /// Something can be taken from it, without a bound.
    PnCounter,
    /// Something can be taken from it, but never more than was added.
    Bounded,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// Replicas send each update once and add whatever arrives.
    NaiveInteger,
    /// The merge adds numbers up.
    MergesBySum,
    /// A state with a later stamp replaces one with an earlier stamp.
    LastWriterWins,
    /// Whether something may be taken is decided by the total that a replica sees.
    SpendsWithoutRights,
    /// A replica answers before its own row is on disk.
    ForgetsItsEntry,
    /// A replica does not look whether it did an update before.
    CountsRetries,
    /// A client that is not answered asks another replica.
    RetriesElsewhere,
}

/// The failures that people look for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "Sold twice",
        words: "Two replicas look at the same total, and both sell the rest",
        path: "sold-out/spends-without-rights@470ms",
    },
    Famous {
        title: "Told that it is done, and gone",
        words: "The last writer wins over what was counted meanwhile",
        path: "last-writer/last-writer-wins@170ms",
    },
    Famous {
        title: "Counted with every copy",
        words: "A naive integer, and messages that arrive twice",
        path: "partition/naive-integer@70ms",
    },
];

/// The types' names, in their order.
pub(super) const TYPES: &[&str] = &["g-counter", "pn-counter", "bounded"];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

/// The knobs, in the order in which [`ReplicatedCounter::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "nodes",
        kind: KnobKind::Number { min: 2, max: 7, unit: "replicas" },
        help: "How many replicas there are.",
    },
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 7, unit: "clients" },
        help: "How many clients there are; c1 keeps to n1, c2 to n2, and so on in turn.",
    },
    Knob {
        name: "type",
        kind: KnobKind::Choice(TYPES),
        help: "Whether the counter only grows, can be taken from, or can be taken from as long as \
               something is left.",
    },
    Knob {
        name: "eager",
        kind: KnobKind::Switch,
        help: "Whether a replica sends its state to the others after each update as well.",
    },
    Knob {
        name: "borrow",
        kind: KnobKind::Switch,
        help: "Bounded: whether a replica asks the others for rights that it lacks, or refuses at \
               once.",
    },
    Knob {
        name: "gossip",
        kind: SPAN,
        help: "How often a replica sends its state to the others: a quarter less at times, so that \
               they do not all send at once.",
    },
    Knob {
        name: "ask",
        kind: SPAN,
        help: "Bounded: how long a replica waits for rights from one replica before it asks the \
               next.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

impl ReplicatedCounter {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.clients.into(),
            2 => self.kind as u64,
            3 => self.eager.into(),
            4 => self.borrow.into(),
            5 => self.gossip,
            6 => self.ask,
            _ => self.retry,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.nodes = value as u16,
            1 => self.clients = value as u16,
            2 => {
                self.kind = match value {
                    0 => Type::GCounter,
                    1 => Type::PnCounter,
                    _ => Type::Bounded,
                };
            }
            3 => self.eager = value != 0,
            4 => self.borrow = value != 0,
            5 => self.gossip = value,
            6 => self.ask = value,
            _ => self.retry = value,
        }
    }
}
