//! The knobs of three-phase commit, and how long its timers run.

use super::ThreePhaseCommit;
use crate::exhibit::Famous;
use crate::protocol::{Delay, MS, Micros};
use crate::scenario::vocabulary::{Knob, KnobKind};

/// The failures that it is known for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "Half a commit",
        words: "Three-phase commit, the network splits",
        path: "partition@110ms",
    },
    Famous {
        title: "Two timeouts instead of a protocol",
        words: "Three-phase commit, silence taken for a decision",
        path: "silence/decides-on-silence@110ms",
    },
    Famous {
        title: "Nobody failed",
        words: "Three-phase commit, messages later than the bound",
        path: "late@60ms",
    },
];

/// The knobs, in the order in which [`ThreePhaseCommit::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "participants",
        kind: KnobKind::Number { min: 2, max: 6, unit: "participants" },
        help: "How many participants there are; each keeps rows and locks of its own.",
    },
    Knob {
        name: "clients",
        kind: KnobKind::Number { min: 0, max: 4, unit: "clients" },
        help: "How many clients there are; each asks for one transaction at a time.",
    },
    Knob {
        name: "delay-bound",
        kind: SPAN,
        help: "The longest time that a message may take: who is silent for longer has failed.",
    },
    Knob {
        name: "vote-timeout",
        kind: SPAN,
        help: "How long the coordinator waits for votes before it aborts.",
    },
    Knob {
        name: "inquiry",
        kind: SPAN,
        help: "How long a node that has come back in doubt waits before it asks again.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

/// A step takes no time here; the slack only puts a timer behind a message that takes the longest
/// time allowed.
const SLACK: Micros = MS;

impl ThreePhaseCommit {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.participants.into(),
            1 => self.clients.into(),
            2 => self.delay_bound,
            3 => self.vote_timeout,
            4 => self.inquiry,
            _ => self.retry,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.participants = value as u16,
            1 => self.clients = value as u16,
            2 => self.delay_bound = value,
            3 => self.vote_timeout = value,
            4 => self.inquiry = value,
            _ => self.retry = value,
        }
    }

    /// Who is up has answered by then.
    pub(super) fn round_trip(&self) -> Micros {
        2 * self.delay_bound + SLACK
    }

    /// A coordinator that is up has been heard from by then, if it first waits for so many answers
    /// from everyone, each until a round trip is over.
    pub(super) fn overdue(&self, round_trips: u64) -> Delay {
        Delay::exactly(round_trips * self.round_trip() + self.delay_bound + SLACK)
    }

    /// The same for one that collects votes.
    pub(super) fn until_voted(&self) -> Delay {
        Delay::exactly(self.vote_timeout + self.delay_bound + SLACK)
    }
}
