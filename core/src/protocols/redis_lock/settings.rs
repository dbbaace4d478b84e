//! The lock's knobs and flaws.

use super::RedisLock;
use crate::locks::Fencing;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};
use alloc::string::String;

/// Ways to get it wrong, in the order of the room's list of flaws: as tutorials print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// The lock is set whether or not it is there.
    SetWithoutNx,
    /// The expiry is a second command.
    ExpiresApart,
    /// The lock is deleted whoever has it.
    DeletesUnchecked,
    /// The lock has no expiry.
    NeverExpires,
    /// An owner does not look whether its lease has ended.
    SkipsCheck,
    /// One instance of several is enough.
    TakesMinority,
    /// What it took to ask several instances is not taken off the lease.
    IgnoresElapsed,
    /// A sentinel votes for whoever asks, as often as it is asked.
    VotesAgain,
    /// To leave an inner section deletes the lock.
    InnerFrees,
}

/// The knobs, in the order in which [`RedisLock::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 1, max: 16, unit: "clients" },
        help: "How many clients compete for the lock.",
    },
    Knob { name: "ttl", kind: SPAN, help: "How long a lock lasts unless it is renewed." },
    Knob {
        name: "work",
        kind: SPAN,
        help: "How long a client works between its read and its write.",
    },
    Knob {
        name: "pause",
        kind: SPAN,
        help: "How long a client waits at least before it asks for a busy lock again; twice that \
               at most.",
    },
    Knob {
        name: "wait",
        kind: SPAN,
        help: "How long a client waits for the lock before it gives up.",
    },
    Knob { name: "patience", kind: SPAN, help: "How long a client waits for an answer." },
    Knob {
        name: "margin",
        kind: KnobKind::Span { min: 0, max: 60_000 * MS },
        help: "How long before the end of its lease a client no longer uses it.",
    },
    Knob {
        name: "watchdog",
        kind: KnobKind::Switch,
        help: "Whether owners renew their lease while they work.",
    },
    Knob {
        name: "fencing",
        kind: KnobKind::Choice(Fencing::WORDS),
        help: "Which accesses the storage holds to fencing tokens.",
    },
    Knob {
        name: "persistent",
        kind: KnobKind::Switch,
        help: "Whether Redis keeps an append-only file, and waits for it before it answers.",
    },
    Knob {
        name: "instances",
        kind: KnobKind::Number { min: 1, max: 7, unit: "instances" },
        help: "How many instances of Redis are asked, most of which must agree: Redlock.",
    },
    Knob {
        name: "drift",
        kind: KnobKind::Span { min: 0, max: 60_000 * MS },
        help: "With several instances: what is taken off the lease for clocks that drift.",
    },
    Knob {
        name: "replicas",
        kind: KnobKind::Number { min: 0, max: 2, unit: "replicas" },
        help: "How many replicas the master has, which hear of its writes after it has answered.",
    },
    Knob {
        name: "sentinels",
        kind: KnobKind::Number { min: 0, max: 5, unit: "sentinels" },
        help: "With replicas: how many sentinels look after them.",
    },
    Knob {
        name: "quorum",
        kind: KnobKind::Number { min: 1, max: 5, unit: "sentinels" },
        help: "How many sentinels have to find the master down.",
    },
    Knob {
        name: "down-after",
        kind: SPAN,
        help: "How long an instance owes an answer until a sentinel takes it for down.",
    },
    Knob {
        name: "failover-timeout",
        kind: SPAN,
        help: "How long a failover may take. After twice that, another one may begin.",
    },
    Knob {
        name: "wait-replicas",
        kind: KnobKind::Number { min: 0, max: 2, unit: "replicas" },
        help: "How many replicas must have a write before it is answered: WAIT.",
    },
    Knob {
        name: "reentrant",
        kind: KnobKind::Switch,
        help: "Whether an owner may take its lock once more.",
    },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl RedisLock {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.clients.into(),
            1 => self.ttl,
            2 => self.work,
            3 => self.pause,
            4 => self.wait,
            5 => self.patience,
            6 => self.margin,
            7 => self.watchdog.into(),
            8 => self.fencing as u64,
            9 => self.persistent.into(),
            10 => self.instances.into(),
            11 => self.drift,
            12 => self.replicas.into(),
            13 => self.sentinels.into(),
            14 => self.quorum.into(),
            15 => self.down_after,
            16 => self.failover_timeout,
            17 => self.wait_replicas.into(),
            _ => self.reentrant.into(),
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.clients = value as u16,
            1 => self.ttl = value,
            2 => self.work = value,
            3 => self.pause = value,
            4 => self.wait = value,
            5 => self.patience = value,
            6 => self.margin = value,
            7 => self.watchdog = value != 0,
            8 => self.fencing = Fencing::at(value),
            9 => self.persistent = value != 0,
            10 => self.instances = value as u16,
            11 => self.drift = value,
            12 => self.replicas = value as u16,
            13 => self.sentinels = value as u16,
            14 => self.quorum = value as u16,
            15 => self.down_after = value,
            16 => self.failover_timeout = value,
            17 => self.wait_replicas = value as u16,
            _ => self.reentrant = value != 0,
        }
    }

    /// Why the knobs do not fit together.
    pub(super) fn misfit(&self) -> Option<String> {
        let several = self.instances > 1;
        let text = if self.margin >= self.ttl {
            "a margin that is no shorter than the ttl leaves no time to use the lock"
        } else if several && matches!(self.fencing, Fencing::Writes | Fencing::All) {
            "several instances give no tokens: instances above 1 need fencing=off or fencing=own"
        } else if several && self.replicas > 0 {
            "several instances know nothing of each other: they have no replicas"
        } else if self.replicas > 0 && self.sentinels > 0 && self.quorum > self.sentinels {
            "the quorum is larger than the number of sentinels"
        } else if self.wait_replicas > self.replicas {
            "there are fewer replicas than a write is to wait for"
        } else if self.has(Flaw::VotesAgain) && self.watchers() == 0 {
            "`votes-again` is about sentinels, and so about replicas"
        } else if !several && (self.has(Flaw::TakesMinority) || self.has(Flaw::IgnoresElapsed)) {
            "`takes-minority` and `ignores-elapsed` are about several instances"
        } else if several && (self.has(Flaw::ExpiresApart) || self.has(Flaw::NeverExpires)) {
            "a lock without an expiry is about one instance"
        } else {
            return None;
        };
        Some(String::from(text))
    }
}
