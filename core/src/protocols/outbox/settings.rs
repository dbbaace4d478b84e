//! The knobs, what can be chosen for them, and what messages are famous for.

use super::Outbox;
use crate::exhibit::Famous;
use crate::protocol::MS;
use crate::scenario::vocabulary::{Knob, KnobKind};

/// How events come to the broker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    /// From a table beside the row.
    Outbox,
    /// As half messages, before the row.
    HalfMessage,
}

/// Ways to get it wrong, in the order of the room's list of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// The shop writes its row, then publishes.
    DualWrite,
    /// The shop publishes, then writes its row.
    PublishesFirst,
    /// The relay takes out of the outbox what is not confirmed.
    MarksUnconfirmed,
    /// The broker shows a half message of which it hears nothing.
    AssumesCommit,
    /// The broker drops a half message of which it hears nothing.
    AssumesRollback,
    /// The broker confirms what is not on its disk.
    AcknowledgesUnsaved,
    /// The warehouse acknowledges before it does anything.
    AcknowledgesFirst,
    /// The warehouse does not look into its inbox.
    NoInbox,
    /// The inbox and the effect are two disk writes.
    MarksFirst,
}

/// The failures that people look for.
pub(super) const FAMOUS: &[Famous] = &[
    Famous {
        title: "Sold, and never sent",
        words: "A row is written, and a crash comes before its event",
        path: "dual-write/dual-write@5ms",
    },
    Famous {
        title: "Sent, and never sold",
        words: "The event goes out before the row is written",
        path: "dual-write/publishes-first@15ms",
    },
];

/// The methods' names, in their order.
pub(super) const METHODS: &[&str] = &["outbox", "half-message"];

const SPAN: KnobKind = KnobKind::Span { min: MS, max: 60_000 * MS };

/// The knobs, in the order in which [`Outbox::knob_value`] numbers them.
pub(super) const KNOBS: &[Knob] = &[
    Knob {
        name: "method",
        kind: KnobKind::Choice(METHODS),
        help: "Whether events come to the broker from a table beside the row, or as half messages.",
    },
    Knob {
        name: "stock",
        kind: KnobKind::Number { min: 0, max: 1_000, unit: "pieces" },
        help: "How many pieces there are.",
    },
    Knob {
        name: "poll",
        kind: SPAN,
        help: "Outbox: how long the relay waits before it publishes what is there, and again.",
    },
    Knob {
        name: "retry",
        kind: SPAN,
        help: "How long the shop waits for the broker before it sends a half message again.",
    },
    Knob {
        name: "check",
        kind: SPAN,
        help: "How long the broker waits before it asks what came of a half message, and again.",
    },
    Knob {
        name: "redeliver",
        kind: SPAN,
        help: "How long the broker waits for an acknowledgement before it delivers again.",
    },
];

impl Outbox {
    /// The value of a knob.
    pub(super) fn knob_value(&self, knob: usize) -> u64 {
        match knob {
            0 => self.method as u64,
            1 => self.stock,
            2 => self.poll,
            3 => self.retry,
            4 => self.check,
            _ => self.redeliver,
        }
    }

    /// Sets a knob.
    pub(super) fn turn_knob(&mut self, knob: usize, value: u64) {
        match knob {
            0 if value == 0 => self.method = Method::Outbox,
            0 => self.method = Method::HalfMessage,
            1 => self.stock = value,
            2 => self.poll = value,
            3 => self.retry = value,
            4 => self.check = value,
            _ => self.redeliver = value,
        }
    }
}
