//! The knobs of two-phase commit.

use super::{Presumption, TwoPhaseCommit};
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// The knobs, in the order in which [`TwoPhaseCommit::knob_value`] numbers them.
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
        name: "presumption",
        kind: KnobKind::Choice(&["nothing", "abort", "commit"]),
        help: "What the coordinator says of a transaction that it knows nothing about.",
    },
    Knob {
        name: "cooperative",
        kind: KnobKind::Switch,
        help: "Whether participants in doubt ask each other, not only the coordinator.",
    },
    Knob {
        name: "vote-timeout",
        kind: SPAN,
        help: "How long the coordinator waits for votes before it aborts.",
    },
    Knob {
        name: "resend",
        kind: SPAN,
        help: "How long the coordinator waits for acknowledgements before it repeats a decision.",
    },
    Knob {
        name: "inquiry",
        kind: SPAN,
        help: "How long a participant in doubt waits before it asks.",
    },
    Knob { name: "retry", kind: SPAN, help: "How long a client waits before it asks again." },
];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

impl TwoPhaseCommit {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.participants.into(),
            1 => self.clients.into(),
            2 => self.presumption as u64,
            3 => self.cooperative.into(),
            4 => self.vote_timeout,
            5 => self.resend,
            6 => self.inquiry,
            _ => self.retry,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 => self.participants = value as u16,
            1 => self.clients = value as u16,
            2 => {
                self.presumption = match value {
                    0 => Presumption::Nothing,
                    1 => Presumption::Abort,
                    _ => Presumption::Commit,
                }
            }
            3 => self.cooperative = value != 0,
            4 => self.vote_timeout = value,
            5 => self.resend = value,
            6 => self.inquiry = value,
            _ => self.retry = value,
        }
    }
}
