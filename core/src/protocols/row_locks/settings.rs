//! The counter's knobs and flaws.

use super::RowLocks;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::string::String;

/// How clients add to a number that others add to as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// Pessimistic: read the row and lock it, compute, write, and free it.
    ForUpdate,
    /// Optimistic: read the row and its version, compute, write if the version is the same.
    Version,
    /// One server owns the number and adds; the others hand wishes on to it.
    Owner,
    /// Each server has a part of the number, and adds to that.
    Sharded,
}

/// What is done about transactions that wait for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Deadlock {
    /// Who would close a circle in the wait-for graph is rolled back.
    Graph,
    /// Who has waited for too long is rolled back.
    Timeout,
    /// Rows are locked in one order, whatever the order in which they were named.
    Order,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// Rows are read without a lock, and written.
    ReadsUnlocked,
    /// A write does not compare the version.
    SkipsVersion,
    /// Nobody looks for circles, and nobody's patience ends.
    WaitsForever,
    /// The server keeps no record of what is done.
    ForgetsDone,
    /// The server answers before its log is on disk.
    AnswersEarly,
    /// Locks outlive the connection of the transaction that has them.
    KeepsLocks,
    /// A read asks one shard.
    ReadsOne,
}

/// The knobs, in the order in which [`RowLocks::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 16, unit: "clients" },
        help: "How many clients add to the number.",
    },
    Knob {
        name: "servers",
        kind: KnobKind::Number { min: 1, max: 5, unit: "servers" },
        help: "How many servers there are, for method=owner and method=sharded.",
    },
    Knob {
        name: "method",
        kind: KnobKind::Choice(&["for-update", "version", "owner", "sharded"]),
        help: "Lock the row, compare its version, let one server add, or add to parts of it.",
    },
    Knob {
        name: "deadlock",
        kind: KnobKind::Choice(&["graph", "timeout", "order"]),
        help: "Look for circles of those who wait, roll back who waits too long, or lock in order.",
    },
    Knob {
        name: "start",
        kind: KnobKind::Number { min: 0, max: 1_000_000, unit: "" },
        help: "What each row holds at first.",
    },
    Knob {
        name: "work",
        kind: SPAN,
        help: "How long a client computes between its reads and its writes.",
    },
    Knob {
        name: "pause",
        kind: SPAN,
        help: "How long a client pauses at least before it starts again; twice as long each time.",
    },
    Knob {
        name: "lock-wait",
        kind: SPAN,
        help: "How long a transaction waits for a lock at most, with deadlock=timeout.",
    },
    Knob {
        name: "patience",
        kind: SPAN,
        help: "How long a client waits for an owner or a shard, and before it connects again.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl RowLocks {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.clients.into(),
            1 => self.servers.into(),
            2 => self.method as u64,
            3 => self.deadlock as u64,
            4 => self.start,
            5 => self.work,
            6 => self.pause,
            7 => self.lock_wait,
            _ => self.patience,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.clients = value as u16,
            1 => self.servers = value as u16,
            2 => {
                self.method = match value {
                    0 => Method::ForUpdate,
                    1 => Method::Version,
                    2 => Method::Owner,
                    _ => Method::Sharded,
                }
            }
            3 => {
                self.deadlock = match value {
                    0 => Deadlock::Graph,
                    1 => Deadlock::Timeout,
                    _ => Deadlock::Order,
                }
            }
            4 => self.start = value,
            5 => self.work = value,
            6 => self.pause = value,
            7 => self.lock_wait = value,
            _ => self.patience = value,
        }
    }

    /// Why the knobs and flaws do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let needs = |flaw, method| self.has(flaw) && self.method != method;
        let text = if self.servers > 1 && self.is_transactional() {
            "one server has the rows: several need method=owner or method=sharded"
        } else if needs(Flaw::ReadsUnlocked, Method::ForUpdate) {
            "`reads-unlocked` is about locks: it needs method=for-update"
        } else if needs(Flaw::SkipsVersion, Method::Version) {
            "`skips-version` is about versions: it needs method=version"
        } else if needs(Flaw::WaitsForever, Method::ForUpdate) {
            "`waits-forever` is about locks: it needs method=for-update"
        } else if needs(Flaw::KeepsLocks, Method::ForUpdate) {
            "`keeps-locks` is about locks: it needs method=for-update"
        } else if needs(Flaw::ReadsOne, Method::Sharded) {
            "`reads-one` is about shards: it needs method=sharded"
        } else {
            return None;
        };
        Some(String::from(text))
    }

    /// Whether clients read, compute and write.
    pub(super) fn is_transactional(&self) -> bool {
        matches!(self.method, Method::ForUpdate | Method::Version)
    }
}
