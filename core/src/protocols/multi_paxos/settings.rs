//! Multi-Paxos's knobs.

use super::MultiPaxos;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::format;
use alloc::string::String;

/// The knobs, in the order in which [`MultiPaxos::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "nodes",
        kind: KnobKind::Number { min: 1, max: 9, unit: "servers" },
        help: "How many servers there are; each proposes, accepts and learns.",
    },
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 0, max: 4, unit: "clients" },
        help: "How many clients there are.",
    },
    Knob {
        name: "election-min",
        kind: SPAN,
        help: "The shortest time that a server waits for a leader before it begins a ballot.",
    },
    Knob {
        name: "election-max",
        kind: SPAN,
        help: "The longest time that a server waits for a leader before it begins a ballot.",
    },
    Knob { name: "heartbeat", kind: SPAN, help: "How often a leader lets the others hear." },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
    Knob {
        name: "window",
        kind: KnobKind::Number { min: 1, max: 64, unit: "slots" },
        help: "How many slots a leader may have open at once.",
    },
    Knob {
        name: "batch",
        kind: KnobKind::Number { min: 1, max: 64, unit: "slots" },
        help: "The most slots that one Accept or Learn carries; each slot holds one command.",
    },
    Knob {
        name: "phase-1",
        kind: KnobKind::Number { min: 0, max: 9, unit: "acceptors" },
        help: "How many promises make a leader; 0 is a majority.",
    },
    Knob {
        name: "phase-2",
        kind: KnobKind::Number { min: 0, max: 9, unit: "acceptors" },
        help: "How many acceptors choose a value; 0 is a majority.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl MultiPaxos {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.clients.into(),
            2 => self.election.min,
            3 => self.election.max,
            4 => self.heartbeat,
            5 => self.retry,
            6 => self.window.into(),
            7 => self.batch.into(),
            8 => self.phase1.into(),
            _ => self.phase2.into(),
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
            6 => self.window = value as u16,
            7 => self.batch = value as u16,
            8 => self.phase1 = value as u16,
            _ => self.phase2 = value as u16,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let (nodes, one, two) = (self.nodes, self.promises_needed(), self.acceptors_needed());
        if self.election.min > self.election.max {
            Some(String::from("election-min is longer than election-max"))
        } else if self.heartbeat >= self.election.min {
            Some(String::from(
                "heartbeat must be shorter than election-min, or nobody ever trusts a leader",
            ))
        } else if one > nodes || two > nodes {
            Some(format!("a quorum of {} cannot come from {nodes} servers", one.max(two)))
        } else if one + two <= nodes && !self.has(super::Flaw::QuorumsApart) {
            Some(format!(
                "phase-1 ({one}) and phase-2 ({two}) together must be more than {nodes} servers, \
                 or a new leader may meet nobody who knows what was chosen"
            ))
        } else {
            None
        }
    }
}
