//! Raft's knobs.

use super::Raft;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::string::String;

/// The knobs, in the order in which [`Raft::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "nodes",
        kind: KnobKind::Number { min: 1, max: 9, unit: "servers" },
        help: "How many servers there are; more than half of them decide.",
    },
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 0, max: 4, unit: "clients" },
        help: "How many clients there are.",
    },
    Knob {
        name: "election-min",
        kind: SPAN,
        help: "The shortest time that a server waits for a leader before it stands for election.",
    },
    Knob {
        name: "election-max",
        kind: SPAN,
        help: "The longest time that a server waits for a leader before it stands for election.",
    },
    Knob { name: "heartbeat", kind: SPAN, help: "How often a leader lets its followers hear." },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
    Knob {
        name: "batch",
        kind: KnobKind::Number { min: 1, max: 64, unit: "entries" },
        help: "The most entries that one AppendEntries carries.",
    },
    Knob {
        name: "no-op",
        kind: KnobKind::Switch,
        help: "Whether a new leader starts its term with an entry that does nothing.",
    },
    Knob {
        name: "conflict-hint",
        kind: KnobKind::Switch,
        help: "Whether a follower that refuses entries says where its log begins to differ.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl Raft {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.clients.into(),
            2 => self.election.min,
            3 => self.election.max,
            4 => self.heartbeat,
            5 => self.retry,
            6 => self.batch.into(),
            7 => self.no_op.into(),
            _ => self.conflict_hint.into(),
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.nodes = value as u16,
            1 => self.clients = value as u16,
            2 => self.election.min = value,
            3 => self.election.max = value,
            4 => self.heartbeat = value,
            5 => self.retry = value,
            6 => self.batch = value as u16,
            7 => self.no_op = value != 0,
            _ => self.conflict_hint = value != 0,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let reason = if self.election.min > self.election.max {
            "election-min is longer than election-max"
        } else if self.heartbeat >= self.election.min {
            "heartbeat must be shorter than election-min, or followers never trust their leader"
        } else {
            return None;
        };
        Some(String::from(reason))
    }
}
