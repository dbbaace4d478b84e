//! The lock's knobs and flaws.

use super::ZookeeperLock;
use crate::locks::Fencing;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// What those who wait for the lock watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Waiting {
    /// The node before their own: one is woken when it goes.
    Predecessor,
    /// All nodes: everybody is woken when one goes.
    Children,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// A client waits for a node that is gone already: the watch comes after the check.
    WatchesLate,
    /// A node stays when its session ends.
    Persistent,
    /// A client does not look whether its session may have ended.
    SkipsCheck,
    /// A client takes the lock when the node before its own is gone, without a look at the others.
    SkipsQueue,
    /// A client that gives up leaves its node where it is.
    Abandons,
    /// To leave an inner section deletes the node.
    InnerFrees,
}

/// The knobs, in the order in which [`ZookeeperLock::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 16, unit: "clients" },
        help: "How many clients compete for the lock.",
    },
    Knob {
        name: "session",
        kind: SPAN,
        help: "How long a session lasts after its client was heard of.",
    },
    Knob { name: "ping", kind: SPAN, help: "How often a client says that it is there." },
    Knob {
        name: "work",
        kind: SPAN,
        help: "How long a client works between its read and its write.",
    },
    Knob {
        name: "wait",
        kind: SPAN,
        help: "How long a client waits for the lock before it gives up.",
    },
    Knob {
        name: "patience",
        kind: SPAN,
        help: "How long a client waits for an answer of the storage, and before it connects again.",
    },
    Knob {
        name: "watch",
        kind: KnobKind::Choice(&["predecessor", "children"]),
        help: "Whether those who wait watch the node before their own, or all nodes.",
    },
    Knob {
        name: "fencing",
        kind: KnobKind::Choice(Fencing::WORDS),
        help: "Which accesses the storage holds to fencing tokens.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl ZookeeperLock {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.clients.into(),
            1 => self.session,
            2 => self.ping,
            3 => self.work,
            4 => self.wait,
            5 => self.patience,
            6 => self.waiting as u64,
            _ => self.fencing as u64,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.clients = value as u16,
            1 => self.session = value,
            2 => self.ping = value,
            3 => self.work = value,
            4 => self.wait = value,
            5 => self.patience = value,
            6 if value == 0 => self.waiting = Waiting::Predecessor,
            6 => self.waiting = Waiting::Children,
            _ => self.fencing = Fencing::at(value),
        }
    }
}
