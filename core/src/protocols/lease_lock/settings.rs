//! The lock's knobs and flaws.

use super::LeaseLock;
use crate::locks::Fencing;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::string::String;

/// Who keeps the lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// etcd: keys in leases, served by create revision.
    Etcd,
    /// Consul: one key, acquired in a session.
    Consul,
    /// A database: one row, with an owner and an end.
    Row,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// The lock has no lease, and no end.
    NoLease,
    /// The lock is freed whoever has it.
    FreesAny,
    /// A client waits for a key that is gone: its watch begins now, not where it looked.
    WatchesLate,
    /// A client takes the lock when the key before its own is gone, without a look at the others.
    SkipsQueue,
    /// An owner does not look whether its lease has ended.
    SkipsCheck,
    /// Consul gives the lock away though its lock-delay lasts.
    SkipsDelay,
    /// The lease's number is used as a token.
    LeaseAsToken,
    /// A client that gives up leaves its key where it is.
    Abandons,
    /// To leave an inner section frees the lock.
    InnerFrees,
}

/// The knobs, in the order in which [`LeaseLock::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 16, unit: "clients" },
        help: "How many clients compete for the lock.",
    },
    Knob {
        name: "system",
        kind: KnobKind::Choice(&["etcd", "consul", "row"]),
        help: "Who keeps the lock: etcd, Consul, or a row of a database.",
    },
    Knob {
        name: "ttl",
        kind: SPAN,
        help: "How long a lease lasts after its owner was heard of. Consul waits twice as long.",
    },
    Knob { name: "keep", kind: SPAN, help: "How often an owner says that it is there." },
    Knob {
        name: "delay",
        kind: KnobKind::Span { min: 0, max: 60_000 * MS },
        help: "How long Consul gives the lock to nobody after its owner's session ended.",
    },
    Knob { name: "sweep", kind: SPAN, help: "How often the database deletes rows that are over." },
    Knob {
        name: "pause",
        kind: SPAN,
        help: "How long a client waits at least before it asks for a busy lock again, where \
               nobody tells it; twice that at most.",
    },
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
        name: "fencing",
        kind: KnobKind::Choice(Fencing::WORDS),
        help: "Which accesses the storage holds to fencing tokens.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl LeaseLock {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.clients.into(),
            1 => self.system as u64,
            2 => self.ttl,
            3 => self.keep,
            4 => self.delay,
            5 => self.sweep,
            6 => self.pause,
            7 => self.work,
            8 => self.wait,
            9 => self.patience,
            _ => self.fencing as u64,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.clients = value as u16,
            1 => {
                self.system = match value {
                    0 => System::Etcd,
                    1 => System::Consul,
                    _ => System::Row,
                }
            }
            2 => self.ttl = value,
            3 => self.keep = value,
            4 => self.delay = value,
            5 => self.sweep = value,
            6 => self.pause = value,
            7 => self.work = value,
            8 => self.wait = value,
            9 => self.patience = value,
            _ => self.fencing = Fencing::at(value),
        }
    }

    /// Why the knobs and flaws do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let fits = |flaw, system| !self.has(flaw) || self.system == system;
        let etcd = [Flaw::WatchesLate, Flaw::SkipsQueue];
        let text = if etcd.iter().any(|flaw| !fits(*flaw, System::Etcd)) {
            "`watches-late` and `skips-queue` are about etcd's watches: they need system=etcd"
        } else if !fits(Flaw::SkipsDelay, System::Consul) {
            "`skips-delay` is about Consul's lock-delay: it needs system=consul"
        } else if self.has(Flaw::LeaseAsToken) && self.system == System::Row {
            "`lease-as-token` needs a system with leases: etcd or consul"
        } else {
            return None;
        };
        Some(String::from(text))
    }
}
