//! Zab's knobs and the flags of its flaws.

use super::Zab;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::string::String;

/// Ways to get Zab wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// acceptedEpoch is not on disk: a server that restarts goes by its history.
    ForgetsEpoch,
    /// A leader broadcasts once its epoch is accepted, before a quorum has its history.
    LeadsEarly,
    /// The greatest id wins an election, whatever is in its history.
    ElectsById,
    /// A leader does not mind followers that know more than it.
    SkipsCheck,
    /// A follower acknowledges a proposal before it is on disk.
    AcksEarly,
    /// A follower writes its currentEpoch before the history of that epoch.
    EpochFirst,
    /// A leader goes by a follower's last zxid, whether it has such a transaction or not.
    DiffsBlindly,
    /// Who comes late does not get what is proposed and not committed.
    ForgetsOutstanding,
    /// Who comes late gets that before the history.
    ForwardsFirst,
    /// A new leader gives what it inherits numbers of its own epoch.
    Renumbers,
    /// A retried operation runs again.
    NoSessions,
    /// A server answers clients that have seen more than it has.
    ForgetsSeen,
}

/// The knobs, in the order in which [`Zab::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "nodes",
        kind: KnobKind::Number { min: 1, max: 9, unit: "servers" },
        help: "How many servers vote; more than half of them decide.",
    },
    Knob {
        name: "observers",
        kind: KnobKind::Number { min: 0, max: 4, unit: "servers" },
        help: "How many servers only get what is committed, and answer reads.",
    },
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 0, max: 4, unit: "clients" },
        help: "How many clients there are; c1 talks to n1 first, c2 to n2.",
    },
    Knob { name: "tick", kind: SPAN, help: "How often a leader lets its followers hear." },
    Knob {
        name: "init-limit",
        kind: SPAN,
        help: "How long it may take to be let in by a leader, or to be established as one.",
    },
    Knob {
        name: "sync-limit",
        kind: SPAN,
        help: "How long leader and followers may be without word of each other.",
    },
    Knob {
        name: "finalize",
        kind: SPAN,
        help: "How long a server with a quorum of votes waits for better ones.",
    },
    Knob {
        name: "resend",
        kind: SPAN,
        help: "How long a server waits before it says again whom it votes for.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
    Knob {
        name: "window",
        kind: KnobKind::Number { min: 1, max: 64, unit: "transactions" },
        help: "The most that a follower may lack without getting a snapshot.",
    },
    Knob {
        name: "sync",
        kind: KnobKind::Switch,
        help: "Whether a server asks the leader before it answers a read.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl Zab {
    /// Whether a flaw is on.
    pub fn has(&self, flaw: Flaw) -> bool {
        self.flaws & (1 << flaw as u16) != 0
    }

    /// This configuration with a flaw on.
    #[must_use]
    pub fn with(mut self, flaw: Flaw) -> Self {
        self.flaws |= 1 << flaw as u16;
        self
    }

    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.nodes.into(),
            1 => self.observers.into(),
            2 => self.clients.into(),
            3 => self.tick,
            4 => self.init_limit,
            5 => self.sync_limit,
            6 => self.finalize,
            7 => self.resend,
            8 => self.retry,
            9 => self.window.into(),
            _ => self.sync.into(),
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.nodes = value as u16,
            1 => self.observers = value as u16,
            2 => self.clients = value as u16,
            3 => self.tick = value,
            4 => self.init_limit = value,
            5 => self.sync_limit = value,
            6 => self.finalize = value,
            7 => self.resend = value,
            8 => self.retry = value,
            9 => self.window = value as u16,
            _ => self.sync = value != 0,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let reason = if self.tick >= self.sync_limit {
            "tick must be shorter than sync-limit, or followers never trust their leader"
        } else if self.finalize >= self.init_limit {
            "finalize must be shorter than init-limit, or nobody waits until the leader has decided"
        } else {
            return None;
        };
        Some(String::from(reason))
    }
}
