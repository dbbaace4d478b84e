//! The knobs, what can be chosen for them, and what replicated values are famous for.

use super::ReplicatedValues;
use crate::exhibit::Famous;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// Which data type it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Type {
    /// A register stamped by wall clocks; the last writer wins.
    Lww,
    /// The same, stamped by hybrid logical clocks.
    Hlc,
    /// A register that shows all values that no other one has replaced.
    Mv,
    /// A set from which what was removed is gone for ever.
    TwoPhase,
    /// A set in which a removal is of what was seen.
    OrSet,
}

impl Type {
    /// Whether it is a register in which one write wins.
    pub fn is_stamped(self) -> bool {
        matches!(self, Self::Lww | Self::Hlc)
    }

    /// Whether it is a set.
    pub fn is_set(self) -> bool {
        matches!(self, Self::TwoPhase | Self::OrSet)
    }
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A register is stamped with what the wall clock says, and nothing else is looked at.
    WallClock,
    /// A hybrid clock is not advanced by what is received.
    IgnoresReceived,
    /// A hybrid clock counts in its time, not in its counter.
    CountsInTime,
    /// A hybrid clock never looks at the wall clock.
    ForgetsTime,
    /// Of two writes at the same time a replica keeps the one that it has.
    KeepsItsOwn,
    /// A merge of multi-value registers keeps one side's values and both sides' vectors.
    DropsSiblings,
    /// A put replaces all that its replica shows, whatever its client had seen.
    ReplacesUnseen,
    /// A put replaces nothing, whatever its client had seen.
    IgnoresContext,
    /// A removal takes every addition of the element with it.
    RemovesUnseen,
    /// What was removed from a two-phase set can be added again.
    Revives,
    /// A replica answers before its update is on disk, and uses its name again.
    ReusesTags,
    /// A state that arrives takes the place of the replica's own.
    Overwrites,
    /// A replica does not look whether it did an update before.
    RepeatsRetries,
}

/// The failures that people look for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "The newer write is lost",
        words: "A clock ten minutes ahead, and the last writer wins",
        path: "bad-clocks/lww@480ms",
    },
    Famous {
        title: "The item that came back",
        words: "A retry is done twice, and what was removed is there again",
        path: "lost-answer/repeats-retries@400ms",
    },
    Famous {
        title: "Two clients, one replica, one value",
        words: "Plain version vectors lose what another client of the same replica wrote",
        path: "one-replica/replaces-unseen@50ms",
    },
];

/// The types' names, in their order.
pub(super) const TYPES: &[&str] = &["lww", "hlc", "mv", "2p-set", "or-set"];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

/// The knobs, in the order in which [`ReplicatedValues::knob_value`] numbers them.
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
        help: "A register stamped by wall clocks or by hybrid clocks, one that keeps concurrent \
               values, or a set: two-phase or observed-remove.",
    },
    Knob {
        name: "eager",
        kind: KnobKind::Switch,
        help: "Whether a replica sends its state to the others after each update as well.",
    },
    Knob {
        name: "gossip",
        kind: SPAN,
        help: "How often a replica sends its state to the others: a quarter less at times, so that \
               they do not all send at once.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

impl ReplicatedValues {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.clients.into(),
            2 => self.kind as u64,
            3 => self.eager.into(),
            4 => self.gossip,
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
                    0 => Type::Lww,
                    1 => Type::Hlc,
                    2 => Type::Mv,
                    3 => Type::TwoPhase,
                    _ => Type::OrSet,
                };
            }
            3 => self.eager = value != 0,
            4 => self.gossip = value,
            _ => self.retry = value,
        }
    }
}
